"""Document text: the words inside a PDF, an office document or a text file, for search to find.

Whatever lies in a file, reading it is bounded. What is broken or locked has no words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import IO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from pypdf import PdfReader

from .attachments import BROKEN_PDF, BROKEN_ZIP
from .signs import STRANGE

LONGEST = 1_000_000
"""Characters of a document; what comes after them is not found."""

MOST_PAGES = 200
"""Pages or slides of a document."""

LARGEST_MEMBER = 32_000_000
"""Bytes of one unpacked member of a zip container; a packed one could be endless."""

_PIECE = 65_536


def words_inside(data: bytes, label: str) -> str:
    """The text of a document of this kind (`PDF`, see documents.KINDS) in one line.

    Empty where the kind holds no words, and where the file is broken or locked.
    """
    read = _READERS.get(label)
    if read is None:
        return ""
    found: list[str] = []
    length = 0
    for part in read(data):
        found.append(part)
        length += len(part)
        if length >= LONGEST:
            break
    return tidy(" ".join(found)[:LONGEST])


def tidy(text: str) -> str:
    """The text in one line, without what nobody can read."""
    return " ".join(STRANGE.sub(" ", text).split())


def _pdf(data: bytes) -> Iterator[str]:
    try:
        pdf = PdfReader(BytesIO(data))
        # Whether a lock without a password opens depends on what else is installed.
        if pdf.is_encrypted:
            return
        for number in range(min(len(pdf.pages), MOST_PAGES)):
            yield pdf.pages[number].extract_text()
    except BROKEN_PDF:
        return


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
    "PDF": _pdf,
    "DOCX": _office("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"),
    "PPTX": _office("ppt/slides/slide#.xml"),
    "ODT": _OPEN_DOCUMENT,
    "ODP": _OPEN_DOCUMENT,
    "TXT": _plain,
}
"""By label of documents.KINDS; tables are left out, whose numbers nobody looks for."""
