"""The theme: the pages that lead into calendars, and the calendar with a page a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import Element

import html5lib
import pytest
from factories import at
from theme_pages import (
    FULL,
    HOSTILE,
    SMART,
    Rendering,
    a_whole_programme,
    by_class,
    cells,
    seen,
    shown,
    tree,
    words_of,
)

from workgroups.meeting import Meeting
from workgroups.months import Months

# ---- Subscribing ---------------------------------------------------------------------------------


FEED = "network.example/groups/smart-cities/calendar.ics"


def test_a_group_offers_its_own_feed_to_each_calendar() -> None:
    [box] = [
        e for e in tree(SMART.address).iter("section") if e.find("h2[@id='Subscribe']") is not None
    ]
    links = [e.get("href", "") for e in box.iter("a")]
    outlook = "https%3A%2F%2Fnetwork.example%2Fgroups%2Fsmart-cities%2Fcalendar.ics"
    assert f"webcal://{FEED}" in links
    assert [outlook in link for link in links if "outlook" in link] == [True, True]
    assert "../../subscribe/#Feed-group-smart-cities" in links
    assert words_of(next(box.iter("code"))) == f"https://{FEED}"


def test_every_feed_has_a_row_with_its_links() -> None:
    """It is all that people have without scripts, and what scripts choose from."""
    page = tree("/subscribe/")
    rows = {e.get("id", ""): e for e in page.iter("tr") if e.get("id")}
    assert {"Feed-all", "Feed-group-smart-cities", "Feed-group-water"} <= rows.keys()
    assert "Feed-type-working-group" in rows
    for row in rows.values():
        ways = [e.get("data-way") for e in row.iter("a") if e.get("data-way")]
        assert ways == ["outlook_work", "outlook_personal", "apple"]
    smart = rows["Feed-group-smart-cities"]
    assert words_of(next(smart.iter("code"))) == f"https://{FEED}"
    options = {e.get("value"): words_of(e) for e in page.iter("option")}
    assert options["Feed-group-smart-cities"] == "Smart Cities"
    assert options["Feed-type-working-group"] == "Working group meeting"
    assert "Feed-group-water" not in options, "closed, there will be nothing new"
    assert options.keys() <= rows.keys()


def test_each_program_has_its_steps_and_an_honest_word_on_delay() -> None:
    apps = {words_of(e[0]): words_of(e) for e in by_class("/subscribe/", "app")}
    assert list(apps) == [
        *("Outlook for work", "Outlook.com", "Google Calendar", "Apple Calendar"),
        *("Thunderbird", "Another calendar"),
    ]
    assert "more than a day" in apps["Outlook for work"]
    assert "8 to 24 hours" in apps["Google Calendar"]
    assert "every 30 minutes" in apps["Thunderbird"]


# ---- The calendar --------------------------------------------------------------------------------


def a_month(*meetings: Meeting, day: date = date(2026, 12, 1)) -> Element:
    """The calendar's page of a month with these meetings alone."""
    rendering = Rendering(replace(a_whole_programme(), meetings=meetings))
    page = rendering.month(Months(rendering.programme).of(day))
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return root


def test_a_month_is_a_table_of_weeks_that_can_be_read_aloud() -> None:
    [table] = tree("/calendar/2026-12/").iter("table")
    assert words_of(next(table.iter("caption"))) == "Meetings in December 2026"
    columns = [words_of(e) for e in table.iter("th") if e.get("scope") == "col"]
    assert (columns[0], columns[-1], len(columns)) == ("Monday", "Sunday", 7)
    rows = [words_of(e) for e in table.iter("th") if e.get("scope") == "row"]
    assert rows == ["Week 49", "Week 50", "Week 51", "Week 52", "Week 53"]
    assert len(cells("/calendar/2026-12/")) == 31


