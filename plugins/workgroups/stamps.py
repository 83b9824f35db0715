"""Stamps: what lies in folders, by times and sizes, without a file being read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

Stamp = tuple[int, int, int, int]
"""What changes whenever the bytes of a file do: mtime, ctime (nanoseconds), size, inode."""


def stamp_of(path: Path) -> Stamp:
    """The stamp of a file. Raises OSError where there is none."""
    return _stamp(path.stat())


def _stamp(state: os.stat_result) -> Stamp:
    return state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino


class Listing:
    """Everything below some folders; `digest` is the same as long as nothing there has changed.

    `newest` is the latest time of a change (nanoseconds). Links are not followed; a folder that is
    not there is an empty one. Names in `without` are passed over.
    """

    def __init__(self, folders: Iterable[Path], without: Iterable[str] = ()) -> None:
        self.newest = 0
        self._without = frozenset(without)
        found = blake2b(digest_size=20)
        for folder in folders:
            found.update(repr((str(folder), sorted(self._below(str(folder))))).encode())
        self.digest = found.hexdigest()

    def _below(self, folder: str) -> list[tuple[str, Stamp | None]]:
        entries: list[tuple[str, Stamp | None]] = []
        waiting = [folder]
        while waiting:
            inside = waiting.pop()
            try:
                scanned = os.scandir(inside)
            except FileNotFoundError:
                continue
            with scanned:
                for entry in scanned:
                    if entry.name in self._without:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        # Its own times tell of what is in it, which is listed.
                        entries.append((entry.path, None))
                        waiting.append(entry.path)
                        continue
                    stamp = _stamp(entry.stat(follow_symlinks=False))
                    self.newest = max(self.newest, stamp[0], stamp[1])
                    entries.append((entry.path, stamp))
        return entries
