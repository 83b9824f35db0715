"""Adding one meeting: links that put a copy of it into a calendar on the web."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from html import escape
from itertools import accumulate
from urllib.parse import quote, urlencode

from .calendars import Calendars
from .meeting import Meeting
from .subscribing import OUTLOOK, Way
from .times import When

GOOGLE = "https://calendar.google.com/calendar/render"
YAHOO = "https://calendar.yahoo.com/"

LONGEST = 2_000
"""Characters of an address that every browser, mail program and proxy lets through."""

_TITLE, _LOCATION = 450, 300
"""Characters of the two within an address."""

_CUT = " …"


def ways(meeting: Meeting, calendars: Calendars) -> tuple[Way, ...]:
    """A link for each calendar on the web; none for a meeting that does not take place.

    None of these addresses has a standard; they are those that people have found to work.
    """
    if not meeting.happens:
        return ()
    facts = _Facts.of(meeting, calendars)
    return (
        *(Way(client, _outlook(host, facts)) for client, host in OUTLOOK.items()),
        Way("google", _google(facts)),
        Way("yahoo", _yahoo(facts)),
    )


@dataclass(frozen=True)
class _Facts:
    """What the links say."""

    when: When
    title: str
    location: str
    text: str
    page: str

    @classmethod
    def of(cls, meeting: Meeting, calendars: Calendars) -> _Facts:
        *text, page = calendars.paragraphs(meeting)
        title = _within(_TITLE, calendars.summary(meeting))
        location = _within(_LOCATION, calendars.location(meeting))
        return cls(meeting.when, title, location, "\n\n".join(text), page)

    @property
    def days(self) -> tuple[date, date]:
        """Of whole days the first, and the first that is free again: all of them end so."""
        return self.when.first_day, self.when.last_day + timedelta(days=1)


def _google(facts: _Facts) -> str:
    begins, ends = _compact(facts)
    dates = f"{begins}/{ends}"
    asked = {"action": "TEMPLATE", "text": facts.title, "dates": dates, "location": facts.location}
    start = _asking(GOOGLE, asked)
    return f"{start}&details={_details(facts, start)}"


def _outlook(host: str, facts: _Facts) -> str:
    """Its subject ends at an ampersand, even at a quoted one."""
    when = facts.when
    begins, ends = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (when.begins, when.ends))
    if when.all_day:
        begins, ends = (day.isoformat() for day in facts.days)
    asked = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": facts.title.replace("&", "＆"),
        "startdt": begins,
        "enddt": ends,
        "allday": "true" if when.all_day else "",
        "location": facts.location,
    }
    start = _asking(f"{host}deeplink/compose", asked)
    return f"{start}&body={_details(facts, start, as_html=True)}"


def _yahoo(facts: _Facts) -> str:
    """Several whole days it takes only as the time from one midnight to another."""
    begins, ends = _compact(facts)
    asked = {"v": "60", "title": facts.title, "st": begins, "et": ends, "in_loc": facts.location}
    if facts.when.all_day and facts.when.one_day:
        del asked["et"]  # Where it stands, the length is not looked at.
        asked["dur"] = "allday"
    start = _asking(YAHOO, asked)
    return f"{start}&desc={_details(facts, start)}"


def _compact(facts: _Facts) -> tuple[str, str]:
    """From when to when without punctuation: instants in UTC, or days."""
    if facts.when.all_day:
        first, after = facts.days
        return f"{first:%Y%m%d}", f"{after:%Y%m%d}"
    return f"{facts.when.begins:%Y%m%dT%H%M%SZ}", f"{facts.when.ends:%Y%m%dT%H%M%SZ}"


def _asking(base: str, asked: Mapping[str, str]) -> str:
    """The address with all that is not empty."""
    said = {name: value for name, value in asked.items() if value}
    return f"{base}?{urlencode(said, quote_via=quote, safe='')}"


def _details(facts: _Facts, start: str, *, as_html: bool = False) -> str:
    """What the rest of the address has room for, quoted; the page is named in any case."""
    shown = _html if as_html else str
    room = LONGEST - len(start) - len("&details=") - _length(shown(f"{facts.page}\n\n"))
    text = _within(room, facts.text, shown)
    # The page first where what follows might be lost, else last as in the feeds.
    order = (facts.page, text) if as_html else (text, facts.page)
    return quote(shown("\n\n".join(filter(None, order))), safe="")


def _html(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _length(text: str) -> int:
    return len(quote(text, safe=""))


def _within(room: int, text: str, shown: Callable[[str], str] = str) -> str:
    """The text, or its first words, so long that quoted it takes no more characters than that."""
    # Each sign takes one at least, so that long texts need not be quoted whole.
    if len(text) <= room and _length(shown(text)) <= room:
        return text
    room = max(room - _length(_CUT), 0)
    ends = accumulate(_length_of_sign(sign, shown) for sign in text[:room])
    kept = text[: bisect_right([*ends], room)]
    words = kept.rpartition(" ")[0] or kept
    return words.rstrip() + _CUT if words else ""


@lru_cache(maxsize=1_000)
def _length_of_sign(sign: str, shown: Callable[[str], str]) -> int:
    return _length(shown(sign))
