"""Interiors: what each document holds, looked for once and kept in files that are believed or not.

A document is known by its digest, so a file of the cache never becomes wrong, only superfluous. The
folder can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b, sha256
from importlib.metadata import version
from pathlib import Path

from . import document_text
from .apart import Reader, TooMuch
from .document_text import Inside
from .documents import Document
from .keeping import keep


@dataclass(frozen=True)
class Interiors:
    """Where what was found is kept; without a folder each document is looked into anew.

    `too_much` are the documents that could not be read within the bounds of `reader`.
    """

    folder: Path | None = None
    reader: Reader = field(default_factory=Reader)
    too_much: set[Path] = field(default_factory=set)

    def words_of(self, document: Document) -> str:
        """The words inside a document; none of one that is kept elsewhere."""
        if document.source is None:
            return ""
        return self.inside(document.source, document.label, document.sha256).words

    def inside(self, path: Path, label: str, digest: str) -> Inside:
        """What a file of this kind with this digest (SHA-256) holds; nothing where it is too much.

        `label` is one of documents.KINDS, such as `PDF`.
        """
        if label not in document_text.READ:
            return Inside()
        file = self.folder / digest[:2] / f"{digest}.json" if self.folder and digest else None
        found = _believed(file, digest, label) if file else None
        if found is None:
            found = self._look(path, label)
            if file and path not in self.too_much:
                keep(file, _kept(digest, label, found))
        return found

    def _look(self, path: Path, label: str) -> Inside:
        try:
            return self.reader.look_inside(path, label)
        except TooMuch:
            self.too_much.add(path)
            return Inside()


def _believed(file: Path, digest: str, label: str) -> Inside | None:
    """What is kept; None where nothing is, or anything does not fit."""
    with contextlib.suppress(OSError, ValueError, TypeError, RecursionError):
        seal, pages, words = json.loads(file.read_bytes())
        found = Inside(pages, words)
        if seal == _seal(digest, label, found):
            return found
    return None


def _kept(digest: str, label: str, found: Inside) -> bytes:
    """What a file of the cache holds."""
    return json.dumps([_seal(digest, label, found), found.pages, found.words]).encode()


def _seal(digest: str, label: str, found: Inside) -> str:
    parts = json.dumps([_program(), digest, label, found.pages, found.words])
    return blake2b(parts.encode(), digest_size=20).hexdigest()


@cache
def _program() -> str:
    """What stands for this version of the program: another may read the same file otherwise."""
    source = Path(str(document_text.__file__)).read_bytes()
    return sha256(source + version("pypdf").encode()).hexdigest()
