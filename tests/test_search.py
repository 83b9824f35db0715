"""Search: every word leads to what it stands in, and a question costs little."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups import search
from workgroups.finds import Find, Way
from workgroups.folding import words_of
from workgroups.search import Index, shard_name

Files = dict[str, bytes]


def a_find(title: str = "", **changes: Any) -> Find:
    return Find("meeting", title, "en", "/meetings/a/", **changes)


def files_of(*finds: Find) -> Files:
    return dict(Index.of(finds).files())


def shards(files: Files) -> list[str]:
    return [str(each) for each in json.loads(files["shards.json"])["shards"]]


def asked(files: Files, word: str) -> dict[int, int]:
    """The finds a word stands in, and where: read as the script reads it."""
    own = [beginning for beginning in shards(files) if word.startswith(beginning)]
    if not own:
        return {}
    row = json.loads(files[shard_name(own[-1])]).get(word, [])
    total, found = 0, {}
    for step in row:
        total += step
        found[total // 4] = total % 4
    return found


def test_where_a_word_stands_is_told_and_the_best_place_counts() -> None:
    files = files_of(
        a_find("Heat", text="plans for heat"),
        a_find("Cold", names="Ada Heat", text="heat", besides="Ghent"),
        a_find("Cold", text="heat"),
        a_find("Cold", text="heat plans", inside=True),
    )
    assert asked(files, "heat") == {0: 3, 1: 2, 2: 1, 3: 0}
    assert asked(files, "plans") == {0: 1, 3: 0}
    assert asked(files, "ghent") == {1: 2}
    assert asked(files, "hea") == {}


finds = st.builds(
    a_find, st.text(), text=st.text(), names=st.text(), inside=st.booleans(), besides=st.text()
)


@pytest.mark.parametrize("largest", [1, 60, search.LARGEST_SHARD])
@given(finds=st.lists(finds))
def test_every_word_finds_what_it_stands_in_and_nothing_else(
    largest: int, finds: list[Find]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "LARGEST_SHARD", largest)
        files = files_of(*finds)
    texts = [f"{f.title} {f.text} {f.names} {f.besides}" for f in finds]
    for word in words_of(" ".join(texts)):
        wanted = {number for number, text in enumerate(texts) if word in words_of(text)}
        assert set(asked(files, word)) == wanted


@given(finds=st.lists(finds), place=st.integers(0))
def test_an_index_may_be_made_in_parts(finds: list[Find], place: int) -> None:
    first = place % (len(finds) + 1)
    parts = [Index.of(finds[:first]), Index.of(finds[first:], first)]
    assert dict(Index.joined(parts).files()) == files_of(*finds)


@given(st.lists(st.text(min_size=1)))
def test_a_shard_has_all_words_with_its_beginning(texts: list[str]) -> None:
    """Unless they are in a shard of a longer one: the script looks in the longest that fits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "LARGEST_SHARD", 20)
        files = files_of(*map(a_find, texts))
    names = shards(files)
    assert names == sorted(set(names))
    for name in names:
        for word in json.loads(files[shard_name(name)]):
            assert max((n for n in names if word.startswith(n)), key=len) == name


def test_a_shard_is_as_large_as_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "LARGEST_SHARD", 40)
    files = files_of(a_find("alpha alpine alto bravo charlie"), a_find("alpha alpine alto"))
    assert shards(files) == ["a", "b", "c"]
    monkeypatch.setattr(search, "LARGEST_SHARD", 20)
    files = files_of(a_find("alpha alpine alto bravo charlie"), a_find("alpha alpine alto"))
    assert shards(files) == ["alph", "alpi", "alt", "b", "c"]


@given(st.lists(st.text(min_size=1, max_size=3), unique=True))
def test_shards_have_names_of_their_own_that_every_disk_takes(beginnings: list[str]) -> None:
    names = [shard_name(each) for each in beginnings]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and name.endswith("-.json") for name in names)
    assert shard_name("co") == "words/co-.json"
    assert shard_name("éß") == "words/_e9__df_-.json"


def test_capital_and_small_names_are_the_same_on_some_disks() -> None:
    words = words_of("Heat HEAT heat Élan")
    assert all(word == word.lower() for word in words)


def test_what_is_shown_of_a_find() -> None:
    way = Way("en", "Heat", "/meetings/heat/")
    find = a_find(
        "Été", text="x" * 30_000, day=date(2026, 3, 3), groups=("a",), of=(way,), besides="Ghent"
    )
    assert json.loads(files_of(find)["finds/0.json"]) == {
        "kind": "meeting",
        "title": "Été",
        "lang": "en",
        "address": "/meetings/a/",
        "day": "2026-03-03",
        "groups": ["a"],
        "of": [["en", "Heat", "/meetings/heat/"]],
        "text": "x" * 20_000,
    }
    assert "Été".encode() in files_of(find)["finds/0.json"]


def test_words_that_are_everywhere_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "EVERYWHERE", 3)
    files = files_of(
        *[a_find("the heat")] * 3, *[a_find("the cold")] * 2, a_find("heat", text="the")
    )
    assert json.loads(files["shards.json"])["everywhere"] == ["heat", "the"]
    assert set(asked(files, "the")) == {0, 1, 2, 3, 4, 5}, "they can be asked for alone"
    few = files_of(*[a_find("the heat")] * 2)
    assert json.loads(few["shards.json"])["everywhere"] == []


def test_without_anything_there_is_an_empty_index() -> None:
    assert files_of() == {"shards.json": b'{"shards":[],"everywhere":[]}\n'}


def test_a_new_meeting_leaves_most_files_as_they_are() -> None:
    before = [a_find(f"meeting number{n} topic{n % 7}") for n in range(50)]
    old, new = files_of(*before), files_of(*before, a_find("zebra"))
    assert {name for name in new if old.get(name) != new[name]} == {
        *("shards.json", "words/z-.json", "finds/50.json")
    }


def test_a_question_of_a_large_network_costs_little() -> None:
    """Some 12,000 finds: what a reader fetches before the first result is shown."""
    many = [
        a_find(f"place{n % 900}", text=f"the topic{n * 7 % 5000} of heat{n % 40} plan{n}")
        for n in range(12_000)
    ]
    files = files_of(*many)
    sizes = {name: len(gzip.compress(data)) for name, data in files.items()}
    assert sizes["shards.json"] < 10_000
    assert max(size for name, size in sizes.items() if name.startswith("words/")) < 25_000