def test_a_day_tells_hours_title_and_groups_of_its_meetings() -> None:
    december = cells("/calendar/2026-12/")
    title = f"Towards the mission {HOSTILE}"
    assert december["2026-12-03"] == f"3 14:00 to 17:00 {title} Smart Cities Urban Mobility"
    klima = "Klimaneutrale Städte (in German) Smart Cities"
    assert december["2026-12-08"] == f"8 from 09:00, day 1 of 2 {klima}"
    assert december["2026-12-09"] == f"9 until 12:00, day 2 of 2 {klima}"
    assert december["2026-12-10"] == "10"
    [linked] = [e for e in by_class("/calendar/2026-12/", "sitting") if title in words_of(e)][:1]
    assert [e.get("href") for e in linked.iter("a")] == ["../../meetings/full/"]
    assert linked.get("data-groups") == "smart-cities urban-mobility"


def test_what_is_not_held_is_struck_and_told_in_words() -> None:
    off = by_class("/calendar/2026-11/", "sitting--off")
    assert [words_of(e) for e in off] == [
        "14:00 to 17:00 Energy in cities Cancelled Smart Cities"
    ] * 2
    may = cells("/calendar/2027-05/")
    assert may["2027-05-31"] == "31 day 2 of 3 Energy in cities Save the date Smart Cities"


def test_a_zone_is_named_where_its_clocks_show_another_hour() -> None:
    hours = []
    for zone_name in ("Europe/Vienna", "Europe/Helsinki"):
        when = at("2026-12-03 14:00", "2026-12-03 17:00", zone_name)
        page = a_month(replace(FULL, when=when))
        [table] = page.iter("table")
        hours += [words_of(e) for e in table.iter("p") if "hours" in e.get("class", "")]
    assert hours == ["14:00 to 17:00", "14:00 to 17:00, Helsinki time (EET)"]


def test_the_list_of_a_month_says_the_same_as_its_table() -> None:
    [agenda] = by_class("/calendar/2026-12/", "agenda-days")
    assert [words_of(e) for e in agenda.iter("time")] == [
        *("Thursday 3 December 2026", "Tuesday 8 December 2026", "Wednesday 9 December 2026")
    ]
    listed = [words_of(e) for e in agenda.iter("li")]
    [table] = tree("/calendar/2026-12/").iter("table")
    assert listed == [words_of(e) for e in table.iter("li")]


@pytest.mark.parametrize("address", ["/calendar/", "/calendar/2026-11/"])
def test_the_build_calls_no_day_today_and_no_month_this_one(address: str) -> None:
    page = tree(address)
    assert words_of(next(page.iter("h1"))) == "November 2026"
    marked = {e.get("aria-current") for e in page.iter()}
    assert "date" not in marked
    assert "Today" not in seen(page)
    assert "This month" not in seen(page)
    assert not [e for e in shown(page) if e.tag == "select"]


def test_a_month_leads_to_its_neighbours_and_to_every_other() -> None:
    page = tree("/calendar/2026-12/")
    ways = {e.get("rel"): e.get("href") for e in page.iter("a") if e.get("rel")}
    assert ways == {"prev": "../../calendar/2026-11/", "next": "../../calendar/2027-01/"}
    [jump] = [e for e in page.iter("nav") if e.get("aria-label") == "Other months"]
    assert [words_of(e) for e in jump.iter("a")] == [
        *("Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026"),
        *("Jul 2026", "Aug 2026", "Sept 2026", "Oct 2026", "Nov 2026", "Dec 2026"),
        *("2025", "2026", "2027"),
    ]
    [former] = [e for e in jump.iter("a") if words_of(e) == "2025"]
    assert former.get("href") == "../../calendar/2025-12/"


def test_the_first_and_the_last_month_lead_one_way() -> None:
    edges = ("/calendar/2025-03/", "/calendar/2027-06/")
    rels = [{e.get("rel") for e in tree(address).iter("a")} for address in edges]
    assert rels == [{None, "next"}, {None, "prev"}]


def test_a_month_without_meetings_says_so() -> None:
    page = a_month(day=date(2026, 8, 1))
    assert "No meetings in this month." in seen(page)
    assert "No meetings in this month." not in seen(tree("/calendar/2026-12/"))
