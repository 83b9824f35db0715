"""Finds: what there is to find, in which order, and with which words."""

from __future__ import annotations

import html
from datetime import date, time
from pathlib import Path

from factories import a_contact, a_document, a_group, a_meeting, a_programme, at
from hypothesis import example, given
from hypothesis import strategies as st

from workgroups import finds
from workgroups.documents import ROLE, Document
from workgroups.finds import Find, Finds, Way
from workgroups.folding import words_of
from workgroups.group import Chair
from workgroups.meeting import AgendaItem, Meeting, Place, Speaker, Translation
from workgroups.page import Page
from workgroups.programme import Programme
from workgroups.prose import Prose
from workgroups.wording import load

STRINGS = Path(__file__).parents[1] / "theme" / "strings"
WORDINGS = {lang: load(STRINGS, lang) for lang in ("en", "fr")}

MINUTES = a_document(
    "/meetings/heat/minutes.pdf", title="What we agreed", role=ROLE["minutes"], label="PDF"
)
HEAT = a_meeting(
    "heat",
    title="Heat plans",
    when=at("2026-03-03 09:00", "2026-03-03 12:00"),
    type="working-group",
    body=Prose(
        "<p>How <b>C</b>O<sub>2</sub> falls.</p><ul><li>One</li><li>Two &amp; more</li></ul>"
    ),
    notice="Bring a map.",
    place=Place("Town hall", "Korenmarkt 1, Ghent", "Room 4"),
    contact=a_contact(),
    speakers=(Speaker("Cy Example", "Commission", "State of play"),),
    agenda=(AgendaItem(date(2026, 3, 3), time(9), "Welcome", "Di Example"),),
    tags=("heating",),
    status="cancelled",
    documents=(MINUTES,),
    translations=(Translation("fr", "Plans de chaleur", Prose("<p>La chaleur.</p>")),),
)
OLDER = a_meeting("older", when=at("2025-03-03 09:00", "2025-03-03 12:00"))


def inside(document: Document) -> str:
    return f"inside {document.title}"


def found(*meetings: Meeting, programme: Programme | None = None) -> list[Find]:
    return list(Finds(programme or a_programme(*meetings), inside, WORDINGS))


def test_a_later_find_is_a_newer_one_and_a_meeting_comes_behind_its_documents() -> None:
    addresses = [find.address for find in found(HEAT, OLDER)]
    assert addresses == [
        "/meetings/older/",
        "/meetings/heat/minutes.pdf",
        "/fr/meetings/heat/",
        "/meetings/heat/",
        "/groups/smart-cities/",
    ]


def test_documents_of_groups_are_as_old_as_they_say() -> None:
    papers = [
        a_document(f"/groups/a/{day}.pdf", date=day) for day in (date(2025, 6, 1), date(2027, 1, 1))
    ]
    group = a_group("a", documents=(a_document("/groups/a/undated.pdf"), *papers))
    page = Page("about", "About us", Prose(), "en", "x")
    site = a_programme(OLDER, HEAT)
    programme = Programme.of(site.site, [*site.groups, group], [HEAT, OLDER], [page])
    addresses = [find.address for find in found(programme=programme)]
    assert addresses[:3] == ["/about/", "/groups/a/undated.pdf", "/meetings/older/"]
    assert addresses[3] == "/groups/a/2025-06-01.pdf"
    assert addresses[-3:] == ["/groups/a/2027-01-01.pdf", "/groups/a/", "/groups/smart-cities/"]


def test_some_of_them_are_had_without_the_others() -> None:
    asked = []
    finds = Finds(a_programme(HEAT, OLDER), lambda paper: asked.append(paper) or "", WORDINGS)
    assert len(finds) == len([*finds]) == len(found(HEAT, OLDER))
    asked.clear()
    assert [*finds.between(0, 1)] == found(HEAT, OLDER)[:1]
    assert not asked


