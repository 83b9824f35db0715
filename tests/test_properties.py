"""Properties: the lines of calendars, compared with those of icalendar."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Event, Parameters, vText
from icalendar.parser import Contentline

from workgroups.properties import day, folded, moment, parameters, text, wall, written

SHARP = st.sampled_from(
    [*",;:\"'^\n\\\\ ’", "\r\n", "\r", "\x00", "\x1b", "\x85", "\u2028", "\x7f", "é"]
)
SAID = st.lists(SHARP | st.text(st.characters(exclude_categories=["Cs"]), max_size=9)).map(
    # A mark at the beginning of a value is taken for that of a file.
    lambda parts: "".join(parts).lstrip("\ufeff")
)
OFFSETS = st.integers(-720, 720).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def as_one_line(said: str) -> str:
    """A text whose breaks are line feeds, and which has no controls."""
    said = re.sub("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", said)
    return "".join(
        sign for sign in said if sign in "\n\t" or not re.match("[\0-\x1f\x7f-\x9f]", sign)
    )


def by_library(name: str, value: object) -> str:
    """Its line of an event, unfolded."""
    event = Event()
    event.add(name, value)
    return next(line for line in event.content_lines() if line.startswith(name))


@given(SAID)
def test_texts_are_escaped_as_the_library_does(said: str) -> None:
    # It takes a backslash before N for a break, and what was written is lost.
    parts = [vText(part).to_ical().decode() for part in as_one_line(said).split(r"\N")]
    assert text(said) == r"\\N".join(parts)


@given(SAID)
def test_parameters_are_quoted_as_the_library_does(said: str) -> None:
    expected = Parameters(CN=as_one_line(said), FMTTYPE="text/csv").to_ical().decode()
    assert parameters(FMTTYPE="text/csv", CN=said) == f";{expected}"


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)), OFFSETS)
def test_times_are_as_the_library_has_them(at: datetime, offset: timezone) -> None:
    assert f"DTSTART:{wall(at)}" == by_library("DTSTART", at)
    assert f"DTSTART;VALUE=DATE:{day(at.date())}" == by_library("DTSTART", at.date())
    aware = at.replace(tzinfo=offset)
    assert f"CREATED:{moment(aware)}" == by_library("CREATED", aware.astimezone(UTC))


@settings(max_examples=300)
@given(st.text(st.sampled_from("ab \\^;é€𝄞"), max_size=60), st.integers(1, 8))
def test_lines_are_folded_as_the_library_does(said: str, times: int) -> None:
    line = "X:" + said * times
    assert folded(line.encode()) == Contentline(line).to_ical()
    assert written([line, "END:X"]) == folded(line.encode()) + b"\r\nEND:X\r\n"
