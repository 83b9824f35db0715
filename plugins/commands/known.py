"""Known: what is kept of a built site, so that the next build need not make all of it again."""

from __future__ import annotations

import contextlib
import json
import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.outcomes import in_a_line
from commands.record import Inputs, Record, Warnings, listed
from workgroups.facts import Facts
from workgroups.keeping import keep
from workgroups.leaves import Leaves
from workgroups.meeting import Meeting
from workgroups.parts import Made, Part, Parts
from workgroups.programme import Programme
from workgroups.stamps import Listing, stamp_of, weight
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

    `content` is what lies there, as weights (see `stamps`); `addresses` are all, in the order in
    which they were written. `texts` have by path the slug of each text of a meeting, and a digest
    of its fields; `parts` by key digests of texts, or moments. `made` has what was made once for
    all, by its key: a digest, and the keys of the parts it shows. `shown` tells of each part at
    which addresses it is; at no address is what was looked at before anything was written.
    """

    facts: Digest
    content: Digest
    addresses: Digest
    texts: Leaves
    parts: Leaves
    made: Leaves
    shown: Leaves

    @classmethod
    def read(cls, store: Store, digest: Digest) -> Known:
        """What the store has under a digest. Raises Lost."""
        facts, content, addresses, *leaves = json.loads(store.get(digest))
        return cls(facts, content, addresses, *(Leaves(store, digests) for digests in leaves))

    def packed(self) -> list[bytes]:
        """What the store has not got of it; its digest is that of the last of these texts."""
        digests, texts = [], []
        for leaves in (self.texts, self.parts, self.made, self.shown):
            of_all, changed = leaves.packed()
            digests.append(of_all)
            texts += changed
        held = self.facts, self.content, self.addresses, *digests
        return [*texts, json.dumps(held).encode()]

    def learn(
        self,
        parts: Mapping[str, Part],
        made: Mapping[str, Made],
        written: Mapping[str, Written],
    ) -> list[bytes]:
        """Know of more, or what is other now; the texts that the store is to keep."""
        texts = {key: part.encode() for key, part in parts.items() if isinstance(part, str)}
        for key, part in parts.items():
            known = part.isoformat() if isinstance(part, datetime) else digest_of(texts[key])
            self.parts.put(key, known)
        for key, (data, seen) in made.items():
            self.made.put(key, [digest_of(data), sorted(seen)])
        shown: dict[str, set[str]] = {}
        for address, done in written.items():
            for key in done.seen:
                shown.setdefault(key, set()).add(address)
        for key, addresses in shown.items():
            # Of what is made of many, only what is other may have been looked at.
            before = self.shown.get(key) or ()
            if not addresses.issubset(before):
                self.shown.put(key, sorted(addresses.union(before)))
        return [*texts.values(), *(data for data, _ in made.values())]

    def part(self, key: str, store: Store) -> Part:
        """A part. Raises Lost."""
        known = str(self.parts.get(key))
        if key.endswith(" modified"):
            return datetime.fromisoformat(known)
        return store.get(known).decode()


def weights_in(packed: bytes) -> Sequence[int]:
    """Weights as they were packed."""
    weights = array("q")
    weights.frombytes(packed)
    return weights


def packed_weights(listing: Listing) -> bytes:
    """The weights of what is listed, so that it is quickly told what has changed."""
    return array("q", listing.weights.values()).tobytes()


def can_be_kept(inputs: Inputs, context: Mapping[str, Any]) -> bool:
    """Whether the next build can begin with what this one knows: not where doors are not ours."""
    return inputs.settled and {"programme", "writer"} <= context.keys()


def told_of(inputs: Inputs, programme: Programme, parts: Parts) -> tuple[bytes, Texts]:
    """The facts of a programme, packed, and its texts, as far as they are those that were read."""
    read, weights = {}, inputs.content.weights
    # What goes while it is looked at was not that either.
    with contextlib.suppress(OSError):
        texts = texts_of(programme, inputs.path("PATH"))
        read = {
            path: text
            for path, text in texts.items()
            if weights.get(path) == weight(path, stamp_of(path))
        }
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
    memo = writer.memo
    content, addresses = packed_weights(inputs.content), json.dumps([*writer.written]).encode()
    with Store(inputs.store) as store:
        known = Known(
            digest_of(facts),
            digest_of(content),
            digest_of(addresses),
            texts=Leaves.new(store, len(texts)),
            parts=Leaves.new(store, len(memo.parts.held)),
            made=Leaves.new(store, len(memo.made)),
            shown=Leaves.new(store, len(memo.parts.held)),
        )
        for path, text in texts.items():
            known.texts.put(path, text)
        learnt = known.learn(memo.parts.held, memo.made, writer.written)
        kept = [facts, content, addresses, *learnt, *known.packed()]
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
