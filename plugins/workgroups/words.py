"""Words: all that people read of one file, in one language, each passage with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from .blanks import without_comments, words_of
from .frontmatter import FrontMatter, Place
from .group import Group
from .meeting import Meeting
from .page import Page
from .problems import Problem

_IN_WORDS = {"title", "notice", "note", "topic", "summary"}
"""The names of fields that hold sentences; others hold names, addresses and times."""


class Passage(NamedTuple):
    """A field, or the body, where `place` is None."""

    front: FrontMatter
    place: Place | None
    text: str

    def has_one_of(self, words: Iterable[str]) -> bool:
        """Whether one of these, in small letters, stands anywhere in it."""
        small = self.text.lower()
        return any(word in small for word in words)

    def problem(self, offset: int, message: str, remedy: str) -> Problem:
        """A problem at an offset of the body, or at the field."""
        if self.place is None:
            return self.front.problem_in_body(offset, message, remedy)
        return self.front.problem(self.place, message, remedy)


@dataclass(frozen=True)
class Words:
    """What the file of a thing says in the language `lang`."""

    thing: Group | Meeting | Page
    lang: str
    front: FrontMatter

    @cached_property
    def body(self) -> Passage:
        """The words of the body, at the offsets at which they are written."""
        return Passage(self.front, None, words_of(self.front.body))

    @cached_property
    def sentences(self) -> tuple[Passage, ...]:
        """The body, and the fields that hold sentences."""
        return (
            self.body,
            *(passage for passage in self._fields if _name(passage.place) in _IN_WORDS),
        )

    @cached_property
    def published(self) -> tuple[Passage, ...]:
        """Everything that a page could show, also code and addresses; no comment."""
        return (Passage(self.front, None, without_comments(self.front.body)), *self._fields)

    def has_one_of(self, words: Iterable[str]) -> bool:
        """Whether one of these stands anywhere in it; asked first, as most texts have none."""
        return any(word in self._lowered for word in words)

    @cached_property
    def _lowered(self) -> str:
        return "\n".join(passage.text for passage in self.published).lower()

    @cached_property
    def _fields(self) -> list[Passage]:
        passages: list[Passage] = []
        _collect(self.front, (), self.front.values, passages)
        return passages


def _collect(front: FrontMatter, place: Place, value: Any, passages: list[Passage]) -> None:
    if isinstance(value, str):
        passages.append(Passage(front, place, value))
    elif isinstance(value, (dict, list)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, inner in items:
            if inner:
                _collect(front, (*place, name), inner, passages)


def _name(place: Place | None) -> str:
    return str(place[-1]) if place else ""


LONGEST = 500
"""Characters of a sentence before and behind what was found in it; more is about something else."""

_SENTENCE_END = re.compile(
    r"[.!?][\"”»)]*\s+(?=[^\sa-z])|\n\s*\n|\n[ \t]*(?=(?:[-+•]|\d{1,9}[.)])[ \t]|\||#)"
)


def sentence_around(text: str, begin: int, end: int) -> tuple[int, int]:
    """Where the sentence, item or row begins and ends that holds this stretch."""
    first, last = max(begin - LONGEST, 0), min(end + LONGEST, len(text))
    # One more sign, as the end of a sentence is known by what follows.
    for found in _SENTENCE_END.finditer(text, first, begin + 1):
        first = min(found.end(), begin)
    after = _SENTENCE_END.search(text, end, last)
    return first, after.start() + 1 if after else last
