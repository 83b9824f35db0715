"""How a language says things: the words of the interface, dates, hours, zones, sizes and names."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from string import Formatter
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_date,
    format_time,
    get_month_names,
    get_timezone_location,
)
from babel.lists import format_list
from babel.numbers import format_decimal

from .times import When
from .times import zone as zone_of

REFERENCE = "en"
"""The language whose strings say which keys and placeholders every other one must have."""

PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})

_NO_BREAK = "\N{NO-BREAK SPACE}"
_SPACES = {"fr": re.compile(r"(?<=«) | (?=[:;?!»])")}
"""The spaces at which a line never ends, by language."""

_FIRSTS = {"fr": "d'er'"}
"""How the first day of a month is written where it is not written as the others, by language."""

Text = str | dict[str, str]
"""One string, or its plural forms by CLDR name (one, few, other, ...)."""


class WordingError(ValueError):
    """The strings of a language cannot be used; the text says which file and which key."""


@dataclass(frozen=True)
class Wording:
    """One language: its strings by dotted key, its locale, and how it writes what is not a string.

    Everything comes from CLDR (through Babel) and from `strings`; nothing from the machine.
    """

    lang: str
    locale: Locale
    strings: Mapping[str, Text]

    def t(self, key: str, *, count: int | None = None, **values: object) -> str:
        """The string of this key with its placeholders filled.

        A key with plural forms needs `count`, which also fills `{count}`. Raises KeyError for an
        unknown key and for a placeholder without a value: a template's mistake, never shown.
        """
        text = self.strings[key]
        if isinstance(text, dict):
            if count is None:
                raise KeyError(f"{key} has plural forms and needs a count")
            text = text.get(self.locale.plural_form(count), text["other"])
        if count is not None:
            values["count"] = self.number(count)
        return text.format(**values)

    def forms(self, key: str) -> Mapping[str, str]:
        """The plural forms of this key by CLDR name, for a script that does the counting."""
        text = self.strings[key]
        return text if isinstance(text, dict) else {"other": text}

    def date(self, day: dt.date) -> str:
        """Tuesday 21 January 2020."""
        return self._day(day, "pattern.date")

    def plain_date(self, day: dt.date) -> str:
        """21 January 2020."""
        return self._day(day, "pattern.plain_date")

    def short_date(self, day: dt.date) -> str:
        """21 Jan 2020."""
        return self._day(day, "pattern.short_date")

    def weekday(self, day: dt.date) -> str:
        """Tue: the first line of a date block."""
        return self._day(day, "pattern.weekday")

    def month(self, day: dt.date) -> str:
        """Jan: the last line of a date block."""
        return self._day(day, "pattern.month")

    def month_year(self, day: dt.date) -> str:
        """January 2020; within a sentence, too."""
        return self._day(day, "pattern.month_year")

    @staticmethod
    def heading(words: str) -> str:
        """What begins with a small letter in a sentence, as a heading: Novembre 2026."""
        return words[:1].upper() + words[1:]

    @property
    def first_weekday(self) -> int:
        """The day with which a week begins, 0 for Monday."""
        return int(self.locale.first_week_day)

    @property
    def weekdays(self) -> tuple[str, ...]:
        """Monday, Tuesday, ..., in the order of a week."""
        names = self.locale.days["stand-alone"]["wide"]
        return tuple(names[(self.first_weekday + day) % 7] for day in range(7))

    def month_initials(self) -> list[str]:
        """J, F, M and so on: twelve columns."""
        names = get_month_names("narrow", "stand-alone", self.locale)
        return [names[number] for number in range(1, 13)]

    def days(self, when: When) -> str:
        """21, or 12 to 13 as `12–13`: the middle line of a date block, within the first month."""
        first, last = when.first_day, when.last_day
        if first == last:
            return str(first.day)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{last.day}"
        return f"{first.day}–"

    def time(self, moment: dt.datetime | dt.time) -> str:
        """14:00, by the clock that the moment itself is in."""
        # Babel would turn an aware one into UTC.
        return self._times(dt.time(moment.hour, moment.minute, moment.second))

    def hours(self, when: When) -> str:
        """14:00 to 17:00 for a meeting of one day; empty where no one pair of hours is true."""
        if not isinstance(when.start, dt.datetime) or not isinstance(when.end, dt.datetime):
            return ""
        if not when.one_day:
            return ""
        return self.t("span.hours", start=self.time(when.start), end=self.time(when.end))

    def clock(self, begins: dt.datetime | None, ends: dt.datetime | None) -> str:
        """14:00 to 17:00; from 14:00; until 17:00: of one day, what is known of it."""
        if begins and ends:
            return self.t("span.hours", start=self.time(begins), end=self.time(ends))
        if begins:
            return self.t("span.from", time=self.time(begins))
        return self.t("span.to", time=self.time(ends)) if ends else ""

    def span(self, when: When) -> str:
        """Tuesday 21 January 2020, 14:00 to 17:00; or days alone, or two moments."""
        if not isinstance(when.start, dt.datetime) or not isinstance(when.end, dt.datetime):
            return self._span_of_days(when.first_day, when.last_day)
        start, end = self.time(when.start), self.time(when.end)
        if when.one_day:
            return f"{self.date(when.first_day)}, {self.hours(when)}"
        first, last = self.date(when.first_day), self.date(when.last_day)
        return self.t("span.moments", first=first, start=start, last=last, end=end)

    def span_and_zone(self, when: When) -> str:
        """Tuesday 21 January 2020, 14:00 to 17:00, Brussels time (CET); of days, the days alone."""
        span, zone = self.span(when), self.zone(when)
        return span if when.all_day or not zone else f"{span}, {zone}"

    def in_utc(self, when: When) -> str:
        """13:00 to 16:00 UTC, for those who are elsewhere; the day where it is another.

        Empty for whole days, and where the zone of the meeting is UTC itself.
        """
        if when.all_day or self.zone(when) == "UTC":
            return ""
        there = when.by_clocks_of("UTC")
        hours = self.hours(there) if there.first_day == when.first_day else ""
        return self.t("span.utc", span=hours or self.span(there))

    def term(self, since: str | None, until: str | None) -> str:
        """Since July 2024; 2021 to 15 July 2024; until 2023: of years, months or days as written.

        Empty where neither is known.
        """
        if since and until:
            return self.t("span.term", first=self._part(since), last=self._part(until))
        name, written = ("since", since) if since else ("until", until)
        if not written:
            return ""
        exact = "_day" if len(written) == len("2024-07-15") else ""
        return self.t(f"span.{name}{exact}", day=self._part(written))

    def zone(self, when: When) -> str:
        """Brussels time (CET): the zone in words, with the abbreviation true on that day.

        A meeting over a change of the clocks has no single abbreviation and gets none.
        """
        zone = zone_of(when.zone_name)
        first, last = when.begins.astimezone(zone), when.ends.astimezone(zone)
        short = _abbreviation(first) if first.tzname() == last.tzname() else ""
        return self._zone(first, short)

    def city_time(self, zone_name: str) -> str:
        """Brussels time: that of a whole list, in which summer and winter may meet."""
        return self._zone(dt.datetime(2000, 1, 1, tzinfo=zone_of(zone_name)), "") or zone_name

    def moment(self, moment: dt.date | dt.datetime, when: When) -> str:
        """17 January 2020, 18:00 Brussels time (CET): until when, on the clock of a meeting.

        A day alone lasts to its end, and is told so.
        """
        if isinstance(moment, dt.datetime):
            local = moment.astimezone(zone_of(when.zone_name))
            day, clock, zone = self.plain_date(local), self.time(local), self._zone_at(local)
            return self.t("moment.time", date=day, time=clock, zone=zone)
        noon = dt.datetime.combine(moment, dt.time(12), zone_of(when.zone_name))
        day, zone = self.plain_date(moment), self._zone_at(noon)
        return self.t("moment.end_of_day", date=day, zone=zone)

    def opening(self, moment: dt.date | dt.datetime, when: When) -> str:
        """As `moment`, from when: a day alone is just that day."""
        if isinstance(moment, dt.datetime):
            return self.moment(moment, when)
        return self.plain_date(moment)

    def size(self, size: int) -> str:
        """240 kB, 1.2 MB, of bytes; units of 1000, and never less than 1 kB."""
        kilobytes = max(1, round(size / 1_000))
        if kilobytes < 1_000:
            return self.t("size.kilobytes", number=self.number(kilobytes))
        number = format_decimal(size / 1_000_000, "#,##0.#", locale=self.locale)
        return self.t("size.megabytes", number=number)

    def number(self, number: int) -> str:
        """1,200."""
        return _number(number, self.locale)

    def language(self, code: str) -> str:
        """French, of `fr`; a code that CLDR does not know stands for itself."""
        return _language(code, self.locale)

    def own_name(self, code: str) -> str:
        """français, of `fr`: a language in its own words, for those who look for it."""
        return _language(code, None)

    def all_of(self, names: Iterable[str]) -> str:
        """Energy, Health and Water."""
        return format_list(list(names), locale=self.locale)

    @staticmethod
    def title(text: str, lang: str) -> str:
        """A title as its language sets it: in French no line begins with a colon."""
        return _set(text, lang)

    def host(self, url: str) -> str:
        """ec.europa.eu, of an address; without the www that nobody reads."""
        return (urlsplit(url).hostname or url).removeprefix("www.")

    def _span_of_days(self, first: dt.date, last: dt.date) -> str:
        if first == last:
            return self.date(first)
        pattern = "pattern.date"
        if first.year == last.year:
            pattern = "pattern.day" if first.month == last.month else "pattern.day_month"
        return self.t("span.days", first=self._day(first, pattern), last=self.date(last))

    def _zone(self, local: dt.datetime, short: str) -> str:
        name = str(local.tzinfo)
        if "/" not in name or name.startswith("Etc/"):  # of no place, such as UTC
            return short
        city = _city(name, self.locale)
        if not short:
            return self.t("zone.city", city=city)
        return self.t("zone.named", city=city, abbreviation=short)

    def _zone_at(self, local: dt.datetime) -> str:
        return self._zone(local, _abbreviation(local))

    def _part(self, written: str) -> str:
        year, *rest = map(int, written.split("-"))
        if not rest:
            return str(year)
        day = dt.date(year, *(rest if len(rest) > 1 else (*rest, 1)))
        return self.plain_date(day) if len(rest) > 1 else self.month_year(day)

    def _day(self, day: dt.date, pattern: str) -> str:
        # Moments of two zones may be equal, and not of one day.
        return self._days(day.date() if isinstance(day, dt.datetime) else day, pattern)

    # A site says the same days and hours on page after page, and Babel is slow to say them.

    @cached_property
    def _days(self) -> Callable[[dt.date, str], str]:
        return lru_cache(maxsize=20_000)(self._new_day)

    def _new_day(self, day: dt.date, pattern: str) -> str:
        text = self._text(pattern)
        if day.day == 1 and (first := _FIRSTS.get(self.locale.language)):
            text = re.sub(r"\bd\b", first, text)
        return format_date(day, text, locale=self.locale)

    @cached_property
    def _times(self) -> Callable[[dt.time], str]:
        pattern = self._text("pattern.time")
        return lru_cache(maxsize=2_000)(partial(format_time, format=pattern, locale=self.locale))

    def _text(self, key: str) -> str:
        return str(self.strings[key])


@lru_cache(maxsize=1_000)
def _number(number: int, locale: Locale) -> str:
    return format_decimal(number, locale=locale)


@lru_cache(maxsize=1_000)
def _language(code: str, locale: Locale | None) -> str:
    """Its name in a language, or in its own."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(locale)
    except (UnknownLocaleError, ValueError):
        return code
    return name or code


