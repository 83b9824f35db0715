"""Lists, and all else that begins with a line's first signs, as CommonMark has it.

Python-Markdown keeps rules of 2004: no list straight after a line of text, four spaces to nest, no
`1)`. Editors look at their text in a git host's preview, which follows CommonMark. The extension
`CommonMarkBlocks` puts one block processor in the place of seven. It reads each line once; theirs
read the rest of the text anew after each rule and heading. What has no sign that any of the others
waits for is a paragraph at once.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Protocol

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    EmptyBlockProcessor,
    ParagraphProcessor,
    ReferenceProcessor,
)
from markdown.extensions import Extension
from markdown.util import AtomicString

DEPTH = 12
"""How deep lists and quotations may be nested. Python's own stack ends at about 100."""

LAZY = "\x1f"
"""Before a line that goes on with a paragraph further in, so that it is not read as a new block."""

_SIGN = re.compile(r" {0,3}[`~#*_<+•\d-]")
"""With one of these begins each line that begins a block, but for code behind four spaces."""

_LEADS = "]:"
"""Without this sign a text does not say where a link leads."""

_OTHERS = (">", "|", _LEADS)
"""Without any of these it holds nothing that is read by another than us."""

_MARKER = re.compile(r" {0,3}(?P<mark>[-+*](?= |$)|\d{1,9}[.)](?= |$)|•)(?P<gap> *)(?P<text>.*)")
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+) *")
# A space is wanted after the signs: "#5 of the agenda" is text. Signs at the end are left out.
_HEADING = re.compile(
    r" {0,3}(?P<level>#{1,6})(?= |$)(?P<text>(?:[^#]++|(?<! )#++|#++(?! *+$))*+)(?:#++ *+)?"
)
_QUOTE = re.compile(r" {0,3}>")
_CONTAINERS = re.compile(r"(?: {0,3}(?:> ?|(?:[-+*]|\d{1,9}[.)]) +|• *))*")
_FENCE = re.compile(r"(?P<indent> {0,3})(?P<fence>`{3,}(?=[^`]*$)|~{3,}) *(?P<language>[\w+-]*)")
_HTML = re.compile(
    r" {0,3}(?:<!--|</?(?:address|article|aside|blockquote|body|button|center|col|colgroup|dd"
    r"|details|dialog|div|dl|dt|embed|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]"
    r"|head|header|hr|html|iframe|legend|li|link|main|menu|nav|noframes|object|ol|p|pre|script"
    r"|section|style|summary|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul)(?=[\s/>]|$))",
    re.IGNORECASE,
)
_HTML_ENDS = {
    "<!--": "-->",
    "<pr": "</pre",
    "<sc": "</script",
    "<st": "</style",
    "<te": "</textarea",
}


class TooIntricate(Exception):
    """Text that would take Python-Markdown too long; `near` is a piece of it."""

    def __init__(self, message: str, remedy: str, near: str) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.near = near


class _Block(Protocol):
    def take(self, line: str) -> bool:
        """Take the next line, or say that it is no longer mine."""

    def open_text(self) -> bool:
        """Whether a paragraph at my end still waits for its next line."""

    def build(self, parser: BlockParser, parent: ET.Element) -> None:
        """Put the finished block into the tree."""


class _Marker:
    """The beginning of a list item; `offset` is the column where its content begins."""

    def __init__(self, found: re.Match[str]) -> None:
        mark, gap, text = found["mark"], len(found["gap"]), found["text"]
        self.kind = mark[-1]
        self.number = int(mark[:-1]) if mark[-1] in ".)" else None
        if mark == "•":
            gap = min(gap, 1)  # What is pasted from a word processor often has a tab here.
        # Five spaces are one space and code that is indented by four.
        self.text = " " * (gap - 1) + text if text and gap > 4 else text
        self.offset = found.end("mark") + (gap if text and gap < 5 else 1)

    @classmethod
    def of(cls, line: str) -> _Marker | None:
        found = _MARKER.fullmatch(line)
        return cls(found) if found and not _RULE.fullmatch(line) else None

    @property
    def interrupts(self) -> bool:
        """Whether it may follow a line of text: "founded in\\n2020. Then" is not a list."""
        return bool(self.text) and self.number in (None, 1)


