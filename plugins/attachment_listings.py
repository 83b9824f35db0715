"""Door: documents are published beside their meeting or group, and listed.

Puts `documents` into Pelican's context: the register, an `Entry` a line.
"""

from __future__ import annotations

from typing import Any

from pelican import signals
from pelican.generators import Generator

from site_writer import SiteWriter


class AttachmentListings(Generator):
    """Copies the documents to their addresses and writes /documents/."""

    def generate_output(self, writer: SiteWriter) -> None:
        for entry in self.context["documents"]:
            document = entry.document
            if document.source:
                writer.put_data(document.source.read_bytes, document.address)
        lang = self.context["site"].language
        self.context["write_page"](writer, "documents", "/documents/", lang, self.names)

    def names(self) -> dict[str, Any]:
        return {"entries": self.context["documents"]}


def list_documents(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    context["documents"] = context["programme"].documents


def _generator(_: object) -> type[AttachmentListings]:
    return AttachmentListings


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(list_documents)
