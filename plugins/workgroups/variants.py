"""Variants: each file of a finished tree that is text, compressed beside it.

A web server sends `page.html.br` or `page.html.gz` as it lies there instead of compressing
`page.html` for each reader.
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import brotli

from .serving import is_compressible

SMALLEST = 1_024
"""Bytes of a file that is worth it: what is smaller goes out in one packet anyway."""

WORTH = 0.9
"""The part of a file's size that its variant has at most."""

# Of the 1,037 files of the example site, 16.3 MB, quality 5 makes 3.08 MB in 0.2 s, 9 makes 3.05 MB
# in 5.8 s, 10 makes 2.78 MB in 5.3 s, and 11 makes 2.72 MB in 14.8 s. So 12,000 pages take a minute
# of one processor once, and after that only those that changed.
QUALITY = 10


def _gzip(data: bytes) -> bytes:
    # gzip.compress writes another header with each release of Python.
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, packed, mtime=0) as file:
        file.write(data)
    return packed.getvalue()


def _brotli(data: bytes) -> bytes:
    return bytes(brotli.compress(data, quality=QUALITY))


ENCODINGS: dict[str, Callable[[bytes], bytes]] = {".gz": _gzip, ".br": _brotli}
"""How each variant is made, by its ending."""


@dataclass(frozen=True)
class Variants:
    """How many were made, and how many taken over from what was published before."""

    made: int
    kept: int


def add_variants(tree: Path, earlier: Path | None = None) -> Variants:
    """Put the variants beside the files of `tree`; of what did not change, those of `earlier`.

    One that is made gets the time of its file, one that is taken over keeps its own: a server makes
    its ETag of that, by which a reader is told that nothing changed.
    """

    def add(name: str) -> tuple[int, int]:
        return _add(tree / name, earlier / name if earlier else None)

    # Both libraries let other threads work while they do.
    with ThreadPoolExecutor() as threads:
        counts = list(threads.map(add, _texts(tree)))
    return Variants(sum(made for made, _ in counts), sum(kept for _, kept in counts))


def _texts(tree: Path) -> Iterator[str]:
    """The names of the files that can get smaller, from the folder of the site."""
    for folder, _, files in os.walk(tree):
        for file in map(Path(folder).joinpath, files):
            name = file.relative_to(tree).as_posix()
            if is_compressible(f"/{name}") and not file.is_symlink():
                yield name


def _add(file: Path, before: Path | None) -> tuple[int, int]:
    """Put its variants beside a file; how many were made, and how many taken over."""
    data = file.read_bytes()
    if len(data) < SMALLEST:
        return 0, 0
    same = before is not None and _holds(before, data)
    made = kept = 0
    for ending, encode in ENCODINGS.items():
        place = _beside(file, ending)
        if before and same and _take_over(_beside(before, ending), place):
            kept += 1
        elif len(packed := encode(data)) <= len(data) * WORTH:
            _write(place, packed, file.stat())
            made += 1
    return made, kept


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)


def _holds(file: Path, data: bytes) -> bool:
    return file.is_file() and file.stat().st_size == len(data) and file.read_bytes() == data


def _take_over(old: Path, place: Path) -> bool:
    """Have a variant that is there already; whether there is one."""
    if not old.is_file():
        return False
    place.unlink(missing_ok=True)
    try:
        os.link(old, place)
    except OSError:  # Not every file system has such links, and none leads to another.
        shutil.copy2(old, place)
    return True


def _write(place: Path, packed: bytes, of: os.stat_result) -> None:
    # What lies there can have a second name in what is published now.
    place.unlink(missing_ok=True)
    place.write_bytes(packed)
    os.utime(place, ns=(of.st_atime_ns, of.st_mtime_ns))
