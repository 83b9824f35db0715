"""Stamps: what lies in folders, by times and sizes, without a file being read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from zlib import crc32

Stamp = tuple[int, int, int, int]
"""What changes whenever the bytes of a file do: mtime, ctime (nanoseconds), size, inode."""


def stamp_of(path: str | Path) -> Stamp:
    """The stamp of a file. Raises OSError where there is none."""
    return _stamp(Path(path).stat())


def _stamp(state: os.stat_result) -> Stamp:
    return state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino


class Listing:
    """Everything below some folders: `entries` by path, None for a folder.

    `digest` is a number that is the same as long as nothing has changed, `newest` the latest time
    of a change (nanoseconds). Links are not followed; `links` says whether there are some. A folder
    that is not there is an empty one. Names and paths in `without` are passed over.
    """

    def __init__(self, folders: Iterable[Path], without: Iterable[str] = ()) -> None:
        self.links = False
        self.entries = dict(self._below(folders, frozenset(without)))
        self.digest = sum(map(weight, self.entries.items())) % MOST
        self.newest = max((max(stamp[:2]) for stamp in self.entries.values() if stamp), default=0)

    def _below(
        self, folders: Iterable[Path], without: frozenset[str]
    ) -> Iterator[tuple[str, Stamp | None]]:
        waiting = [str(folder) for folder in folders]
        while waiting:
            try:
                scanned = os.scandir(waiting.pop())
            except FileNotFoundError:
                continue
            with scanned:
                for entry in scanned:
                    if entry.name in without or entry.path in without:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        # Its own times tell of what is in it, which is listed.
                        waiting.append(entry.path)
                        yield entry.path, None
                    else:
                        self.links = self.links or entry.is_symlink()
                        yield entry.path, _stamp(entry.stat(follow_symlinks=False))


MOST = 1 << 64


def weight(entry: tuple[str, Stamp | None]) -> int:
    """What an entry adds to the digest of a listing (modulo MOST)."""
    path, stamp = entry
    # Of texts, Python's own hash is another one in each process; of numbers it is not.
    return hash((crc32(os.fsencode(path)), *(stamp or ())))
