"""A meeting: one event of one or more groups; one folder, one page, one calendar entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property

from .documents import Document
from .group import Contact, Group
from .maps import map_address
from .prose import Prose
from .registration import Registration
from .story import NO_COMMIT, Revision
from .times import Timeline, When, state_at


@dataclass(frozen=True)
class Place:
    """Where people meet: a host or building, its street address, the room."""

    name: str
    address: str | None = None
    room: str | None = None

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.room, self.address) if part)

    @property
    def on_map(self) -> str:
        """Where a map on the web looks its street address up; empty where none is known."""
        return map_address(self.address) if self.address else ""


@dataclass(frozen=True)
class Online:
    """How to join from elsewhere: an address that may be public, or a note on how to get it."""

    address: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Speaker:
    """Who speaks, for whom, on what."""

    name: str
    organisation: str | None = None
    topic: str | None = None


@dataclass(frozen=True)
class AgendaItem:
    """One item of the agenda, at a wall time of the meeting's zone."""

    day: date
    time: time
    title: str
    speaker: str | None = None


@dataclass(frozen=True)
class Translation:
    """What a meeting says in one language; `lent` names what it has from the `lender`'s."""

    lang: str
    title: str
    body: Prose
    notice: str | None = None
    agenda: tuple[AgendaItem, ...] = ()
    lender: str = ""
    lent: frozenset[str] = frozenset()

    def over(self, original: Translation) -> Translation:
        """The same, with the notice and the agenda of the original where it has none."""
        own = {"notice": self.notice, "agenda": self.agenda}
        return replace(
            self,
            notice=self.notice or original.notice,
            agenda=self.agenda or original.agenda,
            lender=original.lang,
            lent=frozenset(name for name, said in own.items() if not said),
        )

    def language_of(self, part: str) -> str:
        """The language of its `notice` or `agenda`."""
        return self.lender if part in self.lent else self.lang


@dataclass(frozen=True)
class Meeting:
    """A meeting, whole and valid. `slug` is its folder's name; `body`, `title` and so on are in
    `lang`, the other languages in `translations`. `source` is its file as the editor knows it."""

    slug: str
    uid: str
    title: str
    groups: tuple[Group, ...]
    when: When
    lang: str
    body: Prose
    source: str
    type: str | None = None
    status: str = "confirmed"
    notice: str | None = None
    replaced_by: str | None = None
    place: Place | None = None
    online: Online | None = None
    contact: Contact | None = None
    speakers: tuple[Speaker, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    registration: Registration | None = None
    documents: tuple[Document, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    draft: bool = False
    translations: tuple[Translation, ...] = ()
    revision: Revision = NO_COMMIT

    @property
    def address(self) -> str:
        """The way to its page from the site's root."""
        return meeting_address(self.slug)

    @property
    def file_address(self) -> str:
        """The way to its own calendar file."""
        return f"{self.address}meeting.ics"

    @property
    def year(self) -> int:
        return self.when.first_day.year

    @property
    def is_joint(self) -> bool:
        """Whether several groups hold it."""
        return len(self.groups) > 1

    @property
    def cancelled(self) -> bool:
        return self.status == "cancelled"

    @property
    def postponed(self) -> bool:
        return self.status == "postponed"

    @property
    def tentative(self) -> bool:
        return self.status == "tentative"

    @property
    def happens(self) -> bool:
        """Whether people will meet at that time, as far as is known."""
        return not (self.cancelled or self.postponed)

    @property
    def save_the_date(self) -> bool:
        """Whether only its days are known, and those not for certain."""
        return self.tentative and self.when.all_day

    @property
    def standing(self) -> str:
        """What a reader must hear of its status: nothing of one that is confirmed."""
        if self.save_the_date:
            return "save-the-date"
        return "" if self.status == "confirmed" else self.status

    @property
    def outcome_first(self) -> tuple[Document, ...]:
        """Its documents as people look for them once it is over: first what came of it."""
        return tuple(sorted(self.documents, key=lambda document: not document.role.of_outcome))

    @property
    def has_minutes(self) -> bool:
        return any(document.role.key == "minutes" for document in self.documents)

    @cached_property
    def timeline(self) -> Timeline:
        """upcoming, now, past."""
        return ((None, "upcoming"), (self.when.begins, "now"), (self.when.ends, "past"))

    def phase(self, now: datetime) -> str:
        """What of its timeline holds at an instant (UTC)."""
        return state_at(self.timeline, now)

    @cached_property
    def original(self) -> Translation:
        """What it says in its own language."""
        return Translation(self.lang, self.title, self.body, self.notice, self.agenda)

    @cached_property
    def texts(self) -> tuple[Translation, ...]:
        """What it says, in its own language first; no language leaves out why or what happens."""
        original = self.original
        return (original, *(each.over(original) for each in self.translations))

    def text_in(self, lang: str) -> Translation:
        """What it says in a language; in its own where it has nothing in that."""
        return next((text for text in self.texts if text.lang == lang), self.original)

    def address_in(self, lang: str) -> str:
        """The way to its page in one of its languages."""
        return self.address if lang == self.lang else f"/{lang}{self.address}"

    def facts(self, site_address: str) -> Mapping[str, str | date]:
        """What a form may be filled with; see registration.FACTS."""
        timed = not self.when.all_day
        return {
            "title": self.title,
            "date": self.when.first_day,
            "start": f"{self.when.start:%H:%M}" if timed else "",
            "end": f"{self.when.end:%H:%M}" if timed else "",
            "group": ", ".join(group.name for group in self.groups),
            "place": str(self.place or ""),
            "page": site_address + self.address,
            "uid": self.uid,
        }


def meeting_address(slug: str) -> str:
    """The address of the meeting in this folder."""
    return f"/meetings/{slug}/"
