"""The site without a mouse: from link to link by keyboard, and by thumb."""

from __future__ import annotations

import re

import pytest
from example_pages import MEETINGS, PAGES
from site_reader import Reader

pytestmark = pytest.mark.browser

WITH_MANY_LINKS = {
    "home": PAGES["home"],
    "group": PAGES["group, parent"],
    "calendar": PAGES["calendar, a month"],
    "subscribe": PAGES["subscribe"],
    "meeting": MEETINGS["open, hybrid"],
}
# Everything that can be reached: what is shown, and not within a closed fold.
STOPS = """() => [...document.querySelectorAll('a[href], button, select, summary')]
  .filter((stop) => stop.checkVisibility({ visibilityProperty: true }))
  .map((stop, place) => (stop.dataset.stop = place)).length"""
# Where the keyboard is, how that is shown, and whether anything lies over it (WCAG 2.2, 2.4.11).
FOCUS = """() => {
  const stop = document.activeElement, look = getComputedStyle(stop);
  const box = stop.getClientRects()[0];
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    place: stop.dataset.stop === undefined ? null : Number(stop.dataset.stop),
    marked: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2,
    seen: top !== null && (stop.contains(top) || top.contains(stop)),
    name: stop.innerText,
  };
}"""


def test_the_first_stop_leads_past_the_menu(reader: Reader) -> None:
    page = reader.opens(MEETINGS["open, hybrid"])
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUS)
    assert (first["name"], first["marked"], first["seen"]) == ("Skip to content", True, True)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.querySelector('main').contains(document.activeElement)"
    assert page.evaluate(inside)


@pytest.mark.parametrize("kind", WITH_MANY_LINKS)
def test_the_keyboard_reaches_everything_and_is_always_seen(reader: Reader, kind: str) -> None:
    page = reader.opens(WITH_MANY_LINKS[kind])
    places = []
    for _ in range(page.evaluate(STOPS)):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["marked"], focus
        assert focus["seen"], focus
        places.append(focus["place"])
    assert places == list(range(len(places))), "in the order of the page, each of them once"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("address", "name"),
    [
        (MEETINGS["open, hybrid"], "Register"),
        (MEETINGS["open, hybrid"], "Add to calendar"),
        (MEETINGS["full, waiting list"], "Join the waiting list"),
        (PAGES["group, parent"], "Open in calendar app"),
    ],
)
def test_what_matters_is_large_enough_for_a_thumb(
    reader: Reader, address: str, name: str, width: int
) -> None:
    page = reader.opens(address, width=width)
    found = page.locator("a, summary").filter(has_text=re.compile(rf"^\s*{name}")).all()
    boxes = [box for target in found if (box := target.bounding_box())]
    assert boxes
    assert all(min(box["width"], box["height"]) >= 44 for box in boxes)


# Links between the words of a text are as large as the text.
HEIGHTS = """(links) => [...document.querySelectorAll(links)]
  .filter((link) => link.checkVisibility() && !link.closest('.prose'))
  .map((link) => [link.getClientRects()[0].height, link.innerText])"""
LARGE = ".breadcrumbs a, .footer a, .card a, .row__title a, .links--ways a, .agenda-days h2 + * a"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", PAGES)
def test_no_link_is_hard_to_hit(reader: Reader, kind: str, width: int) -> None:
    page = reader.opens(PAGES[kind], width=width)
    assert [each for each in page.evaluate(HEIGHTS, "a[href]:not(.skip)") if each[0] < 24] == []
    assert [each for each in page.evaluate(HEIGHTS, LARGE) if each[0] < 44] == []
