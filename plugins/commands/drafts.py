"""Drafts: new files of the content, checked as a build would before any is written."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from commands.outcomes import Misused
from workgroups import frontmatter
from workgroups.advice import advice_on
from workgroups.checks import problems_of
from workgroups.history import History
from workgroups.problems import Problem
from workgroups.reading import read_written
from workgroups.site import Site
from workgroups.sources import Folder, Sources, find_sources
from workgroups.written import Written

Drafts = Mapping[str, str]
"""New index.md files: the text by the folder's path in the content."""


@dataclass(frozen=True)
class Content:
    """The content as it is, and what a draft would make wrong in it."""

    path: Path
    site: Site
    sources: Sources
    written: Written
    wrong: frozenset[Problem]

    @classmethod
    def at(cls, path: Path, site: Site) -> Content:
        sources = find_sources(path)
        written, problems = read_written(sources, site, History())
        wrong = frozenset({*problems, *problems_of(written)})
        return cls(path, site, sources, written, wrong)

    def advice(self, today: date) -> set[Problem]:
        """What an editor might look at again, on a day."""
        return set(advice_on(replace(self.written, today=today)))

    def problems_with(self, drafts: Drafts) -> list[Problem]:
        """What would be wrong that is not yet, with these files in the content."""
        with _laid_out(drafts, self.path.name) as (groups, meetings):
            sources = replace(
                self.sources,
                groups=(*self.sources.groups, *groups),
                meetings=(*self.sources.meetings, *meetings),
            )
            written, problems = read_written(sources, self.site, History())
            return sorted({*problems, *problems_of(written)} - self.wrong)

    def problems_in(self, name: str, text: str, keys: tuple[str, ...]) -> Iterator[Problem]:
        """What is wrong with these fields of a draft, as far as it can be told without the rest."""
        with _laid_out({name: text}, self.path.name) as (groups, meetings):
            sources = replace(
                self.sources,
                groups=(*self.sources.groups, *groups),
                meetings=meetings,
                pages=(),
                problems=(),
            )
            written, problems = read_written(sources, self.site, History())
            # The draft has no name yet, so it is none of the groups that can be named.
            written = replace(written, group_slugs=self.written.group_slugs)
            problems.extend(problems_of(written))
        shown = f"{self.path.name}/{name}/index.md"
        front = frontmatter.read(text, shown, [])
        lines = {mark[0]: place[0] for place, mark in front.marks.items()}
        for problem in problems:
            # What makes the whole unreadable is new: all else has been read before.
            of_these = lines.get(problem.line) in keys or not front.readable
            if problem.file == shown and of_these:
                yield problem


@contextlib.contextmanager
def _laid_out(
    drafts: Drafts, content: str
) -> Iterator[tuple[tuple[Folder, ...], tuple[Folder, ...]]]:
    """The drafts as folders of groups and of meetings, away from the content."""
    found: dict[str, list[Folder]] = {"groups": [], "meetings": []}
    with tempfile.TemporaryDirectory() as place:
        for name, text in drafts.items():
            file = Path(place, name, "index.md")
            file.parent.mkdir(parents=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            folder = Folder(file.parent, f"{content}/{name}", {None: file}, ())
            found[name.partition("/")[0]].append(folder)
        yield tuple(found["groups"]), tuple(found["meetings"])


def write(content: Content, drafts: Drafts) -> list[Path]:
    """The folders of the drafts, made with their files, all or none. Raises Misused.

    Nothing that is there already is touched.
    """
    if problems := content.problems_with(drafts):
        told = "\n".join(map(str, problems))
        raise Misused(f"{told}\nNothing was written.")
    made: list[Path] = []
    try:
        for name, text in drafts.items():
            folder = content.path / name
            folder.parent.mkdir(parents=True, exist_ok=True)
            if not folder.parent.resolve().is_relative_to(content.path.resolve()):
                raise Misused(f"{folder.parent} leads out of the content. Nothing was written.")
            folder.mkdir()
            made.append(folder)
            with (folder / "index.md").open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        _remove(made)
        reason = "is there already" if isinstance(error, FileExistsError) else error.strerror
        raise Misused(f"{error.filename}: {reason}. Nothing was written.") from None
    return made


def _remove(folders: list[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder)


def next_steps(folders: list[Path], rest: str) -> str:
    """What to do with the new files; `rest` are the arguments that name content and settings."""
    here = Path.cwd()
    paths = [str(path.relative_to(here) if path.is_relative_to(here) else path) for path in folders]
    # A series is added by its years: so many paths are no command that anyone copies.
    one = len(paths) == 1
    added = paths if one else sorted({str(Path(path).parent) for path in paths})
    message = folders[0].name if one else f"{len(paths)} meetings"
    commands = (
        f"python3 tasks.py serve {rest}".strip(),
        shlex.join(["git", "add", *added]),
        shlex.join(["git", "commit", "-m", f"New: {message}"]),
    )
    written = [f"{path}/index.md is written." for path in paths]
    return "\n".join([*written, "Look at it, put documents beside it, and commit it:", *commands])
