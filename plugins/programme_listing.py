"""Door: the programme as JSON, with its schema."""

from __future__ import annotations

from functools import partial

from pelican import signals
from pelican.generators import Generator

from site_writer import SiteWriter
from workgroups import listing


class ProgrammeListing(Generator):
    """Writes /meetings.json and /meetings.schema.json."""

    def generate_output(self, writer: SiteWriter) -> None:
        programme, address = self.context["programme"], self.context["address"]
        writer.put_data(partial(listing.listing, programme, address), listing.ADDRESS)
        writer.put_data(partial(listing.schema, address), listing.SCHEMA_ADDRESS)


def _generator(_: object) -> type[ProgrammeListing]:
    return ProgrammeListing


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
