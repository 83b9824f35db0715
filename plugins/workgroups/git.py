"""Git: the commits of a folder, the files they changed, and what stood in them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from .stamps import stamp_of

NO_BLOB = ""
"""In place of a blob's name, where there is no file."""

SAFELY = ("-c", "safe.bareRepository=explicit")
"""What git is told wherever content lies: files in it that look like a repository are none.

Their configuration would name programs to run, and who wrote them may be a stranger.
"""

_COMMIT = "\x01"  # begins a commit in the log
_UNCOMMITTED = "uncommitted "  # in place of a blob's name, before the path
_SHALLOW = (
    "this clone does not hold the whole history: run git fetch --unshallow, and in a workflow"
    " check out with fetch-depth: 0"
)
# A machine's own settings could hide the first commit, put signatures in, or follow one file.
_GIT = (
    *(
        "git",
        *SAFELY,
        "--no-optional-locks",
        "-c",
        "log.showRoot=true",
        "-c",
        "log.showSignature=false",
    ),
    *("-c", "log.follow=false", "-c", "core.fsmonitor=false", "-c", "color.ui=false"),
)
_RAW = ("--raw", "--no-renames", "--no-abbrev", "-z", "--relative")
# Git sets them for its hooks; they would lead away from the folder.
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


class NoHistoryError(Exception):
    """Git cannot tell the history; the text says why, and what to do."""


@dataclass(frozen=True)
class Edit:
    """A file in a commit: the blobs before and after, NO_BLOB where there was or is no file.

    `text_before` is only known of edits since a base, see `Repository.edits_since`.
    """

    path: str
    before: str
    after: str
    text_before: str = ""

    @cached_property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


