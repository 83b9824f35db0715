"""Door: what became of the meetings, as Atom feeds and in the pages.

Puts `changes` into Pelican's context: a `Changes`.
"""

from __future__ import annotations

from functools import partial

from pelican import signals
from pelican.generators import Generator

from site_writer import SiteWriter
from workgroups.atom import ChangeFeed, atom
from workgroups.calendars import old_addresses
from workgroups.changes import Changes
from workgroups.group import Group

ADDRESS = "/changes.atom"


class ChangeFeeds(Generator):
    """Writes /changes.atom and that of every group."""

    def generate_output(self, writer: SiteWriter) -> None:
        writer.put_data(self.feed, ADDRESS)
        for group in self.context["programme"].groups:
            addresses = f"{group.address}changes.atom", *old_addresses(group, "changes.atom")
            writer.put_data(partial(self.feed, group), *addresses)

    def feed(self, group: Group | None = None) -> bytes:
        """The feed of a group, or of all."""
        changes, site = self.context["changes"], self.context["site"]
        words = self.context["wordings"][site.language]
        if group is None:
            title = f"{site.name}: {words.t('site.changes_feed')}"
            feed = ChangeFeed(ADDRESS, "/", title, changes.all)
        else:
            title = f"{words.t('site.group_changes', group=group.name)} ({site.name})"
            address = f"{group.address}changes.atom"
            feed = ChangeFeed(address, group.address, title, changes.of(group))
        return atom(feed, self.context["address"], site.name, words)


def list_changes(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    context["changes"] = Changes(context["programme"], context["now"])


def _generator(_: object) -> type[ChangeFeeds]:
    return ChangeFeeds


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(list_changes)
