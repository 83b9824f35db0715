"""Bring a finished tree over another: write only files whose bytes differ, remove what is gone.

A file that did not change keeps its time, and with it the ETag that a web server gives it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MARKER = ".workgroups-output"
MARKER_TEXT = "This folder is rewritten by every build: whatever else is put here is removed.\n"

# What a publisher may keep in an output folder beside the site: the marker and a git work tree.
KEPT = frozenset({MARKER, ".git"})

_CHUNK = 1 << 20


class NotOurs(Exception):
    """The folder to write to holds something that no build has put there."""


@dataclass(frozen=True)
class Brought:
    """How many files were written, were the same already, and were removed."""

    written: int
    unchanged: int
    removed: int


def check_ours(output: Path) -> None:
    """Raise NotOurs unless `output` is missing, empty, or the output of an earlier build."""
    if not output.exists():
        return
    if not output.is_dir():
        raise NotOurs(f"{output} is a file, not a folder.")
    if any(output.iterdir()) and not (output / MARKER).is_file():
        raise NotOurs(f"{output} holds files that no build has made: empty it or choose another.")


def bring_over(finished: Path, output: Path) -> Brought:
    """Make `output` hold just what `finished` holds, replacing each file as a whole.

    Pages are written after what they show, feeds after what they link to; removals come last.
    Symbolic links inside `output` are replaced or removed, never followed.
    Raises NotOurs before anything is touched.
    """
    check_ours(output)
    output.mkdir(parents=True, exist_ok=True)
    if not (output / MARKER).is_file():
        (output / MARKER).write_text(MARKER_TEXT, encoding="utf-8")
    files = sorted(_files(finished), key=_turn)
    removed = _make_folders(output, {folder for file in files for folder in file.parents})
    written = 0
    for file in files:
        if not _same_bytes(finished / file, output / file):
            removed += _clear_folder(output / file)
            _replace(finished / file, output / file)
            written += 1
    removed += _remove_all_but(frozenset(files), output)
    return Brought(written, len(files) - written, removed)


def _files(root: Path) -> Iterator[Path]:
    """Every file below `root`, by its way from there; a link is a mistake of the build."""
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        for name in (*folders, *names):
            if (here / name).is_symlink():
                raise NotOurs(f"{here / name} is a symbolic link.")
        yield from ((here / name).relative_to(root) for name in names)


def _turn(file: Path) -> tuple[int, str]:
    rank = {".html": 1, ".ics": 2, ".atom": 2, ".json": 2}.get(file.suffix, 0)
    return rank, file.as_posix()


def _make_folders(output: Path, folders: set[Path]) -> int:
    """Make `folders` real folders below `output`; how many files stood in their way."""
    in_the_way = 0
    for folder in sorted(folders):
        here = output / folder
        if folder.parts and (here.is_symlink() or here.is_file()):
            here.unlink()
            in_the_way += 1
        here.mkdir(exist_ok=True)
    return in_the_way


def _same_bytes(new: Path, old: Path) -> bool:
    if old.is_symlink() or not old.is_file() or old.stat().st_size != new.stat().st_size:
        return False
    with new.open("rb") as one, old.open("rb") as other:
        while chunk := one.read(_CHUNK):
            if chunk != other.read(_CHUNK):
                return False
    return True


def _clear_folder(place: Path) -> int:
    """Remove a folder where a file is to be; how many files it held."""
    if place.is_symlink() or not place.is_dir():
        return 0
    held = sum(len(names) for _, _, names in os.walk(place))
    shutil.rmtree(place)
    return held


def _replace(new: Path, place: Path) -> None:
    """Put a copy of `new` at `place` in one step: a reader sees the old bytes or the new ones."""
    # Copied, since the output may be a mount of its own, where nothing can be moved to.
    beside = place.with_name(f".{place.name}.incoming")
    beside.unlink(missing_ok=True)
    shutil.copyfile(new, beside)
    beside.replace(place)


def _remove_all_but(files: frozenset[Path], output: Path) -> int:
    """Remove every other file below `output`, and the folders left empty; how many files."""
    removed = 0
    for place in sorted(_below(output), reverse=True):  # what a folder holds comes before it
        if place.is_dir() and not place.is_symlink():
            if not any(place.iterdir()):
                place.rmdir()
        elif place.relative_to(output) not in files:
            place.unlink()
            removed += 1
    return removed


def _below(output: Path) -> Iterator[Path]:
    """Everything below `output` that is not for a publisher to keep; links are not followed."""
    for folder, folders, names in os.walk(output):
        here = Path(folder)
        if here == output:
            folders[:] = (name for name in folders if name not in KEPT)
        yield from (
            here / name for name in (*folders, *names) if here != output or name not in KEPT
        )
