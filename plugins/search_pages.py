"""Door: the page that searches everything, and the index that it reads."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from sheets import Sheet
from site_writer import SiteWriter
from workgroups.documents import ROLE
from workgroups.finds import Finds
from workgroups.search import FOLDER, Index

ADDRESS = "/search/"


class SearchPages(Generator):
    """Writes the files of the index, which are made when the first of them is wanted."""

    def generate_output(self, writer: SiteWriter) -> None:
        writer.put_folder(self.files, FOLDER)

    def files(self) -> dict[str, bytes]:
        interiors = self.context["interiors"]
        with interiors.reader:
            finds = Finds(self.context["programme"], interiors.words_of, self.context["wordings"])
            files = dict(Index.of(finds).files())
        for path in sorted(interiors.too_much):
            message = "%s: this was too much to read; it is published, and not searched"
            shown = path.relative_to(Path(self.settings["PATH"]).parent)
            logging.getLogger(__name__).warning(message, shown)
        return files


def add_page(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    names = partial(names_of, context)
    context["shelf"].add_in_languages(
        Sheet("search", ADDRESS, context["programme"].site.language, names)
    )


def names_of(context: Mapping[str, Any]) -> dict[str, Any]:
    """The ways for those who look through the years instead of searching."""
    programme, shelf = context["programme"], context["shelf"]
    years = sorted({meeting.year for meeting in programme.meetings}, reverse=True)
    return {
        "index": FOLDER,
        "years": [year for year in years if shelf.versions(f"/archive/{year}/")],
        "groups": programme.groups,
        "roles": [*ROLE],
    }


def _generator(_: object) -> type[SearchPages]:
    return SearchPages


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(add_page)
