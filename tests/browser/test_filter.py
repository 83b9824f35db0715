"""Choosing among the meetings on the first page: by group, by type, kept in the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page
from site_reader import Reader

pytestmark = pytest.mark.browser

MICRO = "Micro-credentials: who issues, who believes?"
MICRO_IS_OVER = "2026-11-24T14:30:00Z"
IN_POLISH = """document.addEventListener('readystatechange', () => {
  document.documentElement.lang = 'pl';
  document.querySelector('#Filter [role=status]').dataset.forms =
    JSON.stringify({one: '{count} one', few: '{count} few', many: '{count} many', other: '?'});
}, { once: true })"""
LARGE = """() => [...document.querySelectorAll('#Upcoming .row')]
  .filter((row) => row.checkVisibility() && getComputedStyle(row).boxShadow !== 'none')
  .map((row) => row.querySelector('.row__name').textContent)"""


def titles(page: Page) -> list[str]:
    """The titles of the meetings that are shown."""
    found = page.locator("#Upcoming .row__name").all()
    return [title.inner_text() for title in found if title.is_visible()]


def months(page: Page) -> list[str]:
    found = page.locator("#Upcoming h3").all()
    return [month.inner_text() for month in found if month.is_visible()]


def groups_of(page: Page) -> list[set[str]]:
    """The groups that each meeting that is shown names."""
    found = page.locator("#Upcoming .row").all()
    return [{*row.locator(".chip").all_inner_texts()} for row in found if row.is_visible()]


def test_a_group_leaves_its_meetings_and_those_of_its_children(reader: Reader) -> None:
    page = reader.opens("/")
    everything = titles(page)
    page.get_by_label("Group", exact=True).select_option("Transport")
    assert 0 < len(titles(page)) < len(everything)
    assert all(names & {"Transport", "Urban Mobility"} for names in groups_of(page))
    assert any("Transport" not in names for names in groups_of(page)), "its child's alone"
    assert page.get_by_role("status").inner_text() == f"{len(titles(page))} meetings"
    assert page.url.endswith("/?group=transport")
    page.get_by_role("link", name="More on the page: Transport").click()
    assert page.url.endswith("/groups/transport/")
    page.go_back()
    assert all(names & {"Transport", "Urban Mobility"} for names in groups_of(page))


def test_months_without_a_match_go_and_the_first_match_is_the_large_one(reader: Reader) -> None:
    page = reader.opens("/")
    assert months(page)[0] == "November 2026"
    assert page.evaluate(LARGE) == [MICRO]
    page.get_by_label("Group", exact=True).select_option("Transport")
    assert months(page)[0] == "December 2026"
    assert page.evaluate(LARGE) == titles(page)[:1] != [MICRO]


def test_a_choice_and_the_clock_work_together(reader: Reader) -> None:
    """What is over stays away when the choice is taken back, and is not counted."""
    page = reader.opens("/?group=skills", at="2026-11-24T14:29:00Z")
    before = titles(page)
    assert before[0] == MICRO
    page.clock.run_for(2 * 60_000)
    assert titles(page) == before[1:]
    assert page.evaluate(LARGE) == before[1:2]
    told = page.get_by_role("status").inner_text()
    assert int(re.findall(r"\d+", told)[0]) == len(before) - 1
    page.get_by_role("button", name="Show all").click()
    assert MICRO not in titles(page)
    late = reader.opens("/?group=skills", at="2031-01-01T00:00:00Z")
    assert titles(late) == months(late) == []
    assert "No meeting is announced at the moment." in late.get_by_role("main").inner_text()
    assert late.get_by_role("status").inner_text() == "", "it is said once"


def test_where_nothing_matches_it_is_said(reader: Reader) -> None:
    page = reader.opens("/?group=tourism&type=webinar")
    assert titles(page) == months(page) == []
    assert page.get_by_role("status").inner_text() == "No meeting matches."
    assert "No meeting is announced" not in page.get_by_role("main").inner_text()


def test_the_address_keeps_the_choice(reader: Reader) -> None:
    page = reader.opens("/")
    everything = titles(page)
    page.get_by_label("Type", exact=True).select_option("Webinar")
    chosen = titles(page)
    assert 0 < len(chosen) < len(everything)
    assert page.url.endswith("/?type=webinar")
    page.reload()
    assert titles(page) == chosen
    page.get_by_role("button", name="Show all").click()
    assert titles(page) == everything
    assert page.url.endswith("/")
    assert page.get_by_role("status").inner_text() == ""


@pytest.mark.parametrize("query", ["?group=atlantis", "?type=", "?other=1", "?group=%00"])
def test_a_choice_that_there_is_not_chooses_nothing(reader: Reader, query: str) -> None:
    page = reader.opens(f"/{query}")
    assert titles(page)[0] == MICRO
    assert page.get_by_role("button", name="Show all").count() == 0


def test_it_can_be_done_by_keyboard(reader: Reader) -> None:
    page = reader.opens("/")
    page.get_by_label("Group", exact=True).focus()
    page.keyboard.type("Tourism")
    assert all("Tourism" in names for names in groups_of(page))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert titles(page)[0] == MICRO
    assert page.evaluate("document.activeElement.id") == "Choose-group"


def test_it_speaks_the_language_of_the_page(reader: Reader) -> None:
    page = reader.opens("/fr/?type=webinar")
    assert re.fullmatch(r"\d+ réunions", page.get_by_role("status").inner_text())
    page.get_by_role("link", name="Webinaire").click()
    assert page.url.endswith("/fr/types/webinar/")


@pytest.mark.parametrize("query", ["?group=skills", "?group=transport", "?type=webinar"])
def test_it_counts_as_the_language_does(reader: Reader, query: str) -> None:
    page = reader.opens(f"/{query}", before=IN_POLISH)
    count = len(titles(page))
    form = "one" if count == 1 else "few" if count % 10 in (2, 3, 4) else "many"
    assert count < 12
    assert page.get_by_role("status").inner_text() == f"{count} {form}"


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/?group=transport", "/fr/?group=transport"),
        ("/fr/calendar/2026-12/?group=health", "/de/calendar/2026-12/?group=health"),
        ("/documents/?group=health", "/fr/documents/?group=health"),
    ],
)
def test_another_language_keeps_the_choice(reader: Reader, address: str, there: str) -> None:
    page = reader.opens(address)
    code = there.split("/")[1]
    page.locator(f".languages a[lang={code}]").click()
    page.wait_for_url(f"**{there}")
    page.locator(".languages a[lang=en]").press("Enter")
    page.wait_for_url(re.compile(r"^[^?]+/\?group=\w+$"))
    assert page.locator("html").get_attribute("lang") == "en"


def test_without_scripts_links_lead_to_groups_and_types(reader: Reader) -> None:
    page = reader.opens("/?group=transport", scripts=False)
    assert titles(page)[0] == MICRO
    assert page.get_by_role("combobox").count() == 0
    page.get_by_text("By group or type").click()
    page.locator("#Filter").get_by_role("link", name="Transport", exact=True).click()
    assert page.url.endswith("/groups/transport/")
    page = reader.opens("/", scripts=False)
    page.get_by_text("By group or type").click()
    page.locator("#Filter").get_by_role("link", name="Webinar").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Webinar"
    assert titles(page)[0] == MICRO


def test_a_page_of_a_type_knows_the_time(reader: Reader) -> None:
    assert titles(reader.opens("/types/webinar/"))[0] == MICRO
    assert titles(reader.opens("/types/webinar/", at=MICRO_IS_OVER))[0] != MICRO
    late = reader.opens("/types/webinar/", at="2031-01-01T00:00:00Z")
    assert titles(late) == []
    assert "No meeting of this type is announced" in late.get_by_role("main").inner_text()
