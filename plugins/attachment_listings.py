"""Door: documents are published beside their meeting or group, and listed.

Puts `documents` into Pelican's context: the register, an `Entry` a line.
"""

from __future__ import annotations

from pelican import signals
from pelican.generators import Generator

from sheets import Sheet
from site_writer import SiteWriter


class AttachmentListings(Generator):
    """Copies the documents to their addresses."""

    def generate_output(self, writer: SiteWriter) -> None:
        for entry in self.context["documents"]:
            document = entry.document
            if document.source:
                writer.put_data(document.source.read_bytes, document.address)


def list_documents(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    programme = context["programme"]
    context["documents"] = programme.documents
    sheet = Sheet(
        "documents",
        "/documents/",
        programme.site.language,
        lambda: {"entries": programme.documents},
    )
    context["shelf"].add_in_languages(sheet)


def _generator(_: object) -> type[AttachmentListings]:
    return AttachmentListings


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(list_documents)
