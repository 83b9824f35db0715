"""Times: wall time in a named zone, whole days, and the instants they stand for."""

from __future__ import annotations

import copyreg
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from importlib.resources import files
from zoneinfo import ZoneInfo

from .slips import clock_meant, moments_meant

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
YEARS = range(1900, 2200)
"""Others are slips of the keyboard, and at the edges of Python's calendar no zone can be told."""

DAY = "(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
CLOCK = "([01]?[0-9]|2[0-3]):[0-5][0-9]"
MOMENT = f"{DAY}((T| +){CLOCK}(:00)?)?"
"""What editors' tools, which know patterns but no calendar, can tell of the texts read below."""

ZONE_REMEDY = "Write the region and a large city of the zone: Europe/Brussels, Europe/Athens."

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T| +)(\S.*)")
_SPAN = re.compile(r"([0-9]{1,2}:[0-9]{2}) ?[-–—] ?([0-9]{1,2}:[0-9]{2})")
_OFFSET = re.compile(r".*[0-9] ?(Z|[+-][0-9]{2}(:?[0-9]{2})?|[A-Z]{3,4})")


class TimeError(ValueError):
    """A date or time that cannot be; `remedy` says what to write."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@cache
def zone_names() -> frozenset[str]:
    """Every name of the IANA list."""
    listed = files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return frozenset(listed.split())


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of this IANA name.

    Read from the pinned tzdata package, never from the machine: two machines whose own data differ
    must write the same bytes. Raises TimeError for a name that is not on the list.
    """
    if name not in zone_names():
        raise TimeError(
            f"{name} is not a time zone",
            ZONE_REMEDY,
        )
    with files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


# Other processes have the same list.
copyreg.pickle(ZoneInfo, lambda one: (zone, (one.key,)))


def read_date(text: str) -> date:
    """The day written as YYYY-MM-DD. Raises TimeError."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        remedy = "Write year, month and day with two digits each: 2026-03-09."
        raise TimeError(f"{text} is not a date", _meant(text) or remedy)
    year, month, day = (int(part) for part in found.groups())
    if year not in YEARS:
        message = f"{text} is in the year {year}"
        raise TimeError(message, f"Write a year from {YEARS[0]} to {YEARS[-1]}.")
    try:
        return date(year, month, day)
    except ValueError:
        remedy = "The month comes second, from 01 to 12."
        if 1 <= month <= 12:
            remedy = f"{_MONTHS[month - 1]} {year} has {monthrange(year, month)[1]} days."
        raise TimeError(f"{text} is a day that does not exist", remedy) from None


def read_time(text: str) -> time:
    """The wall time written as HH:MM. Raises TimeError."""
    found = _TIME.fullmatch(text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        remedy = "Write one time of the 24-hour clock, hours and minutes: 14:00."
        if text.strip() == "24:00":
            remedy = "Write 00:00, on the next day."
        elif meant := clock_meant(text):
            remedy = f"Write one time of the 24-hour clock, alone: {meant}."
        raise TimeError(f"{text} is not a time of day", remedy)
    return time(int(found[1]), int(found[2]))


def read_moment(text: str) -> date | datetime:
    """A day, or a day and a wall time (naive) written as `2026-03-09 14:00`. Raises TimeError."""
    if clock := clock_meant(text):
        raise TimeError(f"{text} is a time without a day", f"Write both: 2026-03-09 {clock}.")
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        if _DATE.fullmatch(text.strip()):
            return read_date(text)
        remedy = "Write it as 2026-03-09 14:00, or the day alone as 2026-03-09."
        raise TimeError(f"{text} is not a date", _meant(text) or remedy)
    day, clock = found.groups()
    if (span := _SPAN.fullmatch(clock)) and span[1].zfill(5) < span[2].zfill(5):
        message = f"{clock} is from one time to another"
        raise TimeError(message, f"Write one alone: {day} {span[1]}. In end, {span[2]} can stand.")
    if _OFFSET.fullmatch(clock):
        raise TimeError(
            f"{text} has an offset from UTC or a zone",
            "Write the time as the clock on the wall shows it and name the zone in timezone.",
        )
    clock = re.sub(r":00$", "", clock) if clock.count(":") == 2 else clock
    return datetime.combine(read_date(day), read_time(clock))


def _meant(text: str) -> str:
    """A remedy with the day that was meant, where that can be guessed."""
    meant = moments_meant(text)
    if not meant:
        return ""
    if meant[0].startswith("YYYY"):
        return f"Write it in numbers, and the year first: {meant[0]}."
    which = ", whichever is meant" if len(meant) > 1 else ""
    return f"Write {' or '.join(meant)}{which}."


def in_zone(wall: datetime, zone_name: str) -> datetime:
    """The wall time (naive) in the zone. Raises TimeError where it exists twice or not at all."""
    first = wall.replace(tzinfo=zone(zone_name), fold=0)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    shown = f"{wall:%H:%M} on {in_words(wall)}"
    if first.astimezone(UTC).astimezone(zone(zone_name)).replace(tzinfo=None) != wall:
        message = f"{shown} does not exist in {zone_name}: the clocks go forward"
    else:
        message = f"{shown} exists twice in {zone_name}: the clocks go back"
    raise TimeError(message, "Choose an hour outside the change of the clocks.")


def moment_in_zone(moment: date | datetime, zone_name: str) -> date | datetime:
    """A day as it is, a wall time in its zone. Raises TimeError."""
    return in_zone(moment, zone_name) if isinstance(moment, datetime) else moment


def in_words(day: date) -> str:
    """The day as problems write it: 21 January 2020."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True)
class When:
    """From when to when: aware datetimes in `zone_name`, or whole days (`end` inclusive)."""

    start: date | datetime
    end: date | datetime
    zone_name: str

    @property
    def all_day(self) -> bool:
        """Whether only days are known."""
        return not isinstance(self.start, datetime)

    @cached_property
    def first_day(self) -> date:
        return _day(self.start)

    @property
    def last_day(self) -> date:
        return _day(self.end)

    @property
    def one_day(self) -> bool:
        return self.first_day == self.last_day

    @cached_property
    def begins(self) -> datetime:
        """The first instant, in UTC."""
        return self._instant(self.start)

    @cached_property
    def ends(self) -> datetime:
        """The first instant after it, in UTC."""
        return self._instant(self.end if not self.all_day else self.last_day + timedelta(days=1))

    def by_clocks_of(self, zone_name: str) -> When:
        """The same hours by the clocks of another zone; whole days stay what they are."""
        if not isinstance(self.start, datetime) or not isinstance(self.end, datetime):
            return self
        there = zone(zone_name)
        return When(self.start.astimezone(there), self.end.astimezone(there), zone_name)

    def _instant(self, moment: date | datetime) -> datetime:
        return instant(moment, self.zone_name)


def instant(moment: date | datetime, zone_name: str) -> datetime:
    """The moment in UTC; a day stands for its midnight in the zone."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), zone(zone_name))
    return moment.astimezone(UTC)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


Timeline = tuple[tuple[datetime | None, str], ...]
"""States with the instant (UTC) from which each holds, in order; None: since ever."""


def state_at(timeline: Timeline, now: datetime) -> str:
    """What holds at an instant: the last state that has begun."""
    return [state for begins, state in timeline if begins is None or begins <= now][-1]
