"""Plain text: the HTML of a text as calendars show it, which show no HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

from .tags import pieces, values

_BLOCK = re.compile(
    "<(/?)(p|li|h[2-6]|ul|ol|blockquote|caption|dd|details|div|dl|dt|figcaption|figure|hr|pre"
    r'|summary|table|tr)((?: [^ =">]+="[^"]*")*)>'
)
_KEPT_IN_MIND = {"li", "ul", "ol", "pre", "blockquote", "table", "tr"}
"""Tags of blocks that say how the blocks after them are written."""

_SAYING = {"br", "img", "td", "th"}
"""Tags within a block that stand for text."""

_GAP = re.compile(r"\n\s*\n")
# An address that urljoin would give back as it is.
_WHOLE = re.compile(r"https?://[^\s/?#;@\[\]][^\s?#;\[\]]*")


def plain_text(html: str, base: str) -> str:
    """The text of our own HTML, as a calendar shows it; links are made absolute with `base`."""
    return "".join(_Plain(base).blocks(html))


def first_words(html: str, base: str, length: int) -> str:
    """The beginning of that text in one line: more than `length` characters where it has more.

    It ends with a paragraph; those behind it are not even read.
    """
    said = ""
    for block in _Plain(base).blocks(html):
        said = " ".join(f"{said}{block}".split())
        if len(said) > length:
            break
    return said


class _Plain:
    """Writes paragraphs with a blank line between them, list items and table rows without."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._first = self._margin = ""  # Before the next line, before those that follow.
        self._widths: list[int] = []  # Of what each open item and quotation puts there.
        self._numbers: list[int | None] = []  # Of the next item of each open list.
        self._links: list[tuple[int, str]] = []
        self._cells = 0  # Of the open row so far.
        self._begun = False
        self._joins = False  # Whether the block before is of the same list or table.
        self._in_code = False

    def blocks(self, html: str) -> Iterator[str]:
        """Each block, behind the line breaks that part it from the one before."""
        parts = iter([*_BLOCK.split(html), "", "", ""])
        for text, ends, tag, written in zip(parts, parts, parts, parts, strict=True):
            if text and not text.isspace():
                yield self._block(text)
            if tag == "hr":
                yield self._block("---")
            elif tag in _KEPT_IN_MIND:
                self._end(tag) if ends else self._begin(tag, written)

    def _begin(self, tag: str, written: str) -> None:
        match tag:
            case "li":
                self._begin_item()
            case "ul" | "ol":
                self._joins &= bool(self._numbers)
                self._numbers.append(_start(written) if tag == "ol" else None)
            case "pre":
                self._in_code = True
            case "blockquote":
                self._indent("> ", "> ")
            case "table":
                self._joins = False

    def _end(self, tag: str) -> None:
        match tag:
            case "li" | "blockquote" if self._widths:
                width = self._widths.pop()
                self._first, self._margin = self._first[:-width], self._margin[:-width]
            case "ul" | "ol" if self._numbers:
                self._numbers.pop()
            case "pre":
                self._in_code = False
            case "tr":
                self._cells = 0

    def _begin_item(self) -> None:
        mark = "• "
        if self._numbers and (number := self._numbers[-1]) is not None:
            mark = f"{number}. "
            self._numbers[-1] = number + 1
        self._indent(mark, " " * len(mark))

    def _indent(self, first: str, others: str) -> None:
        self._first += first
        self._margin += others
        self._widths.append(len(others))

    def _block(self, html: str) -> str:
        """What stands between two tags; nothing where nobody would see it."""
        text = self._text(html) if "<" in html else self._said(html)
        lines = self._lines(text) if "\n" in text or self._in_code else [" ".join(text.split())]
        if not any(map(str.strip, lines)):
            return ""
        gap, first = self._gap(), (self._first + lines[0]).rstrip()
        others = [f"\n{(self._margin + line).rstrip()}" for line in lines[1:]]
        self._first = self._margin
        self._joins = bool(self._numbers or self._cells)
        return "".join((gap, first, *others))

    def _gap(self) -> str:
        if not self._begun:
            self._begun = True
            return ""
        starts_item = self._first != self._margin
        return "\n" if self._joins and (starts_item or self._cells) else "\n\n"

    def _lines(self, text: str) -> list[str]:
        if self._in_code:
            return text.strip("\n").split("\n")
        # Of any number of <br>, one blank line.
        return [" ".join(line.split()) for line in _GAP.sub("\n\n", text.strip()).split("\n")]

    def _text(self, html: str) -> str:
        """What it says, with the addresses of its links."""
        told: list[str] = []
        for ends, tag, written, text in pieces(html):
            if text:
                told.append(self._said(text))
            elif tag == "a" and not ends:
                self._links.append((len(told), values(written).get("href", "")))
            elif tag == "a" and self._links:
                start, href = self._links.pop()
                told += self._address(href, "".join(told[start:]).strip())
            elif not ends and tag in _SAYING:
                told.append(self._mark(tag, written))
        return "".join(told)

    def _said(self, text: str) -> str:
        said = unescape(text)
        return said if self._in_code else said.replace("\n", " ")

    def _address(self, href: str, text: str) -> Iterator[str]:
        """What is told of a link behind its text, if anything."""
        address = href
        if not _WHOLE.fullmatch(href):
            address = urljoin(self.base, href).removeprefix("mailto:").removeprefix("tel:")
        if href and text.rstrip("/") != address.rstrip("/"):
            yield f" ({address})" if text else address

    def _mark(self, tag: str, written: str) -> str:
        """What a tag itself says."""
        match tag:
            case "br":
                return "\n"
            case "img":
                return values(written).get("alt", "")
        self._cells += 1
        return " | " if self._cells > 1 else ""


def _start(written: str) -> int:
    """The number of a list's first item."""
    start = values(written).get("start", "")
    return int(start) if re.fullmatch("[0-9]{1,9}", start) else 1
