"""A meeting: what is derived of what was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from factories import a_document, a_group, a_meeting, at

from workgroups.documents import ROLE
from workgroups.meeting import AgendaItem, Place, Translation
from workgroups.prose import Prose

FRENCH = Translation("fr", "Énergie", Prose("<p>Énergie.</p>"))


def test_a_meeting_has_an_address_and_a_calendar_file_there() -> None:
    meeting = a_meeting("kick-off")
    assert meeting.address == "/meetings/kick-off/"
    assert meeting.file_address == "/meetings/kick-off/meeting.ics"


def test_each_language_has_an_address() -> None:
    meeting = a_meeting("kick-off", lang="en", translations=(FRENCH,))
    assert meeting.address_in("en") == "/meetings/kick-off/"
    assert meeting.address_in("fr") == "/fr/meetings/kick-off/"


def test_its_own_language_comes_first() -> None:
    meeting = a_meeting(translations=(FRENCH,), notice="Bring a badge.")
    assert [text.lang for text in meeting.texts] == ["en", "fr"]
    assert meeting.original == Translation("en", meeting.title, meeting.body, "Bring a badge.")


def test_it_speaks_a_language_that_it_has_and_else_its_own() -> None:
    meeting = a_meeting(translations=(FRENCH,), notice="Bring a badge.")
    assert meeting.text_in("fr") == FRENCH.over(meeting.original)
    assert meeting.text_in("en") == meeting.text_in("de") == meeting.original


@pytest.mark.parametrize(
    ("status", "true"),
    [
        ("confirmed", {"happens"}),
        ("tentative", {"happens", "tentative"}),
        ("postponed", {"postponed"}),
        ("cancelled", {"cancelled"}),
    ],
)
def test_what_a_status_means(status: str, true: set[str]) -> None:
    meeting = a_meeting(status=status)
    words = ("happens", "tentative", "postponed", "cancelled")
    assert {word for word in words if getattr(meeting, word)} == true


def test_only_days_that_are_not_certain_are_dates_to_save() -> None:
    day = at("2026-01-21")
    assert a_meeting(when=day, status="tentative").save_the_date
    assert not a_meeting(when=day).save_the_date
    assert not a_meeting(status="tentative").save_the_date


def test_a_meeting_of_several_groups_is_joint() -> None:
    assert not a_meeting().is_joint
    assert a_meeting(groups=(a_group("a"), a_group("b"))).is_joint


def test_its_year_is_that_of_the_clock_on_the_wall() -> None:
    new_year = at("2026-01-01 00:30", "2026-01-01 02:00")
    assert new_year.begins.year == 2025
    assert a_meeting(when=new_year).year == 2026


def test_it_is_upcoming_then_now_then_past() -> None:
    meeting = a_meeting()
    second = timedelta(seconds=1)
    begins, ends = meeting.when.begins, meeting.when.ends
    instants = (begins - second, begins, ends - second, ends)
    assert [meeting.phase(now) for now in instants] == ["upcoming", "now", "now", "past"]


def test_a_place_reads_from_near_to_far() -> None:
    assert str(Place("House", "Rue 1, Brussels", "Room 3")) == "House, Room 3, Rue 1, Brussels"
    assert str(Place("House")) == "House"


def test_facts_for_a_form() -> None:
    meeting = a_meeting("kick-off", groups=(a_group("water"), a_group("energy")), uid="4c1f")
    assert meeting.facts("https://a.eu") == {
        "title": "Energy in cities",
        "date": date(2026, 1, 21),
        "start": "14:00",
        "end": "17:00",
        "group": "Water, Energy",
        "place": "House of Regions, Room 3, Rue de l'Exemple 1, 1000 Brussels",
        "page": "https://a.eu/meetings/kick-off/",
        "uid": "4c1f",
    }


def test_whole_days_have_no_hours_to_fill_in() -> None:
    facts = a_meeting(when=at("2026-01-21"), place=None).facts("")
    assert (facts["start"], facts["end"], facts["place"]) == ("", "", "")


@pytest.mark.parametrize(
    ("status", "timed", "standing"),
    [
        ("confirmed", True, ""),
        ("tentative", True, "tentative"),
        ("tentative", False, "save-the-date"),
        ("postponed", False, "postponed"),
        ("cancelled", True, "cancelled"),
    ],
)
def test_what_a_reader_hears_of_its_status(status: str, timed: bool, standing: str) -> None:
    when = at("2026-01-21 14:00", "2026-01-21 17:00") if timed else at("2026-01-21")
    assert a_meeting(status=status, when=when).standing == standing


def test_what_a_translation_lacks_is_that_of_the_original() -> None:
    item = AgendaItem(date(2026, 1, 21), time(14), "Welcome")
    meeting = a_meeting(notice="No lift.", agenda=(item,), translations=(FRENCH,))
    french = meeting.texts[1]
    assert (french.notice, french.agenda) == ("No lift.", (item,))
    assert (french.language_of("notice"), french.language_of("agenda")) == ("en", "en")
    own = replace(FRENCH, notice="Pas d'ascenseur.")
    french = replace(meeting, translations=(own,)).texts[1]
    assert (french.notice, french.language_of("notice")) == ("Pas d'ascenseur.", "fr")
    assert meeting.original.language_of("notice") == "en"


def test_once_it_is_over_what_came_of_it_is_looked_for_first() -> None:
    keys = ["agenda", "minutes", "paper", "slides", "recording", "other"]
    meeting = a_meeting(documents=tuple(a_document(role=ROLE[key]) for key in keys))
    found = [document.role.key for document in meeting.outcome_first]
    assert found == ["minutes", "slides", "recording", "agenda", "paper", "other"]
    assert meeting.has_minutes
    assert not a_meeting(documents=(a_document(),)).has_minutes
