"""The ways into people's own calendars: of every feed, and of one meeting."""

from __future__ import annotations

import re

import pytest
from example_pages import MEETINGS, PAGES
from playwright.sync_api import Locator, Page, expect
from site_reader import Reader

pytestmark = pytest.mark.browser

MEETING = MEETINGS["open, hybrid"]
FEED = "http://127.0.0.1:8000/groups/health/calendar.ics"
"""As the example site is built: pages work anywhere, feeds have a whole address."""


def section(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def targets(page: Page) -> list[str]:
    """Where the links for the reader's program lead."""
    return [
        link.get_attribute("href") or ""
        for link in section(page, "Your calendar").locator("[data-way]").all()
    ]


def test_choosing_a_group_exchanges_every_link_and_address(reader: Reader) -> None:
    page = reader.opens("/subscribe/")
    before = targets(page)
    page.get_by_label("Meetings of").select_option("Health")
    after = targets(page)
    assert [FEED.partition("//")[2] in link for link in after[3:]] == [True, True]
    quoted = "http%3A%2F%2F127.0.0.1%3A8000%2Fgroups%2Fhealth%2Fcalendar.ics"
    assert [quoted in link for link in after[:2]] == [True, True]
    assert before[2] == after[2], "Google has the address pasted"
    expect(section(page, "Your calendar").locator("code")).to_have_text(FEED)
    page.get_by_label("Meetings of").select_option("All groups")
    assert targets(page) == before


def test_what_is_copied_is_the_address_chosen(reader: Reader) -> None:
    page = reader.opens("/subscribe/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_label("Meetings of").select_option("Webinar")
    google = page.get_by_role("listitem").filter(has_text="Google Calendar")
    google.get_by_role("button", name="Copy the address").click()
    expect(google.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "http://127.0.0.1:8000/types/webinar/calendar.ics"


def test_a_group_leads_to_its_own_feed_among_all(reader: Reader) -> None:
    page = reader.opens(PAGES["group, parent"])
    page.get_by_role("link", name="Other calendars and how it works").click()
    expect(page.get_by_label("Meetings of")).to_have_value("Feed-group-transport")
    assert all("transport" in target for target in targets(page) if "google" not in target)
    expect(page.get_by_role("heading", name="Your calendar")).to_be_in_viewport()


def test_without_scripts_each_feed_has_its_links(reader: Reader) -> None:
    page = reader.opens("/subscribe/#Feed-group-health", scripts=False)
    assert page.get_by_role("combobox").count() == 0
    row = page.get_by_role("row").filter(has_text="Health")
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text(FEED)
    for program in ("Outlook for work", "Outlook.com", "Apple Calendar"):
        link = row.get_by_role("link", name=re.compile(f"^{program} ?: Health$"))
        expect(link).to_be_visible()
    # One press selects the whole of it.
    assert row.locator("code").evaluate("(e) => getComputedStyle(e).userSelect") == "all"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_meeting_is_added_in_two_presses(reader: Reader, scripts: bool) -> None:
    page = reader.opens(MEETING, width=360, scripts=scripts)
    calendar = section(page, "Calendar")
    google = calendar.get_by_role("link", name="Google Calendar")
    expect(google).to_be_hidden()
    calendar.get_by_text("Add to calendar").click()
    expect(google).to_be_visible()
    file = calendar.get_by_role("link", name="Calendar file (.ics)")
    with page.expect_download() as download:
        file.click()
    assert download.value.suggested_filename == "meeting.ics"


def test_adding_ends_with_the_meeting(reader: Reader) -> None:
    """Page of a site that was built while it was still to come."""
    page = reader.opens(MEETING, at="2026-12-01T16:29:00Z")
    button = section(page, "Calendar").get_by_text("Add to calendar")
    file = section(page, "Calendar").get_by_role("link", name="Calendar file (.ics)")
    expect(button).to_be_visible()
    page.clock.run_for(2 * 60 * 1000)
    expect(button).to_be_hidden()
    expect(file).to_be_visible()


def test_what_is_over_or_off_is_not_offered(reader: Reader) -> None:
    for kind in ("over", "cancelled", "postponed"):
        page = reader.opens(MEETINGS[kind])
        assert page.get_by_text("Add to calendar").count() == 0, kind
        assert page.locator("a[href*='outlook.'], a[href*='calendar.google']").count() == 0, kind
