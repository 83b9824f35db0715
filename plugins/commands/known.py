"""Known: what is kept of a built site, so that the next build need not make all of it again."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.outcomes import in_a_line
from commands.record import Inputs, Record, Warnings, listed
from workgroups.facts import Facts
from workgroups.keeping import keep
from workgroups.meeting import Meeting
from workgroups.parts import Made, Part, Parts
from workgroups.programme import Programme
from workgroups.stamps import stamp_of
from workgroups.store import Digest, Store, digest_of
from workgroups.turns import next_turn

if TYPE_CHECKING:
    from commands.hands import ManyHands, Written

_FIELDS = re.compile(rb"(?s)(?:\xef\xbb\xbf)?---[ \t]*\r?\n.*?\n---[ \t]*\r?(?:\n|\Z)")

Texts = Mapping[str, tuple[str, Digest]]
"""The texts of meetings by path, each with the slug and a digest of its fields."""


@dataclass
class Known:
    """A site as it was built last: digests of what the store has of it, and who shows what.

    `stamps` are those of the content, by path; `texts` has the slug of each text of a meeting, and
    a digest of its fields. `parts` are digests of texts, or moments, by key; `written` that of what
    calendars say of a meeting, and the keys of what it shows. `seen` tells of each address which
    parts it shows; under no address, what was looked at before anything was written. `first` is
    what was known when all was built, `since` what is other now: less is kept after each edit.
    """

    facts: Digest
    stamps: dict[str, Sequence[int] | None]
    texts: Texts
    parts: dict[str, str] = field(default_factory=dict)
    written: dict[str, tuple[Digest, list[str]]] = field(default_factory=dict)
    seen: dict[str, list[str]] = field(default_factory=dict)
    first: Digest = ""
    since: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, store: Store, digest: Digest) -> Known:
        """What the store has under a digest. Raises Lost."""
        first, since = json.loads(store.get(digest))
        known = cls(*json.loads(store.get(first)))
        known.first = first
        for name, others in since.items():
            known.note(name, others)
        return known

    def packed(self) -> list[bytes]:
        """All of it for the store; its digest is that of the last of these texts."""
        texts = []
        if not self.first:
            held = self.facts, self.stamps, self.texts, self.parts, self.written, self.seen
            texts.append(json.dumps(held).encode())
            self.first, self.since = digest_of(texts[0]), {}
        return [*texts, json.dumps([self.first, self.since]).encode()]

    def note(self, name: str, others: Mapping[str, Any]) -> None:
        """Know others than before, of `stamps`, `parts`, `written` or `seen`."""
        getattr(self, name).update(others)
        self.since.setdefault(name, {}).update(others)

    def learn(
        self,
        parts: Mapping[str, Part],
        made: Mapping[str, Made],
        written: Mapping[str, Written],
    ) -> list[bytes]:
        """Know of more, or what is other now; the texts that the store is to keep."""
        texts = {key: part.encode() for key, part in parts.items() if isinstance(part, str)}
        moments = {key: p.isoformat() for key, p in parts.items() if isinstance(p, datetime)}
        self.note("parts", {**moments, **{key: digest_of(text) for key, text in texts.items()}})
        self.note(
            "written", {k: (digest_of(data), sorted(seen)) for k, (data, seen) in made.items()}
        )
        # Of what is made of many, only what is other may have been looked at.
        seen = {key: done.seen.union(self.seen.get(key, ())) for key, done in written.items()}
        self.note("seen", {address: sorted(keys) for address, keys in seen.items()})
        return [*texts.values(), *(data for data, _ in made.values())]

    def part(self, key: str, store: Store) -> Part:
        """A part. Raises Lost."""
        known = self.parts[key]
        if key.endswith(" modified"):
            return datetime.fromisoformat(known)
        return store.get(known).decode()


def can_be_kept(inputs: Inputs, context: Mapping[str, Any]) -> bool:
    """Whether the next build can begin with what this one knows: not where doors are not ours."""
    return inputs.settled and {"programme", "writer"} <= context.keys()


def told_of(inputs: Inputs, programme: Programme, parts: Parts) -> tuple[bytes, Texts]:
    """The facts of a programme, packed, and its texts, as far as they are those that were read."""
    read, stamps = {}, inputs.content.entries
    # What goes while it is looked at was not that either.
    with contextlib.suppress(OSError):
        texts = texts_of(programme, inputs.path("PATH"))
        read = {path: text for path, text in texts.items() if stamps.get(path) == stamp_of(path)}
    return Facts(programme.site, parts).packed(programme), read


def keep_record(
    inputs: Inputs,
    context: Mapping[str, Any],
    holds: str,
    files: int,
    told: tuple[bytes, Texts],
) -> None:
    """Keep all that is known of a site, which was built just now, and the record of that."""
    programme, now, writer = (context[key] for key in ("programme", "now", "writer"))
    facts, texts = told
    known = Known(digest_of(facts), {**inputs.content.entries}, texts)
    memo = writer.memo
    learnt = known.learn(memo.parts.held, memo.made, writer.written)
    kept = [facts, *learnt, *known.packed()]
    record = Record(
        inputs.made_from,
        inputs.content.digest,
        listed(inputs.output).digest,
        now.isoformat(),
        next_turn(programme, now).isoformat(),
        holds,
        files,
        warnings_of(writer, context["warnings"]),
        digest_of(kept[-1]),
    )
    with Store(inputs.store) as store:
        if store.add(kept, alone=True):
            keep(inputs.record, record.sealed())


def warnings_of(writer: ManyHands, told: Iterable[str]) -> Warnings:
    """What a build has warned of, in order: first what is about no address."""
    about = [
        (address, in_a_line(text))
        for address, done in writer.written.items()
        for _, _, text in done.said
    ]
    known = {text for _, text in about}
    return *(("", text) for text in told if text not in known), *about


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
