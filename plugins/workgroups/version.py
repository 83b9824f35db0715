"""A version: what one state of a meeting's file says of when, where and whether.

Files change far more often than meetings do, and old states need not keep today's rules: the
fields are cut out as text, and each is read only where two texts differ.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, Final

from . import frontmatter
from .problems import Problem
from .times import TimeError, read_moment

FIELDS = (
    *("uid", "title", "groups", "start", "end", "timezone", "status", "place", "online", "draft"),
    *("name", "short", "contact"),
)
SCHEDULING = ("start", "end", "timezone", "status", "place", "online")
"""The fields whose change makes a calendar program take the entry anew (RFC 5545, 3.8.7.4)."""

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
# A field is its line and all below it that is indented, a list item, a comment or blank.
_FIELD = re.compile(
    rf"^({'|'.join(FIELDS)})[ \t]*:.*(?:\n(?:[ \t}}\]-].*|#.*|[ \t]*(?=\n)))*", re.MULTILINE
)
# Quoted names, a bracket around all: rare, and right all the same.
_UNUSUAL = re.compile(r"^[^A-Za-z_ \t}\]#\n-]|\A(?:[ \t]*(?:#.*)?\n)*[ \t]+[^ \t\n#]", re.MULTILINE)
# Numbers and one word are what most fields hold, and need no reader of YAML.
_PLAIN = re.compile(r"[a-z]+[ \t]*: +([0-9]{4}-[0-9-]+(?: [0-9]+:[0-9]+)?|[0-9]+:[0-9]+) *")
_UID = re.compile(r"uid[ \t]*:[ \t]*[\"']?([^\"'\s#]+)")
_UNREADABLE: Final = object()


@dataclass(frozen=True)
class Version:
    """The text of the fields of one state, by name."""

    texts: Mapping[str, str]

    @property
    def values(self) -> Mapping[str, Any]:
        """The fields as front matter has them, without those that cannot be read."""
        values = {name: self._value(name) for name in self.texts}
        return {name: value for name, value in values.items() if value is not _UNREADABLE}

    def value(self, name: str) -> Any:
        """One of them; None where it is not there, or cannot be read."""
        value = self._value(name)
        return None if value is _UNREADABLE else value

    @cached_property
    def uid(self) -> str:
        found = _UID.match(self.texts.get("uid", ""))
        return found[1] if found else ""

    @property
    def title(self) -> str:
        return str(self.value("title") or "")

    @property
    def status(self) -> str:
        return self._word("status") or "confirmed"

    @property
    def zone(self) -> str:
        return self._word("timezone")

    @property
    def group(self) -> str:
        """The first group, whose time zone is that of the meeting unless it names its own."""
        return next(iter(self.groups), "")

    @property
    def groups(self) -> tuple[str, ...]:
        groups = self._value("groups")
        return tuple(map(str, groups)) if isinstance(groups, list) else ()

    @cached_property
    def labels(self) -> str:
        """Of a group: what the entries of its meetings say of it."""
        return "\n".join(self.texts.get(name, "") for name in ("name", "short", "contact"))

    @property
    def draft(self) -> bool:
        return self._word("draft").casefold() in ("yes", "true")

    @cached_property
    def moments(self) -> tuple[date | datetime, date | datetime] | None:
        """Start and end as they were written (wall time); None where they cannot be read."""
        start, end = self._word("start"), self._word("end")
        try:
            first = read_moment(start)
            if end and "-" not in end:
                end = f"{first:%Y-%m-%d} {end}"
            return first, read_moment(end) if end else first
        except TimeError:
            return None

    def says_the_same(self, other: Version) -> bool:
        """Whether the scheduling fields are alike to the letter: true of most commits."""
        return self._scheduling == other._scheduling

    @cached_property
    def _scheduling(self) -> tuple[str | None, ...]:
        return tuple(map(self.texts.get, SCHEDULING))

    def differs(self, other: Version) -> frozenset[str]:
        """Which of the scheduling fields mean something else than in another version."""
        pairs = ((name, self._means(name), other._means(name)) for name in SCHEDULING)
        return frozenset(
            name for name, *pair in pairs if pair[0] != pair[1] and _UNREADABLE not in pair
        )

    def readable(self) -> bool:
        """Whether the scheduling fields can be read: no site was ever built from others."""
        fields = (self._value(name) for name in SCHEDULING)
        return self.moments is not None and all(value is not _UNREADABLE for value in fields)

    def _means(self, name: str) -> object:
        if name in ("start", "end") and self.moments:
            return self.moments[name == "end"]
        return self.status if name == "status" else self._value(name)

    def _value(self, name: str) -> Any:
        return _read(self.texts[name]).get(name) if name in self.texts else None

    def _word(self, name: str) -> str:
        value = self._value(name)
        return value if isinstance(value, str) else ""


def read_version(text: str) -> Version | None:
    """The version in a file's text; None where no meeting can be told from it."""
    front = _FRONT.match(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not front:
        return None
    if _UNUSUAL.search(front[1]):
        values = frontmatter.read(f"---\n{front[1]}\n---", "", []).values
        # JSON is YAML that says the same in the usual form.
        found = {name: f"{name}: {json.dumps(values[name])}" for name in FIELDS if name in values}
    else:
        found = {field[1]: field[0].rstrip() for field in _FIELD.finditer(front[1])}
    return Version(found) if found else None


@lru_cache(maxsize=10_000)
def _read(field: str) -> Mapping[str, Any]:
    """One field, name and value; many meetings have the same group and place."""
    name = field.partition(":")[0].rstrip()
    if plain := _PLAIN.fullmatch(field):
        return {name: plain[1]}
    problems: list[Problem] = []
    front = frontmatter.read(f"---\n{field}\n---", "", problems)
    return {name: _UNREADABLE} if problems else front.values
