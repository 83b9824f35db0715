"""Clashes: told of two meetings that cannot both be right, and of nothing that can."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import a_contact, a_group, a_meeting, a_written, at
from hypothesis import given
from hypothesis import strategies as st

from workgroups import clashes
from workgroups.meeting import Meeting, Place

EARLY = a_meeting("a", when=at("2026-01-21 14:00", "2026-01-21 17:00"))
OTHER_GROUP = (a_group("mobility"),)
LONDON = "Europe/London"


def later(**changes: Any) -> Meeting:
    return a_meeting("b", **{"when": at("2026-01-21 16:00", "2026-01-21 18:00"), **changes})


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        (EARLY, later(), 1),
        (EARLY, later(groups=(a_group("mobility"), a_group())), 1),
        (EARLY, later(when=at("2026-01-21 15:30", "2026-01-21 16:30", LONDON)), 1),
        (EARLY, later(when=at("2026-01-21 16:30", "2026-01-21 17:30", LONDON)), 0),
        (EARLY, later(when=at("2026-01-21 17:00", "2026-01-21 18:00")), 0),
        (EARLY, later(groups=OTHER_GROUP), 0),
        (EARLY, later(status="cancelled"), 0),
        (EARLY, later(status="postponed"), 0),
        (EARLY, later(status="tentative"), 1),
        (EARLY, later(draft=True), 1),
        # A day alone holds no hours, and a group meets in the margins of a fair.
        (EARLY, later(when=at("2026-01-20", "2026-01-22")), 0),
        (later(when=at("2026-01-20", "2026-01-21")), a_meeting("c", when=at("2026-01-21")), 1),
        (later(when=at("2026-01-20")), a_meeting("c", when=at("2026-01-21")), 0),
    ],
)
def test_a_group_meets_once_at_a_time(one: Meeting, other: Meeting, count: int) -> None:
    for things in ((one, other), (other, one)):
        found = list(clashes.group_meets_twice(a_written(*things)))
        assert len(found) == count


def test_a_joint_meeting_is_one() -> None:
    joint = a_meeting(groups=(a_group(), *OTHER_GROUP))
    assert not list(clashes.group_meets_twice(a_written(joint)))


def test_two_that_share_two_groups_are_told_once() -> None:
    both = (a_group(), *OTHER_GROUP)
    whole = a_written(a_meeting("a", groups=both), a_meeting("b", groups=both))
    [problem] = clashes.group_meets_twice(whole)
    assert problem.file.endswith("/b/index.md")
    assert "/a/index.md" in problem.message


def test_what_is_over_cannot_be_moved() -> None:
    assert not list(clashes.group_meets_twice(a_written(EARLY, later(), today="2026-01-22")))
    assert list(clashes.group_meets_twice(a_written(EARLY, later(), today="2026-01-21")))


@pytest.mark.parametrize(("today", "count"), [("2026-06-29", 1), ("2026-06-30", 0)])
def test_a_group_closes_on_its_day(today: str, count: int) -> None:
    group = a_group(closed=date(2026, 6, 30))
    assert len(list(clashes.group_closed_too_early(a_written(group, today=today)))) == count
    assert not list(clashes.group_closed_too_early(a_written(a_group(), today=today)))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8)), max_size=8))
def test_every_pair_that_overlaps_is_told_once(spans: list[tuple[int, int]]) -> None:
    hours = [(first, first + length) for first, length in spans]
    meetings = [
        a_meeting(f"m{n}", when=at(*(f"2026-02-{1 + h // 24:02} {h % 24:02}:00" for h in span)))
        for n, span in enumerate(hours)
    ]
    overlapping = [
        (one, other)
        for number, one in enumerate(hours)
        for other in hours[:number]
        if one[0] < other[1] and other[0] < one[1]
    ]
    assert len(list(clashes.group_meets_twice(a_written(*meetings)))) == len(overlapping)


@pytest.mark.parametrize(
    ("place", "count"),
    [
        (Place("House of Regions", None, "room 3"), 1),
        (Place("Another name", "Rue de l'Exemple 1, 1000 Brussels", "Room 3"), 1),
        (Place("House of Regions", None, "Room 4"), 0),
        (Place("House of Regions"), 0),
        (Place("City Hall", "Grand-Place 1, 1000 Brussels", "Room 3"), 0),
    ],
)
def test_a_room_holds_one_meeting(place: Place, count: int) -> None:
    whole = a_written(EARLY, later(groups=OTHER_GROUP, place=place))
    assert len(list(clashes.room_taken_twice(whole))) == count


def test_a_clash_of_a_group_is_not_told_of_its_room_too() -> None:
    assert not list(clashes.room_taken_twice(a_written(EARLY, later())))


CITY_HALL = Place("City Hall", "Grand-Place 1, 1000 Brussels")
NAMED = "contact: {name: Ada}"


@pytest.mark.parametrize(
    ("changes", "yaml", "count"),
    [
        ({}, NAMED, 1),
        ({"contact": a_contact(email="ADA@network.example")}, NAMED, 1),
        ({"contact": a_contact(email="bob@network.example")}, NAMED, 0),
        ({}, "", 0),  # the contact of the group: its office
        ({"place": None}, NAMED, 0),
        ({"place": EARLY.place}, NAMED, 0),
    ],
)
def test_a_contact_is_in_one_place(changes: dict[str, Any], yaml: str, count: int) -> None:
    one = a_meeting("a", contact=a_contact())
    given = {"contact": a_contact(), "place": CITY_HALL, "groups": OTHER_GROUP, **changes}
    whole = a_written((one, NAMED), (later(**given), yaml))
    assert len(list(clashes.contact_in_two_places(whole))) == count


def told(meeting: Meeting, **site: Any) -> list[str]:
    found = clashes.meeting_on_a_day_off(a_written(meeting, **site))
    return [problem.message for problem in found]


def test_a_holiday_of_the_country_that_the_address_names() -> None:
    abroad = Place("Town hall", "Largo do Senado 1, 9500 Ponta Delgada (Portugal)")
    assert told(a_meeting(place=abroad, when=at("2026-04-25"))) == [
        "on 25 April 2026, there is a public holiday (Portugal: Freedom Day)"
    ]
    assert not told(a_meeting(when=at("2026-04-25")))


def test_the_country_can_be_named_in_any_language_of_the_site() -> None:
    abroad = Place("Rathaus", "Marktplatz 1, 70173 Stuttgart, Allemagne")
    meeting = a_meeting(place=abroad, when=at("2026-10-03"))
    assert "Germany" in told(meeting, languages=("en", "fr"))[0]
    assert not told(meeting)


def test_without_a_place_nobody_travels_to_a_country() -> None:
    assert told(a_meeting(when=at("2026-11-11")))
    assert not told(a_meeting(place=None, when=at("2026-11-11")))
    assert told(a_meeting(place=None, when=at("2026-12-28")))


def test_one_of_several_days_is_enough_and_told_once() -> None:
    assert len(told(a_meeting(when=at("2026-12-23", "2026-12-30")))) == 1


def test_a_zone_without_a_country_has_no_holidays() -> None:
    assert not told(a_meeting(when=at("2026-11-11", zone_name="Etc/UTC")))


def test_a_day_off_that_is_past_or_cancelled_is_not_told() -> None:
    holiday = at("2026-11-11")
    whole = a_written(a_meeting(when=holiday), today="2026-11-12")
    assert not list(clashes.meeting_on_a_day_off(whole))
    assert not told(a_meeting(when=holiday, status="cancelled"))
