"""The register in a browser: found through by each choice, over all years, and told in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect
from theme_pages import of_three_years, theme_assets

pytestmark = pytest.mark.browser

ORIGIN = "http://site.test"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HERE = f"{ORIGIN}/documents/"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}


def serve(route: Route) -> None:
    """The register from memory, styles and scripts as the theme has them made."""
    address = urlsplit(route.request.url).path
    if address in of_three_years():
        route.fulfill(body=of_three_years()[address], content_type="text/html; charset=utf-8")
    elif file := theme_assets().files.get(address):
        route.fulfill(body=file(), content_type=TYPES[Path(address).suffix])
    else:
        route.fulfill(status=404)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.route("**/*", serve)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """The first page of the register; the test fails when anything on it goes wrong."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(HERE)
    yield page
    assert said == []


def counted(page: Page, text: str) -> None:
    """Wait until the page says how many there are; so many rows are there, then."""
    expect(page.locator("#Count")).to_have_text(text)
    expect(page.locator("#Rows > tr")).to_have_count(int(text.split(maxsplit=1)[0]))


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).select_option(label=option)


def column(page: Page, number: int) -> list[str]:
    return page.locator(f"#Rows > tr > :nth-child({number})").all_inner_texts()


def titles(page: Page) -> list[str]:
    return page.locator("#Rows .document__title").all_inner_texts()


