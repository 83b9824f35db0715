"""What readers are told at a given minute, by pages that were built long before it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from example_pages import MEETINGS
from playwright.sync_api import Locator, Page
from site_reader import Reader
from sites import NOW

pytestmark = pytest.mark.browser

WORK_PLAN = MEETINGS["not open yet"]
FORM = "https://ec.europa.eu/eusurvey/runner/ERN-SmartCities-January-2027"
BUTTON = re.compile("^Register")
# Of the meeting above: until when, in UTC, its page says what, and whether it has the button.
# By content/meetings: opens 7 December 09:00 in Brussels, closes 19 January 12:00, and sits on
# 21 January from 14:00 to 16:30; pelicanconf.py says nothing of closing soon, so three days.
COURSE = [
    ("2026-12-07T08:00:00Z", "Registration opens on 7 December 2026, 09:00", False),
    ("2027-01-16T11:00:00Z", "Closes 19 January 2027, 12:00 Brussels time", True),
    ("2027-01-19T11:00:00Z", "Closes soon: 19 January 2027, 12:00 Brussels time", True),
    ("2027-01-21T15:30:00Z", "Registration closed 19 January 2027, 12:00", False),
    (
        "2031-01-01T00:00:00Z",
        "This meeting is over. Registration closed 19 January 2027, 12:00",
        False,
    ),
]
CHANGES = list(pairwise(COURSE))
MINUTE = timedelta(minutes=1)


def registration(page: Page) -> Locator:
    """The part of a meeting's page on registration, as its heading names it."""
    return page.get_by_role("region", name="Registration")


def assert_says(page: Page, words: str, button: bool) -> None:
    """Registration says this and none of the other things, with a working button or none."""
    shown = registration(page).inner_text()
    assert words in shown
    others = [said for _, said, _ in COURSE if said not in words]
    assert not [said for said in others if said in shown], shown
    links = registration(page).get_by_role("link", name=BUTTON)
    assert links.count() == button
    if button:
        assert (links.get_attribute("href") or "").startswith(f"{FORM}?")


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_registration_is_right_a_minute_before_and_after_each_change(
    reader: Reader, before: tuple[str, str, bool], after: tuple[str, str, bool]
) -> None:
    change = datetime.fromisoformat(before[0])
    assert_says(reader.opens(WORK_PLAN, at=f"{change - MINUTE}"), *before[1:])
    assert_says(reader.opens(WORK_PLAN, at=f"{change + MINUTE}"), *after[1:])


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_a_page_left_open_changes_by_itself(
    reader: Reader, before: tuple[str, str, bool], after: tuple[str, str, bool]
) -> None:
    page = reader.opens(WORK_PLAN, at=f"{datetime.fromisoformat(before[0]) - MINUTE}")
    assert_says(page, *before[1:])
    page.clock.run_for(2 * 60_000)
    assert_says(page, *after[1:])


def test_a_page_left_open_over_a_weekend_changes_by_itself(reader: Reader) -> None:
    page = reader.opens(WORK_PLAN, at="2026-12-04T16:00:00Z")
    page.clock.run_for(64 * 3_600_000 + 60_000)
    assert_says(page, *COURSE[1][1:])


@pytest.mark.parametrize("place", ["America/Los_Angeles", "Asia/Tokyo"])
def test_the_readers_own_time_zone_changes_nothing(reader: Reader, place: str) -> None:
    change = datetime.fromisoformat(COURSE[0][0])
    early = reader.opens(WORK_PLAN, at=f"{change - MINUTE}", living_in=place)
    assert_says(early, *COURSE[0][1:])
    late = reader.opens(WORK_PLAN, at=f"{change + MINUTE}", living_in=place)
    assert_says(late, *COURSE[1][1:])


def test_the_form_is_filled_with_the_facts_of_the_meeting(reader: Reader) -> None:
    button = registration(reader.opens(MEETINGS["open, hybrid"])).get_by_role("link", name=BUTTON)
    query = parse_qs(urlsplit(button.get_attribute("href") or "").query)
    assert query["date"] == ["01/12/2026"]
    assert query["meeting"][0].startswith("Smart Cities WG Meeting: What becomes of")


def test_a_full_meeting_offers_its_waiting_list_until_registration_closes(reader: Reader) -> None:
    address, closes = MEETINGS["full, waiting list"], datetime.fromisoformat("2026-11-30T17:00Z")
    part = registration(reader.opens(address, at=f"{closes - MINUTE}"))
    assert "This meeting is full" in part.inner_text()
    [link] = part.get_by_role("link").all()
    assert link.inner_text().startswith("Join the waiting list")
    assert "LastMile-Waiting" in (link.get_attribute("href") or "")
    part = registration(reader.opens(address, at=f"{closes + MINUTE}"))
    assert "Registration closed 30 November 2026, 18:00" in part.inner_text()
    assert part.get_by_role("link").count() == 0


@pytest.mark.parametrize("kind", ["full", "cancelled", "postponed", "closed", "over"])
@pytest.mark.parametrize("at", ["2026-01-01T00:00:00Z", NOW, "2027-02-03T00:00:00Z"])
def test_nothing_can_be_pressed_where_nobody_can_register(
    reader: Reader, kind: str, at: str
) -> None:
    """Whenever it is read: the first of these moments is before the site was built."""
    assert registration(reader.opens(MEETINGS[kind], at=at)).get_by_role("link").count() == 0


