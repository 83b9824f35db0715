"""What people come for, from the first page on: by keyboard alone or by thumb, in few presses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from sites import NOW

pytestmark = pytest.mark.browser

DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
FORM = re.compile(r"^https://ec\.europa\.eu/eusurvey/runner/ERN-SmartCities-December-2026\?")
FILE = re.compile(r"\.pdf$")
STOPS = 400
"""More than any page has: who comes so far by Tab does not find the thing."""


@dataclass
class Journey:
    """Someone on their way through the site, who counts each press, and gives up at one too many.

    By keyboard alone they go from stop to stop with Tab and press Enter; by thumb they tap.
    """

    page: Page
    by_thumb: bool
    most: int = 0
    presses: int = 0
    elsewhere: list[str] = field(default_factory=list)

    def begins(self, most: int) -> None:
        """Open the first page, never seen before, and go on with at most so many presses."""
        self.most = most
        self.page.goto("/")

    def press(self, target: Locator) -> None:
        """Come to something and press it."""
        self.presses += 1
        assert self.presses <= self.most, f"{self.presses} presses are too many"
        if self.by_thumb:
            target.tap()
        else:
            self.come_to(target)
            self.page.keyboard.press("Enter")

    def follow(self, target: Locator, to: str | re.Pattern[str]) -> None:
        """Press a link, and be where it leads."""
        self.press(target)
        self.page.wait_for_url(to)

    def fill_in(self, target: Locator, text: str) -> None:
        """Write into a field. A thumb has to tap it first."""
        if self.by_thumb:
            self.press(target)
        else:
            self.come_to(target)
        expect(target).to_be_focused()
        self.page.keyboard.type(text)

    def fetch(self, target: Locator) -> str:
        """Press a link to a file; the address that the browser then asks for."""
        with self.page.expect_request(FILE) as asked:
            self.press(target)
        return asked.value.url

    def come_to(self, target: Locator) -> None:
        """Go on with Tab until the keyboard is there."""
        target.wait_for()
        there = "(target) => target === document.activeElement"
        for _ in range(STOPS):
            if target.evaluate(there):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not come to {target}")

    def answer(self, route: Route) -> None:
        """Stand in for a host elsewhere: nothing is asked of it in a test."""
        self.elsewhere.append(route.request.url)
        route.fulfill(body="<title>Elsewhere</title>", content_type="text/html")


@pytest.fixture(params=["keyboard", "thumb"])
def journey(browser: Browser, served: str, request: pytest.FixtureRequest) -> Iterator[Journey]:
    by_thumb = request.param == "thumb"
    context = browser.new_context(
        base_url=served, reduced_motion="reduce", **(PHONE if by_thumb else DESK)
    )
    context.clock.install(time=datetime.fromisoformat(NOW))
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    journey = Journey(context.new_page(), by_thumb)
    context.route(re.compile(rf"^(?!{re.escape(served)}/)"), journey.answer)
    # It is enough that a file is asked for: a download would outlive the test.
    context.route(FILE, lambda route: route.fulfill(status=204))
    yield journey
    context.close()


def menu(page: Page, name: str) -> Locator:
    """A link in the head of every page."""
    return page.get_by_role("banner").get_by_role("link", name=name, exact=True)


def test_to_the_form_of_the_next_meeting_of_smart_cities(journey: Journey) -> None:
    journey.begins(most=2)
    page = journey.page
    coming = page.get_by_role("region", name="Next meetings").get_by_role("listitem")
    of_group = coming.filter(has=page.get_by_role("link", name="Smart Cities", exact=True))
    meeting = of_group.filter(visible=True).first.get_by_role("link").first
    journey.follow(meeting, "**/meetings/2026-12-01-mission-after-2027/")
    journey.follow(page.get_by_role("link", name=re.compile("^Register")), FORM)
    assert journey.elsewhere == [page.url]


def test_to_the_minutes_of_two_years_ago(journey: Journey) -> None:
    journey.begins(most=3)
    page = journey.page
    journey.follow(menu(page, "Documents"), "**/documents/")
    year = page.get_by_role("navigation").get_by_role("link", name="2024", exact=True)
    journey.follow(year, re.compile("2024"))
    its = page.locator('[href*="2024-11-21-first-meeting-water/"]')
    minutes = page.get_by_role("main").get_by_role("link", name="Minutes").and_(its)
    asked = journey.fetch(minutes.first)
    assert asked.endswith("/meetings/2024-11-21-first-meeting-water/minutes.pdf")


def test_to_a_phrase_that_stands_only_in_a_paper(journey: Journey) -> None:
    journey.begins(most=3)
    page = journey.page
    journey.follow(menu(page, "Search"), "**/search/")
    journey.fill_in(page.get_by_role("searchbox"), "one bar of reception")
    its = page.locator('[href$="2019-03-21-5g-for-regions/minutes.pdf"]')
    found = page.get_by_role("main").get_by_role("link").and_(its)
    asked = journey.fetch(found)
    assert asked.endswith("/meetings/2019-03-21-5g-for-regions/minutes.pdf")


def test_to_the_address_of_a_feed(journey: Journey) -> None:
    journey.begins(most=2)
    page = journey.page
    journey.follow(menu(page, "Subscribe"), "**/subscribe/")
    journey.press(page.get_by_role("button", name="Copy", exact=True).first)
    expect(page.get_by_role("button", name="Copied").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "http://127.0.0.1:8000/calendar.ics"


def test_one_press_too_many_is_no_way(journey: Journey) -> None:
    journey.begins(most=1)
    journey.follow(menu(journey.page, "Documents"), "**/documents/")
    with pytest.raises(AssertionError, match="2 presses are too many"):
        journey.press(menu(journey.page, "Subscribe"))
