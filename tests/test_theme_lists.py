"""The theme: lists of meetings and documents, on the pages of groups, types and years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import html5lib
import pytest
from factories import a_document, a_group, a_meeting, a_programme, at
from theme_pages import (
    FULL,
    GROUPS,
    HOSTILE,
    MEETINGS,
    NOW,
    RENDERED,
    SMART,
    Rendering,
    a_whole_programme,
    by_class,
    of_three_years,
    one,
    one_meeting,
    parsed,
    shown,
    tree,
    wording,
    words_of,
)

from workgroups import archive
from workgroups.months import Months

# ---- Lists ---------------------------------------------------------------------------------------


def test_date_title_and_status_are_one_link() -> None:
    titles = [words_of(e) for e in by_class("/", "row__title")]
    assert "24 November 2026: Energy in cities Cancelled" in titles
    assert "12 March 2027: Energy in cities Postponed" in titles
    assert any(title.endswith("Joint meeting") for title in titles)


def test_past_list_holds_the_coming_meetings_hidden() -> None:
    group = Rendering(a_whole_programme()).programme.groups[-1]
    assert group.slug == "water"
    page = tree("/groups/smart-cities/")
    past = [e for e in page.iter("li") if e.get("data-when") == "past"]
    # Its child's meetings are its own as well.
    assert len(past) == len(MEETINGS)
    assert sum("hidden" not in e.attrib for e in past) == 2


def test_a_closed_group_invites_nobody() -> None:
    page = RENDERED["/groups/water/"]
    assert "This group closed on 30 June 2024." in page
    assert "webcal:" not in page
    assert "No meeting" not in page


def test_a_site_without_meetings_says_so() -> None:
    empty = replace(a_whole_programme(), meetings=())
    page = html5lib.parse(Rendering(empty).home(), namespaceHTMLElements=False)
    assert "No meeting is announced at the moment." in " ".join(words_of(e) for e in shown(page))


def test_long_after_the_build_nothing_is_upcoming() -> None:
    late = Rendering(a_whole_programme(), NOW + timedelta(days=3650))
    page = html5lib.parse(late.home(), namespaceHTMLElements=False)
    assert not [e for e in page.iter("li") if "row" in e.get("class", "").split()]


def test_a_group_says_how_it_meets_until_nobody_can_say_it_any_more() -> None:
    weeks = [NOW.date() + timedelta(days=14 * number - 50) for number in range(6)]
    row = [a_meeting(f"m{day}", when=at(f"{day} 10:00", f"{day} 11:00")) for day in weeks]
    says = "Meets about every two weeks, mostly on Sundays at 10:00."
    for days, shown_then in ((0, True), (300, True), (500, False)):
        then = Rendering(a_programme(*row), NOW + timedelta(days=days))
        page = html5lib.parse(then.group(row[0].groups[0]), namespaceHTMLElements=False)
        leads = [words_of(e) for e in shown(page) if e.get("class") == "lead"]
        assert leads == ([says] if shown_then else [])
    closed = a_group(closed=date(2026, 11, 1))
    assert says not in Rendering(a_programme(*row, groups=(closed,))).group(closed)
    assert "Meets" not in RENDERED["/groups/smart-cities/"]


def test_the_months_of_a_group_can_be_read() -> None:
    [drawn] = by_class("/groups/smart-cities/", "activity")
    rows = [words_of(row) for row in drawn.iter("tr")]
    assert rows == ["Year JFMAMJJASOND Meetings", "2027 1", "2026 4", "2025 1"]
    assert [e.get("href") for e in drawn.iter("a")] == [
        f"../../groups/smart-cities/{year}/" for year in (2027, 2026, 2025)
    ]
    pictures = [cell for cell in drawn.iter("td") if cell.get("aria-hidden") == "true"]
    months = [[e for e in cell.iter() if e.tag.endswith("rect")] for cell in pictures]
    assert [len(found) for found in months] == [0, 12, 12, 12]
    assert len([e for e in drawn.iter() if e.tag.endswith("svg")]) == len(pictures)
    assert not by_class("/groups/water/", "activity")


def a_long_row() -> Rendering:
    days = [date(year, 3, 5) for year in range(1998, 2027)]
    paper = (a_document("/meetings/full/agenda.pdf"),)
    held = [a_meeting(f"m{day.year}", when=at(f"{day}"), documents=paper) for day in days]
    return Rendering(a_programme(*held))


def test_decades_of_a_group_leave_its_page_short() -> None:
    page = html5lib.parse(a_long_row().group(a_group()), namespaceHTMLElements=False)
    assert [words_of(e) for e in page.iterfind(".//summary/h3")] == [
        *("2026", "2025", "2024", "2023", "2022")
    ]
    [earlier] = [e for e in page.iter("nav") if e.get("aria-label") == "Earlier years"]
    assert [e.get("href") for e in earlier.iter("a")] == [
        f"../../groups/smart-cities/{year}/" for year in range(2021, 1997, -1)
    ]
    assert "1998 to 2014: 17 meetings" in [words_of(e) for e in page.iter("p")]
    documents = page.find(".//section[@aria-labelledby='Documents']")
    assert documents is not None
    assert len(documents.findall("details")) == 5


def test_a_year_of_a_group_has_its_meetings_documents_and_neighbours() -> None:
    row = a_long_row()
    [volume] = [v for v in archive.volumes(row.programme, a_group()) if v.year == 2003]
    page = html5lib.parse(row.volume(volume), namespaceHTMLElements=False)
    assert [words_of(e) for e in page.iter("h2")] == ["March 2003", "Documents"]
    assert [words_of(e) for e in page.iterfind(".//nav[@class='pager']/a")] == [
        *("The year before 2002", "The year after 2004")
    ]


def test_the_archive_is_a_table_of_links() -> None:
    [found] = by_class("/archive/", "archive")
    heads = [words_of(e) for e in found.iter("th") if e.get("scope") == "col"]
    assert heads == ["Year", "All groups", "Smart Cities", "Urban Mobility"]
    first = next(e for e in found.iter("tr") if e.find("td") is not None)
    assert [words_of(e) for e in first] == [
        *("2027", "2027: 22 meetings", "Smart Cities 2027: 2", "")
    ]
    assert [e.get("href") for e in first.iter("a")] == [
        *("../archive/2027/", "../groups/smart-cities/2027/")
    ]


@pytest.mark.parametrize("address", ["/archive/2026/", "/groups/smart-cities/2026/"])
def test_a_year_shows_what_is_past_and_what_is_to_come(address: str) -> None:
    rows = by_class(address, "row")
    assert len(rows) == 5
    months = [words_of(e) for e in tree(address).iter("h2")]
    assert months[:3] == ["March 2026", "November 2026", "December 2026"]
    assert not [e for e in tree(address).iter("li") if "hidden" in e.attrib]


def test_an_archive_of_nothing_says_so() -> None:
    page = Rendering(a_programme(groups=(SMART,))).archive()
    assert "No meeting has been announced yet." in page
    assert "<table" not in page


def test_rows_say_what_they_can_be_chosen_by() -> None:
    rows = {e.get("data-groups"): e.get("data-type") for e in by_class("/", "row")}
    assert rows["smart-cities urban-mobility"] in ("working-group", "")
    assert "urban-mobility" not in rows, "a child's meeting is its parent's too"
    assert not [e for e in tree(SMART.address).iter() if "data-groups" in e.attrib]


def test_choosing_is_by_links_until_scripts_run() -> None:
    page = list(shown(tree("/")))
    assert not [e for e in page if e.tag in ("select", "button")]
    ways = {e.get("href") for e in page if e.tag == "a"}
    assert "groups/urban-mobility/" in ways
    assert not [way for way in ways if way and "types/" in way], "there is one type: no choice"


def test_a_type_has_its_meetings_and_its_calendar() -> None:
    titles = [words_of(e) for e in by_class("/types/working-group/", "row__title")]
    assert titles == [f"3 December 2026: Towards the mission {HOSTILE} Joint meeting"]
    assert "webcal://network.example/types/working-group/calendar.ics" in {
        e.get("href") for e in tree("/types/working-group/").iter("a")
    }
    late = Rendering(a_whole_programme(), NOW + timedelta(days=3650)).type("working-group")
    page = html5lib.parse(late, namespaceHTMLElements=False)
    assert "No meeting of this type" in " ".join(words_of(e) for e in shown(page))


def test_a_type_whose_meetings_are_long_past_leads_to_a_row_that_is_there() -> None:
    for later, row in ((0, "Feed-type-working-group"), (3650, "Feeds")):
        html = Rendering(a_whole_programme(), NOW + timedelta(days=later)).type("working-group")
        assert f'subscribe/#{row}"' in html


TYPES = {kind: {"en": kind.title(), "fr": kind.title()} for kind in ("meeting", "webinar")}


@pytest.mark.parametrize(
    ("groups", "types", "offered"),
    [(1, 1, False), (1, 2, True), (2, 1, True), (2, 2, True)],
)
def test_a_choice_is_offered_where_there_is_one(groups: int, types: int, offered: bool) -> None:
    kinds = list(TYPES)[:types]
    meetings = [replace(FULL, slug=kind, uid=kind, type=kind, groups=(SMART,)) for kind in kinds]
    programme = a_programme(*meetings, groups=GROUPS[:groups], meeting_types=TYPES)
    page = Rendering(programme).home()
    assert ('id="Filter"' in page) == ("/filter." in page) == offered
    assert ('id="Choose-group"' in page) == (groups > 1)
    assert ('id="Choose-type"' in page) == (types > 1)
    late = Rendering(programme, NOW + timedelta(days=3650)).home()
    assert 'id="Filter"' not in late, "nothing to choose from"


def test_a_type_has_the_colour_of_no_group() -> None:
    meetings = [replace(FULL, slug=kind, uid=kind, type=kind) for kind in TYPES]
    page = parsed(Rendering(a_programme(*meetings, groups=GROUPS, meeting_types=TYPES)).home())
    found = [e for e in one(page, ".//*[@id='Filter']").iter("a") if "types/" in e.get("href", "")]
    assert len(found) == len(TYPES)
    assert not [e for e in found if "group-" in e.get("class", "")]


def test_the_card_of_a_group_goes_on_through_all_its_meetings() -> None:
    days = [date(2026, 12, 20) + timedelta(days=number) for number in range(14)]
    held = [
        replace(FULL, slug=f"m{day}", uid=f"m{day}", when=at(f"{day} 10:00", f"{day} 11:00"))
        for day in days
    ]
    page = parsed(Rendering(a_programme(*held, groups=(SMART,))).home())
    [card] = [e for e in page.iter("ul") if e.get("id") == f"Next-{SMART.slug}"]
    assert [words_of(e) for e in card][-1] == "Next: 2 Jan 2027"
    assert len(card) == 14


def test_without_scripts_nothing_is_said_to_happen_now() -> None:
    """A page cannot know how long ago it was built."""
    badges = [
        e
        for address in RENDERED
        for e in tree(address).iter("p")
        if "badge--now" in e.get("class", "").split() and "data-today" not in e.attrib
    ]
    assert badges
    assert all("hidden" in e.attrib and e.get("data-when") == "now" for e in badges)


@pytest.mark.parametrize("notice", ["", "The room is small."])
@pytest.mark.parametrize("days", [0, 60])
def test_what_was_held_is_no_longer_uncertain(days: int, notice: str) -> None:
    unsure = replace(FULL, status="tentative", notice=notice)
    then = Rendering(a_programme(unsure, groups=GROUPS), NOW + timedelta(days=days))
    page = parsed(then.meeting(unsure, unsure.original))
    said = " ".join((e.text or "") for e in shown(page))
    assert ("To be confirmed" in said) == (days == 0)
    assert ("not yet certain" in said) == (days == 0 and not notice)
    assert notice in said
    listed = parsed(then.group(SMART))
    unsure_badges = [e for e in shown(listed) if "badge--tentative" in e.get("class", "")]
    assert bool(unsure_badges) == (days == 0)
    assert all(e.get("data-when") == "upcoming now" for e in unsure_badges)


def test_the_calendar_says_after_which_month_nothing_is_announced() -> None:
    programme = a_whole_programme()
    for days, told in ((0, False), (3650, True)):
        then = Rendering(programme, NOW + timedelta(days=days))
        months = Months(programme)
        page = parsed(then.month(months.at(then.now), "/calendar/"))
        said = " ".join(words_of(e) for e in shown(page) if e.tag == "p")
        assert ("Nothing is announced after" in said) is told
        last = months.last
        assert last is not None
        assert 'id="After"' in then.month(last)


# ---- The register --------------------------------------------------------------------------------


def test_the_register_says_what_stands_on_the_page() -> None:
    """Without scripts, too: what is not there is one link away."""
    pages = {address: parsed(text) for address, text in of_three_years().items()}
    counts = {"": 216, "2026/": 108, "2025/": 108, "2024/": 108, "undated/": 1}
    assert list(pages) == [f"/documents/{year}" for year in counts]
    for (address, page), count in zip(pages.items(), counts.values(), strict=True):
        assert len(list(page.iterfind(".//tbody/tr"))) == count
        assert words_of(one(page, ".//*[@id='Count']")) == wording("en").t(
            "documents.count", count=count
        )
        assert "hidden" in one(page, ".//*[@id='Finder']").attrib
        up = "../" * (address.count("/") - 1)
        assert [(a.get("href"), words_of(a)) for a in one(page, ".//*[@id='Years']").iter("a")] == [
            (f"{up}documents/", "Newest years"),
            *((f"{up}documents/{year}/", str(year)) for year in (2026, 2025, 2024)),
            (f"{up}documents/undated/", "Without a date"),
        ]
    assert "Here are those of 2026 and 2025;" in words_of(one(pages["/documents/"], ".//main"))
    assert words_of(one(pages["/documents/2024/"], ".//h1")) == "Documents of 2024"


def test_a_row_of_the_register_leads_to_the_document_its_meeting_and_its_groups() -> None:
    row = one(parsed(of_three_years()["/documents/2024/"]), ".//tbody/tr")
    title, *cells = map(words_of, row)
    assert title.startswith("Agenda PDF · 20 kB · 1 page · version 2 2 earlier versions: Agenda")
    assert cells == ["Agenda", "3 Dec 2024", "Meeting 11 of 2024 Water"]
    ways = [link.get("href") for link in row.iter("a")]
    assert [ways[0], *ways[-2:]] == [
        "../../meetings/2024-11/agenda.pdf",
        "../../meetings/2024-11/",
        "../../groups/water/",
    ]


def test_a_register_of_nothing_says_so() -> None:
    page = parsed(dict(Rendering(a_programme(a_meeting())).register())["/documents/"])
    assert words_of(one(page, ".//main")).endswith("No documents have been published.")
    assert page.find(".//table") is None
    assert page.find(".//select") is None


def test_what_a_file_is_compared_by_is_there_for_those_who_look() -> None:
    page = one_meeting(replace(FULL, documents=(replace(FULL.documents[0], sha256="0a" * 32),)))
    [fold] = [e for e in shown(page) if e.get("class") == "checksums"]
    assert "open" not in fold.attrib
    assert words_of(fold) == f"Checksums (SHA-256) Agenda {'0a' * 32}"
    assert not by_class("/meetings/full/", "checksums"), "where none is known"
