"""Slips: what is offered for a badly written day or hour is what was meant, and can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.slips import clock_meant, moments_meant
from workgroups.times import read_moment, read_time

PIECES = st.lists(
    st.sampled_from(
        [
            *"0123456789",
            *" -./:,h",
            "2026",
            "31",
            "12",
            "March",
            "mai",
            "pm",
            "a.m.",
            "th",
            "at",
            "T",
        ]
    ),
    max_size=9,
).map("".join)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("14h00", "14:00"),
        ("14h", "14:00"),
        ("9.05", "09:05"),
        ("2 pm", "14:00"),
        ("2:30 p.m.", "14:30"),
        ("12 am", "00:00"),
        ("12pm", "12:00"),
        ("14 Uhr", "14:00"),
        ("14:00:30", "14:00"),
        ("14:00-15:00", "14:00"),
        ("14h00 à 15h30", "14:00"),
        ("14", ""),
        ("25h", ""),
        ("14:75", ""),
        ("14 pm", ""),
        ("in the afternoon", ""),
        ("2026-03-09", ""),
    ],
)
def test_an_hour(written: str, meant: str) -> None:
    assert clock_meant(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10 March 2020, 14:00", ["2020-03-10 14:00"]),
        ("Tuesday 10 March 2020 at 2 pm", ["2020-03-10 14:00"]),
        ("March 10th, 2020", ["2020-03-10"]),
        ("8 Dec 2026", ["2026-12-08"]),
        ("mardi 10 mars 2020 à 14h00", ["2020-03-10 14:00"]),
        ("dimanche 1er août 2021", ["2021-08-01"]),
        ("2020/3/9", ["2020-03-09"]),
        ("2020-03-10T14h00", ["2020-03-10 14:00"]),
        ("31.12.2026", ["2026-12-31"]),
        ("3.4.2026", ["2026-04-03"]),
        ("31/12/2026", ["2026-12-31"]),
        ("12/31/2026", ["2026-12-31"]),
        ("3/4/2026", ["2026-04-03", "2026-03-04"]),
        ("4/4/2026", ["2026-04-04"]),
        ("Tuesday 21 January", ["YYYY-01-21"]),
        ("31 February 2026", []),
        ("Friday", []),
        ("next week", []),
        ("10 March 2020 in the morning", []),
        ("10 Marchember 2020", []),
    ],
)
def test_a_day(written: str, meant: list[str]) -> None:
    assert list(moments_meant(written)) == meant


@given(PIECES | st.text(max_size=20))
def test_what_is_offered_can_be_read(written: str) -> None:
    if meant := clock_meant(written):
        assert f"{read_time(meant):%H:%M}" == meant
    for moment in moments_meant(written):
        year = int(moment[:4]) if re.match("[0-9]{4}", moment) else 2020
        if year in range(1900, 2200):
            read_moment(moment.replace("YYYY", "2020"))
