"""The cache of texts: it saves time, and never says anything else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from factories import a_document

from workgroups import text_cache
from workgroups.documents import Document
from workgroups.text_cache import TextCache


@pytest.fixture
def document(tmp_path: Path) -> Document:
    file = tmp_path / "notes.txt"
    file.write_bytes(b"heat plans")
    digest = hashlib.sha256(b"heat plans").hexdigest()
    return a_document("/notes.txt", source=file, label="TXT", sha256=digest)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was read and not remembered."""
    seen: list[bytes] = []

    def words(data: bytes, _label: str) -> str:
        seen.append(data)
        return data.decode()

    monkeypatch.setattr(text_cache, "words_inside", words)
    return seen


def kept(folder: Path) -> Path:
    (file,) = (path for path in folder.rglob("*") if path.is_file())
    return file


def test_a_document_is_read_once(tmp_path: Path, document: Document, read: list[bytes]) -> None:
    for _ in range(3):
        assert TextCache(tmp_path / "texts").text_of(document) == "heat plans"
    assert read == [b"heat plans"]
    assert kept(tmp_path / "texts").stem == document.sha256


def test_without_a_folder_it_is_read_each_time(document: Document, read: list[bytes]) -> None:
    assert [TextCache().text_of(document) for _ in range(2)] == ["heat plans"] * 2
    assert len(read) == 2


def test_what_is_kept_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    assert TextCache(tmp_path).text_of(a_document("https://video.example/1", source=None)) == ""


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "no list": lambda file: file.write_text("{}"),
    "no text": lambda file: file.write_bytes(b"\xff\xfe"),
    "a number": lambda file: file.write_text("[1, 2]"),
    "flipped": lambda file: file.write_text(file.read_text().replace("heat", "cold")),
    "without digest": lambda file: file.write_text(json.dumps(["", "heat plans"])),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_read_anew(
    damage: str, tmp_path: Path, document: Document, read: list[bytes]
) -> None:
    cache = TextCache(tmp_path / "texts")
    cache.text_of(document)
    DAMAGES[damage](kept(tmp_path / "texts"))
    assert cache.text_of(document) == "heat plans"
    assert len(read) == 2


def test_another_document_does_not_get_its_text(
    tmp_path: Path, document: Document, read: list[bytes]
) -> None:
    cache = TextCache(tmp_path / "texts")
    cache.text_of(document)
    other = replace(document, sha256=document.sha256[::-1])
    to = tmp_path / "texts" / other.sha256[:2] / f"{other.sha256}.json"
    to.parent.mkdir(exist_ok=True)
    kept(tmp_path / "texts").rename(to)
    cache.text_of(other)
    assert len(read) == 2


def test_another_program_reads_anew(
    tmp_path: Path, document: Document, read: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    TextCache(tmp_path / "texts").text_of(document)
    monkeypatch.setattr(text_cache, "_program", lambda: "an older release")
    TextCache(tmp_path / "texts").text_of(document)
    assert len(read) == 2


def test_where_nothing_can_be_written_nothing_is(tmp_path: Path, document: Document) -> None:
    assert TextCache(document.source).text_of(document) == "heat plans"
