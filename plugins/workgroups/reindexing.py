"""Reindexing: the index of search where texts of a few finds have become others.

A word that came, went or moved changes the row of that word. The shards of all words that begin
with the same sign are then parted anew, as one may have become too large, or small enough.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from .finds import Find
from .search import (
    PLACES,
    SHARDS,
    as_json,
    find_name,
    lines_of,
    most_of,
    packed,
    places_of,
    shard,
    shard_name,
    shards_of,
    shown,
)


@dataclass(frozen=True)
class Edit:
    """A find by its number, as it was and as it is; both have the same name and address."""

    number: int
    before: Find
    after: Find


class Reindexing:
    """The files of an index of so many `finds`; `read` gives one of them as it was, by name."""

    def __init__(self, finds: int, read: Callable[[str], bytes]) -> None:
        self._least = most_of(finds)
        self._read = read
        told = json.loads(read(SHARDS))
        self._everywhere: set[str] = {*told["everywhere"]}
        self._shards = {sign: [*some] for sign, some in groupby(told["shards"], _first)}

    def files(self, edits: Iterable[Edit]) -> Mapping[str, bytes | None]:
        """The files that may be others after these edits; None for one that goes."""
        edits = [*edits]
        files: dict[str, bytes | None] = {
            find_name(edit.number): as_json(shown(edit.after)) for edit in edits
        }
        changes = sorted(_changes(edits).items())
        for sign, some in groupby(changes, lambda change: _first(change[0])):
            files |= self._parted_anew(sign, dict(some))
        shards = [each for sign in sorted(self._shards) for each in self._shards[sign]]
        told = {"shards": shards, "everywhere": sorted(self._everywhere)}
        return {**files, SHARDS: as_json(told)}

    def _parted_anew(
        self, sign: str, changes: Mapping[str, Mapping[int, int | None]]
    ) -> dict[str, bytes | None]:
        """The shards of all words that begin with a sign."""
        names = [shard_name(beginning) for beginning in self._shards.get(sign, ())]
        lines = dict(line for name in names for line in lines_of(self._read(name)))
        for word, places in changes.items():
            sums = _with(_unpacked(lines.pop(word, "[]")), places)
            self._everywhere.discard(word)
            if sums:
                lines[word] = packed(sums)
            if len(sums) >= self._least:
                self._everywhere.add(word)
        shards = dict(shards_of(sorted(lines.items())))
        self._shards[sign] = [*shards]
        gone = dict.fromkeys(names)
        return {**gone, **{shard_name(each): shard(found) for each, found in shards.items()}}


def _first(word: str) -> str:
    return word[0]


def _changes(edits: Sequence[Edit]) -> Mapping[str, Mapping[int, int | None]]:
    """The words that stand elsewhere now: by the numbers of finds the place, None for none."""
    changes: dict[str, dict[int, int | None]] = defaultdict(dict)
    for edit in edits:
        before, after = places_of(edit.before), places_of(edit.after)
        for word in before.keys() | after.keys():
            if before.get(word) != after.get(word):
                changes[word][edit.number] = after.get(word)
    return changes


def _unpacked(row: str) -> dict[int, int]:
    """The places by the numbers of finds; see `packed`."""
    places, total = {}, 0
    for step in json.loads(row):
        total += step
        number, place = divmod(total, len(PLACES))
        places[number] = place
    return places


def _with(places: dict[int, int], others: Mapping[int, int | None]) -> list[int]:
    """Numbers and places as they are packed, with other places than before."""
    now: dict[int, Any] = {**places, **others}
    return sorted(n * len(PLACES) + place for n, place in now.items() if place is not None)