class _List:
    """A list; each item reads its own lines."""

    def __init__(self, marker: _Marker, depth: int) -> None:
        self.kind = marker.kind
        self.number = marker.number
        self.depth = depth
        self.loose = False
        self.items: list[_Reader] = []
        self._begin(marker)

    def _begin(self, marker: _Marker) -> None:
        item = _Reader(self.depth + 1)
        if marker.text:
            item.read(marker.text)
        self.items.append(item)
        self.offset = marker.offset
        self.blank = 0  # Blank lines; they are the list's only if something of it follows.

    def take(self, line: str) -> bool:
        item = self.items[-1]
        if not line:
            self.blank += 1
        elif line.startswith(" " * self.offset) and (item.parts or not self.blank):
            for text in [""] * self.blank + [line[self.offset :]]:
                item.read(text)
            self.blank = 0
        elif (marker := _Marker.of(line)) and marker.kind == self.kind:
            self.loose |= self.blank > 0
            self._begin(marker)
        elif self.open_text() and not (_begins(line, in_text=False) or _QUOTE.match(line)):
            item.read(LAZY + line.lstrip())
        else:
            return False
        return True

    def open_text(self) -> bool:
        return not self.blank and self.items[-1].open_text()

    def build(self, parser: BlockParser, parent: ET.Element) -> None:
        top = ET.SubElement(parent, "ul" if self.number is None else "ol")
        if self.number not in (None, 1):
            top.set("start", str(self.number))
        loose = self.loose or any(item.has_gap() for item in self.items)
        parser.state.set("item")
        for item in self.items:
            element = ET.SubElement(top, "li")
            item.build(parser, element)
            if not loose:
                _unwrap(element)
        parser.state.reset()


class _Fence:
    """Code between lines of ``` or ~~~."""

    def __init__(self, found: re.Match[str]) -> None:
        self.indent = len(found["indent"])
        self.language = found["language"]
        self.end = re.compile(rf" {{0,3}}{found['fence']}{found['fence'][0]}* *")
        self.lines: list[str] = []
        self.closed = False

    def take(self, line: str) -> bool:
        if self.closed:
            return False
        self.closed = bool(self.end.fullmatch(line))
        if not self.closed:
            self.lines.append(line[min(self.indent, len(line) - len(line.lstrip(" "))) :])
        return True

    def open_text(self) -> bool:
        return False

    def build(self, _parser: BlockParser, parent: ET.Element) -> None:
        code = ET.SubElement(ET.SubElement(parent, "pre"), "code")
        if self.language:
            code.set("class", f"language-{self.language}")
        code.text = AtomicString("\n".join(self.lines))


class _Indented:
    """Code behind four spaces."""

    def __init__(self, line: str) -> None:
        self.lines = [line[4:]]
        self.blank = 0

    def take(self, line: str) -> bool:
        if not line:
            self.blank += 1
        elif line.startswith("    "):
            self.lines += [""] * self.blank + [line[4:]]
            self.blank = 0
        else:
            return False
        return True

    def open_text(self) -> bool:
        return False

    def build(self, _parser: BlockParser, parent: ET.Element) -> None:
        code = ET.SubElement(ET.SubElement(parent, "pre"), "code")
        code.text = AtomicString("\n".join(self.lines))


class _Html:
    """HTML up to the next blank line; comments, code and the like up to their own end."""

    def __init__(self, line: str) -> None:
        start = line.lstrip().lower()
        self.end = next((end for tag, end in _HTML_ENDS.items() if start.startswith(tag)), "")
        self.closed = bool(self.end) and self.end in start
        self.lines = [line]

    def take(self, line: str) -> bool:
        if self.closed or not (self.end or line):
            return False
        self.closed = bool(self.end) and self.end in line.lower()
        self.lines.append(line)
        return True

    def open_text(self) -> bool:
        return False

    def build(self, parser: BlockParser, parent: ET.Element) -> None:
        # A paragraph that holds nothing but this mark is replaced by what is stored.
        paragraph = ET.SubElement(parent, "p")
        paragraph.text = parser.md.htmlStash.store("\n".join(self.lines))


class _Line:
    """A block that is over with its line: a heading, or a rule across the page."""

    def __init__(self, tag: str, text: str = "") -> None:
        self.tag = tag
        self.text = text

    def take(self, _line: str) -> bool:
        return False

    def open_text(self) -> bool:
        return False

    def build(self, _parser: BlockParser, parent: ET.Element) -> None:
        ET.SubElement(parent, self.tag).text = self.text


def _begins(line: str, *, in_text: bool, depth: int = 0) -> _Block | None:
    """The block that begins with this line, if any does."""
    return _begins_so(line, in_text, depth) if _SIGN.match(line) else None


def _begins_so(line: str, in_text: bool, depth: int) -> _Block | None:
    if fence := _FENCE.match(line):
        return _Fence(fence)
    if heading := _HEADING.fullmatch(line):
        return _Line(f"h{len(heading['level'])}", heading["text"].strip())
    if _RULE.fullmatch(line):
        return _Line("hr")
    if _HTML.match(line):
        return _Html(line)
    marker = _Marker.of(line)
    if marker and (marker.interrupts or not in_text):
        _check_depth(depth, line)
        return _List(marker, depth)
    return None


def _check_depth(depth: int, near: str) -> None:
    if depth >= DEPTH:
        raise TooIntricate(
            f"lists and quotations are nested more than {DEPTH} deep", "Use fewer levels.", near
        )


