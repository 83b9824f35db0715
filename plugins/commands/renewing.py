"""Renewing: where only texts of meetings were edited, only what shows them is made again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from commands.build import read_settings, run_pelican, staging_beside
from commands.edited import EditedTexts
from commands.hands import ManyHands
from commands.known import Known, warnings_of
from commands.outcomes import Failed
from commands.record import Inputs, Record, Warnings, tell
from workgroups.facts import Facts
from workgroups.keeping import keep
from workgroups.mirror import bring_changed
from workgroups.parts import Former, Made, Memo, Part, Parts
from workgroups.stamps import MOST, weight
from workgroups.store import Digest, Lost, Store, digest_of

Files = tuple[int, int, int]
"""How many were written, were the same already, and were removed."""


def renew(inputs: Inputs, record: Record, file: Path, overrides: dict[str, Any]) -> Files | None:
    """Make what shows edited texts; what became of the files of the site.

    None where more than texts of meetings has changed, or anything is wrong with them: then all is
    to be built, which tells of it. Raises Failed or Misused.
    """
    with Store(inputs.store) as store, contextlib.suppress(Lost):
        known = Known.read(store, record.known)
        edited = _edited(inputs, known)
        if edited is not None:
            return _Renewal(inputs, record, store, known).make(edited, file, overrides)
    return None


def _edited(inputs: Inputs, known: Known) -> list[str] | None:
    """The files that were edited; None where some came or went."""
    stamps = inputs.content.entries
    if stamps.keys() != known.stamps.keys():
        return None
    # A file may have become a folder of the same name.
    return [
        path for path, stamp in stamps.items() if [*(stamp or ())] != [*(known.stamps[path] or ())]
    ]


@dataclass(frozen=True)
class _Renewal:
    inputs: Inputs
    record: Record
    store: Store
    known: Known

    def make(self, edited: Iterable[str], file: Path, overrides: dict[str, Any]) -> Files | None:
        """See `renew`. Raises Lost."""
        settings = read_settings(file, overrides)
        parts = Parts(lambda key: self.known.part(key, self.store))
        facts = Facts(settings["WORKGROUPS"], parts)
        programme = facts.programme(self.store.get(self.known.facts))
        content, cache = self.inputs.path("PATH"), Path(settings["CACHE_PATH"])
        told = self.inputs.repository
        gap = told if isinstance(told, str) else ""
        texts = EditedTexts(content, cache, programme, facts, self.known.texts, gap)
        anew = texts.parts(edited)
        if anew is None:
            return None
        changed = self.changed(anew)
        parts.held.update(changed)
        wanted = self.showing(changed)
        if "" in wanted:
            return None
        memo = Memo(parts, known=_Written(self.known, self.store, changed).of)
        before = Parts(lambda key: self.known.part(key, self.store))
        slugs = sorted({key.partition(" ")[0] for key in changed})
        now = [programme.meeting(slug) for slug in slugs]
        memo.former = Former(
            self.inputs.output,
            tuple((before.over(meeting), meeting) for meeting in now),
            lambda key: self.store.get(self.known.written[key][0]),
        )
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
            return self.bring(staging, context, changed, edited)

    def changed(self, parts: Mapping[str, Part]) -> dict[str, Part]:
        """Those of the parts of a meeting that are others now."""
        return {
            key: part for key, part in parts.items() if part != self.known.part(key, self.store)
        }

    def showing(self, changed: Mapping[str, Part]) -> frozenset[str]:
        """The addresses at which one of these parts is shown."""
        return frozenset(
            address
            for address, keys in self.known.seen.items()
            if not changed.keys().isdisjoint(keys)
        )

    def bring(
        self,
        staging: Path,
        context: Mapping[str, Any],
        changed: Mapping[str, Part],
        edited: Iterable[str],
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
                    digest += sign * weight((f"{output}/{name}", stamp))
                    count += sign
        stamps = self.inputs.content.entries
        self.known.note("stamps", {path: stamps[path] for path in edited})
        learnt = self.known.learn(changed, writer.memo.made, writer.written)
        kept = [*learnt, *self.known.packed()]
        warnings = self.warnings(writer, context["warnings"])
        tell(warnings)
        if self.inputs.settled and self.store.add(kept, instead_of=self.record.known):
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
        order = {address: place for place, address in enumerate(self.known.seen)}
        return tuple(sorted((*warnings_of(writer, told), *kept), key=lambda each: order[each[0]]))


class _Written:
    """What calendars said of meetings, of which none of the parts has changed."""

    def __init__(self, known: Known, store: Store, changed: Mapping[str, Part]) -> None:
        self._known = {
            slug: made for slug, made in known.written.items() if changed.keys().isdisjoint(made[1])
        }
        self._store = store

    @cached_property
    def _texts(self) -> dict[Digest, bytes]:
        """All at once: calendars of all meetings want all."""
        return self._store.get_all(digest for digest, _ in self._known.values())

    def of(self, slug: str) -> Made | None:
        """What is known of a meeting."""
        digest, keys = self._known.get(slug, ("", []))
        text = self._texts.get(digest)
        return (text, frozenset(keys)) if text is not None else None
