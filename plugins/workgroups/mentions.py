"""Mentions: the days and hours that a text names, in the words of its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cache

_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
_AFTER_MONTH = re.compile(_DAY + r"(?![\d:.])(?:,?\s+(?:\d{1,2}:[\d:]+\s+)?(?P<year>\d{4})\b)?")
_NUMERIC = re.compile(
    r"(?P<day>\d{1,2})(?P<sign>[./])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})(?![\w/])"
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])")
_NUMBER = re.compile(r"(?<![\d.,:/-])\d{1,4}")

_CLOCK = (
    r"(?P<hour{0}>\d{{1,2}})(?:(?:[:.]|\s?[hH]\s?)(?P<minute{0}>[0-5]\d))?(?!\d)"
    r"(?:\s?(?P<mark{0}>[ap]\.?\s?m\b\.?|h\b|heures?\b|uhr\b))?"
)
_SPAN = re.compile(
    r"(?<![\d.,:/+-])"
    + _CLOCK.format(1)
    + r"\s*(?:[-–—−]|\b(?:to|until|till|à|bis|(?P<and>and|et|und))\b)\s*"
    + _CLOCK.format(2)
    + r"(?![:/]|[.,-]?\d)",
    re.IGNORECASE,
)
_ONE = re.compile(_CLOCK.format(1) + r"(?![:/]|[.,-]?\d)", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|entre|zwischen)\s+$", re.IGNORECASE)


@dataclass(frozen=True)
class Day:
    """A day as a text names it from `begin` to `end`; `weekday` counts from Monday, 0."""

    begin: int
    end: int
    day: int
    month: int
    year: int | None
    weekday: int | None

    def in_year(self, year: int) -> date | None:
        """The day in a year; None where there is none, as of 31 April."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True)
class Hours:
    """From when to when, as a text says it from `begin` to `end`."""

    begin: int
    end: int
    first: time
    last: time


@dataclass(frozen=True)
class _Names:
    """How a language writes days: their names, and what stands before or behind a number."""

    weekdays: dict[str, int]
    months: dict[str, int]
    weekday_before: re.Pattern[str]
    month_before: re.Pattern[str]
    month_behind: re.Pattern[str]


def days_in(text: str, lang: str) -> Iterator[Day]:
    """The days that have a month, in order; `Tuesday the 21st` has none."""
    end = 0
    for number in _NUMBER.finditer(text):
        names = _names(lang)
        if names and number.start() >= end and (day := _day_at(text, number.start(), names)):
            end = day.end
            yield day


def _day_at(text: str, at: int, names: _Names) -> Day | None:
    begin, found = at, names.month_behind.match(text, at)
    if found is None and (before := names.month_before.search(text, max(at - 14, 0), at)):
        begin, found, name = before.start(), _AFTER_MONTH.match(text, at), before["month"]
    else:
        name = found["month"] if found else ""
        found = found or _NUMERIC.match(text, at) or _ISO.match(text, at)
    if found is None:
        return None
    month = names.months[name.lower()] if name else int(found["month"])
    if not (1 <= month <= 12 and 1 <= int(found["day"]) <= 31):
        return None
    weekday = names.weekday_before.search(text, max(begin - 24, 0), begin)
    return Day(
        weekday.start() if weekday else begin,
        found.end(),
        int(found["day"]),
        month,
        int(found["year"]) if found["year"] else None,
        names.weekdays[weekday["weekday"].lower()] if weekday else None,
    )


@cache
def _names(lang: str) -> _Names | None:
    """The names that CLDR has; None where it does not know the language."""
    from babel import Locale, UnknownLocaleError  # Texts without numbers need not wait for it.

    try:
        locale = Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    weekdays = _numbered(locale.days["format"])
    months = _numbered(locale.months["format"])
    months |= {"sept": 9} if lang == "en" else {}
    weekday, month = _one_of(weekdays), _one_of(months)
    return _Names(
        weekdays,
        months,
        re.compile(
            rf"\b(?P<weekday>{weekday})\b\.?,?\s+(?:(?:the|den|dem|le|el)\s+)?$", re.IGNORECASE
        ),
        re.compile(rf"\b(?P<month>{month})\b\.?\s+(?:the\s+)?$", re.IGNORECASE),
        re.compile(
            rf"{_DAY}\s+(?:of\s+|de\s+|d['’])?(?P<month>{month})\b\.?"
            r"(?:,?\s+(?:de\s+)?(?P<year>\d{4})\b)?",
            re.IGNORECASE,
        ),
    )


def _numbered(widths: dict[str, dict[int, str]]) -> dict[str, int]:
    return {
        name.lower().rstrip("."): number
        for width in ("abbreviated", "wide")
        for number, name in widths[width].items()
    }


def _one_of(names: dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def hours_in(text: str) -> Iterator[Hours]:
    """The spans of hours: `14:00-16:30`, `2 to 4.30 pm`, `14h00 à 16h30`; `10 to 12` is none."""
    for found in _SPAN.finditer(text):
        first_mark, last_mark = found["mark1"] or "", found["mark2"] or ""
        if not (last_mark or (found["minute2"] and (found["minute1"] or first_mark))):
            continue
        last = _clock(found["hour2"], found["minute2"], last_mark)
        first = _clock(found["hour1"], found["minute1"], first_mark or last_mark)
        if first and last and first >= last and not first_mark:  # 11 to 1 pm
            first = _clock(found["hour1"], found["minute1"], "")
        if found["and"] and not _BETWEEN.search(text, max(found.start() - 12, 0), found.start()):
            continue
        if first and last and first < last:
            yield Hours(found.start(), found.end(), first, last)


def clock_at(text: str, at: int) -> tuple[int, time] | None:
    """The clock time that stands at an offset, `9:00`, `9 h` or `9 am` but no bare number, and
    where it ends."""
    found = _ONE.match(text, at)
    clock = _clock(found["hour1"], found["minute1"], found["mark1"] or "") if found else None
    if found is None or clock is None or not (found["minute1"] or found["mark1"]):
        return None
    return found.end(), clock


def _clock(hour: str, minute: str | None, mark: str) -> time | None:
    hours = int(hour)
    if mark[:1].lower() in ("a", "p"):
        hours = hours % 12 + (12 if mark[0] in "pP" else 0) if hours <= 12 else hours
    return time(hours, int(minute or 0)) if hours < 24 else None
