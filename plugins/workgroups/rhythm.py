"""Rhythm: a group that meets regularly, and a hole in the row of its meetings."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

from .countries import country_of, country_of_zone
from .days_off import day_off
from .frontmatter import FrontMatter
from .group import Group
from .meeting import Meeting
from .pauses import paused, tolerance
from .problems import Problem
from .times import in_words
from .written import Written

_ROW = 4
"""Spaces between meetings that must be alike before one that is twice as long is a hole."""

_STEPS = range(6, 100)
"""Days from one meeting of a row to the next; those who meet twice a year choose the day."""

_OLDEST = timedelta(days=548)
"""Before the hole; a rhythm of years ago is no promise."""

_Space = tuple[Meeting, Meeting]


def meeting_missing_in_a_row(written: Written) -> Iterator[Problem]:
    """A group that met every so many weeks, and once, before meetings to come, not.

    What is cancelled or postponed fills its place: somebody thought of it. A day on which nobody
    works where they met before, or in the European institutions, needs none.
    """
    if written.today is None:
        return
    fronts = {meeting.slug: front for meeting, front in written.meetings}
    for group, meetings in _by_group(written).items():
        spaces = [space for space in pairwise(meetings) if not paused(*map(_day, space))]
        for number in range(_ROW, len(spaces)):
            last, following = spaces[number]
            step = _step(spaces[number - _ROW : number], _day(last) - _OLDEST)
            if step and _is_hole(_length(spaces[number]), step):
                missing = _day(last) + timedelta(days=step)
                if missing > written.today and not _left_out(
                    last, following, step, written.site.languages
                ):
                    yield _told(group, step, missing, fronts[following.slug])


def _by_group(written: Written) -> dict[Group, list[Meeting]]:
    """The meetings of each group by their days; of several on a day one."""
    days: dict[Group, dict[date, Meeting]] = defaultdict(dict)
    for meeting, _ in written.meetings:
        for group in meeting.groups:
            days[group].setdefault(_day(meeting), meeting)
    return {group: [held[day] for day in sorted(held)] for group, held in days.items()}


def _step(row: Sequence[_Space], oldest: date) -> int:
    """The days from one meeting to the next; 0 where they are not alike."""
    lengths = [_length(space) for space in row]
    step = median_low(lengths)
    alike = all(abs(length - step) <= tolerance(step) for length in lengths)
    return step if alike and step in _STEPS and _day(row[0][0]) >= oldest else 0


def _is_hole(length: int, step: int) -> bool:
    return abs(length - 2 * step) <= tolerance(step)


def _left_out(last: Meeting, following: Meeting, step: int, languages: tuple[str, ...]) -> bool:
    """Whether the day of the meeting that is missing may be one on which nobody works."""
    address = last.place.address if last.place else None
    country = country_of(address or "", languages) or country_of_zone(last.when.zone_name)
    return any(day_off(day, country) for day in _expected(_day(last), _day(following), step))


def _expected(last: date, following: date, step: int) -> Iterator[date]:
    """The days on which one is missing: so long after the last one, and before the following.

    In a row of months it can be a week off that: the first Thursday after a first Thursday.
    """
    yield last + timedelta(days=step)
    yield following - timedelta(days=step)
    for number in range(-tolerance(step), tolerance(step) + 1):
        day = last + timedelta(days=step + number)
        if day.weekday() == last.weekday() and _weeks_of_month(day) & _weeks_of_month(last):
            yield day


def _weeks_of_month(day: date) -> set[int]:
    """Which of its weekday in the month a day is: 1 for the first, -1 for the last."""
    of_month = monthrange(day.year, day.month)[1]
    return {(day.day - 1) // 7 + 1, -((of_month - day.day) // 7 + 1)}


def _length(space: _Space) -> int:
    first, last = space
    return (_day(last) - _day(first)).days


def _day(meeting: Meeting) -> date:
    return meeting.when.first_day


def _told(group: Group, step: int, missing: date, front: FrontMatter) -> Problem:
    message = (
        f"{group.name} meets about every {step} days,"
        f" and before this meeting none is near {in_words(missing)}"
    )
    remedy = "Add the one that is missing, unless the group means to leave it out."
    return front.problem(("start",), message, remedy)
