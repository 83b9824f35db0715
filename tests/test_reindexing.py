"""Reindexing: what was edited is the same index as one that is made of all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups import search
from workgroups.finds import Find
from workgroups.reindexing import Edit, Reindexing
from workgroups.search import SHARDS, Index

WORDS = "alpha", "alpine", "alto", "bravo", "charlie", "über", "été", "12"
TEXTS = st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text()


def a_find(text: str, **more: Any) -> Find:
    return Find("meeting", "Heat", "en", "/meetings/a/", text=text, **more)


def edited(before: list[Find], after: list[Find]) -> dict[str, bytes]:
    """The files of an index of what was before, once they are those of what is after."""
    files = dict(Index.of(before).files())
    pairs = enumerate(zip(before, after, strict=True))
    edits = [Edit(number, *pair) for number, pair in pairs if pair[0] != pair[1]]
    for name, data in Reindexing(len(before), files.__getitem__).files(edits).items():
        if data is None:
            del files[name]
        else:
            files[name] = data
    return files


@pytest.mark.parametrize("largest", [1, 20, search.LARGEST_SHARD])
@given(pairs=st.lists(st.tuples(TEXTS, TEXTS)), names=TEXTS)
def test_it_is_as_if_all_were_made_anew(
    largest: int, pairs: list[tuple[str, str]], names: str
) -> None:
    before = [a_find(text, names=names) for text, _ in pairs]
    after = [replace(find, text=text) for find, (_, text) in zip(before, pairs, strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "LARGEST_SHARD", largest)
        patch.setattr(search, "EVERYWHERE", 2)
        assert edited(before, after) == dict(Index.of(after).files())


def test_only_what_may_be_another_one_is_read_and_made() -> None:
    before, after = a_find("alpha bravo"), a_find("alpha charlie")
    files = dict(Index.of([before, a_find("dance")]).files())
    read: list[str] = []

    def reading(name: str) -> bytes:
        read.append(name)
        return files[name]

    made = Reindexing(2, reading).files([Edit(0, before, after)])
    assert read == [SHARDS, "words/b-.json"]
    assert {name for name, data in made.items() if data is None} == {"words/b-.json"}
    assert made.keys() == {SHARDS, "finds/0.json", "words/b-.json", "words/c-.json"}
