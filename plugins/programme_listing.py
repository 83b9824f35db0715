"""Door: the programme as JSON, with its schema."""

from __future__ import annotations

from pathlib import Path

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from workgroups import listing


class ProgrammeListing(Generator):
    """Writes /meetings.json and /meetings.schema.json."""

    def generate_output(self, _: Writer) -> None:
        address = self.context["address"]
        files = {
            listing.ADDRESS: listing.listing(self.context["programme"], address),
            listing.SCHEMA_ADDRESS: listing.schema(address),
        }
        for name, data in files.items():
            (Path(self.output_path) / name.lstrip("/")).write_bytes(data)


def _generator(_: object) -> type[ProgrammeListing]:
    return ProgrammeListing


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
