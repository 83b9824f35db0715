"""Time zones: VTIMEZONE with yearly rules, derived from the IANA data.

Calendar programs agree on one form only: one yearly RRULE for each half of the year, such as "the
last Sunday of March" (desktop Outlook passes over RDATE and is then an hour late all summer). So a
zone is described from the instant since which two such rules, or none, say all there is to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from .times import zone

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(2100, 1, 1, tzinfo=UTC)
"""Beyond 2037 most of the data, and from 2088 on all of it, is one rule without an end."""

_WEEK = timedelta(days=7)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ALL_CALENDARS = 28
"""Years in which every date falls on every weekday, so that rules that differ show it."""

Half = Literal["STANDARD", "DAYLIGHT"]


@dataclass(frozen=True)
class Change:
    """The instant (UTC) at which the offset from UTC changes, and the offsets around it."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def wall(self) -> datetime:
        """What the clock on the wall shows (naive) just before it is set."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def kind(self) -> tuple[object, ...]:
        """What all changes under one yearly rule have in common."""
        wall = self.wall
        return wall.month, wall.weekday(), wall.time(), self.before, self.after


@dataclass(frozen=True)
class Observance:
    """What holds for a half of every year, or from `first` on for ever (RFC 5545, 3.6.5).

    `position` is the BYDAY of the yearly rule, such as -1SU; None where nothing changes again.
    """

    half: Half
    first: Change
    name: str
    position: str | None = None

    def component(self) -> TimezoneStandard | TimezoneDaylight:
        """STANDARD or DAYLIGHT."""
        made = TimezoneDaylight() if self.half == "DAYLIGHT" else TimezoneStandard()
        made.add("DTSTART", self.first.wall)
        if self.position:
            month = self.first.wall.month
            made.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": self.position})
        made.add("TZOFFSETFROM", self.first.before)
        made.add("TZOFFSETTO", self.first.after)
        made.add("TZNAME", self.name)
        return made


@dataclass(frozen=True)
class Rules:
    """All there is to say of a zone from `since` (UTC) on: one observance, or two in turn."""

    zone_name: str
    since: datetime
    observances: tuple[Observance, ...]

    def vtimezone(self) -> Timezone:
        """The VTIMEZONE component."""
        made = Timezone()
        made.add("TZID", self.zone_name)
        for observance in self.observances:
            made.add_component(observance.component())
        return made


def holds(name: str, instant: datetime) -> bool:
    """Whether the rules of the zone describe this instant; if not, write it in UTC."""
    found = rules(name)
    return found is not None and instant >= found.since


@cache
def rules(name: str) -> Rules | None:
    """The rules of the zone of this IANA name; None where no yearly BYDAY can express them.

    Such are "the Friday before the last Sunday" (Jerusalem) and "the night after the first
    Saturday" (Santiago). Raises TimeError for a name that is not on the list.
    """
    of = zone(name)
    changes = list(_changes(of))
    if changes[-1].at < _LAST - 2 * timedelta(days=366):
        called = _LAST.astimezone(of).tzname() or ""  # Istanbul kept its offset and lost its name
        return Rules(name, changes[-1].at, (Observance("STANDARD", changes[-1], called),))
    era, positions = _yearly_era(changes)
    if len(era) < 2 * _ALL_CALENDARS:
        return None
    return Rules(name, era[0].at, tuple(_observances(era, positions)))


def _changes(of: ZoneInfo) -> Iterator[Change]:
    """Every change of the offset, oldest first; the first one is the beginning of our time.

    Found week by week: no zone has since 1970 changed its offset and changed it back within one.
    """
    first = _FIRST.astimezone(of)
    offset = _offset(first)
    yield Change(_FIRST, offset, offset, first.tzname() or "")
    weeks = range((_LAST - _FIRST) // _WEEK + 1)
    for early, late in pairwise(_FIRST + week * _WEEK for week in weeks):
        if _offset(late.astimezone(of)) != offset:
            change = _change_between(early, late, of)
            offset = change.after
            yield change


def _change_between(early: datetime, late: datetime, of: ZoneInfo) -> Change:
    before = _offset(early.astimezone(of))
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if _offset(middle.astimezone(of)) == before:
            early = middle
        else:
            late = middle
    changed = late.astimezone(of)
    return Change(late, before, _offset(changed), changed.tzname() or "")


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


def _yearly_era(changes: Sequence[Change]) -> tuple[list[Change], list[set[int]]]:
    """The newest changes that two rules in turn explain, and the positions those rules can have.

    Walks back from the newest change. Every change must be of the kind of the one before the last,
    a year earlier, and on a day that the positions left so far can name.
    """
    era: list[Change] = []
    positions = [{1, 2, 3, 4, -1}, {1, 2, 3, 4, -1}]
    for back, change in enumerate(reversed(changes)):
        years, turn = divmod(back, 2)
        newest = changes[-1 - turn]
        left = positions[turn] & _positions(change.wall)
        if change.kind != newest.kind or change.wall.year != newest.wall.year - years or not left:
            break
        positions[turn] = left
        era.insert(0, change)
    return era, positions


def _positions(day: date) -> set[int]:
    """Which of its weekday in the month this day is, counted from the front and from the back."""
    last = {-1} if (day + _WEEK).month != day.month else set()
    return {(day.day - 1) // 7 + 1, *last} - {5}


def _observances(era: Sequence[Change], positions: Sequence[set[int]]) -> Iterator[Observance]:
    """The two halves of the year, in the order of their first days.

    The half with the greater offset is the daylight one: Ireland's law has it the other way round,
    and calendar programs do not expect that.
    """
    for index, change in enumerate(era[:2]):
        (position,) = positions[(len(era) - 1 - index) % 2]
        half: Half = "DAYLIGHT" if change.after > change.before else "STANDARD"
        weekday = _WEEKDAYS[change.wall.weekday()]
        newest = era[index::2][-1]
        yield Observance(half, change, newest.name, f"{position}{weekday}")
