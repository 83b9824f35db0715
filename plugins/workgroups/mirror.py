"""Bring a finished tree over another: write only files whose bytes differ, remove what is gone.

A file that did not change keeps its time, and with it the ETag that a web server gives it.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .stamps import Stamp, stamp_of

MARKER = ".workgroups-output"
MARKER_TEXT = "This folder is rewritten by every build: whatever else is put here is removed.\n"

# What a publisher may keep in an output folder beside the site: the marker and a git work tree.
KEPT = frozenset({MARKER, ".git"})

# Pages are written after what they show, feeds after what they link to.
TURNS = {".html": 1, ".ics": 2, ".atom": 2, ".json": 2}

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
    """Raise NotOurs unless `output` is missing, the output of an earlier build, or empty.

    A git work tree that holds no file yet is empty, too.
    """
    if not output.exists():
        return
    if not output.is_dir():
        raise NotOurs(f"{output} is a file, not a folder.")
    if {entry.name for entry in output.iterdir()} - KEPT and not (output / MARKER).is_file():
        raise NotOurs(f"{output} holds files that no build has made: empty it or choose another.")


def files_in(folder: Path) -> frozenset[str]:
    """The names of all files below a folder, but for what a publisher keeps there."""
    return _tree(folder).files


def bring_over(finished: Path, output: Path) -> Brought:
    """Make `output` hold just the files of `finished`, each replaced as a whole; uses them up.

    A web server may read all of it, and not everybody change it, whoever builds.
    Symbolic links inside `output` are replaced or removed, never followed.
    Raises NotOurs, or PermissionError for a folder that is protected, before anything is touched.
    """
    check_ours(output)
    new = _tree(finished)
    if new.links:
        raise NotOurs(f"{finished / min(new.links)} is a symbolic link.")
    if not output.is_dir():
        output.mkdir(parents=True)
        _show(output)
    old, folders = _tree(output), _folders_of(new.files)
    here, there = f"{finished}/", f"{output}/"

    # A file where a folder is to be, and the other way round, goes first; the rest goes last.
    turned = _within(old.folders & new.files, old)
    in_the_way = turned.files | old.files & folders
    gone = old.files - new.files - in_the_way
    changed = [
        file
        for file in sorted(new.files, key=_turn)
        if file not in old.files or not _same_bytes(here + file, there + file)
    ]
    touched = {*changed, *in_the_way, *gone, *(old.folders ^ folders), *turned.folders}
    _check_writable(output, {os.path.dirname(name) for name in touched} & {"", *old.folders})
    if not (output / MARKER).is_file():
        (output / MARKER).write_text(MARKER_TEXT, encoding="utf-8")
        _show(output / MARKER)
    _remove(output, in_the_way, turned.folders)
    fresh = _fresh(folders - old.folders, new.files)
    within = {file for inside in fresh.values() for file in inside.files}
    others = [file for file in changed if file not in within]
    shown = [file for file in others if not _turn(file)[0]]
    for file in shown:
        _replace(here + file, there + file)
    for inside in fresh.values():
        _bring_folders(inside, here, there)
    for file in others[len(shown) :]:
        _replace(here + file, there + file)
    for name in sorted(folders & old.folders | new.files - {*changed}):
        _show(there + name)
    _remove(output, gone, old.folders - folders - turned.folders)
    unchanged = len(new.files) - len(changed)
    return Brought(len(changed), unchanged, removed=len(in_the_way) + len(gone))


def bring_changed(
    finished: Path, output: Path, whole: Iterable[str] = (), gone: Iterable[str] = ()
) -> list[tuple[str, Stamp | None, Stamp | None]] | None:
    """Bring files of `finished` over those of `output` that are others, and remove those `gone`.

    What was done: the name of each, and its stamps before and after. None, and nothing is done,
    where folders would come, or files in one of the folders that are `whole` in `finished` come or
    go. Raises PermissionError for a folder that is protected, before anything is touched.
    """
    here, there = f"{finished}/", f"{output}/"
    found = _tree(finished).files
    ways = [folder.strip("/") for folder in whole]
    if any(_tree(finished / way).files != _tree(output / way).files for way in ways):
        return None
    if not all(os.path.isdir(there + folder) for folder in _folders_of(found)):
        return None
    files = sorted(found, key=_turn)
    old = {file: stamp_of(there + file) for file in files if os.path.lexists(there + file)}
    changed = [f for f in files if f not in old or not _same_bytes(here + f, there + f)]
    removed = [(file, stamp_of(there + file), None) for file in sorted(gone)]
    _check_writable(output, {os.path.dirname(file) for file in (*changed, *gone)})
    for file in changed:
        _replace(here + file, there + file)
    _remove(output, gone, ())
    return [*((file, old.get(file), stamp_of(there + file)) for file in changed), *removed]


@dataclass(frozen=True)
class _Tree:
    """What lies below a folder, by its way from there. A link is a file, wherever it leads."""

    files: frozenset[str]
    folders: frozenset[str]
    links: frozenset[str] = frozenset()


def _tree(root: Path) -> _Tree:
    """Everything below `root` but for what a publisher keeps there."""
    files, folders, links = [], [], []
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        with os.scandir(root / inside) as entries:
            for entry in entries:
                name = inside + entry.name
                if name in KEPT:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(name)
                    waiting.append(name + "/")
                    continue
                files.append(name)
                if entry.is_symlink():
                    links.append(name)
    return _Tree(frozenset(files), frozenset(folders), frozenset(links))


def _check_writable(output: Path, folders: Iterable[str]) -> None:
    """Raise PermissionError for a folder in which nothing can be replaced or removed."""
    for folder in sorted(folders):
        if not os.access(output / folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(output / folder))


def _within(these: Iterable[str], tree: _Tree) -> _Tree:
    """The part of `tree` that `these` folders are and hold."""
    ways = tuple(f"{folder}/" for folder in these)
    return _Tree(
        frozenset(file for file in tree.files if ways and file.startswith(ways)),
        frozenset(folder for folder in tree.folders if ways and f"{folder}/".startswith(ways)),
    )


def _folders_of(files: Iterable[str]) -> frozenset[str]:
    """Every folder that `files` need."""
    folders: set[str] = set()
    for file in files:
        folder = os.path.dirname(file)
        while folder and folder not in folders:
            folders.add(folder)
            folder = os.path.dirname(folder)
    return frozenset(folders)


def _fresh(folders: Iterable[str], files: Iterable[str]) -> dict[str, _Tree]:
    """The topmost of folders that are not there yet, each with those in it and their files."""
    above: dict[str, str] = {}
    for folder in sorted(folders):
        above[folder] = above.get(os.path.dirname(folder), folder)
    held: dict[str, tuple[set[str], set[str]]] = {top: (set(), set()) for top in above.values()}
    for folder, top in above.items():
        held[top][1].add(folder)
    for file in files:
        if (folder := os.path.dirname(file)) in above:
            held[above[folder]][0].add(file)
    return {top: _Tree(frozenset(own), frozenset(inner)) for top, (own, inner) in held.items()}


def _turn(file: str) -> tuple[int, str]:
    return TURNS.get(os.path.splitext(file)[1], 0), file


def _same_bytes(new: str, old: str) -> bool:
    one, other = os.lstat(new), os.lstat(old)
    if one.st_size != other.st_size or not stat.S_ISREG(other.st_mode):
        return False
    with open(new, "rb", buffering=0) as wanted, open(old, "rb", buffering=0) as found:
        while chunk := wanted.read(_CHUNK):
            if chunk != found.read(_CHUNK):
                return False
    return True


def _bring_folders(inside: _Tree, here: str, there: str) -> None:
    """Bring folders that are new, and what they hold: in one step, where that can be."""
    # See _replace.
    if all(os.lstat(here + file).st_nlink == 1 for file in inside.files):
        for name in inside.folders | inside.files:
            _show(here + name)
        if _moved(here + min(inside.folders), there + min(inside.folders)):
            return
    for folder in sorted(inside.folders):
        Path(there, folder).mkdir()
        _show(there + folder)
    for file in sorted(inside.files, key=_turn):
        _replace(here + file, there + file)


def _replace(new: str, place: str) -> None:
    """Put `new` at `place` in one step: a reader sees the old bytes or the new ones."""
    # A file with two names is a document of the content: moved, an edit there would show here.
    if os.lstat(new).st_nlink == 1:
        _show(new)
        if _moved(new, place):
            return
    folder, name = os.path.split(place)
    beside = f"{folder}/.{name}.incoming"
    shutil.copyfile(new, beside)
    _show(beside)
    os.replace(beside, place)


def _moved(new: str, place: str) -> bool:
    """Move a file or a folder; false where the output is a mount of its own, so that nothing can
    be moved to it."""
    try:
        os.replace(new, place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return False
    return True


def _show(place: str | Path) -> None:
    """Let everybody read this file or folder, and nobody but its owner and group change it."""
    found = os.lstat(place).st_mode
    wanted = (found | (0o755 if stat.S_ISDIR(found) else 0o644)) & ~stat.S_IWOTH
    if wanted != found:
        os.chmod(place, stat.S_IMODE(wanted))


def _remove(output: Path, files: Iterable[str], folders: Iterable[str]) -> None:
    """Remove `files`, and `folders` that are then empty; what a folder holds goes before it."""
    for file in files:
        (output / file).unlink()
    for folder in sorted(folders, reverse=True):
        (output / folder).rmdir()
