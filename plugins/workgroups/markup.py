"""Markup: Markdown as a git host's preview shows it, as HTML that is not yet safe."""

from __future__ import annotations

import re
import string
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from functools import cache
from html import unescape

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import (
    DelimiterProcessor,
    InlineProcessor,
    ReferenceInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.treeprocessors import InlineProcessor as Inlines
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, STX, AtomicString

from .lists import LAZY, CommonMarkBlocks, TooIntricate

SIZE = 50_000
"""The longest text, in characters: some 15 printed pages."""

LINES = 1_000
"""The most lines that follow each other without a blank one."""

SIGNS = 100
"""The most of one sign in a paragraph; Python-Markdown reads some of them in quadratic time."""

TAGS = 1_000
"""The most tags of HTML in a text: a table of 200 cells. Sanitising nested ones is quadratic."""

# A search for a sign is quick; one for a place between two of them looks at each.
_BLANK = re.compile(r"\n +(?=\n)")
_SIGNS = "[]()<>`*_|&!\\"
_BARE = r"(?<![\w/\"'=<\x03])https?://[^\s<>\x02\x03]+"
_AFTER_ADDRESS = "?!.,:;*_~'\""


def to_html(text: str) -> str:
    """The HTML of a text. Raises TooIntricate, so that no text takes longer than a second."""
    many = _has_many_signs(text)
    _check_size(text, many)
    converter = _converter()
    converter.many = many
    converter.reset()
    converter.parser.state.clear()
    return _headings(converter.convert(_tidy(text)))


def _tidy(text: str) -> str:
    """A text as Python-Markdown would begin with it, which looks at each of its spaces."""
    text = text.replace(STX, "").replace(ETX, "").replace("\r\n", "\n").replace("\r", "\n")
    return _BLANK.sub("\n", f"\n{text.expandtabs(4)}\n\n")[1:]


class _Converter(Markdown):
    """Python-Markdown with what we add; `many` tells whether a text may have too many signs."""

    many = False


@cache
def _converter() -> _Converter:
    """The one converter: making it takes longer than using it."""
    tables = TableExtension(use_align_attribute=True)  # A style attribute would be taken out.
    return _Converter(extensions=[CommonMarkBlocks(), tables, _Paragraphs()])


def _check_size(text: str, many: bool) -> None:
    if len(text) > SIZE:
        remedy = "Put the long part into a document beside this file."
        raise TooIntricate(f"the text is longer than {SIZE:,} characters", remedy, text[:1])
    if text.count("<") > TAGS:
        raise TooIntricate(f"the text has more than {TAGS:,} tags", "Write Markdown instead.", "<")
    if many or text.count("\n") >= LINES:
        _check_lines(text)


def _check_lines(text: str) -> None:
    together = 0
    for line in text.split("\n"):
        together = together + 1 if line.strip() else 0
        if together > LINES:
            message = f"more than {LINES:,} lines follow each other without a blank one"
            raise TooIntricate(message, "Part them with blank lines.", line)
        _check_signs(line)


def _has_many_signs(text: str) -> bool:
    return any(text.count(sign) > SIGNS for sign in _SIGNS)


def _check_signs(text: str) -> None:
    for sign in _SIGNS:
        if text.count(sign) > SIGNS:
            message = f"the sign {sign} stands more than {SIGNS} times in one paragraph"
            remedy = "Use fewer, or part the paragraph with blank lines."
            raise TooIntricate(message, remedy, text.partition("\n")[0])


_WAITS_FOR = {
    "backtick": ("`",),
    "escape": ("\\",),
    "reference": ("[",),
    "link": ("](",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "backslash_break": ("\\\n",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "bare_address": ("http",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""The signs of which a pattern needs one; the most of a page's time went into looking in vain."""


_ANY = r"*_`\[\]<&\\\x02"
_SIGN = re.compile(f"[{_ANY}]")
_WORDS = f"[^{_ANY}]"
_MARKED = re.compile(
    rf"(?:(?P<stars>\*\*?)(?!\s)(?P<said>{_WORDS}+)(?<!\s)(?P=stars)(?!\*)"
    rf"|(?<!!)\[(?P<words>{_WORDS}+)\]\((?P<way>[^\[\]()<>\"'*_`&\\\s\x02]+)\))"
    rf"(?P<rest>{_WORDS}*)"
)
"""What stands out or leads elsewhere, without a sign in it or behind it that could change that."""


class _Paragraphs(Extension):
    """What CommonMark and git hosts have within a paragraph, and Python-Markdown has not."""

    def extendMarkdown(self, md: _Converter) -> None:  # type: ignore[override]  # noqa: N802  Named so by the class above.
        md.ESCAPED_CHARS = list(string.punctuation)
        line_break = SubstituteTagInlineProcessor(r"\\\n", "br")
        md.inlinePatterns.register(line_break, "backslash_break", 101)
        md.inlinePatterns.register(_BareAddress(_BARE, md), "bare_address", 85)
        stars = _Stars("*", "strong,em", md)
        stars.add("_", "strong,em", smart=True)
        md.inlinePatterns.register(stars, "em_strong", 60)
        md.treeprocessors.register(_Inlines(md), "inline", 20)
        md.treeprocessors.register(_Unescaped(md), "unescape", 0)
        md.preprocessors.deregister("normalize_whitespace")
        # It is searched for each element.
        md.block_level_elements = frozenset(md.block_level_elements)  # type: ignore[assignment]


class _BareAddress(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], _data: str
    ) -> tuple[ET.Element, int, int]:
        address = m[0].rstrip(_AFTER_ADDRESS)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_AFTER_ADDRESS)
        link = ET.Element("a", href=address)
        link.text = AtomicString(address)
        return link, m.start(), m.start() + len(address)


class _Stars(DelimiterProcessor):
    """Stars and underscores; where Python-Markdown would take a letter for one, they stay text.

    It does so where a longer row stands between two shorter ones: of `2*3**2*x` it loses the x.
    """

    def _build_element(
        self, data: str, start: int = 0, offset: int = 0
    ) -> tuple[ET.Element | None, int]:
        element, count = super()._build_element(data, start, offset)  # type: ignore[misc]
        for pair in self.regions[start : start + count]:
            begins, text, text_ends, ends = (place + offset for place in pair[:4])
            if data[begins:text] != data[text_ends:ends]:
                self.reset()  # Of what follows, the places are as wrong.
                return None, count
        return element, count


class _Unescaped(UnescapeTreeprocessor):
    """Gives back signs that were escaped in HTML, which finds it by its name.

    In other texts that is done where their signs are read.
    """

    def run(self, root: ET.Element) -> None:
        """Nothing is left to do."""


_Place = tuple[ET.Element, str]
"""An element, and which of its texts: `text` or `tail`."""


class _Inlines(Inlines):
    """Reads the signs within texts; looks for each pattern only where it can be."""

    md: _Converter

    def __init__(self, md: _Converter) -> None:
        super().__init__(md)
        signs = {md.inlinePatterns[name]: signs for name, signs in _WAITS_FOR.items()}
        self._patterns = [(each, signs.get(each, ("",))) for each in md.inlinePatterns]

    def run(self, tree: ET.Element, ancestors: list[str] | None = None) -> ET.Element:
        unread = self._places(tree)
        if not self.md.references:
            unread = [place for place in unread if not _read(*place)]
        if unread:
            self._prepare(tree, unread)
            super().run(tree, ancestors)
            UnescapeTreeprocessor(self.md).run(tree)
        return tree

    def _places(self, tree: ET.Element) -> list[_Place]:
        """Where the texts are whose signs are to be read."""
        found = []
        for element in tree.iter():
            for place in ("text", "tail"):
                text = getattr(element, place)
                if not text or isinstance(text, AtomicString):
                    continue
                if self.md.many:
                    _check_signs(text)
                setattr(element, place, text.replace(LAZY, ""))
                found.append((element, place))
        return found

    def _prepare(self, tree: ET.Element, unread: list[_Place]) -> None:
        """Have these texts alone read, and by patterns alone that may find something there."""
        texts: list[str] = [getattr(*place) for place in unread]
        whole = "".join(texts)
        signs: set[str] = set()
        patterns = []
        for pattern, waits_for in self._patterns:
            present = [sign for sign in waits_for if sign in whole]
            if present and (
                self.md.references or not isinstance(pattern, ReferenceInlineProcessor)
            ):
                patterns.append(pattern)
                signs.update(present)
        # A list is read more quickly than a registry, and this one is for each text.
        self.inlinePatterns = patterns  # type: ignore[assignment]
        for element in tree.iter():
            for place in ("text", "tail"):
                if text := getattr(element, place):
                    setattr(element, place, AtomicString(text))
        for (element, place), text in zip(unread, texts, strict=True):
            if any(sign in text for sign in signs):
                setattr(element, place, text)


def _read(element: ET.Element, place: str) -> bool:
    """Read a text at once where all that it has of signs is clear; whether that was so."""
    text = element.text or ""
    if place == "tail" or "  \n" in text:
        return False
    first = _SIGN.search(text)
    begin = end = first.start() if first else len(text)
    found: list[re.Match[str]] = []
    while end < len(text) and (marked := _MARKED.match(text, end)):
        found.append(marked)
        end = marked.end()
    led = sum(marked["way"].count("http") for marked in found if marked["way"])
    if end < len(text) or text.count("http") > led:
        return False
    element.text = text[:begin]
    for number, marked in enumerate(found):
        element.insert(number, _marked_element(marked))
    return True


def _marked_element(marked: re.Match[str]) -> ET.Element:
    made = ET.Element({"*": "em", "**": "strong"}.get(marked["stars"], "a"))
    if marked["way"]:
        made.set("href", marked["way"])
    made.text = marked["said"] or marked["words"]
    made.tail = marked["rest"]
    return made


def _headings(html: str) -> str:
    """The headings moved below the h1 that is the page's title, each with an id of its own."""
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
    if not levels:
        return html
    if down := 2 - min(levels):
        html = re.sub(r"<(/?)h([1-6])\b", lambda m: f"<{m[1]}h{min(int(m[2]) + down, 6)}", html)
    taken = Counter(re.findall(r"""\sid=["']?([^\s"'>]+)""", html) if "id=" in html else ())

    def with_id(heading: re.Match[str]) -> str:
        name = slug = _slug(unescape(re.sub(r"<[^>]*>", "", heading[2])))
        while taken[name]:
            taken[slug] += 1
            name = f"{slug}-{taken[slug]}"
        taken[name] += 1
        return f'<h{heading[1]} id="{name}">{heading[2]}</h{heading[1]}>'

    return re.sub(r"(?s)<h([2-6])>(.{0,1000}?)</h\1>", with_id, html)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "section"
