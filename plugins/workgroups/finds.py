"""Finds: everything that search can lead to, with the words by which it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from heapq import merge
from html import unescape
from itertools import islice
from operator import itemgetter

from .document_text import tidy
from .documents import Document
from .group import Contact, Group
from .meeting import Meeting, Translation
from .page import Page
from .programme import Programme
from .prose import Prose
from .site import Site
from .tags import pieces, values
from .wording import Wording


@dataclass(frozen=True)
class Way:
    """The meeting or group that a document belongs to, in one of its languages."""

    lang: str
    title: str
    address: str


@dataclass(frozen=True)
class Find:
    """A meeting in one language, a document, a group or a page.

    `kind` is one of these, of a document its role. `names` are people, places and topics, `besides`
    what is shown otherwise: groups, the day, of a document its meeting. `text` is that of the page,
    or what stands `inside` a document. `groups` are slugs.
    """

    kind: str
    title: str
    lang: str
    address: str
    names: str = ""
    besides: str = ""
    text: str = ""
    inside: bool = False
    groups: tuple[str, ...] = ()
    day: date | None = None
    standing: str = ""
    label: str = ""
    of: tuple[Way, ...] = ()


_Maker = tuple[date, Callable[[], Find]]
"""The day of a find, and what makes it."""


@dataclass(frozen=True)
class Finds:
    """All there is to find in a programme; `text_of` gives the words inside a document."""

    programme: Programme
    text_of: Callable[[Document], str]
    wordings: Mapping[str, Wording]

    def __iter__(self) -> Iterator[Find]:
        """Pages, then what has a day, the oldest first, then groups: the last are the foremost.

        A meeting comes behind its documents.
        """
        return self.between(0, None)

    def between(self, first: int, end: int | None) -> Iterator[Find]:
        """Those from one number on, before another; the others are not even made."""
        return (make() for _, make in islice(self._makers(), first, end))

    def __len__(self) -> int:
        return sum(1 for _ in self._makers())

    def _makers(self) -> Iterator[_Maker]:
        yield from ((date.min, partial(_page, page)) for page in self.programme.pages)
        papers = sorted(self._of_groups(), key=itemgetter(0))
        # One after the other: together, the texts may be more than fits into memory.
        yield from merge(self._of_meetings(), papers, key=itemgetter(0))
        yield from ((date.max, partial(_group, group)) for group in self.programme.groups)

    def _of_meetings(self) -> Iterator[_Maker]:
        for meeting in self.programme.meetings:
            day = meeting.when.first_day
            ways = tuple(Way(t.lang, t.title, meeting.address_in(t.lang)) for t in meeting.texts)
            for document in reversed(meeting.documents):
                yield day, partial(self._paper, document, ways, meeting.groups, meeting)
            for text in reversed(meeting.texts):
                yield day, partial(self._meeting, meeting, text)

    def of_texts(self, meeting: Meeting) -> Iterator[Find]:
        """A meeting in each of its languages."""
        for text in reversed(meeting.texts):
            yield self._meeting(meeting, text)

    def _of_groups(self) -> Iterator[_Maker]:
        for group in self.programme.groups:
            way = Way(group.lang, group.name, group.address)
            for document in reversed(group.documents):
                day = document.date or date.min
                yield day, partial(self._paper, document, (way,), (group,))

    def _meeting(self, meeting: Meeting, text: Translation) -> Find:
        agenda = [item.title for item in text.agenda]
        topics = [speaker.topic for speaker in meeting.speakers]
        return Find(
            "meeting",
            text.title,
            text.lang,
            meeting.address_in(text.lang),
            names=_row(_names(meeting, text)),
            besides=_row(self._besides(meeting, text.lang)),
            text=_joined([_words(text.body), text.notice, *agenda, *topics]),
            groups=tuple(group.slug for group in meeting.groups),
            day=meeting.when.first_day,
            standing=meeting.standing,
        )

    def _besides(self, meeting: Meeting, lang: str) -> Iterator[str | None]:
        yield from (group.name for group in meeting.groups)
        yield from (group.short for group in meeting.groups)
        yield _type(self.programme.site, meeting, lang)
        yield self._day(meeting.when.first_day, lang)

    def _paper(
        self,
        document: Document,
        of: tuple[Way, ...],
        groups: tuple[Group, ...],
        meeting: Meeting | None = None,
    ) -> Find:
        lang = document.lang or of[0].lang
        day = meeting.when.first_day if meeting else document.date
        names = [way.title for way in of] + [group.name for group in groups]
        return Find(
            document.role.key,
            document.title,
            lang,
            document.address,
            besides=_row([*names, document.download_name, self._day(day, lang)]),
            text=self.text_of(document),
            inside=True,
            groups=tuple(group.slug for group in groups),
            day=day,
            label=document.label or document.host,
            of=of,
        )

    def _day(self, day: date | None, lang: str) -> str:
        """A day in words, so that somebody who remembers the month finds the meeting."""
        words = self.wordings.get(lang)
        return words.plain_date(day) if words and day else ""


def _names(meeting: Meeting, text: Translation) -> Iterator[str | None]:
    for speaker in meeting.speakers:
        yield from (speaker.name, speaker.organisation)
    yield from (item.speaker for item in text.agenda)
    yield str(meeting.place or "")
    yield from _person(meeting.contact)
    yield from meeting.tags


def _group(group: Group) -> Find:
    chairs = [part for chair in group.chairs for part in (chair.name, chair.organisation)]
    return Find(
        "group",
        group.name,
        group.lang,
        group.address,
        names=_row([group.short, *chairs, *_person(group.contact)]),
        text=_joined([_words(group.mission), *(link.title for link in group.links)]),
        groups=(group.slug,),
    )


def _page(page: Page) -> Find:
    text = _joined([page.summary, _words(page.body)])
    return Find("page", page.title, page.lang, page.address, text=text)


def _person(contact: Contact | None) -> tuple[str | None, ...]:
    return (contact.name, contact.email) if contact else ()


def _type(site: Site, meeting: Meeting, lang: str) -> str | None:
    return site.meeting_types[meeting.type].get(lang) if meeting.type else None


def _row(names: Iterable[str | None]) -> str:
    """Names as they can be shown; each once."""
    return " · ".join(dict.fromkeys(name for name in names if name))


def _joined(parts: Iterable[str | None]) -> str:
    return " ".join(part for part in parts if part)


def _words(prose: Prose) -> str:
    """The words of our own HTML; what is no part of a line parts them."""
    found = []
    for _, tag, written, text in pieces(prose.html):
        found.append(unescape(text) if text else "" if tag in _WITHIN_WORDS else " ")
        if tag == "img":
            found.append(values(written).get("alt", ""))
    return tidy("".join(found))


_WITHIN_WORDS = set(
    """
    a abbr b bdi cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u var
    wbr
    """.split()  # noqa: SIM905  Names in rows are easier to read than one a line.
)
