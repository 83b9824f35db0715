"""Months: the calendar of the programme, each month with its days and the meetings on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from .meeting import Meeting
from .programme import Programme
from .times import When, zone

ADDRESS = "/calendar/"
"""Where the month of this day is."""

_THURSDAY = 3
"""The day that says to which year and number a week belongs (ISO 8601)."""


@dataclass(frozen=True)
class Sitting:
    """A meeting on one of its days, `number` of its `days`.

    `concerns` are its groups and those above them, by slug; `elsewhere` says whether the clocks
    there show another hour than those of the site.
    """

    meeting: Meeting
    number: int
    days: int
    concerns: tuple[str, ...]
    elsewhere: bool = False

    @property
    def begins(self) -> datetime | None:
        """When it begins on this day, by its own clock; none where it goes on or has no hours."""
        start = self.meeting.when.start
        return start if isinstance(start, datetime) and self.number == 1 else None

    @property
    def ends(self) -> datetime | None:
        """When it ends on this day; none where it goes on the next one or has no hours."""
        end = self.meeting.when.end
        return end if isinstance(end, datetime) and self.number == self.days else None


@dataclass(frozen=True)
class Day:
    """A day and what is held on it, in the order of the programme."""

    date: date
    sittings: tuple[Sitting, ...] = ()


@dataclass(frozen=True)
class Week:
    """A row of a month: seven days, none where another month has them; `number` as in ISO 8601."""

    number: int
    days: tuple[Day | None, ...]


@dataclass(frozen=True, order=True)
class Month:
    """A month, by its first day. What is `held` may know of days of other months as well."""

    first: date
    held: Mapping[date, tuple[Sitting, ...]] = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """2026-11."""
        return f"{self.first:%Y-%m}"

    @property
    def address(self) -> str:
        """The way to its page from the site's root."""
        return f"{ADDRESS}{self.name}/"

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """All its days."""
        length = (after(self.first) - self.first).days
        dates = (self.first + timedelta(days=number) for number in range(length))
        return tuple(Day(day, self.held.get(day, ())) for day in dates)

    @cached_property
    def agenda(self) -> tuple[Day, ...]:
        """Those of its days on which there is anything."""
        return tuple(day for day in self.days if day.sittings)

    def weeks(self, first_weekday: int = 0) -> tuple[Week, ...]:
        """Its days in rows that begin with a day of the week, 0 for Monday."""
        lead = (self.first.weekday() - first_weekday) % 7
        days: list[Day | None] = [*[None] * lead, *self.days]
        days += [None] * (-len(days) % 7)
        begins = self.first - timedelta(days=lead)
        thursday = begins + timedelta(days=(_THURSDAY - first_weekday) % 7)
        rows = [tuple(days[at : at + 7]) for at in range(0, len(days), 7)]
        return tuple(
            Week((thursday + timedelta(weeks=number)).isocalendar().week, row)
            for number, row in enumerate(rows)
        )


@dataclass(frozen=True)
class Months:
    """Every month from that of the first meeting to that of the last, also those without any."""

    programme: Programme

    def __iter__(self) -> Iterator[Month]:
        """The earliest first; nothing without meetings."""
        month = self.first
        while month and self.last and month <= self.last:
            yield month
            month = self.of(after(month.first))

    @cached_property
    def first(self) -> Month | None:
        return self.of(min(self._held)) if self._held else None

    @cached_property
    def last(self) -> Month | None:
        return self.of(max(self._held)) if self._held else None

    def of(self, day: date) -> Month:
        """The month of a day, be there meetings or not."""
        return Month(day.replace(day=1), self._held)

    def at(self, now: datetime) -> Month:
        """That of an instant (UTC), by the site's clock; before and after all, the nearest."""
        return self._nearest(self._this(now))

    def over(self, now: datetime) -> bool:
        """Whether the last month is over at an instant (UTC), so that nothing more is announced."""
        return self.last is not None and self._this(now) > self.last

    def previous(self, month: Month) -> Month | None:
        """The month before this one."""
        return self.of(month.first - timedelta(days=1)) if self._goes_below(month) else None

    def next(self, month: Month) -> Month | None:
        """The month after this one."""
        return self.of(after(month.first)) if self.last and month < self.last else None

    def of_year(self, month: Month) -> tuple[Month, ...]:
        """All that there are in the year of this one."""
        year = (self.of(month.first.replace(month=number)) for number in range(1, 13))
        return tuple(each for each in year if self._nearest(each) == each)

    def in_years(self, month: Month) -> tuple[Month, ...]:
        """For each year the same month; in the first and last year, the nearest there is."""
        if not self.first or not self.last:
            return ()
        years = range(self.first.first.year, self.last.first.year + 1)
        return tuple(self._nearest(self.of(month.first.replace(year=year))) for year in years)

    def _this(self, now: datetime) -> Month:
        return self.of(now.astimezone(zone(self.programme.site.timezone)).date())

    def _goes_below(self, month: Month) -> bool:
        return self.first is not None and month > self.first

    def _nearest(self, month: Month) -> Month:
        if not self.first or not self.last:
            return month
        return min(max(month, self.first), self.last)

    @cached_property
    def _held(self) -> dict[date, tuple[Sitting, ...]]:
        """What is held on each day on which there is anything: found once, for every month."""
        held: dict[date, list[Sitting]] = {}
        for meeting in self.programme.meetings:
            days = days_of(meeting.when)
            concerns = self._concerns[meeting.slug]
            elsewhere = differs(meeting.when, self.programme.site.timezone)
            for number, day in enumerate(days, start=1):
                sitting = Sitting(meeting, number, len(days), concerns, elsewhere)
                held.setdefault(day, []).append(sitting)
        return {day: tuple(sittings) for day, sittings in held.items()}

    @cached_property
    def _concerns(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for group in self.programme.groups:
            for meeting in self.programme.meetings_of(group):
                found[meeting.slug] = (*found.get(meeting.slug, ()), group.slug)
        return found


def days_of(when: When) -> tuple[date, ...]:
    """Each day of a meeting, by the clock on its wall; midnight is still the day before."""
    last = when.last_day
    if isinstance(when.end, datetime) and when.end.time() == time() and not when.one_day:
        last -= timedelta(days=1)
    length = (last - when.first_day).days + 1
    return tuple(when.first_day + timedelta(days=number) for number in range(length))


def differs(when: When, zone_name: str) -> bool:
    """Whether a clock in the zone shows other hours than those of the meeting."""
    moments = [each for each in (when.start, when.end) if isinstance(each, datetime)]
    return any(each.utcoffset() != each.astimezone(zone(zone_name)).utcoffset() for each in moments)


def after(first: date) -> date:
    """The first day of the next month, of that of this one."""
    return (first + timedelta(days=31)).replace(day=1)
