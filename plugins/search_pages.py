"""Door: the page that searches everything, and the index that it reads."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from sheets import Sheet
from site_writer import SiteWriter
from workgroups.documents import ROLE
from workgroups.finds import Finds
from workgroups.parts import Former, Memo
from workgroups.processes import in_processes, processors
from workgroups.reindexing import Edit, Reindexing
from workgroups.search import FOLDER, Index

ADDRESS = "/search/"
KEPT = "index of search"
"""The key of what the next build is to know of the index: slugs have no blanks."""

FEW = 1_000
"""Finds that one process has read before others could have begun."""


class SearchPages(Generator):
    """Writes the files of the index, which are made when the first of them is wanted."""

    def generate_output(self, writer: SiteWriter) -> None:
        memo: Memo = self.context["written"]
        if memo.former:
            writer.put(FOLDER, partial(self.write_edited, writer, memo.former), last=True)
        else:
            writer.put_folder(self.files, FOLDER)

    @property
    def finds(self) -> Finds:
        words_of = self.context["interiors"].words_of
        return Finds(self.context["programme"], words_of, self.context["wordings"])

    def index(self) -> Index:
        """The index of everything, made by several processes at a time."""
        finds, interiors, parts = (
            self.finds,
            self.context["interiors"],
            self.context["written"].parts,
        )
        hands = processors() if len(finds) > FEW else 1
        ends = [len(finds) * number // hands for number in range(hands + 1)]

        def share(number: int) -> tuple[Index, set[Path], set[str]]:
            with interiors.reader:
                own = finds.between(ends[number], ends[number + 1])
                index = Index.of(own, ends[number])
            return index, interiors.too_much, parts.seen

        shares = in_processes(share, hands)
        for _, too_much, seen in shares:
            interiors.too_much.update(too_much)
            parts.seen.update(seen)
        return Index.joined([index for index, _, _ in shares])

    def files(self) -> dict[str, bytes]:
        interiors, index = self.context["interiors"], self.index()
        numbers = {find.address: n for n, find in enumerate(index.finds) if find.kind == "meeting"}
        content = Path(self.settings["PATH"])
        passed = [str(path.relative_to(content.parent)) for path in sorted(interiors.too_much)]
        self.context["written"].note(KEPT, json.dumps([len(index.finds), numbers, passed]).encode())
        warn_of(passed)
        return dict(index.files())

    def write_edited(self, writer: SiteWriter, former: Former) -> None:
        """Write what is other where only texts of meetings were edited."""
        count, numbers, passed = json.loads(former.made(KEPT))
        edits = [
            Edit(numbers[after.address], before, after)
            for pair in former.edited
            for before, after in zip(*map(self.finds.of_texts, pair), strict=True)
        ]
        known = Reindexing(count, lambda name: former.file(FOLDER + name))
        for name, data in known.files(edits).items():
            if data is None:
                writer.remove(FOLDER + name)
            else:
                writer.write_bytes(FOLDER + name, data)
        warn_of(passed)


def warn_of(documents: Iterable[str]) -> None:
    """Tell of documents whose words are in no index."""
    for shown in documents:
        message = "%s: this was too much to read; it is published, and not searched"
        logging.getLogger(__name__).warning(message, shown)


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
