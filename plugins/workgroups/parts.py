"""Parts: what of a meeting often changes alone, and who looks at it.

A meeting keeps its place in lists, feeds and addresses when its text is edited. So its texts, and
the moment of its last change, lie beside the meetings under keys: what has looked at one of them is
made again when it changes, and nothing else is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from .meeting import Meeting
from .programme import Programme
from .prose import Prose
from .story import Revision

Part = str | datetime
"""The HTML of a text, or the instant (UTC) of a meeting's newest commit."""


class Parts:
    """The parts by key. `seen` are the keys of those that were looked at since it was emptied."""

    def __init__(self, find: Callable[[str], Part] | None = None) -> None:
        """`find` gives a part that is not among them yet."""
        self.held: dict[str, Part] = {}
        self.seen: set[str] = set()
        self._find = find

    def look(self, key: str) -> Part:
        """The part under a key."""
        self.seen.add(key)
        if self._find and key not in self.held:
            self.held[key] = self._find(key)
        return self.held[key]

    def lay(self, programme: Programme) -> Programme:
        """The same programme, whose meetings have their parts here."""
        for meeting in programme.meetings:
            self.held |= parts_of(meeting)
        return replace(programme, meetings=tuple(map(self.over, programme.meetings)))

    def over(self, meeting: Meeting) -> Meeting:
        """The same meeting, over the parts that lie here under its keys."""
        translations = (
            replace(text, body=KeptProse(self, _key(meeting, text.lang)))
            for text in meeting.translations
        )
        return replace(
            meeting,
            body=KeptProse(self, _key(meeting, meeting.lang)),
            translations=tuple(translations),
            revision=KeptRevision(self, _key(meeting, _MODIFIED), meeting.revision),
        )


Made = tuple[bytes, frozenset[str]]
"""What was made, and the keys of the parts that were looked at for it."""


@dataclass(frozen=True)
class Former:
    """The site before texts of some meetings were edited, which is `published` in a folder.

    `edited` are these meetings, as they were and as they are; `made` gives what was made once for
    all that held it, by its key, and raises where it is lost.
    """

    published: Path
    edited: tuple[tuple[Meeting, Meeting], ...]
    made: Callable[[str], bytes]

    def file(self, address: str) -> bytes:
        """The file at an address, which is that of no page."""
        return (self.published / address.lstrip("/")).read_bytes()


@dataclass
class Memo:
    """What was made once for all that hold it; whoever takes it has looked at its parts, too.

    `known` gives what was made by an earlier build; `made` is only what was made in this one.
    `former` is there where few texts are others than in that build: of what was made of them with
    many more, only what they say needs to be made again.
    """

    parts: Parts
    made: dict[str, Made] = field(default_factory=dict)
    known: Callable[[str], Made | None] = lambda _: None
    former: Former | None = None

    def recall(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is known under a key, or made now."""
        found = self.made.get(key) or self.known(key)
        if found is None:
            before, self.parts.seen = self.parts.seen, set()
            try:
                found = make(), frozenset(self.parts.seen)
            finally:
                self.parts.seen = before
            self.made[key] = found
        self.parts.seen |= found[1]
        return found[0]

    def note(self, key: str, made: bytes) -> None:
        """Remember what shows no part."""
        self.made[key] = made, frozenset()

    def change(self, changed: Mapping[str, Part]) -> None:
        """Have other parts from now on, and forget what was made of the old ones."""
        self.parts.held.update(changed)
        self.made = {key: made for key, made in self.made.items() if made[1].isdisjoint(changed)}


def parts_of(meeting: Meeting) -> Mapping[str, Part]:
    """The parts of a meeting by their keys."""
    bodies = {meeting.lang: meeting.body, **{text.lang: text.body for text in meeting.translations}}
    texts = {_key(meeting, lang): body.html for lang, body in bodies.items()}
    return {**texts, _key(meeting, _MODIFIED): meeting.revision.modified}


_MODIFIED = "modified"


def _key(meeting: Meeting, part: str) -> str:
    return f"{meeting.slug} {part}"


class KeptProse(Prose):
    """A text that lies among the parts, under its `key`."""

    key: str

    def __init__(self, parts: Parts, key: str) -> None:
        self.__dict__.update(parts=parts, key=key)

    @property
    def html(self) -> str:
        """The text as it is now."""
        return str(self.__dict__["parts"].look(self.__dict__["key"]))


class KeptRevision(Revision):
    """A history whose last change lies among the parts, under its `key`."""

    key: str

    def __init__(self, parts: Parts, key: str, rest: Revision) -> None:
        self.__dict__.update(created=rest.created, sequence=rest.sequence, events=rest.events)
        self.__dict__.update(parts=parts, key=key)

    @property
    def modified(self) -> datetime:
        """The last change as it is now."""
        part: datetime = self.__dict__["parts"].look(self.__dict__["key"])
        return part
