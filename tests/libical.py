"""libical, which Evolution, KOrganizer and others read calendars with, through its C interface."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from ctypes.util import find_library
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache


class _Time(ctypes.Structure):
    """struct icaltimetype of libical 3."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        *((name, ctypes.c_int) for name in ("is_date", "is_daylight")),
        ("zone", ctypes.c_void_p),
    )


@dataclass(frozen=True)
class Entry:
    """What it makes of a meeting: days, or instants in UTC, by the time zones in the file."""

    uid: str
    begins: date
    ends: date
    summary: str
    location: str
    description: str


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(os.environ.get("LIBICAL") or find_library("ical"))
    handle, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    signatures = {
        "icalparser_parse_string": (handle, [text]),
        "icalcomponent_string_to_kind": (number, [text]),
        "icalcomponent_get_first_component": (handle, [handle, number]),
        "icalcomponent_get_next_component": (handle, [handle, number]),
        "icalcomponent_count_errors": (number, [handle]),
        "icalcomponent_get_uid": (text, [handle]),
        "icalcomponent_get_summary": (text, [handle]),
        "icalcomponent_get_location": (text, [handle]),
        "icalcomponent_get_description": (text, [handle]),
        "icalcomponent_get_dtstart": (_Time, [handle]),
        "icalcomponent_get_dtend": (_Time, [handle]),
        "icaltime_as_timet_with_zone": (ctypes.c_long, [_Time, handle]),
        "icaltimezone_get_utc_timezone": (handle, []),
        "icalcomponent_free": (None, [handle]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def read(data: bytes) -> list[Entry]:
    """The meetings in a calendar file. Raises ValueError for one it finds an error in."""
    library = _library()
    calendar = library.icalparser_parse_string(data)
    if not calendar:
        raise ValueError("libical cannot read it")
    try:
        if errors := library.icalcomponent_count_errors(calendar):
            raise ValueError(f"libical finds {errors} errors in it")
        return [_entry(event) for event in _events(calendar)]
    finally:
        library.icalcomponent_free(calendar)


def _events(calendar: int) -> Iterator[int]:
    library = _library()
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    event = library.icalcomponent_get_first_component(calendar, kind)
    while event:
        yield event
        event = library.icalcomponent_get_next_component(calendar, kind)


def _entry(event: int) -> Entry:
    library = _library()
    names = ("uid", "summary", "location", "description")
    texts = {name: getattr(library, f"icalcomponent_get_{name}")(event) for name in names}
    return Entry(
        begins=_moment(library.icalcomponent_get_dtstart(event)),
        ends=_moment(library.icalcomponent_get_dtend(event)),
        **{name: (text or b"").decode() for name, text in texts.items()},
    )


def _moment(time: _Time) -> date:
    if time.is_date:
        return date(time.year, time.month, time.day)
    if not time.zone:
        raise ValueError("a time of no zone")
    seconds = _library().icaltime_as_timet_with_zone(time, time.zone)
    return datetime.fromtimestamp(seconds, UTC)
