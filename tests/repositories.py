"""Repositories for tests: content/ in git, written a day at a time."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from workgroups.history import History, read_history
from workgroups.sources import find_sources
from workgroups.story import Revision

A, B = "meetings/2026/a/index.md", "meetings/2026/b/index.md"
PAPER = "meetings/2026/a/paper.pdf"
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def day(number: int) -> datetime:
    """Noon of a day from January 2026 on."""
    return datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=number - 1)


def text(uid: str = "uid-a", body: str = "On things.", **fields: str) -> str:
    """A meeting's file; a field given as an empty text is left out."""
    front = {
        "uid": uid,
        "title": "Kick-off",
        "groups": "[cities]",
        "start": "2026-03-12 14:00",
        "end": "17:00",
        "place": "{name: House of Cities}",
    } | fields
    lines = "".join(f"{name}: {value}\n" for name, value in front.items() if value)
    return f"---\n{lines}---\n{body}\n"


class Repository:
    """A repository with the folder content/; every commit is of the day that is given."""

    def __init__(self, root: Path, content: str = "content") -> None:
        self.root = root
        self.content = root / content
        self.content.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str, on: int = 1, check: bool = True) -> str:
        """Run git as someone without settings; what it says."""
        moment = f"{day(on).timestamp():.0f} +0100"
        who = {
            f"GIT_{role}_{fact}": value
            for role in ("AUTHOR", "COMMITTER")
            for fact, value in (("NAME", "Ada"), ("EMAIL", "a@b.eu"), ("DATE", moment))
        }
        env = {"PATH": os.environ["PATH"], **ALONE, **who}
        line = ["git", "-c", "core.autocrlf=false", *words]
        done = subprocess.run(line, cwd=self.root, env=env, check=check, capture_output=True)
        return done.stdout.decode().strip()

    def put(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write these files of content/; None deletes one."""
        for name, held in files.items():
            path = self.content / name
            if held is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(held if isinstance(held, bytes) else held.encode())

    def commit(self, on: int, files: Mapping[str, str | bytes | None] | None = None) -> str:
        """Write files of content/ and commit all that changed; the commit's name."""
        self.put(files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=change", on=on)
        return self.head()

    def move(self, old: str, new: str) -> None:
        """Rename a file or folder of content/."""
        (self.content / new).parent.mkdir(parents=True, exist_ok=True)
        (self.content / old).rename(self.content / new)

    def merge(self, on: int, *others: str, how: tuple[str, ...] = ()) -> str:
        """Merge into the branch that is checked out; a conflict is left to be resolved."""
        self.git("merge", "--quiet", "--no-ff", "--no-edit", *how, *others, on=on, check=False)
        return self.head()

    def head(self) -> str:
        """The name of the newest commit."""
        return self.git("rev-parse", "HEAD")

    def history(self) -> History:
        """What the code under test reads."""
        return read_history(find_sources(self.content))

    def of(self, uid: str = "uid-a") -> Revision:
        """The revision of a meeting."""
        return self.history().of(uid)

    def kinds(self, uid: str = "uid-a") -> list[str]:
        """What became of a meeting."""
        return [event.kind for event in self.of(uid).events]
