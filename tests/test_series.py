"""On which days a series falls, and which rules can mean two things."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.series import (
    EXAMPLES,
    MOST,
    WEEKDAYS,
    Gaps,
    Rule,
    SeriesError,
    read_month,
    read_rule,
    series,
)

FIRST = date(2027, 1, 1)  # a Friday
GOOD_FRIDAY = date(2027, 3, 26)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("week", Rule(1, None)),
        ("every week", Rule(1, None)),
        ("2 weeks", Rule(2, None)),
        ("Every two weeks on Tuesday", Rule(2, 1)),
        ("every other week", Rule(2, None)),
        ("every other Tuesday", Rule(2, 1)),
        ("every second week", Rule(2, None)),
        ("fortnight", Rule(2, None)),
        ("Tuesday", Rule(1, 1)),
        ("tue", Rule(1, 1)),
        ("first Thursday", Rule(1, 3, 1)),
        ("last Friday", Rule(1, 4, -1)),
        ("second Tuesday of the month", Rule(1, 1, 2)),
        ("3rd Wednesday of each month", Rule(1, 2, 3)),
        ("first Thursday of every 3 months", Rule(3, 3, 1)),
        ("the first Thursday of the month", Rule(1, 3, 1)),
        ("every first Thursday", Rule(1, 3, 1)),
        ("on the first Thursday of each month", Rule(1, 3, 1)),
        ("monthly on the first Thursday", Rule(1, 3, 1)),
        ("Monthly on second Tuesday", Rule(1, 1, 2)),
        ("every month on the last Friday", Rule(1, 4, -1)),
        ("every 2 months on the first Thursday", Rule(2, 3, 1)),
        ("weekly on Tuesday", Rule(1, 1)),
        ("fortnightly on Tuesday", Rule(2, 1)),
    ],
)
def test_words_become_a_rule(words: str, rule: Rule) -> None:
    assert read_rule(words) == rule


def test_every_example_that_is_told_is_a_rule() -> None:
    for words in EXAMPLES.split(", "):
        read_rule(words)


@pytest.mark.parametrize(
    ("words", "message", "remedy"),
    [
        (
            "second Tuesday",
            "every second Tuesday can mean two things",
            "Write second Tuesday of the month, or 2 weeks on Tuesday.",
        ),
        (
            "every 4th tue",
            "every fourth Tuesday can mean two things",
            "Write fourth Tuesday of the month, or 4 weeks on Tuesday.",
        ),
        ("fifth Monday", "not every month has five of a weekday", "Write last Monday."),
        ("Thurday", "thurday is not a day of the week", "Did you mean Thursday?"),
        ("0 weeks", "0 is not a number", "Write 2 weeks, 3 weeks."),
        ("month", "month does not say on which days", f"Write it like one of these: {EXAMPLES}."),
        (
            "monthly",
            "monthly does not say on which days",
            f"Write it like one of these: {EXAMPLES}.",
        ),
        (
            "monthly on Thursday",
            "monthly on Thursday does not say on which days",
            f"Write it like one of these: {EXAMPLES}.",
        ),
        (
            "quarterly",
            "quarterly does not say on which days",
            f"Write it like one of these: {EXAMPLES}.",
        ),
        (
            "biweekly on Tuesday",
            "biweekly can mean two things",
            "Write 2 weeks on Tuesday, if it is not twice a week.",
        ),
        (
            "bimonthly",
            "bimonthly can mean two things",
            "Write first Thursday of every 2 months, if it is not twice a month.",
        ),
        ("31", "31 does not say on which days", f"Write it like one of these: {EXAMPLES}."),
    ],
)
def test_a_rule_that_is_not_clear_is_told(words: str, message: str, remedy: str) -> None:
    with pytest.raises(SeriesError) as told:
        read_rule(words)
    assert (str(told.value), told.value.remedy) == (message, remedy)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("2 weeks", ["2027-01-01", "2027-01-15", "2027-01-29"]),
        ("2 weeks on Thursday", ["2027-01-07", "2027-01-21", "2027-02-04"]),
        ("first Thursday", ["2027-01-07", "2027-02-04", "2027-03-04"]),
        ("last Friday", ["2027-01-29", "2027-02-26", "2027-03-26"]),
        ("second Tuesday of the month", ["2027-01-12", "2027-02-09", "2027-03-09"]),
        ("last Monday of every 3 months", ["2027-01-25", "2027-04-26", "2027-07-26"]),
    ],
)
def test_the_first_days_of_a_rule(words: str, days: list[str]) -> None:
    found = series(read_rule(words), FIRST, 3)
    assert [f"{day}" for day in found.days] == days


rules = st.one_of(
    st.builds(Rule, st.integers(1, 8), st.none() | st.integers(0, 6)),
    st.builds(Rule, st.integers(1, 4), st.integers(0, 6), st.sampled_from([1, 2, 3, 4, -1])),
)
months = st.sets(st.integers(1, 12), max_size=2)


@given(rules, st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 5), months)
def test_days_are_those_of_the_rule(rule: Rule, first: date, count: int, left: set[int]) -> None:
    found = series(rule, first, count, Gaps(months=left))
    assert len(found.days) == count
    assert found.days[0] >= first
    every = sorted([*found.days, *(day for day, _ in found.left_out)])
    assert {day.weekday() for day in every} == {
        first.weekday() if rule.weekday is None else rule.weekday
    }
    assert not {day.month for day in found.days} & left
    between = {(later - day).days for day, later in pairwise(every)}
    if rule.which == 0:
        assert between <= {7 * rule.interval}
    else:
        assert all(28 * rule.interval <= days <= 35 * rule.interval for days in between)
        wanted = range(22, 32) if rule.which < 0 else range(7 * rule.which - 6, 7 * rule.which + 1)
        assert all(day.day in wanted for day in every)


def test_the_last_day_counts_and_is_never_passed() -> None:
    rule = read_rule("Friday")
    assert series(rule, FIRST, date(2027, 1, 15)).days[-1] == date(2027, 1, 15)
    assert series(rule, FIRST, date(2027, 1, 14)).days[-1] == date(2027, 1, 8)


def test_what_is_left_out_is_told_with_its_reason_and_not_counted() -> None:
    gaps = Gaps([date(2027, 1, 8)], [2], lambda day: "Good Friday" if day == GOOD_FRIDAY else "")
    found = series(read_rule("Friday"), FIRST, 7, gaps)
    assert len(found.days) == 7
    told = [(f"{day:%m-%d}", reason) for day, reason in found.left_out]
    february = [(f"02-{day:02}", "February") for day in (5, 12, 19, 26)]
    assert told == [("01-08", "as you said"), *february]
    longer = series(read_rule("Friday"), FIRST, date(2027, 3, 31), gaps)
    assert longer.left_out[-1] == (GOOD_FRIDAY, "Good Friday")


@pytest.mark.parametrize(
    ("until", "gaps", "message"),
    [
        (date(2026, 12, 31), Gaps(), "the last day, 2026-12-31, is before the first, 2027-01-01"),
        (date(2072, 1, 1), Gaps(), "this is longer than six years"),
        (date(2031, 1, 1), Gaps(), f"these are more than {MOST} meetings"),
        (MOST + 1, Gaps(), f"these are more than {MOST} meetings"),
        (date(2027, 1, 31), Gaps(months=[1]), "every day is left out"),
        (140, Gaps(months=range(1, 9)), "within six years there are only 105 such days"),
        (3, Gaps([date(2027, 1, 9)]), "2027-01-09 is not a day of this series"),
    ],
)
def test_a_series_that_cannot_be_is_told(until: date | int, gaps: Gaps, message: str) -> None:
    with pytest.raises(SeriesError, match=f"^{message}$"):
        series(Rule(1, 4), FIRST, until, gaps)


def test_the_first_day_can_be_left_out() -> None:
    found = series(Rule(1, 4), FIRST, date(2027, 1, 8), Gaps([FIRST]))
    assert found.days == (date(2027, 1, 8),)


def test_no_such_day() -> None:
    with pytest.raises(SeriesError, match="there is no such day in this time"):
        series(Rule(1, 3), FIRST, FIRST + timedelta(days=2))


@pytest.mark.parametrize(("name", "number"), [("August", 8), ("aug", 8), (" MAY ", 5)])
def test_months_have_names(name: str, number: int) -> None:
    assert read_month(name) == number


def test_an_unknown_month_is_told() -> None:
    with pytest.raises(SeriesError, match="Agust is not a month") as told:
        read_month("Agust")
    assert told.value.remedy == "Did you mean August?"
    with pytest.raises(SeriesError, match="08 is not a month"):
        read_month("08")


def test_weekdays_begin_on_monday_as_pythons_do() -> None:
    assert [f"{date(2027, 1, 4 + i):%A}".casefold() for i in range(7)] == list(WEEKDAYS)
