"""History: when a file came, when it last changed and how often, from git."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

BEFORE_HISTORY = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Revision:
    """Of a thing made of files: first and newest commit (UTC), and how many changes lie between."""

    created: datetime = BEFORE_HISTORY
    modified: datetime = BEFORE_HISTORY
    sequence: int = 0


@dataclass(frozen=True)
class History:
    """The instants of the commits that touched each file, oldest first, by path as git has it."""

    commits: dict[Path, list[datetime]] = field(default_factory=dict)

    def revision(self, files: Iterable[Path]) -> Revision:
        """What the commits of these files come to.

        Files that are in no commit yet say nothing: a clock here would change bytes every day.
        """
        instants = sorted({moment for file in files for moment in self.commits.get(file, ())})
        if not instants:
            return Revision()
        return Revision(instants[0], instants[-1], len(instants) - 1)


def read_history(folder: Path) -> History:
    """The history of the files below `folder`; empty where there is no git or no repository."""
    command = ["git", "-c", "core.quotepath=off", "log", "--format=%x00%ct", "--name-only",
               "-z", "--relative", "--", "."]  # fmt: skip
    try:
        log = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return History()
    return History(_commits(log.decode("utf-8", "surrogateescape"), folder))
