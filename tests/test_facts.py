"""Facts: a programme that was packed says all that it said, and its parts lie apart."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
import sites
from factories import a_document, a_group, a_meeting, a_programme, a_service, a_site, at

from workgroups.facts import Facts
from workgroups.listing import listing
from workgroups.meeting import Meeting, Translation
from workgroups.parts import Parts
from workgroups.programme import Programme
from workgroups.prose import Prose
from workgroups.registration import Registration
from workgroups.times import zone

WHOLE = a_meeting(
    documents=(a_document(), a_document("https://library.example/paper.pdf")),
    translations=(Translation("fr", "Énergie", Prose("<p>Énergie</p>"), lent=frozenset("b")),),
    speakers=(),
    tags=("a", "b"),
)

A_FORM = Registration(
    form="https://forms.example/x",
    opens=None,
    closes=datetime(2026, 1, 20, 12, tzinfo=zone("Europe/Brussels")),
    timeline=((None, "open"), (datetime(2026, 1, 20, 11, tzinfo=UTC), "closed")),
    service=a_service(),
    prefill={"meeting": "{title}"},
)


def through(programme: Programme) -> tuple[Programme, Programme, bytes]:
    """The programme over its parts; the same after it was packed; and what lay between."""
    parts = Parts()
    laid = parts.lay(programme)
    packed = Facts(programme.site, parts).packed(laid)
    return laid, Facts(programme.site, parts).programme(packed), packed


def test_the_example_is_what_it_was() -> None:
    laid, unpacked, packed = through(sites.programme_of())
    assert unpacked == laid
    assert laid == unpacked
    assert listing(unpacked, "https://x.example") == listing(laid, "https://x.example")
    assert Facts(laid.site, Parts()).packed(unpacked) == packed


@pytest.mark.parametrize(
    "meeting",
    [
        WHOLE,
        replace(WHOLE, when=at("2026-01-21", "2026-01-22"), status="postponed", notice="Why"),
        replace(WHOLE, groups=(a_group("a"), a_group("b", parent="a"))),
        replace(WHOLE, registration=A_FORM),
    ],
)
def test_a_meeting_is_what_it_was(meeting: Meeting) -> None:
    programme = a_programme(meeting, form_services={"example": a_service()})
    laid, unpacked, _ = through(programme)
    for field in fields(Meeting):
        one, other = (
            getattr(unpacked.meetings[0], field.name),
            getattr(laid.meetings[0], field.name),
        )
        assert one == other, field.name


def test_meetings_of_a_group_have_the_group_of_the_programme() -> None:
    _, unpacked, _ = through(a_programme(WHOLE, replace(WHOLE, slug="b", uid="b")))
    assert {id(meeting.groups[0]) for meeting in unpacked.meetings} == {id(unpacked.groups[0])}


def test_no_part_is_among_them() -> None:
    meeting = replace(WHOLE, body=Prose("<p>A body</p>"))
    moment = meeting.revision.modified
    _, _, packed = through(a_programme(meeting))
    assert b"A body" not in packed
    assert "Énergie</p>" not in json.loads(packed.splitlines()[1])[0]
    assert moment.isoformat().encode() not in packed


def test_texts_of_groups_are_among_them() -> None:
    _, unpacked, _ = through(a_programme(WHOLE))
    assert unpacked.groups[0].mission == a_group().mission


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"body": Prose("<p>Another</p>")}, True),
        ({"translations": (replace(WHOLE.translations[0], body=Prose("x")),)}, True),
        ({"revision": replace(WHOLE.revision, modified=datetime(2026, 1, 2, tzinfo=UTC))}, True),
        ({"revision": replace(WHOLE.revision, sequence=3)}, False),
        ({"title": "Another"}, False),
        ({"translations": ()}, False),
        ({"translations": (replace(WHOLE.translations[0], title="x"),)}, False),
        ({"translations": (replace(WHOLE.translations[0], lang="de"),)}, False),
        ({"when": at("2026-01-21 14:00", "2026-01-21 17:00", "Europe/Paris")}, False),
        ({"documents": WHOLE.documents[:1]}, False),
        ({"groups": (a_group("another"),)}, False),
        ({"source": "content/meetings/elsewhere/index.md"}, False),
    ],
)
def test_whether_more_than_parts_differs(changes: dict[str, object], same: bool) -> None:
    parts = Parts()
    laid = parts.lay(a_programme(WHOLE))
    facts = Facts(a_site(), parts)
    unpacked = facts.programme(facts.packed(laid)).meetings[0]
    other = replace(WHOLE, **changes)  # type: ignore[arg-type]
    assert facts.same(unpacked, other) is same
    assert facts.same(laid.meetings[0], other) is same
