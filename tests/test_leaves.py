"""Leaves: what was put is found again, and little is read or kept for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.leaves import FULL, Leaves
from workgroups.store import Lost, Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def kept(store: Store, leaves: Leaves) -> Leaves:
    """The same leaves as another process finds them."""
    digests, texts = leaves.packed()
    assert store.add(texts)
    return Leaves(store, digests)


@given(st.dictionaries(st.text(st.characters()), st.integers()), st.integers(0, 200))
def test_what_was_put_is_found(things: dict[str, int], count: int) -> None:
    leaves = Leaves.new(Store(Path(os.devnull) / "store"), count)
    for key, thing in things.items():
        leaves.put(key, thing)
    assert {key: leaves.get(key) for key in things} == things
    assert leaves.get("another thing than these") is None


def test_others_find_what_was_kept(store: Store) -> None:
    leaves = Leaves.new(store, 2)
    leaves.put("a", 1)
    again = kept(store, leaves)
    again.put("\udcff", [2])
    last = kept(store, again)
    assert (last.get("a"), last.get("\udcff"), last.get("b")) == (1, [2], None)
    assert last.packed()[1] == []


def test_only_the_leaf_of_a_key_is_read_and_kept_again(store: Store) -> None:
    leaves = Leaves.new(store, 10 * FULL)
    for number in range(10 * FULL):
        leaves.put(str(number), number)
    digests = kept(store, leaves).packed()[0]
    others = Leaves(store, digests)
    others.put("7", "seven")
    changed, (text,) = others.packed()
    assert sum(one != other for one, other in zip(digests, changed, strict=True)) == 1
    assert b'"seven"' in text


def test_what_is_lost_is_told(store: Store) -> None:
    with pytest.raises(Lost):
        Leaves(store, ["00"]).get("a")
