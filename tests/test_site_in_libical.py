"""Every calendar file of the example site, as libical has it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import icalendar
import libical
import pytest
import sites
from factories import ADDRESS, a_meeting, a_site, at

from workgroups.calendars import Calendars
from workgroups.wording import load

pytestmark = pytest.mark.libical


def test_every_meeting_is_at_its_instant_in_every_file(example_site: Path) -> None:
    meetings = sites.programme_of(sites.EXAMPLE, sites.ROOT / "content").meetings
    wanted = {
        meeting.uid: (
            (meeting.when.first_day, meeting.when.last_day + timedelta(days=1))
            if meeting.when.all_day
            else (meeting.when.begins, meeting.when.ends)
        )
        for meeting in meetings
    }
    files = sites.files(example_site)
    found: dict[str, set[object]] = {}
    for name, data in files.items():
        if name.endswith(".ics"):
            entries = libical.read(data)
            assert len(entries) == data.count(b"BEGIN:VEVENT"), name
            for entry in entries:
                found.setdefault(entry.uid, set()).add((entry.begins, entry.ends))
    assert found == {uid: {when} for uid, when in wanted.items()}


def test_every_text_is_as_another_reader_has_it(example_site: Path) -> None:
    data = (example_site / "calendar-archive.ics").read_bytes()
    other = {
        str(event["UID"]): [str(event[key]) for key in ("SUMMARY", "LOCATION", "DESCRIPTION")]
        for event in icalendar.Calendar.from_ical(data).events
    }
    entries = libical.read(data)
    assert {e.uid: [e.summary, e.location, e.description] for e in entries} == other


def a_file() -> bytes:
    words = {"en": load(sites.ROOT / "theme" / "strings", "en")}
    meeting = a_meeting(when=at("2026-07-21 14:00", "2026-07-21 17:00"))
    return Calendars(a_site(), ADDRESS, words).meeting_file(meeting)


def test_it_goes_by_the_zones_in_the_file() -> None:
    """Not by those of the machine: else the comparison above would say nothing of ours."""
    data = a_file()
    moved = data.replace(b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0530")
    assert data != moved
    [before], [after] = libical.read(data), libical.read(moved)
    assert before.begins - after.begins == timedelta(hours=3, minutes=30)


def test_it_is_strict() -> None:
    data = a_file()
    with pytest.raises(ValueError, match="error"):
        libical.read(data.replace(b"SEQUENCE:", b"SEQUENCE;=:"))
