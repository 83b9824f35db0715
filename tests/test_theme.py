"""The theme: what holds for every page it makes, whatever stands on it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from factories import a_document, a_programme, at
from theme_pages import (
    FULL,
    HOSTILE,
    MEETINGS,
    MOBILITY,
    RENDERED,
    SMART,
    THEME,
    Rendering,
    by_class,
    environment,
    marked,
    parsed,
    shown,
    theme_assets,
    tree,
    wording,
    words_of,
)

from workgroups import archive
from workgroups.group import Chair, Link
from workgroups.meeting import Meeting, Translation
from workgroups.prose import Prose

WHOLE = [address for address in RENDERED if address != "/old/"]


CSS = {path.stem: path.read_text(encoding="utf-8") for path in (THEME / "static/css").glob("*")}


TEMPLATES = {
    path.relative_to(THEME / "templates").as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((THEME / "templates").rglob("*.html"))
}


@pytest.mark.parametrize("address", RENDERED)
def test_html_is_valid_and_has_no_code_in_it(address: str) -> None:
    """The parser is strict: an error in the HTML stops it."""
    for element in tree(address).iter():
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
        if element.tag == "script":
            assert element.get("src") or element.get("type") == "application/ld+json"
        assert element.tag != "style"
    assert "<script>alert" not in RENDERED[address]


@pytest.mark.parametrize("address", RENDERED)
def test_nothing_is_fetched_from_elsewhere(address: str) -> None:
    for element in tree(address).iter():
        if element.tag in ("script", "img", "iframe", "source", "use"):
            assert "://" not in element.get("src", "") + element.get("href", "")
        if element.tag == "link" and element.get("rel") in ("stylesheet", "icon"):
            assert "://" not in element.get("href", "")


@pytest.mark.parametrize("address", RENDERED)
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


@pytest.mark.parametrize("address", RENDERED)
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


@pytest.mark.parametrize("address", RENDERED)
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


# ---- Search --------------------------------------------------------------------------------------


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
