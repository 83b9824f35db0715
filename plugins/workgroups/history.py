"""History: when each meeting came, when it last changed, and what became of it, from git.

A meeting is known by its uid, whatever its file is called and wherever it moves. A document is
known by its path; when it moves as it is, what it held before goes along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from .collecting import without_collecting
from .git import Commit, Edit, NoHistoryError, Repository, instant_of
from .history_cache import read_state, read_versions, write_cache
from .sources import Sources
from .story import NO_COMMIT, Former, Revision, State, is_told, replay
from .version import Version, read_version

K = TypeVar("K")
V = TypeVar("V")
R = TypeVar("R")


@dataclass(frozen=True)
class History:
    """What git knows: of the meetings by uid, and of files by their path.

    `changed` are the instants since which files hold what they hold, `former` is what documents
    held before, the oldest first. `gap` says why it is not the whole history, and what to do; empty
    where it is. `repository` is where blobs can be read.
    """

    revisions: Mapping[str, Revision] = field(default_factory=dict)
    changed: Mapping[Path, datetime] = field(default_factory=dict)
    former: Mapping[Path, tuple[Former, ...]] = field(default_factory=dict)
    gap: str = ""
    repository: Repository | None = field(default=None, compare=False)

    def of(self, uid: str) -> Revision:
        """The history of a meeting; one that git does not know has none."""
        return self.revisions.get(uid, NO_COMMIT)

    def last_day(self, file: Path) -> date | None:
        """The day (UTC) on which a file's bytes last changed; None before its first commit."""
        changed = self.changed.get(file)
        return changed.date() if changed else None

    def former_of(self, file: Path) -> tuple[Former, ...]:
        """What a document held before; nothing of one that git does not know."""
        return self.former.get(file, ())

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """What stood beside documents that were replaced, by blob: all of it in one question."""
        blobs = {former.text for held in self.former.values() for former in held}
        return dict(self.repository.texts(blobs)) if self.repository and blobs else {}

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """How large it is what documents held before, in bytes, by blob: in one question, too."""
        blobs = {former.blob for held in self.former.values() for former in held}
        return self.repository.sizes(blobs) if self.repository and blobs else {}


def read_history(sources: Sources, cache: Path | None = None) -> History:
    """The history of what lies in a content folder; where none is whole, `gap` says so.

    What is not committed yet counts as one more change, for whoever looks at it beforehand.
    `cache` is a file that spares reading the same commits again: it may be missing or spoilt.
    """
    content = sources.content
    repository, root = Repository(content), content.resolve()
    # As text: Path.relative_to would take longer than git.
    files = (file.as_posix().removeprefix(f"{content.as_posix()}/") for file in sources.files)
    try:
        head = repository.head()
        uncommitted = repository.uncommitted(files)
        state = read_state(cache, root, head) if cache else None
        if state is None:
            with without_collecting():
                state = _read_all(repository, head, cache)
        if edits := tuple(uncommitted):
            _add_uncommitted(repository, state, edits)
    except NoHistoryError as reason:
        return History(gap=str(reason))

    def path(name: str) -> Path:
        return content / name

    def name(path: Path) -> str:
        return path.as_posix().removeprefix(f"{content.as_posix()}/")

    return History(
        _View(state.stories, lambda story: story.revision, str, str),
        _View(state.since, instant_of, path, name),
        _View(state.former, tuple, path, name),
        repository=repository,
    )


def _read_all(repository: Repository, head: str, cache: Path | None) -> State:
    """The state at the newest commit; of the files only those that the cache does not know."""
    commits = list(repository.commits())
    root = repository.folder.resolve()
    known = read_versions(cache, root) if cache else {}
    versions = _versions(repository, (edit for commit in commits for edit in commit.edits), known)
    state = replay(commits, versions)
    if cache:
        write_cache(cache, root, head, state, versions)
    return state


def _add_uncommitted(repository: Repository, state: State, edits: tuple[Edit, ...]) -> None:
    """One more change: a second after the newest commit, so that every build makes the same."""
    instant = state.instant + timedelta(seconds=1)
    state.add(Commit("", instant, (), edits), _versions(repository, edits, {}))


def _versions(
    repository: Repository, edits: Iterable[Edit], known: Mapping[str, Version | None]
) -> dict[str, Version | None]:
    """What the texts of meetings and groups say, by blob."""
    blobs = {edit.after for edit in edits if is_told(edit.path)}
    versions = {blob: known[blob] for blob in blobs & known.keys()}
    new = repository.texts(blobs - known.keys())
    return versions | {blob: read_version(text) for blob, text in new}


@dataclass(frozen=True, eq=False)
class _View(Mapping[K, V], Generic[K, R, V]):
    """A mapping seen with other keys, whose values are made when they are asked for."""

    plain: Mapping[str, R]
    make: Callable[[R], V]
    key: Callable[[str], K]
    name: Callable[[K], str]

    def __getitem__(self, key: K) -> V:
        return self.make(self.plain[self.name(key)])

    def __iter__(self) -> Iterator[K]:
        return map(self.key, self.plain)

    def __len__(self) -> int:
        return len(self.plain)
