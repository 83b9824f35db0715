"""Door: documents are published beside their meeting or group, and listed.

Puts `documents` into Pelican's context: the register, an `Entry` a line.
"""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer


class AttachmentListings(Generator):
    """Copies the documents to their addresses and writes /documents/."""

    def generate_output(self, writer: Writer) -> None:
        for entry in self.context["documents"]:
            document = entry.document
            if document.source:
                target = Path(self.output_path) / document.address.lstrip("/")
                target.parent.mkdir(parents=True, exist_ok=True)
                copyfile(document.source, target)
        write_page = self.context["write_page"]
        write_page(writer, "documents", "/documents/", entries=self.context["documents"])


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
