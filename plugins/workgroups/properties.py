"""Properties: what a calendar says, line by line, byte for byte as icalendar writes it (RFC 5545).

Its objects for each value were a third of the work of writing a meeting. Tests have it read what is
made here, and write the same again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache

from icalendar import Parameters

_LINE = 74
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]")
_EITHER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def text(said: str) -> str:
    """A value of the type TEXT."""
    said = _whole(said).replace("\\", r"\\")
    return said.replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")


@lru_cache(maxsize=1000)  # Of contacts and types of files there are few.
def parameters(**given: str) -> str:
    """What stands between the name of a property and its value: `;CN="Example, Dr"`."""
    written: bytes = Parameters({key: _whole(value) for key, value in given.items()}).to_ical()
    return f";{written.decode()}"


def moment(at: datetime) -> str:
    """An instant, in UTC."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def wall(at: datetime) -> str:
    """What the clock on the wall shows; the zone is to be told by a parameter."""
    return f"{at:%Y%m%dT%H%M%S}"


def day(at: date) -> str:
    """A whole day."""
    return f"{at:%Y%m%d}"


def written(lines: Iterable[str]) -> bytes:
    """The lines as they stand in a file."""
    return b"".join(folded(line.encode()) + b"\r\n" for line in lines)


def folded(line: bytes) -> bytes:
    """A line of UTF-8 on as many as are shorter than 75 octets (RFC 5545, 3.1).

    No character is parted, and nothing that is escaped from the sign before it.
    """
    parts, start = [], 0
    while len(line) - start > _LINE:
        end = start + _LINE
        while line[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        end -= line[end - 1] in b"\\^"
        parts.append(line[start:end])
        start = end
    return b"\r\n ".join((*parts, line[start:]))


def _whole(said: str) -> str:
    """The text without what readers take for the end of a line, or for the end of the file."""
    # To look once is quicker: hardly any text has one of them.
    return _CONTROLS.sub("", _BREAKS.sub("\n", said)) if _EITHER.search(said) else said
