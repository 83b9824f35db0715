"""Known: what is kept of a built site, so that the next build need not make all of it again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from commands.hands import ManyHands, Written
from commands.record import Inputs, Record
from workgroups.facts import Facts
from workgroups.keeping import keep
from workgroups.meeting import Meeting
from workgroups.parts import Made, Part
from workgroups.programme import Programme
from workgroups.stamps import stamp_of
from workgroups.store import Digest, Store, digest_of

_FIELDS = re.compile(rb"(?s)(?:\xef\xbb\xbf)?---[ \t]*\r?\n.*?\n---[ \t]*\r?(?:\n|\Z)")

Texts = Mapping[str, tuple[str, Digest]]
"""The texts of meetings by path, each with the slug and a digest of its fields."""


@dataclass
class Known:
    """A site as it was built last: digests of what the store has of it, and who shows what.

    `stamps` are those of the content, by path; `texts` has the slug of each text of a meeting, and
    a digest of its fields. `parts` are digests of texts, or moments, by key; `written` that of what
    calendars say of a meeting, and the keys of what it shows. `seen` tells of each address which
    parts it shows; under no address, what was looked at before anything was written.
    """

    facts: Digest
    stamps: Mapping[str, Sequence[int] | None]
    texts: Texts
    parts: dict[str, str]
    written: dict[str, tuple[Digest, list[str]]]
    seen: dict[str, list[str]]

    @classmethod
    def read(cls, store: Store, digest: Digest) -> Known:
        """What the store has under a digest. Raises Lost."""
        return cls(*json.loads(store.get(digest)))

    def packed(self) -> bytes:
        """All of it, for the store."""
        return json.dumps([*vars(self).values()]).encode()

    def learn(
        self,
        parts: Mapping[str, Part],
        made: Mapping[str, Made],
        written: Mapping[str, Written],
    ) -> Iterable[bytes]:
        """Know of more, or what is other now; the texts that the store is to keep."""
        for key, part in parts.items():
            if isinstance(part, datetime):
                self.parts[key] = part.isoformat()
            else:
                text = part.encode()
                self.parts[key] = digest_of(text)
                yield text
        for slug, (data, keys) in made.items():
            self.written[slug] = digest_of(data), sorted(keys)
            yield data
        self.seen.update((address, sorted(done.seen)) for address, done in written.items())

    def part(self, key: str, store: Store) -> Part:
        """A part. Raises Lost."""
        known = self.parts[key]
        if key.endswith(" modified"):
            return datetime.fromisoformat(known)
        text = store.get(known)
        if text is None:
            raise Lost(key)
        return text.decode()

    def made(self, slug: str, store: Store) -> Made | None:
        """What calendars say of a meeting; None where that is not known."""
        digest, keys = self.written.get(slug, ("", ()))
        data = store.get(digest) if digest else None
        return (data, frozenset(keys)) if data is not None else None


def keep_known(inputs: Inputs, programme: Programme, writer: ManyHands, record: Record) -> None:
    """Keep all that is known of a site, and the record of its build."""
    memo = writer.memo
    facts = Facts(programme.site, memo.parts).packed(programme)
    stamps = inputs.content.entries
    texts = {
        path: text
        for path, text in texts_of(programme, inputs.path("PATH")).items()
        # What was saved while the site was built is to be read.
        if stamps.get(path) == stamp_of(path)
    }
    known = Known(digest_of(facts), stamps, texts, {}, {}, {})
    kept = [facts, *known.learn(memo.parts.held, memo.made, writer.written)]
    with Store(inputs.store) as store:
        if store.add([*kept, packed := known.packed()], alone=True):
            keep(inputs.record, replace(record, known=digest_of(packed)).sealed())


class Lost(Exception):
    """The store has not what it should have: everything is to be made again."""


def texts_of(programme: Programme, content: Path) -> Texts:
    """The texts of all meetings."""
    paths = (
        (path, meeting.slug) for meeting in programme.meetings for path in _paths(meeting, content)
    )
    return {path: (slug, fields_of(Path(path))) for path, slug in paths}


def fields_of(path: Path) -> Digest:
    """A digest of the fields in a file, as they are written."""
    fields = _FIELDS.match(path.read_bytes())
    return digest_of(fields[0]) if fields else ""


def _paths(meeting: Meeting, content: Path) -> Iterable[str]:
    index = content.parent / meeting.source
    yield str(index)
    for text in meeting.translations:
        yield str(index.with_name(f"index.{text.lang}.md"))
