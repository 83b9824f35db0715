"""The archive: in which years and months meetings were, and of which groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from .group import Group
from .meeting import Meeting
from .programme import Entry, Programme

ADDRESS = "/archive/"

RECENT = 5
"""So many years stand on the page of a group; each has a page of its own besides."""

_STRIPS = 12
"""Years whose months are shown; those before are summed up."""

_DARKEST = 4
"""Meetings in a month; more look the same."""

Years = Sequence[tuple[int, tuple[Meeting, ...]]]


@dataclass(frozen=True)
class Volume:
    """A year of a group, or of all: its meetings in order, their documents in the register.

    `before` and `after` are the years next to it that have a meeting, too.
    """

    year: int
    group: Group | None
    meetings: tuple[Meeting, ...]
    entries: tuple[Entry, ...]
    before: int | None
    after: int | None

    @property
    def above(self) -> str:
        """The address that its year, and those beside it, are added to."""
        return self.group.address if self.group else ADDRESS

    @property
    def address(self) -> str:
        return f"{self.above}{self.year}/"

    @property
    def months(self) -> list[tuple[date, tuple[Meeting, ...]]]:
        """Each month, as its first day, with what began in it."""
        months = groupby(self.meetings, key=lambda meeting: meeting.when.first_day.replace(day=1))
        return [(month, tuple(found)) for month, found in months]


@dataclass(frozen=True)
class Row:
    """A year: how many meetings it had, and how many each group. A joint one counts in several."""

    year: int
    count: int
    cells: tuple[tuple[Group, int], ...]


@dataclass(frozen=True)
class Strip:
    """A year: how many meetings were, or are to be, in each of its months."""

    year: int
    months: tuple[int, ...]

    @property
    def count(self) -> int:
        return sum(self.months)

    @property
    def levels(self) -> tuple[int, ...]:
        """How much went on in each month: 0, for nothing, to 4."""
        return tuple(min(count, _DARKEST) for count in self.months)


@dataclass(frozen=True)
class Activity:
    """The newest years of some meetings, without a gap, and what was before them."""

    strips: tuple[Strip, ...]
    first: int = 0
    last: int = 0
    count: int = 0


def table(programme: Programme) -> tuple[Row, ...]:
    """Years and groups, the newest year first; a group that never met has no column."""
    groups = [group for group in programme.groups if programme.meetings_of(group)]
    counts = {
        group.slug: Counter(meeting.year for meeting in programme.meetings_of(group))
        for group in groups
    }
    return tuple(
        Row(year, len(meetings), tuple((group, counts[group.slug][year]) for group in groups))
        for year, meetings in programme.by_year(None)
    )


def volumes(programme: Programme, group: Group | None = None) -> list[Volume]:
    """The years of a group, or of all, the newest first."""
    years = programme.by_year(group)
    papers: dict[int, list[Entry]] = {year: [] for year, _ in years}
    for entry in programme.documents_of(group) if group else programme.documents:
        if entry.meeting:
            papers[entry.meeting.year].append(entry)
    beside = [None, *(year for year, _ in years), None]
    return [
        Volume(
            year,
            group,
            # A day is not always the same day by the clock of another zone.
            tuple(sorted(meetings, key=lambda m: (m.when.first_day, m.when.begins, m.slug))),
            tuple(papers[year]),
            before=beside[place + 1],
            after=beside[place - 1],
        )
        for place, (year, meetings) in enumerate(years, start=1)
    ]


def activity(meetings: Iterable[Meeting]) -> Activity:
    """The months of the meetings that were held or will be; none of those called off."""
    days = [meeting.when.first_day for meeting in meetings if meeting.happens]
    if not days:
        return Activity(())
    years = sorted({day.year for day in days})
    counts = Counter((day.year, day.month) for day in days)
    shown = range(years[-1], max(years[0] - 1, years[-1] - _STRIPS), -1)
    strips = tuple(
        Strip(year, tuple(counts[year, month] for month in range(1, 13))) for year in shown
    )
    earlier = [year for year in years if year < shown[-1]]
    if not earlier:
        return Activity(strips)
    count = sum(day.year < shown[-1] for day in days)
    return Activity(strips, earlier[0], earlier[-1], count)


def recent(years: Years, this_year: int) -> tuple[Years, list[int]]:
    """The years that stand on the page of a group, and the earlier ones, which have only their own.

    Years to come stand there, too: each is a past one by and by, also on a page built before.
    """
    past = [year for year, _ in years if year <= this_year]
    earlier = past[RECENT:]
    return [(year, meetings) for year, meetings in years if year not in earlier], earlier
