"""Calendars: the programme as RFC 5545 text, for people to subscribe to and to save."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from . import timezones
from .addresses import old_address
from .documents import Document
from .group import Contact, Group
from .meeting import Meeting, Speaker, meeting_address
from .parts import Former, Memo
from .plain import plain_text
from .programme import Programme
from .properties import day, moment, parameters, text, wall, written
from .site import Site
from .times import When, instant, zone
from .wording import Wording

PRODUCT = "-//workgroups//workgroups-site//EN"

LARGEST = 900_000
"""Bytes of a feed; Google refuses one above a megabyte."""

_REFRESH = "PT6H"
_HEAD = "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"
"""Without METHOD: that would make an invitation of it."""

_FEW = 10
"""Edited meetings that are sought in a feed; with more, it is put together anew."""

_END = b"END:VCALENDAR\r\n"


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
        former = self.memo and self.memo.former
        if former and len(former.edited) <= _FEW:
            return self._edited(former.file(feed.address), former)
        name = text(feed.name)
        return self._file(
            feed.meetings,
            f"NAME:{name}",
            f"X-WR-CALNAME:{name}",
            f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}",
            f"SOURCE;VALUE=URI:{self.address}{feed.address}",
            f"X-PUBLISHED-TTL:{_REFRESH}",
        )

    def _edited(self, file: bytes, former: Former) -> bytes:
        """The file of a feed where only texts of meetings were edited."""
        for _, meeting in former.edited:
            file = file.replace(former.made(meeting.slug), self._event(meeting))
        return file

    def meeting_file(self, meeting: Meeting) -> bytes:
        """The meeting alone; without a name, of which Outlook would make a calendar of its own."""
        return self._file((meeting,))

    def _file(self, meetings: Iterable[Meeting], *head: str) -> bytes:
        ordered = sorted(meetings, key=lambda m: (m.when.begins, m.uid))
        zones = sorted({name for meeting in ordered if (name := _zone_name(meeting.when))})
        if not ordered:  # A calendar must hold a component of some kind (RFC 5545, 3.6).
            zones = [self.site.timezone]
        return b"".join(
            (
                written((*_HEAD, *head)),
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
            return written(self._lines(meeting))

        return self.memo.recall(meeting.slug, write) if self.memo else write()

    def _lines(self, meeting: Meeting) -> Iterator[str]:
        """The entry, in the order in which icalendar has its properties."""
        modified = moment(meeting.revision.modified)
        yield "BEGIN:VEVENT"
        yield "SUMMARY:" + text(self.summary(meeting))
        yield from _span(meeting.when)
        yield "DTSTAMP:" + modified
        yield "UID:" + text(meeting.uid)
        yield f"SEQUENCE:{meeting.revision.sequence}"
        for document in meeting.documents:
            yield f"ATTACH{parameters(FMTTYPE=document.media_type)}:{self._whole(document)}"
        yield "CATEGORIES:" + ",".join(map(text, self._categories(meeting)))
        if meeting.online and meeting.online.address and meeting.happens:
            yield "CONFERENCE;FEATURE=VIDEO;VALUE=URI:" + meeting.online.address
        if meeting.contact:
            yield "CONTACT:" + _whom(meeting.contact)
        yield "CREATED:" + moment(meeting.revision.created)
        yield "DESCRIPTION:" + text("\n\n".join(self.paragraphs(meeting)))
        yield "LAST-MODIFIED:" + modified
        if location := self.location(meeting):
            yield "LOCATION:" + text(location)
        if meeting.contact and meeting.contact.email:
            # A mailbox or nothing: whoever has none is in CONTACT, which is for people.
            name = parameters(CN=meeting.contact.name)
            yield f"ORGANIZER{name}:mailto:{meeting.contact.email}"
        yield "STATUS:" + _status(meeting)
        free = meeting.save_the_date or not meeting.happens
        yield "TRANSP:" + ("TRANSPARENT" if free else "OPAQUE")
        yield f"URL:{self.address}{meeting.address}"
        yield "END:VEVENT"

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


def _span(when: When) -> Iterator[str]:
    """DTSTART and DTEND; the end of a calendar's day is the day after it."""
    if not isinstance(when.start, datetime) or not isinstance(when.end, datetime):
        yield "DTSTART;VALUE=DATE:" + day(when.first_day)
        yield "DTEND;VALUE=DATE:" + day(when.last_day + timedelta(days=1))
    elif name := _zone_name(when):
        yield f"DTSTART;TZID={name}:{wall(when.start)}"
        yield f"DTEND;TZID={name}:{wall(when.end)}"
    else:
        yield "DTSTART:" + moment(when.begins)
        yield "DTEND:" + moment(when.ends)


def _whom(contact: Contact) -> str:
    return text(", ".join(filter(None, (contact.name, contact.email, contact.phone))))


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


def _listed(heading: str, lines: Iterable[str]) -> str:
    """The lines under their heading; nothing where there are none."""
    listed = "\n".join(lines)
    return f"{heading}\n{listed}" if listed else ""
