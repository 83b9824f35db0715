"""Structured data: a meeting as schema.org Event, for search engines and whoever else reads it."""

from __future__ import annotations

import json
from textwrap import shorten

from .meeting import Meeting, Translation
from .plain import first_words
from .times import When

_LONGEST = 300
"""Characters of a description; search engines show less."""

_STATUSES = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}

# Each of these could end the script element, or a line of a script that reads it.
_ESCAPES = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def event(meeting: Meeting, text: Translation, address: str, former: When | None = None) -> str:
    """The meeting as it reads in one language, as JSON-LD that is safe inside a script element.

    `text` is one of `meeting.texts`; `address` is the site's, whole, without a slash at the end;
    `former` is when it was to be before it was moved. See https://schema.org/Event.
    """
    facts = json.dumps(_event(meeting, text, address, former), ensure_ascii=False)
    for sign, escape in _ESCAPES.items():
        facts = facts.replace(sign, escape)
    return facts


def _event(
    meeting: Meeting, text: Translation, address: str, former: When | None
) -> dict[str, object]:
    page = address + meeting.address_in(text.lang)
    moved = former if meeting.happens else None
    said = " ".join(filter(None, (text.notice, first_words(text.body.html, page, _LONGEST))))
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "identifier": meeting.uid,
        "name": text.title,
        "description": shorten(said, _LONGEST, placeholder=" …"),
        "url": page,
        "inLanguage": text.lang,
        "startDate": meeting.when.start.isoformat(),
        "endDate": meeting.when.end.isoformat(),
        "previousStartDate": moved.start.isoformat() if moved else "",
        "eventStatus": f"https://schema.org/{_status(meeting, moved)}",
        "eventAttendanceMode": _mode(meeting),
        "location": _locations(meeting, page),
        "organizer": [
            {"@type": "Organization", "name": group.name, "url": address + group.address}
            for group in meeting.groups
        ],
    }
    return {name: value for name, value in found.items() if value}


def _status(meeting: Meeting, moved: When | None) -> str:
    usual = "EventRescheduled" if moved else "EventScheduled"
    return _STATUSES.get(meeting.status, usual)


def _mode(meeting: Meeting) -> str:
    """Where people meet; empty while that is not known."""
    if not meeting.place and not meeting.online:
        return ""
    kind = "Online" if meeting.online else "Offline"
    if meeting.place and meeting.online:
        kind = "Mixed"
    return f"https://schema.org/{kind}EventAttendanceMode"


def _locations(meeting: Meeting, page: str) -> list[dict[str, str]]:
    """Where to go and where to click; a way to join that is not public is told on the page."""
    found = []
    if meeting.place:
        address = meeting.place.address or meeting.place.name
        found.append({"@type": "Place", "name": meeting.place.name, "address": address})
    if meeting.online:
        found.append({"@type": "VirtualLocation", "url": meeting.online.address or page})
    return found
