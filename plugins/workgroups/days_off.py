"""Days off: when nobody works in a country, or in the European institutions."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from dateutil.easter import easter

if TYPE_CHECKING:
    from holidays import HolidayBase

_FROM_EASTER = (-3, -2, 1, 39, 40, 50)
"""Days from Easter: Maundy Thursday, Good Friday, Easter Monday, Ascension and the day after it,
Whit Monday."""

_OF_THE_YEAR = {
    *((1, 1), (1, 2), (5, 1), (5, 9), (7, 21), (8, 15), (11, 1), (11, 2)),
    *((12, day) for day in range(24, 32)),
}


def institutions_closed(day: date) -> bool:
    """Whether the European institutions are closed.

    The rules behind the list "Public holidays: institutions of the European Union", which the
    Official Journal (series C) prints for each year.
    """
    if (day.month, day.day) in _OF_THE_YEAR:
        return True
    return (day - easter(day.year)).days in _FROM_EASTER


def public_holiday(day: date, country: str) -> str:
    """What the whole country (ISO 3166) celebrates on a day, in English; empty for nothing."""
    calendar = _calendar(country)
    return "" if calendar is None else str(calendar.get(day) or "")


def day_off(day: date, country: str | None) -> str:
    """Why nobody works on a day, in a country or in the European institutions; empty if they do."""
    if country and (name := public_holiday(day, country)):
        return name
    return "the European institutions are closed" if institutions_closed(day) else ""


@cache
def _calendar(country: str) -> HolidayBase | None:
    # Only whoever asks for advice waits for it: no page needs it.
    from holidays import country_holidays

    try:
        # Without a language it would take that of the machine.
        return country_holidays(country, language="en_US")
    except NotImplementedError:
        return None
