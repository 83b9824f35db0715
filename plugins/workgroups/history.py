"""History: when a file came, when it last changed and how often, from git."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

BEFORE_HISTORY = datetime(1970, 1, 1, tzinfo=UTC)
_COMMIT = "\x01"  # begins a commit in the log; no file name does


@dataclass(frozen=True)
class Revision:
    """Of a thing made of files: first and newest commit (UTC), and how many changes lie between."""

    created: datetime = BEFORE_HISTORY
    modified: datetime = BEFORE_HISTORY
    sequence: int = 0


NO_COMMIT = Revision()


@dataclass(frozen=True)
class History:
    """The instants (UTC) of the commits that touched each file, oldest first, by resolved path."""

    commits: Mapping[Path, Sequence[datetime]] = field(default_factory=dict)

    def revision(self, files: Iterable[Path]) -> Revision:
        """What the commits of these files come to.

        Files that are in no commit yet say nothing: a clock here would change bytes every day.
        """
        instants = sorted({moment for file in files for moment in self.of(file)})
        if not instants:
            return NO_COMMIT
        return Revision(instants[0], instants[-1], len(instants) - 1)

    def last_day(self, file: Path) -> date | None:
        """The day (UTC) of the newest commit of a file; None before its first."""
        instants = self.of(file)
        return instants[-1].date() if instants else None

    def of(self, file: Path) -> Sequence[datetime]:
        return self.commits.get(file.resolve(), ())


def read_history(folder: Path) -> History:
    """The history of the files below `folder`; empty where there is no git or no repository."""
    command = ["git", "log", "--reverse", "--format=%x01%ct", "--name-only", "-z", "--relative",
               "--", "."]  # fmt: skip
    try:
        log = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return History()
    commits: dict[Path, list[datetime]] = {}
    moment = BEFORE_HISTORY
    for word in log.decode("utf-8", "surrogateescape").split("\0"):
        if word.startswith(_COMMIT):
            moment = datetime.fromtimestamp(int(word[1:]), UTC)
        elif name := word.strip("\n"):
            commits.setdefault(folder.resolve() / name, []).append(moment)
    return History(commits)
