"""Door: documents are published beside their meeting or group, and listed.

Puts `documents` into Pelican's context: the register, an `Entry` a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from pelican import signals
from pelican.generators import Generator

from sheets import Sheet
from site_writer import SiteWriter
from workgroups.git import Repository
from workgroups.register import Register, RegisterPage


class AttachmentListings(Generator):
    """Copies the documents to their addresses, and beside them what they were earlier."""

    def generate_output(self, writer: SiteWriter) -> None:
        if self.context["written"].former:
            return  # Only texts are others than they were.
        repository = Repository(Path(self.settings["PATH"]))
        for entry in self.context["documents"]:
            document = entry.document
            if document.source:
                writer.put_data(document.source.read_bytes, document.address)
            for edition in document.editions:
                if edition.blob:
                    make = partial(repository.read, edition.blob)
                    writer.put_data(make, document.address_of(edition))


def list_documents(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    programme = context["programme"]
    context["documents"] = programme.documents
    register = Register.of(programme)

    def names(page: RegisterPage) -> Mapping[str, object]:
        return {"register": register, "shown": page}

    for page in register.pages:
        sheet = Sheet("documents", page.address, programme.site.language, partial(names, page))
        context["shelf"].add_in_languages(sheet)


def _generator(_: object) -> type[AttachmentListings]:
    return AttachmentListings


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(list_documents)
