"""The programme: all groups, meetings and pages, and what can be asked of them together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from .addresses import old_address
from .documents import Document
from .group import Group
from .meeting import Meeting
from .page import Page
from .site import Site

_GROUP = re.compile(r"/groups/[^/]+/")
_MEETING = re.compile(r"/meetings/[^/]+/")


@dataclass(frozen=True)
class Entry:
    """A line of the register: a document, and the meeting or group that it belongs to."""

    document: Document
    meeting: Meeting | None
    group: Group | None

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups that it concerns."""
        return self.meeting.groups if self.meeting else (self.group,) if self.group else ()

    @property
    def day(self) -> date | None:
        """The day under which people look for it: the first of its meeting, else its own."""
        return self.meeting.when.first_day if self.meeting else self.document.date

    @property
    def lang(self) -> str:
        """Its language: where nothing tells, that of what it lies beside."""
        return self.document.lang or (self.meeting or self.groups[0]).lang


@dataclass(frozen=True)
class Programme:
    """Groups by name, meetings by beginning, pages by place in the menu; drafts are not in it."""

    site: Site
    groups: tuple[Group, ...]
    meetings: tuple[Meeting, ...]
    pages: tuple[Page, ...]

    @classmethod
    def of(
        cls, site: Site, groups: list[Group], meetings: list[Meeting], pages: list[Page]
    ) -> Programme:
        """All that is published, in total order."""
        return cls(
            site,
            tuple(sorted(groups, key=lambda g: (g.name.casefold(), g.slug))),
            tuple(
                sorted(
                    (meeting for meeting in meetings if not meeting.draft),
                    key=lambda m: (m.when.begins, m.slug),
                )
            ),
            tuple(
                sorted(
                    (page for page in pages if not page.draft),
                    key=lambda p: (p.order is None, p.order or 0, p.slug),
                )
            ),
        )

    @cached_property
    def _meetings_by_slug(self) -> dict[str, Meeting]:
        return {meeting.slug: meeting for meeting in self.meetings}

    @cached_property
    def _groups_by_slug(self) -> dict[str, Group]:
        return {group.slug: group for group in self.groups}

    @cached_property
    def _meetings_by_group(self) -> dict[str, tuple[Meeting, ...]]:
        """A parent's holds its children's, so that page and feed say the same."""
        found: dict[str, list[Meeting]] = {group.slug: [] for group in self.groups}
        for meeting in self.meetings:
            for name in self.holders(meeting):
                found[name].append(meeting)
        return {name: tuple(meetings) for name, meetings in found.items()}

    def _line(self, group: Group) -> Iterator[str]:
        """The names of a group and of those above it."""
        yield group.slug
        if group.parent:
            yield from self._line(self._groups_by_slug[group.parent])

    def names_over(self, entry: Entry) -> list[str]:
        """The names of the groups in whose register the entry is found, in a fixed order."""
        return sorted({name for group in entry.groups for name in self._line(group)})

    def meeting(self, slug: str) -> Meeting:
        """The meeting in the folder of this name."""
        return self._meetings_by_slug[slug]

    def find(self, slug: str) -> Meeting | None:
        """The meeting in the folder of this name, where one is published."""
        return self._meetings_by_slug.get(slug)

    def children(self, group: Group) -> tuple[Group, ...]:
        """The groups right below this one."""
        return tuple(child for child in self.groups if child.parent == group.slug)

    def parent(self, group: Group) -> Group | None:
        """The group above this one."""
        return self._groups_by_slug[group.parent] if group.parent else None

    @property
    def redirects(self) -> Iterator[tuple[str, str]]:
        """Every old address with the one it leads to, in each language that the page is in."""
        things: tuple[Group | Meeting | Page, ...] = (*self.groups, *self.meetings, *self.pages)
        written = {old_address(alias): thing.address for thing in things for alias in thing.aliases}
        yield from written.items()
        for group in self.groups:
            before = [old for old in map(old_address, group.aliases) if _GROUP.fullmatch(old)]
            for lang in self.site.languages:
                old = (f"/{lang}{address}" for address in before if lang != group.lang)
                yield from ((way, f"/{lang}{group.address}") for way in old if way not in written)
        for meeting in self.meetings:
            before = [old for old in map(old_address, meeting.aliases) if _MEETING.fullmatch(old)]
            for lang in (text.lang for text in meeting.translations):
                old = (f"/{lang}{address}" for address in before)
                yield from ((way, meeting.address_in(lang)) for way in old if way not in written)

    def holders(self, meeting: Meeting) -> tuple[str, ...]:
        """The names of the groups whose meeting it is: its own and those above them, in order."""
        return tuple(sorted({name for group in meeting.groups for name in self._line(group)}))

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The types that a meeting is of, in the order of the site's."""
        found = {meeting.type for meeting in self.meetings}
        return tuple(kind for kind in self.site.meeting_types if kind in found)

    def meetings_of(self, group: Group | None) -> tuple[Meeting, ...]:
        """Its meetings and its children's; without a group, all."""
        return self._meetings_by_group[group.slug] if group else self.meetings

    def upcoming(self, now: datetime, group: Group | None = None) -> tuple[Meeting, ...]:
        """Those that are not over at `now` (UTC), the next one first."""
        return tuple(m for m in self.meetings_of(group) if m.when.ends > now)

    def coming(self, now: datetime, group: Group) -> tuple[Meeting, ...]:
        """Those of a group that will be held and are not over at `now` (UTC), the next one first.

        All of them, so that a page can go on to the next one by itself, however old it is.
        """
        return tuple(meeting for meeting in self.upcoming(now, group) if meeting.happens)

    def upcoming_of_type(self, now: datetime, kind: str) -> tuple[Meeting, ...]:
        """Those of a type that are not over at `now` (UTC), the next one first."""
        return tuple(meeting for meeting in self.upcoming(now) if meeting.type == kind)

    def by_year(self, group: Group | None) -> list[tuple[int, tuple[Meeting, ...]]]:
        """Its meetings by year; without a group, all. The latest year and meeting come first."""
        years: dict[int, list[Meeting]] = {}
        for meeting in reversed(self.meetings_of(group)):
            years.setdefault(meeting.year, []).append(meeting)
        return [(year, tuple(years[year])) for year in sorted(years, reverse=True)]

    @cached_property
    def _places(self) -> dict[str, dict[str, int]]:
        return {
            group: {meeting.slug: place for place, meeting in enumerate(meetings)}
            for group, meetings in self._meetings_by_group.items()
        }

    def previous(self, meeting: Meeting, group: Group) -> Meeting | None:
        """The meeting of the group before this one."""
        place = self._places[group.slug][meeting.slug]
        return self.meetings_of(group)[place - 1] if place else None

    def next(self, meeting: Meeting, group: Group) -> Meeting | None:
        """The meeting of the group after this one."""
        meetings = self.meetings_of(group)
        place = self._places[group.slug][meeting.slug] + 1
        return meetings[place] if place < len(meetings) else None

    @cached_property
    def documents(self) -> tuple[Entry, ...]:
        """The register: every document, the newest meeting's first, then those of the groups."""
        return _register(self.meetings, self.groups)

    def documents_of(self, group: Group) -> tuple[Entry, ...]:
        """The lines of the register that concern a group."""
        return _register(self.meetings_of(group), (group,))


def _register(meetings: tuple[Meeting, ...], groups: tuple[Group, ...]) -> tuple[Entry, ...]:
    of_meetings = (
        Entry(document, meeting, None)
        for meeting in reversed(meetings)
        for document in meeting.documents
    )
    of_groups = (Entry(document, None, group) for group in groups for document in group.documents)
    return (*of_meetings, *of_groups)
