"""A version: what one state of a meeting's file says of when, where and whether.

Files change far more often than meetings do, and old states need not keep today's rules: the
fields are cut out as text, and read only where two texts differ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from . import frontmatter
from .problems import Problem
from .times import TimeError, read_moment

FIELDS = (
    *("uid", "title", "groups", "start", "end", "timezone", "status", "place", "online", "draft"),
)
SCHEDULING = ("start", "end", "timezone", "status", "place", "online")
"""The fields whose change makes a calendar program take the entry anew (RFC 5545, 3.8.7.4)."""

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
# A field is its line and all below it that is indented, a list item, a comment or blank.
_FIELD = re.compile(
    rf"^({'|'.join(FIELDS)})[ \t]*:.*(?:\n(?:[ \t}}\]-].*|#.*|[ \t]*(?=\n)))*", re.MULTILINE
)


_UID = re.compile(r"uid[ \t]*:[ \t]*[\"']?([^\"'\s#]+)")


@dataclass(frozen=True)
class Version:
    """The text of the fields of one state, by name."""

    texts: Mapping[str, str]

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """The fields as front matter has them; empty where they cannot be read."""
        problems: list[Problem] = []
        front = frontmatter.read("\n".join(("---", *self.texts.values(), "---")), "", problems)
        return front.values if front else {}

    @property
    def uid(self) -> str:
        found = _UID.match(self.texts.get("uid", ""))
        return found[1] if found else ""

    @property
    def title(self) -> str:
        return str(self.values.get("title") or "")

    @property
    def status(self) -> str:
        return str(self.values.get("status") or "confirmed")

    @property
    def zone(self) -> str:
        return str(self.values.get("timezone") or "")

    def takes_zone_of(self, group: str) -> bool:
        """Whether the meeting names no zone and belongs to the group."""
        groups = self.values.get("groups")
        return not self.zone and isinstance(groups, list) and group in groups

    @property
    def draft(self) -> bool:
        return "draft" in self.texts and str(self.values.get("draft")).casefold() in ("yes", "true")

    @cached_property
    def moments(self) -> tuple[date | datetime, date | datetime] | None:
        """Start and end as they were written (wall time); None where they cannot be read."""
        start, end = self.values.get("start"), self.values.get("end")
        try:
            first = read_moment(str(start))
            if end and "-" not in str(end):
                end = f"{first:%Y-%m-%d} {end}"
            return first, read_moment(str(end)) if end else first
        except TimeError:
            return None

    def says_the_same(self, other: Version) -> bool:
        """Whether the scheduling fields are alike to the letter: true of most commits."""
        return all(self.texts.get(name) == other.texts.get(name) for name in SCHEDULING)

    def differs(self, other: Version) -> frozenset[str]:
        """Which of the scheduling fields mean something else than in another version."""
        return frozenset(name for name in SCHEDULING if self._means(name) != other._means(name))

    def _means(self, name: str) -> object:
        if name in ("start", "end") and self.moments:
            return self.moments[name == "end"]
        return self.status if name == "status" else self.values.get(name)


def read_version(text: str) -> Version | None:
    """The version in a file's text; None where no meeting can be told from it."""
    front = _FRONT.match(text.replace("\r\n", "\n"))
    if not front:
        return None
    found = {field[1]: field[0].rstrip() for field in _FIELD.finditer(front[1])}
    return Version(found) if found else None
