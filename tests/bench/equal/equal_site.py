"""Door: pages, calendars and feeds as other generators write them of the same meetings.

Stands in PLUGINS in place of all others. What is read, and the checks of it, are those of any site.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals

import event_pages
from event_pages import EventPages
from sheets import Sheet
from site_writer import SiteWriter
from workgroups.calendars import Calendars, Feed
from workgroups.group import Group
from workgroups.meeting import Meeting

STYLES = Path(__file__).parents[1] / "style.css"
LATEST = 20


class EqualSite(EventPages):
    """Writes home, groups, meetings, their calendars and feeds, and the papers."""

    def generate_output(self, writer: SiteWriter) -> None:
        super().generate_output(writer)
        programme = self.context["programme"]
        names = (self.context[key] for key in ("site", "address", "wordings", "written"))
        calendars = Calendars(*names)
        for group in (None, *programme.groups):
            feed = self.calendar(group)
            writer.put_data(partial(calendars.feed, feed), feed.address, last=True)
        for meeting in programme.meetings:
            writer.put_data(partial(calendars.meeting_file, meeting), meeting.file_address)
        # Where only texts are others than they were, papers are as they were.
        for entry in () if self.context["written"].former else programme.documents:
            writer.put_data(entry.document.source.read_bytes, entry.document.address)
        writer.put_data(STYLES.read_bytes, "/style.css")

    def calendar(self, group: Group | None) -> Feed:
        """Every meeting of a group, or of all."""
        meetings = self.context["programme"].meetings_of(group)
        name = group.name if group else self.context["site"].name
        address = f"{group.address if group else '/'}calendar.ics"
        return Feed(address, name, meetings, group, archive=True)

    def add_sheets(self) -> None:
        """Add all pages, and the feeds, which templates write too."""
        programme, shelf = self.context["programme"], self.context["shelf"]
        lang = programme.site.language
        shelf.add(Sheet("home", "/", lang, self.home_names))
        shelf.add(Sheet("feed", "/feed.atom", lang, self.feed_names))
        for group in programme.groups:
            names, feed = partial(self.group_names, group), partial(self.feed_names, group)
            shelf.add(Sheet("group", group.address, lang, names))
            shelf.add(Sheet("feed", f"{group.address}feed.atom", lang, feed))
        for meeting in programme.meetings:
            shelf.add(Sheet("meeting", meeting.address, lang, partial(self.names, meeting)))

    def home_names(self) -> dict[str, Any]:
        programme = self.context["programme"]
        counts = [(group, len(programme.meetings_of(group))) for group in programme.groups]
        return {"latest": latest(programme.meetings), "groups": counts}

    def group_names(self, group: Group) -> dict[str, Any]:
        meetings = self.context["programme"].meetings_of(group)[::-1]
        now = self.context["now"]
        return {
            "group": group,
            "to_come": [meeting for meeting in meetings if meeting.when.begins >= now],
            "held": [meeting for meeting in meetings if meeting.when.begins < now],
        }

    def names(self, meeting: Meeting) -> dict[str, Any]:
        return {"meeting": meeting}

    def feed_names(self, group: Group | None = None) -> dict[str, Any]:
        return {
            "title": group.name if group else self.context["site"].name,
            "way": group.address if group else "/",
            "latest": latest(self.context["programme"].meetings_of(group)),
        }


def latest(meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """The last of them, the very last one first."""
    return tuple(meetings)[: -LATEST - 1 : -1]


def _generator(_: object) -> type[EqualSite]:
    return EqualSite


def register() -> None:
    """Called by Pelican."""
    event_pages.register()
    signals.get_generators.disconnect(event_pages._generator)
    signals.get_generators.connect(_generator)
