"""Countries: which one an address lies in, or else a time zone."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_CODE = re.compile(r"[A-Z]{2}")
_BETWEEN = re.compile(r"[,;()]")


def country_of(address: str, languages: tuple[str, ...]) -> str | None:
    """The code (ISO 3166) of the country that an address ends with, named in one of the languages.

    `1040 Brussels, Belgium` and `1040 Bruxelles (Belgique)` lie in BE, `1040 Brussels` in none.
    """
    parts = [part for part in map(str.strip, _BETWEEN.split(address)) if part]
    return _codes(languages).get(parts[-1].casefold()) if parts else None


def country_of_zone(zone_name: str) -> str | None:
    """The code of the country in which the city of an IANA zone lies."""
    return _zones().get(zone_name)


def country_name(code: str) -> str:
    """The country as problems call it."""
    from babel import Locale

    return str(Locale("en").territories.get(code, code))


@cache
def _codes(languages: tuple[str, ...]) -> dict[str, str]:
    """Codes by the names that CLDR has for them; of continents and groups of states, none."""
    # Only advice on meetings to come waits for it.
    from babel import Locale, UnknownLocaleError

    codes: dict[str, str] = {}
    for language in languages:
        try:
            names = Locale.parse(language, sep="-").territories
        except UnknownLocaleError:
            continue
        codes |= {name.casefold(): code for code, name in names.items() if _CODE.fullmatch(code)}
    return codes


@cache
def _zones() -> dict[str, str]:
    """Codes by zone, from the same pinned data as the zones themselves."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {zone_name: code for code, _, zone_name, *_ in rows}
