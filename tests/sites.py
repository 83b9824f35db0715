"""Sites for tests: built as editors build them, and looked at as trees of files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import builds
from builds import NO_HISTORY, PLAIN, ROOT, build_once, command, differing, files, programme_of

__all__ = ["NO_HISTORY", "PLAIN", "ROOT", "build_once", "command", "differing", "files"]
__all__ += ["programme_of"]

EXAMPLE = builds.SETTINGS
SMALL = ROOT / "tests" / "site" / "settings.py"
SMALL_CONTENT = SMALL.with_name("content")

NOW = "2026-11-23T12:00:00Z"
"""The moment that the example site is built for."""

EARLY = "2026-01-15T12:00:00Z"
"""The moment that the small site is built for; registration for Grids and buses opens later."""


def build(
    content: Path,
    output: Path,
    *,
    settings: Path = SMALL,
    now: str = EARLY,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Build a site that has no problem, the small one unless told otherwise; the closing line."""
    return builds.build(content, output, settings=settings, now=now, environment=environment)


# ---- The small site ------------------------------------------------------------------------------

HISTORY = {
    "2025-09-01T09:00:00Z": ("groups", "pages", "meetings/2025/2025-10-07-heat-plans/index.md"),
    "2025-09-29T15:30:00Z": ("meetings/2025/2025-10-07-heat-plans/agenda.pdf",),
    "2025-10-09T08:15:00Z": ("meetings/2025/2025-10-07-heat-plans",),
    "2026-01-12T10:00:00Z": ("meetings",),
}
"""When what was committed: calendars and lists tell it, so it is a part of the bytes."""


def write_small_content(repository: Path) -> Path:
    """The small site's content in a git repository whose history is always the same."""
    content = repository / "content"
    shutil.copytree(SMALL_CONTENT, content)
    git(repository, "init", "--quiet")
    for moment, paths in HISTORY.items():
        commit(repository, moment, *(f"content/{path}" for path in paths))
    return content


def commit(repository: Path, moment: str, *paths: str) -> None:
    """Commit paths of the repository as if it were that moment."""
    git(repository, "add", "--", *paths)
    git(repository, "commit", "--quiet", "--message", "Content", moment=moment)


def git(repository: Path, *arguments: str, moment: str = "") -> None:
    """Run git as someone without settings of their own."""
    someone = {
        f"GIT_{role}_{fact}": value
        for role in ("AUTHOR", "COMMITTER")
        for fact, value in (("NAME", "Editor"), ("EMAIL", "editor@groups.example"))
    }
    dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment} if moment else {}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    env = PLAIN | someone | dates | alone
    subprocess.run(["git", *arguments], cwd=repository, env=env, check=True)


# ---- What a site holds ---------------------------------------------------------------------------


def times(site: Path) -> dict[str, tuple[int, int]]:
    """Of every file the time of its last change and its inode: both new when it is replaced."""
    states = {name: (site / name).stat() for name in files(site)}
    return {name: (state.st_mtime_ns, state.st_ino) for name, state in states.items()}


def counts(line: str) -> dict[str, int]:
    """The closing line of a build: `{"pages": 13, "written": 40, ...}`."""
    holds, seconds = line.rsplit("; ", 1)
    assert re.fullmatch(r"\d+\.\d s\n", seconds)
    return {name: int(number) for number, name in re.findall(r"(\d+) (?:files )?([a-z]+)", holds)}
