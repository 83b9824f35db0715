"""Advice: checks of what is probably, but not certainly, a mistake; no build fails for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .checks import Check, problems_of
from .claims import (
    other_hours,
    paper_missing,
    registration_missing,
    title_of_another_day,
    wrong_weekday,
)
from .clashes import (
    contact_in_two_places,
    group_closed_too_early,
    group_meets_twice,
    meeting_on_a_day_off,
    room_taken_twice,
)
from .misprints import broken_block, broken_link
from .papers import document_without_words, minutes_missing, same_document_twice
from .privacy import passcode_in_public, personal_phone, private_mail
from .problems import Problem, Severity
from .published import document_replaced
from .rhythm import meeting_missing_in_a_row
from .writing import bare_address, empty_link, heading_skipped
from .written import Written

ADVICE: tuple[Check, ...] = (
    group_meets_twice,
    room_taken_twice,
    contact_in_two_places,
    group_closed_too_early,
    meeting_on_a_day_off,
    meeting_missing_in_a_row,
    minutes_missing,
    document_without_words,
    same_document_twice,
    document_replaced,
    paper_missing,
    registration_missing,
    other_hours,
    wrong_weekday,
    title_of_another_day,
    passcode_in_public,
    personal_phone,
    private_mail,
    heading_skipped,
    broken_link,
    broken_block,
    empty_link,
    bare_address,
)
"""Every check whose findings are advice; each is a function in the module of its subject."""


def advice_on(written: Written) -> Iterator[Problem]:
    """What an editor might look at again."""
    for problem in problems_of(written, ADVICE):
        yield replace(problem, severity=Severity.ADVICE)
