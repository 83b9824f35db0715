"""Door: the next meeting of each group, at addresses that never change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from pelican import signals
from pelican.generators import Generator

from sheets import Sheet
from site_writer import SiteWriter
from workgroups.calendars import Calendars, old_addresses
from workgroups.coming import coming_feed, page_address
from workgroups.group import Group
from workgroups.programme import Programme


class NextMeetings(Generator):
    """Writes /groups/<group>/next/ and /groups/<group>/next.ics."""

    def generate_output(self, writer: SiteWriter) -> None:
        programme, now = self.context["programme"], self.context["now"]
        names = (self.context[key] for key in ("site", "address", "wordings", "written"))
        words, calendars = self.context["wordings"][programme.site.language], Calendars(*names)
        for group in programme.groups:
            feed = coming_feed(programme, group, now, words)
            writer.put_data(partial(calendars.feed, feed), feed.address, *feed.old_addresses)


def add_pages(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    programme, shelf = context["programme"], context["shelf"]
    for group in programme.groups:
        address = page_address(group)
        names = partial(names_of, programme, group, context["now"])
        shelf.add_in_languages(Sheet("next", address, group.lang, names))
        for old in old_addresses(group, "next/"):
            for sheet in Sheet("redirect", old, group.lang).in_languages(programme.site):
                target = address if sheet.lang == group.lang else f"/{sheet.lang}{address}"
                shelf.add(replace(sheet, names=partial(dict, target=target)))


def names_of(programme: Programme, group: Group, now: datetime) -> dict[str, Any]:
    return {"group": group, "coming": programme.coming(now, group)}


def _generator(_: object) -> type[NextMeetings]:
    return NextMeetings


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(add_pages)
