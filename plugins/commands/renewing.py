"""Renewing: where only texts of meetings were edited, only what shows them is made again."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from commands.build import read_settings, run_pelican, staging_beside
from commands.edited import EditedTexts
from commands.hands import ManyHands
from commands.known import Known, packed_weights, warnings_of, weights_in
from commands.outcomes import Failed
from commands.record import Inputs, Record, Warnings, tell
from workgroups.collecting import without_collecting
from workgroups.facts import Facts
from workgroups.keeping import keep
from workgroups.mirror import bring_changed
from workgroups.parts import Former, Made, Memo, Part, Parts
from workgroups.stamps import MOST, weight
from workgroups.store import Lost, Store, digest_of

Files = tuple[int, int, int]
"""How many were written, were the same already, and were removed."""


def renew(inputs: Inputs, record: Record, file: Path, overrides: dict[str, Any]) -> Files | None:
    """Make what shows edited texts; what became of the files of the site.

    None where more than texts of meetings has changed, or anything is wrong with them: then all is
    to be built, which tells of it. Raises Failed or Misused.
    """
    with Store(inputs.store) as store, contextlib.suppress(Lost), without_collecting():
        known = Known.read(store, record.known)
        edited = _edited(inputs, store, known)
        if edited is not None:
            return _Renewal(inputs, record, store, known).make(edited, file, overrides)
    return None


def _edited(inputs: Inputs, store: Store, known: Known) -> list[str] | None:
    """The files that are others than before, or were not there; None if some only went."""
    now, before = inputs.content.weights, weights_in(store.get(known.content))
    if len(now) != len(before):
        return None
    same = frozenset(before)
    return [path for path, weight in now.items() if weight not in same]


@dataclass(frozen=True)
class _Renewal:
    inputs: Inputs
    record: Record
    store: Store
    known: Known

    def make(self, edited: Collection[str], file: Path, overrides: dict[str, Any]) -> Files | None:
        """See `renew`. Raises Lost."""
        settings = read_settings(file, overrides)
        parts = Parts(lambda key: self.known.part(key, self.store))
        facts = Facts(settings["WORKGROUPS"], parts)
        programme = facts.programme(self.store.get(self.known.facts))
        content, cache = self.inputs.path("PATH"), Path(settings["CACHE_PATH"])
        told = self.inputs.repository
        gap = told if isinstance(told, str) else ""
        texts = EditedTexts(content, cache, programme, facts, gap, edited)
        anew = texts.parts()
        if anew is None:
            return None
        changed = self.changed(anew)
        parts.held.update(changed)
        wanted = self.showing(changed)
        if "" in wanted:
            return None
        before = Parts(lambda key: self.known.part(key, self.store))
        slugs = sorted({key.partition(" ")[0] for key in changed})
        now = [programme.meeting(slug) for slug in slugs]
        made = _Made(self.known, self.store, changed)
        pairs = tuple((before.over(meeting), meeting) for meeting in now)
        former = Former(self.inputs.output, pairs, made.before)
        memo = Memo(parts, known=made.still, former=former)
        own = {
            "READ": lambda *_: (programme, texts.gap_now),
            "WRITTEN": memo,
            "WANTED": wanted,
        }
        with staging_beside(self.inputs.output) as staging:
            # Somebody else may have built since the record was read.
            if Record.read(self.inputs.record) != self.record:
                return None
            own["OUTPUT_PATH"] = str(staging)
            try:
                # What is warned of is told when it is certain that not all is made again.
                context = run_pelican({**settings, **own}, say=lambda _: None)
            except Failed:
                return None
            return self.bring(staging, context, changed)

    def changed(self, parts: Mapping[str, Part]) -> dict[str, Part]:
        """Those of the parts of a meeting that are others now."""
        return {
            key: part for key, part in parts.items() if part != self.known.part(key, self.store)
        }

    def showing(self, changed: Mapping[str, Part]) -> frozenset[str]:
        """The addresses at which one of these parts is shown."""
        return frozenset().union(*(self.known.shown.get(key) or () for key in changed))

    def bring(
        self,
        staging: Path,
        context: Mapping[str, Any],
        changed: Mapping[str, Part],
    ) -> Files | None:
        """Bring what was made to the output, and keep what is known now; what became of it.

        None where more would come or go than can be told.
        """
        output, writer = self.inputs.output, context["writer"]
        files = bring_changed(staging, output, writer.folders, writer.gone)
        if files is None:
            return None
        digest, count = self.record.output, self.record.files
        for name, before, after in files:
            for stamp, sign in ((before, -1), (after, 1)):
                if stamp:
                    digest += sign * weight(f"{output}/{name}", stamp)
                    count += sign
        learnt = self.known.learn(changed, writer.memo.made, writer.written)
        content, old = packed_weights(self.inputs.content), (self.record.known, self.known.content)
        self.known.content = digest_of(content)
        kept = [content, *learnt, *self.known.packed()]
        warnings = self.warnings(writer, context["warnings"])
        tell(warnings)
        if self.inputs.settled and self.store.add(kept, instead_of=old):
            record = replace(
                self.record,
                content=self.inputs.content.digest,
                output=digest % MOST,
                files=count,
                warnings=warnings,
                known=digest_of(kept[-1]),
            )
            keep(self.inputs.record, record.sealed())
        removed = sum(after is None for _, _, after in files)
        written = len(files) - removed
        return written, count - written, removed

    def warnings(self, writer: ManyHands, told: Iterable[str]) -> Warnings:
        """What a build of all would warn of, in its order."""
        wanted = writer.wanted or frozenset()
        kept = [each for each in self.record.warnings if each[0] and each[0] not in wanted]
        found = *warnings_of(writer, told), *kept
        addresses = json.loads(self.store.get(self.known.addresses)) if len(found) > 1 else ()
        order = {address: place for place, address in enumerate(addresses)}
        return tuple(sorted(found, key=lambda each: order.get(each[0], 0)))


class _Made:
    """What the last build has made once for all."""

    def __init__(self, known: Known, store: Store, changed: Iterable[str]) -> None:
        self._known = known
        self._store = store
        self._changed = frozenset(changed)

    def still(self, key: str) -> Made | None:
        """What is known by a key, where it shows no part that has changed."""
        digest, seen = self._known.made.get(key) or ("", ())
        if not digest or not self._changed.isdisjoint(seen):
            return None
        try:
            return self._store.get(digest), frozenset(seen)
        except Lost:
            return None

    def before(self, key: str) -> bytes:
        """What was known by a key, whatever has changed. Raises Lost."""
        digest, _ = self._known.made.get(key) or ("", ())
        return self._store.get(digest)
