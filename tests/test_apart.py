"""A process of its own for documents: what it has, and what becomes of those it dies of."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workgroups import apart
from workgroups.apart import Reader, TooMuch, _believed
from workgroups.document_text import LONGEST


def a_text(folder: Path) -> Path:
    file = folder / "notes.txt"
    file.write_text("heat plans")
    return file


def test_the_system_holds_the_bounds(tmp_path: Path) -> None:
    with Reader() as reader:
        reader.look_inside(a_text(tmp_path), "TXT")
        assert reader._process
        limits = Path("/proc", str(reader._process.pid), "limits").read_text()
    bounds = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()}
    assert bounds["Max address space"] == str(apart.MEMORY)
    assert bounds["Max file size"] == bounds["Max core file size"] == "0"
    assert apart.SECONDS <= int(bounds["Max cpu time"]) <= apart.SECONDS + 5


def test_who_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.3)
    os.mkfifo(tmp_path / "never.txt")
    with Reader() as reader:
        with pytest.raises(TooMuch):
            reader.look_inside(tmp_path / "never.txt", "TXT")
        monkeypatch.setattr(apart, "PATIENCE", 60)
        assert reader.look_inside(a_text(tmp_path), "TXT").words == "heat plans"


def test_who_dies_is_followed_by_another(tmp_path: Path) -> None:
    with Reader() as reader:
        reader.look_inside(a_text(tmp_path), "TXT")
        assert reader._process
        reader._process.kill()
        reader._process.wait()
        with pytest.raises(TooMuch):
            reader.look_inside(a_text(tmp_path), "TXT")
        assert reader.look_inside(a_text(tmp_path), "TXT").words == "heat plans"


def test_nothing_of_ours_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No secret of the environment, and no file that is open here."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with Reader() as reader:
        reader.look_inside(a_text(tmp_path), "TXT")
        assert reader._process
        there = Path("/proc", str(reader._process.pid))
        assert b"secret" not in (there / "environ").read_bytes()
        assert len(list((there / "fd").iterdir())) <= 4


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\n",
        b"null",
        b"{}",
        b"[]",
        b'[1, "a", "b"]',
        b'["1", "a"]',
        b'[true, "a"]',
        b'[-1, "a"]',
        b"[1, 2]",
        b'[1, "a',
        b"\xff",
        b"[1.5, null]",
        b"[" * 100_000,
        b'[null, "%s"]' % (b"x" * (LONGEST + 1)),
    ],
)
def test_an_answer_that_is_none_is_not_believed(answer: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  Of several kinds, none of which anybody reads.
        _believed(answer)


@given(st.binary(max_size=80) | st.text('[]{}",:0a\\\\-+.eEnultrs', max_size=80).map(str.encode))
@example(b"[" * 100_000)
@example(b'[1e400, "a"]')
@example(b"\xff")
def test_any_answer_is_one_or_none(answer: bytes) -> None:
    try:
        found = _believed(answer)
    except ValueError:
        return
    assert found.pages is None or found.pages >= 0
    assert isinstance(found.words, str)