def fetched(page: Page) -> list[str]:
    """What the script asks for from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type == "fetch":
            asked.append(request.url)

    page.on("request", note)
    return asked


@pytest.mark.parametrize(
    ("label", "option", "count", "query"),
    [
        ("Group", "Smart Cities", "217 documents", "group=smart-cities&year=all"),
        ("Group", "Urban Mobility", "108 documents", "group=urban-mobility&year=all"),
        ("Role", "Recording", "36 documents", "year=all&role=recording"),
        ("Type", "DOCX", "36 documents", "year=all&type=DOCX"),
        ("Type", "Elsewhere on the web", "36 documents", "year=all&type=elsewhere"),
        ("Language", "French", "36 documents", "year=all&language=fr"),
        ("Year", "2024", "108 documents", "year=2024"),
        ("Year", "Without a date", "1 document", "year=undated"),
        ("Year", "All years", "325 documents", "year=all"),
    ],
)
def test_each_choice_looks_through_all_years(
    page: Page, label: str, option: str, count: str, query: str
) -> None:
    counted(page, "216 documents")
    choose(page, label, option)
    counted(page, count)
    assert page.url == f"{HERE}?{query}"
    page.get_by_role("button", name="Clear").click()
    counted(page, "216 documents")
    assert page.url == HERE
    assert page.evaluate("document.activeElement.name") == "group", "the button has gone"


def test_choices_narrow_each_other(page: Page) -> None:
    choose(page, "Role", "Paper")
    counted(page, "253 documents")
    choose(page, "Language", "French")
    counted(page, "36 documents")
    choose(page, "Year", "2024")
    counted(page, "12 documents")
    choose(page, "Group", "Water")
    counted(page, "4 documents")
    assert set(titles(page)) == {"Projet"}
    choose(page, "Type", "PDF")
    counted(page, "0 documents")


def test_an_address_holds_the_choice(page: Page, context: BrowserContext) -> None:
    choose(page, "Group", "Water")
    choose(page, "Role", "Agenda")
    choose(page, "Order", "Oldest first")
    counted(page, "12 documents")
    address, rows = page.url, column(page, 3)
    page.reload()
    counted(page, "12 documents")
    assert (page.url, column(page, 3)) == (address, rows)
    other = context.new_page()
    other.goto(address)
    counted(other, "12 documents")
    assert other.get_by_label("Group", exact=True).input_value() == "water"
    other.goto(f"{HERE}?group=nobody&colour=red")
    counted(other, "216 documents")


def test_a_row_from_another_page_leads_where_it_led_there(page: Page) -> None:
    choose(page, "Year", "2024")
    counted(page, "108 documents")
    first = page.locator("#Rows > tr").first
    links = first.get_by_role("link").evaluate_all("links => links.map((link) => link.href)")
    assert links[0] == f"{ORIGIN}/meetings/2024-11/agenda.pdf"
    assert links[-2:] == [f"{ORIGIN}/meetings/2024-11/", f"{ORIGIN}/groups/water/"]


def test_the_order(page: Page) -> None:
    choose(page, "Year", "All years")
    counted(page, "325 documents")
    years = [text[-4:] for text in column(page, 3)]
    assert years == sorted(years, reverse=True)
    assert years[-1] == "", "what has no date comes last"
    choose(page, "Order", "Oldest first")
    expect(page.locator("#Rows time").first).to_have_text("3 Jan 2024")
    assert column(page, 3)[-1] == ""
    choose(page, "Order", "By title")
    expect(page.locator("#Rows .document__title").first).to_have_text("Agenda")
    assert titles(page) == sorted(titles(page))
    choose(page, "Order", "Largest first")
    expect(page.locator("#Rows .facts").first).to_contain_text("20 kB")
    sizes = page.locator("#Rows > tr").evaluate_all("rows => rows.map((row) => +row.dataset.size)")
    assert sizes == sorted(sizes, reverse=True)


def test_the_order_alone_fetches_nothing(page: Page) -> None:
    asked = fetched(page)
    choose(page, "Order", "By title")
    expect(page.locator("#Rows .document__title").last).to_have_text("Recording")
    counted(page, "216 documents")
    assert asked == []


def test_every_year_is_fetched_once(page: Page) -> None:
    asked = fetched(page)
    for option in ("2024", "All years", "2026", "All years"):
        choose(page, "Year", option)
    counted(page, "325 documents")
    assert sorted(asked) == [f"{HERE}2024/", f"{HERE}undated/"]


def test_a_year_of_its_own_stays_by_itself(page: Page) -> None:
    page.goto(f"{HERE}2024/")
    counted(page, "108 documents")
    choose(page, "Role", "Agenda")
    counted(page, "12 documents")
    assert page.url == f"{HERE}2024/?role=agenda"
    choose(page, "Year", "All years")
    counted(page, "36 documents")


def test_what_could_not_be_loaded_is_said(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(HERE)
    context.route("**/documents/2024/", lambda route: route.fulfill(status=503))
    choose(page, "Year", "All years")
    expect(page.locator("#Count")).to_contain_text("217 documents. Some years could not be loaded")
    context.unroute("**/documents/2024/")
    choose(page, "Role", "Agenda")
    counted(page, "36 documents")


def test_the_keyboard_is_enough(page: Page) -> None:
    page.get_by_label("Group", exact=True).focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "year"
    page.keyboard.type("2025")
    counted(page, "108 documents")
    for _ in range(5):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "Everything"
    page.keyboard.press("Enter")
    counted(page, "216 documents")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="the version of 9 January 2026").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    choose(page, "Role", "Agenda")
    counted(page, "36 documents")
    page.locator("summary").first.click()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    for target in page.locator("select, #Everything, #Years a, main summary").all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 44, target.inner_text()


def test_on_a_phone_a_row_is_a_card(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    title, role, meeting = (
        page.locator(f"#Rows > tr:first-child > :nth-child({number})").bounding_box()
        for number in (1, 2, 4)
    )
    assert title
    assert role
    assert meeting
    assert title["x"] == role["x"] == meeting["x"]
    assert title["y"] + title["height"] <= role["y"] < meeting["y"]


def test_without_scripts_every_year_is_a_link_away(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.route("**/*", serve)
    page = context.new_page()
    page.goto(HERE)
    assert page.get_by_role("combobox").count() == 0
    assert page.get_by_role("button").count() == 0
    counted(page, "216 documents")
    page.get_by_role("navigation", name="Years").get_by_role("link", name="2024").click()
    assert page.url == f"{HERE}2024/"
    counted(page, "108 documents")
    context.close()


def test_another_year_is_not_shown_under_the_name_of_this_one(
    page: Page, context: BrowserContext
) -> None:
    page.goto(f"{HERE}2024/")
    choose(page, "Role", "Paper")
    assert page.url == f"{HERE}2024/?role=paper"
    choose(page, "Year", "2025")
    page.wait_for_url(f"{HERE}?year=2025&role=paper")
    expect(page.get_by_role("heading", level=1)).to_have_text("Documents")
    counted(page, "84 documents")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Documents of 2024")
    expect(page.get_by_label("Year", exact=True)).to_have_value("2024")
