"""Writing: a text as those meet it who hear it, or go from heading to heading and link to link."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .blanks import without_code, without_comments
from .phrases import phrases_of
from .problems import Problem
from .written import Written

LONGEST_BARE = 50
"""Characters of an address that can stand in a text as it is: https://example.eu/events/2026."""

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+\S|^(?=\S)[^\n]+\n(=+|-+)[ \t]*$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]\n]{1,200})\](?:\([^()\s]|\[)")
_HTML_LINK = re.compile(r"<a\s[^<>]*>(?P<text>[^<>]{1,200})</a>", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w/\"'=(\[])(?<!\(<)(?<!\]: )<?(?P<text>https?://[^\s<>\])]+)")


def heading_skipped(written: Written) -> Iterator[Problem]:
    """A heading more than one step below the one above it, or one that is the page's title."""
    for words in written.words:
        body = words.front.body
        if "#" not in body and "\n=" not in body and "\n-" not in body:
            continue
        above, title_again = 0, False
        for found in _HEADING.finditer(without_comments(without_code(body)[0])):
            level = len(found[1]) if found[1] else 1 if found[2][0] == "=" else 2
            if level == 1 and not title_again:
                message = "this heading is as high as the page's own title"
                remedy = "Begin the headings of a text with ##."
                yield words.front.problem_in_body(found.start(), message, remedy)
                title_again = True
            if above and level > above + 1:
                message = f"a heading of level {level} follows one of level {above}"
                remedy = f"Begin it with {'#' * (above + 1)}: those who hear the page miss a level."
                yield words.front.problem_in_body(found.start(), message, remedy)
            above = level


def empty_link(written: Written) -> Iterator[Problem]:
    """A link whose text does not say where it leads: screen readers list links without the rest."""
    for words in written.words:
        phrases = phrases_of(words.lang)
        body = words.front.body
        if phrases is None or ("[" not in body and "</a" not in body.lower()):
            continue
        prose = without_comments(without_code(body)[0])
        for pattern in (_LINK, _HTML_LINK):
            for found in pattern.finditer(prose):
                said = " ".join(found["text"].strip(" *_.:,!»«>→").lower().split())
                if said in phrases.empty_links:
                    message = f"the link says only {found['text'].strip()}"
                    remedy = "Make the words that say where it leads the text of the link."
                    yield words.front.problem_in_body(found.start("text"), message, remedy)


def bare_address(written: Written) -> Iterator[Problem]:
    """A long address where words should be: it is read out letter by letter."""
    for words in written.words:
        body = words.front.body
        if "http" not in body:
            continue
        prose = without_comments(without_code(body)[0])
        for pattern in (_BARE, _LINK):
            for found in pattern.finditer(prose):
                address = found["text"]
                if address.startswith("http") and len(address) > LONGEST_BARE:
                    message = "a long address stands here in place of words"
                    remedy = "Write what it leads to: [words](address)."
                    yield words.front.problem_in_body(found.start("text"), message, remedy)
