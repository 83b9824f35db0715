"""Cadence: how often a group meets, on which weekday and at what hour, as its meetings tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import fmean, median_low
from typing import TypeVar

from .group import Group
from .meeting import Meeting
from .pauses import paused, tolerance
from .times import Timeline, state_at
from .wording import Wording

_LATELY = timedelta(days=731)
"""Before the newest meeting; what a group did earlier says nothing of it now."""

_LASTS = timedelta(days=365)
"""After the newest meeting; by then nobody can say any more that the group meets."""

_ENOUGH = 4
"""Meetings, or spaces between them, without which nothing is said."""

_LONGEST = {"weeks": 10, "months": 3}
"""Who meets less often is told how many times a year."""

_MONTH = 365.25 / 12
_IN_WORDS = range(2, 13)

_T = TypeVar("_T", bound=Hashable)
_Space = tuple[date, date]


@dataclass(frozen=True)
class Often:
    """Every so many `weeks` or `months`; or so many times a `year`, from `least` to `most`."""

    unit: str
    least: int
    most: int

    def said(self, words: Wording) -> str:
        """About every six weeks, about once a month, four or five times a year."""
        least, most = _number(self.least, words), _number(self.most, words)
        if self.unit != "year":
            return words.t(f"cadence.{self.unit}", count=self.least, number=least)
        if self.most not in _IN_WORDS:
            most = words.t("cadence.figures", number=most)
        if self.most == self.least:
            key = "cadence.twice" if self.least == 2 else "cadence.times"
            return words.t(key) if self.least == 2 else words.t(key, count=self.least, number=most)
        if self.least == 1:
            return words.t("cadence.once_or_twice")
        key = "cadence.or" if self.most == self.least + 1 else "cadence.from_to"
        return words.t(key, least=least, most=most)


@dataclass(frozen=True)
class Cadence:
    """What is regular in the meetings of a group; None is what is not.

    `weekday` counts from Monday, 0; `hour` is of the group's own time zone. It is said `until` an
    instant (UTC), a year after its newest meeting.
    """

    often: Often | None
    weekday: int | None
    hour: time | None
    until: datetime

    @property
    def timeline(self) -> Timeline:
        """holds, over."""
        return ((None, "holds"), (self.until, "over"))

    def phase(self, now: datetime) -> str:
        """What of its timeline holds at an instant (UTC)."""
        return state_at(self.timeline, now)

    def said(self, words: Wording) -> str:
        """About every six weeks; mostly on Tuesdays at 14:00."""
        often, usually = self.often and self.often.said(words), self._usually(words)
        if often and usually:
            return words.t("cadence.both", often=often, usually=usually)
        return often or usually

    def _usually(self, words: Wording) -> str:
        day = words.t(f"cadence.weekdays.{self.weekday}") if self.weekday is not None else ""
        clock = words.time(self.hour) if self.hour is not None else ""
        if day and clock:
            return words.t("cadence.weekday_hour", weekday=day, time=clock)
        if day:
            return words.t("cadence.weekday", weekday=day)
        return words.t("cadence.hour", time=clock) if clock else ""


def cadence_of(group: Group, meetings: Iterable[Meeting]) -> Cadence | None:
    """What is regular in those of these meetings that the group itself holds.

    It depends on nothing but them: not on the day of the build. None where nothing is regular.
    """
    held = sorted(
        (meeting for meeting in meetings if meeting.happens and group in meeting.groups),
        key=lambda meeting: (meeting.when.begins, meeting.slug),
    )
    if not held:
        return None
    days = sorted({meeting.when.first_day for meeting in held})
    lately = [m for m in held if m.when.first_day > days[-1] - _LATELY]
    found = Cadence(
        _often(days),
        _usual([meeting.when.first_day.weekday() for meeting in lately]),
        _usual([_hour(m, group) for m in lately if not m.when.all_day]),
        max(meeting.when.ends for meeting in held) + _LASTS,
    )
    regular = (found.often, found.weekday, found.hour)
    return found if any(each is not None for each in regular) else None


def _often(days: Sequence[date]) -> Often | None:
    lately = [day for day in days if day > days[-1] - _LATELY]
    return _every(list(pairwise(lately))) or _times_a_year([day.year for day in days])


def _every(spaces: Sequence[_Space]) -> Often | None:
    """The weeks or months from one meeting to the next, where nearly all are alike."""
    whole = [space for space in spaces if not paused(*space)]
    if len(whole) < _ENOUGH:
        return None
    step = median_low([_length(space) for space in whole])
    weeks, months = round(step / 7), round(step / _MONTH)
    by_weeks = _share([_fits(space, 7 * weeks, 2) for space in spaces])
    by_months = _share([_fits_months(space, months) for space in spaces])
    if _nearly_all(by_months) and by_months >= by_weeks and _are_months(whole, months):
        return _within("months", months)
    if _nearly_all(by_weeks):
        return _within("weeks", weeks)
    return _roughly(spaces, whole, step)


def _roughly(spaces: Sequence[_Space], whole: Sequence[_Space], step: int) -> Often | None:
    """As above, of those who keep neither the day of the week nor the month."""
    near = [space for space in spaces if _fits(space, step, tolerance(step))]
    if not _nearly_all(len(near) / len(spaces)):
        return None
    near = [space for space in whole if space in near]
    months = round(_mean(near) / _MONTH)
    if _are_months(near, months):
        return _within("months", months)
    return _within("weeks", round(_mean(near) / 7))


def _fits_months(space: _Space, months: int) -> bool:
    first, last = space
    if paused(first, last):
        return _fits(space, round(months * _MONTH), 7)
    return (last.year - first.year) * 12 + last.month - first.month == months


def _are_months(spaces: Sequence[_Space], months: int) -> bool:
    """Whether the spaces are about so long; five weeks may often lie a month apart."""
    alike = [space for space in spaces if abs(_length(space) - months * _MONTH) <= 7]
    return bool(alike) and abs(_mean(alike) - months * _MONTH) <= 4


def _within(unit: str, count: int) -> Often | None:
    return Often(unit, count, count) if 1 <= count <= _LONGEST[unit] else None


def _times_a_year(years: Sequence[int]) -> Often | None:
    """From the two whole years before the newest one, which that one may only raise.

    A group's first year is no whole one.
    """
    counts = Counter(years)
    first, newest = min(years), max(years)
    if len(years) < _ENOUGH or first > newest - 3:
        return None
    least, most = sorted((counts[newest - 1], counts[newest - 2]))
    most = max(most, counts[newest])
    if not least or most - least > max(1, most // 4):
        return None
    return Often("year", least, most)


def _hour(meeting: Meeting, group: Group) -> time | None:
    """The hour on the clock of the group; a meeting elsewhere has an hour of its own."""
    start = meeting.when.start
    same = isinstance(start, datetime) and meeting.when.zone_name == group.timezone
    return start.time() if isinstance(start, datetime) and same else None


def _usual(values: Sequence[_T]) -> _T | None:
    """The value that three of four have."""
    if len(values) < _ENOUGH:
        return None
    value, count = Counter(values).most_common(1)[0]
    return value if 4 * count >= 3 * len(values) else None


def _fits(space: _Space, step: int, near: int) -> bool:
    """Whether the second day comes so long after the first; a pause may make it later."""
    length = _length(space)
    return step - near <= length <= step + near + paused(*space)


def _share(fits: Sequence[bool]) -> float:
    return sum(fits) / len(fits)


def _nearly_all(share: float) -> bool:
    return share >= 0.8


def _length(space: _Space) -> int:
    first, last = space
    return (last - first).days


def _mean(spaces: Sequence[_Space]) -> float:
    return fmean(_length(space) for space in spaces)


def _number(count: int, words: Wording) -> str:
    return words.t(f"cadence.number.{count}") if count in _IN_WORDS else words.number(count)
