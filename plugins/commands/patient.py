"""A patient writer: a file is written when somebody asks for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Any

from site_writer import SiteWriter, name_of
from workgroups.parts import Memo, Part


class Patient(SiteWriter):
    """A writer that writes a file only when somebody asks for it."""

    def __init__(self, output_path: str, settings: dict[str, Any] | None = None) -> None:
        super().__init__(output_path, settings)
        self._memo: Memo = (settings or {})["WRITTEN"]
        self._written: dict[str, frozenset[str]] = {}
        self._ways: dict[str, Callable[[], None]] = {}
        self._alone = Lock()

    def put(self, address: str, write: Callable[[], None], *, last: bool = False) -> None:  # noqa: ARG002
        """Keep in mind how the file is written."""
        self._ways[name_of(address)] = write

    def put_all(self, write: Callable[[], None], address: str) -> None:
        """Keep in mind how everything in a folder is written: at once, as soon as one is wanted."""
        self._ways[address.lstrip("/")] = write

    def prepare(self, name: str) -> None:
        """Write a file that is not written yet, and one whose writing has failed."""
        folders = (f"{folder}/" for folder in PurePosixPath(name).parents)
        with self._alone:
            for key in (name, *folders):
                if key in self._ways and key not in self._written:
                    self._memo.parts.seen = set()
                    self._ways[key]()
                    self._written[key] = frozenset(self._memo.parts.seen)

    def change(self, changed: Mapping[str, Part]) -> None:
        """Have other parts from now on, and write anew what shows them."""
        with self._alone:
            self._memo.change(changed)
            for key, seen in [*self._written.items()]:
                if not seen.isdisjoint(changed):
                    del self._written[key]
                    # Removed, for somebody may be reading it, and not written over.
                    if key.endswith("/"):
                        shutil.rmtree(Path(self.output_path) / key)
                    else:
                        (Path(self.output_path) / key).unlink()
