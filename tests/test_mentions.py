"""Mentions: days and hours as people write them, and numbers that are neither."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from workgroups.mentions import days_in, hours_in

TUESDAY = 1


@pytest.mark.parametrize(
    ("lang", "text", "said"),
    [
        ("en", "on Tuesday 21 January 2020, at", (21, 1, 2020, TUESDAY)),
        ("en", "Tue. 21st of Jan 2020", (21, 1, 2020, TUESDAY)),
        ("en", "Tuesday the 21st January", (21, 1, None, TUESDAY)),
        ("en", "Tuesday, January 21, 2020", (21, 1, 2020, TUESDAY)),
        ("en", "Tue Sept 21 16:46:09 2004", (21, 9, 2004, TUESDAY)),
        ("en", "21/01/2020 - 14:00", (21, 1, 2020, None)),
        ("en", "Tuesday 2020-01-21", (21, 1, 2020, TUESDAY)),
        ("fr", "le mardi 21 janvier 2020", (21, 1, 2020, TUESDAY)),
        ("fr", "mardi 1er févr. 2020", (1, 2, 2020, TUESDAY)),
        ("de", "am Dienstag, den 21. Januar 2020", (21, 1, 2020, TUESDAY)),
        ("fr-be", "mardi 21 janvier", (21, 1, None, TUESDAY)),
    ],
)
def test_a_day(lang: str, text: str, said: tuple[int, int, int | None, int | None]) -> None:
    [day] = days_in(text, lang)
    assert (day.day, day.month, day.year, day.weekday) == said


@pytest.mark.parametrize(
    "text",
    [
        *("in May 2020 we met", "Tuesday the 21st", "21 members", "section 3.1.2020a", "2020-2021"),
        *("99 January", "21/13/2020", "version 1.2.3", "mardi 21 janvier", "Tuesday at 10:30"),
    ],
)
def test_no_day(text: str) -> None:
    assert not list(days_in(text, "en"))


def test_nothing_is_known_of_an_unknown_language() -> None:
    assert not list(days_in("Tuesday 21 January 2020", "xx"))


def test_only_the_last_day_of_a_span_has_its_weekday() -> None:
    days = list(days_in("from Thursday 26–27 June, and Saturday 28 June", "en"))
    assert [(day.day, day.weekday) for day in days] == [(27, None), (28, 5)]


def test_a_day_knows_in_which_years_it_is() -> None:
    [day] = days_in("29 February", "en")
    assert day.in_year(2020) == date(2020, 2, 29)
    assert day.in_year(2021) is None


@given(
    st.dates(date(1990, 1, 1), date(2089, 12, 31)),
    st.sampled_from(("en", "fr", "de", "nl", "it", "es", "sv", "pl", "ro", "hr")),
)
def test_what_a_language_writes_in_full_is_read(day: date, lang: str) -> None:
    pattern = "EEEE d MMMM y"
    [found] = days_in(f"x {format_date(day, pattern, locale=lang)}.", lang)
    assert found.in_year(found.year or 0) == day
    assert found.weekday == day.weekday()
    assert found.begin == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("14:00-16:30", "14:00 16:30"),
        ("14.00 – 16.30", "14:00 16:30"),
        ("between 14:00 and 16:30", "14:00 16:30"),
        ("from 2 pm to 4.30 pm", "14:00 16:30"),
        ("2-4.30 p.m.", "14:00 16:30"),
        ("11 to 1 pm", "11:00 13:00"),
        ("9 am until 12:30 pm", "09:00 12:30"),
        ("12 am to 12 pm", "00:00 12:00"),
        ("14h00 à 16h30", "14:00 16:30"),
        ("de 14 h à 16 h 30", "14:00 16:30"),
        ("14-16 Uhr", "14:00 16:00"),
    ],
)
def test_hours(text: str, said: str) -> None:
    [hours] = hours_in(f"x {text}, y")
    assert f"{hours.first:%H:%M} {hours.last:%H:%M}" == said


@pytest.mark.parametrize(
    "text",
    [
        *("10 to 12 people", "2020-2021", "12-14 May", "2.5 to 4.5", "at 09:30 and 16:10"),
        *("21.01-23.01.2020", "25:00-26:00", "16:30-14:00", "14:00", "+32 2 555 01 00-10"),
        *("1:10-1:20:00", "EN 13:45-2", "pages 3-4", "14:60-15:70"),
    ],
)
def test_no_hours(text: str) -> None:
    assert not list(hours_in(text))


@given(st.times(), st.integers(1, 600))
def test_hours_are_where_they_are_said(first, minutes) -> None:  # type: ignore[no-untyped-def]
    start = first.replace(second=0, microsecond=0)
    total = start.hour * 60 + start.minute + minutes
    if total >= 24 * 60:
        return
    text = f"We meet {start:%H:%M} to {total // 60:02}:{total % 60:02}."
    [hours] = hours_in(text)
    assert text[hours.begin : hours.end] == text[8:-1]
    assert timedelta(hours=hours.last.hour, minutes=hours.last.minute) == timedelta(minutes=total)
