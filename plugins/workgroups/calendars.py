"""Calendars: the programme as RFC 5545 text, for people to subscribe to and to save."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from icalendar import Calendar, Event, vText

from . import timezones
from .addresses import old_address
from .documents import Document
from .group import Contact, Group
from .meeting import Meeting, Speaker, meeting_address
from .parts import Memo
from .plain import plain_text
from .programme import Programme
from .site import Site
from .times import When, instant, zone
from .wording import Wording

PRODUCT = "-//workgroups//workgroups-site//EN"

LARGEST = 900_000
"""Bytes of a feed; Google refuses one above a megabyte."""

_REFRESH = "PT6H"
_LINE = 74
_END = b"END:VCALENDAR\r\n"
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Feed:
    """A calendar that people subscribe to; `address` is the way to it from the site's root.

    Without a `group` or a `type` of meetings it is that of the whole site; an `archive` holds
    every meeting there has been. The same file answers at its `old_addresses`.
    """

    address: str
    name: str
    meetings: tuple[Meeting, ...]
    group: Group | None = None
    type: str | None = None
    archive: bool = False
    old_addresses: tuple[str, ...] = ()

    @property
    def is_offered(self) -> bool:
        """Whether pages lead to it; one of a type that nothing is of only goes on answering."""
        return self.type is None or bool(self.meetings)


def feeds(programme: Programme, now: datetime, words: Wording) -> tuple[Feed, ...]:
    """Two feeds for the site and two for each group, the window and everything; one for each type.

    The window begins on 1 January of last year, by the clock of the site: long enough that few
    feeds are empty, short enough for calendars that refuse large ones. `now` is aware;
    `words` are those of the site's own language.
    """
    site = programme.site
    this_year = now.astimezone(zone(site.timezone)).year
    first = instant(date(this_year - 1, 1, 1), site.timezone)

    def of(group: Group | None, name: str, archive: bool) -> Feed:
        every = programme.meetings_of(group)
        file = "calendar-archive.ics" if archive else "calendar.ics"
        return Feed(
            address=(group.address if group else "/") + file,
            name=f"{name}: {words.t('calendar.archive')}" if archive else name,
            meetings=every if archive else _since(first, every),
            group=group,
            archive=archive,
            old_addresses=old_addresses(group, file) if group else (),
        )

    found = []
    for group in (None, *programme.groups):
        name = f"{group.name} ({site.name})" if group else site.name
        found += [of(group, name, archive=False), of(group, name, archive=True)]
    for kind, labels in site.meeting_types.items():
        # Without a meeting too: an address that someone has answers when the last changes its type.
        every = (meeting for meeting in programme.meetings if meeting.type == kind)
        name = f"{labels[words.lang]} ({site.name})"
        found.append(Feed(f"/types/{kind}/calendar.ics", name, _since(first, every), type=kind))
    return tuple(found)


def _since(first: datetime, meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    return tuple(meeting for meeting in meetings if meeting.when.ends > first)


def old_addresses(thing: Group | Meeting, file: str) -> tuple[str, ...]:
    """Where the file of a group or meeting lay when its folder had another name."""
    folder = thing.address[: thing.address.index("/", 1) + 1]
    old = re.compile(rf"{folder}[^/]+/")
    return tuple(alias + file for alias in map(old_address, thing.aliases) if old.fullmatch(alias))


@dataclass(frozen=True)
class Calendars:
    """Writes the calendars of one build; a meeting is written once for all that hold it.

    `address` is the site's whole address without a slash at the end; `words` are those of
    each of its languages. `memo` has the meetings that are written already, by slug; without it,
    each is written as often as it is wanted.
    """

    site: Site
    address: str
    words: Mapping[str, Wording]
    memo: Memo | None = field(default=None, repr=False, compare=False)

    def feed(self, feed: Feed) -> bytes:
        """The feed as a file."""
        head = _head()
        name = _text(feed.name)
        head.add("NAME", name)
        head.add("X-WR-CALNAME", name)
        head.add("SOURCE", self.address + feed.address, {"VALUE": "URI"})
        head.add("REFRESH-INTERVAL", vText(_REFRESH), {"VALUE": "DURATION"})
        head.add("X-PUBLISHED-TTL", vText(_REFRESH))
        return self._file(_beginning(head), feed.meetings)

    def meeting_file(self, meeting: Meeting) -> bytes:
        """The meeting alone; without a name, of which Outlook would make a calendar of its own."""
        return self._file(_beginning_alone(), (meeting,))

    def _file(self, beginning: bytes, meetings: Iterable[Meeting]) -> bytes:
        ordered = sorted(meetings, key=lambda m: (m.when.begins, m.uid))
        zones = sorted({name for meeting in ordered if (name := _zone_name(meeting.when))})
        if not ordered:  # A calendar must hold a component of some kind (RFC 5545, 3.6).
            zones = [self.site.timezone]
        return b"".join(
            (
                beginning,
                *map(_vtimezone, zones),
                *map(self._event, ordered),
                _END,
            )
        )

    def summary(self, meeting: Meeting) -> str:
        """The title; some calendars hide STATUS, so that it says that as well."""
        if meeting.happens:
            return meeting.title
        return self._words(meeting).t(f"calendar.{meeting.status}", title=meeting.title)

    def location(self, meeting: Meeting) -> str:
        """A place, for programs look it up on a map; else that it is online, or nothing."""
        if meeting.place:
            return str(meeting.place)
        return self._words(meeting).t("calendar.online") if meeting.online else ""

    def paragraphs(self, meeting: Meeting) -> tuple[str, ...]:
        """What a calendar says of it, the news first and the address of its page last."""
        return tuple(filter(None, self._paragraphs(meeting)))

    def _event(self, meeting: Meeting) -> bytes:
        def write() -> bytes:
            return _written(self._component(meeting))

        return self.memo.recall(meeting.slug, write) if self.memo else write()

    def _component(self, meeting: Meeting) -> Event:
        event = Event()
        event.add("UID", meeting.uid)
        event.add("DTSTAMP", meeting.revision.modified)
        event.add("LAST-MODIFIED", meeting.revision.modified)
        event.add("CREATED", meeting.revision.created)
        event.add("SEQUENCE", meeting.revision.sequence)
        _add_when(event, meeting.when)
        event.add("STATUS", _status(meeting))
        free = meeting.save_the_date or not meeting.happens
        event.add("TRANSP", "TRANSPARENT" if free else "OPAQUE")
        event.add("SUMMARY", _text(self.summary(meeting)))
        event.add("DESCRIPTION", _text("\n\n".join(self.paragraphs(meeting))))
        event.add("CATEGORIES", [_text(label) for label in self._categories(meeting)])
        event.add("URL", self.address + meeting.address)
        self._add_where(event, meeting)
        for document in meeting.documents:
            event.add("ATTACH", self._whole(document), {"FMTTYPE": document.media_type})
        if meeting.contact:
            self._add_contact(event, meeting.contact)
        return event

    def _add_contact(self, event: Event, contact: Contact) -> None:
        """CONTACT is for people; ORGANIZER takes a mailbox or nothing."""
        known = filter(None, (contact.name, contact.email, contact.phone))
        event.add("CONTACT", _text(", ".join(known)))
        if contact.email:
            event.add("ORGANIZER", f"mailto:{contact.email}", {"CN": _text(contact.name)})

    def _add_where(self, event: Event, meeting: Meeting) -> None:
        """Where people meet; the way online has a property of its own too."""
        if location := self.location(meeting):
            event.add("LOCATION", _text(location))
        if meeting.online and meeting.online.address and meeting.happens:
            event.add("CONFERENCE", meeting.online.address, {"VALUE": "URI", "FEATURE": "VIDEO"})

    def _paragraphs(self, meeting: Meeting) -> Iterator[str | None]:
        """DESCRIPTION, the news first; the page comes last, for Google does not show URL."""
        t, page = self._words(meeting).t, self.address + meeting.address
        yield meeting.notice
        yield "\n".join(self._ways(meeting, page))
        yield plain_text(meeting.body.html, page)
        yield _listed(t("calendar.agenda"), _agenda(meeting))
        yield _listed(t("calendar.speakers"), map(_speaker, meeting.speakers))
        documents = (f"{document.title}: {self._whole(document)}" for document in meeting.documents)
        yield _listed(t("calendar.documents"), documents)
        yield page

    def _ways(self, meeting: Meeting, page: str) -> Iterator[str]:
        """How to take part; of a form only the page knows whether it is still open."""
        words = self._words(meeting)
        if meeting.replaced_by:
            instead = self.address + meeting_address(meeting.replaced_by)
            yield words.t("calendar.instead", address=instead)
        if not meeting.happens:
            return
        if meeting.online:
            way = filter(None, (meeting.online.address, meeting.online.note))
            yield f"{words.t('calendar.online')}: " + "\n".join(way)
        if meeting.registration:
            until = words.moment(meeting.registration.closes, meeting.when)
            yield words.t("calendar.register", until=until, address=page)

    def _categories(self, meeting: Meeting) -> Iterator[str]:
        yield from (group.label for group in meeting.groups)
        if meeting.type:
            yield self.site.meeting_types[meeting.type][meeting.lang]

    def _whole(self, document: Document) -> str:
        """The whole address of a document."""
        return document.address if document.external else self.address + document.address

    def _words(self, meeting: Meeting) -> Wording:
        return self.words[meeting.lang]


def _head() -> Calendar:
    """A calendar without METHOD: that would make an invitation of it."""
    head = Calendar()
    head.add("VERSION", "2.0")
    head.add("PRODID", PRODUCT)
    head.add("CALSCALE", "GREGORIAN")
    return head


def _beginning(head: Calendar) -> bytes:
    """A calendar up to its first component."""
    written: bytes = head.to_ical()
    return written.removesuffix(_END)


@cache
def _beginning_alone() -> bytes:
    return _beginning(_head())


def _zone_name(when: When) -> str | None:
    """The TZID of its times; None for days, and for times that are written in UTC."""
    if when.all_day or when.zone_name in ("UTC", "Etc/UTC"):
        return None
    return when.zone_name if timezones.holds(when.zone_name, when.begins) else None


@cache
def _vtimezone(name: str) -> bytes:
    rules = timezones.rules(name)
    written: bytes = rules.vtimezone().to_ical() if rules else b""
    return written


def _add_when(event: Event, when: When) -> None:
    """DTSTART and DTEND; the end of a calendar's day is the day after it."""
    if when.all_day:
        event.add("DTSTART", when.first_day)
        event.add("DTEND", when.last_day + timedelta(days=1))
    elif name := _zone_name(when):
        # Wall times and the name of the zone; given aware ones the library writes its own guess.
        for key, moment in (("DTSTART", when.begins), ("DTEND", when.ends)):
            wall = moment.astimezone(zone(name)).replace(tzinfo=None)
            event.add(key, wall, {"TZID": name})
    else:
        event.add("DTSTART", when.begins)
        event.add("DTEND", when.ends)


