"""Files of caches: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from killing import killed_at_each_step

from workgroups.keeping import keep


def test_it_is_there_with_the_folders_that_it_needs(tmp_path: Path) -> None:
    keep(tmp_path / "a" / "b.json", b"old")
    keep(tmp_path / "a" / "b.json", b"new")
    assert (tmp_path / "a" / "b.json").read_bytes() == b"new"
    assert os.listdir(tmp_path / "a") == ["b.json"]  # noqa: PTH208  Names are all that is wanted.


@pytest.mark.parametrize("name", ["file/b.json", "folder"])
def test_where_it_cannot_be_kept_nothing_happens(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "folder" / "full").mkdir(parents=True)
    keep(tmp_path / name, b"new")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder", "full"]


def test_killed_at_any_step_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    file.write_bytes(b"old")
    found = [file.read_bytes() for _ in killed_at_each_step(lambda: keep(file, b"new"))]
    assert len(found) == len(("mkdir", "open", "rename"))
    assert {*found} <= {b"old", b"new"}
