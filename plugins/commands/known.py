"""Known: what is kept of a built site, so that the next build need not make all of it again."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from commands.outcomes import in_a_line
from commands.record import Inputs, Record, Warnings
from workgroups.facts import Facts
from workgroups.keeping import keep
from workgroups.leaves import Leaves
from workgroups.parts import Made, Part
from workgroups.stamps import Listing
from workgroups.store import Digest, Store, digest_of
from workgroups.turns import next_turn

if TYPE_CHECKING:
    from commands.hands import ManyHands, Written


@dataclass
class Known:
    """A site as it was built last: digests of what the store has of it, and who shows what.

    `content` is what lies there, as weights (see `stamps`); `addresses` are all, in the order in
    which they were written. `parts` have by key digests of texts, or moments; `made` what was made
    once for all: a digest, and the keys of the parts it shows. `shown` tells of each part at which
    addresses it is; at no address is what was looked at before anything was written.
    """

    facts: Digest
    content: Digest
    addresses: Digest
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
        for leaves in (self.parts, self.made, self.shown):
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
    ) -> Iterable[bytes]:
        """Know of more, or what is other now; the texts that the store is to keep."""
        for key, part in parts.items():
            known = part.isoformat() if isinstance(part, datetime) else digest_of(part.encode())
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
        texts = (part.encode() for part in parts.values() if isinstance(part, str))
        return chain(texts, (data for data, _ in made.values()))

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


def keep_known(inputs: Inputs, context: Mapping[str, Any]) -> Digest:
    """Keep all that is known of a site, which was built just now; nothing where that cannot be."""
    programme, writer = context["programme"], context["writer"]
    memo = writer.memo
    facts = Facts(programme.site, memo.parts).packed(programme)
    content, addresses = packed_weights(inputs.content), json.dumps([*writer.written]).encode()
    with Store(inputs.store) as store:
        known = Known(
            digest_of(facts),
            digest_of(content),
            digest_of(addresses),
            parts=Leaves.new(store, len(memo.parts.held)),
            made=Leaves.new(store, len(memo.made)),
            shown=Leaves.new(store, len(memo.parts.held)),
        )
        learnt = known.learn(memo.parts.held, memo.made, writer.written)
        packed = known.packed()
        kept = store.add(chain((facts, content, addresses), learnt, packed), alone=True)
        return digest_of(packed[-1]) if kept else ""


def keep_record(
    inputs: Inputs, context: Mapping[str, Any], known: Digest, holds: str, output: tuple[int, int]
) -> None:
    """Keep the record of a site that is known; `output` is how many files it has, and a digest."""
    programme, now, writer = (context[key] for key in ("programme", "now", "writer"))
    files, digest = output
    record = Record(
        inputs.made_from,
        inputs.content.digest,
        digest,
        now.isoformat(),
        next_turn(programme, now).isoformat(),
        holds,
        files,
        warnings_of(writer, context["warnings"]),
        known,
    )
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
