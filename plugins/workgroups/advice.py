"""Advice: checks of what is probably, but not certainly, a mistake; no build fails for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .checks import Check, problems_of
from .problems import Problem, Severity
from .written import Written

ADVICE: tuple[Check, ...] = ()
"""Every check whose findings are advice; each is a function in the module of its subject."""


def advice_on(written: Written) -> Iterator[Problem]:
    """What an editor might look at again."""
    for problem in problems_of(written, ADVICE):
        yield replace(problem, severity=Severity.ADVICE)
