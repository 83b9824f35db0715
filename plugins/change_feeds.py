"""Door: what became of the meetings, as Atom feeds and in the pages.

Puts `changes` into Pelican's context: a `Changes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pelican import signals
from pelican.generators import Generator

from site_writer import SiteWriter
from workgroups.atom import ChangeFeed, atom
from workgroups.calendars import old_addresses
from workgroups.changes import changes


class ChangeFeeds(Generator):
    """Writes /changes.atom and that of every group."""

    def generate_output(self, writer: SiteWriter) -> None:
        site = self.context["site"]
        words = self.context["wordings"][site.language]
        for feed, addresses in self.feeds():
            make = partial(atom, feed, self.context["address"], site.name, words)
            writer.put_data(make, *addresses)

    def feeds(self) -> Iterator[tuple[ChangeFeed, tuple[str, ...]]]:
        """Each feed, and the addresses that answer with it."""
        changes, site = self.context["changes"], self.context["site"]
        t = self.context["wordings"][site.language].t
        title = f"{site.name}: {t('site.changes_feed')}"
        yield ChangeFeed("/changes.atom", "/", title, changes.all), ("/changes.atom",)
        for group in self.context["programme"].groups:
            address = f"{group.address}changes.atom"
            title = f"{t('site.group_changes', group=group.name)} ({site.name})"
            feed = ChangeFeed(address, group.address, title, changes.of(group))
            yield feed, (address, *old_addresses(group, "changes.atom"))


def list_changes(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    context["changes"] = changes(context["programme"], context["now"])


def _generator(_: object) -> type[ChangeFeeds]:
    return ChangeFeeds


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(list_changes)
