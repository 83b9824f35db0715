"""The calendar in a browser: today at that minute, one group alone, by keyboard, and on paper."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from site_reader import Reader

pytestmark = pytest.mark.browser

MISSION = "Smart Cities WG Meeting: What becomes of the Cities Mission after 2027?"
DELIVERIES = "Last-mile deliveries after the loading bay"
BUILT = "2026-11-23T12:00:00Z"


def today(page: Page) -> list[str]:
    """The days that are marked, in the table and in the list."""
    marked = page.locator("[aria-current=date]")
    return [each.get_attribute("data-day") or "" for each in marked.all()]


def month(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def titles(page: Page) -> list[str]:
    """The meetings that are shown."""
    return (
        page.get_by_role("main")
        .get_by_role("listitem")
        .locator(".sitting__title")
        .all_inner_texts()
    )


# ---- At the minute -------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["Europe/Brussels", "America/Los_Angeles", "Asia/Tokyo"])
def test_today_is_that_of_the_sites_clock_wherever_it_is_read(reader: Reader, place: str) -> None:
    page = reader.opens("/calendar/2026-11/", at="2026-11-23T23:30:00Z", living_in=place)
    assert set(today(page)) == {"2026-11-24"}


def test_today_moves_at_midnight_on_a_page_left_open(reader: Reader) -> None:
    page = reader.opens("/calendar/2026-11/", at="2026-11-23T22:59:00Z")
    assert today(page) == ["2026-11-23"], "a day without meetings is in the table alone"
    page.clock.run_for(2 * 60_000)
    assert today(page) == ["2026-11-24"] * 2
    other = reader.opens("/calendar/2026-10/", at=BUILT)
    assert today(other) == []


def test_on_a_phone_today_is_told_in_words(reader: Reader) -> None:
    page = reader.opens("/calendar/2026-11/", at="2026-11-24T08:00:00Z", width=360)
    names = page.get_by_role("heading", level=2).all_inner_texts()
    assert [name for name in names if "Today" in name] == ["Tuesday 24 November 2026 Today"]


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (BUILT, "November 2026"),
        ("2026-11-30T22:59:00Z", "November 2026"),
        ("2026-11-30T23:00:00Z", "December 2026"),
        ("2026-08-15T12:00:00Z", "August 2026"),
        ("2031-01-01T00:00:00Z", "June 2027"),
    ],
)
def test_the_calendar_goes_on_to_the_month_that_it_is(reader: Reader, at: str, shown: str) -> None:
    page = reader.opens("/calendar/?group=health", at=at)
    expect(page.get_by_role("heading", level=1)).to_have_text(shown)
    assert page.url.endswith("?group=health")
    told = page.get_by_text("Nothing is announced after June 2027.")
    assert told.is_visible() == (at > "2027-07")


@pytest.mark.parametrize(
    ("address", "at", "leads_to"),
    [
        ("/calendar/2026-11/", BUILT, None),
        ("/calendar/", BUILT, None),
        ("/calendar/2026-12/", BUILT, "/calendar/2026-11/"),
        ("/fr/calendar/2026-12/", "2027-03-01T00:00:00Z", "/fr/calendar/2027-03/"),
        ("/calendar/2026-12/", "2031-01-01T00:00:00Z", None),
    ],
)
def test_this_month_is_offered_where_there_is_one(
    reader: Reader, address: str, at: str, leads_to: str | None
) -> None:
    page = reader.opens(address, at=at)
    link = page.get_by_role("link", name=re.compile("^(This month|Mois en cours)$"))
    assert link.count() == (leads_to is not None)
    if leads_to:
        link.click()
        assert page.url.endswith(leads_to)


# ---- One group alone -----------------------------------------------------------------------------


def test_one_group_can_be_seen_alone_from_month_to_month(reader: Reader) -> None:
    page = reader.opens("/calendar/2026-12/", at=BUILT)
    assert {MISSION, DELIVERIES} < set(titles(page))
    page.get_by_label("Show").select_option("Smart Cities")
    assert MISSION in titles(page)
    assert DELIVERIES not in titles(page)
    assert page.get_by_role("status").inner_text() == f"Meetings: {len(titles(page))}"
    page.get_by_role("link", name="Next month:").click()
    assert page.url.endswith("/calendar/2027-01/?group=smart-cities")
    expect(page.get_by_label("Show")).to_have_value("smart-cities")
    assert len(titles(page)) == 1
    page.get_by_role("link", name="2019").click()
    assert page.url.endswith("/calendar/2019-03/?group=smart-cities")
    expect(page.get_by_label("Show")).to_have_value("smart-cities")
    assert titles(page) == []
    assert "No meetings of this group in this month." in page.get_by_role("main").inner_text()
    page.get_by_label("Show").select_option("All groups")
    assert page.url.endswith("/calendar/2019-03/")
    assert len(titles(page)) == 1


def test_a_parents_choice_holds_its_childrens_meetings(reader: Reader) -> None:
    page = reader.opens("/calendar/2026-12/?group=transport", at=BUILT)
    assert DELIVERIES in titles(page)


def test_a_group_that_is_not_there_means_all(reader: Reader) -> None:
    page = reader.opens("/calendar/2026-12/?group=nobody", at=BUILT)
    assert MISSION in titles(page)
    assert page.get_by_label("Show").input_value() == ""


def test_a_day_whose_meetings_are_all_of_others_leaves_the_list(reader: Reader) -> None:
    page = reader.opens("/calendar/2026-12/?group=smart-cities", at=BUILT, width=360)
    assert page.get_by_role("heading", level=2).all_inner_texts() == ["Tuesday 1 December 2026"]


# ---- Keyboard ------------------------------------------------------------------------------------


def test_arrows_turn_to_the_next_and_the_previous_month(reader: Reader) -> None:
    page = reader.opens("/calendar/2026-12/", at=BUILT)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text("January 2027")
    page.wait_for_load_state()  # The heading stands there before the script listens.
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text("December 2026")
    last = reader.opens("/calendar/2027-06/", at=BUILT)
    last.keyboard.press("ArrowRight")
    assert month(last) == "June 2027"


@pytest.mark.parametrize("keys", ["Alt+ArrowRight", "Shift+ArrowRight", "Control+ArrowRight"])
def test_arrows_of_the_browser_are_its_own(reader: Reader, keys: str) -> None:
    page = reader.opens("/calendar/2026-12/", at=BUILT)
    page.keyboard.press(keys)
    page.wait_for_load_state("networkidle")
    assert month(page) == "December 2026"


def test_arrows_choose_a_group_while_one_is_being_chosen(reader: Reader) -> None:
    page = reader.opens("/calendar/2026-12/", at=BUILT)
    page.get_by_label("Show").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_load_state("networkidle")
    assert month(page) == "December 2026"


# ---- Screens, no scripts, paper ------------------------------------------------------------------


@pytest.mark.parametrize(("width", "table"), [(360, False), (768, False), (1024, True)])
def test_there_is_a_table_or_a_list_and_never_both(reader: Reader, width: int, table: bool) -> None:
    page = reader.opens("/calendar/2026-12/", at=BUILT, width=width)
    assert page.get_by_role("table").count() == table
    assert (page.get_by_role("heading", level=2).count() > 0) is not table
    assert page.get_by_role("link", name=MISSION).count() == 1


@pytest.mark.parametrize("address", ["/calendar/", "/calendar/2026-12/"])
def test_without_scripts_nothing_is_offered_that_does_not_work(
    reader: Reader, address: str
) -> None:
    page = reader.opens(address, scripts=False)
    assert page.get_by_role("combobox").count() == 0
    assert page.get_by_role("link", name="This month").count() == 0
    assert today(page) == []
    line = page.get_by_text("Each group’s page shows its meetings alone:")
    line.get_by_role("link", name="Groups").click()
    assert page.url.endswith("/#Groups")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["2026-11", "2026-12", "2026-08"])
def test_a_month_is_one_sheet_of_paper(reader: Reader, name: str, width: int) -> None:
    page = reader.opens(f"/calendar/{name}/", at=BUILT, width=width)
    [sheet] = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert sheet.mediabox.width > sheet.mediabox.height
    printed = sheet.extract_text()
    assert "Wednesday" in printed
    assert "Show" not in printed
    page.emulate_media(media="print")
    assert page.get_by_role("table").count() == 1
    assert page.get_by_role("navigation").count() == 0
    assert page.locator(".agenda-days").is_hidden()


def test_a_sheet_of_one_group_alone_says_so(reader: Reader) -> None:
    page = reader.opens("/calendar/2026-12/?group=smart-cities", at=BUILT)
    [sheet] = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    printed = sheet.extract_text()
    assert re.search("December 2026 +· +Smart Cities", printed)
    assert "Chatbots" not in printed
