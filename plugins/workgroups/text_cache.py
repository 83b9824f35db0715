"""The cache of texts: the words inside each document, kept in files that are believed or ignored.

A document is known by its digest, so a file of the cache never becomes wrong, only superfluous. The
folder can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

import pypdf

from . import attachments, document_text
from .document_text import words_inside
from .documents import Document


@dataclass(frozen=True)
class TextCache:
    """Where texts are kept; without a folder each one is read anew."""

    folder: Path | None = None

    def text_of(self, document: Document) -> str:
        """The words inside a document; none of one that is kept elsewhere."""
        if document.source is None:
            return ""
        file = self._file(document.sha256)
        text = _believed(file, document) if file else None
        if text is None:
            text = words_inside(document.source.read_bytes(), document.label)
            if file:
                _keep(file, document, text)
        return text

    def _file(self, digest: str) -> Path | None:
        return self.folder / digest[:2] / f"{digest}.json" if self.folder and digest else None


def _believed(file: Path, document: Document) -> str | None:
    """The text that is kept; None where none is, or anything does not fit."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        digest, text = json.loads(file.read_bytes())
        if isinstance(text, str) and digest == _digest_of(document, text):
            return text
    return None


def _keep(file: Path, document: Document, text: str) -> None:
    """Keep a text; where that cannot be, the next build takes longer, and that is all."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent) as made:
            new = Path(made) / file.name
            new.write_text(json.dumps([_digest_of(document, text), text]), encoding="utf-8")
            new.replace(file)


def _digest_of(document: Document, text: str) -> str:
    parts = json.dumps([_program(), document.sha256, document.label, text])
    return blake2b(parts.encode(), digest_size=20).hexdigest()


@cache
def _program() -> str:
    """What stands for this version of the program: another may read the same file otherwise."""
    files = (Path(str(module.__file__)) for module in (attachments, document_text))
    sources = b"".join(map(Path.read_bytes, files))
    return blake2b(sources + pypdf.__version__.encode(), digest_size=20).hexdigest()
