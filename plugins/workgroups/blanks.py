"""Blanks: Markdown with blanks where it is no prose; everything else keeps its offset."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"[ \t>]*(?:(?:[-+*•]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})(.*)")
_CODE = re.compile(r"(`+)[^`\n]+\1")
_FAR = re.compile(r"^(?: {4}|\t)", re.MULTILINE)
_ITEM = re.compile(r" {0,3}(?:[-+*•]|\d{1,9}[.)])[ \t]")
# One after the other: each begins with a sign that is quickly found.
_NO_WORDS = (
    re.compile(r"\]\((?:[^()\n]|\([^()\n]*\))*\)"),  # where a link leads
    re.compile(r"\]:[ \t]*\S*"),  # where all links of that name lead
    re.compile(r"</?[A-Za-z][^<>]*>"),
    re.compile(r"https?://[^\s<>\])]+"),
)
_SIGNS = str.maketrans(dict.fromkeys("[]*_\\\r", " "))


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Each line, and the offset at which it begins."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def without_code(text: str) -> tuple[str, tuple[int, str] | None]:
    """The text with blanks for its code; and where code begins that never ends, and what ends it.

    Lines that are code by their indentation stay: whether they are depends on the lists around.
    """
    if "`" not in text and "~~~" not in text:
        return text, None
    lines = []
    fence, opened = "", 0
    for start, line in lines_of(text):
        mark = _FENCE.match(line)
        if not fence and not mark:
            lines.append(_CODE.sub(_blank, line))
            continue
        if not fence and mark:
            fence, opened = mark[1], start + mark.start(1)
        elif mark and mark[1].startswith(fence) and not mark[2].strip("`~ \t"):
            fence = ""
        lines.append(" " * len(line))
    return "\n".join(lines), (opened, fence) if fence else None


def without_comments(text: str) -> str:
    """The text with blanks for the comments, which no page shows."""
    begin = text.find("<!--")
    while begin >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        text = text[:begin] + _blanks(text[begin : end + 3]) + text[end + 3 :]
        begin = text.find("<!--", end)
    return text


def words_of(text: str) -> str:
    """What readers see as words: blanks for code, comments, tags, addresses and signs of markup."""
    # First the indented: blanks in place of other code would look like indentation.
    prose, _ = without_code(_without_indented_code(text))
    prose = without_comments(prose)
    for pattern in _NO_WORDS:
        prose = pattern.sub(_blank, prose)
    return prose.translate(_SIGNS)


def _without_indented_code(text: str) -> str:
    """Lines far from the margin are code, unless they belong to an item of a list above."""
    if not _FAR.search(text):
        return text
    lines, in_list, after_blank = [], False, True
    for line in text.split("\n"):
        far = bool(_FAR.match(line))
        if far and after_blank and not in_list:
            lines.append(" " * len(line))
            continue
        if not far and line.strip():
            in_list = bool(_ITEM.match(line)) or (in_list and line[0] == " ")
        after_blank = not line.strip()
        lines.append(line)
    return "\n".join(lines)


def _blank(found: re.Match[str]) -> str:
    return _blanks(found[0])


def _blanks(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))
