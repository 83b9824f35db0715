"""Every template of the theme, rendered with nouns in every state, for its tests to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache, partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from factories import ADDRESS, a_contact, a_document, a_programme, at
from jinja2 import FileSystemLoader

import specimens
from pelican_settings import JINJA_ENVIRONMENT
from sheets import exactly, link
from specimens import MOBILITY, NOW, OFFER, OFFER_CANCELLED, OFFER_WHEN_FULL, QUIET, SMART
from templates import PageEnvironment
from theme_assets import Assets, assets_of
from workgroups import archive
from workgroups.adding import ways
from workgroups.cadence import cadence_of
from workgroups.calendars import Calendars, feeds
from workgroups.changes import Changes
from workgroups.coming import page_address
from workgroups.documents import ROLE, ROLES, Document
from workgroups.editions import Edition
from workgroups.group import Chair, Group, Link
from workgroups.meeting import AgendaItem, Meeting, Online, Place, Speaker, Translation
from workgroups.months import Month, Months
from workgroups.page import Page
from workgroups.programme import Programme
from workgroups.prose import Prose
from workgroups.register import Register
from workgroups.sharing import letter
from workgroups.subscribing import subscription
from workgroups.wording import Wording, load

THEME = Path(__file__).parents[1] / "theme"
HOSTILE = "\"><script>alert(1)</script>'&"
"""What an editor may write anywhere, and must only ever be read."""


@cache
def environment() -> PageEnvironment:
    """Jinja as pelican_settings.py sets it."""
    loader = FileSystemLoader(THEME / "templates")
    return PageEnvironment(loader=loader, **JINJA_ENVIRONMENT)


@cache
def wording(lang: str) -> Wording:
    """The words of a language of the theme."""
    return load(THEME / "strings", lang)


BARE = replace(specimens.BARE, name=f"Health {HOSTILE}")
GROUPS = (SMART, MOBILITY, QUIET, BARE)
FULL = replace(specimens.FULL, title=f"Towards the mission {HOSTILE}")
_CANCELLED = replace(specimens.CANCELLED, notice=f"The house is closed {HOSTILE}")
_HOSTILE = {"full": FULL, "cancelled": _CANCELLED}
MEETINGS = tuple(_HOSTILE.get(meeting.slug, meeting) for meeting in specimens.MEETINGS)
PAGES = (
    Page(
        "about", "About us", Prose("<p>Who we are.</p><h2>How</h2><p>So.</p>"), "en", "x", "Who.", 1
    ),
    Page("privacy", "Vie privée", Prose("<p>Rien.</p>"), "fr", "x"),
)

OFFERS = {
    "full": OFFER,
    "past": replace(OFFER, state="past"),
    "cancelled": OFFER_CANCELLED,
    "postponed": replace(OFFER, state="closed", timeline=((None, "closed"),)),
    "deutsch": OFFER_WHEN_FULL,
}


def a_whole_programme() -> Programme:
    """Groups, meetings and pages in every state that the theme shows differently."""
    programme = a_programme(*MEETINGS, groups=GROUPS, languages=("en", "fr"), description="Us.")
    return replace(programme, pages=PAGES)


@cache
def theme_assets() -> Assets:
    """The styles and scripts of the theme, with the colours of these groups."""
    return assets_of(GROUPS, THEME / "static")


@dataclass(frozen=True)
class Rendering:
    """Renders templates for one programme at one instant, as the door does."""

    programme: Programme
    now: datetime = NOW

    def page(self, template: str, here: str, lang: str = "en", **names: Any) -> str:
        words = wording(lang)
        root = "/sub/" if template == "404.html" else "../" * here.count("/", 1)
        every = feeds(self.programme, self.now, wording("en"))
        spoken = {"en": wording("en"), "fr": wording("fr"), "de": wording("en")}
        calendars = Calendars(self.programme.site, ADDRESS, spoken)
        shared = {
            "site": self.programme.site,
            "programme": self.programme,
            "now": self.now,
            "lang": lang,
            "w": words,
            "t": words.t,
            "root": root,
            "here": here,
            "address": ADDRESS,
            "local": self.local,
            "link": partial(link, root, self.local),
            "exactly": partial(exactly, root),
            "versions": [(lang, here)],
            "wordings": spoken,
            "assets": theme_assets().addresses,
            "feeds": [feed for feed in every if not feed.archive],
            "archives": [feed for feed in every if feed.archive],
            "subscriptions": {
                feed.address: subscription(ADDRESS + feed.address, feed.name) for feed in every
            },
            "changes": Changes(self.programme, self.now),
            "additions": partial(ways, calendars=calendars),
        }
        return environment().render(template, {**shared, **names})

    @staticmethod
    def local(address: str) -> str:
        """Every page is here in one language only."""
        return address

    def home(self) -> str:
        upcoming = self.programme.upcoming(self.now)
        return self.page("home.html", "/", upcoming=upcoming, groups=self.programme.groups)

    def type(self, kind: str) -> str:
        upcoming = self.programme.upcoming_of_type(self.now, kind)
        return self.page("type.html", f"/types/{kind}/", kind=kind, upcoming=upcoming)

    def group(self, group: Group) -> str:
        years = self.programme.by_year(group)
        shown, earlier = archive.recent(years, self.now.year)
        return self.page(
            "group.html",
            group.address,
            group=group,
            upcoming=self.programme.upcoming(self.now, group),
            cadence=cadence_of(group, self.programme.meetings_of(group)),
            activity=archive.activity(self.programme.meetings_of(group)),
            years=[year for year, _ in years],
            past_by_year=shown,
            earlier=earlier,
            parent=self.programme.parent(group),
            children=self.programme.children(group),
            entries=self.programme.documents_of(group),
        )

    def archive(self) -> str:
        rows = archive.table(self.programme)
        return self.page("archive.html", archive.ADDRESS, rows=rows)

    def volume(self, volume: archive.Volume) -> str:
        template = "group-year.html" if volume.group else "archive-year.html"
        return self.page(template, volume.address, volume=volume, group=volume.group)

    def next(self, group: Group) -> str:
        found = self.programme.coming(self.now, group)
        return self.page("next.html", page_address(group), group=group, coming=found)

    def month(self, month: Month, address: str | None = None, lang: str = "en") -> str:
        months = Months(self.programme)
        here = address or month.address
        return self.page("calendar.html", here, lang, month=month, months=months)

    def search(self) -> str:
        years = sorted({meeting.year for meeting in self.programme.meetings}, reverse=True)
        groups, roles = self.programme.groups, [*ROLE]
        names = {"index": "/search/index/", "years": years, "groups": groups, "roles": roles}
        return self.page("search.html", "/search/", **names)

    def meeting(self, meeting: Meeting, text: Translation) -> str:
        programme = self.programme
        return self.page(
            "meeting.html",
            meeting.address_in(text.lang),
            "fr" if text.lang == "fr" else "en",
            meeting=meeting,
            text=text,
            versions=[(each.lang, meeting.address_in(each.lang)) for each in meeting.texts],
            neighbours=[
                (group, programme.previous(meeting, group), programme.next(meeting, group))
                for group in meeting.groups
            ],
            offer=OFFERS.get(meeting.slug),
            replacement=programme.meeting(meeting.replaced_by) if meeting.replaced_by else None,
            data='{"@type": "Event"}',
            letter=letter(meeting, text, wording("fr" if text.lang == "fr" else "en"), ADDRESS),
        )

    def register(self) -> Iterator[tuple[str, str]]:
        """The address and the text of each page of the register."""
        register = Register.of(self.programme)
        for shown in register.pages:
            names = {"register": register, "shown": shown}
            yield shown.address, self.page("documents.html", shown.address, **names)

    def all(self) -> Iterator[tuple[str, str]]:
        """The address and the text of every page."""
        yield from self.things()
        yield from self.lists()
        yield "/subscribe/", self.page("subscribe.html", "/subscribe/")
        yield "/search/", self.search()
        yield "/404.html", self.page("404.html", "/404.html")
        yield "/old/", self.page("redirect.html", "/old/", target=FULL.address)

    def things(self) -> Iterator[tuple[str, str]]:
        """The pages of groups, meetings and texts."""
        for group in self.programme.groups:
            yield group.address, self.group(group)
            yield page_address(group), self.next(group)
        for meeting in self.programme.meetings:
            for text in meeting.texts:
                yield meeting.address_in(text.lang), self.meeting(meeting, text)
        for page in self.programme.pages:
            yield page.address, self.page("page.html", page.address, page.lang, page=page)

    def lists(self) -> Iterator[tuple[str, str]]:
        """The pages that list meetings and documents."""
        yield "/", self.home()
        for kind in self.programme.types:
            yield f"/types/{kind}/", self.type(kind)
        months = Months(self.programme)
        yield "/calendar/", self.month(months.at(self.now), "/calendar/")
        for month in (month for month in months if month.agenda):
            yield month.address, self.month(month)
        yield archive.ADDRESS, self.archive()
        for group in (None, *self.programme.groups):
            for volume in archive.volumes(self.programme, group):
                yield volume.address, self.volume(volume)
        yield from self.register()


@cache
def rendered() -> dict[str, str]:
    """Every page of the whole programme by address."""
    return dict(Rendering(a_whole_programme()).all())


@cache
def of_three_years() -> dict[str, str]:
    """The register of a network that has more documents than the first page takes, by address."""
    meetings = [
        replace(
            FULL,
            slug=f"{year}-{number}",
            uid=f"{year}-{number}",
            title=f"Meeting {number} of {year}",
            groups=(GROUPS[number % 3],),
            when=at(f"{year}-{number + 1:02}-03 14:00", f"{year}-{number + 1:02}-03 17:00"),
            documents=tuple(_papers(year, number)),
        )
        for year in (2024, 2025, 2026)
        for number in range(12)
    ]
    return dict(Rendering(a_programme(*meetings, groups=GROUPS, languages=("en", "fr"))).register())


def _papers(year: int, number: int) -> Iterator[Document]:
    """Nine of a meeting: one in French, one replaced, one elsewhere, six that fill the page."""
    folder = f"/meetings/{year}-{number}/"
    days = date(year, 1, 5), date(year, 1, 9)
    editions = (Edition(days[1], days[1], "0123456789ab", 1_500), Edition(*days))
    yield a_document(f"{folder}agenda.pdf", size=20_000, pages=1, version="2", editions=editions)
    yield a_document(
        f"{folder}projet.docx", title="Projet", role=ROLES[2], label="DOCX", lang="fr", size=9_000
    )
    yield a_document("https://video.example/", title="Recording", role=ROLES[4], label="")
    for paper in range(6):
        address = f"{folder}{paper}.pdf"
        yield a_document(address, title=f"Paper {paper}", role=ROLES[2], size=1_000 * paper)


LONG_WORD = "Nachhaltigkeitsberichterstattungsverordnungsentwurf"
LONG_ADDRESS = "https://documents.network.example/" + "a-part-of-the-way-without-end" * 4


@cache
def with_long_words() -> dict[str, str]:
    """The pages of a programme in which no word fits a line, by address."""
    group = replace(SMART, name=LONG_WORD, chairs=(Chair(LONG_WORD, LONG_WORD, "2021-05"),))
    child = replace(MOBILITY, name=LONG_WORD, links=(Link(LONG_ADDRESS, LONG_ADDRESS),))
    paper = a_document("/meetings/full/a.csv", title=LONG_ADDRESS, label="CSV", sha256="0a" * 32)
    meeting = replace(
        FULL,
        title=f"{LONG_WORD} in {LONG_WORD}",
        groups=(group, child),
        notice=LONG_ADDRESS,
        place=Place(LONG_WORD, LONG_ADDRESS, LONG_WORD),
        online=Online(f"https://{'meet' * 14}.example/", LONG_ADDRESS),
        contact=a_contact(name=LONG_WORD, email=f"{LONG_WORD}@network.example"),
        speakers=(Speaker(LONG_WORD, LONG_WORD, LONG_ADDRESS),),
        agenda=(AgendaItem(date(2026, 12, 3), time(14), LONG_ADDRESS, LONG_WORD),),
        documents=(paper,),
        tags=(LONG_WORD,),
        body=Prose(
            f"<h3>{LONG_WORD}</h3><p>{LONG_ADDRESS}</p><ul><li>{LONG_ADDRESS}</li></ul>"
            f"<table><tr><th>{LONG_WORD}</th><td>{LONG_WORD}</td></tr></table>"
            f"<pre><code>{LONG_ADDRESS}</code></pre>"
        ),
    )
    off = replace(meeting, slug="off", uid="off", status="cancelled", replaced_by="full")
    past = replace(meeting, slug="past", uid="past", when=MEETINGS[1].when, status="tentative")
    page = Page("about", LONG_WORD, meeting.body, "en", "x", LONG_ADDRESS, 1)
    programme = a_programme(meeting, off, past, name=LONG_WORD, languages=("en", "fr"))
    return dict(Rendering(replace(programme, pages=(page,))).all())


# ---- What stands on them -------------------------------------------------------------------------


RENDERED = rendered()
"""Every page of the whole programme by address, once for all tests."""


def parsed(text: str) -> Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(text)
    return root


def tree(address: str) -> Element:
    return parsed(RENDERED[address])


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


def marked(page: Element, words: str) -> set[str | None]:
    """The language of each element that says just these words."""
    around = {child: parent for parent in page.iter() for child in parent}

    def language(element: Element) -> str | None:
        return element.get("lang") or language(around[element])

    return {language(e) for e in page.iter() if words_of(e) == words and not len(e)}


def one_meeting(meeting: Meeting, now: datetime = NOW) -> Element:
    """The page of a meeting that is not among those of the programme."""
    page = Rendering(a_whole_programme(), now).meeting(meeting, meeting.original)
    return parsed(page)


def seen(element: Element) -> str:
    """The words that the build shows; a hidden part is left out with all that is within it."""
    if "hidden" in element.attrib:
        return " ".join((element.tail or "").split())
    parts = [element.text or "", *(seen(child) for child in element), element.tail or ""]
    return " ".join(" ".join(parts).split())


def part(page: Element, name: str) -> Element | None:
    return page.find(f".//section[@aria-labelledby='{name}']")


def cells(address: str) -> dict[str, str]:
    """What the table of a month says in each of its days."""
    [table] = tree(address).iter("table")
    return {e.attrib["data-day"]: words_of(e) for e in table.iter("td") if e.get("data-day")}
