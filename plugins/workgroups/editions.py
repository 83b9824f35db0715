"""Editions: what earlier stood in a document's place, and which of it people may still read.

A file may have been replaced to take something back. So what it was is only published where its
entry tells of a new version, and then of each version what it was in the end.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from . import frontmatter
from .git import instant_of
from .history import History
from .sources import with_line_feeds


@dataclass(frozen=True)
class Edition:
    """An earlier state of a document: from which day it was there, to which (UTC), and its size.

    `blob` is what git knows it by; empty where it is not published. The size is in bytes.
    """

    since: date
    until: date
    blob: str = ""
    size: int | None = None


def editions_of(file: Path, version: str | None, history: History) -> tuple[Edition, ...]:
    """The earlier states of a document that has this version now, the newest first.

    What was mended within the day is not worth telling, unless it can be read.
    """
    editions: list[Edition] = []
    until, known = history.last_day(file), {version}
    for former in reversed(history.former_of(file)):
        since, said = instant_of(former.since).date(), version
        if version is not None:
            said = version_in(history.texts.get(former.text, ""), former.name, version)
        public = said not in known and former.blob in history.sizes
        known.add(said)
        told = (former.blob, history.sizes[former.blob]) if public else ()
        if public or since != until:
            editions.append(Edition(since, until or since, *told))
        until = since
    return tuple(editions)


def version_in(text: str, name: str, unknown: str | None) -> str | None:
    """The version that a text tells of the document of this name; `unknown` where it is unreadable.

    None where it tells of none.
    """
    front = frontmatter.read(with_line_feeds(text.removeprefix("\ufeff")), "", [])
    if not front.readable:
        return unknown
    entries: Any = front.values.get("documents")
    for entry in entries if isinstance(entries, list) else ():
        fields: dict[str, Any] = entry if isinstance(entry, dict) else {}
        file, version = fields.get("file"), fields.get("version")
        if isinstance(file, str) and _same(file.strip(), name):
            return " ".join(version.split()) if isinstance(version, str) else None
    return None


def _same(one: str, other: str) -> bool:
    """Whether two file names are the same, whatever system they were written on."""
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