class _Reader:
    """Lines read one by one: blocks of ours, and between them lines for Python-Markdown."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.parts: list[_Block | list[str]] = []
        self.block: _Block | None = None
        self._plain: list[str] = []
        self._text_from = 0
        self._in_text = False
        self._in_quote = False

    def read(self, line: str) -> None:
        if self.block and self.block.take(line):
            return
        block = self._begins(line)
        if block:
            self.block = block
            self.parts.append(block)
            self._in_text = self._in_quote = False
            return
        if self.block or not self.parts:
            self.block = None
            self._plain = []
            self.parts.append(self._plain)
        self._note_text(line)
        self._plain.append(line)

    def _begins(self, line: str) -> _Block | None:
        if line.startswith("    ") and not self._in_text and not self._in_quote:
            return _Indented(line)
        return self._underlined(line) or _begins(line, in_text=self._in_text, depth=self.depth)

    def _underlined(self, line: str) -> _Line | None:
        if not (self._in_text and _UNDERLINE.fullmatch(line)):
            return None
        text = self._plain[self._text_from :]
        del self._plain[self._text_from :]
        return _Line("h1" if "=" in line else "h2", "\n".join(text).strip())

    def _note_text(self, line: str) -> None:
        """Keep in mind whether the next line may go on with a paragraph, here or in a quotation."""
        if not self._in_text:
            self._text_from = len(self._plain)
        self._in_quote = bool(line) and (self._in_quote or bool(_QUOTE.match(line)))
        self._in_text = bool(line) and not self._in_quote

    def open_text(self) -> bool:
        """Whether a paragraph at the end still waits for its next line."""
        if self.block:
            return self.block.open_text()
        return self._in_text or (self._in_quote and _is_text(self._plain[-1]))

    def has_gap(self) -> bool:
        """Whether a blank line parts two of the blocks."""
        return any(
            part.blank > 0
            if isinstance(part, _List | _Indented)
            else isinstance(part, list) and "" in part
            for part in self.parts
        )

    def drop_gaps(self) -> None:
        """Drop the blank lines before each block of ours: they are no part of a paragraph."""
        for part in self.parts[:-1]:
            while isinstance(part, list) and part and not part[-1]:
                part.pop()

    def build(self, parser: BlockParser, parent: ET.Element) -> None:
        """Put all blocks into the tree."""
        for part in self.parts:
            if isinstance(part, list):
                _build_plain("\n".join(part), parser, parent)
            else:
                part.build(parser, parent)


def _build_plain(text: str, parser: BlockParser, parent: ET.Element) -> None:
    """Put what holds no block of ours into the tree."""
    blocks = text.split("\n\n")
    if any(sign in text for sign in _OTHERS):
        parser.parseBlocks(parent, blocks)
        return
    for block in blocks:
        if block.strip():
            ET.SubElement(parent, "p").text = block.lstrip()


def _is_text(line: str) -> bool:
    """Whether the line, behind the signs of quotations and lists, is text of a paragraph."""
    text = _CONTAINERS.sub("", line, count=1)
    return bool(text) and not (_UNDERLINE.fullmatch(text) or _begins(text, in_text=True))


def _unwrap(item: ET.Element) -> None:
    """Put the text of an item's paragraphs into the item itself: the list is written tightly."""
    before: ET.Element | None = None
    for child in list(item):
        if child.tag != "p":
            before = child
            continue
        if before is None:
            item.text = (item.text or "") + (child.text or "")
        else:
            before.tail = (before.tail or "") + (child.text or "")
        item.remove(child)


class _Parser(BlockParser):
    """Reads a text, or a quotation's, as lines; Python-Markdown's tries each processor on each."""

    def parseChunk(self, parent: ET.Element, text: str) -> None:  # noqa: N802
        if _LEADS in text:
            super().parseChunk(parent, text)
            return
        reader = _Reader(len(self.state))
        for line in text.split("\n"):
            reader.read(line)
        reader.drop_gaps()
        reader.build(self, parent)


class _Blocks(BlockProcessor):
    """Our blocks in a text that says where links lead: a list may begin right behind it."""

    def test(self, _parent: ET.Element, block: str) -> bool:
        reader = _Reader(len(self.parser.state))
        for line in block.split("\n"):
            reader.read(line)
            if reader.block:
                return True
        return False

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        reader = _Reader(len(self.parser.state))
        lines = blocks.pop(0).split("\n")
        while lines:
            for line in lines:
                reader.read(line)
            # A block of ours may go on after a blank line; Python-Markdown splits at each.
            lines = ["", *blocks.pop(0).split("\n")] if reader.block and blocks else []
        reader.build(self.parser, parent)


class _Quotation(BlockQuoteProcessor):
    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        _check_depth(len(self.parser.state), blocks[0].split("\n")[0])
        super().run(parent, blocks)


class CommonMarkBlocks(Extension):
    """The extension: `Markdown(extensions=[CommonMarkBlocks()])`; it is to come first."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Named so by the class above.
        """Put our parser in the place of the old one."""
        md.parser = parser = _Parser(md)
        md.preprocessors.deregister("html_block")
        parser.blockprocessors.register(EmptyBlockProcessor(parser), "empty", 100)
        parser.blockprocessors.register(_Blocks(parser), "commonmark", 95)
        parser.blockprocessors.register(_Quotation(parser), "quote", 20)
        parser.blockprocessors.register(ReferenceProcessor(parser), "reference", 15)
        parser.blockprocessors.register(ParagraphProcessor(parser), "paragraph", 10)
