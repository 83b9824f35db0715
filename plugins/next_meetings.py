"""Door: the next meeting of each group, at addresses that never change."""

from __future__ import annotations

from pathlib import Path

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from workgroups.calendars import Calendars, old_addresses
from workgroups.coming import coming, coming_feed, page_address


class NextMeetings(Generator):
    """Writes /groups/<group>/next/ and /groups/<group>/next.ics."""

    def generate_output(self, writer: Writer) -> None:
        programme, now = self.context["programme"], self.context["now"]
        words = self.context["wordings"][programme.site.language]
        calendars = Calendars(programme.site, self.context["address"], self.context["wordings"])
        write_page = self.context["write_page"]
        for group in programme.groups:
            names = {"group": group, "coming": coming(programme, group, now)}
            write_page(writer, "next", page_address(group), group.lang, **names)
            for old in old_addresses(group, "next/"):
                write_page(writer, "redirect", old, target=page_address(group))
            feed = coming_feed(programme, group, now, words)
            written = calendars.feed(feed)
            for address in (feed.address, *feed.old_addresses):
                path = Path(self.output_path) / address.lstrip("/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(written)


def _generator(_: object) -> type[NextMeetings]:
    return NextMeetings


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
