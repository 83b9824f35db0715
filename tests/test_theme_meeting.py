"""The theme: the page of a meeting, before, while and after it is held."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories import at
from theme_pages import (
    FULL,
    HOSTILE,
    NOW,
    OFFERS,
    RENDERED,
    Rendering,
    a_whole_programme,
    by_class,
    one,
    one_meeting,
    part,
    seen,
    shown,
    tree,
    words_of,
)

from workgroups.documents import ROLE
from workgroups.editions import Edition
from workgroups.meeting import Meeting
from workgroups.times import When

# ---- What is told first --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "title", "says"),
    [
        ("cancelled", "This meeting is cancelled", "Instead: Towards the mission"),
        ("postponed", "This meeting is postponed", "Ill."),
        ("tentative", "Save the date", "not fixed yet"),
    ],
)
def test_banner(slug: str, title: str, says: str) -> None:
    [banner] = by_class(f"/meetings/{slug}/", "banner")
    assert title in words_of(banner)
    assert says in words_of(banner)


def test_confirmed_meeting_has_no_banner() -> None:
    assert not by_class("/meetings/full/", "banner")


def test_what_to_know_of_a_confirmed_meeting_is_told() -> None:
    page = one_meeting(replace(FULL, notice=f"Bring a badge {HOSTILE}"))
    [banner] = page.iterfind(".//div[@class='banner banner--notice']")
    assert words_of(banner) == f"Bring a badge {HOSTILE}"


@pytest.mark.parametrize(
    ("when", "title"),
    [(at("2026-12-03"), "Save the date"), (FULL.when, "To be confirmed")],
)
def test_what_is_not_certain_is_not_all_saving_a_date(when: When, title: str) -> None:
    page = one_meeting(replace(FULL, status="tentative", when=when))
    assert [words_of(e) for e in page.iterfind(".//p[@class='banner__title']")] == [title]


def test_a_translation_tells_what_it_leaves_out_in_the_original_language() -> None:
    french = tree("/fr/meetings/cancelled/")
    [reason] = [e for e in french.iter("p") if words_of(e).startswith("The house is closed")]
    assert reason.get("lang") == "en"
    topics = [e for e in tree("/fr/meetings/full/").iter("td") if e.get("lang") == "en"]
    assert [words_of(e) for e in topics] == ["Welcome", "The mission Cy Example"]
    assert not [e for e in tree("/meetings/full/").iter("td") if e.get("lang")]


# ---- Where ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "days", "way_in"),
    [("confirmed", 0, 1), ("confirmed", 20, 0), ("cancelled", 0, 0), ("postponed", 0, 0)],
)
def test_only_a_meeting_that_can_be_joined_has_a_way_in(
    status: str, days: int, way_in: int
) -> None:
    meeting = replace(FULL, status=status, notice="Why.")
    where = part(one_meeting(meeting, NOW + timedelta(days=days)), "Where")
    assert where is not None
    assert ("Join online" in seen(where)) == bool(way_in)
    assert ("Online" in seen(where)) != bool(way_in)
    assert (where.find(".//a") is not None) == (status == "confirmed"), "scripts choose by then"


def test_a_place_that_nobody_knows_yet_is_to_be_announced() -> None:
    nowhere = replace(FULL, place=None, online=None)
    where = part(one_meeting(nowhere), "Where")
    assert where is not None
    assert seen(where) == "Where Place to be announced"
    late = part(one_meeting(nowhere, NOW + timedelta(days=20)), "Where")
    assert late is not None
    assert seen(late) == ""
    assert part(one_meeting(replace(nowhere, status="cancelled")), "Where") is None


@pytest.mark.parametrize(
    ("status", "days", "ways"),
    [("confirmed", 0, 1), ("confirmed", 20, 0), ("cancelled", 0, 0), ("postponed", 0, 0)],
)
def test_a_street_address_is_found_on_a_map(status: str, days: int, ways: int) -> None:
    meeting = replace(FULL, status=status, notice="Why.")
    where = part(one_meeting(meeting, NOW + timedelta(days=days)), "Where")
    assert where is not None
    found = [e for e in shown(where) if "openstreetmap" in e.get("href", "")]
    assert len(found) == ways
    assert all(e.get("rel") == "noopener noreferrer" for e in found)
    assert ("Find on a map on openstreetmap.org" in seen(where)) == bool(ways)


def test_a_place_without_an_address_is_not_looked_for() -> None:
    assert "openstreetmap" not in RENDERED["/meetings/deutsch/"]


# ---- When ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/meetings/full/", "Brussels time (CET) 13:00 to 16:00 UTC"),
        ("/fr/meetings/full/", "heure locale à Bruxelles (CET) de 13:00 à 16:00 UTC"),
        ("/meetings/past/", "08:00 to 11:00 UTC"),
    ],
)
def test_hours_are_told_in_utc_too(address: str, says: str) -> None:
    [clocks] = by_class(address, "when__clocks")
    assert says in seen(clocks)
    assert "{" not in seen(clocks), "what scripts fill waits hidden"


def test_what_is_not_held_has_hours_that_nobody_needs_elsewhere() -> None:
    [clocks] = by_class("/meetings/cancelled/", "when__clocks")
    assert words_of(clocks) == "Brussels time (CET)"


def test_days_have_no_hours_in_utc() -> None:
    assert "UTC" not in RENDERED["/meetings/postponed/"]


@pytest.mark.parametrize("address", ["/", "/groups/smart-cities/", "/meetings/full/"])
def test_how_far_away_it_is_only_scripts_tell(address: str) -> None:
    waiting = [e for e in tree(address).iter() if "data-soon" in e.attrib]
    assert waiting
    assert all("hidden" in e.attrib and not words_of(e) for e in waiting)
    assert {e.get("data-zone") for e in waiting} == {"Europe/Brussels"}


def test_what_is_not_held_is_not_counted_down_to() -> None:
    assert "data-soon" not in RENDERED["/meetings/cancelled/"]
    assert "data-soon" not in RENDERED["/meetings/postponed/"]


# ---- Before and afterwards -----------------------------------------------------------------------


ORDER = ["When", "Where", "Registration", "Documents", "Calendar", "Share"]


AFTERWARDS = ["When", "Minutes and documents", "Where", "Registration", "Calendar", "Share"]


@pytest.mark.parametrize(
    ("days", "status", "order"),
    [
        (0, "confirmed", ORDER),
        (0, "cancelled", ORDER),
        (20, "confirmed", AFTERWARDS),
        (20, "tentative", AFTERWARDS),
        (20, "cancelled", ORDER),
        (20, "postponed", ORDER),
    ],
)
def test_what_came_of_it_stands_first_once_it_is_over(
    days: int, status: str, order: list[str]
) -> None:
    page = one_meeting(replace(FULL, status=status), NOW + timedelta(days=days))
    labels = [e for e in shown(page) if e.tag == "h2" and e.get("class") == "label"]
    assert [words_of(e) for e in labels] == order


def test_documents_are_in_the_order_in_which_they_are_looked_for() -> None:
    def titles(days: int) -> list[str]:
        links = shown(one_meeting(FULL, NOW + timedelta(days=days)))
        return [words_of(e) for e in links if e.get("class") == "document__title"]

    assert titles(0) == ["Agenda", "Projet de contribution", "Recording"]
    assert titles(20) == ["Recording", "Agenda", "Projet de contribution"]


NO_MINUTES = "No minutes have been published so far."


@pytest.mark.parametrize(
    ("meeting", "days", "told"),
    [
        (FULL, 0, False),
        (FULL, 20, True),
        (replace(FULL, documents=()), 20, True),
        (replace(FULL, documents=(replace(FULL.documents[0], role=ROLE["minutes"]),)), 20, False),
        (replace(FULL, status="cancelled"), 20, False),
        (replace(FULL, status="postponed"), 20, False),
    ],
)
def test_minutes_that_are_not_there_are_not_passed_over(
    meeting: Meeting, days: int, told: bool
) -> None:
    assert (NO_MINUTES in seen(one_meeting(meeting, NOW + timedelta(days=days)))) == told


# ---- Found and told on ---------------------------------------------------------------------------


def test_whoever_goes_by_headings_hears_which_meeting_and_whether() -> None:
    page = next(tree("/meetings/cancelled/").iter("h1"))
    assert words_of(page) == "Energy in cities (Cancelled, 24 November 2026)"
    [title] = tree("/meetings/cancelled/").iter("title")
    assert words_of(title) == f"{words_of(page)} · Example Network"
    coming = [words_of(e) for e in tree("/groups/smart-cities/next/").iter("h2")]
    assert f"3 December 2026: Towards the mission {HOSTILE} Joint meeting" in coming
    assert "30 May 2027: Energy in cities Save the date" in coming
    filed = [words_of(e) for e in tree("/groups/smart-cities/").iter("h3")]
    assert f"3 December 2026: Towards the mission {HOSTILE} Joint meeting" in filed


def test_a_shared_link_says_that_the_meeting_is_cancelled() -> None:
    [description] = [
        e.get("content", "")
        for e in tree("/meetings/cancelled/").iter("meta")
        if e.get("property") == "og:description"
    ]
    assert description.startswith("Cancelled. Tuesday 24 November 2026, 14:00 to 17:00 Brussels")


def test_a_page_names_its_other_languages_to_those_who_share_it() -> None:
    def locales(address: str) -> list[str | None]:
        metas = tree(address).iter("meta")
        return [e.get("content") for e in metas if "locale" in e.get("property", "")]

    assert locales("/meetings/full/") == ["en_GB", "fr_FR"]
    assert locales("/fr/meetings/full/") == ["fr_FR", "en_GB"]
    assert locales("/meetings/past/") == ["en_GB"]


def test_a_meeting_is_told_on_by_mail_and_by_what_only_scripts_can_do() -> None:
    share = part(tree("/meetings/full/"), "Share")
    assert share is not None
    assert seen(share) == "Share Send by e-mail"
    [link] = share.iter("a")
    assert link.get("href", "").startswith("mailto:?subject=Towards%20the%20mission%20%22%3E%3C")
    addresses = {e.get("data-share") or e.get("data-copy") for e in share.iter("button")}
    assert addresses == {"https://network.example/meetings/full/"}


# ---- Registration, documents and the rest --------------------------------------------------------


def test_a_full_meeting_without_a_waiting_list_has_no_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    full = replace(OFFERS["deutsch"], state="full", waiting_list=None)
    monkeypatch.setitem(OFFERS, "full", full)
    registration = part(one_meeting(FULL), "Registration")
    assert registration is not None
    assert seen(registration) == "Registration This meeting is full. For members."


@pytest.mark.parametrize(
    ("slug", "says", "ways"),
    [
        ("full", "Closes 30 November 2026, 18:00 Brussels time (CET).", 1),
        ("past", "Registration closed 30 November 2026", 0),
        ("cancelled", "Registration has ended", 0),
        ("postponed", "Registration has ended", 0),
        ("deutsch", "at the end of 30 November 2026, Brussels time (CET)", 1),
    ],
)
def test_registration_shows_one_state(slug: str, says: str, ways: int) -> None:
    [part] = by_class(f"/meetings/{slug}/", "register")
    seen = " ".join(words for e in shown(part) for words in [e.text or "", e.tail or ""])
    assert says in " ".join(seen.split())
    assert len([e for e in shown(part) if e.tag == "a"]) == ways


@pytest.mark.parametrize("slug", ["tentative", "now"])
def test_no_registration_no_word_of_it(slug: str) -> None:
    assert not by_class(f"/meetings/{slug}/", "register")


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("not-open", "Registration opens on 1 November 2026, 09:00 Brussels time (CET)."),
        ("closing-soon", "Closes soon: 30 November 2026, 18:00 Brussels time (CET)."),
        ("closed", "Registration closed 30 November 2026, 18:00 Brussels time (CET)."),
    ],
)
def test_every_state_of_registration_has_its_sentence(
    state: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(OFFERS, "full", replace(OFFERS["full"], state=state))
    page = Rendering(a_whole_programme()).meeting(FULL, FULL.original)
    assert re.search(rf'data-when="{state}">\s*(<p[^>]*>)?.*?{re.escape(says)}', page, re.DOTALL)


def test_the_button_names_the_host_it_leads_to() -> None:
    [button] = [e for e in by_class("/meetings/full/", "button") if "Register" in words_of(e)]
    assert words_of(button) == "Register on forms.example"
    assert button.get("href") == "https://forms.example/runner?a=1&b=2"


def test_documents_say_what_is_behind_the_link() -> None:
    agenda, draft, recording = (words_of(e) for e in by_class("/meetings/full/", "document"))
    assert agenda == "Agenda PDF · 212 kB · 2 pages · 14 November 2026"
    assert draft == "Projet de contribution Paper · DOCX · 1.2 MB · French"
    assert recording == "Recording on video.example"


EDITIONS = (
    Edition(date(2026, 2, 12), date(2026, 3, 3), "0123456789ab", 1_500),
    Edition(date(2026, 2, 1), date(2026, 2, 12)),
)


def test_a_document_says_when_it_was_replaced_and_what_can_still_be_read() -> None:
    paper = replace(FULL.documents[0], editions=EDITIONS)
    page = one_meeting(replace(FULL, documents=(paper,)))
    [fold] = [e for e in shown(page) if e.get("class") == "earlier"]
    assert "open" not in fold.attrib
    assert words_of(one(fold, "summary")) == "2 earlier versions: Agenda"
    assert words_of(one(fold, "p")) == "Replaced on 3 March 2026; before that:"
    assert [words_of(item) for item in fold.iter("li")] == [
        "the version of 12 February 2026 · 2 kB",
        "the version of 1 February 2026",
    ]
    [link] = fold.iter("a")
    assert link.get("href") == "../../meetings/full/agenda.01234567.pdf"
    assert not by_class("/meetings/full/", "earlier"), "where it was never replaced"


def test_title_of_a_document_is_kept_as_the_name_of_its_file() -> None:
    [link] = [e for e in shown(tree("/meetings/full/")) if e.get("download")]
    assert link.get("download") == 'Projet "1".docx'


def test_a_title_is_set_as_its_language_sets_it() -> None:
    page = one_meeting(replace(FULL, title="Vers la mission : quand ?", lang="fr"))
    assert next(page.iter("h1"))[0].text == "Vers la mission\xa0: quand\xa0?"


def test_pager_leads_through_each_group() -> None:
    pagers = by_class("/meetings/full/", "pager")
    assert [words_of(e[0]) for e in pagers] == ["Smart Cities", "Urban Mobility"]
    assert {e.get("rel") for e in pagers[0].iter("a")} == {"prev", "next"}


def test_agenda_names_the_days_when_there_are_several() -> None:
    assert [words_of(e) for e in by_class("/meetings/tentative/", "agenda__day")] == [
        "Sunday 30 May 2027",
        "Monday 31 May 2027",
    ]
    assert not by_class("/meetings/full/", "agenda__day")


@pytest.mark.parametrize(
    ("slug", "offered"),
    [("full", 5), ("now", 5), ("tentative", 5), ("past", 1), ("cancelled", 0), ("postponed", 0)],
)
def test_only_what_takes_place_is_offered_for_the_calendar(slug: str, offered: int) -> None:
    """By its file and by four calendars on the web; what is over, by its file alone."""
    links = [e.get("href", "") for e in shown(tree(f"/meetings/{slug}/")) if e.tag == "a"]
    files = [href for href in links if href.endswith("meeting.ics")]
    adding = [href for href in links if re.match("https://(outlook|calendar)[.]", href)]
    assert len(files) + len(adding) == offered
    assert len(files) == min(offered, 1)
    assert bool(by_class(f"/meetings/{slug}/", "add")) == (offered == 5)


def test_each_way_into_a_calendar_names_its_host() -> None:
    ways = [words_of(e) for e in by_class("/meetings/full/", "ways")[0]]
    assert ways == [
        "Calendar file (.ics) for Apple, Thunderbird and Outlook on a computer",
        "Outlook for work on outlook.office.com",
        "Outlook.com on outlook.live.com",
        "Google Calendar on calendar.google.com",
        "Yahoo Calendar on calendar.yahoo.com",
    ]
