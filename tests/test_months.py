"""Months: weeks and days, each with the meetings that are held on it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from factories import a_group, a_meeting, a_programme, at
from hypothesis import given
from hypothesis import strategies as st

from workgroups.meeting import Meeting
from workgroups.months import Day, Month, Months, days_of
from workgroups.programme import Programme
from workgroups.times import When

PARENT = a_group()
CHILD = a_group("mobility", parent="smart-cities")
OTHER = a_group("water")


def held(month: Month) -> dict[str, list[str]]:
    """What is on its days, by the day."""
    return {f"{day.date}": [one.meeting.slug for one in day.sittings] for day in month.agenda}


def months(*meetings: Meeting, **site: object) -> Months:
    return Months(a_programme(*meetings, groups=(PARENT, CHILD, OTHER), **site))


def on(start: str, end: str | None = None, zone_name: str = "Europe/Brussels") -> Months:
    """The months of one meeting."""
    return months(a_meeting("one", when=at(start, end, zone_name)))


# ---- Weeks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "first_weekday", "weeks"),
    [
        (
            "2026-11-23",
            0,
            {44: "1-1", 45: "2-8", 46: "9-15", 47: "16-22", 48: "23-29", 49: "30-30"},
        ),
        ("2027-02-01", 0, {5: "1-7", 6: "8-14", 7: "15-21", 8: "22-28"}),
        ("2028-02-01", 0, {5: "1-6", 6: "7-13", 7: "14-20", 8: "21-27", 9: "28-29"}),
        ("2027-01-15", 0, {53: "1-3", 1: "4-10", 2: "11-17", 3: "18-24", 4: "25-31"}),
        ("2026-11-23", 6, {45: "1-7", 46: "8-14", 47: "15-21", 48: "22-28", 49: "29-30"}),
    ],
)
def test_a_week_has_its_number_and_its_days(
    day: str, first_weekday: int, weeks: dict[int, str]
) -> None:
    found = {}
    for week in months().of(date.fromisoformat(day)).weeks(first_weekday):
        days = [each.date.day for each in week.days if each]
        found[week.number] = f"{days[0]}-{days[-1]}"
    assert found == weeks


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(0, 6))
def test_weeks_hold_every_day_of_the_month_once_and_in_its_column(day: date, first: int) -> None:
    month = months().of(day)
    weeks = month.weeks(first)
    found = [each for week in weeks for each in week.days if each]
    assert tuple(found) == month.days
    assert [each.date.day for each in found] == list(range(1, len(found) + 1))
    assert {each.date.strftime("%Y-%m") for each in found} == {month.name}
    assert (found[-1].date + timedelta(days=1)).day == 1
    for week in weeks:
        assert any(week.days)
        for column, each in enumerate(week.days):
            assert each is None or each.date.weekday() == (first + column) % 7


# ---- Meetings on their days ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-01-21 14:00", "2026-01-21 17:00", ["2026-01-21"]),
        ("2026-01-21", None, ["2026-01-21"]),
        ("2026-01-30", "2026-02-02", ["2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02"]),
        ("2026-01-21 20:00", "2026-01-22 00:00", ["2026-01-21"]),
        ("2026-01-21 20:00", "2026-01-22 00:30", ["2026-01-21", "2026-01-22"]),
        ("2026-03-28 20:00", "2026-03-29 04:00", ["2026-03-28", "2026-03-29"]),
        ("2026-10-25 01:00", "2026-10-25 05:00", ["2026-10-25"]),
    ],
)
def test_a_meeting_is_on_each_of_its_days(start: str, end: str | None, days: list[str]) -> None:
    found = [day for month in on(start, end) for day in held(month)]
    assert found == days


@pytest.mark.parametrize("zone_name", ["Pacific/Auckland", "America/Los_Angeles"])
def test_its_day_is_that_of_the_clock_on_its_wall(zone_name: str) -> None:
    [month] = on("2026-01-21 07:00", "2026-01-21 23:00", zone_name)
    assert held(month) == {"2026-01-21": ["one"]}


def test_hours_stand_on_the_days_on_which_they_are() -> None:
    [month] = on("2026-01-21 14:00", "2026-01-23 12:00")
    first, middle, last = (day.sittings[0] for day in month.agenda)
    assert first.begins == at("2026-01-21 14:00").start
    assert last.ends == at("2026-01-23 12:00").start
    assert {first.ends, middle.begins, middle.ends, last.begins} == {None}
    assert [(each.number, each.days) for each in (first, middle, last)] == [(1, 3), (2, 3), (3, 3)]
    [month] = on("2026-01-21 20:00", "2026-01-22 00:00")
    [day] = month.agenda
    assert day.sittings[0].ends, "it ends at midnight of that day"
    [month] = on("2026-01-21")
    assert month.agenda[0].sittings[0].begins is None


@pytest.mark.parametrize(
    ("zone_name", "elsewhere"),
    [("Europe/Brussels", False), ("Europe/Vienna", False), ("Europe/Helsinki", True)],
)
def test_clocks_that_show_the_same_hour_are_not_another(zone_name: str, elsewhere: bool) -> None:
    [month] = on("2026-01-21 14:00", "2026-01-21 17:00", zone_name)
    assert month.agenda[0].sittings[0].elsewhere is elsewhere


def test_a_meeting_concerns_its_groups_and_those_above_them() -> None:
    [month] = months(a_meeting("one", groups=(CHILD, OTHER)), a_meeting("two", groups=(PARENT,)))
    [day] = month.agenda
    assert [set(each.concerns) for each in day.sittings] == [
        {"mobility", "smart-cities", "water"},
        {"smart-cities"},
    ]


def test_what_is_cancelled_stays_and_the_order_is_that_of_the_programme() -> None:
    [month] = months(
        a_meeting("late", when=at("2026-01-21 16:00", "2026-01-21 17:00")),
        a_meeting("early", when=at("2026-01-21 09:00", "2026-01-21 10:00"), status="cancelled"),
        a_meeting("going-on", when=at("2026-01-20 09:00", "2026-01-21 10:00")),
    )
    assert held(month) == {"2026-01-20": ["going-on"], "2026-01-21": ["going-on", "early", "late"]}


WHENS = st.builds(
    lambda day, hour, length, timed: (
        at(f"{day} {hour:02}:00", f"{day + timedelta(days=length)} {hour:02}:00")
        if timed and length
        else at(f"{day}", f"{day + timedelta(days=length)}")
    ),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.sampled_from([0, 9, 14]),
    st.integers(0, 40),
    st.booleans(),
)


@given(st.lists(WHENS, max_size=6))
def test_every_meeting_is_on_each_of_its_days_exactly_once(whens: list[When]) -> None:
    meetings = [a_meeting(f"m{number}", when=when) for number, when in enumerate(whens)]
    every = list(months(*meetings))
    cells = [day for month in every for week in month.weeks() for day in week.days if day]
    found = sorted((one.meeting.slug, day.date) for day in cells for one in day.sittings)
    assert found == sorted((each.slug, day) for each in meetings for day in days_of(each.when))
    assert all(one.date + timedelta(days=1) == other.date for one, other in pairwise(cells))


# ---- From month to month -------------------------------------------------------------------------


def a_year_and_more() -> Months:
    return months(
        a_meeting("first", when=at("2025-11-30", "2025-12-01")),
        a_meeting("last", when=at("2027-02-28 09:00", "2027-03-01 12:00")),
    )


def test_there_is_every_month_from_the_first_meeting_to_the_end_of_the_last() -> None:
    names = [month.name for month in a_year_and_more()]
    assert (names[0], names[-1], len(names)) == ("2025-11", "2027-03", 17)
    assert held(a_year_and_more().of(date(2026, 6, 5))) == {}


def test_each_leads_to_its_neighbours() -> None:
    every = a_year_and_more()
    for month, after in pairwise(every):
        assert every.next(month) == after
        assert every.previous(after) == month
    first, *_, last = every
    assert every.previous(first) is None
    assert every.next(last) is None
    assert first.address == "/calendar/2025-11/"


@pytest.mark.parametrize(
    ("now", "name"),
    [
        ("2020-01-01T00:00:00+00:00", "2025-11"),
        ("2026-06-30T21:59:59+00:00", "2026-06"),
        ("2026-06-30T22:00:00+00:00", "2026-07"),
        ("2031-01-01T00:00:00+00:00", "2027-03"),
    ],
)
def test_the_month_of_now_is_that_of_the_sites_clock_or_the_nearest(now: str, name: str) -> None:
    assert a_year_and_more().at(datetime.fromisoformat(now)).name == name


@pytest.mark.parametrize(
    ("now", "over"),
    [
        ("2020-01-01T00:00:00+00:00", False),
        ("2027-03-31T21:59:59+00:00", False),
        ("2027-03-31T22:00:00+00:00", True),
    ],
)
def test_all_is_over_when_the_last_month_is(now: str, over: bool) -> None:
    assert a_year_and_more().over(datetime.fromisoformat(now)) is over


def test_a_year_leads_to_its_own_months_and_to_the_other_years() -> None:
    every = a_year_and_more()
    month = every.of(date(2026, 6, 1))
    assert [each.name for each in every.in_years(month)] == ["2025-11", "2026-06", "2027-03"]
    assert [each.name for each in every.of_year(month)] == [f"2026-{n:02}" for n in range(1, 13)]
    last = every.of(date(2027, 3, 1))
    assert [each.name for each in every.of_year(last)] == ["2027-01", "2027-02", "2027-03"]


def test_without_meetings_there_is_the_month_of_now_alone() -> None:
    empty = Months(Programme.of(a_programme().site, [], [], []))
    month = empty.at(datetime(2026, 11, 23, tzinfo=UTC))
    assert list(empty) == []
    assert not empty.over(datetime(2026, 11, 23, tzinfo=UTC))
    assert month.name == "2026-11"
    assert month.days[0] == Day(date(2026, 11, 1))
    assert (empty.previous(month), empty.next(month), empty.in_years(month)) == (None, None, ())
    assert empty.of_year(month) != ()


def test_the_last_of_the_month_is_in_it_in_every_year() -> None:
    """From a 31st, other months and years are reached by their first day."""
    month = a_year_and_more().of(date(2026, 12, 31))
    assert month.first == date(2026, 12, 1)
    assert len(month.days) == 31
