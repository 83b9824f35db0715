"""Addresses: which file of content/ is published where, so that links between files work."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from pathlib import Path

from .documents import safe_name
from .sources import Folder

FIXED = ("/", "/documents/", "/subscribe/", "/calendar.ics", "/calendar-archive.ics")
"""Addresses that every site has."""

GROUP_FILES = ("calendar.ics", "calendar-archive.ics")
MEETING_FILES = ("meeting.ics",)
"""What the site itself puts beside the page of each group and meeting."""


class Addresses:
    """The published address of every file, folder and page."""

    def __init__(self) -> None:
        self._by_path: dict[str, str] = {}
        self._published: set[str] = set(FIXED)

    def add_folder(self, folder: Folder, address: str, made: Iterable[str]) -> None:
        """A group or meeting, its translations, its documents, and the files `made` beside it."""
        self._add(folder.path, address)
        for lang, path in folder.texts.items():
            self._add(path, f"/{lang}{address}" if lang else address)
        for path in folder.files:
            self._add(path, address + safe_name(path.name))
        self._published.update(address + name for name in made)

    def add_page(self, path: Path, address: str) -> None:
        """An ordinary page."""
        self._add(path, address)

    def _add(self, path: Path, address: str) -> None:
        self._by_path[path.as_posix()] = address
        self._published.add(address)

    def find(self, link: str, folder: Path, at: str) -> str | None:
        """Where a link leads that was written in a file of `folder`, published at `at`.

        Editors link to files, as the preview of a git host has it, or to addresses of the site.
        """
        if not link.startswith("/"):
            path = posixpath.normpath(posixpath.join(folder.as_posix(), link))
            if path in self._by_path:
                return self._by_path[path]
        published = posixpath.normpath(posixpath.join(at, link))
        return next((a for a in (published, f"{published}/") if a in self._published), None)
