"""Listing: the programme as JSON, held against its own schema by a validator we did not write."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from factories import ADDRESS, a_contact, a_document, a_group, a_meeting, a_programme, at
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from theme_pages import a_whole_programme

from workgroups.group import Group
from workgroups.listing import listing, schema
from workgroups.meeting import AgendaItem, Meeting, Online, Place, Speaker, Translation
from workgroups.programme import Programme
from workgroups.prose import Prose
from workgroups.registration import Registration
from workgroups.story import Revision

SCHEMA = json.loads(schema(ADDRESS))
VALIDATOR = Draft202012Validator(SCHEMA)

FULL = a_meeting(
    groups=(a_group(), a_group("urban-mobility", closed=date(2026, 12, 31), parent="smart-cities")),
    type="working-group",
    notice="Bring a coat.",
    online=Online("https://meet.example/1", "Ask."),
    contact=a_contact(),
    speakers=(Speaker("Cy", "Commission", "State of play"),),
    agenda=(AgendaItem(date(2026, 1, 21), time(14), "Welcome", "Cy"),),
    documents=(
        a_document(size=9, sha256="0" * 64, pages=2, date=date(2026, 1, 9), lang="en", version="2"),
        a_document("https://video.example/1"),
    ),
    registration=Registration(
        form="https://forms.example/1",
        opens=at("2026-01-02 09:00").start,
        closes=date(2026, 1, 19),
        timeline=((None, "full"), (datetime(2026, 1, 19, 23, tzinfo=UTC), "closed")),
        waiting_list="https://forms.example/2",
        note="For members.",
    ),
    tags=("energy",),
    translations=(Translation("fr", "L'énergie", Prose("")),),
)
DAYS = a_meeting("days", when=at("2027-05-30", "2027-06-01"), status="tentative", place=None)
OFF = a_meeting("off", status="postponed", notice="Ill.", replaced_by="days")


def data(*meetings: Meeting, **more: Any) -> Any:
    return json.loads(listing(a_programme(*meetings, **more), ADDRESS))


def one(meeting: Meeting) -> Any:
    (found,) = data(meeting)["meetings"]
    return found


# ---- The schema ----------------------------------------------------------------------------------


def test_the_schema_is_one() -> None:
    VALIDATOR.check_schema(SCHEMA)
    assert SCHEMA["$id"] == data()["$schema"] == f"{ADDRESS}/meetings.schema.json"


def inside(rules: Any) -> Iterator[Any]:
    """Every mapping of rules in the schema."""
    yield rules
    for inner in (*rules.get("properties", {}).values(), *filter(None, [rules.get("items")])):
        yield from inside(inner)


def test_the_schema_explains_every_field_and_allows_no_other() -> None:
    for rules in inside(SCHEMA):
        assert rules["description"]
        if "object" in rules["type"]:
            assert rules["additionalProperties"] is False
            assert rules["required"] == list(rules["properties"])


PROGRAMMES = {
    "bare": a_programme(),
    "plain": a_programme(a_meeting()),
    "full": a_programme(FULL, DAYS, OFF),
    "theme": a_whole_programme(),
}


@pytest.mark.parametrize("name", PROGRAMMES)
def test_the_listing_keeps_the_schema(name: str) -> None:
    VALIDATOR.validate(json.loads(listing(PROGRAMMES[name], ADDRESS)))


def test_the_small_site_keeps_the_schema(small_site: Path) -> None:
    rules, found = (
        json.loads((small_site / name).read_bytes())
        for name in ("meetings.schema.json", "meetings.json")
    )
    Draft202012Validator(rules).validate(found)
    assert found["meetings"]


def test_the_example_has_every_field_somewhere(example_site: Path) -> None:
    """So that the schema is held against something, and what is null everywhere is found."""
    found = json.loads((example_site / "meetings.json").read_bytes())
    known = set(filled(found, ""))
    wanted = set(named(SCHEMA, ""))
    assert wanted - known == set()


def named(rules: Any, above: str) -> Iterator[str]:
    for name, inner in rules.get("properties", {}).items():
        yield f"{above}/{name}"
        yield from named(inner.get("items", inner), f"{above}/{name}")


def filled(found: Any, above: str) -> Iterator[str]:
    if isinstance(found, list):
        for inner in found:
            yield from filled(inner, above)
    elif isinstance(found, dict):
        for name, inner in found.items():
            if inner not in (None, []):
                yield f"{above}/{name}"
                yield from filled(inner, f"{above}/{name}")


WRONG = {
    "a field too many": lambda m: m.update(mood="good"),
    "a field too few": lambda m: m.pop("title"),
    "another status": lambda m: m.update(status="off"),
    "an instant of no zone": lambda m: m["when"].update(begins="2026-01-21T13:00:00"),
    "a way within the site": lambda m: m.update(address="/meetings/x/"),
    "nothing for a list": lambda m: m.update(agenda=None),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_schema_finds_what_is_wrong(name: str) -> None:
    found = data(FULL)
    VALIDATOR.validate(found)
    WRONG[name](found["meetings"][0])
    assert not VALIDATOR.is_valid(found)


# ---- What it says --------------------------------------------------------------------------------


def test_the_head_and_the_groups() -> None:
    found = data(FULL, name="Network", timezone="Europe/Athens")
    assert found["name"] == "Network"
    assert found["address"] == f"{ADDRESS}/"
    assert (found["timezone"], found["language"]) == ("Europe/Athens", "en")
    assert found["groups"][1] == {
        "slug": "urban-mobility",
        "name": "Urban Mobility",
        "address": f"{ADDRESS}/groups/urban-mobility/",
        "calendar": f"{ADDRESS}/groups/urban-mobility/calendar.ics",
        "parent": "smart-cities",
        "closed": "2026-12-31",
    }


def test_times_are_those_of_the_wall_and_of_the_world() -> None:
    assert one(FULL)["when"] == {
        "start": "2026-01-21T14:00:00",
        "end": "2026-01-21T17:00:00",
        "timezone": "Europe/Brussels",
        "all_day": False,
        "begins": "2026-01-21T13:00:00Z",
        "ends": "2026-01-21T16:00:00Z",
    }
    assert one(DAYS)["when"] == {
        "start": "2027-05-30",
        "end": "2027-06-01",
        "timezone": "Europe/Brussels",
        "all_day": True,
        "begins": "2027-05-29T22:00:00Z",
        "ends": "2027-06-01T22:00:00Z",
    }


def test_every_fact_of_a_meeting() -> None:
    found = one(FULL)
    page = f"{ADDRESS}/meetings/2026-01-21-energy/"
    wanted = {
        "uid": FULL.uid,
        "title": "Energy in cities",
        "language": "en",
        "address": page,
        "calendar": f"{page}meeting.ics",
        "translations": [
            {"language": "fr", "title": "L'énergie", "address": page.replace("/m", "/fr/m", 1)}
        ],
        "groups": ["smart-cities", "urban-mobility"],
        "type": "working-group",
        "status": "confirmed",
        "notice": "Bring a coat.",
        "replaced_by": None,
        "place": {
            "name": "House of Regions",
            "address": "Rue de l'Exemple 1, 1000 Brussels",
            "room": "Room 3",
        },
        "online": {"address": "https://meet.example/1", "note": "Ask."},
        "contact": {
            "name": "Ada Example",
            "email": "ada@network.example",
            "phone": "+32 2 555 01 00",
        },
        "agenda": [{"day": "2026-01-21", "time": "14:00", "title": "Welcome", "speaker": "Cy"}],
        "speakers": [{"name": "Cy", "organisation": "Commission", "topic": "State of play"}],
        "tags": ["energy"],
        "revision": {
            "created": "2025-11-03T09:00:00Z",
            "modified": "2025-12-01T10:00:00Z",
            "sequence": 2,
        },
    }
    assert {name: found[name] for name in wanted} == wanted


def test_documents_say_where_they_lie_and_what_they_are() -> None:
    own, elsewhere = one(FULL)["documents"]
    assert own == {
        "title": "Agenda",
        "role": "agenda",
        "address": f"{ADDRESS}/meetings/2026-01-21-energy/agenda.pdf",
        "media_type": "application/pdf",
        "size": 9,
        "sha256": "0" * 64,
        "pages": 2,
        "date": "2026-01-09",
        "language": "en",
        "version": "2",
    }
    assert elsewhere["address"] == "https://video.example/1"
    assert (elsewhere["media_type"], elsewhere["size"], elsewhere["sha256"]) == (None, None, None)


def test_registration_says_until_when_and_never_whether_it_is_open_now() -> None:
    assert one(FULL)["registration"] == {
        "address": "https://forms.example/1",
        "opens": "2026-01-02T09:00:00+01:00",
        "closes": "2026-01-19",
        "full": True,
        "waiting_list": "https://forms.example/2",
        "note": "For members.",
    }
    assert one(DAYS)["registration"] is None


def test_what_is_not_known_is_null() -> None:
    found = one(a_meeting(place=None))
    assert {name for name, value in found.items() if value is None} == {
        *("type", "notice", "replaced_by", "place", "online", "contact", "registration")
    }


def test_a_meeting_held_instead_is_named_by_its_address() -> None:
    found = {meeting["uid"]: meeting for meeting in data(OFF, DAYS)["meetings"]}
    assert found[OFF.uid]["replaced_by"] == f"{ADDRESS}/meetings/days/"


def test_meetings_and_groups_are_in_the_order_of_the_programme() -> None:
    programme: Programme = a_whole_programme()
    found = json.loads(listing(programme, ADDRESS))
    assert [m["uid"] for m in found["meetings"]] == [m.uid for m in programme.meetings]
    groups: tuple[Group, ...] = programme.groups
    assert [g["slug"] for g in found["groups"]] == [g.slug for g in groups]


def test_without_a_history_it_is_from_before_history() -> None:
    revision = one(replace(FULL, revision=Revision()))["revision"]
    assert revision["created"] == "1970-01-01T00:00:00Z"


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)


@settings(max_examples=40)
@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=2), st.permutations([FULL, DAYS, OFF]))
def test_any_words_come_out_as_they_went_in(
    title: str, name: str, tags: list[str], others: list[Meeting]
) -> None:
    """In whichever order meetings are read."""
    own = a_meeting("own", title=title, place=Place(name, None, name), tags=tuple(tags))
    found = data(own, *others)
    VALIDATOR.validate(found)
    assert found == data(*others, own)
    (said,) = (meeting for meeting in found["meetings"] if meeting["uid"] == own.uid)
    assert said["title"] == title
    assert said["place"]["name"] == said["place"]["room"] == name
    assert said["tags"] == tags
