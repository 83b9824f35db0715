"""Variants: what is compressed, the same on every day, and what is taken over."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.variants import ENCODINGS, Variants, add_variants

LONG = b"<p>A meeting of the group, its papers and its hours.</p>\n" * 100


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with what is worth it, and what is not."""
    (tmp_path / "tree/groups/energy").mkdir(parents=True)
    for name, data in {
        "index.html": LONG,
        "groups/energy/calendar.ics": LONG,
        "short.html": b"<p>Short.</p>",
        "paper.pdf": LONG,
        "noise.txt": os.urandom(2_000),
        ".note": LONG,
    }.items():
        (tmp_path / "tree" / name).write_bytes(data)
    (tmp_path / "tree/link.html").symlink_to("index.html")
    return tmp_path / "tree"


def variants(tree: Path) -> dict[str, bytes]:
    """What lies there compressed, by name."""
    found = (file for file in tree.rglob("*") if file.suffix in {".gz", ".br"})
    return {file.relative_to(tree).as_posix(): file.read_bytes() for file in found}


def test_what_gets_smaller_is_there_twice(tree: Path) -> None:
    assert add_variants(tree) == Variants(made=4, kept=0)
    found = variants(tree)
    pages = ("groups/energy/calendar.ics", "index.html")
    assert sorted(found) == [f"{page}{ending}" for page in pages for ending in (".br", ".gz")]
    for page in pages:
        assert gzip.decompress(found[f"{page}.gz"]) == LONG
        assert brotli.decompress(found[f"{page}.br"]) == LONG


def test_the_same_bytes_whatever_the_day_and_the_name(tree: Path) -> None:
    add_variants(tree)
    first = variants(tree)
    os.utime(tree / "index.html", (1, 1))
    (tree / "other.html").write_bytes(LONG)
    add_variants(tree)
    again = variants(tree)
    assert first.items() <= again.items()
    assert again["other.html.gz"] == first["index.html.gz"]
    assert first["index.html.gz"][3:10] == b"\0\0\0\0\0\x02\xff", "no name, no time, no system"


def test_a_variant_is_as_old_as_its_file(tree: Path) -> None:
    os.utime(tree / "index.html", ns=(5, 1_700_000_000_123_456_789))
    add_variants(tree)
    for ending in (".gz", ".br"):
        assert (tree / f"index.html{ending}").stat().st_mtime_ns == 1_700_000_000_123_456_789


def test_only_what_changed_is_made_again(tree: Path, tmp_path: Path) -> None:
    add_variants(tree)
    new = tmp_path / "new"
    for name in ("index.html", "groups/energy/calendar.ics"):
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).write_bytes(LONG)
    # As long as before, so that only its bytes tell.
    (new / "index.html").write_bytes(LONG.replace(b"papers", b"PAPERS"))
    assert add_variants(new, tree) == Variants(made=2, kept=2)
    feed = "groups/energy/calendar.ics.br"
    assert (new / feed).samefile(tree / feed)
    assert b"PAPERS" in gzip.decompress((new / "index.html.gz").read_bytes())
    assert b"PAPERS" not in gzip.decompress((tree / "index.html.gz").read_bytes())


def test_without_links_it_is_copied_with_its_time(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(tree / "index.html", (1_000, 1_000))
    add_variants(tree)

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "new").mkdir()
    (tmp_path / "new/index.html").write_bytes(LONG)
    assert add_variants(tmp_path / "new", tree) == Variants(made=0, kept=2)
    copy = tmp_path / "new/index.html.gz"
    assert copy.stat().st_mtime == 1_000
    assert not copy.samefile(tree / "index.html.gz")


def test_what_was_published_without_variants_gets_them(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new/index.html").write_bytes(LONG)
    assert add_variants(tmp_path / "new", tree) == Variants(made=2, kept=0)


READ = {".gz": gzip.decompress, ".br": brotli.decompress}


@given(st.binary(max_size=2_000), st.integers(1, 30))
def test_others_read_what_was_there(data: bytes, times: int) -> None:
    for ending, encode in ENCODINGS.items():
        packed = encode(data * times)
        assert READ[ending](packed) == data * times
        assert encode(data * times) == packed