def test_a_meeting_is_found_by_all_that_its_page_says() -> None:
    find = found(HEAT)[2]
    assert (find.kind, find.title, find.lang) == ("meeting", "Heat plans", "en")
    assert find.text == "How CO2 falls. One Two & more Bring a map. Welcome State of play"
    assert find.names == (
        "Cy Example · Commission · Di Example · Town hall, Room 4, Korenmarkt 1, Ghent"
        " · Ada Example · ada@network.example · heating"
    )
    assert find.besides == "Smart Cities · Working group meeting · 3 March 2026"
    assert find.day == date(2026, 3, 3)
    assert (find.groups, find.standing, find.inside) == (("smart-cities",), "cancelled", False)


def test_another_language_is_a_find_of_its_own() -> None:
    find = found(HEAT)[1]
    assert (find.title, find.lang, find.address) == (
        "Plans de chaleur",
        "fr",
        "/fr/meetings/heat/",
    )
    assert find.text.startswith("La chaleur. Bring a map.")
    assert find.besides == "Smart Cities · Réunion de groupe · 3 mars 2026"


def test_a_document_has_the_words_inside_it_and_leads_to_its_meeting() -> None:
    find = found(HEAT)[0]
    assert (find.kind, find.title, find.label) == ("minutes", "What we agreed", "PDF")
    assert (find.text, find.inside, find.day) == ("inside What we agreed", True, date(2026, 3, 3))
    assert {"Heat plans", "Plans de chaleur", "Smart Cities"} <= set(find.besides.split(" · "))
    assert find.of == (
        Way("en", "Heat plans", "/meetings/heat/"),
        Way("fr", "Plans de chaleur", "/fr/meetings/heat/"),
    )


def test_a_document_of_a_group_leads_to_the_group() -> None:
    plan = a_document("/groups/a/plan.pdf", date=date(2026, 1, 1), lang="fr")
    group = a_group("a", documents=(plan,))
    find = found(programme=a_programme(groups=(group,)))[0]
    assert find.of == (Way("en", "A", "/groups/a/"),)
    assert (find.lang, find.day, find.groups) == ("fr", date(2026, 1, 1), ("a",))


def test_what_is_kept_elsewhere_names_its_host() -> None:
    film = a_document("https://video.example/1", label="", role=ROLE["recording"], source=None)
    find = found(a_meeting(documents=(film,)))[0]
    assert (find.address, find.label) == ("https://video.example/1", "video.example")


def test_a_group_is_found_by_those_who_lead_it() -> None:
    group = a_group(
        short="SC", chairs=(Chair("Ed Example", "Region of Examples"),), contact=a_contact()
    )
    find = found(programme=a_programme(groups=(group,)))[0]
    assert (find.kind, find.title, find.text) == ("group", "Smart Cities", "What we are for.")
    assert find.names == "SC · Ed Example · Region of Examples · Ada Example · ada@network.example"


def test_a_page_is_found() -> None:
    page = Page("about", "About us", Prose("<h2>Who</h2><p>We.</p>"), "en", "x", "In short.")
    site = a_programme()
    find = found(programme=Programme.of(site.site, [], [], [page]))[0]
    assert find == Find("page", "About us", "en", "/about/", text="In short. Who We.")


def test_pictures_are_found_by_what_they_show() -> None:
    body = Prose('<p>See <img src="a.png" alt="a &gt; b" title="not this"></p><p>Next</p>')
    assert found(a_meeting(body=body))[0].text.startswith("See a > b Next")


TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)
TAGS = st.sampled_from(["p", "li", "b", "sub", "td", "code", "h2"])


@given(st.lists(st.tuples(TAGS, TEXTS), max_size=4))
@example([("b", "heat"), ("sub", "<br>"), ("p", "&amp;"), ("p", "&#x3c;b>")])
def test_the_words_of_a_text_are_those_that_are_shown(parts: list[tuple[str, str]]) -> None:
    body = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in parts)
    within = {"b", "sub", "code"}
    shown = "".join(text if tag in within else f" {text} " for tag, text in parts)
    assert words_of(finds._words(Prose(body))) == words_of(shown)
