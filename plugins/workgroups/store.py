"""A store: texts known by their digests, many in one file; what it gives is what it was given.

The file may be missing, damaged, or another one: then it has less, and that is all.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

Digest = str

_AT_ONCE = 500
"""Texts that are asked for in one question; SQLite takes at least 999."""


_TABLE = "CREATE TABLE kept (digest TEXT PRIMARY KEY, data BLOB)"
_MADE = "SELECT sql FROM sqlite_master ORDER BY sql IS NULL"
"""Of the table, and of its index, which SQLite makes by itself."""


class Lost(Exception):
    """A text is not in the store, or no longer whole."""


class Store:
    """The texts in a file, while it is open."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept: sqlite3.Connection | None = None
        self._open()

    def _open(self) -> None:
        file = self._file
        with contextlib.suppress(sqlite3.Error, OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            opened = sqlite3.connect(file, timeout=1, isolation_level=None)
            # What is lost with the power is made again.
            opened.execute("PRAGMA synchronous = OFF")
            opened.execute(_TABLE.replace("TABLE", "TABLE IF NOT EXISTS", 1))
            # What another has put there in its place, such as a view, may never end.
            if opened.execute(_MADE).fetchall() == [(_TABLE,), (None,)]:
                self._kept = opened

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._kept:
            self._kept.close()
        self._kept = None

    def get(self, digest: Digest) -> bytes:
        """The text with this digest. Raises Lost."""
        found = None
        if self._kept:
            with contextlib.suppress(sqlite3.Error, UnicodeError):
                asked = self._kept.execute("SELECT data FROM kept WHERE digest = ?", (digest,))
                found = asked.fetchone()
        if not found or not isinstance(found[0], bytes) or digest_of(found[0]) != digest:
            raise Lost(digest)
        return found[0]

    def get_all(self, digests: Iterable[Digest]) -> dict[Digest, bytes]:
        """Those of these texts that are here and whole."""
        wanted = list(digests)
        found: dict[Digest, object] = {}
        for i in range(0, len(wanted), _AT_ONCE):
            some = wanted[i : i + _AT_ONCE]
            holes = ", ".join("?" * len(some))
            with contextlib.suppress(sqlite3.Error, UnicodeError):
                if self._kept:
                    ask = f"SELECT digest, data FROM kept WHERE digest IN ({holes})"  # noqa: S608
                    found.update(self._kept.execute(ask, some).fetchall())
        return {
            digest: data
            for digest, data in found.items()
            if isinstance(data, bytes) and digest_of(data) == digest
        }

    def add(
        self, texts: Iterable[bytes], *, instead_of: Iterable[Digest] = (), alone: bool = False
    ) -> bool:
        """Keep texts; whether all are. `alone`: forget all others, and have a new file."""
        if alone:
            # In a damaged one nothing could ever be kept again.
            self.close()
            with contextlib.suppress(OSError):
                self._file.unlink(missing_ok=True)
                self._file.with_name(f"{self._file.name}-journal").unlink(missing_ok=True)
            self._open()
        if not self._kept:
            return False
        try:
            self._kept.execute("BEGIN IMMEDIATE")
            gone = ((digest,) for digest in instead_of)
            self._kept.executemany("DELETE FROM kept WHERE digest = ?", gone)
            rows = ((digest_of(text), text) for text in texts)
            self._kept.executemany("REPLACE INTO kept VALUES (?, ?)", rows)
            self._kept.execute("COMMIT")
        except sqlite3.Error:
            with contextlib.suppress(sqlite3.Error):
                self._kept.execute("ROLLBACK")
            return False
        return True


def digest_of(text: bytes) -> Digest:
    """What a text is known by."""
    return blake2b(text, digest_size=20).hexdigest()
