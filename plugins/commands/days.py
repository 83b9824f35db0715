"""The days of a new series: which rule, from when to when, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from commands import questions
from commands.questions import Answers, Question
from commands.sheet import Sheet
from workgroups.countries import country_of, country_of_zone
from workgroups.days_off import day_off
from workgroups.precedent import Precedent
from workgroups.problems import Problem
from workgroups.series import (
    EXAMPLES,
    NO_GAPS,
    Gaps,
    Rule,
    Series,
    SeriesError,
    read_count,
    read_month,
    read_rule,
    series,
)
from workgroups.times import in_words, read_date


def ask_days(answers: Answers, off: Callable[[date], str]) -> Series:
    """The days of a series, as its rule and what is left out have them."""
    rule = answers.to(Question("every", f"Every: {EXAMPLES}", read_rule, needed=True))
    first = answers.to(Question("from_", "From, as 2027-01-01", read_date, needed=True))
    gaps = NO_GAPS
    words = "Leave out public holidays, and days on which the European institutions are closed?"
    if answers.given.get("skip_holidays") or (answers.asking and answers.agree(words)):
        gaps = Gaps(day_off=off)
    until = answers.to(_until(answers), lambda answer: _wrong(rule, first, answer, gaps))
    words = "Months to leave out, with commas, such as August"
    months = answers.to(
        Question("skip_month", words, _months),
        lambda answer: _wrong(rule, first, until, replace(gaps, months=answer)),
    )
    gaps = replace(gaps, months=months or ())
    words = "Days to leave out, with commas, such as 2027-05-06"
    days = answers.to(
        Question("skip", words, _days),
        lambda answer: _wrong(rule, first, until, replace(gaps, days=answer)),
    )
    return series(rule, first, until, replace(gaps, days=days or ()))


def days_off(sheet: Sheet, before: Precedent | None) -> Callable[[date], str]:
    """Why nobody works on a day where the group meets, or in the European institutions."""
    given, written = sheet.answers.given, sheet.content.written
    last = before.values if before else {}
    zones = (group.timezone for group, _ in written.groups if group.slug in sheet.values["groups"])
    zone = given.get("timezone") or last.get("timezone") or next(zones, written.site.timezone)
    address = given.get("address") or (last.get("place") or {}).get("address") or ""
    country = country_of(address, written.site.languages) or country_of_zone(zone)

    return partial(day_off, country=country)


def _wrong(rule: Rule, first: date, until: date | int, gaps: Gaps) -> Iterator[Problem]:
    """Why this cannot be a series."""
    try:
        series(rule, first, until, gaps)
    except SeriesError as error:
        yield Problem("", 1, 1, str(error), error.remedy)


def _until(answers: Answers) -> Question:
    """How long it goes on: an option says which of two things it is, an answer can be either."""
    words = "Until, as 2027-12-31, or how many meetings"
    if answers.given.get("count"):
        return Question("count", words, read_count, needed=True)
    read = read_date if answers.given.get("until") else _last
    return Question("until", words, read, needed=True)


def _last(answer: str) -> date | int:
    return read_count(answer) if re.fullmatch("[0-9]+", answer) else read_date(answer)


def _months(answer: str) -> list[int]:
    return [read_month(name) for name in questions.names(answer)]


def _days(answer: str) -> list[date]:
    return [read_date(day) for day in questions.names(answer)]


def tell_days(found: Series) -> None:
    """Show the days before anything is written."""
    for day in found.days:
        print(f"{day:%a} {in_words(day)}")
    for day, reason in found.left_out:
        print(f"left out: {day:%a} {in_words(day)} ({reason})")
    print(f"{len(found.days)} meetings")
