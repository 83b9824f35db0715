"""The door of pages: what it gives the first page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from factories import a_meeting, a_programme

from event_pages import EventPages
from workgroups.times import When

NOW = datetime(2026, 1, 21, 12, tzinfo=UTC)


def test_the_first_page_has_every_meeting_to_come() -> None:
    moments = [NOW + timedelta(days=day) for day in range(-1, 70)]
    meetings = [
        a_meeting(f"meeting-{place:03}", when=When(moment, moment + timedelta(hours=1), "UTC"))
        for place, moment in enumerate(moments)
    ]
    door = object.__new__(EventPages)
    door.context = {"programme": a_programme(*meetings), "now": NOW}
    assert door.home_names()["upcoming"] == tuple(meetings[1:])
