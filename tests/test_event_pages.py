"""The door of pages: what it gives the first page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from factories import a_meeting, a_programme

from event_pages import AT_ONCE, EventPages
from workgroups.times import When

NOW = datetime(2026, 1, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("count", [0, AT_ONCE, AT_ONCE + 1])
def test_the_first_page_has_the_next_meetings_and_knows_whether_there_are_more(count: int) -> None:
    moments = [NOW + timedelta(days=day) for day in range(-1, count)]
    meetings = [
        a_meeting(f"meeting-{place:03}", when=When(moment, moment + timedelta(hours=1), "UTC"))
        for place, moment in enumerate(moments)
    ]
    door = object.__new__(EventPages)
    door.context = {"programme": a_programme(*meetings), "now": NOW}
    names = door.home_names()
    assert names["upcoming"] == tuple(meetings[1 : AT_ONCE + 1])
    assert names["more"] == (count > AT_ONCE)
