"""What the last meeting of a group suggests for its next one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from factories import a_front, a_group, a_meeting, a_site, at

from workgroups.frontmatter import FrontMatter
from workgroups.meeting import Meeting
from workgroups.precedent import precedent_of
from workgroups.written import Written

YAML = """\
title: Not suggested
type: workshop
place:
  name: House of Regions
  room: Room 3
registration:
  service: eusurvey
  form: Energy2026"""


def written(*meetings: tuple[str, Any]) -> Written:
    found: list[tuple[Meeting, FrontMatter]] = [
        (a_meeting(slug, **changes), a_front(YAML)) for slug, changes in meetings
    ]
    return Written(a_site(), meetings=found)


def test_the_latest_meeting_suggests_what_was_written_in_it() -> None:
    early, late = (
        at("2026-01-21 14:00", "2026-01-21 17:00"),
        at("2026-03-03 10:00", "2026-03-03 12:30"),
    )
    found = precedent_of(
        written(("late", {"when": late}), ("early", {"when": early})), ["smart-cities"]
    )
    assert found
    assert found.meeting.slug == "late"
    assert found.values == {
        "type": "workshop",
        "place": {"name": "House of Regions", "room": "Room 3"},
    }
    assert (found.begins, found.lasts) == ("10:00", timedelta(hours=2.5))
    assert found.service == "eusurvey"
    assert found.end(datetime(2027, 2, 9, 14)) == "16:30"
    assert found.end(datetime(2027, 2, 9, 23)) == "2027-02-10 01:30"


def test_one_that_was_called_off_suggests_nothing() -> None:
    off = {"when": at("2026-03-03"), "status": "cancelled", "notice": "Ill."}
    found = precedent_of(written(("held", {}), ("off", off)), ["smart-cities"])
    assert found
    assert found.meeting.slug == "held"
    assert precedent_of(written(("off", off)), ["smart-cities"]) is None


def test_one_of_the_same_type_comes_first_where_there_is_one() -> None:
    visit = {"when": at("2026-03-03"), "type": "site-visit"}
    both = written(("usual", {"type": "workshop"}), ("visit", visit))
    for kind, slug in (("workshop", "usual"), ("webinar", "visit"), (None, "visit")):
        found = precedent_of(both, ["smart-cities"], kind)
        assert found
        assert found.meeting.slug == slug


def test_the_first_group_that_has_met_is_asked() -> None:
    health = a_group("health")
    found = precedent_of(written(("one", {"groups": (health,)})), ["new-group", "health"])
    assert found
    assert precedent_of(written(("one", {"groups": (health,)})), ["new-group"]) is None


def test_it_lasts_as_the_clock_on_the_wall_says() -> None:
    """Over the night in which an hour is left out, and for whole days."""
    night = at("2026-03-28 22:00", "2026-03-29 06:00")
    found = precedent_of(written(("night", {"when": night})), ["smart-cities"])
    assert found
    assert found.lasts == timedelta(hours=8)
    days = precedent_of(
        written(("days", {"when": at("2026-05-07", "2026-05-08")})), ["smart-cities"]
    )
    assert days
    assert (days.begins, days.lasts) == ("", timedelta())