@lru_cache(maxsize=1_000)
def _city(zone_name: str, locale: Locale) -> str:
    return get_timezone_location(zone_name, locale=locale, return_city=True)


def load(folder: Path, lang: str, own: Path | None = None) -> Wording:
    """The wording of a language from `<lang>.toml` in the folder, and over it what `own` has.

    Raises WordingError when there is no file, or when together they have not the same keys,
    placeholders and plural forms as the reference language: found at start, not by the one reader
    of the one page.
    """
    ways = [each / f"{lang}.toml" for each in (folder, own) if each]
    layers = {path: _read(path) for path in [way for way in ways if way.is_file()] or ways[:1]}
    names = [name for name, _ in layers.values() if name]
    if not names:
        raise WordingError(f"{ways[0]}: say the locale at the top: locale = {lang!r}")
    try:
        locale = Locale.parse(names[-1])
    except (UnknownLocaleError, ValueError) as error:
        raise WordingError(f"{ways[0]}: locale = {names[-1]!r} is unknown") from error
    wanted = _read(folder / f"{REFERENCE}.toml")[1]
    strings = {key: text for _, texts in layers.values() for key, text in texts.items()}
    faults = {path: [*_faults(texts, wanted)] for path, (_, texts) in layers.items()}
    last = faults[next(reversed(layers))]
    last += [f"{key} is missing" for key in wanted.keys() - strings.keys()]
    last += _lacking_forms(strings, locale)
    if any(faults.values()):
        told = [f"{path}: {fault}" for path in faults for fault in sorted(faults[path])]
        raise WordingError("\n".join(told))
    return Wording(lang, locale, strings)


