"""Where the facts of a meeting stand: beside the text, around it on a phone, and on paper."""

from __future__ import annotations

import itertools
from io import BytesIO

import pytest
from example_pages import MEETINGS
from playwright.sync_api import FloatRect, Page
from pypdf import PdfReader
from site_reader import Reader

pytestmark = pytest.mark.browser

MEETING = MEETINGS["open, hybrid"]
FACTS = ["When", "Where", "Registration", "Documents", "Calendar", "Share"]
TEXTS = ["About this meeting", "Agenda", "Speakers", "Contact"]


def boxes(page: Page, names: list[str]) -> list[FloatRect]:
    """Where the parts with these headings stand, all of them in sight."""
    found = [page.get_by_role("region", name=name, exact=True).bounding_box() for name in names]
    return [box for box in found if box is not None and box["height"] > 0]


def bottom(box: FloatRect) -> float:
    return box["y"] + box["height"]


def test_on_a_wide_screen_the_facts_stand_in_a_rail_to_the_right(reader: Reader) -> None:
    page = reader.opens(MEETING)
    facts, texts = boxes(page, FACTS), boxes(page, TEXTS)
    assert (len(facts), len(texts)) == (len(FACTS), len(TEXTS))
    edge = max(text["x"] + text["width"] for text in texts)
    assert all(fact["x"] > edge for fact in facts)
    assert facts == sorted(facts, key=lambda fact: fact["y"])
    # When, where and how to register need no scrolling, even on a small laptop.
    assert bottom(facts[2]) < 800


def test_on_a_phone_what_is_to_be_known_comes_before_what_can_be_done(reader: Reader) -> None:
    page = reader.opens(MEETING, width=360)
    found = boxes(page, [*FACTS[:4], *TEXTS, *FACTS[4:]])
    assert len(found) == len(FACTS + TEXTS)
    assert all(above["y"] < below["y"] for above, below in itertools.pairwise(found))
    assert all(bottom(above) <= below["y"] for above, below in itertools.pairwise(found))
    # The day and the hour are on the first screen.
    assert bottom(found[0]) <= 640


def test_paper_has_the_facts_and_the_text_and_nothing_to_press(reader: Reader) -> None:
    page = reader.opens(MEETING)
    page.emulate_media(media="print")
    assert len(boxes(page, ["When", "Where", "Documents", *TEXTS])) == 7
    printed = page.locator("body").inner_text()
    assert "Tuesday 1 December 2026" in printed
    assert "Rue de Trèves 59-61, 1040 Brussels" in printed
    assert page.get_by_role("navigation").count() == 0
    for name in ("Register", "Calendar file", "Skip to content", "Subscribe"):
        assert page.get_by_role("link", name=name).count() == 0, name
    assert "Add to calendar" not in printed


@pytest.mark.parametrize("kind", ["open, hybrid", "open, in French", "not open yet", "cancelled"])
def test_a_usual_meeting_is_one_page_of_paper(reader: Reader, kind: str) -> None:
    paper = reader.opens(MEETINGS[kind]).pdf(format="A4", prefer_css_page_size=True)
    assert len(PdfReader(BytesIO(paper)).pages) == 1


def test_paper_has_what_would_be_pressed_as_addresses_that_can_be_typed(reader: Reader) -> None:
    paper = reader.opens(MEETING).pdf(format="A4", prefer_css_page_size=True)
    [page] = PdfReader(BytesIO(paper)).pages
    words = "".join(page.extract_text().split())
    for part in (
        "Tuesday1December2026",
        "RuedeTrèves59-61,1040Brussels",
        "https://ec.europa.eu/eusurvey/runner/ERN-SmartCities-December-2026",
        "Closessoon:26November2026",
        "https://media.regions.example/live/smart-cities",
        "WelcomeandroundofintroductionsChair",
        "DrivingUrbanTransitions,whatthe2027callwillask",
    ):
        assert part in words, part
    for part in ("eusurvey/runner/ERN-SmartCities-December-2026?", "openstreetmap", "Copylink"):
        assert part not in words, part


def test_paper_is_white_in_the_dark_too(reader: Reader) -> None:
    page = reader.opens(MEETING, scheme="dark")
    page.emulate_media(media="print")
    look = "(part) => [getComputedStyle(part).color, getComputedStyle(part).backgroundColor]"
    assert page.locator("html").evaluate(look) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


@pytest.mark.parametrize("width", [768, 1280])
def test_the_calendar_of_all_is_offered_near_the_top_of_the_first_page(
    reader: Reader, width: int
) -> None:
    page = reader.opens("/", width=width)
    changes, box, groups = boxes(
        page, ["What changed lately", "In your calendar", "Working groups"]
    )
    assert bottom(changes) <= box["y"] < bottom(box) <= groups["y"]
    if width == 1280:
        assert bottom(box) < 1600
