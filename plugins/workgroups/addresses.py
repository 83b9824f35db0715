"""Addresses: which file of content/ is published where, so that links between files work."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path

from .documents import safe_name
from .prose import NOT_PUBLISHED
from .sources import Folder

FIXED = ("/", "/documents/", "/subscribe/", "/calendar.ics", "/calendar-archive.ics")
"""Addresses that every site has."""

GROUP_FILES = ("calendar.ics", "calendar-archive.ics")
MEETING_FILES = ("meeting.ics",)
"""What the site itself puts beside the page of each group and meeting."""


PAGE_ENDINGS = (".asp", ".aspx", ".htm", ".html", ".php")
"""What the address of an old page can end with; others are those of files."""


def old_address(alias: str) -> str:
    """An old address as it is answered: that of a page in a file, or that of a folder."""
    address = alias.rstrip("/")
    folder, _, name = address.rpartition("/")
    if name == "index.html":
        return f"{folder}/"
    return address if posixpath.splitext(name)[1] in PAGE_ENDINGS else f"{address}/"


class Addresses:
    """The address of every file, folder and page; those of drafts only drafts can link to."""

    def __init__(self) -> None:
        self._by_path: dict[str, str] = {}
        self._published: set[str] = set(FIXED)
        self._drafts: set[str] = set()

    def add_folder(
        self, folder: Folder, address: str, made: Iterable[str], *, draft: bool = False
    ) -> None:
        """A group or meeting, its translations, its documents, and the files `made` beside it."""
        paths = {folder.path: address}
        for lang, path in folder.texts.items():
            paths[path] = f"/{lang}{address}" if lang else address
        for path in folder.files:
            paths[path] = address + safe_name(path.name)
        self._add(paths, (address + name for name in made), draft=draft)

    def add_page(self, path: Path, address: str, *, draft: bool = False) -> None:
        """An ordinary page."""
        self._add({path: address}, (), draft=draft)

    def _add(self, paths: Mapping[Path, str], made: Iterable[str], *, draft: bool) -> None:
        self._by_path.update((path.as_posix(), address) for path, address in paths.items())
        known = self._drafts if draft else self._published
        known.update(paths.values(), made)

    def find(self, link: str, folder: Path, at: str) -> str | None:
        """Where a link leads that was written in a file of `folder`, published at `at`.

        Editors link to files, as the preview of a git host has it, or to addresses of the site.
        The answer to a link from what is published to a draft is NOT_PUBLISHED.
        """
        address = self._meant(link, folder, at)
        if address in self._drafts - self._published and at not in self._drafts:
            return NOT_PUBLISHED
        return address

    def _meant(self, link: str, folder: Path, at: str) -> str | None:
        if not link.startswith("/"):
            path = posixpath.normpath(posixpath.join(folder.as_posix(), link))
            if path in self._by_path:
                return self._by_path[path]
        named = posixpath.normpath(posixpath.join(at, link))
        known = (self._published, self._drafts)
        return next((a for a in (named, f"{named}/") if any(a in these for these in known)), None)
