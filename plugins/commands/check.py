"""One check of the content: everything that can be wrong, told without making a page.

Quick enough to run before each commit, so it imports neither Pelican nor anything else that only
pages and feeds need.
"""

from __future__ import annotations

import runpy
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from commands.outcomes import Misused
from commands.unforeseen import told
from workgroups.examination import examine
from workgroups.git import Edit, NoHistoryError, Repository
from workgroups.history import read_history
from workgroups.problems import Problem, Severity
from workgroups.reports import as_github, as_json, as_sarif, as_text
from workgroups.site import Site
from workgroups.sources import Sources, find_sources


@dataclass(frozen=True)
class Checked:
    """What was found in a content folder, and in how much of it."""

    content: Path
    problems: tuple[Problem, ...]
    looked_at: dict[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """Of problems, of advice, and of what was looked at."""
        found = [problem.severity for problem in self.problems]
        of_each = {"problems": Severity.PROBLEM, "advice": Severity.ADVICE}
        return {name: found.count(severity) for name, severity in of_each.items()} | self.looked_at

    def report(self, form: str) -> str:
        """The problems in one of the formats of `reports`, empty where it says nothing of none."""
        match form:
            case "json":
                return as_json(self.problems, self.counts, self.prefix)
            case "sarif":
                return as_sarif(self.problems, self.prefix)
            case "github":
                return as_github(self.problems, self.prefix)
            case _:
                return as_text(self.problems, self.content.parent)

    @property
    def prefix(self) -> str:
        """The way from the top of the repository to where the names of files begin."""
        try:
            return Repository(self.content).prefix().removesuffix(f"{self.content.name}/")
        except NoHistoryError:
            return ""

    @property
    def line(self) -> str:
        """`2 problems, 1 piece of advice in 87 meetings, 14 groups, 4 pages`."""
        counts = self.counts
        found = [_number(counts["problems"], "problem")]
        if advice := counts["advice"]:
            found.append("1 piece of advice" if advice == 1 else f"{advice} pieces of advice")
        looked_at = [_number(count, name[:-1]) for name, count in self.looked_at.items()]
        return f"{', '.join(found)} in {', '.join(looked_at)}"


def _number(count: int, name: str) -> str:
    return f"{count or 'no'} {name}{'' if count == 1 else 's'}"


def check_site(
    settings: Path, content: Path | None, now: datetime, base: str, files: Iterable[Path]
) -> Checked:
    """Check the content that the settings name, or the one given. Raises Misused.

    `base` is the branch that is published; left empty, it is looked for. With `files`, only what
    is found in them is told.
    """
    decisions = _decisions(settings)
    site: Site = decisions["WORKGROUPS"]
    # Names in a settings file are from that file's folder, as Pelican has them.
    content = content or settings.parent / decisions.get("PATH", "content")
    if not content.is_dir():
        raise Misused(f"There is no content folder {content}.")
    sources = find_sources(content)
    history = read_history(
        sources, settings.parent / decisions.get("CACHE_PATH", "cache") / "history.json"
    )
    today = now.astimezone(ZoneInfo(site.timezone)).date()
    problems = examine(sources, site, history, today, _edits(sources, base))
    looked_at = {
        "meetings": len(sources.meetings),
        "groups": len(sources.groups),
        "pages": len(sources.pages),
    }
    checked = Checked(content, problems, looked_at)
    given = [path.resolve() for path in files]
    return _limited(checked, given) if given else checked


def _decisions(file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise Misused(f"There is no settings file {file}.")
    try:
        decisions = runpy.run_path(str(file))
    except Exception as error:  # noqa: BLE001  A settings file is code: it may raise anything.
        raise Misused(f"The settings cannot be read: {told(error)}") from None
    if not isinstance(decisions.get("WORKGROUPS"), Site):
        raise Misused("WORKGROUPS: the settings must make it a workgroups.site.Site")
    return decisions


def _edits(sources: Sources, base: str) -> tuple[Edit, ...]:
    """What differs from the branch that is published; nothing where git cannot tell."""
    content = sources.content
    repository = Repository(content)
    files = (path.relative_to(content).as_posix() for path in sources.files)
    try:
        published = base or repository.published()
        return tuple(repository.edits_since(published, files)) if published else ()
    except NoHistoryError as reason:
        if base:
            raise Misused(f"--base {base} cannot be compared with: {reason}.") from None
        return ()


def _limited(checked: Checked, given: list[Path]) -> Checked:
    """Only what concerns the files given: found in them, beside them or in a folder given."""
    for path in given:
        if not path.exists():
            raise Misused(f"There is no file {path}.")
    content = checked.content.resolve()
    for path in given:
        if not path.is_relative_to(content):
            raise Misused(f"{path} is not in the content, {content}.")
    # A meeting and its documents are one thing, whereas pages only lie side by side.
    things = {path.parent for path in given if (path.parent / "index.md").is_file()}
    near = {*given, *things}
    problems = tuple(
        problem
        for problem in checked.problems
        if (place := content.parent / problem.file) in near
        or not near.isdisjoint(place.parents)
        or any(place in path.parents for path in given)
    )
    return replace(checked, problems=problems, looked_at={"files": len(_files_in(given))})


def _files_in(given: list[Path]) -> set[Path]:
    """The files given, and all in the folders given; hidden ones are nobody's content."""
    found = {path for path in given if path.is_file()}
    for folder in (path for path in given if path.is_dir()):
        inside = (path for path in folder.rglob("*") if path.is_file())
        found |= {
            path
            for path in inside
            if not any(part.startswith(".") for part in path.relative_to(folder).parts)
        }
    return found
