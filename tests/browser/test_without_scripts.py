"""The site with scripts off: as right as it was when it was built, with dates to judge by."""

from __future__ import annotations

import re

import pytest
from example_pages import EVERY, MEETINGS
from playwright.sync_api import Page
from site_reader import Reader

pytestmark = pytest.mark.browser

DATES = {
    "open, hybrid": "26 November 2026, 12:00",
    "not open yet": "7 December 2026, 09:00",
    "closing soon, online": "25 November 2026, 18:00",
    "full, waiting list": "30 November 2026, 18:00",
    "closed": "20 November 2026",
    "over": "17 January 2020, 18:00",
    "two days": "19 March 2027",
}
"""When registration opens or closes, as its part of the page must say."""


def pressable(page: Page) -> list[str]:
    """The names of the links on registration."""
    links = page.get_by_role("region", name=re.compile("Registration|Inscription"))
    return links.get_by_role("link").all_inner_texts()


@pytest.mark.parametrize("kind", MEETINGS)
def test_only_what_was_open_at_the_build_looks_open(reader: Reader, kind: str) -> None:
    page = reader.opens(MEETINGS[kind], scripts=False)
    expected = {
        "open, hybrid": "Register",
        "open, in French": "S’inscrire",
        "closing soon, online": "Register",
        "full, waiting list": "Join the waiting list",
        "two days": "Register",
    }
    names = [expected[kind]] if kind in expected else []
    assert [text[: len(name)] for text, name in zip(pressable(page), names, strict=True)] == names


@pytest.mark.parametrize("kind", DATES)
def test_registration_states_its_date(reader: Reader, kind: str) -> None:
    page = reader.opens(MEETINGS[kind], scripts=False)
    assert DATES[kind] in page.get_by_role("region", name="Registration").inner_text()


@pytest.mark.parametrize("kind", EVERY)
def test_every_page_is_of_use(reader: Reader, kind: str) -> None:
    """It can be read, its folds open, and nothing is offered that only scripts can do."""
    page = reader.opens(EVERY[kind], width=360, scripts=False)
    assert len(page.get_by_role("main").inner_text()) > 150
    assert page.get_by_role("button").count() == 0
    for fold in page.get_by_role("group").all():
        closed = fold.get_attribute("open") is None
        fold.locator("summary").click()
        assert (fold.get_attribute("open") is None) is not closed
    menu = page.get_by_role("navigation", name=re.compile("^(Main|Principal)"))
    menu.get_by_role("link", name="Documents").click()
    assert page.url.endswith("/documents/")
