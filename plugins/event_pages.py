"""Door: groups, meetings and pages become pages of the site.

Reads the programme once and puts into Pelican's context what templates and the other doors share:

- `programme`, `site`, `now` (UTC) and `address` (of the site, without a slash at its end);
- `interiors`, which know what documents hold;
- `written`, what stands in several calendars;
- `wordings`, by language;
- `shelf`, to which doors add their pages as soon as the context is whole.

Written in generate_context, read in generate_output: the order of PLUGINS does not matter.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.writers import Writer

from sheets import Sheet, Shelf, exactly, link
from site_writer import SiteWriter
from templates import PageEnvironment
from workgroups import sharing, structured
from workgroups.archive import activity, recent
from workgroups.cadence import cadence_of
from workgroups.group import Group
from workgroups.interiors import Interiors
from workgroups.meeting import Meeting, Translation
from workgroups.parts import Memo, Parts
from workgroups.problems import ContentProblems, Problem
from workgroups.programme import Programme
from workgroups.reading import Read, read_content
from workgroups.sitemap import ADDRESS as SITEMAP
from workgroups.sitemap import sitemap
from workgroups.wording import load

OF_OTHER_DOORS = (
    "assets",
    "feeds",
    "archives",
    "subscriptions",
    "additions",
    "changes",
    "documents",
)
"""What templates look through, and find empty where a door is left out of PLUGINS."""


class EventPages(Generator):
    """Writes home, types, groups, meetings, pages of text, redirects, and what the lost find."""

    @cached_property
    def templates(self) -> PageEnvironment:
        """Pelican's, with all that it and the settings have put there."""
        own = PageEnvironment(loader=self.env.loader, **self.settings["JINJA_ENVIRONMENT"])
        own.filters.update(self.env.filters)
        own.globals.update(self.env.globals)
        own.tests.update(self.env.tests)
        return own

    def generate_context(self) -> None:
        content = Path(self.settings["PATH"])
        site = self.settings["WORKGROUPS"]
        self.context["site"] = site
        self.context["now"] = self.settings.get("NOW") or datetime.now(UTC)
        self.context["address"] = self.settings["SITEURL"].rstrip("/")
        strings = Path(self.settings["THEME"]) / "strings"
        overrides = Path(self.settings["OVERRIDES"])
        self.context["wordings"] = {
            lang: load(strings, lang, overrides / "strings") for lang in site.languages
        }
        self.context["shelf"] = Shelf(site)
        cache = Path(self.settings["CACHE_PATH"])
        self.context["interiors"] = Interiors(cache / "interiors")
        self.context["written"] = self.settings.get("WRITTEN") or Memo(Parts())
        read: Read = self.settings.get("READ", read_content)
        programme, gap = read(content, site, cache, self.context["interiors"])
        if gap:
            self.tell_gap(content, gap)
        self.context["programme"] = programme

    def tell_gap(self, content: Path, gap: str) -> None:
        """Without its history a calendar cannot tell programs what changed: warn of it, once.

        Subscribers must not get such calendars: with WHOLE_HISTORY, raises ContentProblems.
        """
        message = "calendars and papers lack the history of this folder"
        if self.settings.get("WHOLE_HISTORY"):
            remedy = f"{gap[:1].upper()}{gap[1:]}."
            raise ContentProblems([Problem(content.name, 1, 1, message, remedy)])
        logging.getLogger(__name__).warning("%s: %s: %s.", content.name, message, gap)

    def generate_output(self, writer: SiteWriter) -> None:
        shelf: Shelf = self.context["shelf"]
        for sheet in shelf.sheets:
            writer.put(sheet.address, partial(self.render, writer, sheet))
        writer.put_data(partial(sitemap, shelf.lasting(), self.context["address"]), SITEMAP)

    def add_sheets(self) -> None:
        """Add all pages of this door."""
        shelf: Shelf = self.context["shelf"]
        programme: Programme = self.context["programme"]
        lang = programme.site.language
        shelf.add(Sheet("404", "/404.html", lang))
        shelf.add_in_languages(Sheet("home", "/", lang, self.home_names))
        for kind in programme.types:
            names = partial(self.type_names, kind)
            shelf.add_in_languages(Sheet("type", f"/types/{kind}/", lang, names))
        for group in programme.groups:
            names = partial(self.group_names, group)
            shelf.add_in_languages(Sheet("group", group.address, group.lang, names))
        for meeting in programme.meetings:
            for text in meeting.texts:
                names = partial(self.meeting_names, meeting, text)
                shelf.add(Sheet("meeting", meeting.address_in(text.lang), text.lang, names))
        for page in programme.pages:
            shelf.add(Sheet("page", page.address, page.lang, partial(dict, page=page)))
        for alias, target in programme.redirects:
            shelf.add(Sheet("redirect", alias, lang, partial(dict, target=target)))

    def home_names(self) -> dict[str, Any]:
        programme: Programme = self.context["programme"]
        upcoming = programme.upcoming(self.context["now"])
        return {"upcoming": upcoming, "groups": programme.groups}

    def type_names(self, kind: str) -> dict[str, Any]:
        programme: Programme = self.context["programme"]
        return {"kind": kind, "upcoming": programme.upcoming_of_type(self.context["now"], kind)}

    def group_names(self, group: Group) -> dict[str, Any]:
        programme: Programme = self.context["programme"]
        now: datetime = self.context["now"]
        years = programme.by_year(group)
        shown, earlier = recent(years, now.year)
        return {
            "group": group,
            "upcoming": programme.upcoming(now, group),
            "cadence": cadence_of(group, programme.meetings_of(group)),
            "activity": activity(programme.meetings_of(group)),
            "years": [year for year, _ in years],
            "past_by_year": shown,
            "earlier": earlier,
            "parent": programme.parent(group),
            "children": programme.children(group),
            "entries": programme.documents_of(group),
        }

    def meeting_names(self, meeting: Meeting, text: Translation) -> dict[str, Any]:
        programme: Programme = self.context["programme"]
        address, words = self.context["address"], self.context["wordings"][text.lang]
        changes = self.context.get("changes")
        offer_of = self.context.get("offer_of")
        former = changes.former_date(meeting) if changes else None
        return {
            "meeting": meeting,
            "text": text,
            "neighbours": [
                (group, programme.previous(meeting, group), programme.next(meeting, group))
                for group in meeting.groups
            ],
            "offer": offer_of(meeting) if offer_of else None,
            "replacement": (
                programme.meeting(meeting.replaced_by) if meeting.replaced_by else None
            ),
            "data": structured.event(meeting, text, address, former),
            "letter": sharing.letter(meeting, text, words, address),
        }

    def render(self, writer: SiteWriter, sheet: Sheet) -> None:
        """Have a page written to the file that answers at its address."""
        shelf: Shelf = self.context["shelf"]
        here, words = sheet.address, self.context["wordings"][sheet.lang]
        root = "../" * here.count("/", 1)
        if sheet.template == "404":  # it is served at any depth
            root = urlsplit(self.context["address"]).path + "/"
        shared = {
            "lang": sheet.lang,
            "w": words,
            "t": words.t,
            "root": root,
            "here": here,
            "local": partial(shelf.local, sheet.lang),
            "versions": shelf.versions(here),
        }
        doors = {key: self.context.get(key, {}) for key in OF_OTHER_DOORS}
        names = {**self.context, **doors, **shared, **sheet.names()}
        names["exactly"] = partial(exactly, root)
        names["link"] = partial(link, root, names["local"])
        writer.write_bytes(here, self.templates.render(f"{sheet.template}.html", names).encode())


def add_sheets(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    for generator in generators:
        if isinstance(generator, EventPages):
            generator.add_sheets()


def _generator(_: object) -> type[EventPages]:
    return EventPages


def _writer(pelican: Pelican) -> type[Writer]:
    """Ours; another that is one of them where the settings name it."""
    return pelican.settings.get("WRITER", SiteWriter)  # type: ignore[no-any-return]


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(add_sheets)
    signals.get_writer.connect(_writer)
