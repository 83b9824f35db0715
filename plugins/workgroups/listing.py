"""Listing: the programme as JSON for other programs, and the JSON Schema that it keeps."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any, get_args

from .documents import ROLES, Document
from .fields import Status
from .group import Contact, Group
from .meeting import AgendaItem, Meeting, Speaker
from .programme import Programme
from .signs import SLUG
from .times import When

ADDRESS = "/meetings.json"
SCHEMA_ADDRESS = "/meetings.schema.json"

Data = dict[str, Any]


def listing(programme: Programme, address: str) -> bytes:
    """Every meeting with its facts, in the order of their beginnings.

    `address` is the site's, whole, without a slash at the end. Nothing in it depends on the day.
    """
    return _written(_Listing(programme, address).whole())


def schema(address: str) -> bytes:
    """The JSON Schema (2020-12) of the listing, every field explained; fields are never left out.

    An address ends where a reader would look: what is not known is null, and lists may be empty.
    """
    return _written({**_SCHEMA, "$id": address + SCHEMA_ADDRESS})


def _written(data: Data) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


# ---- The data ------------------------------------------------------------------------------------


class _Listing:
    """The programme of a site at an address."""

    def __init__(self, programme: Programme, address: str) -> None:
        self.programme = programme
        self.address = address

    def whole(self) -> Data:
        site = self.programme.site
        return {
            "$schema": self.address + SCHEMA_ADDRESS,
            "name": site.name,
            "address": self.address + "/",
            "language": site.language,
            "timezone": site.timezone,
            "groups": [self.group(group) for group in self.programme.groups],
            "meetings": [self.meeting(meeting) for meeting in self.programme.meetings],
        }

    def group(self, group: Group) -> Data:
        return {
            "slug": group.slug,
            "name": group.name,
            "address": self.address + group.address,
            "calendar": f"{self.address}{group.address}calendar.ics",
            "parent": group.parent,
            "closed": _iso(group.closed),
        }

    def meeting(self, meeting: Meeting) -> Data:
        return {
            "uid": meeting.uid,
            "title": meeting.title,
            "language": meeting.lang,
            "address": self.address + meeting.address,
            "calendar": self.address + meeting.file_address,
            "translations": [
                {
                    "language": text.lang,
                    "title": text.title,
                    "address": self.address + meeting.address_in(text.lang),
                }
                for text in meeting.translations
            ],
            "groups": [group.slug for group in meeting.groups],
            "type": meeting.type,
            "when": _when(meeting.when),
            "status": meeting.status,
            "notice": meeting.notice,
            "replaced_by": self.replacement(meeting),
            "place": _facts(meeting.place, "name", "address", "room"),
            "online": _facts(meeting.online, "address", "note"),
            "contact": _contact(meeting.contact),
            "agenda": [_item(item) for item in meeting.agenda],
            "speakers": [_speaker(speaker) for speaker in meeting.speakers],
            "documents": [self.document(document) for document in meeting.documents],
            "registration": self.registration(meeting),
            "tags": list(meeting.tags),
            "revision": {
                "created": _instant(meeting.revision.created),
                "modified": _instant(meeting.revision.modified),
                "sequence": meeting.revision.sequence,
            },
        }

    def replacement(self, meeting: Meeting) -> str | None:
        if meeting.replaced_by is None:
            return None
        return self.address + self.programme.meeting(meeting.replaced_by).address

    def document(self, document: Document) -> Data:
        return {
            "title": document.title,
            "role": document.role.key,
            "address": document.address if document.external else self.address + document.address,
            "media_type": None if document.external else document.media_type,
            "size": document.size,
            "sha256": document.sha256 or None,
            "pages": document.pages,
            "date": _iso(document.date),
            "language": document.lang,
            "version": document.version,
        }

    def registration(self, meeting: Meeting) -> Data | None:
        registration = meeting.registration
        if registration is None:
            return None
        return {
            "address": registration.address(meeting.facts(self.address)),
            "opens": _iso(registration.opens),
            "closes": _iso(registration.closes),
            "full": any(state == "full" for _, state in registration.timeline),
            "waiting_list": registration.waiting_list,
            "note": registration.note,
        }


def _facts(thing: object, *names: str) -> Data | None:
    return None if thing is None else {name: getattr(thing, name) for name in names}


def _contact(contact: Contact | None) -> Data | None:
    return _facts(contact, "name", "email", "phone")


def _speaker(speaker: Speaker) -> Data | None:
    return _facts(speaker, "name", "organisation", "topic")


def _item(item: AgendaItem) -> Data:
    return {
        "day": _iso(item.day),
        "time": f"{item.time:%H:%M}",
        "title": item.title,
        "speaker": item.speaker,
    }


def _when(when: When) -> Data:
    return {
        "start": _wall(when.start),
        "end": _wall(when.end),
        "timezone": when.zone_name,
        "all_day": when.all_day,
        "begins": _instant(when.begins),
        "ends": _instant(when.ends),
    }


def _wall(moment: date | datetime) -> str:
    return (moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment).isoformat()


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


# ---- The schema ----------------------------------------------------------------------------------

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = "[0-9]{2}:[0-9]{2}"


def _text(description: str, **rules: Any) -> Data:
    return {"type": "string", "description": description, **rules}


def _address(description: str) -> Data:
    return _text(description, format="uri", pattern="^https?://")


def _matching(pattern: str, description: str) -> Data:
    return _text(description, pattern=f"^{pattern}$")


def _utc(description: str) -> Data:
    return _text(description, format="date-time", pattern=f"^{_DAY}T{_CLOCK}:[0-9]{{2}}Z$")


def _number(description: str) -> Data:
    return {"type": "integer", "minimum": 0, "description": description}


def _flag(description: str) -> Data:
    return {"type": "boolean", "description": description}


def _or_null(rules: Data) -> Data:
    return {**rules, "type": [rules["type"], "null"]}


def _list(description: str, items: Data) -> Data:
    return {"type": "array", "description": description, "items": items}


def _object(description: str, **properties: Data) -> Data:
    """Exactly these fields: one that comes or goes in the data alone fails its test."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_SLUG = _matching(SLUG, "Name of the group in its address")
