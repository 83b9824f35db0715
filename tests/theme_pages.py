"""Every template of the theme, rendered with nouns in every state, for its tests to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from factories import ADDRESS, a_contact, a_document, a_group, a_meeting, a_programme, at
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from theme_assets import Assets, assets_of
from workgroups.adding import ways
from workgroups.calendars import Calendars, feeds
from workgroups.changes import Changes
from workgroups.coming import coming, page_address
from workgroups.documents import ROLES
from workgroups.group import Chair, Group, Link
from workgroups.meeting import AgendaItem, Meeting, Online, Place, Speaker, Translation
from workgroups.page import Page
from workgroups.programme import Programme
from workgroups.prose import Prose
from workgroups.registration import Offer
from workgroups.story import Event, Revision
from workgroups.subscribing import subscription
from workgroups.version import Version
from workgroups.wording import Wording, load

THEME = Path(__file__).parents[1] / "theme"
NOW = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
HOSTILE = "\"><script>alert(1)</script>'&"
"""What an editor may write anywhere, and must only ever be read."""


def environment() -> Environment:
    """Jinja as pelican_settings.py sets it."""
    return Environment(
        loader=FileSystemLoader(THEME / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def wording(lang: str) -> Wording:
    """The words of a language of the theme."""
    return load(THEME / "strings", lang)


SMART = a_group(
    colour="#0b6e4f",
    mission=Prose("<p>Cities share what they learn.</p>"),
    chairs=(
        Chair("Ada Example", "Region of Examples", "2021-05", None),
        Chair("Bo Former", None, "2018", "2021"),
    ),
    contact=a_contact(),
    mailing_list="list@network.example",
    links=(Link("The mission", "https://europa.example/mission"),),
    documents=(a_document("/groups/smart-cities/plan.pdf", title="Work plan", role=ROLES[2]),),
)
MOBILITY = a_group("urban-mobility", colour="#b3541e", parent="smart-cities")
QUIET = a_group("water", closed=date(2024, 6, 30))
BARE = a_group("health", name=f"Health {HOSTILE}")
GROUPS = (SMART, MOBILITY, QUIET, BARE)

PAPERS = (
    a_document("/meetings/full/agenda.pdf", size=212_000, pages=2, date=date(2026, 11, 14)),
    a_document(
        "/meetings/full/projet.docx",
        title="Projet de contribution",
        role=ROLES[2],
        label="DOCX",
        download_name='Projet "1".docx',
        size=1_240_000,
        lang="fr",
    ),
    a_document("https://video.example/1", title="Recording", role=ROLES[4], label=""),
)


def _said(day: str) -> Version:
    times = f"start: {day} 14:00", f"end: {day} 17:00"
    return Version({"start": times[0], "end": times[1], "place": "place: {name: House}"})


_FIRST, _THEN = (datetime(2026, 10, day, tzinfo=UTC) for day in (1, 20))
FULL = a_meeting(
    "full",
    revision=Revision(
        _FIRST,
        _THEN,
        1,
        (
            Event("announced", _FIRST, "c1", after=_said("2026-11-26")),
            Event("moved", _THEN, "c2", _said("2026-11-26"), _said("2026-12-03")),
            Event("papers", _THEN, "c2", papers=('Projet "1".docx',)),
        ),
    ),
    title=f"Towards the mission {HOSTILE}",
    groups=(SMART, MOBILITY),
    when=at("2026-12-03 14:00", "2026-12-03 17:00"),
    type="working-group",
    body=Prose("<p>We look at it.</p><h3>Questions</h3><ol><li>Which cities?</li></ol>"),
    online=Online("https://meet.example/1", "The passcode comes by mail."),
    contact=a_contact(),
    speakers=(Speaker("Cy Example", "Commission", "State of play"), Speaker("Di Example")),
    agenda=(
        AgendaItem(date(2026, 12, 3), time(14), "Welcome"),
        AgendaItem(date(2026, 12, 3), time(14, 30), "The mission", "Cy Example"),
    ),
    documents=PAPERS,
    tags=("missions",),
    translations=(Translation("fr", "Vers la mission", Prose("<p>Nous y sommes.</p>")),),
)
MEETINGS = (
    FULL,
    a_meeting("past", when=at("2026-03-03 09:00", "2026-03-03 12:00"), documents=PAPERS[:1]),
    a_meeting("older", when=at("2025-03-03 09:00", "2025-03-03 12:00")),
    a_meeting("now", groups=(MOBILITY,), when=at("2026-11-23 14:00", "2026-11-23 17:00")),
    a_meeting(
        "cancelled",
        groups=(SMART,),
        when=at("2026-11-24 14:00", "2026-11-24 17:00"),
        status="cancelled",
        notice=f"The house is closed {HOSTILE}",
        replaced_by="full",
        online=Online("https://meet.example/2"),
        translations=(Translation("fr", "L'énergie en ville", Prose()),),
    ),
    a_meeting("postponed", when=at("2027-03-12", "2027-03-13"), status="postponed", notice="Ill."),
    a_meeting(
        "tentative",
        groups=(SMART,),
        when=at("2027-05-30", "2027-06-01"),
        status="tentative",
        place=None,
        online=Online(None, None),
        agenda=(
            AgendaItem(date(2027, 5, 30), time(9), "Arrival"),
            AgendaItem(date(2027, 5, 31), time(9), "Plenary"),
        ),
    ),
    a_meeting(
        "deutsch",
        title="Klimaneutrale Städte",
        lang="de",
        groups=(SMART,),
        when=at("2026-12-08 09:00", "2026-12-09 12:00"),
        place=Place("Haus"),
    ),
)
PAGES = (
    Page(
        "about", "About us", Prose("<p>Who we are.</p><h2>How</h2><p>So.</p>"), "en", "x", "Who.", 1
    ),
    Page("privacy", "Vie privée", Prose("<p>Rien.</p>"), "fr", "x"),
)

OPENS, CLOSES = datetime(2026, 11, 1, 8, tzinfo=UTC), datetime(2026, 11, 30, 17, tzinfo=UTC)
_COURSE = (
    (None, "not-open"),
    (OPENS, "open"),
    (CLOSES - timedelta(days=3), "closing-soon"),
    (CLOSES, "closed"),
    (FULL.when.ends, "past"),
)
OFFER = Offer(
    state="open",
    address="https://forms.example/runner?a=1&b=2",
    host="forms.example",
    opens=OPENS,
    closes=CLOSES,
    waiting_list="https://forms.example/waiting",
    note="For members.",
    timeline=_COURSE,
)
OFFERS = {
    "full": OFFER,
    "past": replace(OFFER, state="past"),
    "cancelled": replace(OFFER, state="cancelled", timeline=((None, "cancelled"),)),
    "postponed": replace(OFFER, state="closed", timeline=((None, "closed"),)),
    "deutsch": replace(
        OFFER,
        state="full",
        closes=date(2026, 11, 30),
        timeline=((None, "full"), (CLOSES, "closed")),
    ),
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
            "versions": [(lang, here)],
            "assets": theme_assets().addresses,
            "feeds": [feed for feed in every if not feed.archive],
            "archives": [feed for feed in every if feed.archive],
            "subscriptions": {
                feed.address: subscription(ADDRESS + feed.address, feed.name) for feed in every
            },
            "changes": Changes(self.programme, self.now),
            "additions": partial(ways, calendars=calendars),
        }
        return environment().get_template(template).render({**shared, **names})

    @staticmethod
    def local(address: str) -> str:
        """Every page is here in one language only."""
        return address

    def home(self) -> str:
        upcoming = self.programme.upcoming(self.now)
        names = {"groups": self.programme.groups, "more": False}
        return self.page("home.html", "/", upcoming=upcoming, **names)

    def type(self, kind: str) -> str:
        upcoming = self.programme.upcoming_of_type(self.now, kind)
        return self.page("type.html", f"/types/{kind}/", kind=kind, upcoming=upcoming)

    def group(self, group: Group) -> str:
        return self.page(
            "group.html",
            group.address,
            group=group,
            upcoming=self.programme.upcoming(self.now, group),
            past_by_year=self.programme.by_year(group),
            parent=self.programme.parent(group),
            children=self.programme.children(group),
            entries=self.programme.documents_of(group),
        )

    def next(self, group: Group) -> str:
        found = coming(self.programme, group, self.now)
        return self.page("next.html", page_address(group), group=group, coming=found)

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
        )

    def all(self) -> Iterator[tuple[str, str]]:
        """The address and the text of every page."""
        yield "/", self.home()
        for kind in self.programme.types:
            yield f"/types/{kind}/", self.type(kind)
        for group in self.programme.groups:
            yield group.address, self.group(group)
            yield page_address(group), self.next(group)
        for meeting in self.programme.meetings:
            for text in meeting.texts:
                yield meeting.address_in(text.lang), self.meeting(meeting, text)
        for page in self.programme.pages:
            yield page.address, self.page("page.html", page.address, page.lang, page=page)
        entries = self.programme.documents
        yield "/documents/", self.page("documents.html", "/documents/", entries=entries)
        yield "/subscribe/", self.page("subscribe.html", "/subscribe/")
        yield "/404.html", self.page("404.html", "/404.html")
        yield "/old/", self.page("redirect.html", "/old/", target=FULL.address)


@cache
def rendered() -> dict[str, str]:
    """Every page of the whole programme by address."""
    return dict(Rendering(a_whole_programme()).all())


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
