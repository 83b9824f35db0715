"""Door: the programme becomes calendar files.

Puts `feeds` and `archives` into Pelican's context: the calendars that people subscribe to.
"""

from __future__ import annotations

from pathlib import Path

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from workgroups.calendars import Calendars, feeds


class CalendarFeeds(Generator):
    """Writes every feed, the file of every meeting, and /subscribe/."""

    def generate_output(self, writer: Writer) -> None:
        programme = self.context["programme"]
        calendars = Calendars(programme.site, self.context["address"], self.context["wordings"])
        for feed in (*self.context["feeds"], *self.context["archives"]):
            self.write(feed.address, calendars.feed(feed))
        for meeting in programme.meetings:
            self.write(meeting.file_address, calendars.meeting_file(meeting))
        write_page = self.context["write_page"]
        names = {key: self.context[key] for key in ("feeds", "archives")}
        write_page(writer, "subscribe", "/subscribe/", **names)

    def write(self, address: str, calendar: bytes) -> None:
        path = Path(self.output_path) / address.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(calendar)


def list_feeds(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    words = context["wordings"][context["site"].language]
    every = feeds(context["programme"], context["now"], words)
    context["feeds"] = tuple(feed for feed in every if not feed.archive)
    context["archives"] = tuple(feed for feed in every if feed.archive)


def _generator(_: object) -> type[CalendarFeeds]:
    return CalendarFeeds


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(list_feeds)
