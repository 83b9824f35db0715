"""The theme: what holds for every page it makes, whatever stands on it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib
import pytest
from factories import a_document, a_group, a_meeting, a_programme, at
from theme_pages import (
    FULL,
    GROUPS,
    HOSTILE,
    MEETINGS,
    MOBILITY,
    NOW,
    OFFERS,
    SMART,
    THEME,
    Rendering,
    a_whole_programme,
    environment,
    of_three_years,
    rendered,
    theme_assets,
    wording,
)

from workgroups import archive
from workgroups.documents import ROLE
from workgroups.editions import Edition
from workgroups.group import Chair, Link
from workgroups.meeting import Meeting, Translation
from workgroups.months import Months
from workgroups.prose import Prose
from workgroups.times import When

PAGES = rendered()
WHOLE = [address for address in PAGES if address != "/old/"]
CSS = {path.stem: path.read_text(encoding="utf-8") for path in (THEME / "static/css").glob("*")}
TEMPLATES = {
    path.relative_to(THEME / "templates").as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((THEME / "templates").rglob("*.html"))
}


def parsed(text: str) -> Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(text)
    return root


def tree(address: str) -> Element:
    return parsed(PAGES[address])


def one(page: Element, path: str) -> Element:
    """The first element at a path; there has to be one."""
    found = page.find(path)
    assert found is not None, path
    return found


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def shown(element: Element) -> Iterator[Element]:
    """The element and those within it that the build does not hide."""
    if "hidden" not in element.attrib:
        yield element
        for child in element:
            yield from shown(child)


def by_class(address: str, name: str) -> list[Element]:
    return [e for e in shown(tree(address)) if name in (e.get("class") or "").split()]


@pytest.mark.parametrize("address", PAGES)
def test_html_is_valid_and_has_no_code_in_it(address: str) -> None:
    """The parser is strict: an error in the HTML stops it."""
    for element in tree(address).iter():
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
        if element.tag == "script":
            assert element.get("src") or element.get("type") == "application/ld+json"
        assert element.tag != "style"
    assert "<script>alert" not in PAGES[address]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_fetched_from_elsewhere(address: str) -> None:
    for element in tree(address).iter():
        if element.tag in ("script", "img", "iframe", "source", "use"):
            assert "://" not in element.get("src", "") + element.get("href", "")
        if element.tag == "link" and element.get("rel") in ("stylesheet", "icon"):
            assert "://" not in element.get("href", "")


@pytest.mark.parametrize("address", PAGES)
def test_policy_lets_nothing_else_in(address: str) -> None:
    policies = [
        e.get("content", "")
        for e in tree(address).iter("meta")
        if e.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'")
    assert "unsafe" not in policies[0]


@pytest.mark.parametrize("address", WHOLE)
def test_headings_are_one_line_of_thought(address: str) -> None:
    levels = [int(e.tag[1]) for e in tree(address).iter() if re.fullmatch("h[1-6]", str(e.tag))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_references_lead_somewhere(address: str) -> None:
    elements = list(tree(address).iter())
    ids = [e.attrib["id"] for e in elements if "id" in e.attrib]
    assert len(ids) == len(set(ids))
    for element in elements:
        for name in ("aria-labelledby", "data-filled", "data-empty"):
            if name in element.attrib:
                assert element.attrib[name] in ids
        if element.tag == "a" and element.get("href", "").startswith("#"):
            assert element.attrib["href"][1:] in ids


@pytest.mark.parametrize("address", PAGES)
def test_ways_within_the_site_are_relative(address: str) -> None:
    """So that a page works under any address; the page for lost visitors is served at any depth."""
    for element in tree(address).iter("a"):
        href = element.get("href", "")
        assert href
        assert not href.startswith("//")
        if href.startswith("/"):
            assert address == "/404.html"
            assert href.startswith("/sub/")


@pytest.mark.parametrize("address", WHOLE)
def test_head_says_what_the_page_is(address: str) -> None:
    root = tree(address)
    title = words_of(next(root.iter("title")))
    assert title.endswith("Example Network")
    names = {e.get("name") or e.get("property"): e.get("content") for e in root.iter("meta")}
    assert f"{names['og:title']} · Example Network" == title or address == "/"
    assert names["og:locale"] in ("en_GB", "fr_FR")
    assert names["og:type"] == ("article" if "/meetings/" in address else "website")
    assert names["description"] == names["og:description"]
    assert names["description"]
    links = {e.get("rel"): e.get("href") for e in root.iter("link")}
    assert ("canonical" in links) == (address != "/404.html")
    if "canonical" in links:
        assert links["canonical"] == f"https://network.example{address}" == names["og:url"]
    assert any(e.get("type") == "text/calendar" for e in root.iter("link"))


def test_hostile_words_are_only_read() -> None:
    page = tree("/meetings/full/")
    assert words_of(next(page.iter("h1"))) == f"Towards the mission {HOSTILE} (3 December 2026)"
    assert words_of(by_class("/meetings/cancelled/", "banner")[0]).count(HOSTILE) == 2


def test_other_languages_are_marked() -> None:
    german = tree("/meetings/deutsch/")
    assert german.get("lang") == "en"
    assert next(german.iter("h1"))[0].get("lang") == "de"
    names = [e for e in tree("/").iter("span") if words_of(e) == "Klimaneutrale Städte"]
    assert names
    assert all(e.get("lang") == "de" for e in names)
    papers = {e.get("hreflang") for e in tree("/meetings/full/").iter("a")}
    assert "fr" in papers
    assert tree("/fr/meetings/full/").get("lang") == "fr"


FOREIGN = replace(
    FULL,
    slug="foreign",
    uid="foreign",
    title="Villes",
    lang="fr",
    groups=(replace(SMART, lang="fr"), replace(MOBILITY, lang="fr")),
    translations=(Translation("de", "Städte", Prose("")),),
)
LATER = replace(FOREIGN, slug="later", uid="later", when=at("2026-12-15 14:00"))
OFF = replace(LATER, slug="off", uid="off", when=at("2026-12-19 14:00"), status="cancelled")


def lists_with(*meetings: Meeting) -> Iterator[tuple[str, Element]]:
    """Every page that lists meetings, of a programme of these, by address."""
    rendering = Rendering(a_programme(*meetings, languages=("en", "fr")))
    pages = [*rendering.lists(), ("next", rendering.next(meetings[0].groups[0]))]
    return ((address, parsed(page)) for address, page in pages)


def test_every_list_has_a_title_in_the_language_of_its_page() -> None:
    english = Translation("en", "Cities", Prose("<p>So.</p>"))
    named = 0
    for address, page in lists_with(replace(FOREIGN, translations=(english,))):
        assert "Villes" not in words_of(page), address
        ways = [e for e in page.iter("a") if (e.get("href") or "").endswith("meetings/foreign/")]
        named += any("Cities" in words_of(e) for e in ways)
        assert not any(e.get("hreflang") or e.find(".//*[@lang]") for e in ways), address
    assert named >= 6


def test_a_title_in_another_language_says_so() -> None:
    named = 0
    for address, page in lists_with(FOREIGN):
        for way in page.iter("a"):
            if "Villes" in words_of(way):
                named += 1
                assert "Villes (in French)" in words_of(way), address
                assert way.get("hreflang") == "fr"
                [title] = [e for e in way.iter() if e.get("lang")]
                assert (words_of(title), title.get("lang")) == ("Villes", "fr")
    assert named >= 6


def test_the_way_to_another_meeting_says_its_language_and_that_it_is_cancelled() -> None:
    rendering = Rendering(a_programme(FOREIGN, LATER, OFF))
    pager = parsed(rendering.meeting(LATER, LATER.original))
    [before, after, *_] = [e for e in pager.iter("a") if "pager__way" in (e.get("class") or "")]
    assert words_of(before) == "Réunion précédente, 3 déc. 2026 Villes Réunion commune"
    assert words_of(after).endswith("Villes Annulée Réunion commune")


def marked(page: Element, words: str) -> set[str | None]:
    """The language of each element that says just these words."""
    around = {child: parent for parent in page.iter() for child in parent}

    def language(element: Element) -> str | None:
        return element.get("lang") or language(around[element])

    return {language(e) for e in page.iter() if words_of(e) == words and not len(e)}


def test_names_and_titles_have_the_language_of_their_group_or_meeting() -> None:
    parent = replace(SMART, name="Mobilité", short="Mob", lang="fr")
    chair = Chair("Ada Example", "Région d'ailleurs", "2020")
    group = replace(
        MOBILITY, name="Villes", short="Vil", lang="fr", parent=parent.slug, chairs=(chair,),
        links=(Link("Le projet", "https://projet.example/"),),
        documents=(a_document("/groups/x/mandat.pdf", title="Mandat", sha256="0a" * 32),),
    )  # fmt: skip
    paper = a_document("/meetings/foreign/a.pdf", title="Ordre du jour")
    meeting = replace(FOREIGN, groups=(group,), documents=(paper,), replaced_by=None)
    programme = a_programme(meeting, groups=(parent,))
    rendering = Rendering(programme)
    page = parsed(rendering.page(
        "group.html", group.address, group=group, parent=parent, children=(), entries=[],
        upcoming=(), cadence=None, activity=archive.activity([]), years=[], past_by_year=[],
        earlier=[],
    ))  # fmt: skip
    for words in ("Mobilité", "Mob", "Vil", "Région d'ailleurs", "Le projet"):
        assert marked(page, words) == {"fr"}, words
    [(_, register)] = [*rendering.register()][:1]
    assert marked(parsed(register), "Ordre du jour") == {"fr"}
    assert marked(parsed(register), "Villes") == {"fr"}
    assert marked(parsed(rendering.page("subscribe.html", "/subscribe/")), "Villes") == {"fr"}


# ---- The meeting ---------------------------------------------------------------------------------


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


def one_meeting(meeting: Meeting, now: datetime = NOW) -> Element:
    """The page of a meeting that is not among those of the programme."""
    page = Rendering(a_whole_programme(), now).meeting(meeting, meeting.original)
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return root


def seen(element: Element) -> str:
    """The words that the build shows; a hidden part is left out with all that is within it."""
    if "hidden" in element.attrib:
        return " ".join((element.tail or "").split())
    parts = [element.text or "", *(seen(child) for child in element), element.tail or ""]
    return " ".join(" ".join(parts).split())


def part(page: Element, name: str) -> Element | None:
    return page.find(f".//section[@aria-labelledby='{name}']")


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
    assert "openstreetmap" not in PAGES["/meetings/deutsch/"]


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
    assert "UTC" not in PAGES["/meetings/postponed/"]


@pytest.mark.parametrize("address", ["/", "/groups/smart-cities/", "/meetings/full/"])
def test_how_far_away_it_is_only_scripts_tell(address: str) -> None:
    waiting = [e for e in tree(address).iter() if "data-soon" in e.attrib]
    assert waiting
    assert all("hidden" in e.attrib and not words_of(e) for e in waiting)
    assert {e.get("data-zone") for e in waiting} == {"Europe/Brussels"}


def test_what_is_not_held_is_not_counted_down_to() -> None:
    assert "data-soon" not in PAGES["/meetings/cancelled/"]
    assert "data-soon" not in PAGES["/meetings/postponed/"]


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


# ---- Registration --------------------------------------------------------------------------------


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


def test_what_only_scripts_can_do_is_hidden() -> None:
    page = list(shown(tree("/subscribe/")))
    assert not [e for e in page if e.tag in ("select", "button")]


def test_search_needs_scripts_and_the_ways_without_do_not() -> None:
    page = list(shown(tree("/search/")))
    assert not [e for e in page if e.tag in ("input", "button", "form")]
    links = [e.get("href") for e in page if e.tag == "a"]
    years = {str(meeting.year) for meeting in MEETINGS}
    assert {f"../archive/{year}/" for year in years} <= set(links)
    assert "../groups/smart-cities/" in links


def test_search_has_words_for_all_that_can_be_found() -> None:
    form = next(e for e in tree("/search/").iter("form"))
    assert form.get("data-kind-meeting") == "Meeting"
    assert form.get("data-kind-minutes") == "Minutes"
    for standing in ("cancelled", "postponed", "tentative", "save-the-date"):
        assert form.get(f"data-standing-{standing}") == wording("en").t(f"status.{standing}")
    count = json.loads(form.get("data-count", ""))
    assert count == {"one": "{count} result", "other": "{count} results"}


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


def cells(address: str) -> dict[str, str]:
    """What the table of a month says in each of its days."""
    [table] = tree(address).iter("table")
    return {e.attrib["data-day"]: words_of(e) for e in table.iter("td") if e.get("data-day")}


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
    page = PAGES["/groups/water/"]
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
    assert "Meets" not in PAGES["/groups/smart-cities/"]


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
        for address in PAGES
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


# ---- Changes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "count"), [("/", 3), ("/groups/smart-cities/", 3), ("/groups/urban-mobility/", 3)]
)
def test_what_changed_is_told_the_newest_first(address: str, count: int) -> None:
    told = [words_of(e) for e in by_class(address, "change")]
    assert len(told) == count
    assert told[0].startswith(f"Moved 20 Oct 2026 Towards the mission {HOSTILE} Now: Thursday 3")
    assert told[1].startswith("New paper 20 Oct 2026 Towards the mission")
    assert told[2].startswith("New 1 Oct 2026 Towards the mission")


def test_home_says_less_of_each_change_than_its_group() -> None:
    before = "Before: Thursday 26 November 2026, 14:00 to 17:00, Brussels time (CET)"
    assert before in words_of(by_class("/groups/smart-cities/", "change")[0])
    assert before not in words_of(by_class("/", "change")[0])


@pytest.mark.parametrize("address", ["/groups/water/", "/groups/health/"])
def test_where_nothing_changed_nothing_is_said_of_it(address: str) -> None:
    assert not [e for e in tree(address).iter("h2") if words_of(e) == "What changed"]


def test_a_moved_meeting_says_when_it_was_to_be() -> None:
    [former] = by_class("/meetings/full/", "when__former")
    assert words_of(former) == "Moved. It was to be Thursday 26 November 2026, 14:00 to 17:00."
    [former] = by_class("/fr/meetings/full/", "when__former")
    assert words_of(former).startswith("Déplacée. Date précédente : jeudi 26 novembre 2026")
    assert not by_class("/meetings/now/", "when__former")


def test_a_meeting_that_is_not_held_says_nothing_of_its_former_date() -> None:
    off = replace(FULL, status="cancelled")
    page = Rendering(a_whole_programme()).meeting(off, off.original)
    assert "It was to be" not in page


def alternates(address: str, kind: str) -> list[str]:
    links = [e for e in tree(address).iter("link") if e.get("type") == kind]
    assert all(e.get("rel") == "alternate" and e.get("title") for e in links)
    return [e.get("href", "") for e in links]


def test_heads_name_the_feeds_of_changes_and_the_data() -> None:
    atom = "application/atom+xml"
    assert alternates("/about/", atom) == ["../changes.atom"]
    own = "../../groups/smart-cities/changes.atom"
    assert alternates("/groups/smart-cities/", atom) == ["../../changes.atom", own]
    assert alternates("/meetings/full/", atom) == [
        *("../../changes.atom", own, "../../groups/urban-mobility/changes.atom")
    ]
    assert alternates("/", "application/json") == ["meetings.json"]


def test_the_next_meeting_is_one_that_is_held() -> None:
    """All that are to come stand there, for an old page; the first one shown hides the others."""
    page = tree("/groups/smart-cities/next/")
    titles = [words_of(e) for e in page.iter("h2")]
    assert len(titles) > 1
    assert "cancelled" not in PAGES["/groups/smart-cities/next/"]
    assert "Tuesday 24 November" not in PAGES["/groups/smart-cities/next/"]
    none = by_class("/groups/water/next/", "empty")
    assert [words_of(e) for e in none] == ["No meeting of this group is announced at the moment."]


# ---- Words ---------------------------------------------------------------------------------------

_KEY = re.compile(r"\b(?:t|w\.forms)\(\s*'([a-z_.]+)'(?:\s*~)?")


def test_every_string_is_used_and_every_used_string_exists() -> None:
    used = {key for text in TEMPLATES.values() for key in _KEY.findall(text)}
    whole = {key for key in used if not key.endswith(".")}
    begun = tuple(key for key in used if key.endswith("."))
    known = {key for key in wording("en").strings if not key.startswith(OF_THE_CORE)}
    assert whole <= known
    assert all(any(key.startswith(start) for key in known) for start in begun)
    assert {key for key in known - whole if not key.startswith(begun)} == set()


OF_THE_CORE = ("cadence.", "calendar.", "change.", "moment.", "pattern.", "size.", "span.", "zone.")


def test_first_line_of_a_template_says_what_it_is() -> None:
    for name, text in TEMPLATES.items():
        assert text.startswith("{# "), name


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_template_compiles(name: str) -> None:
    environment().get_template(name)


# ---- Weight and colour ---------------------------------------------------------------------------


def test_styles_are_light() -> None:
    assets = theme_assets()
    styles = assets.files[assets.addresses["site.css"]]()
    assert len(gzip.compress(styles)) < 12_000


def test_scripts_are_light() -> None:
    scripts = [make() for name, make in theme_assets().files.items() if name.endswith(".js")]
    assert sum(len(gzip.compress(script)) for script in scripts) < 10_000


def _tokens(block: str) -> dict[str, str]:
    pairs = re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block)
    return {name: value if len(value) == 7 else _long(value) for name, value in pairs}


def _long(colour: str) -> str:
    return "#" + "".join(digit * 2 for digit in colour[1:])


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


_LIGHT, _DARK = CSS["tokens"].split("@media (prefers-color-scheme: dark)")
_TEXT = [
    *[(ink, ground) for ink in ("ink", "soft", "link") for ground in ("paper", "sheet")],
    ("on-brand", "brand"),
    *[(name, f"{name}-wash") for name in ("stop", "wait", "note", "go")],
    *[("ink", f"{name}-wash") for name in ("stop", "wait", "note", "go")],
    ("wait", "sheet"),
    ("soft", "note-wash"),
]
_EDGES = [(edge, ground) for edge in ("focus", "edge") for ground in ("paper", "sheet")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(scheme: str) -> None:
    tokens = _tokens(_LIGHT) | (_tokens(_DARK) if scheme == "dark" else {})
    for ink, ground in _TEXT:
        assert contrast(tokens[ink], tokens[ground]) >= 4.5, (ink, ground)
    for edge, ground in _EDGES:
        assert contrast(tokens[edge], tokens[ground]) >= 3, (edge, ground)