_LANGUAGE = _text("Language, as in BCP 47")
_DEADLINE = f"{_DAY}(T{_CLOCK}:[0-9]{{2}}[+-]{_CLOCK})?"

_WHEN = _object(
    "From when to when, on the wall and as instants",
    start=_matching(f"{_DAY}(T{_CLOCK}:[0-9]{{2}})?", "Wall time, or the first day alone"),
    end=_matching(f"{_DAY}(T{_CLOCK}:[0-9]{{2}})?", "Wall time, or the last day (inclusive)"),
    timezone=_text("IANA name of the zone of the wall times and days"),
    all_day=_flag("Whether only days are known"),
    begins=_utc("The first instant"),
    ends=_utc("The first instant after it"),
)
_MEETING = _object(
    "A meeting",
    uid=_text("Never changes; the UID of the calendar entry"),
    title=_text("Title of the meeting"),
    language=_LANGUAGE,
    address=_address("Its page"),
    calendar=_address("The meeting as a calendar file"),
    translations=_list(
        "Its other languages",
        _object(
            "The meeting in one of them",
            language=_LANGUAGE,
            title=_text("Title in it"),
            address=_address("Its page in it"),
        ),
    ),
    groups=_list("Groups that hold it", _SLUG),
    type=_or_null(_text("Type of meeting, a key of the site")),
    when=_WHEN,
    status=_text("Whether it will be held", enum=list(get_args(Status))),
    notice=_or_null(_text("Why it will not be held, or what to know")),
    replaced_by=_or_null(_address("The meeting held instead")),
    place=_or_null(
        _object(
            "Where it is",
            name=_text("Who hosts, or the name of the building"),
            address=_or_null(_text("Street, postal code, town")),
            room=_or_null(_text("Room or floor")),
        )
    ),
    online=_or_null(
        _object(
            "How to join from elsewhere",
            address=_or_null(_address("Address of the call, where it is public")),
            note=_or_null(_text("How to get the link otherwise")),
        )
    ),
    contact=_or_null(
        _object(
            "Whom to ask",
            name=_text("Person or role"),
            email=_or_null(_text("Mail address")),
            phone=_or_null(_text("Telephone")),
        )
    ),
    agenda=_list(
        "Items in their order",
        _object(
            "An item",
            day=_matching(_DAY, "Its day"),
            time=_matching(_CLOCK, "Wall time of its beginning"),
            title=_text("What it is"),
            speaker=_or_null(_text("Who leads it")),
        ),
    ),
    speakers=_list(
        "Who speaks",
        _object(
            "A speaker",
            name=_text("Person or role"),
            organisation=_or_null(_text("For whom they speak")),
            topic=_or_null(_text("On what")),
        ),
    ),
    documents=_list(
        "Its papers",
        _object(
            "A document",
            title=_text("Title"),
            role=_text("What it is for", enum=[role.key for role in ROLES]),
            address=_address("Where it lies"),
            media_type=_or_null(_text("Media type; null where it lies elsewhere")),
            size=_or_null(_number("Bytes")),
            sha256=_or_null(_matching("[0-9a-f]{64}", "Digest of its bytes")),
            pages=_or_null(_number("Pages")),
            date=_or_null(_matching(_DAY, "Its date")),
            language=_or_null(_LANGUAGE),
            version=_or_null(_text("Its version, where it replaces another")),
        ),
    ),
    registration=_or_null(
        _object(
            "How to register",
            address=_address("The form"),
            opens=_or_null(_matching(_DEADLINE, "From when; a day alone from its beginning")),
            closes=_matching(_DEADLINE, "Until when; a day alone to its end"),
            full=_flag("Whether all places are taken"),
            waiting_list=_or_null(_address("Form of the waiting list")),
            note=_or_null(_text("What to know before")),
        )
    ),
    tags=_list("Topics", _text("A topic")),
    revision=_object(
        "From the history of the site",
        created=_utc("When it was first announced"),
        modified=_utc("When it last changed"),
        sequence=_number("How often its time, place or status changed"),
    ),
)
_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Meetings of working groups",
    **_object(
        "The programme of a site: every meeting, by its beginning",
        **{"$schema": _address("This schema")},
        name=_text("Name of the network"),
        address=_address("The site"),
        language=_LANGUAGE,
        timezone=_text("IANA name of the site's own zone"),
        groups=_list(
            "The groups, by name",
            _object(
                "A group",
                slug=_SLUG,
                name=_text("Name of the group"),
                address=_address("Its page"),
                calendar=_address("Its calendar feed"),
                parent=_or_null(_SLUG),
                closed=_or_null(_matching(_DAY, "The day it closed")),
            ),
        ),
        meetings=_list("The meetings, by their beginning", _MEETING),
    ),
}
