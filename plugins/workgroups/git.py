"""Git: the commits of a folder, the files they changed, and what stood in them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

NO_BLOB = ""
"""In place of a blob's name, where there is no file."""

_COMMIT = "\x01"  # begins a commit in the log; no file name does
_UNCOMMITTED = "uncommitted "  # in place of a blob's name, before the path


class NoHistoryError(Exception):
    """Git cannot tell the history; the text says why, and what to do."""


@dataclass(frozen=True)
class Edit:
    """A file in a commit: the blobs before and after, NO_BLOB where there was or is no file."""

    path: str
    before: str
    after: str


@dataclass
class Commit:
    """A commit, and what it changed against each of its parents; paths are from the folder."""

    name: str
    instant: datetime
    edits: list[list[Edit]] = field(default_factory=list)


@dataclass(frozen=True)
class Repository:
    """The git repository around a folder; every question may raise NoHistoryError."""

    folder: Path

    def head(self) -> tuple[str, datetime]:
        """Name and instant (UTC) of the newest commit, in a repository that is whole."""
        shallow = self._ask("rev-parse", "--is-shallow-repository").strip()
        if shallow == "true":  # it gives every file the age of its newest commit
            raise NoHistoryError(
                "this clone does not hold the whole history: run git fetch --unshallow, and in a"
                " workflow check out with fetch-depth: 0"
            )
        name, seconds = self._ask("log", "-1", "--no-show-signature", "--format=%H %ct").split()
        return name, _instant(seconds)

    def commits(self) -> Iterator[Commit]:
        """Every commit that touched the folder, parents first.

        Merges are compared with each parent, and no side of one is left out for having had no
        effect in the end: what is counted over the commits must not fall when more come in.
        """
        # A machine's own settings could hide the first commit or put signatures in.
        log = self._ask(
            *("-c", "log.showRoot=true", "log", "--no-show-signature", "--topo-order", "--reverse"),
            *("--full-history", "-m", "--raw", "--no-renames", "--no-abbrev", "-z", "--relative"),
            *(f"--format={_COMMIT}%H %ct %P", "--", "."),
        )
        return _commits(log)

    def uncommitted(self, after: datetime) -> Commit | None:
        """What the files hold beyond the newest commit, as one more, a second `after` it."""
        raw = ("diff", "--raw", "--no-renames", "--no-abbrev", "-z", "--relative", "HEAD")
        words = iter(self._ask(*raw, "--", ".").split("\0"))
        edits = []
        for word in words:
            if word:
                _, _, before, _, status = word.split(" ")
                path = next(words)
                edits.append(Edit(path, _blob(before), "" if status == "D" else _unnamed(path)))
        added = self._ask("ls-files", "--others", "--exclude-standard", "-z", "--", ".")
        edits += [Edit(path, NO_BLOB, _unnamed(path)) for path in added.split("\0") if path]
        return Commit("", after + timedelta(seconds=1), [edits]) if edits else None

    def texts(self, blobs: Iterable[str]) -> Iterator[tuple[str, str]]:
        """What stands in blobs, each with its name; NO_BLOB is passed over."""
        wanted = sorted(set(blobs) - {NO_BLOB})
        named = [name for name in wanted if not name.startswith(_UNCOMMITTED)]
        for name in wanted:
            if name.startswith(_UNCOMMITTED):
                file = self.folder / name.removeprefix(_UNCOMMITTED)
                if file.is_file():
                    yield name, file.read_text(encoding="utf-8", errors="replace")
        output = self._run("cat-file", "--batch", given="\n".join(named).encode()) if named else b""
        place = 0
        while place < len(output):
            end = output.index(b"\n", place)
            name, _, size = output[place:end].decode().split(" ")
            place = end + 1 + int(size)
            yield name, output[end + 1 : place].decode("utf-8", "replace")
            place += 1

    def _ask(self, *command: str) -> str:
        return self._run(*command).decode("utf-8", "surrogateescape")

    def _run(self, *command: str, given: bytes = b"") -> bytes:
        line = ("git", *command)
        try:
            return subprocess.run(
                line, cwd=self.folder, input=given, capture_output=True, check=True
            ).stdout
        except OSError:
            raise NoHistoryError("git cannot be run here: install it") from None
        except subprocess.CalledProcessError:
            raise NoHistoryError("there is no git repository here, or no commit in it") from None


def _blob(name: str) -> str:
    return name if name.strip("0") else NO_BLOB


def _unnamed(path: str) -> str:
    return f"{_UNCOMMITTED}{path}"


def _instant(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _commits(log: str) -> Iterator[Commit]:
    """The commits of `git log --raw -z`; there a merge comes once for each parent, in a row."""
    commit: Commit | None = None
    words = iter(log.split("\0"))
    for word in words:
        text = word.lstrip("\n")
        if text.startswith(_COMMIT):
            name, seconds, *parents = text[1:].split(" ")
            if commit is None or commit.name != name:
                if commit:
                    yield commit
                # A parent from which nothing differs is not in the log.
                commit = Commit(name, _instant(seconds), [[] for _ in parents[1:]])
            else:
                commit.edits.pop()
            commit.edits.insert(0, [])
        elif text.startswith(":") and commit:
            _, _, before, after, _ = text.split(" ")
            commit.edits[0].append(Edit(next(words), _blob(before), _blob(after)))
    if commit:
        yield commit
