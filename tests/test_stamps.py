"""Stamps: whatever becomes of files below a folder, what is listed tells of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from workgroups.stamps import MOST, Listing, stamp_of, weight


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files and folders."""
    folder = tmp_path / "folder"
    (folder / "inner" / "empty").mkdir(parents=True)
    (folder / "one").write_text("one", "utf-8")
    (folder / "inner" / "two").write_text("two", "utf-8")
    (folder / "spare").write_text("one", "utf-8")
    return folder


def swap(folder: Path) -> None:
    """Have two files change places."""
    (folder / "one").rename(folder / "x")
    (folder / "spare").rename(folder / "one")
    (folder / "x").rename(folder / "spare")


def replace_by_folder(folder: Path) -> None:
    (folder / "one").unlink()
    (folder / "one").mkdir()


def age(folder: Path) -> None:
    os.utime(folder / "one", ns=(0, 0))


def write_again(folder: Path) -> None:
    """The same bytes, and the same time as before."""
    state = (folder / "one").stat()
    (folder / "one").write_text("one", "utf-8")
    os.utime(folder / "one", ns=(state.st_atime_ns, state.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [
        swap,
        replace_by_folder,
        age,
        write_again,
        lambda folder: (folder / "one").chmod(0o600),
        lambda folder: (folder / "one").unlink(),
        lambda folder: (folder / "new").touch(),
        lambda folder: (folder / "new").mkdir(),
        lambda folder: (folder / "inner" / "empty").rmdir(),
        lambda folder: (folder / "inner").rename(folder / "other"),
        shutil.rmtree,
    ],
)
def test_each_change_is_seen(folder: Path, change: Callable[[Path], object]) -> None:
    before = Listing([folder])
    assert Listing([folder]).digest == before.digest
    change(folder)
    after = Listing([folder])
    assert after.digest != before.digest
    assert after.weights != before.weights


def test_a_digest_follows_from_the_weights_of_what_has_changed(folder: Path) -> None:
    before = Listing([folder])
    one = str(folder / "one")
    (folder / "one").write_text("another", "utf-8")
    changed = before.digest - before.weights[one] + weight(one, stamp_of(one))
    assert changed % MOST == Listing([folder]).digest


def test_names_and_paths_are_passed_over(folder: Path) -> None:
    without = Listing([folder], ["two", str(folder / "one")])
    assert {Path(path).name for path in without.weights} == {"inner", "empty", "spare"}
    assert str(folder / "inner" / "one") in _with_another_one(folder).weights


def _with_another_one(folder: Path) -> Listing:
    (folder / "inner" / "one").touch()
    return Listing([folder], [str(folder / "one")])


def test_links_are_told_of_and_not_followed(folder: Path, tmp_path: Path) -> None:
    assert not Listing([folder]).links
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "file").touch()
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    listing = Listing([folder])
    assert listing.links
    assert str(folder / "link") in listing.weights
    assert str(folder / "link" / "file") not in listing.weights


def test_the_newest_time_is_that_of_any_file(folder: Path) -> None:
    os.utime(folder / "inner" / "two", ns=(0, 2**62))
    assert Listing([folder]).newest == 2**62
    assert Listing([folder / "inner" / "empty", folder / "nowhere"]).newest == 0


def test_what_is_listed_twice_counts_once(folder: Path) -> None:
    assert Listing([folder, folder / "inner"]).digest == Listing([folder]).digest
