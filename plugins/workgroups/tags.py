"""Tags: HTML told tag by tag, as Python's HTMLParser tells it, and quickly where it is tidy."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

_BETWEEN = re.compile("<([^<>]*)>")

# What Python-Markdown and nh3 write; every parser reads it alike, of any version.
_TIDY = re.compile(
    r"""(?P<end>/(?=[a-z1-6]+\Z))?(?P<name>[a-z]+[1-6]?)"""
    r"""(?P<attributes>(?: [a-z]+="(?:[^"&]|&(?:amp|gt|lt|nbsp|quot|#[0-9]+);)*")*)(?P<empty> /)?"""
)
_ATTRIBUTE = re.compile('([a-z]+)="([^"]*)"')

_WITHOUT_TAGS = set(
    """
    iframe math noembed noframes noscript plaintext script style svg textarea title xmp
    """.split()  # noqa: SIM905  Names in rows are easier to read than one a line.
)
"""In these is text that looks like tags; how much of it, depends on the version."""

# What nh3 writes, and nothing else.
_PIECE = re.compile(r'<(/?)([a-z0-9]+)((?: [^ =">]+="[^"]*")*)>|([^<]+|<)')
_VALUE = re.compile(r' ([^ =">]+)="([^"]*)"')


class Tags(HTMLParser):
    """Calls the methods `handle_starttag`, `handle_endtag` and `handle_data` of its heirs."""

    def read(self, html: str) -> None:
        """Read the whole of it. May raise AssertionError, as HTMLParser does for some of `<![`."""
        pieces = _BETWEEN.split(html)
        tags = [_tag(between) for between in pieces[1::2]]
        if None in tags or html.count("<") != len(tags):
            self.feed(html)
            self.close()
            return
        for text, tag in zip(pieces[::2], [*tags, None], strict=True):
            if text:
                self.handle_data(unescape(text))
            if tag and tag.begins:
                self.handle_starttag(tag.name, tag.attributes)
            if tag and tag.ends:
                self.handle_endtag(tag.name)


class _Tag(NamedTuple):
    name: str
    attributes: list[tuple[str, str | None]]
    begins: bool
    ends: bool


@lru_cache(maxsize=1000)
def _tag(between: str) -> _Tag | None:
    """The tag with this between its brackets; None where that is not tidy."""
    found = _TIDY.fullmatch(between)
    if not found or found["name"] in _WITHOUT_TAGS:
        return None
    attributes = _ATTRIBUTE.findall(found["attributes"])
    return _Tag(
        found["name"],
        [(name, unescape(value)) for name, value in attributes],
        begins=not found["end"],
        ends=bool(found["end"] or found["empty"]),
    )


Piece = tuple[str, str, str, str]
"""Of a tag: a slash where it ends something, its name, and what else it says. Else a text."""


def pieces(html: str) -> list[Piece]:
    """Our own HTML, as nh3 writes it: each value in quotes, and without comments."""
    return _PIECE.findall(html)


def values(written: str) -> dict[str, str]:
    """What a tag says, by name."""
    return {name: unescape(value) for name, value in _VALUE.findall(written)}
