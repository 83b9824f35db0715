"""The first meeting that was ever published here, of 21 January 2020: each fact in its place."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import icalendar
import pytest
from pages import Page, parse, seen, text

FOLDER = "meetings/2020-01-21-climate-neutral-cities"
TITLE = "Smart Cities WG Meeting: Towards the Mission on Climate Neutral Cities"
PAPER = "Draft contribution to the Mission on Climate Neutral Cities"

SESSIONS = {
    "Selection process.": "criteria should decide",
    "Climate City Contracts.": "who signs it",
    "Monitoring.": "climate neutrality by 2030",
}
ELEMENTS = (
    "the transformation of cities into innovation hubs",
    "new forms of governance",
    "a new economic model for climate action",
    "a model for integrated urban planning and operations",
    "smart technologies, data platforms and urban system modelling",
)


@pytest.fixture(scope="module")
def page(example_site: Path) -> Page:
    file = f"{FOLDER}/index.html"
    return parse((example_site / file).read_bytes(), file)


@pytest.fixture(scope="module")
def event(example_site: Path) -> icalendar.Event:
    calendar = icalendar.Calendar.from_ical((example_site / FOLDER / "meeting.ics").read_bytes())
    (event,) = calendar.events
    return event


def items(within: Element, kind: str) -> list[Element]:
    """The items of the first list of a kind: of steps (ol) or of points (ul)."""
    found = within.find(f".//{kind}")
    assert found is not None
    return found.findall("li")


# ---- The page ------------------------------------------------------------------------------------


def test_title_group_and_type(page: Page) -> None:
    assert text(page.one("h1")[0]) == TITLE
    head = page.one("article/header")
    assert [text(item) for item in items(head, "ul")] == ["Smart Cities"]
    assert "Working group meeting" in seen(head)


def test_day_hours_and_zone(page: Page) -> None:
    when = page.section("When")
    (day,) = when.iter("time")
    assert (text(day), day.get("datetime")) == (
        "Tuesday 21 January 2020",
        "2020-01-21T14:00:00+01:00",
    )
    assert "14:00 to 17:00 Brussels time (CET)" in seen(when)
    assert "This meeting is over." in seen(when)


def test_host_and_street(page: Page) -> None:
    (place,) = page.section("Where").iter("address")
    assert [text(line) for line in place] == [
        "Cities Northern Netherlands office",
        "Rue de Trèves 59, 1000 Brussels",
    ]


def test_contact(page: Page) -> None:
    (contact,) = page.section("Contact").iter("address")
    assert text(contact).startswith("Heidi Johansson")
    (link,) = contact.iter("a")
    assert str(link.get("href")).startswith("mailto:")


def test_registration_is_closed(page: Page) -> None:
    registration = page.section("Registration")
    assert "Registration closed 17 January 2020, 18:00" in seen(registration)
    assert "Register on" not in seen(registration)
    hidden = [part for part in registration.iter() if part.get("hidden") is not None]
    buttons = [link for part in hidden for link in part.iter("a")]
    assert buttons == list(registration.iter("a")), "a button can be pressed"


def test_two_documents(page: Page, example_site: Path) -> None:
    papers = [
        (text(item.find(".//a")), item)
        for item in items(page.section("Minutes and documents"), "ul")
    ]
    assert [title for title, _ in papers] == ["Agenda", PAPER]
    for title, item in papers:
        facts = r"(Paper · )?PDF · \d+ kB · \d pages? · 1\d January 2020"
        assert re.fullmatch(rf"{re.escape(title)} {facts}", text(item))
        (link,) = item.iter("a")
        file = (example_site / FOLDER / str(link.get("href"))).resolve()
        assert file.read_bytes().startswith(b"%PDF-")
        assert (link.get("type"), file.parent.name) == ("application/pdf", Path(FOLDER).name)


def test_topics_of_three_parallel_sessions(page: Page) -> None:
    about = page.section("About this meeting")
    assert "Three parallel sessions" in [text(heading) for heading in about.iter("h2")]
    sessions = items(about, "ol")
    for session, (name, topic) in zip(sessions, SESSIONS.items(), strict=True):
        assert text(session).startswith(name)
        assert topic in text(session)


def test_five_elements_of_the_contract_are_a_list(page: Page) -> None:
    _, contracts, _ = items(page.section("About this meeting"), "ol")
    assert [text(item).rstrip(";.") for item in items(contracts, "ul")] == list(ELEMENTS)


def test_the_course_of_the_afternoon(page: Page) -> None:
    agenda = [text(row) for row in page.section("Agenda").iterfind(".//tbody/tr")]
    assert agenda[0].startswith("14:00 ")
    assert agenda[-1] == "17:00 Close, followed by a networking drink"
    assert any("JPI Urban Europe" in item for item in agenda)
    assert any("Work plan 2020" in item for item in agenda)
    speakers = [text(person) for person in items(page.section("Speakers"), "ul")]
    assert speakers[0].startswith("Jean-Francois Aguinaga European Commission, DG RTD")
    assert "networking drink" in text(page.section("About this meeting"))


def test_the_old_address_leads_here(example_site: Path) -> None:
    old = "content/smart-cities-wg-meeting-towards-mission-climate-neutral-cities"
    (link,) = parse((example_site / old / "index.html").read_bytes()).every("a")
    target = example_site / old / str(link.get("href"))
    assert target.resolve() == (example_site / FOLDER).resolve()


# ---- The calendar --------------------------------------------------------------------------------


def test_calendar_has_title_hours_and_zone(event: icalendar.Event) -> None:
    assert event["SUMMARY"] == TITLE
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2020, 1, 21, 13, tzinfo=UTC)
    assert event["DTEND"].dt.astimezone(UTC) == datetime(2020, 1, 21, 16, tzinfo=UTC)
    assert event["DTSTART"].params["TZID"] == event["DTEND"].params["TZID"] == "Europe/Brussels"
    assert event["STATUS"] == "CONFIRMED"


def test_calendar_has_place_contact_and_papers(event: icalendar.Event) -> None:
    wanted = "Cities Northern Netherlands office, Rue de Trèves 59, 1000 Brussels"
    assert event["LOCATION"] == wanted
    assert event["ORGANIZER"].params["CN"] == "Heidi Johansson"
    assert [Path(paper).name for paper in event["ATTACH"]] == [
        "agenda.pdf",
        "draft-contribution.pdf",
    ]
    assert str(event["URL"]).endswith(f"/{FOLDER}/")


def test_calendar_has_the_sessions_as_plain_text(event: icalendar.Event) -> None:
    lines = [line.strip(" •;.") for line in str(event["DESCRIPTION"]).splitlines()]
    for number, session in enumerate(SESSIONS, start=1):
        assert any(line.startswith(f"{number}. {session}") for line in lines)
    assert set(ELEMENTS) <= set(lines)
    assert "networking drink" in str(event["DESCRIPTION"])
    assert lines[-1].endswith(f"/{FOLDER}/")
