"""A series: the days on which a rule in plain words falls, such as the first Thursday."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil import rrule

from .problems import nearest

MOST = 150
"""Meetings that are written at once; more is a wrong year."""

LONGEST = timedelta(days=366 * 6)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
EXAMPLES = "2 weeks, Tuesday, first Thursday, second Tuesday of the month, last Friday"

_DAY = "(?P<day>[a-z]+)"
_WEEKS = re.compile(rf"(?P<number>\w+ )?weeks?(?: on {_DAY})?")
_OF_MONTH = re.compile(
    rf"(?P<which>[a-z0-9]+) {_DAY}"
    r"(?P<month> (?:of|in) (?:the|a|each|every|(?:every )?(?P<number>\w+)) months?)?"
)
_LEADING = re.compile(r"^(?:(?:every|each|on|the) )+")
_OFTEN = {"weekly": "week", "fortnightly": "2 weeks", "fortnight": "2 weeks", "monthly": "month"}
_HOW_OFTEN = re.compile(rf"^(?:{'|'.join(_OFTEN)})\b")
_MONTHS_FIRST = re.compile(r"(?P<number>\w+ )?months?(?: on)?(?: the)? (?P<day>[a-z0-9]+ [a-z]+)")
_TWO_MEANINGS = re.compile(r"(?P<word>bi-?(?P<unit>week|month)ly)(?: on(?: the)? (?P<day>.+))?")
_SHORT_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}


class SeriesError(ValueError):
    """A series that cannot be; `remedy` says what to write."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True)
class Rule:
    """Every so many weeks, or every so many months on the first, ..., fourth or last of a weekday.

    `weekday` counts from 0 for Monday; None is that of the first day. `which` is 0 for weeks.
    """

    interval: int
    weekday: int | None
    which: int = 0


@dataclass(frozen=True)
class Gaps:
    """What is left out of a series: days, the months with these numbers, and days off.

    `day_off` says why nobody works on a day; nothing where people do.
    """

    days: Collection[date] = ()
    months: Collection[int] = ()
    day_off: Callable[[date], str] = lambda _: ""

    def reason(self, day: date) -> str:
        """Why a day is left out; empty for one that is not."""
        if day in self.days:
            return "as you said"
        return self.day_off(day) or (_month(day) if day.month in self.months else "")


NO_GAPS = Gaps()


@dataclass(frozen=True)
class Series:
    """The days of a series, and those that were left out with the reason for each."""

    days: tuple[date, ...]
    left_out: tuple[tuple[date, str], ...] = ()


def read_rule(text: str) -> Rule:
    """The rule that these words mean. Raises SeriesError, also where they can mean two."""
    words = _in_usual_order(" ".join(text.casefold().split()))
    if found := _WEEKS.fullmatch(words):
        weekday = _weekday(found["day"]) if found["day"] else None
        return Rule(_number(found["number"] or "1"), weekday)
    if found := _OF_MONTH.fullmatch(words):
        which = _SHORT_ORDINALS.get(found["which"], found["which"])
        if which in _ORDINALS:
            weekday = _weekday(found["day"])
            if which not in ("first", "last") and not found["month"]:
                raise _two_meanings(which, WEEKDAYS[weekday].capitalize())
            return Rule(_number(found["number"] or "1"), weekday, _ORDINALS[which])
        if which == "other":
            return Rule(2, _weekday(found["day"]))
        if which in ("fifth", "5th"):
            remedy = f"Write last {found['day'].capitalize()}."
            raise SeriesError("not every month has five of a weekday", remedy)
    if re.fullmatch("[a-z]+", words) and words != "month" and not words.endswith("ly"):
        return Rule(1, _weekday(words))
    raise SeriesError(
        f"{text} does not say on which days", f"Write it like one of these: {EXAMPLES}."
    )


def _in_usual_order(words: str) -> str:
    """`monthly on the first Thursday` as `first Thursday of every one months`."""
    words = _LEADING.sub("", words)
    words = _HOW_OFTEN.sub(lambda found: _OFTEN[found[0]], words)
    if found := _MONTHS_FIRST.fullmatch(words):
        return f"{found['day']} of every {found['number'] or 'one '}months"
    if found := _TWO_MEANINGS.fullmatch(words):
        raise _twice_or_every_second(found["word"], found["unit"], (found["day"] or "").title())
    return words


def read_count(text: str) -> int:
    """How many meetings. Raises SeriesError."""
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= MOST:
        message = f"{text} is not a number from 1 to {MOST}"
        raise SeriesError(message, "Write how many meetings there will be, such as 10.")
    return int(text)


