"""Misprints: signs of Markdown that a page would show as they are, as one of them is not right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .blanks import without_code, without_comments
from .problems import Problem
from .written import Written

_TEXT = r"(?<![\w\\\]!])\[(?P<text>[^\[\]\n]{1,200})\]"
_APART = re.compile(_TEXT + r"[ \t]+\((?:https?://|mailto:)[^\s()<>]+\)")
_OPENED = re.compile(_TEXT + r"\((?=\S)")
_NAMED = re.compile(_TEXT + r"\[(?P<name>[^\[\]\n^]{0,200})\]")
_DEFINED = re.compile(r"^ {0,3}\[([^\[\]\n]+)\]:", re.MULTILINE)
_BRACKET_OR_END = re.compile(r"[()]|\n[ \t]*\n")
_NO_NAME = re.compile(r"[\d\s,;–-]*|[xX]")
"""What stands in brackets in lists of sources and of tasks."""

_HEADING = re.compile(
    r"(?:\A|(?<=\n\n))(?:#{2,6}[^\W\d]|#[^\W\d][^\n#]*\n(?=\s*[^\s#]))[^\n]*", re.MULTILINE
)
_TABLE = re.compile(r"(?:^ {0,3}\|[^\n]*\|[ \t]*(?:\n|\Z)){2,}", re.MULTILINE)


def broken_link(written: Written) -> Iterator[Problem]:
    """A link that is none: apart from its address, never closed, or of a name without address."""
    for words in written.words:
        if "]" not in words.front.body:
            continue
        prose = without_comments(without_code(words.front.body)[0])
        for offset, message, remedy in (*_unclosed(prose), *_apart_or_unnamed(prose)):
            yield words.front.problem_in_body(offset, message, remedy)


def _unclosed(prose: str) -> Iterator[tuple[int, str, str]]:
    for found in _OPENED.finditer(prose):
        if not _is_closed(prose, found.end()):
            yield found.start(), "the address of this link has no end", "Write ) behind it."


def _apart_or_unnamed(prose: str) -> Iterator[tuple[int, str, str]]:
    known = {_folded(name) for name in _DEFINED.findall(prose)}
    for pattern in (_APART, _NAMED):
        for found in pattern.finditer(prose):
            name = (found["name"] if pattern is _NAMED else "") or found["text"]
            if _folded(name) in known or _NO_NAME.fullmatch(name):
                continue
            if pattern is _APART:
                message = "a blank stands between the words of this link and its address"
                yield found.start(), message, "Take the blank out."
            else:
                message = f"nothing says where the link {name} leads"
                yield found.start(), message, "Write [words](address)."


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _is_closed(text: str, at: int) -> bool:
    """Whether the bracket that was opened before is closed within its paragraph."""
    depth = 1
    for found in _BRACKET_OR_END.finditer(text, at):
        if found[0] not in "()":
            return False
        depth += 1 if found[0] == "(" else -1
        if depth == 0:
            return True
    return False


def broken_block(written: Written) -> Iterator[Problem]:
    """A heading or table that is none."""
    for words in written.words:
        front = words.front
        if "#" not in front.body and "|" not in front.body:
            continue
        prose = without_comments(without_code(front.body)[0])
        for found in _HEADING.finditer(prose):
            message = "this heading has no blank behind its #"
            yield front.problem_in_body(found.start(), message, "Write ## and a blank before it.")
        for found in _TABLE.finditer(prose):
            rows = found[0].split("\n")
            if "-" not in rows[1] or rows[1].strip(" \t|:-"):
                message = "this table has no line of dashes below its first row"
                remedy = f"Write a line |{' --- |' * (rows[0].strip().count('|') - 1)} there."
                yield front.problem_in_body(found.start(), message, remedy)
