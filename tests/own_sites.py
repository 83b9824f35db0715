"""Sites of other networks for tests: made from the house, and run without a .venv of their own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import sites

from commands.house import SOURCES

NAME = 'Towns of the "Upper" Rhine & Jura'
FLAGS = (
    *("--name", NAME, "--address", "https://groups.rhine.example/", "--languages", "fr, en"),
    *("--zone", "Europe/Zurich", "--types", "working-group, Table ronde"),
    *("--services", "eusurvey, limesurvey=survey.rhine.example", "--group", "Énergie & climat"),
    *("--contact", "office@rhine.example"),
)
GROUP = "content/groups/energie-climat/index.md"

SOMEONE = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Editor",
    "GIT_AUTHOR_EMAIL": "editor@rhine.example",
    "GIT_COMMITTER_NAME": "Editor",
    "GIT_COMMITTER_EMAIL": "editor@rhine.example",
}
# A pytest within a pytest would take itself for a worker of the outer one.
OUTSIDE = {name: value for name, value in sites.PLAIN.items() if not name.startswith("PYTEST_")}


def run(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """A command of the tasks.py in a folder, with its own plugins and our .venv."""
    return _run(folder, "invoke", *map(str, words))


def run_tests(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The tests of a site alone, without the checks of the code that `test` begins with."""
    return _run(folder, "pytest", "-q", *words)


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", *words]
    # A pytest within removes what earlier ones left where it keeps its own: not beside ours.
    own = {"PYTHONPATH": str(folder / "plugins"), "PYTEST_DEBUG_TEMPROOT": str(folder.parent)}
    env = OUTSIDE | SOMEONE | own
    return subprocess.run(line, cwd=folder, env=env, capture_output=True, text=True, check=False)


def git(folder: Path, *words: str) -> str:
    """What a git command says in a folder."""
    line = ["git", *words]
    env = OUTSIDE | SOMEONE
    return subprocess.run(
        line, cwd=folder, env=env, capture_output=True, text=True, check=True
    ).stdout


def commit(folder: Path) -> None:
    """Commit whatever is in a site."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Edits")


def make(folder: Path, **instead: str) -> Path:
    """A site made in a folder; `instead` are other decisions than those above."""
    flags = dict(zip(FLAGS[::2], FLAGS[1::2], strict=True))
    flags |= {f"--{name}": value for name, value in instead.items()}
    line = (word for flag in flags.items() for word in flag)
    done = sites.command("new", "site", folder, *line, environment=SOMEONE)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def copy_house(folder: Path) -> Path:
    """A copy of the house, to become a newer one."""
    own = ("publishconf.py", "pelicanconf.py", "starter", "content")
    for name in (*SOURCES.values(), *own):
        source, target = sites.ROOT / name, folder / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True)
        elif not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return folder


def edit(file: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
