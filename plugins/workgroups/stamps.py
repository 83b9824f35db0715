"""Stamps: what lies in folders, by times and sizes, without a file being read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

Stamp = tuple[int, int, int, int]
"""What changes whenever the bytes of a file do: mtime, ctime (nanoseconds), size, inode."""


def stamp_of(path: str | Path) -> Stamp:
    """The stamp of a file. Raises OSError where there is none."""
    return _stamp(Path(path).stat())


def _stamp(state: os.stat_result) -> Stamp:
    return state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino


class Listing:
    """Everything below some folders: `entries` by path, None for a folder.

    `newest` is the latest time of a change (nanoseconds). Links are not followed; a folder that is
    not there is an empty one. Names in `without` are passed over.
    """

    def __init__(self, folders: Iterable[Path], without: Iterable[str] = ()) -> None:
        self.entries: dict[str, Stamp | None] = {}
        self._without = frozenset(without)
        for folder in folders:
            self._list(str(folder))

    @property
    def digest(self) -> int:
        """A number that is the same as long as nothing has changed."""
        return sum(map(weight, self.entries.items())) % MOST

    @property
    def newest(self) -> int:
        return max((max(stamp[:2]) for stamp in self.entries.values() if stamp), default=0)

    def _list(self, folder: str) -> None:
        waiting = [folder]
        while waiting:
            try:
                scanned = os.scandir(waiting.pop())
            except FileNotFoundError:
                continue
            with scanned:
                for entry in scanned:
                    if entry.name in self._without:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        # Its own times tell of what is in it, which is listed.
                        self.entries[entry.path] = None
                        waiting.append(entry.path)
                    else:
                        self.entries[entry.path] = _stamp(entry.stat(follow_symlinks=False))


MOST = 1 << 160


def weight(entry: tuple[str, Stamp | None]) -> int:
    """What an entry adds to the digest of a listing (modulo MOST)."""
    return int.from_bytes(blake2b(repr(entry).encode(), digest_size=20).digest())
