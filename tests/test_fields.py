"""Fields: what belongs together in the front matter of a meeting, a group and a page."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from workgroups.documents import ROLE
from workgroups.fields import (
    DocumentFields,
    Fields,
    GroupFields,
    MeetingFields,
    OnlineFields,
    PageFields,
    RegistrationFields,
    RoleKey,
    TranslationFields,
)

MEETING = {
    "uid": "5b3c6f0e-8a5f-4f3c",
    "title": "Energy",
    "groups": ["smart-cities"],
    "start": "2026-01-21 14:00",
    "end": "2026-01-21 17:00",
}


def meeting(**changes: Any) -> MeetingFields:
    """A valid meeting with other fields; None leaves one out."""
    fields = MEETING | changes
    return MeetingFields.model_validate({k: v for k, v in fields.items() if v is not None})


def told(model: type[Fields], **fields: Any) -> list[tuple[Any, ...]]:
    """Where the problems of these fields are."""
    with pytest.raises(ValidationError) as error:
        model.model_validate(fields)
    return [details["loc"] for details in error.value.errors()]


def test_a_meeting_needs_little() -> None:
    fields = meeting()
    assert (fields.start, fields.end) == (datetime(2026, 1, 21, 14), datetime(2026, 1, 21, 17))
    assert (fields.status, fields.draft, fields.registration) == ("confirmed", False, None)


@pytest.mark.parametrize("name", MEETING)
def test_each_of_it_is_needed(name: str) -> None:
    with pytest.raises(ValidationError) as error:
        meeting(**{name: None})
    assert [details["loc"] for details in error.value.errors()] == [(name,)]


def test_an_end_alone_is_on_the_day_of_the_start() -> None:
    assert meeting(end="16:30").end == datetime(2026, 1, 21, 16, 30)


def test_a_day_alone_needs_no_end() -> None:
    assert meeting(start="2026-01-21", end=None).end is None
    assert meeting(start="2026-01-21", end="2026-01-21").end == date(2026, 1, 21)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-01-21 14:00", "13:00"),
        ("2026-01-21 14:00", "14:00"),
        ("2026-01-21 14:00", "2026-01-20 17:00"),
        ("2026-01-21 14:00", "2026-01-21"),
        ("2026-01-21", "2026-01-21 17:00"),
        ("2026-01-21", "17:00"),
        ("2026-01-21", "2026-01-20"),
    ],
)
def test_the_end_fits_the_start(start: str, end: str) -> None:
    assert told(MeetingFields, **MEETING | {"start": start, "end": end}) == [("end",)]


def test_a_wrong_start_is_told_once() -> None:
    assert told(MeetingFields, **MEETING | {"start": "2026-02-30 14:00", "end": "17:00"}) == [
        ("start",)
    ]


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_who_calls_off_says_why(status: str) -> None:
    assert told(MeetingFields, **MEETING, status=status) == [("notice",)]
    assert meeting(status=status, notice="The room is closed.").notice == "The room is closed."


def test_unknown_fields_are_told_at_every_depth() -> None:
    place = {"name": "House", "floor": "3"}
    assert told(MeetingFields, **MEETING, color="red", place=place) == [
        ("place", "floor"),
        ("color",),
    ]


def test_a_meeting_belongs_to_a_group() -> None:
    assert told(MeetingFields, **MEETING | {"groups": []}) == [("groups",)]


@pytest.mark.parametrize(
    "form",
    [{"url": "https://forms.example/a"}, {"service": "eusurvey", "form": "a"}],
)
def test_a_form_is_named_in_one_of_two_ways(form: dict[str, str]) -> None:
    fields = RegistrationFields.model_validate(form)
    assert {k: v for k, v in fields if k in form} == form


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"service": "eusurvey"},
        {"form": "a"},
        {"url": "https://forms.example/a", "form": "a"},
        {"url": "https://forms.example/a", "service": "eusurvey"},
    ],
)
def test_a_form_is_named_once(form: dict[str, str]) -> None:
    assert told(RegistrationFields, **form) == [("form",)]


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({}, "url"),
        ({"file": "a.pdf", "url": "https://example.eu/a.pdf", "title": "A"}, "url"),
        ({"url": "https://example.eu/a.pdf"}, "title"),
        ({"file": "a.pdf", "role": "handout"}, "role"),
    ],
)
def test_a_document_is_here_or_elsewhere(document: dict[str, str], place: str) -> None:
    assert told(DocumentFields, **document) == [(place,)]


def test_online_says_how_to_join() -> None:
    assert told(OnlineFields) == [("note",)]
    assert told(OnlineFields, address="http://example.eu/call") == [("address",)]
    assert OnlineFields(note="Ask Ada.").address is None


@pytest.mark.parametrize(
    "status", [{"status": "closed"}, {"closed": "2021-12-31"}, {"status": "sleeping"}]
)
def test_a_closed_group_has_a_closing_day(status: dict[str, str]) -> None:
    assert len(told(GroupFields, name="Energy", **status)) == 1


def test_fields_and_documents_know_the_same_roles() -> None:
    assert set(get_args(RoleKey)) == set(ROLE)


@pytest.mark.parametrize("model", [MeetingFields, TranslationFields, GroupFields, PageFields])
def test_every_field_tells_editors_tools_what_it_is_for(model: type[Fields]) -> None:
    schema = model.model_json_schema()
    models = [schema, *schema.get("$defs", {}).values()]
    for properties in (inner["properties"] for inner in models):
        assert all(inner.get("description") for inner in properties.values())
    assert json.loads(json.dumps(schema)) == schema
    assert schema["additionalProperties"] is False