def _status(meeting: Meeting) -> str:
    if meeting.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if meeting.tentative or meeting.postponed else "CONFIRMED"


def _agenda(meeting: Meeting) -> Iterator[str]:
    """The items; in a meeting of several days each with its day."""
    for item in meeting.agenda:
        day = "" if meeting.when.one_day else f"{item.day} "
        speaker = f" ({item.speaker})" if item.speaker else ""
        yield f"{day}{item.time:%H:%M} {item.title}{speaker}"


def _speaker(speaker: Speaker) -> str:
    return ", ".join(filter(None, (speaker.name, speaker.organisation, speaker.topic)))


def _written(event: Event) -> bytes:
    """The event as its library writes it, which folds sign by sign: half of all its work."""
    lines = (line.encode() for line in event.content_lines())
    return b"".join(folded(line) + b"\r\n" for line in lines if line)


def folded(line: bytes) -> bytes:
    """A line of UTF-8 on as many as are shorter than 75 octets (RFC 5545, 3.1).

    No character is parted, and nothing that is escaped from the sign before it.
    """
    parts, start = [], 0
    while len(line) - start > _LINE:
        end = start + _LINE
        while line[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        end -= line[end - 1] in b"\\^"
        parts.append(line[start:end])
        start = end
    return b"\r\n ".join((*parts, line[start:]))


def _listed(heading: str, lines: Iterable[str]) -> str:
    """The lines under their heading; nothing where there are none."""
    listed = "\n".join(lines)
    return f"{heading}\n{listed}" if listed else ""


class _Text(vText):
    """TEXT that comes back as it was: the library writes a backslash before N as a line break."""

    def to_ical(self) -> bytes:
        return rb"\\N".join(vText(part).to_ical() for part in self.split(r"\N"))


def _text(text: str) -> vText:
    """The text without what readers take for the end of a line, or for the end of the file."""
    return _Text(_CONTROLS.sub("", _BREAKS.sub("\n", text)))
