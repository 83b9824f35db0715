"""A problem: something an editor can fix, told with its place and its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

LONGEST = 600
"""Characters of a message or remedy; a screen of a telephone holds them."""


class Severity(StrEnum):
    """Whether something has to be put right, or is only worth a look."""

    ADVICE = "advice"
    PROBLEM = "problem"


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in a file, in an editor's words.

    `line` and `column` count from 1; `message` says what was found, `remedy` what to write instead.
    `rule` is the name of the check that found it, empty where a field or file is wrong by itself.
    """

    file: str
    line: int
    column: int
    message: str
    remedy: str
    severity: Severity = Severity.PROBLEM
    rule: str = ""

    def __post_init__(self) -> None:
        for name in ("message", "remedy"):
            object.__setattr__(self, name, _cut(getattr(self, name)))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}\n    {self.remedy}"


def _cut(text: str) -> str:
    """The beginning and the end of what is too long to be read, such as a pasted value."""
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


class ContentProblems(Exception):
    """The content cannot be published; `problems` says why, sorted and without repetition."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(str(self))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that this one was probably to be."""
    names = {name.casefold(): name for name in sorted(known)}
    near = get_close_matches(word.casefold(), names, n=1, cutoff=0.7)
    return names[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest known word, or all of them when none is near."""
    names = sorted(known)
    near = nearest(word, names)
    if near is not None:
        return f"Did you mean {near}?"
    return f"Known here: {', '.join(names)}." if names else "None is known here."
