"""Cadence: said in each language where the meetings are regular, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from factories import a_group, a_meeting, at
from hypothesis import given
from hypothesis import strategies as st
from theme_pages import wording

from workgroups.cadence import Cadence, Often, cadence_of
from workgroups.days_off import day_off
from workgroups.meeting import Meeting
from workgroups.series import Gaps, Rule, series

GROUP = a_group()
BEGIN, END = date(2025, 1, 7), date(2026, 12, 31)
HOUR = "14:00"


def row(days: Iterable[date], hour: str = HOUR, **changes: Any) -> list[Meeting]:
    """A meeting of three hours on each of these days."""
    ends = f"{int(hour[:2]) + 3:02}{hour[2:]}"
    return [
        a_meeting(f"m{day:%Y%m%d}", when=at(f"{day} {hour}", f"{day} {ends}"), **changes)
        for day in days
    ]


def by_rule(rule: Rule, first: date = BEGIN, last: date = END) -> list[date]:
    gaps = Gaps(months=[8], day_off=lambda day: day_off(day, "BE"))
    return list(series(rule, first, last, gaps).days)


def of_years(*years: tuple[int, tuple[str, ...]]) -> list[date]:
    return [date.fromisoformat(f"{year}-{day}") for year, days in years for day in days]


def steps(*lengths: int, first: date = date(2026, 1, 8)) -> list[date]:
    days = [first]
    for length in lengths:
        days.append(days[-1] + timedelta(days=length))
    return days


SPRING = ("02-03", "03-24", "06-02", "10-06")
WORDS = {
    "every Tuesday": (
        by_rule(Rule(1, 1)),
        "about every week, mostly on Tuesdays at 14:00",
        "environ une fois par semaine, en général le mardi à 14:00",
        "etwa einmal in der Woche, meist dienstags um 14:00 Uhr",
    ),
    "every second Thursday": (
        by_rule(Rule(2, 3)),
        "about every two weeks, mostly on Thursdays at 14:00",
        "environ toutes les deux semaines, en général le jeudi à 14:00",
        "etwa alle zwei Wochen, meist donnerstags um 14:00 Uhr",
    ),
    "every sixth Tuesday": (
        by_rule(Rule(6, 1)),
        "about every six weeks, mostly on Tuesdays at 14:00",
        "environ toutes les six semaines, en général le mardi à 14:00",
        "etwa alle sechs Wochen, meist dienstags um 14:00 Uhr",
    ),
    "first Thursdays, though four weeks are the usual space": (
        by_rule(Rule(1, 3, 1), date(2027, 1, 1), date(2027, 7, 31)),
        "about once a month, mostly on Thursdays at 14:00",
        "environ une fois par mois, en général le jeudi à 14:00",
        "etwa einmal im Monat, meist donnerstags um 14:00 Uhr",
    ),
    "last Fridays of every second month": (
        by_rule(Rule(2, 4, -1)),
        "about every two months, mostly on Fridays at 14:00",
        "environ tous les deux mois, en général le vendredi à 14:00",
        "etwa alle zwei Monate, meist freitags um 14:00 Uhr",
    ),
    "about six weeks, on any day": (
        steps(39, 46, 43, 37, first=date(2026, 1, 8)),
        "about every six weeks, mostly at 14:00",
        "environ toutes les six semaines, en général à 14:00",
        "etwa alle sechs Wochen, meist um 14:00 Uhr",
    ),
    "four or five times a year": (
        of_years((2022, ("05-03",)), (2024, SPRING), (2025, (*SPRING, "12-01")), (2026, SPRING)),
        "four or five times a year, mostly at 14:00",
        "quatre ou cinq fois par an, en général à 14:00",
        "vier- oder fünfmal im Jahr, meist um 14:00 Uhr",
    ),
    "twice a year": (
        of_years(*((year, ("02-03", "11-18")) for year in range(2021, 2027))),
        "about twice a year, mostly at 14:00",
        "environ deux fois par an, en général à 14:00",
        "etwa zweimal im Jahr, meist um 14:00 Uhr",
    ),
    "a weekday and nothing else": (
        of_years((2026, ("01-06", "02-03", "05-26", "06-02"))),
        "mostly on Tuesdays at 14:00",
        "en général le mardi à 14:00",
        "meist dienstags um 14:00 Uhr",
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_it_is_said_in_every_language(name: str) -> None:
    days, *said = WORDS[name]
    found = cadence_of(GROUP, row(days))
    assert found is not None
    for lang, words in zip(("en", "fr", "de"), said, strict=True):
        assert found.said(wording(lang)).replace("\N{NO-BREAK SPACE}", " ") == words, lang


@pytest.mark.parametrize(
    ("often", "said"),
    [
        (Often("year", 1, 1), "about once a year"),
        (Often("year", 1, 2), "once or twice a year"),
        (Often("year", 3, 3), "about three times a year"),
        (Often("year", 8, 10), "eight to ten times a year"),
        (Often("year", 14, 15), "14 or 15 times a year"),
        (Often("months", 3, 3), "about every three months"),
    ],
)
def test_numbers_are_words_up_to_twelve(often: Often, said: str) -> None:
    assert often.said(wording("en")) == said


@pytest.mark.parametrize(
    ("often", "said"),
    [
        (Often("year", 12, 12), "etwa zwölfmal im Jahr"),
        (Often("year", 13, 13), "etwa 13-mal im Jahr"),
        (Often("year", 14, 15), "14- oder 15-mal im Jahr"),
        (Often("year", 12, 15), "zwölf- bis 15-mal im Jahr"),
    ],
)
def test_german_ties_figures_to_what_follows(often: Often, said: str) -> None:
    assert often.said(wording("de")) == said


@pytest.mark.parametrize(
    "days",
    [
        [],
        steps(),
        steps(42, 42),  # too few
        steps(42, 9, 77, 20, 50, 12),  # neither a row nor a weekday
        steps(14, 13, 120, 16, 12, 15, 200, 13),  # in seasons
        steps(3, 2, 4, 2, 3, 5, 4),  # a week of workshops
        of_years((2023, ("01-04", "06-08")), (2025, ("03-04", "06-09", "09-12"))),  # and a year not
    ],
)
def test_nothing_is_said_where_nothing_is_regular(days: list[date]) -> None:
    hours = ("09:00", "10:30", "13:00", "14:00", "16:00")
    meetings = [
        meeting
        for number, day in enumerate(days)
        for meeting in row([day], hours[number % len(hours)])
    ]
    assert cadence_of(GROUP, meetings) is None


def often(*meetings: Meeting) -> Often | None:
    found = cadence_of(GROUP, meetings)
    return found.often if found else None


def test_two_very_different_years_are_no_number_a_year() -> None:
    many = ("02-03", "02-10", "03-24", "05-12", "06-16", "06-30", "10-06", "12-01")
    days = [(2020, ("05-05",)), (2023, SPRING), (2024, SPRING[:3])]
    assert often(*row(of_years(*days, (2025, SPRING[:1])))) == Often("year", 3, 4)
    assert often(*row(of_years(*days, (2025, many)))) is None
    assert often(*row(of_years((2020, ("05-05",)), (2023, SPRING[:1]), (2024, many)))) is None


def test_a_first_year_is_no_whole_one() -> None:
    days = of_years((2024, SPRING[2:]), (2025, SPRING), (2026, SPRING))
    assert often(*row(days)) is None


def test_what_is_off_another_groups_or_long_ago_says_nothing() -> None:
    weeks = row(by_rule(Rule(6, 1)))
    between = [meeting.when.first_day + timedelta(days=10) for meeting in weeks]
    other = row(between, "09:00", groups=(a_group("mobility"),))
    cancelled = row(between, "09:00", status="cancelled")
    old = row(by_rule(Rule(1, 4), date(2020, 1, 1), date(2022, 1, 1)), "09:00")
    expected = cadence_of(GROUP, weeks)
    assert expected
    assert expected.often == Often("weeks", 6, 6)
    for others in (other, cancelled, old):
        assert cadence_of(GROUP, [*others, *weeks]) == expected


def test_a_joint_meeting_is_the_groups_own() -> None:
    weeks = row(by_rule(Rule(6, 1)))
    joint = [replace(meeting, groups=(a_group("mobility"), GROUP)) for meeting in weeks]
    assert cadence_of(GROUP, joint) == cadence_of(GROUP, weeks)


def test_one_hole_is_no_end_of_a_row() -> None:
    days = by_rule(Rule(2, 3))
    assert often(*row(day for day in days if day != days[7])) == Often("weeks", 2, 2)


def test_the_hour_is_that_of_the_groups_own_clock() -> None:
    days = by_rule(Rule(6, 1))
    away = [
        replace(meeting, when=at(f"{day} 14:00", f"{day} 17:00", "Europe/Athens"))
        for day, meeting in zip(days, row(days), strict=True)
    ]
    found = cadence_of(GROUP, away)
    assert found
    assert found.hour is None
    home = cadence_of(a_group(timezone="Europe/Athens"), [
        replace(meeting, groups=(a_group(timezone="Europe/Athens"),)) for meeting in away
    ])  # fmt: skip
    assert home
    assert home.hour == time(14)


def test_whole_days_have_no_hour() -> None:
    days = by_rule(Rule(6, 1))
    found = cadence_of(GROUP, [a_meeting(f"m{day}", when=at(f"{day}")) for day in days])
    assert found
    assert (found.weekday, found.hour) == (1, None)


def test_a_year_after_the_newest_meeting_it_is_said_no_more() -> None:
    meetings = row(by_rule(Rule(6, 1)))
    found = cadence_of(GROUP, meetings)
    assert found
    newest = meetings[-1].when.ends
    assert found.until == newest + timedelta(days=365)
    assert found.phase(newest) == "holds"
    assert found.phase(found.until - timedelta(seconds=1)) == "holds"
    assert found.phase(found.until) == "over"


MEETINGS = st.lists(
    st.builds(
        lambda day, hour, status, long: a_meeting(
            f"m{day}-{hour}",
            when=at(f"{day} {hour:02}:00", f"{day + timedelta(days=long)} {hour + 1:02}:00"),
            status=status,
        ),
        st.dates(date(2001, 1, 1), date(2099, 1, 1)),
        st.integers(6, 22),
        st.sampled_from(["confirmed", "cancelled", "tentative", "postponed"]),
        st.integers(0, 3),
    ),
    max_size=30,
)


@given(MEETINGS, st.randoms(use_true_random=False))
def test_it_never_fails_in_any_order(meetings: list[Meeting], random: Random) -> None:
    found = cadence_of(GROUP, meetings)
    assert found == cadence_of(GROUP, random.sample(meetings, len(meetings)))
    if found:
        assert all(found.said(wording(lang)) for lang in ("en", "fr", "de"))


RULES = st.one_of(
    st.builds(Rule, st.sampled_from([1, 2, 3, 5, 6, 7]), st.integers(0, 4)),
    st.builds(Rule, st.integers(1, 2), st.integers(0, 4), st.sampled_from([1, 2, 3, 4, -1])),
)


@given(RULES, st.dates(date(2024, 1, 1), date(2040, 1, 1)))
def test_a_series_is_told_by_its_rule(rule: Rule, first: date) -> None:
    """Or not at all, where days off leave too many holes; but never by another one."""
    found = cadence_of(GROUP, row(by_rule(rule, first, first + timedelta(days=731))))
    assert found
    assert found.weekday == rule.weekday
    unit = "months" if rule.which else "weeks"
    assert found.often in (None, Often(unit, rule.interval, rule.interval))


def test_said_is_nothing_of_what_is_not_regular() -> None:
    until = datetime.fromisoformat("2027-01-01T00:00:00+00:00")
    only = Cadence(Often("weeks", 6, 6), None, None, until)
    assert only.said(wording("en")) == "about every six weeks"
    assert replace(only, often=None, weekday=0).said(wording("en")) == "mostly on Mondays"
