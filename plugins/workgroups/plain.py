"""Plain text: the HTML of a text as calendars show it, which show no HTML."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

from .tags import pieces, values

_GAP = re.compile(r"\n\s*\n")
# An address that urljoin would give back as it is.
_WHOLE = re.compile(r"https?://[^\s/?#;@\[\]][^\s?#;\[\]]*")


def plain_text(html: str, base: str) -> str:
    """The text of our own HTML, as a calendar shows it; links are made absolute with `base`."""
    plain = _Plain(base)
    for piece in pieces(html):
        plain.read(*piece)
    plain.end_block()
    return "".join(plain.written)


def first_words(html: str, base: str, length: int) -> str:
    """The beginning of that text in one line: more than `length` characters where it has more.

    It ends with a paragraph; those behind it are not even read.
    """
    plain = _Plain(base)
    for piece in pieces(html):
        before = len(plain.written)
        plain.read(*piece)
        if len(plain.written) > before and len(words := _in_line(plain.written)) > length:
            return words
    plain.end_block()
    return _in_line(plain.written)


def _in_line(written: list[str]) -> str:
    return " ".join("".join(written).split())


_PARAGRAPHS = set(
    """
    blockquote caption dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre summary
    table tr ul
    """.split()  # noqa: SIM905  Names in rows are easier to read than one a line.
)


class _Plain:
    """Writes paragraphs with a blank line between them, list items and table rows without."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.written: list[str] = []
        self._text: list[str] = []
        self._margins: list[tuple[str, str]] = []  # Before the first line, before the others.
        self._numbers: list[int | None] = []  # Of the next item of each open list.
        self._links: list[tuple[int, str]] = []
        self._cells = 0  # Of the open row so far.
        self._joins = False  # Whether the block before is of the same list or table.
        self._in_code = False

    def read(self, ends: str, tag: str, written: str, text: str) -> None:
        """Take the next piece of the text."""
        if text:
            said = unescape(text)
            self._text.append(said if self._in_code else said.replace("\n", " "))
        elif ends:
            self._end(tag)
        else:
            self._begin(tag, values(written))

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        if tag in _PARAGRAPHS:
            self.end_block()
            self._begin_block(tag, values)
        match tag:
            case "br":
                self._text.append("\n")
            case "img":
                self._text.append(values.get("alt", ""))
            case "a":
                self._links.append((len(self._text), values.get("href", "")))
            case "td" | "th":
                self._text.append(" | " if self._cells else "")
                self._cells += 1

    def _begin_block(self, tag: str, values: dict[str, str]) -> None:
        match tag:
            case "hr":
                self._text.append("---")
                self.end_block()
            case "pre":
                self._in_code = True
            case "blockquote":
                self._margins.append(("> ", "> "))
            case "ul" | "ol":
                self._joins &= bool(self._numbers)
                start = values.get("start", "")
                number = int(start) if re.fullmatch("[0-9]{1,9}", start) else 1
                self._numbers.append(number if tag == "ol" else None)
            case "li":
                self._begin_item()
            case "table":
                self._joins = False

    def _end(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.end_block()
        match tag:
            case "a" if self._links:
                self._end_link(*self._links.pop())
            case "pre":
                self._in_code = False
            case "blockquote" | "li" if self._margins:
                self._margins.pop()
            case "ul" | "ol" if self._numbers:
                self._numbers.pop()
            case "tr":
                self._cells = 0

    def _begin_item(self) -> None:
        mark = "• "
        if self._numbers and (number := self._numbers[-1]) is not None:
            mark = f"{number}. "
            self._numbers[-1] = number + 1
        self._margins.append((mark, " " * len(mark)))

    def _end_link(self, start: int, href: str) -> None:
        text = "".join(self._text[start:]).strip()
        address = href
        if not _WHOLE.fullmatch(href):
            address = urljoin(self.base, href).removeprefix("mailto:").removeprefix("tel:")
        if href and text.rstrip("/") != address.rstrip("/"):
            self._text.append(f" ({address})" if text else address)

    def end_block(self) -> None:
        """Write what was read since the last block, if anything."""
        if not self._text:
            return
        text = "".join(self._text)
        self._text.clear()
        if not text.strip():
            return
        if self._in_code:
            lines = text.strip("\n").split("\n")
        elif "\n" in text:
            text = _GAP.sub("\n\n", text.strip())  # of any number of <br>
            lines = [" ".join(line.split()) for line in text.split("\n")]
        else:
            lines = [" ".join(text.split())]
        starts_item = any(first != other for first, other in self._margins)
        if self.written:
            close = self._joins and (starts_item or self._cells)
            self.written.append("\n" if close else "\n\n")
        first = "".join(first for first, _ in self._margins)
        self._margins = [(other, other) for _, other in self._margins]
        others = "".join(other for other, _ in self._margins)
        margins = [first, *[others] * (len(lines) - 1)]
        self.written.append(
            "\n".join((margin + line).rstrip() for margin, line in zip(margins, lines, strict=True))
        )
        self._joins = bool(self._numbers or self._cells)
