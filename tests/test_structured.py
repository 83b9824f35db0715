"""Structured data: what a reader of schema.org finds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from factories import ADDRESS, a_group, a_meeting, at
from hypothesis import given
from hypothesis import strategies as st

from workgroups.meeting import Meeting, Online, Place, Translation
from workgroups.prose import Prose
from workgroups.structured import event
from workgroups.times import When

SCHEMA = "https://schema.org/"


def found(meeting: Meeting, former: When | None = None) -> dict[str, Any]:
    return json.loads(event(meeting, meeting.original, ADDRESS, former))


def test_a_whole_event() -> None:
    meeting = a_meeting(groups=(a_group(), a_group("health")))
    assert found(meeting) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "identifier": "2026-01-21-energy@network.example",
        "name": "Energy in cities",
        "description": "We look at energy.",
        "url": "https://network.example/meetings/2026-01-21-energy/",
        "inLanguage": "en",
        "startDate": "2026-01-21T14:00:00+01:00",
        "endDate": "2026-01-21T17:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "House of Regions",
                "address": "Rue de l'Exemple 1, 1000 Brussels",
            }
        ],
        "organizer": [
            {
                "@type": "Organization",
                "name": "Smart Cities",
                "url": "https://network.example/groups/smart-cities/",
            },
            {
                "@type": "Organization",
                "name": "Health",
                "url": "https://network.example/groups/health/",
            },
        ],
    }


def test_days_have_no_hours() -> None:
    days = found(a_meeting(when=at("2026-03-12", "2026-03-13")))
    assert (days["startDate"], days["endDate"]) == ("2026-03-12", "2026-03-13")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("confirmed", "EventScheduled"),
        ("tentative", "EventScheduled"),
        ("postponed", "EventPostponed"),
        ("cancelled", "EventCancelled"),
    ],
)
def test_status(status: str, expected: str) -> None:
    assert found(a_meeting(status=status))["eventStatus"] == SCHEMA + expected


FORMER = at("2026-01-14 14:00", "2026-01-14 17:00")


@pytest.mark.parametrize(
    ("status", "expected", "previous"),
    [
        ("confirmed", "EventRescheduled", "2026-01-14T14:00:00+01:00"),
        ("tentative", "EventRescheduled", "2026-01-14T14:00:00+01:00"),
        ("postponed", "EventPostponed", None),
        ("cancelled", "EventCancelled", None),
    ],
)
def test_a_meeting_that_moved_says_from_when(
    status: str, expected: str, previous: str | None
) -> None:
    moved = found(a_meeting(status=status), FORMER)
    assert moved["eventStatus"] == SCHEMA + expected
    assert moved.get("previousStartDate") == previous
    assert moved["startDate"] == "2026-01-21T14:00:00+01:00"


def test_days_that_moved_have_no_hours_either() -> None:
    moved = found(a_meeting(when=at("2026-03-12")), at("2026-03-05"))
    assert moved["previousStartDate"] == "2026-03-05"


def test_the_notice_comes_first() -> None:
    meeting = a_meeting(status="cancelled", notice="No room.")
    assert found(meeting)["description"] == "No room. We look at energy."


@pytest.mark.parametrize(
    ("place", "online", "mode", "kinds"),
    [
        (Place("Hall"), None, "Offline", ["Place"]),
        (None, Online("https://meet.example/a"), "Online", ["VirtualLocation"]),
        (Place("Hall"), Online(note="By mail."), "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_where(place: Place | None, online: Online | None, mode: str, kinds: list[str]) -> None:
    meeting = found(a_meeting(place=place, online=online))
    assert meeting["eventAttendanceMode"] == f"{SCHEMA}{mode}EventAttendanceMode"
    assert [location["@type"] for location in meeting["location"]] == kinds


def test_where_nobody_knows_yet() -> None:
    meeting = found(a_meeting(status="tentative", place=None))
    assert not {"eventAttendanceMode", "location"} & meeting.keys()


def test_a_place_without_an_address_is_found_by_its_name() -> None:
    (location,) = found(a_meeting(place=Place("Hall")))["location"]
    assert location["address"] == "Hall"


def test_a_way_to_join_that_is_not_public_is_told_on_the_page() -> None:
    (location,) = found(a_meeting(place=None, online=Online(note="By mail.")))["location"]
    assert location["url"] == f"{ADDRESS}/meetings/2026-01-21-energy/"


def test_a_translation() -> None:
    french = Translation("fr", "L'énergie en ville", Prose("<p>Le chauffage.</p>"))
    meeting = a_meeting(translations=(french,))
    spoken = json.loads(event(meeting, french, ADDRESS))
    assert spoken["name"] == "L'énergie en ville"
    assert spoken["description"] == "Le chauffage."
    assert spoken["url"] == f"{ADDRESS}/fr/meetings/2026-01-21-energy/"
    assert spoken["inLanguage"] == "fr"


def test_a_description_is_short() -> None:
    text = found(a_meeting(body=Prose("<p>" + "word " * 1000 + "</p>")))["description"]
    assert len(text) <= 300
    assert text.endswith("word …")


@given(st.text())
def test_no_text_can_end_the_script(text: str) -> None:
    title = f"</script><!--{text}]]>"
    meeting = a_meeting(title=title)
    written = event(meeting, meeting.original, ADDRESS)
    assert not set(written) & set("<>&\u2028\u2029")
    assert found(meeting)["name"] == title
