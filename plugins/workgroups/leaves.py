"""Leaves: what is known by keys, in many small texts of a store, of which only a few are read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from zlib import crc32

from .store import Digest, Store, digest_of

FULL = 50
"""Things in a leaf, more or less."""


class Leaves:
    """Things by keys, as JSON has them, each in one of the leaves that have these digests."""

    def __init__(self, store: Store, digests: Iterable[Digest]) -> None:
        self._store = store
        self._digests = [*digests]
        self._read: dict[int, dict[str, Any]] = {}
        self._changed: set[int] = set()

    @classmethod
    def new(cls, store: Store, count: int) -> Leaves:
        """Leaves for so many things, without any yet."""
        leaves = cls(store, [""] * (1 + count // FULL))
        leaves._read = {place: {} for place in range(len(leaves._digests))}
        leaves._changed = {*leaves._read}
        return leaves

    def get(self, key: str) -> Any:
        """What is known by a key; None if nothing is. Raises Lost."""
        return self._leaf(self._place(key)).get(key)

    def put(self, key: str, thing: Any) -> None:
        """Know a thing by a key, in place of what was known by it. Raises Lost."""
        place = self._place(key)
        self._leaf(place)[key] = thing
        self._changed.add(place)

    def packed(self) -> tuple[list[Digest], list[bytes]]:
        """The digests of all leaves now, and those that the store has not got yet."""
        texts = {place: json.dumps(self._read[place]).encode() for place in self._changed}
        for place, text in texts.items():
            self._digests[place] = digest_of(text)
        self._changed = set()
        return self._digests, [*texts.values()]

    def _place(self, key: str) -> int:
        return crc32(key.encode("utf-8", "surrogatepass")) % len(self._digests)

    def _leaf(self, place: int) -> dict[str, Any]:
        if place not in self._read:
            self._read[place] = json.loads(self._store.get(self._digests[place]))
        return self._read[place]
