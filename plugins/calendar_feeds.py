"""Door: the programme becomes calendar files.

Puts into Pelican's context what pages need to offer them:

- `feeds` and `archives`, the calendars that people subscribe to;
- `subscriptions`, by the address of a feed how each calendar program follows it;
- `additions`, which gives the links that add a meeting to a calendar.
"""

from __future__ import annotations

import logging
from functools import partial

from pelican import signals
from pelican.generators import Generator

from sheets import Sheet
from site_writer import SiteWriter
from workgroups import adding
from workgroups.calendars import LARGEST, Calendars, Feed, feeds, old_addresses
from workgroups.sitemap import ADDRESS as SITEMAP
from workgroups.subscribing import subscription

ROBOTS = "User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"
"""Google follows a feed only where robots are let in, and asks for this file before."""


class CalendarFeeds(Generator):
    """Writes every feed, the file of every meeting, /subscribe/ and /robots.txt."""

    def generate_output(self, writer: SiteWriter) -> None:
        programme = self.context["programme"]
        names = (self.context[key] for key in ("site", "address", "wordings", "written"))
        calendars = Calendars(*names)
        for feed in (*self.context["feeds"], *self.context["archives"]):
            make = partial(self.feed, calendars, feed)
            writer.put_data(make, feed.address, *feed.old_addresses, last=True)
        for meeting in programme.meetings:
            make = partial(calendars.meeting_file, meeting)
            old = old_addresses(meeting, "meeting.ics")
            writer.put_data(make, meeting.file_address, *old)
        robots = ROBOTS.format(sitemap=self.context["address"] + SITEMAP)
        writer.put_data(robots.encode, "/robots.txt")

    def feed(self, calendars: Calendars, feed: Feed) -> bytes:
        written = calendars.feed(feed)
        warn_of_size(feed, len(written))
        return written


def warn_of_size(feed: Feed, size: int) -> None:
    """Tell of a feed that programs will refuse; an archive may be large, since it only grows."""
    if size > LARGEST and not feed.archive:
        logging.getLogger(__name__).warning(
            "%s has %s kB, and Google refuses more than 1,000. Shorten the texts of its longest "
            "meetings, or split the group; until then lead people to the feeds of smaller groups.",
            feed.address,
            f"{size // 1_000:,}",
        )


def list_feeds(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    programme, address, now = (context[key] for key in ("programme", "address", "now"))
    wordings = context["wordings"]
    every = feeds(programme, now, wordings[programme.site.language])
    context["feeds"] = tuple(feed for feed in every if not feed.archive)
    context["archives"] = tuple(feed for feed in every if feed.archive)
    context["subscriptions"] = {
        feed.address: subscription(address + feed.address, feed.name) for feed in every
    }
    calendars = Calendars(programme.site, address, wordings)
    context["additions"] = partial(adding.ways, calendars=calendars)
    context["shelf"].add_in_languages(Sheet("subscribe", "/subscribe/", programme.site.language))


def _generator(_: object) -> type[CalendarFeeds]:
    return CalendarFeeds


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(list_feeds)
