"""Door: the next meeting of each group, at addresses that never change."""

from __future__ import annotations

from functools import partial
from typing import Any

from pelican import signals
from pelican.generators import Generator

from site_writer import SiteWriter
from workgroups.calendars import Calendars, old_addresses
from workgroups.coming import coming, coming_feed, page_address
from workgroups.group import Group


class NextMeetings(Generator):
    """Writes /groups/<group>/next/ and /groups/<group>/next.ics."""

    def generate_output(self, writer: SiteWriter) -> None:
        programme, now = self.context["programme"], self.context["now"]
        words = self.context["wordings"][programme.site.language]
        calendars = Calendars(programme.site, self.context["address"], self.context["wordings"])
        write_page = self.context["write_page"]
        for group in programme.groups:
            address, lang = page_address(group), programme.site.language
            write_page(writer, "next", address, group.lang, partial(self.names, group))
            for old in old_addresses(group, "next/"):
                write_page(writer, "redirect", old, lang, partial(dict, target=address))
            feed = coming_feed(programme, group, now, words)
            writer.put_data(partial(calendars.feed, feed), feed.address, *feed.old_addresses)

    def names(self, group: Group) -> dict[str, Any]:
        return {
            "group": group,
            "coming": coming(self.context["programme"], group, self.context["now"]),
        }


def _generator(_: object) -> type[NextMeetings]:
    return NextMeetings


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
