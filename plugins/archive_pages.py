"""Door: the years of the network, and of each group, become pages."""

from __future__ import annotations

from functools import partial

from pelican import signals
from pelican.generators import Generator

from sheets import Sheet, Shelf
from workgroups.archive import ADDRESS, Volume, table, volumes
from workgroups.calendars import old_addresses


def add_pages(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    programme, shelf = context["programme"], context["shelf"]
    lang = programme.site.language
    shelf.add_in_languages(Sheet("archive", ADDRESS, lang, partial(dict, rows=table(programme))))
    for group in (None, *programme.groups):
        for volume in volumes(programme, group):
            add_volume(shelf, volume, lang)


def add_volume(shelf: Shelf, volume: Volume, lang: str) -> None:
    """Add the page of a year; one of a group is also where its folder had another name."""
    group, address = volume.group, volume.address
    template = "group-year" if group else "archive-year"
    own = group.lang if group else lang
    shelf.add_in_languages(Sheet(template, address, own, partial(dict, volume=volume, group=group)))
    for old in old_addresses(group, f"{volume.year}/") if group else ():
        shelf.add(Sheet("redirect", old, lang, partial(dict, target=address)))


def register() -> None:
    """Called by Pelican."""
    signals.all_generators_finalized.connect(add_pages)
