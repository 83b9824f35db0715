"""Coming: what a group has before it, at addresses that never change."""

from __future__ import annotations

from datetime import date, datetime

from .calendars import Feed, old_addresses
from .group import Group
from .programme import Programme
from .times import instant, zone
from .wording import Wording


def page_address(group: Group) -> str:
    """Where the group's next meeting is always shown."""
    return f"{group.address}next/"


def coming_feed(programme: Programme, group: Group, now: datetime, words: Wording) -> Feed:
    """A small calendar: the group's meetings from 1 January of this year, by the site's clock.

    It cannot begin with the next meeting: then its bytes would change with the day. Those called
    off stay in it, for a calendar drops a meeting only when it is told so.
    """
    site = programme.site
    this_year = now.astimezone(zone(site.timezone)).year
    first = instant(date(this_year, 1, 1), site.timezone)
    return Feed(
        address=f"{group.address}next.ics",
        name=words.t("next.name", group=group.name),
        meetings=tuple(m for m in programme.meetings_of(group) if m.when.ends > first),
        group=group,
        old_addresses=old_addresses(group, "next.ics"),
    )
