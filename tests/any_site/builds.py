"""Builds: a site as its editors build it, once for all tests, and looked at as a tree of files."""

from __future__ import annotations

import fcntl
import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import warm

from workgroups.history import read_history
from workgroups.programme import Programme
from workgroups.reading import read_programme
from workgroups.sources import find_sources

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "pelicanconf.py"
CONTENT = ROOT / "content"

MOMENT = pytest.StashKey[datetime]()
"""In pytest's configuration, the moment to build for where it is not the present."""

NO_HISTORY = "calendars and papers lack the history of this folder"
"""What a build warns of where a test has its content in no repository."""

# What git itself sets for hooks would lead to another repository.
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def command(
    *arguments: str | Path, cwd: Path = ROOT, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run tasks.py as a person would, with the Python at hand."""
    return _run(str(ROOT / "tasks.py"), *map(str, arguments), cwd=cwd, environment=environment)


def _run(
    *line: str, cwd: Path, environment: Mapping[str, str] | None
) -> subprocess.CompletedProcess[str]:
    if environment is None:
        return warm.run(*line, cwd=cwd, environment=PLAIN)
    # Some of it Python reads as it starts.
    whole = [sys.executable, *line]
    env = PLAIN | dict(environment)
    return subprocess.run(whole, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def build(
    content: Path,
    output: Path,
    *,
    settings: Path = SETTINGS,
    now: str,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Build a site that has no problem but perhaps no history; the closing line."""
    paths = ("--content", content, "--output", output, "--settings", settings)
    words = map(str, ("build", *paths, "--now", now))
    # Without the set-up, which is done: whoever tests has all that a build needs.
    done = _run("-m", "invoke", *words, cwd=ROOT, environment=environment)
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


def build_site(shared: Path, now: datetime) -> Path:
    """The site of this folder, built for a moment; not to be changed."""
    name = f"site-{now:%Y-%m-%d}"
    return build_once(shared, name, lambda to: build(CONTENT, to, now=now.isoformat()))


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all of its workers see."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def files(site: Path) -> dict[str, bytes]:
    """Every file that a build made, by its path from the site's root."""
    paths = (path for path in site.rglob("*") if path.is_file())
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}
    return {name: found[name] for name in sorted(found) if name != ".workgroups-output"}


def differing(one: Path, other: Path) -> list[str]:
    """The names of the files that are not the same in both, or in one only."""
    left, right = files(one), files(other)
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))


@cache
def settings() -> dict[str, Any]:
    """What the site's settings say."""
    return runpy.run_path(str(SETTINGS))


@cache
def programme_of(settings: Path = SETTINGS, content: Path = CONTENT) -> Programme:
    """What the core reads from the content."""
    site = runpy.run_path(str(settings))["WORKGROUPS"]
    return read_programme(find_sources(content), site, read_history(find_sources(content)))
