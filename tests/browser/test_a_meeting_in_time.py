"""A meeting before, while and after people meet: how far away, by whose clocks, what is first."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from example_pages import MEETINGS
from playwright.sync_api import Locator, Page
from site_reader import Reader

pytestmark = pytest.mark.browser

MEETING = MEETINGS["open, hybrid"]
FRENCH = MEETINGS["open, in French"]
BEGINS, ENDS = (datetime.fromisoformat(f"2026-12-01T{hour}Z") for hour in ("13:00", "16:30"))
"""In Brussels from 14:00 to 17:30."""

HOUR, MINUTE, YEAR = timedelta(hours=1), timedelta(minutes=1), timedelta(days=365)


def when(page: Page) -> str:
    return page.get_by_role("region", name=re.compile("^(When|Quand)$")).inner_text()


def parts(page: Page) -> list[str]:
    """The parts beside the text, in the order in which they are heard and seen."""
    found = page.locator(".ticket").get_by_role("heading", level=2)
    tops = [box["y"] for part in found.all() if (box := part.bounding_box())]
    assert tops == sorted(tops)
    return found.all_inner_texts()


def papers(part: Locator) -> list[str]:
    return part.locator(".document__title").all_inner_texts()


# ---- How far away --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2026-11-23T12:00:00Z", "In 8 days"),
        # In Brussels it is still the 29th, then already the 30th.
        ("2026-11-29T22:59:00Z", "In 2 days"),
        ("2026-11-29T23:01:00Z", "Tomorrow"),
        ("2026-11-30T22:59:00Z", "Tomorrow"),
        ("2026-11-30T23:01:00Z", "Today, in 14 hours"),
        (f"{BEGINS - HOUR}", "Today, in 60 minutes"),
        (f"{BEGINS - MINUTE}", "Today, in 1 minute"),
    ],
)
@pytest.mark.parametrize("place", ["Europe/Brussels", "America/Los_Angeles"])
def test_days_are_those_where_the_meeting_is(
    reader: Reader, at: str, says: str, place: str
) -> None:
    page = reader.opens(MEETING, at=at, living_in=place)
    assert page.locator(".soon").inner_text() == says


@pytest.mark.parametrize("at", ["2026-10-30T12:00:00Z", f"{BEGINS}", f"{ENDS}", f"{ENDS + YEAR}"])
def test_long_before_and_from_its_beginning_nothing_is_counted(reader: Reader, at: str) -> None:
    assert not reader.opens(MEETING, at=at).locator(".soon").is_visible()


def test_it_counts_on_while_the_page_is_open(reader: Reader) -> None:
    page = reader.opens(MEETING, at=f"{BEGINS - 2 * MINUTE}")
    assert "Today, in 2 minutes" in when(page)
    page.clock.run_for(60_000)
    assert "Today, in 1 minute" in when(page)
    assert "Happening now" not in when(page)
    page.clock.run_for(61_000)
    assert "Happening now" in when(page)
    assert "Today" not in when(page)


def test_it_is_told_in_the_language_of_the_page(reader: Reader) -> None:
    page = reader.opens(FRENCH, at=f"{BEGINS - 2 * HOUR}", speaking="ja-JP")
    assert "Aujourd’hui, dans 2 heures" in when(page)


def test_what_does_not_take_place_is_not_counted_down_to(reader: Reader) -> None:
    for kind in ("cancelled", "postponed"):
        assert reader.opens(MEETINGS[kind], at="2026-11-30T12:00:00Z").locator(".soon").count() == 0


@pytest.mark.parametrize(
    ("address", "at"),
    [("/", "2026-11-30T12:00:00Z"), ("/groups/smart-cities/", "2026-11-30T12:00:00Z")],
)
def test_in_lists_the_next_meeting_says_it_alone(reader: Reader, address: str, at: str) -> None:
    page = reader.opens(address, at=at)
    shown = [each for each in page.locator(".soon").all() if each.is_visible()]
    assert [each.inner_text() for each in shown] == ["Tomorrow"]


# ---- By whose clocks -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "place", "says"),
    [
        (MEETING, "America/New_York", "08:00 to 11:30 in your time zone (New York)"),
        (
            MEETING,
            "Asia/Tokyo",
            "Tuesday 1 December, 22:00 to Wednesday 2 December, 01:30 in your time zone (Tokyo)",
        ),
        (
            MEETING,
            "Pacific/Auckland",
            "Wednesday 2 December, 02:00 to 05:30 in your time zone (Auckland)",
        ),
        (MEETING, "Asia/Kathmandu", "18:45 to 22:15 in your time zone"),
        (
            FRENCH,
            "Pacific/Auckland",
            "mercredi 2 décembre, de 02:00 à 05:30 dans votre fuseau horaire (Auckland)",
        ),
    ],
)
def test_who_is_elsewhere_is_told_the_hours_there(
    reader: Reader, address: str, place: str, says: str
) -> None:
    page = reader.opens(address, living_in=place, speaking="de-DE")
    assert says in re.sub(r"(day),", r"\1", when(page))


@pytest.mark.parametrize("place", ["Europe/Brussels", "Africa/Lagos", "Europe/Madrid"])
def test_where_clocks_show_the_same_nothing_is_added(reader: Reader, place: str) -> None:
    page = reader.opens(MEETING, living_in=place)
    assert "13:00 to 16:30 UTC" in when(page)
    assert "your time zone" not in when(page)


def test_clocks_are_compared_on_the_day_of_the_meeting(reader: Reader) -> None:
    """Read in November, when Lagos has the hour of Brussels; in May it has not."""
    page = reader.opens("/meetings/2026-05-28-short-term-rentals/", living_in="Africa/Lagos")
    assert "in your time zone (Lagos)" in when(page)


def test_without_scripts_hours_are_told_in_utc_and_nothing_is_counted(reader: Reader) -> None:
    page = reader.opens(MEETING, scripts=False, living_in="Asia/Tokyo")
    lines = [line for line in when(page).split("\n") if line]
    assert lines[-2:] == ["Brussels time (CET)", "13:00 to 16:30 UTC"]


# ---- What comes first ----------------------------------------------------------------------------

BEFORE = ["When", "Where", "Registration", "Documents", "Calendar", "Share"]
AFTER = ["When", "Minutes and documents", "Where", "Registration", "Calendar", "Share"]


@pytest.mark.parametrize(
    ("at", "order"),
    [
        (f"{BEGINS - HOUR}", BEFORE),
        (f"{BEGINS + MINUTE}", BEFORE),
        (f"{ENDS + MINUTE}", AFTER),
        (f"{ENDS + YEAR}", AFTER),
    ],
)
@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_looked_for_comes_first(
    reader: Reader, at: str, order: list[str], width: int
) -> None:
    assert parts(reader.opens(MEETING, at=at, width=width)) == order


def test_a_page_left_open_turns_to_what_came_of_it(reader: Reader) -> None:
    page = reader.opens(MEETING, at=f"{ENDS - MINUTE}")
    before = page.get_by_role("region", name="Documents", exact=True)
    after = page.get_by_role("region", name="Minutes and documents")
    assert papers(before)[0] == "Agenda"
    assert after.count() == 0
    page.clock.run_for(2 * 60_000)
    assert before.count() == 0
    assert papers(after)[0].startswith("Driving Urban Transitions")
    assert papers(after)[1] == "Agenda"
    assert "No minutes have been published so far." in after.inner_text()


def test_without_scripts_it_is_as_the_build_knew(reader: Reader) -> None:
    assert parts(reader.opens(MEETING, scripts=False)) == BEFORE
    assert parts(reader.opens(MEETINGS["over"], scripts=False)) == AFTER


# ---- Telling others ------------------------------------------------------------------------------


def test_a_link_is_copied_where_the_device_shares_nothing(reader: Reader) -> None:
    page = reader.opens(MEETING)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    share = page.get_by_role("region", name="Share")
    assert share.get_by_role("button").all_inner_texts() == ["Copy link"]
    share.get_by_role("button").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(MEETING)
    assert share.get_by_role("button").inner_text() == "Copied"


def test_a_device_that_shares_is_given_the_page(reader: Reader) -> None:
    device = "navigator.share = async (what) => { window.shared = what; }"
    page = reader.opens(MEETING, before=device)
    share = page.get_by_role("region", name="Share")
    assert share.get_by_role("button").all_inner_texts() == ["Share this meeting"]
    share.get_by_role("button").click()
    shared = page.evaluate("window.shared")
    assert shared["url"].endswith(MEETING)
    assert "What becomes of the Cities Mission after 2027? (1 December 2026)" in shared["title"]


def test_who_thinks_better_of_sharing_sees_no_fault(reader: Reader) -> None:
    device = "navigator.share = () => Promise.reject(new DOMException('', 'AbortError'))"
    page = reader.opens(MEETING, before=device)
    page.get_by_role("button", name="Share this meeting").click()
    assert page.get_by_role("button", name="Share this meeting").is_visible()


def test_a_map_is_asked_only_by_who_goes_there(reader: Reader) -> None:
    """The reader of these tests notes every request to another host."""
    page = reader.opens(MEETING)
    link = page.get_by_role("region", name="Where").get_by_role("link", name="Find on a map")
    assert "openstreetmap.org" in link.inner_text()
    assert link.get_attribute("rel") == "noopener noreferrer"
    page.clock.run_for(5_000)
