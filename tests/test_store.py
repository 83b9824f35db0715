"""The store: what it gives is what it was given, or nothing, whatever became of its file."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from workgroups.store import Lost, Store, digest_of

TEXTS = [b"", b"one", bytes(range(256)) * 100]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A store of these texts."""
    file = tmp_path / "builds" / "store.sqlite"
    with Store(file) as store:
        assert store.add(TEXTS)
    return file


def given(file: Path) -> list[bytes]:
    """Those of the texts that it still has."""
    found = []
    with Store(file) as store:
        for text in TEXTS:
            try:
                found.append(store.get(digest_of(text)))
            except Lost:
                continue
    return found


def test_what_is_kept_is_given_to_the_next_one(file: Path) -> None:
    assert given(file) == TEXTS


def test_what_was_never_kept_is_lost(file: Path) -> None:
    with Store(file) as store, pytest.raises(Lost):
        store.get(digest_of(b"another"))


def test_others_are_forgotten_where_texts_are_kept_alone(file: Path) -> None:
    with Store(file) as store:
        assert store.add(TEXTS[1:2], alone=True)
    assert given(file) == TEXTS[1:2]


def test_a_text_goes_when_another_comes_instead(file: Path) -> None:
    with Store(file) as store:
        assert store.add([b"another"], instead_of=[digest_of(b"one")])
        assert store.get(digest_of(b"another")) == b"another"
    assert given(file) == [TEXTS[0], TEXTS[2]]


def test_a_text_under_the_digest_of_another_is_not_given(file: Path) -> None:
    with sqlite3.connect(file) as kept:
        kept.execute("UPDATE kept SET data = x'00' WHERE digest = ?", (digest_of(b"one"),))
        kept.execute("UPDATE kept SET data = 'text' WHERE digest = ?", (digest_of(b""),))
    kept.close()
    assert given(file) == TEXTS[2:]


@pytest.mark.parametrize("size", [0, 1, 100, 4_096, 10_000])
def test_of_a_file_that_is_cut_short_or_overwritten_nothing_wrong_is_given(
    file: Path, size: int
) -> None:
    whole = file.read_bytes()
    for damaged in (whole[:size], whole[:size] + b"\xff" * (len(whole) - size), whole[size:]):
        file.write_bytes(damaged)
        assert set(given(file)) <= set(TEXTS)


@pytest.mark.parametrize("damaged", [b"no database at all" * 99, b"SQLite format 3\0"])
def test_a_damaged_one_is_made_anew(file: Path, damaged: bytes) -> None:
    file.write_bytes(damaged)
    with Store(file) as store:
        assert not store.add(TEXTS)
        assert store.add(TEXTS, alone=True)
    assert given(file) == TEXTS


def test_a_view_in_place_of_the_texts_is_not_asked(file: Path) -> None:
    """One that never ends would be waited for."""
    forged = sqlite3.connect(file)
    forged.execute("ALTER TABLE kept RENAME TO others")
    forged.execute("CREATE VIEW kept AS SELECT * FROM others")
    forged.commit()
    forged.close()
    assert given(file) == []
    with Store(file) as store:
        assert store.add(TEXTS, alone=True)
    assert given(file) == TEXTS


def test_where_no_file_can_be_nothing_is_kept(file: Path, tmp_path: Path) -> None:
    shutil.rmtree(file.parent)
    file.parent.write_bytes(b"")
    file_is_folder = tmp_path / "folder.sqlite"
    file_is_folder.mkdir()
    for place in (file, file_is_folder):
        with Store(place) as store:
            assert not store.add(TEXTS)
            assert not store.add(TEXTS, alone=True)
        assert given(place) == []


def test_while_another_writes_nothing_is_kept_and_all_is_given(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store(file) as store:
        assert not store.add([b"another"])
    other.close()
    assert given(file) == TEXTS
