"""What documents hold, kept: it saves time, and never says anything else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from factories import a_document
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workgroups import interiors
from workgroups.apart import Reader, TooMuch
from workgroups.document_text import Inside
from workgroups.documents import Document
from workgroups.interiors import Interiors


@pytest.fixture
def document(tmp_path: Path) -> Document:
    file = tmp_path / "notes.txt"
    file.write_bytes(b"heat plans")
    digest = hashlib.sha256(b"heat plans").hexdigest()
    return a_document("/notes.txt", source=file, label="TXT", sha256=digest)


class Reading:
    """A reader in this process that notes what it looks into; beside it, one that gives up."""

    def __init__(self) -> None:
        self.seen: list[Path] = []

    def look_inside(self, path: Path, _label: str) -> Inside:
        self.seen.append(path)
        if path.name == "endless.txt":
            raise TooMuch
        return Inside(None, path.read_text())

    def kept_in(self, folder: Path | None) -> Interiors:
        return Interiors(folder, cast("Reader", self))


@pytest.fixture
def reading() -> Reading:
    return Reading()


def kept(folder: Path) -> Path:
    (file,) = (path for path in folder.rglob("*") if path.is_file())
    return file


def test_a_document_is_read_once(tmp_path: Path, document: Document, reading: Reading) -> None:
    for _ in range(3):
        assert reading.kept_in(tmp_path / "kept").words_of(document) == "heat plans"
    assert reading.seen == [document.source]
    assert kept(tmp_path / "kept").stem == document.sha256


def test_without_a_folder_it_is_read_each_time(document: Document, reading: Reading) -> None:
    assert [reading.kept_in(None).words_of(document) for _ in range(2)] == ["heat plans"] * 2
    assert len(reading.seen) == 2


def test_what_is_kept_elsewhere_is_not_fetched(tmp_path: Path, reading: Reading) -> None:
    elsewhere = a_document("https://video.example/1", source=None)
    assert reading.kept_in(tmp_path).words_of(elsewhere) == ""


def test_what_holds_no_words_is_not_looked_into(tmp_path: Path, reading: Reading) -> None:
    assert reading.kept_in(tmp_path).inside(tmp_path / "film.mp4", "MP4", "0") == Inside()
    assert reading.seen == []


def test_what_is_too_much_is_noted_and_tried_again(tmp_path: Path, reading: Reading) -> None:
    endless = tmp_path / "endless.txt"
    for _ in range(2):
        found = reading.kept_in(tmp_path / "kept")
        assert found.inside(endless, "TXT", "00aa") == Inside()
        assert found.too_much == {endless}
    assert len(reading.seen) == 2


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "no list": lambda file: file.write_text("{}"),
    "no text": lambda file: file.write_bytes(b"\xff\xfe"),
    "numbers": lambda file: file.write_text("[1, 2, 3]"),
    "flipped": lambda file: file.write_text(file.read_text().replace("heat", "cold")),
    "more pages": lambda file: file.write_text(file.read_text().replace("null", "7")),
    "without seal": lambda file: file.write_text(json.dumps(["", None, "heat plans"])),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_read_anew(
    damage: str, tmp_path: Path, document: Document, reading: Reading
) -> None:
    found = reading.kept_in(tmp_path / "kept")
    found.words_of(document)
    DAMAGES[damage](kept(tmp_path / "kept"))
    assert found.words_of(document) == "heat plans"
    assert len(reading.seen) == 2


def test_another_document_does_not_get_its_text(
    tmp_path: Path, document: Document, reading: Reading
) -> None:
    found = reading.kept_in(tmp_path / "kept")
    found.words_of(document)
    other = replace(document, sha256=document.sha256[::-1])
    to = tmp_path / "kept" / other.sha256[:2] / f"{other.sha256}.json"
    to.parent.mkdir(exist_ok=True)
    kept(tmp_path / "kept").rename(to)
    found.words_of(other)
    assert len(reading.seen) == 2


def test_another_program_reads_anew(
    tmp_path: Path, document: Document, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.kept_in(tmp_path / "kept").words_of(document)
    monkeypatch.setattr(interiors, "_program", lambda: "an older release")
    reading.kept_in(tmp_path / "kept").words_of(document)
    assert len(reading.seen) == 2


def test_where_nothing_can_be_written_nothing_is(document: Document, reading: Reading) -> None:
    assert reading.kept_in(document.source).words_of(document) == "heat plans"


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@settings(max_examples=30)
@given(pages=st.none() | st.integers(0, 999), words=WORDS, digest=st.from_regex("[0-9a-f]{64}"))
def test_what_was_kept_is_read(
    pages: int | None, words: str, digest: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file, found = tmp_path_factory.getbasetemp() / "kept.json", Inside(pages, words)
    file.write_bytes(interiors._kept(digest, "PDF", found))
    assert interiors._believed(file, digest, "PDF") == found
    assert interiors._believed(file, digest, "ODT") is None
    assert interiors._believed(file, digest[::-1] + "0", "PDF") is None


@given(data=st.binary(max_size=40) | st.text('[]{}",:0ae1.-', max_size=40).map(str.encode))
@example(data=b"[" * 100_000)
@example(data=b'["", 1, [2]]')
@example(data=b'["", null, "\\ud800"]')
def test_what_was_not_kept_is_not_believed(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "kept.json"
    file.write_bytes(data)
    assert interiors._believed(file, "0" * 64, "PDF") is None
