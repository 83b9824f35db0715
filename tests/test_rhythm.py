"""Rhythm: a hole is told where the row is really one, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from factories import a_group, a_meeting, a_written, at
from hypothesis import given
from hypothesis import strategies as st

from workgroups.days_off import day_off
from workgroups.meeting import Meeting, Place
from workgroups.rhythm import meeting_missing_in_a_row
from workgroups.series import Gaps, Rule, series

FIRST = date(2026, 1, 13)


def row(days: Iterable[date], **changes: Any) -> list[Meeting]:
    return [a_meeting(f"m{day:%Y%m%d}", when=at(f"{day}"), **changes) for day in days]


def every(step: int, *numbers: int) -> list[date]:
    return [FIRST + timedelta(days=step * number) for number in numbers]


def told(*meetings: Meeting, today: str = "2026-01-01") -> list[str]:
    found = meeting_missing_in_a_row(a_written(*meetings, today=today))
    return [problem.message for problem in found]


def test_a_hole_in_a_row_of_weeks_and_of_months() -> None:
    [message] = told(*row(every(14, 0, 1, 2, 3, 4, 6, 7)))
    assert message.startswith("Smart Cities meets about every 14 days")
    assert message.endswith("none is near 24 March 2026")
    # The second Tuesdays of months.
    months = [date(2026, 1, 13), date(2026, 2, 10), date(2026, 3, 10), date(2026, 4, 14),
              date(2026, 5, 12), date(2026, 7, 14)]  # fmt: skip
    assert len(told(*row(months))) == 1


@pytest.mark.parametrize(
    "days",
    [
        every(14, 0, 1, 2, 3, 4, 5, 6),  # no hole
        every(14, 0, 1, 2, 3, 4),  # nothing after
        every(14, 0, 1, 2, 4, 5),  # too few before
        every(14, 0, 1, 2, 3, 4, 8),  # a pause, no slip
        every(120, 0, 1, 2, 3, 4, 6),  # too seldom
        [*every(14, 0, 1), FIRST + timedelta(days=19), *every(14, 2, 3, 4, 6)],  # no row
    ],
)
def test_no_hole_is_seen_where_there_is_no_row(days: list[date]) -> None:
    assert told(*row(days)) == []


@pytest.mark.parametrize("first", [date(2026, 6, 9), date(2026, 10, 27)])
def test_people_rest_in_august_and_at_the_turn_of_the_year(first: date) -> None:
    days = [first + timedelta(days=14 * number) for number in (0, 1, 2, 3, 5, 6, 7, 8)]
    assert told(*row(days)) == []


def test_a_day_on_which_nobody_works_is_no_hole() -> None:
    """Every second Tuesday of a country's year, and of the European institutions'."""
    days = [date(2027, 9, 7) + timedelta(days=14 * number) for number in range(-2, 8)]
    assert told(*row(day for day in days if day != date(2027, 11, 2))) == []
    thursdays = [date(2027, 4, 22) + timedelta(days=7 * number) for number in range(-4, 8)]
    place = Place("Town Hall", "1000-001 Lisbon, Portugal")
    weeks = [day for day in thursdays if day != date(2027, 5, 27)]
    assert told(*row(weeks, place=place)) == []
    assert told(*row(weeks))  # no Corpus Christi in Belgium


rules = st.one_of(
    st.builds(Rule, st.integers(1, 8), st.integers(0, 6)),
    st.builds(Rule, st.integers(1, 3), st.integers(0, 6), st.sampled_from([1, 2, 3, 4, -1])),
)


@given(rules, st.dates(date(2026, 1, 1), date(2035, 1, 1)))
def test_a_series_without_days_off_is_a_row_without_a_hole(rule: Rule, first: date) -> None:
    gaps = Gaps(months=[8], day_off=lambda day: day_off(day, "BE"))
    assert told(*row(series(rule, first, first + timedelta(days=900), gaps).days)) == []


def test_what_was_cancelled_or_is_past_is_no_hole() -> None:
    held = row(every(14, 0, 1, 2, 3, 4, 6, 7))
    [cancelled] = row(every(14, 5), status="cancelled")
    assert told(*held, cancelled) == []
    assert told(*held, today="2026-03-24") == []
    assert told(*held, today="2026-03-23")


def test_another_group_fills_no_hole() -> None:
    held = row(every(14, 0, 1, 2, 3, 4, 6))
    [other] = row(every(14, 5), groups=(a_group("mobility"),))
    assert len(told(*held, other)) == 1
    [joint] = row(every(14, 5), groups=(a_group("mobility"), a_group()))
    assert told(*held, joint) == []


@given(st.lists(st.integers(0, 5000), unique=True, max_size=40), st.sampled_from([7, 14, 28]))
def test_a_row_without_a_hole_is_never_told(numbers: list[int], step: int) -> None:
    """Whatever came before it, years ago."""
    old = [FIRST - timedelta(days=4000 + number) for number in numbers]
    assert told(*row(sorted(old)), *row(every(step, *range(12)))) == []
