"""Changes: what is told of a meeting's history, when, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from factories import a_document, a_group, a_meeting, a_programme, at
from hypothesis import given
from hypothesis import strategies as st
from theme_pages import wording

from workgroups.changes import Change, Changes
from workgroups.meeting import Meeting
from workgroups.story import Event, Revision
from workgroups.version import Version, read_version

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)
OLD, NEW = "2026-01-14 14:00", "2026-01-21 14:00"


def on(day: int, month: int = 1) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


def said(start: str | None = NEW, end: str | None = "17:00", **fields: str) -> Version:
    """What a file said: a meeting of Brussels, unless told otherwise."""
    given = {"uid": "x", "start": start, "end": end, "place": "{name: House}", **fields}
    lines = [f"{name}: {value}" for name, value in given.items() if value is not None]
    version = read_version("\n".join(("---", *lines, "---", "")))
    assert version is not None
    return version


def event(kind: str, *states: Version, day: int = 5, commit: str = "c1", **more: Any) -> Event:
    before = states[0] if len(states) == 2 else None
    return Event(kind, on(day), commit, before, states[-1] if states else None, **more)


def with_events(*events: Event, **fields: Any) -> Meeting:
    return a_meeting(revision=Revision(on(1), on(5), 0, events), **fields)


def told(*meetings: Meeting, now: datetime = NOW) -> Changes:
    return Changes(a_programme(*meetings), now)


def only(meeting: Meeting) -> Change:
    (change,) = told(meeting).all
    return change


def in_english(change: Change) -> list[str]:
    words = wording("en")
    return [change.title(words), *change.facts(words)]


# ---- In words ------------------------------------------------------------------------------------

WED_14 = "Wednesday 14 January 2026, 14:00 to 17:00, Brussels time (CET)"
WED_21 = "Wednesday 21 January 2026, 14:00 to 17:00, Brussels time (CET)"
HOUSE, HALL = said(), said(place="{name: Hall, room: '2', address: Rue 1}")
CALLED_OFF = said(status="cancelled", notice="The house is closed.")
PUT_OFF = said(status="postponed")
SAVE = said("2026-01-21", None, status="tentative")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (event("announced", HOUSE), ["New", WED_21, "House"]),
        (event("announced", said(place="", online="{note: Soon}")), ["New", WED_21, "online"]),
        (event("moved", said(OLD), HOUSE), ["Moved", f"Now: {WED_21}", f"Before: {WED_14}"]),
        (
            event("moved", said(OLD), HALL),
            *[["Moved", f"Now: {WED_21}", f"Before: {WED_14}", "Now: Hall, 2, Rue 1"]],
        ),
        (
            event("relocated", HOUSE, HALL),
            ["New place", "Now: Hall, 2, Rue 1", "Before: House", WED_21],
        ),
        (
            event("relocated", said(online="{note: A}"), said(online="{note: B}")),
            ["New place", "The way to join online has changed."],
        ),
        (event("cancelled", HOUSE, CALLED_OFF), ["Cancelled", f"It was planned for: {WED_21}"]),
        (event("postponed", HOUSE, PUT_OFF), ["Postponed", f"It was planned for: {WED_21}"]),
        (event("reinstated", CALLED_OFF, HOUSE), ["Takes place after all", WED_21]),
        (
            event("reinstated", said(OLD, status="postponed"), HOUSE),
            ["Takes place after all", f"Now: {WED_21}", f"Before: {WED_14}"],
        ),
        (event("confirmed", said(status="tentative"), HOUSE), ["Confirmed", WED_21]),
        (
            event("moved", SAVE, HOUSE),
            ["Moved", f"Now: {WED_21}", "Before: Wednesday 21 January 2026"],
        ),
    ],
)
def test_what_is_new_and_what_it_was(what: Event, words: list[str]) -> None:
    first, *rest = words
    found = in_english(only(with_events(what)))
    assert found[0] == f"{first}: Energy in cities"
    assert found[1 : 1 + len(rest)] == rest


def test_the_reason_is_told_as_long_as_it_holds() -> None:
    meeting = with_events(event("cancelled", HOUSE, CALLED_OFF), notice="The house is closed.")
    assert "The house is closed." in in_english(only(replace(meeting, status="cancelled")))
    assert "The house is closed." not in in_english(only(meeting))


def test_papers_are_told_by_their_titles() -> None:
    papers = (
        a_document(download_name="Agenda (1).pdf"),
        a_document("/meetings/x/minutes.pdf", title="Minutes", download_name="minutes.pdf"),
        a_document("https://elsewhere.example/", title="Recording"),
    )
    one = event("papers", papers=("minutes.pdf",))
    two = event("papers", papers=("Agenda (1).pdf", "gone.pdf", "minutes.pdf"))
    found = in_english(only(with_events(one, documents=papers)))
    assert found == ["New paper: Energy in cities", "Minutes"]
    found = in_english(only(with_events(two, documents=papers)))
    assert found == ["2 new papers: Energy in cities", "Agenda, Minutes"]


def test_papers_that_are_gone_are_not_told() -> None:
    assert told(with_events(event("papers", papers=("gone.pdf",)))).all == ()


def test_it_is_told_in_the_language_of_the_reader() -> None:
    words = wording("fr")
    change = only(with_events(event("moved", said(OLD), HOUSE)))
    assert change.title(words) == "Déplacée\xa0: Energy in cities"
    assert change.facts(words)[1].startswith(
        "Avant\xa0: mercredi 14 janvier 2026, de 14:00 à 17:00"
    )


@pytest.mark.parametrize(
    "broken",
    [
        said("2026-01-14 25:00"),
        said("soon", None),
        said("2026-01-14", "2026-01-14 17:00"),
        said("2026-01-14 14:00", "09:00"),
        said("2026-03-29 02:30"),
        said(OLD, timezone="Brussels"),
    ],
)
def test_an_old_state_may_be_no_time_at_all(broken: Version) -> None:
    change = only(with_events(event("moved", broken, HOUSE)))
    assert change.before is not None
    assert change.before.when is None
    assert in_english(change) == ["Moved: Energy in cities", f"Now: {WED_21}"]


@pytest.mark.parametrize("place", ["House", "[House]", "{room: '2'}", "{name: [House]}"])
def test_an_old_place_may_be_none(place: str) -> None:
    change = only(with_events(event("relocated", said(place=place), HOUSE)))
    assert in_english(change)[1:] == ["Now: House", WED_21]


def test_a_meeting_without_a_zone_of_its_own_has_that_of_today() -> None:
    athens = at("2026-01-21 14:00", "2026-01-21 17:00", "Europe/Athens")
    change = only(with_events(event("moved", said(OLD, timezone="UTC"), HOUSE), when=athens))
    assert change.before
    assert change.after
    assert (change.before.when, change.after.when) == (
        at("2026-01-14 14:00", "2026-01-14 17:00", "UTC"),
        athens,
    )


# ---- What is worth telling -----------------------------------------------------------------------


def test_what_was_over_is_no_news() -> None:
    """The archive comes in one day, and old dates are put right, without telling anyone."""
    past = said("2025-11-05 14:00")
    typo = said("2025-11-06 14:00")
    quiet = [event("announced", past), event("moved", past, typo), event("cancelled", past, past)]
    for what in quiet:
        assert told(with_events(what)).all == ()
    assert told(with_events(event("moved", past, HOUSE))).all
    assert told(with_events(event("moved", HOUSE, past))).all


def test_minutes_of_a_meeting_that_is_over_are_news() -> None:
    minutes = a_document(download_name="minutes.pdf")
    over = with_events(
        event("papers", papers=("minutes.pdf",), day=9),
        documents=(minutes,),
        when=at("2026-01-05 10:00", "2026-01-05 12:00"),
    )
    assert told(over).all


def test_a_zone_that_was_meant_all_along_moves_nothing() -> None:
    written = said(timezone="Europe/Brussels")
    assert told(with_events(event("moved", HOUSE, written))).all == ()
    assert told(with_events(event("moved", HOUSE, said(timezone="Europe/Lisbon")))).all


@pytest.mark.parametrize("kind", ["announced", "moved", "relocated"])
def test_of_what_is_called_off_only_that_is_told(kind: str) -> None:
    states = (CALLED_OFF,) if kind == "announced" else (HOUSE, CALLED_OFF)
    assert told(with_events(event(kind, *states))).all == ()


# ---- Which, and in which order -------------------------------------------------------------------


def test_ids_never_change_and_are_never_given_twice() -> None:
    """Written out: whoever has read an entry must not get it again."""
    first = event("announced", HOUSE)
    again = event("moved", said(OLD), HOUSE)
    meeting = with_events(first, again, again, event("moved", said(OLD), HOUSE, commit="c2"))
    ids = [change.id for change in told(meeting).all]
    renamed = replace(meeting, slug="other", title="Other", when=at("2026-02-01", "2026-02-01"))
    assert [change.id for change in told(renamed).all] == ids
    assert sorted(ids) == IDS


IDS = [
    "urn:uuid:12118759-a84c-5058-b85b-e8f6a59fc66a",
    "urn:uuid:774efab0-dd57-5727-9c9a-3cac99e5ef61",
    "urn:uuid:c78149a0-68dd-540e-a6dd-fba557d15a12",
]


def test_the_newest_come_first_and_the_soonest_of_one_moment() -> None:
    soon = with_events(event("announced", HOUSE, day=2), event("moved", said(OLD), HOUSE, day=4))
    later = replace(
        with_events(event("announced", said("2026-02-02 10:00"), day=4)),
        slug="later",
        uid="later",
        when=at("2026-02-02 10:00", "2026-02-02 12:00"),
    )
    found = [(change.kind, change.meeting.slug) for change in told(later, soon).all]
    assert found == [("moved", soon.slug), ("announced", "later"), ("announced", soon.slug)]


def test_a_group_has_its_own_and_its_childrens() -> None:
    parent = a_group("transport")
    child = a_group("mobility", parent="transport")
    other = a_group("water")
    own = with_events(event("announced", HOUSE), groups=(parent,))
    childs = replace(own, slug="b", uid="b", groups=(child,))
    found = Changes(a_programme(own, childs, groups=(other,)), NOW)
    slugs = {g.slug: [c.meeting.slug for c in found.of(g)] for g in (parent, child, other)}
    assert slugs == {"transport": [own.slug, "b"], "mobility": ["b"], "water": []}


# ---- The clock -----------------------------------------------------------------------------------


def test_nothing_is_of_the_future() -> None:
    """A clock was wrong: the commit counts as made with the newest one whose clock was right."""
    meeting = with_events(
        event("announced", HOUSE, day=2),
        event("relocated", HALL, HOUSE, day=9),
        event("moved", said(OLD), HOUSE, day=11),
        Event("cancelled", on(30, 12), "c3", HOUSE, CALLED_OFF),
    )
    found = [(change.kind, change.instant) for change in told(meeting).all]
    assert found == [
        ("cancelled", on(9)),
        ("moved", on(9)),
        ("relocated", on(9)),
        ("announced", on(2)),
    ]


def test_where_every_clock_was_wrong_it_is_the_turn_of_the_year() -> None:
    meeting = with_events(event("announced", HOUSE, day=11))
    assert only(meeting).instant == datetime(2026, 1, 1, tzinfo=UTC)


def test_with_right_clocks_no_day_changes_anything() -> None:
    meeting = with_events(event("announced", HOUSE, day=2), event("moved", said(OLD), HOUSE, day=4))
    assert told(meeting).all == told(meeting, now=NOW + timedelta(days=5000)).all


# ---- Where it was to be before -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "day"),
    [
        ([event("announced", HOUSE)], None),
        ([event("moved", said(OLD), HOUSE)], 14),
        (
            [event("moved", said("2026-01-13 14:00"), said(OLD)), event("moved", said(OLD), HOUSE)],
            14,
        ),
        ([event("moved", said(OLD), HOUSE), event("relocated", HALL, HOUSE)], 14),
        ([event("reinstated", said(OLD, status="postponed"), HOUSE)], 14),
        ([event("moved", HOUSE, said(OLD))], None),
        ([event("moved", said("soon", None), HOUSE)], None),
    ],
)
def test_a_moved_meeting_knows_its_former_date(events: list[Event], day: int | None) -> None:
    numbered = [replace(each, commit=f"c{number}") for number, each in enumerate(events)]
    meeting = with_events(*numbered)
    former = told(meeting).former_date(meeting)
    assert (former and former.first_day) == (day and date(2026, 1, day))


WRITTEN = st.text("0123456789-: aE{}[],nrm'\"#", max_size=20) | st.sampled_from(
    [OLD, NEW, "9999-12-31 23:59", "0001-01-01 00:00", "2026-03-29 02:30", "{name: x}"]
)


@given(st.lists(st.tuples(WRITTEN, WRITTEN, WRITTEN), min_size=2, max_size=3), st.data())
def test_whatever_once_stood_there_can_be_told(
    states: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    versions = [said(start, end, place=place) for start, end, place in states]
    kinds = st.sampled_from(["announced", "moved", "relocated", "cancelled", "confirmed"])
    events = [event(data.draw(kinds), *pair, commit=str(pair)) for pair in pairwise(versions)]
    for change in told(with_events(*events)).all:
        assert all(in_english(change))
    assert told(with_events(*events)).former_date(a_meeting()) is None