def test_a_note_on_how_to_register_goes_when_nobody_can(reader: Reader) -> None:
    note = "The house asks for a list of visitors three working days ahead."
    page = reader.opens(MEETINGS["open, hybrid"], at="2026-11-26T10:59:00Z")
    assert note in registration(page).inner_text()
    page.clock.run_for(2 * 60_000)
    assert note not in registration(page).inner_text()
    assert "Registration closed 26 November 2026, 12:00" in registration(page).inner_text()


def test_registration_of_a_meeting_that_is_over_says_when_it_closed(reader: Reader) -> None:
    shown = registration(reader.opens(MEETINGS["over"])).inner_text()
    assert "17 January 2020, 18:00" in shown
    assert "Please register by" not in shown


# ---- Lists of meetings ---------------------------------------------------------------------------

NEXT = "What becomes of the Cities Mission after 2027?"
AFTER_IT = "Last-mile deliveries after the loading bay"
ENDS = datetime.fromisoformat("2026-12-01T16:30Z")
LARGEST = "(titles) => titles.map((title) => parseFloat(getComputedStyle(title).fontSize))"


def upcoming(page: Page) -> list[str]:
    """The titles, with whatever stands beside them, of the meetings to come."""
    part = page.get_by_role("region", name=re.compile("^(Next|Upcoming) meetings$"))
    return part.get_by_role("listitem").filter(has=page.get_by_role("heading")).all_inner_texts()


def test_the_next_meeting_comes_first_and_large_until_it_is_over(reader: Reader) -> None:
    page = reader.opens("/", at=f"{ENDS - MINUTE}")
    assert NEXT in upcoming(page)[0]
    assert "Happening now" in upcoming(page)[0]
    page.clock.run_for(2 * 60_000)
    assert AFTER_IT in upcoming(page)[0]
    assert NEXT not in page.get_by_role("main").inner_text()
    titles = page.get_by_role("region", name="Next meetings").get_by_role("heading", level=4)
    sizes = titles.evaluate_all(f"(all) => ({LARGEST})(all.filter((t) => t.checkVisibility()))")
    assert sizes[0] > max(sizes[1:])


def test_a_cancelled_meeting_is_not_the_next_one(reader: Reader) -> None:
    """The postponed meeting of 1 December comes first in the list and is still not emphasised."""
    page = reader.opens("/", at="2026-11-30T12:00:00Z")
    titles = page.get_by_role("region", name="Next meetings").get_by_role("heading", level=4)
    sizes = titles.evaluate_all(f"(all) => ({LARGEST})(all.filter((t) => t.checkVisibility()))")
    assert "Postponed" in upcoming(page)[0]
    assert sizes.index(max(sizes)) == 1
    assert NEXT in upcoming(page)[1]


def test_a_meeting_that_is_over_moves_to_its_year_on_the_groups_page(reader: Reader) -> None:
    page = reader.opens("/groups/smart-cities/", at=f"{ENDS - MINUTE}")
    past = page.get_by_role("region", name="Past meetings")
    assert NEXT in upcoming(page)[0]
    assert NEXT not in past.inner_text()
    page.clock.run_for(2 * 60_000)
    assert NEXT not in "".join(upcoming(page))
    heading = page.get_by_role("heading", name="2026", exact=True)
    year = past.get_by_role("group").filter(has=heading)
    assert NEXT in year.inner_text()


def test_a_year_of_past_meetings_appears_with_its_first(reader: Reader) -> None:
    page = reader.opens("/groups/smart-cities/", at="2027-01-21T15:29:00Z")
    past = page.get_by_role("region", name="Past meetings")
    year = past.get_by_role("heading", name="2027", exact=True)
    assert year.count() == 0
    page.clock.run_for(2 * 60_000)
    assert year.count() == 1


def test_a_group_whose_meetings_are_over_says_that_none_is_announced(reader: Reader) -> None:
    none = "No meeting of this group is announced at the moment."
    page = reader.opens("/groups/smart-cities/", at="2027-05-20T14:29:00Z")
    assert none not in page.get_by_role("main").inner_text()
    page.clock.run_for(2 * 60_000)
    assert upcoming(page) == []
    assert none in page.get_by_role("main").inner_text()


def test_what_changed_is_told_on_the_first_page_until_the_meeting_is_over(reader: Reader) -> None:
    page = reader.opens("/", at="2026-11-24T14:29:00Z")
    lately = page.get_by_role("region", name="What changed lately")
    assert "Micro-credentials" in lately.inner_text()
    page.clock.run_for(2 * 60_000)
    assert "Micro-credentials" not in lately.inner_text()


def test_the_next_meeting_of_a_group_is_the_next_at_that_minute(reader: Reader) -> None:
    """One at a time, on a page that stays open from one meeting to the next."""
    page = reader.opens("/groups/smart-cities/next/", at=f"{ENDS - MINUTE}")
    shown = page.get_by_role("article")
    assert shown.count() == 1
    assert NEXT in shown.inner_text()
    assert "Happening now" in shown.inner_text()
    page.clock.run_for(2 * 60_000)
    assert shown.count() == 1
    assert "work plan 2027" in shown.inner_text()
    assert "Happening now" not in shown.inner_text()
    late = reader.opens("/groups/smart-cities/next/", at="2031-01-01T00:00:00Z")
    assert late.get_by_role("article").count() == 0
    assert "No meeting of this group is announced" in late.get_by_role("main").inner_text()


def test_years_later_nothing_is_announced(reader: Reader) -> None:
    page = reader.opens("/", at="2031-01-01T00:00:00Z")
    assert upcoming(page) == []
    assert "No meeting is announced at the moment." in page.get_by_role("main").inner_text()
    groups = page.get_by_role("region", name="Working groups").inner_text()
    assert "Next:" not in groups
    assert "No meeting announced" in groups