def _read(path: Path) -> tuple[str | None, dict[str, Text]]:
    try:
        tree = dict(_tree(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise WordingError(f"{path}: there are no strings for {path.stem}") from None
    except UnicodeDecodeError as error:
        raise WordingError(f"{path}: save it in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise WordingError(f"{path}: {error}") from error
    locale = tree.pop("locale", None)
    return locale if isinstance(locale, str) else None, dict(_flat(tree, "", path))


@cache  # a server that builds again and again reads the same
def _tree(text: str) -> dict[str, object]:
    return tomllib.loads(text)


def _flat(tree: Mapping[str, object], above: str, path: Path) -> Iterable[tuple[str, Text]]:
    for name, value in tree.items():
        key = f"{above}{name}"
        if isinstance(value, str):
            yield key, _set(value, path.stem)
        elif not isinstance(value, dict):
            raise WordingError(f"{path}: {key} must be text")
        elif value.keys() <= PLURAL_FORMS:
            yield key, {form: _set(str(text), path.stem) for form, text in value.items()}
        else:
            yield from _flat(value, f"{key}.", path)


def _faults(strings: Mapping[str, Text], wanted: Mapping[str, Text]) -> Iterable[str]:
    for key in strings.keys() - wanted.keys():
        yield f"{key} is not a string of the interface"
    for key in wanted.keys() & strings.keys():
        if isinstance(strings[key], dict) != isinstance(wanted[key], dict):
            yield f"{key} has plural forms in one language and none in the other"
        elif (found := _placeholders(strings[key])) is None:
            yield f"{key} has a brace alone; one that is to be shown is written twice"
        elif found != (needed := _placeholders(wanted[key]) or set()):
            names = ", ".join(sorted(needed)) or "none"
            yield f"{key} must have these placeholders: {names}"


def _lacking_forms(strings: Mapping[str, Text], locale: Locale) -> Iterable[str]:
    # Forms that only millions need fall back on `other`.
    needed = {locale.plural_form(count) for count in range(201)} | {"other"}
    for key, text in strings.items():
        if isinstance(text, dict) and (lacking := needed - text.keys()):
            yield f"{key} lacks its plural form {', '.join(sorted(lacking))}"


def _placeholders(text: Text) -> set[str] | None:
    """What stands in braces, with the format that Python would take of it; None of a lone brace."""
    forms = [text] if isinstance(text, str) else text.values()
    try:
        parts = [part for form in forms for part in Formatter().parse(form)]
    except ValueError:
        return None
    return {
        f"{name}{'!' if how else ''}{how or ''}{':' if spec else ''}{spec}"
        for _, name, spec, how in parts
        if name is not None
    }


def _set(text: str, lang: str) -> str:
    spaces = _SPACES.get(lang)
    return spaces.sub(_NO_BREAK, text) if spaces else text


def _abbreviation(local: dt.datetime) -> str:
    """CET, or UTC+3 where the zone has only a number for a name."""
    short = local.tzname() or ""
    if not short.startswith(("+", "-")):
        return short
    ahead = local.utcoffset() or dt.timedelta()
    minutes = int(ahead.total_seconds()) // 60
    sign = "−" if minutes < 0 else "+"
    whole, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{whole}" + (f":{rest:02}" if rest else "")
