"""The theme in a real browser: right at the minute, usable by all, on a phone and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route
from theme_pages import rendered, theme_assets, with_long_words

pytestmark = pytest.mark.browser

ORIGIN = "http://site.test"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# A join address, a registration and a calendar program are elsewhere by nature.
PLACES = ["/", "/groups/smart-cities/", "/meetings/full/", "/meetings/cancelled/"]
PLACES += ["/calendar/", "/calendar/2026-12/"]
PLACES += ["/archive/", "/archive/2026/", "/groups/smart-cities/2026/"]
PLACES += ["/documents/", "/subscribe/", "/search/", "/about/", "/404.html", "/fr/meetings/full/"]


# What ends beyond the screen without making the page wider; tables and code scroll by themselves.
CUT_OFF = """() => [...document.querySelectorAll('main *')]
  .filter((e) => !e.closest('.prose table, .prose pre, .visually-hidden'))
  .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((e) => e.outerHTML.slice(0, 120)).slice(0, 5)"""


def serve(route: Route) -> None:
    """The site without a server: pages from memory, the rest from the theme's own files."""
    address = route.request.url.removeprefix(ORIGIN).partition("#")[0].replace("/sub/", "/", 1)
    if address in rendered():
        route.fulfill(body=rendered()[address], content_type="text/html; charset=utf-8")
    elif file := theme_assets().files.get(address):
        route.fulfill(body=file(), content_type=TYPES[Path(address).suffix])
    else:
        route.fulfill(status=404)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when anything is blocked, broken or asked from elsewhere."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.route("**/*", serve)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(ORIGIN) else said.append(r.url))
    yield page
    context.close()
    assert said == []


def go(page: Page, address: str, now: str) -> None:
    """Open a page of the site, built on 23 November 2026, at another minute."""
    page.clock.install(time=datetime.fromisoformat(now))
    page.goto(ORIGIN + address)


def visible(page: Page, selector: str) -> list[str]:
    return [
        " ".join(e.inner_text().split()) for e in page.locator(selector).all() if e.is_visible()
    ]


@pytest.mark.parametrize(
    ("now", "says", "buttons"),
    [
        ("2026-10-01T08:00:00Z", "Registration opens on 1 November 2026", 0),
        ("2026-11-01T08:00:00Z", "Closes 30 November 2026, 18:00", 1),
        ("2026-11-29T08:00:00Z", "Closes soon: 30 November 2026, 18:00", 1),
        ("2026-11-30T17:00:00Z", "Registration closed 30 November 2026", 0),
        ("2030-01-01T00:00:00Z", "This meeting is over", 0),
    ],
)
def test_registration_is_right_at_the_minute(page: Page, now: str, says: str, buttons: int) -> None:
    go(page, "/meetings/full/", now)
    [shown] = visible(page, ".register")
    assert says in shown
    assert len(visible(page, ".register .button")) == buttons


def test_it_changes_while_the_page_is_open(page: Page) -> None:
    go(page, "/meetings/full/", "2026-11-30T16:59:50Z")
    assert visible(page, ".register .button")
    page.clock.run_for(11_000)
    assert not visible(page, ".register .button")


def test_it_is_right_again_when_the_reader_comes_back(page: Page) -> None:
    go(page, "/meetings/full/", "2026-11-30T16:00:00Z")
    page.clock.set_system_time(datetime.fromisoformat("2026-12-01T08:00:00Z"))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert not visible(page, ".register .button")


def test_home_long_after_the_build(page: Page) -> None:
    go(page, "/", "2026-12-05T08:00:00Z")
    assert visible(page, ".row__title")[0].startswith("8 December 2026: Klimaneutrale")
    assert "November 2026" not in visible(page, ".month h3")
    go(page, "/", "2030-01-01T00:00:00Z")
    assert visible(page, ".row") == visible(page, ".month") == []
    assert visible(page, ".empty") == ["No meeting is announced at the moment."]
    assert "No meeting announced" in " ".join(visible(page, ".card"))


def test_group_long_after_the_build(page: Page) -> None:
    go(page, "/groups/smart-cities/", "2027-04-01T00:00:00Z")
    assert len(visible(page, "#Upcoming > .row")) == 1
    assert visible(page, "summary h3") == ["2027", "2026", "2025"]
    assert len(visible(page, "#Past-2027 > .row")) == 1


def test_the_next_meeting_stands_out(page: Page) -> None:
    """A cancelled one comes first in the list and is still not the next one."""
    go(page, "/groups/smart-cities/", "2026-11-23T17:00:00Z")
    framed = "getComputedStyle(row).boxShadow !== 'none'"
    rows = "[...document.querySelectorAll('#Upcoming > .row:not([hidden])')]"
    assert page.evaluate(f"{rows}.map((row) => {framed})")[:3] == [False, True, False]


def test_without_scripts_the_page_is_as_it_was_built(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.route("**/*", serve)
    page = context.new_page()
    page.goto(f"{ORIGIN}/meetings/full/")
    assert "Closes 30 November 2026, 18:00 Brussels time (CET)." in visible(page, ".register")[0]
    page.goto(f"{ORIGIN}/subscribe/")
    assert visible(page, "[data-copy]") == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PLACES)
def test_everyone_can_use_it(page: Page, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(ORIGIN + address)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    for address in PLACES:
        page.goto(ORIGIN + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("address", [each for each in with_long_words() if each != "/old/"])
def test_a_word_that_fits_no_line_is_broken(page: Page, address: str) -> None:
    text = with_long_words()[address]
    page.route(ORIGIN + address, lambda route: route.fulfill(body=text, content_type="text/html"))
    page.goto(ORIGIN + address)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT_OFF) == [], width


def test_buttons_and_menus_are_large_enough_for_a_thumb(page: Page) -> None:
    for address in PLACES:
        page.goto(ORIGIN + address)
        for target in page.locator(".button, .menu a, summary").all():
            box = target.bounding_box()
            assert box is None or box["height"] >= 44, (address, target.inner_text())


def test_the_first_stop_of_the_keyboard_is_the_way_past_the_menu(page: Page) -> None:
    page.goto(f"{ORIGIN}/meetings/full/")
    page.keyboard.press("Tab")
    assert visible(page, ":focus") == ["Skip to content"]
    assert page.locator(":focus").evaluate("(e) => getComputedStyle(e).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "Main"


def test_phone_and_screen_readers_hear_when_and_where_before_the_text(page: Page) -> None:
    page.goto(f"{ORIGIN}/meetings/full/")
    order = ["h1", ".sheet__rail", ".prose", ".sheet__last"]
    tops = [box["y"] for each in order if (box := page.locator(each).bounding_box())]
    assert len(tops) == len(order)
    assert tops == sorted(tops)
    page.set_viewport_size({"width": 1280, "height": 800})
    rail, text = (page.locator(each).bounding_box() for each in (".sheet__rail", ".prose"))
    assert rail
    assert text
    assert rail["x"] > text["x"] + text["width"]


def test_a_meeting_is_one_sheet_of_paper(page: Page) -> None:
    page.goto(f"{ORIGIN}/meetings/full/")
    page.emulate_media(media="print")
    assert visible(page, ".button, .breadcrumbs, .pager, .footer, .header nav") == []
    assert page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") == 1
