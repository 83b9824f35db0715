"""Slips: days and hours as people write them elsewhere, and how they are written here.

Only for the remedy of a problem: what is guessed here is offered, never taken.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = (
    ("january", "janvier"),
    ("february", "février"),
    ("march", "mars"),
    ("april", "avril"),
    ("may", "mai"),
    ("june", "juin"),
    ("july", "juillet"),
    ("august", "août"),
    ("september", "septembre"),
    ("october", "octobre"),
    ("november", "novembre"),
    ("december", "décembre"),
)
_NO_YEAR = "YYYY"

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})"
    r"(?:\s*[:.h]\s*(?P<minute>\d{2})(?::\d{2})?)?"
    r"\s*(?P<after>h|hrs?|hours|uhr|o'clock|[ap]\.?m\.?)?",
)
_LASTING = re.compile(
    r"(?:(?P<hours>\d{1,2})(?P<half>[.,]5)?\s*(?:h|hrs?|hours?|heures?|std|stunden?))?"
    r"\s*(?:and|et|und)?\s*(?:(?P<minutes>\d{1,3})\s*(?:m|mins?|minutes?|minuten)?)?\.?",
)
_TO = re.compile(r"\s*(?:[-–—]|\bto\b|\bà\b|\buntil\b)\s*")
_WORDS = re.compile(
    r"(?:[^\W\d]+day,?\s+|(?:lun|mar|mercre|jeu|vendre|same)di\s+|dimanche\s+)?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|er)?\s+(?:of\s+)?(?P<month>[^\W\d]+)"
    r"|(?P<month_first>[^\W\d]+)\s+(?P<day_second>\d{1,2})(?:st|nd|rd|th)?\b)"
    r"\.?(?:,?\s+(?P<year>\d{4})\b)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?!\d)")
_BETWEEN = re.compile(r"[\s,;t]*(?:at|à|um|@)?\s*")


def clock_meant(text: str) -> str:
    """The wall time that this was probably to be, as HH:MM; of a span when it begins."""
    found = _CLOCK.fullmatch(_TO.split(text.strip().casefold())[0])
    if not found or not (found["minute"] or found["after"]):
        return ""
    hour, minute, after = int(found["hour"]), int(found["minute"] or 0), found["after"] or ""
    if after[:1] in {"a", "p"}:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if after[0] == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def lasting_meant(text: str) -> timedelta | None:
    """How long something was to last: `2 hours`, `1.5 h`, `90 minutes`."""
    found = _LASTING.fullmatch(text.strip().casefold())
    if not found or not (found["hours"] or (found["minutes"] and not text.strip().isdigit())):
        return None
    minutes = int(found["minutes"] or 0) + (30 if found["half"] else 0)
    return timedelta(hours=int(found["hours"] or 0), minutes=minutes)


def moments_meant(text: str) -> tuple[str, ...]:
    """What a day, with or without a time, was probably to be: several where that is not clear."""
    small = text.strip().casefold()
    days, rest = _days(small)
    rest = rest[len(found[0]) :] if (found := _BETWEEN.match(rest)) else rest
    if not rest:
        return days
    clock = clock_meant(rest)
    return tuple(f"{day} {clock}" for day in days) if clock else ()


def _days(text: str) -> tuple[tuple[str, ...], str]:
    """The days that stand at the beginning of a text, and what follows."""
    if found := _YEAR_FIRST.match(text):
        year, month, day = found.groups()
        days = [_written(year, month, day)]
    elif found := _YEAR_LAST.match(text):
        first, sign, second, year = found.groups()
        days = [_written(year, second, first)]
        if sign != ".":  # with dots the day comes first; with others it depends on the country
            days.append(_written(year, first, second))
    elif found := _WORDS.match(text):
        day = found["day"] or found["day_second"]
        month = _month(found["month"] or found["month_first"])
        days = [_written(found["year"] or _NO_YEAR, month, day)]
    else:
        return (), text
    return tuple(dict.fromkeys(filter(None, days))), text[found.end() :]


def _month(name: str) -> str:
    for number, names in enumerate(_MONTHS, start=1):
        if name in names or (len(name) >= 3 and names[0].startswith(name)):
            return str(number)
    return "0"


def _written(year: str, month: str, day: str) -> str:
    """The day as it is written here; empty where there is none."""
    try:
        date(2000 if year == _NO_YEAR else int(year), int(month), int(day))
    except ValueError:
        return ""
    return f"{year}-{int(month):02}-{int(day):02}"
