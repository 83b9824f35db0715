"""Stamps: what lies in folders, by times and sizes, without a file being read."""

from __future__ import annotations

import os
from collections.abc import Iterable
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
    """Everything below some folders: `weights` by path, see `weight`.

    `digest` is a number that is the same as long as nothing has changed, `newest` the latest time
    of a change (nanoseconds). Links are not followed; `links` says whether there are some. A folder
    that is not there is an empty one. Names and paths in `without` are passed over.
    """

    def __init__(self, folders: Iterable[Path], without: Iterable[str] = ()) -> None:
        self.links = False
        self.newest = 0
        self.weights: dict[str, int] = {}
        self._list([str(folder) for folder in folders], frozenset(without))
        self.digest = sum(self.weights.values()) % MOST

    def _list(self, waiting: list[str], without: frozenset[str]) -> None:
        """List what lies in these folders: thousands of files, so that each step counts."""
        weights, newest = self.weights, 0
        while waiting:
            try:
                scanned = os.scandir(waiting.pop())
            except FileNotFoundError:
                continue
            with scanned:
                for entry in scanned:
                    path = entry.path
                    if without and (entry.name in without or path in without):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        # Its own times tell of what is in it, which is listed.
                        waiting.append(path)
                        weights[path] = weight(path, None)
                        continue
                    state, name = entry.stat(follow_symlinks=False), crc32(path.encode(*_SIGNS))
                    modified, changed = state.st_mtime_ns, state.st_ctime_ns
                    weights[path] = hash((name, modified, changed, state.st_size, state.st_ino))
                    if changed > newest or modified > newest:
                        newest = max(changed, modified)
                    if entry.is_symlink():
                        self.links = True
        self.newest = newest


MOST = 1 << 64

_SIGNS = "utf-8", "surrogatepass"
"""Names of files may be any bytes, which Python has as signs of this kind."""


def weight(path: str, stamp: Stamp | None) -> int:
    """What a file adds to the digest of a listing (modulo MOST), or a folder: it has no stamp."""
    # Of texts, Python's own hash is another one in each process; of numbers it is not.
    return hash((crc32(path.encode(*_SIGNS)), *(stamp or ())))
