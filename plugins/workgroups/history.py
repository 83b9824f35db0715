"""History: when a file came, when it last changed and how often, from git."""

from __future__ import annotations

import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
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
    """The instants (UTC) of the commits that touched each file and each folder, oldest first.

    By resolved path; a folder has those of everything that is or was straight in it.
    """

    files: Mapping[Path, Sequence[datetime]] = field(default_factory=dict)
    folders: Mapping[Path, Sequence[datetime]] = field(default_factory=dict)

    def revision(self, folder: Path) -> Revision:
        """What the commits of a group's or meeting's folder come to.

        A paper that is taken away counts like one that is added: the sequence never falls. A folder
        that is in no commit yet says nothing: a clock here would change bytes every day.
        """
        instants = self.folders.get(folder.resolve(), ())
        if not instants:
            return NO_COMMIT
        return Revision(instants[0], instants[-1], len(instants) - 1)

    def last_day(self, file: Path) -> date | None:
        """The day (UTC) of the newest commit of a file; None before its first."""
        instants = self.files.get(file.resolve(), ())
        return instants[-1].date() if instants else None


def read_history(folder: Path) -> History:
    """The history of the files below `folder`; empty where there is no git or no repository."""
    # A machine's own settings could hide the first commit, put signatures in, or miss renames.
    command = ["git", "-c", "log.showRoot=true", "log", "--no-show-signature", "-M", "-l1000",
               "--reverse", "--format=%x01%ct", "--name-status", "-z", "--relative", "--",
               "."]  # fmt: skip
    try:
        log = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return History()
    root = folder.resolve()
    files: defaultdict[Path, set[datetime]] = defaultdict(set)
    folders: defaultdict[Path, set[datetime]] = defaultdict(set)
    words = iter(log.decode("utf-8", "surrogateescape").split("\0"))
    moment = BEFORE_HISTORY
    for word in words:
        change = word.strip("\n")
        if change.startswith(_COMMIT):
            moment = datetime.fromtimestamp(int(change[1:]), UTC)
        elif change:
            path = root / next(words)
            if change.startswith("R"):
                path, before = root / next(words), path
                files[path] |= files[before]
                if path.name == before.name == "index.md":  # the whole folder has a new name
                    folders[path.parent] |= folders[before.parent]
            if change != "R100":  # a new name makes no new paper
                files[path].add(moment)
            folders[path.parent].add(moment)
    return History(_in_order(files), _in_order(folders))


def _in_order(found: Mapping[Path, set[datetime]]) -> dict[Path, Sequence[datetime]]:
    return {path: sorted(instants) for path, instants in found.items()}