@dataclass(frozen=True)
class Commit:
    """A commit: those it was made from, and how it differs from the first; paths from the folder.

    What is not committed yet is a commit without a name and without an instant of its own.
    """

    name: str
    instant: datetime
    parents: tuple[str, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Repository:
    """The git repository around a folder; every question may raise NoHistoryError."""

    folder: Path

    def head(self) -> str:
        """The name of the newest commit, in a repository that is whole."""
        shallow, name = _text(self._ask("rev-parse", "--is-shallow-repository", "HEAD")).split()
        if shallow == "true":  # it gives every file the age of its newest commit
            raise NoHistoryError(_SHALLOW)
        return name

    def state(self) -> tuple[object, ...]:
        """What all answers follow from beside the files: the newest commit, index and settings."""
        ways = ("--git-path", "index", "--git-path", "config")
        asked = self._ask("rev-parse", "--is-shallow-repository", "HEAD", *ways)
        lines = _text(asked).splitlines()
        files = [self.folder / line for line in lines[2:]]
        return *lines, *(stamp_of(file) if file.is_file() else None for file in files)

    def commits(self) -> Iterator[Commit]:
        """Every commit that led here, parents first, the newest last.

        Each is compared with its first parent. The log is not limited to the folder: git would
        leave commits out, and compare each one twice to find out which.
        """
        form = f"--format={_COMMIT}%H %ct %P"
        log = ("log", "--topo-order", "--reverse", "--diff-merges=first-parent", *_RAW, form)
        return _commits(_words(self._begin(*log)))

    def uncommitted(self, files: Iterable[str]) -> Iterator[Edit]:
        """What the files hold beyond the newest commit; `files` are those that there are.

        Git is asked at once, and answers when the first edit is taken. It is not asked what it
        does not know of: it would look through every folder again.
        """
        return self._edits("HEAD", files)

    def published(self) -> str:
        """The branch that is published, as far as git can tell; empty where it cannot."""
        branches = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/heads/main")
        there = _text(self._ask("for-each-ref", "--format=%(refname)", *branches)).split()
        return next((branch for branch in branches if branch in there), "")

    def prefix(self) -> str:
        """The way from the top of the repository to the folder, with / at its end."""
        return _text(self._ask("rev-parse", "--show-prefix")).removesuffix("\n")

    def edits_since(self, base: str, files: Iterable[str]) -> Iterator[Edit]:
        """What the files hold beyond `base`, a commit or branch; `files` are those that there are.

        Compared is with what `base` and the newest commit have grown from in common, so that what
        others did since then is not told as undone. Edits of texts know what stood there before.
        """
        if base.startswith("-"):
            raise NoHistoryError(f"{base} is not a commit")
        start = _text(self._ask("merge-base", base, "HEAD")).strip()
        return self._with_texts(self._edits(start, files))

    def before_last_edit(self, pattern: str) -> str:
        """The commit before the newest that edited or removed a file; empty where there is none.

        The file is named by a glob pattern, from the folder.
        """
        log = ("log", "-1", "--no-renames", "--diff-filter=DM", "--format=%P", "--")
        parents = _text(self._ask(*log, f":(glob){pattern}")).split()
        return parents[0] if parents else ""

    def _edits(self, start: str, files: Iterable[str]) -> Iterator[Edit]:
        changed = self._begin("diff", *_RAW, start, "--", ".")
        known = self._begin("ls-files", "-z", "--", ".")
        return _edits(changed, known, files)

    def texts(self, blobs: Iterable[str]) -> Iterator[tuple[str, str]]:
        """What stands in blobs, each with its name; NO_BLOB is passed over."""
        wanted = sorted(set(blobs) - {NO_BLOB})
        named = [name for name in wanted if not name.startswith(_UNCOMMITTED)]
        for name in wanted:
            if name.startswith(_UNCOMMITTED):
                file = self.folder / name.removeprefix(_UNCOMMITTED)
                if file.is_file():
                    yield name, file.read_text(encoding="utf-8", errors="replace")
        output = self._ask("cat-file", "--batch", given="\n".join(named).encode()) if named else b""
        place = 0
        while place < len(output):
            end = output.index(b"\n", place)
            name, _, size = output[place:end].decode().split(" ")
            place = end + 1 + int(size)
            yield name, output[end + 1 : place].decode("utf-8", "replace")
            place += 1

    def sizes(self, blobs: Iterable[str]) -> dict[str, int]:
        """How many bytes are in each of the blobs that the repository has."""
        given = "\n".join(sorted(blobs)).encode()
        lines = _text(self._ask("cat-file", "--batch-check", given=given)).splitlines()
        found = (line.split(" ") for line in lines if " blob " in line)
        return {name: int(size) for name, _, size in found}

    def read(self, blob: str) -> bytes:
        """The bytes of a blob."""
        return self._ask("cat-file", "blob", blob)

    def _with_texts(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        """The edits, those of texts with what stood there before."""
        edits = list(edits)
        texts = dict(self.texts(edit.before for edit in edits if edit.path.endswith(".md")))
        return (replace(edit, text_before=texts.get(edit.before, "")) for edit in edits)

    def _ask(self, *command: str, given: bytes = b"") -> bytes:
        return _output(self._begin(*command), given)

    def _begin(self, *command: str) -> _Process:
        apart = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
        pipe = subprocess.PIPE
        try:
            return subprocess.Popen(
                (*_GIT, *command),
                cwd=self.folder,
                env={**apart, "LC_ALL": "C"},
                stdin=pipe,
                stdout=pipe,
                stderr=pipe,
            )
        except OSError:
            gone = not self.folder.is_dir()
            reason = f"there is no folder {self.folder}" if gone else "git cannot be run here"
            raise NoHistoryError(f"{reason}: {'look for it' if gone else 'install it'}") from None


_Process = subprocess.Popen[bytes]


def _output(process: _Process, given: bytes = b"") -> bytes:
    output, told = process.communicate(given)
    if process.returncode:
        words = told.decode(errors="replace").strip().partition("\n")[0]
        remedy = "commit the content, and build in its repository"
        raise NoHistoryError(f"git cannot tell the history: {words or 'it failed'}; {remedy}")
    return output


def _text(output: bytes) -> str:
    return output.decode("utf-8", "surrogateescape")


def _blob(name: str) -> str:
    return name if name.strip("0") else NO_BLOB


def _words(process: _Process) -> Iterator[str]:
    """What git says, as it comes: reading goes on while git still looks."""
    rest = b""
    while chunk := process.stdout.read(1 << 16) if process.stdout else b"":
        *words, rest = (rest + chunk).split(b"\0")
        yield from map(_text, words)
    yield _text(rest + _output(process))


def _commits(words: Iterator[str]) -> Iterator[Commit]:
    """The commits of `git log --raw -z`."""
    name, seconds, parents, edits = "", "0", list[str](), list[Edit]()
    for word in words:
        text = word.lstrip("\n")
        if text.startswith(":"):
            _, _, before, after, _ = text.split(" ")
            path = next(words)
            if before != after:  # else only the mode of the file did change
                edits.append(Edit(path, _blob(before), _blob(after)))
            continue
        if name:
            yield Commit(name, instant_of(int(seconds)), tuple(parents), tuple(edits))
        name, seconds, *parents = text.removeprefix(_COMMIT).split() if text else ("", "0")
        edits = []


def _edits(changed: _Process, known: _Process, files: Iterable[str]) -> Iterator[Edit]:
    """The edits of `git diff --raw -z`, and the files that git does not know."""
    words = iter(_text(_output(changed)).split("\0"))
    tracked = set(_text(_output(known)).split("\0"))
    for word in words:
        if word:
            _, _, before, _, status = word.split(" ")
            path = next(words)
            yield Edit(path, _blob(before), NO_BLOB if status == "D" else _UNCOMMITTED + path)
    for path in files:
        if path not in tracked:
            yield Edit(path, NO_BLOB, _UNCOMMITTED + path)


def instant_of(seconds: int) -> datetime:
    """The instant (UTC) that git and the cache know as seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)