def read_month(text: str) -> int:
    """The number of the month of this name. Raises SeriesError."""
    return 1 + _named(text, MONTHS, "a month")


def series(rule: Rule, first: date, until: date | int, gaps: Gaps = NO_GAPS) -> Series:
    """The days from `first` on, up to and with `until`, or that many. Raises SeriesError.

    What is left out is not counted.
    """
    count = until if isinstance(until, int) else 0
    last = until if isinstance(until, date) else first + LONGEST
    _refuse_long(first, last, count)
    days: list[date] = []
    left_out: list[tuple[date, str]] = []
    for day in _falls(rule, first, last):
        if reason := gaps.reason(day):
            left_out.append((day, reason))
        else:
            days.append(day)
        if len(days) == (count or MOST + 1):
            break
    _refuse_surprise(days, left_out, count)
    for day in sorted(set(gaps.days) - {each for each, _ in left_out}):
        message = f"{day:%Y-%m-%d} is not a day of this series"
        raise SeriesError(message, "Correct it, or do not name it.")
    return Series(tuple(days), tuple(left_out))


def _refuse_long(first: date, last: date, count: int) -> None:
    if last < first:
        message = f"the last day, {last:%Y-%m-%d}, is before the first, {first:%Y-%m-%d}"
        raise SeriesError(message, "Write a later one.")
    if last > first + LONGEST:
        raise SeriesError("this is longer than six years", "Write an earlier last day.")
    if count > MOST:
        raise SeriesError(f"these are more than {MOST} meetings", "Write fewer at once.")


def _refuse_surprise(days: list[date], left_out: list[tuple[date, str]], count: int) -> None:
    if not days:
        why = "every day is left out" if left_out else "there is no such day in this time"
        raise SeriesError(why, "Choose another rule or a later last day.")
    if len(days) > MOST:
        raise SeriesError(f"these are more than {MOST} meetings", "Choose an earlier last day.")
    if len(days) < count:
        message = f"within six years there are only {len(days)} such days"
        raise SeriesError(message, "Write a smaller number.")


def _falls(rule: Rule, first: date, end: date) -> Iterator[date]:
    """The days of the rule as RFC 5545, section 3.3.10, has them."""
    weekday = first.weekday() if rule.weekday is None else rule.weekday
    weekdays = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
    # Counted from the first day it falls on: the weeks of a series begin with it, not with Monday.
    begins = first if rule.which else first + timedelta(days=(weekday - first.weekday()) % 7)
    found = rrule.rrule(
        rrule.MONTHLY if rule.which else rrule.WEEKLY,
        dtstart=datetime.combine(begins, time()),
        interval=rule.interval,
        byweekday=weekdays[weekday](rule.which) if rule.which else weekdays[weekday],
        until=datetime.combine(end, time()),
    )
    for moment in found:
        yield moment.date()


def _month(day: date) -> str:
    return MONTHS[day.month - 1].capitalize()


def _two_meanings(which: str, day: str) -> SeriesError:
    weeks = {"second": 2, "third": 3, "fourth": 4}[which]
    remedy = f"Write {which} {day} of the month, or {weeks} weeks on {day}."
    return SeriesError(f"every {which} {day} can mean two things", remedy)


def _twice_or_every_second(word: str, unit: str, day: str) -> SeriesError:
    if unit == "week":
        remedy = f"Write 2 weeks on {day or 'Tuesday'}, if it is not twice a week."
    else:
        day = day or "first Thursday"
        remedy = f"Write {day} of every 2 months, if it is not twice a month."
    return SeriesError(f"{word} can mean two things", remedy)


def _number(word: str) -> int:
    word = word.strip()
    word = {"other": "two", "second": "two"}.get(word, word)
    number = _NUMBERS.index(word) + 1 if word in _NUMBERS else 0
    if re.fullmatch("[0-9]{1,2}", word):
        number = int(word)
    if not number:
        raise SeriesError(f"{word} is not a number", "Write 2 weeks, 3 weeks.")
    return number


def _weekday(text: str) -> int:
    return _named(text, WEEKDAYS, "a day of the week")


def _named(text: str, names: tuple[str, ...], what: str) -> int:
    word = text.strip().casefold()
    known = [i for i, name in enumerate(names) if len(word) >= 3 and name.startswith(word)]
    if known:
        return known[0]
    near = nearest(word.removesuffix("s"), names)
    remedy = f"Did you mean {near.capitalize()}?" if near else f"Write it like {names[3].title()}."
    raise SeriesError(f"{text.strip()} is not {what}", remedy)
