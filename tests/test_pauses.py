"""Pauses: August and the turn of the year, counted by the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.pauses import paused, tolerance

DAYS = st.dates(date(1901, 1, 1), date(2190, 1, 1))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-07-14", "2026-07-31", 0),
        ("2026-07-14", "2026-08-01", 1),
        ("2026-07-14", "2026-09-01", 31),
        ("2026-08-31", "2026-09-14", 1),
        ("2026-12-19", "2027-01-07", 18),
        ("2027-01-06", "2027-01-20", 1),
        ("2026-12-08", "2026-12-20", 1),
        ("2026-01-07", "2027-01-07", 31 + 18),
    ],
)
def test_days_of_a_pause_between_two_days_and_on_them(first: str, last: str, days: int) -> None:
    assert paused(date.fromisoformat(first), date.fromisoformat(last)) == days


@given(DAYS, st.integers(0, 1200), st.integers(0, 1200))
def test_two_spaces_hold_what_is_in_both(first: date, one: int, other: int) -> None:
    middle = first + timedelta(days=one)
    last = middle + timedelta(days=1 + other)
    whole = paused(first, middle) + paused(middle + timedelta(days=1), last)
    assert paused(first, last) == whole


def test_who_meets_by_the_month_may_be_a_week_off() -> None:
    assert [tolerance(step) for step in (7, 14, 27, 28, 42)] == [2, 2, 2, 7, 7]
