"""Each kind of page, on a phone and a desk, light and dark: usable by all, whole, and alone."""

from __future__ import annotations

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe, AxeResults
from example_pages import EVERY
from playwright.sync_api import Page
from site_reader import Reader

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # WCAG 2.2's smallest size of what is pressed; axe leaves it out unless asked.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The elements that stick out where a whole page does: without them such a failure says little.
CULPRITS = """() => [...document.querySelectorAll('body *')]
  .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((e) => e.outerHTML.slice(0, 120)).slice(0, 5)"""
OUTLINE = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  .filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.localName[1]))"""

# Controls that do not give a thumb its 44 pixels; a tick box has its label, too.
TOO_SMALL = """() => [...document.querySelectorAll(
    '.button, button, summary, select, input, textarea, nav .menu a, .pager a')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }))
  .map((e) => [e, /checkbox|radio/.test(e.type) ? e.labels[0] : e])
  .map(([e, target]) => [e, target.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.9 || box.width < 43.9)
  .map(([e, box]) => `${box.width} x ${box.height}: ${e.outerHTML.slice(0, 120)}`)"""
# Without colours of its own, a button is one by its frame, and so is a field.
UNFRAMED = """() => [...document.querySelectorAll('.button, button, select, input')]
  .filter((e) => e.checkVisibility() && !/checkbox|radio/.test(e.type))
  .filter((e) => getComputedStyle(e).borderTopStyle === 'none'
    || parseFloat(getComputedStyle(e).borderTopWidth) < 1)
  .map((e) => e.outerHTML.slice(0, 120))"""
# Where the keyboard is must be told by an outline, since shadows and backgrounds are gone.
UNMARKED = """() => [...document.querySelectorAll('a[href], button, select, input, summary')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }))
  .filter((e) => {
    e.focus({ preventScroll: true, focusVisible: true });
    const look = getComputedStyle(e);
    return look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < 2;
  }).map((e) => e.outerHTML.slice(0, 120))"""
MOVING = """() => [document.documentElement, ...document.querySelectorAll('*')].filter((e) => {
  const look = getComputedStyle(e);
  const lasts = `${look.transitionDuration}, ${look.animationDuration}`.split(', ');
  return look.scrollBehavior === 'smooth' || lasts.some((time) => parseFloat(time) > 0.01);
}).map((e) => e.outerHTML.slice(0, 120))"""


# In the dark other colours are shown, and nothing else differs.
OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def violations(page: Page, rules: object) -> str:
    """What axe-core, which is in the page already, finds wrong with it; empty when nothing."""
    found = AxeResults(page.evaluate("(rules) => axe.run(document, rules)", rules))
    return found.generate_report() if found.violations_count else ""


@pytest.mark.parametrize("kind", EVERY)
def test_nobody_is_shut_out(reader: Reader, kind: str) -> None:
    page = reader.opens(EVERY[kind])
    page.evaluate(Axe().axe_script)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        assert violations(page, RULES) == "", width
        page.emulate_media(color_scheme="dark")
        assert violations(page, OF_COLOUR) == "", (width, "dark")


@pytest.mark.parametrize("kind", EVERY)
def test_no_page_is_wider_than_the_screen(reader: Reader, kind: str) -> None:
    """320 pixels are a small phone, and 1280 enlarged to 400 % (WCAG 2.2, 1.4.10)."""
    page = reader.opens(EVERY[kind])
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(WIDER) <= 0, (width, page.evaluate(CULPRITS))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(WIDER) <= 0, ("text twice as large", page.evaluate(CULPRITS))


@pytest.mark.parametrize("kind", EVERY)
def test_what_is_pressed_is_large_enough_for_a_thumb(reader: Reader, kind: str) -> None:
    """44 pixels (WCAG 2.2, 2.5.5); links in a text are axe's, which asks 24 or room around them."""
    page = reader.opens(EVERY[kind], width=360)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("kind", EVERY)
def test_what_readers_set_on_their_machine_is_kept(reader: Reader, kind: str) -> None:
    """Less motion; and few colours of their own, without washes and shadows to tell things by."""
    page = reader.opens(EVERY[kind])
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    assert page.evaluate(MOVING) == []
    page.emulate_media(forced_colors="active")
    assert page.evaluate(UNFRAMED) == []
    page.keyboard.press("Tab")
    assert page.evaluate(UNMARKED) == []


@pytest.mark.parametrize("kind", EVERY)
def test_a_screen_reader_finds_its_way(reader: Reader, kind: str) -> None:
    """One heading for the page, none skipped below it; one of each landmark, every menu named."""
    page = reader.opens(EVERY[kind])
    outline = page.evaluate(OUTLINE)
    assert outline.count(1) == 1
    assert outline[0] == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise(outline))
    for landmark in ("banner", "main", "contentinfo"):
        assert page.get_by_role(landmark).count() == 1, landmark
    names = [menu.get_attribute("aria-label") for menu in page.get_by_role("navigation").all()]
    assert all(names)
    assert len(set(names)) == len(names)


def test_a_wrong_address_is_answered_with_ways_on(reader: Reader) -> None:
    page = reader.opens("/meetings/2019-02-30-never/", status=404)
    page.get_by_role("main").get_by_role("link", name="Documents").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Documents"
    # The browser tells the wrong address itself, twice; all that belongs to the page was there.
    assert len(reader.complaints) == 2
    assert all("404" in complaint for complaint in reader.complaints)
    reader.complaints.clear()


MISSION = "meetings/2026-12-01-mission-after-2027/"


@pytest.mark.parametrize(
    ("address", "text", "language"),
    [
        (f"/{MISSION}", "Registration", "en"),
        (f"/fr/{MISSION}", "Inscription", "fr"),
        (f"/fr/{MISSION}", "The first two items are streamed.", "en"),
        (f"/fr/{MISSION}", "Three years with a Climate City Contract", "en"),
        (f"/fr/{MISSION}", "The house asks for a list of visitors", "en"),
        (f"/fr/{MISSION}", "draft of a position", "en"),
        (f"/fr/{MISSION}", "About the network", "en"),
        ("/groups/tourism/", "Le tourisme de montagne", "fr"),
        ("/documents/", "Compte rendu", "fr"),
    ],
)
def test_a_voice_reads_each_text_in_its_language(
    reader: Reader, address: str, text: str, language: str
) -> None:
    for found in reader.opens(address).get_by_text(text).all():
        assert found.evaluate("(element) => element.closest('[lang]').lang") == language
