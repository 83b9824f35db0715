"""Document text: how many pages a document has, and the words in it, for search to find.

Whatever lies in a file, reading it is bounded. What is broken or locked has neither.
"""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from .signs import STRANGE

BROKEN_ZIP = (BadZipFile, LookupError, RuntimeError, EOFError, OSError, ValueError, zlib.error,
              struct.error)  # fmt: skip
"""Everything that reading a damaged or locked container was seen to raise."""

LONGEST = 1_000_000
"""Characters of a document; what comes after them is not found."""

MOST_PAGES = 200
"""Pages or slides of a document."""

LARGEST_MEMBER = 32_000_000
"""Bytes of one unpacked member of a zip container; a packed one could be endless."""

_PIECE = 65_536


@dataclass(frozen=True)
class Inside:
    """What a document holds: its pages, where they can be counted, and its words in one line."""

    pages: int | None = None
    words: str = ""


def look_inside(data: bytes, label: str) -> Inside:
    """What a document of this kind (`PDF`, see documents.KINDS) holds.

    Nothing where the kind holds no words, and where the file is broken or locked.
    """
    if label == "PDF":
        return _pdf(data)
    read = _READERS.get(label)
    return Inside(words=_joined(read(data))) if read else Inside()


def _joined(parts: Iterator[str]) -> str:
    """The parts in one line, as far as they are read."""
    found: list[str] = []
    length = 0
    for part in parts:
        found.append(part)
        length += len(part)
        if length >= LONGEST:
            break
    return tidy(" ".join(found)[:LONGEST])


def tidy(text: str) -> str:
    """The text in one line, without what nobody can read."""
    return " ".join(STRANGE.sub(" ", text).split())


def _pdf(data: bytes) -> Inside:
    # Whoever builds a site whose documents are known already need not load it.
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    # Everything that it was seen to raise for damaged and for locked files.
    broken = (PyPdfError, DependencyError, LookupError, RuntimeError, OSError, ValueError,
              TypeError, AttributeError, ArithmeticError, AssertionError, MemoryError,
              zlib.error, struct.error)  # fmt: skip
    # It logs what is odd in a PDF that a reader opens all the same; no editor can mend that.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)

    def texts() -> Iterator[str]:
        try:
            for number in range(min(len(pdf.pages), MOST_PAGES)):
                yield pdf.pages[number].extract_text()
        except broken:
            return

    try:
        pdf = PdfReader(BytesIO(data))
        # Whether a lock without a password opens depends on what else is installed.
        if pdf.is_encrypted:
            return Inside()
        pages = len(pdf.pages)
    except broken:
        return Inside()
    return Inside(pages, _joined(texts()))


def _plain(data: bytes) -> Iterator[str]:
    yield data[: LONGEST * 4].decode("utf-8", "replace")


def _office(*members: str) -> Callable[[bytes], Iterator[str]]:
    """What reads these members of a zip container; `#` in a name stands for a number."""
    patterns = [re.escape(name).replace(r"\#", r"(\d{1,9})") for name in members]

    def place(name: str) -> tuple[int, int] | None:
        for rank, pattern in enumerate(patterns):
            if found := re.fullmatch(pattern, name):
                return rank, int(found[1]) if found.groups() else 0
        return None

    def read(data: bytes) -> Iterator[str]:
        try:
            with ZipFile(BytesIO(data)) as container:
                known = {name: place(name) for name in container.namelist()}
                names = sorted((where, name) for name, where in known.items() if where)
                for _, name in names[:MOST_PAGES]:
                    yield _member(container, name)
        except BROKEN_ZIP:
            return

    return read


def _member(container: ZipFile, name: str) -> str:
    """The words of a member; none where it is no XML, or locked."""
    member = container.getinfo(name)
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return ""
    reading = _Words()
    with container.open(member) as xml:
        reading.read(xml)
    return "".join(reading.found)


_PARAGRAPHS = frozenset({"p", "h"})
_BLANKS = frozenset({"br", "line-break", "s", "tab"})
_LEFT_OUT = frozenset({"annotation", "Fallback", "notes", "tracked-changes"})
"""Comments, what stands there a second time, speakers' notes, what was deleted."""


class _Refused(Exception):
    """Enough was read, or what no office program writes."""


class _Words:
    """The words of a document's XML, in whatever of the office formats it is."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._length = 0
        self._out = 0  # How many elements are open since one that is left out.
        self._texts = 0  # How many elements are open that hold words.
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._hear
        # Entities can make a page of text endless; none of the formats has them.
        self._parser.StartDoctypeDeclHandler = self._refuse

    def read(self, xml: IO[bytes]) -> None:
        """Read up to the end, or to the first thing that is wrong."""
        left = LARGEST_MEMBER
        try:
            while left > 0 and (piece := xml.read(min(_PIECE, left))):
                left -= len(piece)
                self._parser.Parse(piece, False)
        except (expat.ExpatError, _Refused):
            return

    def _begin(self, tag: str, _attributes: dict[str, str]) -> None:
        name = _local(tag)
        if self._out or name in _LEFT_OUT:
            self._out += 1
        elif name in _BLANKS:
            self.found.append(" ")
        elif _holds_words(tag):
            self._texts += 1

    def _end(self, tag: str) -> None:
        if self._out:
            self._out -= 1
            return
        if _holds_words(tag):
            self._texts -= 1
        if _local(tag) in _PARAGRAPHS:
            self.found.append("\n")

    def _hear(self, text: str) -> None:
        if not self._texts or self._out:
            return
        self.found.append(text)
        self._length += len(text)
        if self._length >= LONGEST:
            raise _Refused

    def _refuse(self, *_: object) -> None:
        raise _Refused


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]


def _holds_words(tag: str) -> bool:
    """Microsoft's formats have words in runs within paragraphs, OpenDocument in the paragraphs."""
    namespace, _, name = tag.rpartition(" ")
    return name in ("p", "h") if "opendocument" in namespace else name == "t"


_OPEN_DOCUMENT = _office("content.xml")
_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "DOCX": _office("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"),
    "PPTX": _office("ppt/slides/slide#.xml"),
    "ODT": _OPEN_DOCUMENT,
    "ODP": _OPEN_DOCUMENT,
    "TXT": _plain,
}
"""By label of documents.KINDS; tables are left out, whose numbers nobody looks for."""

COUNTED = frozenset({"PDF"})
"""The kinds whose pages are counted."""

READ = COUNTED | _READERS.keys()
"""The kinds that are looked into."""
