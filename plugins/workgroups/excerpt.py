"""An excerpt: the line that a problem stands on, with a caret, safe for any terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from rich.cells import get_character_cell_size

from .sources import TEXT_BUDGET, with_line_feeds

WIDTH = 88
"""Cells of a terminal; of a longer line a part is shown."""

_TAB = 4
_MARGIN = "    "
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of what is not seen, or lets the terminal show another text than there is."""


def visible(text: str) -> str:
    """A text on one line, in which what a terminal would obey or hide is spelt out: `<U+202E>`."""
    return "".join(map(_sign, text.replace("\n", " ")))


def lines_of(file: Path) -> list[str]:
    """The lines of a text of the content, as problems count them; none where it is no such text."""
    # A link can lead to what nobody should read in a log.
    if file.suffix != ".md" or file.is_symlink() or not file.is_file():
        return []
    data = file.read_bytes()
    if len(data) > TEXT_BUDGET:
        return []
    return with_line_feeds(data.decode("utf-8-sig", "replace")).split("\n")


def excerpt(lines: list[str], line: int, column: int) -> str:
    """The line and below it a caret at its column, both from 1.

    Empty where the line says nothing: it is empty, between fields and text, or not there.
    """
    text = lines[line - 1] if line <= len(lines) else ""
    if text.strip() in ("", "---"):
        return ""
    shown, place = _part(text, column - 1)
    number = str(line)
    gap = " " * len(number)
    return f"{_MARGIN}{number} | {shown}\n{_MARGIN}{gap} | {' ' * place}^"


def _part(text: str, offset: int) -> tuple[str, int]:
    """As much of a line around an offset as there is room for, and the cell of the offset in it."""
    # No sign is wider than ten cells or narrower than none: nothing further off can be in view.
    first = max(offset - 20 * WIDTH, 0)
    signs = list(_cells(text[first : offset + 20 * WIDTH]))
    place = sum(width for _, width in signs[: offset - first])
    whole = sum(width for _, width in signs)
    if not first and offset + 20 * WIDTH >= len(text) and whole <= WIDTH:
        return "".join(sign for sign, _ in signs).rstrip(), place
    start, end = _window(place, whole)
    shown, cell, before = "", 0, 0
    for sign, width in signs:
        if start <= cell and cell + width <= end:
            shown += sign
        elif cell < start:
            before = cell + width
        cell += width
    left, right = "…" if start or first else "", "…" if end < whole else ""
    return f"{left}{shown}{right}", place - before + len(left)


def _window(place: int, whole: int) -> tuple[int, int]:
    """The cells to show: the caret in the middle, unless the line begins or ends before."""
    start = max(min(place - WIDTH // 2, whole - WIDTH), 0)
    return start, start + WIDTH


def _cells(text: str) -> Iterator[tuple[str, int]]:
    """Each character as it is shown, with the cells that it takes."""
    cell = 0
    for character in text:
        if character == "\t":
            width = _TAB - cell % _TAB
            sign = " " * width
        else:
            sign = _sign(character)
            width = len(sign) if sign != character else get_character_cell_size(character)
        yield sign, width
        cell += width


def _sign(character: str) -> str:
    unseen = unicodedata.category(character) in _UNSEEN
    return f"<U+{ord(character):04X}>" if unseen else character
