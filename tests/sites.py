"""Sites for tests: built as editors build them, and looked at as trees of files."""

from __future__ import annotations

import fcntl
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from workgroups.history import read_history
from workgroups.programme import Programme
from workgroups.reading import read_programme
from workgroups.sources import find_sources

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "pelicanconf.py"
SMALL = ROOT / "tests" / "site" / "settings.py"
SMALL_CONTENT = SMALL.with_name("content")

NOW = "2026-11-23T12:00:00Z"
"""The moment that the example site is built for."""

EARLY = "2026-01-15T12:00:00Z"
"""The moment that the small site is built for; registration for Grids and buses opens later."""

NO_HISTORY = "calendars and papers lack the history of this folder"
"""What a build warns of where a test has its content in no repository."""

# What git itself sets for hooks would lead to another repository.
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def command(
    *arguments: str | Path, cwd: Path = ROOT, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run tasks.py as a person would, with the Python at hand."""
    line = [sys.executable, str(ROOT / "tasks.py"), *map(str, arguments)]
    env = PLAIN | dict(environment or {})
    return subprocess.run(line, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def build(
    content: Path,
    output: Path,
    *,
    settings: Path = SMALL,
    now: str = EARLY,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Build a site that has no problem but perhaps no history; the closing line."""
    paths = ("--content", content, "--output", output, "--settings", settings)
    done = command("build", *paths, "--now", now, environment=environment)
    told = [line for line in done.stderr.splitlines() if NO_HISTORY not in line]
    assert (done.returncode, told) == (0, [])
    return done.stdout


def build_once(shared: Path, name: str, make: Callable[[Path], object]) -> Path:
    """What `make` puts at a path in the folder that all workers share; the first one makes it."""
    made = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            half_made = shared / f"{name}.half-made"
            make(half_made)
            half_made.rename(made)
    return made


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


def files(site: Path) -> dict[str, bytes]:
    """Every file that a build made, by its path from the site's root."""
    paths = (path for path in site.rglob("*") if path.is_file())
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}
    return {name: found[name] for name in sorted(found) if name != ".workgroups-output"}


def differing(one: Path, other: Path) -> list[str]:
    """The names of the files that are not the same in both, or in one only."""
    left, right = files(one), files(other)
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))


def times(site: Path) -> dict[str, tuple[int, int]]:
    """Of every file the time of its last change and its inode: both new when it is replaced."""
    states = {name: (site / name).stat() for name in files(site)}
    return {name: (state.st_mtime_ns, state.st_ino) for name, state in states.items()}


def counts(line: str) -> dict[str, int]:
    """The closing line of a build: `{"pages": 13, "written": 40, ...}`."""
    holds, seconds = line.rsplit("; ", 1)
    assert re.fullmatch(r"\d+\.\d s\n", seconds)
    return {name: int(number) for number, name in re.findall(r"(\d+) (?:files )?([a-z]+)", holds)}


@cache
def programme_of(settings: Path, content: Path) -> Programme:
    """What the core reads from the content."""
    site = runpy.run_path(str(settings))["WORKGROUPS"]
    return read_programme(find_sources(content), site, read_history(find_sources(content)))
