"""A contestant: a site of the corpus, and the command that builds it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import Corpus, Meeting

HERE = Path(__file__).parent
STYLES = HERE / "style.css"


@dataclass(frozen=True)
class Contestant:
    """One way to make the site.

    `write` puts its sources into an empty folder; `command` builds it there. `output` and `caches`
    are what a build leaves behind, and `source` is the file of a meeting, in that folder.
    `equal` is whether it writes what the others write, and no more.
    """

    name: str
    write: Callable[[Corpus, Path], None]
    command: Callable[[Path], list[str]]
    source: str
    output: str = "output"
    caches: tuple[str, ...] = ()
    equal: bool = True
    calendar: str = "calendar.ics"
    """The one with every meeting."""

    def file_of(self, meeting: Meeting, folder: Path) -> Path:
        """Where the text of a meeting lies."""
        return folder / self.source.format(slug=meeting.slug)

    def forget(self, folder: Path) -> None:
        """Remove all that a build has left."""
        for name in (self.output, *self.caches):
            left = folder / name
            if left.is_dir():
                shutil.rmtree(left)
            left.unlink(missing_ok=True)


def put(file: Path, text: str) -> None:
    """Write a text, and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def put_papers(meeting: Meeting, folder: Path) -> None:
    """Write the papers of a meeting into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for paper in meeting.papers:
        (folder / paper.file).write_bytes(paper.data)


def front_matter(fields: Iterable[tuple[str, str]]) -> str:
    """YAML between its fences; values are YAML already."""
    return "".join(("---\n", *(f"{name}: {value}\n" for name, value in fields), "---\n"))


def quoted(text: str) -> str:
    """A text as YAML has it, which takes what JSON has."""
    return json.dumps(text, ensure_ascii=False)


def listed(items: Iterable[Iterable[tuple[str, str]]]) -> Iterator[str]:
    """Mappings as YAML in one line each."""
    for item in items:
        yield "{" + ", ".join(f"{name}: {value}" for name, value in item) + "}"
