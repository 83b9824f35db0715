"""History: when each meeting came, when it last changed, and what became of it, from git.

A meeting is known by its uid, whatever its file is called and wherever it moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from posixpath import dirname

from .git import NO_BLOB, Commit, Edit, NoHistoryError, Repository
from .version import Version, read_version

BEFORE_HISTORY = datetime(1970, 1, 1, tzinfo=UTC)
_TOLD = re.compile(r"(meetings|groups)/.+/index\.md")


@dataclass(frozen=True)
class Event:
    """Something that members should know, and the commit that brought it.

    `kind` is announced, moved, relocated, cancelled, postponed, reinstated or papers; `before`
    and `after` are what the meeting said; `papers` the names of files that were added.
    """

    kind: str
    instant: datetime
    commit: str
    before: Version | None = None
    after: Version | None = None
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Revision:
    """Of a meeting: first and newest commit (UTC), how often its scheduling changed, and how."""

    created: datetime = BEFORE_HISTORY
    modified: datetime = BEFORE_HISTORY
    sequence: int = 0
    events: tuple[Event, ...] = ()


NO_COMMIT = Revision()


@dataclass(frozen=True)
class History:
    """What git knows: of the meetings by uid, and of the days of files by resolved path.

    `gap` says why it is not the whole history, and what to do; empty where it is.
    """

    revisions: Mapping[str, Revision] = field(default_factory=dict)
    changed: Mapping[Path, datetime] = field(default_factory=dict)
    gap: str = ""

    def of(self, uid: str) -> Revision:
        """The history of a meeting; one that is in no commit yet has none."""
        return self.revisions.get(uid, NO_COMMIT)

    def last_day(self, file: Path) -> date | None:
        """The day (UTC) on which a file's bytes last changed; None before its first commit."""
        changed = self.changed.get(file.resolve())
        return changed.date() if changed else None


def read_history(content: Path) -> History:
    """The history of a content folder; where there is none that is whole, `gap` says so.

    What is not committed yet counts as one more change, for whoever looks at it beforehand.
    """
    repository = Repository(content)
    try:
        _, instant = repository.head()
        commits = [*repository.commits(), *filter(None, [repository.uncommitted(instant)])]
        versions = _versions(repository, commits)
    except NoHistoryError as reason:
        return History(gap=str(reason))
    replay = Replay()
    for commit in commits:
        replay.add(commit, versions)
    root = content.resolve()
    return History(
        {uid: story.revision for uid, story in replay.stories.items()},
        {root / path: instant for path, instant in replay.changed.items()},
    )


def _versions(repository: Repository, commits: Iterable[Commit]) -> dict[str, Version | None]:
    """What the texts of meetings and groups say, by blob."""
    edits = (edit for commit in commits for edit in _every(commit) if _TOLD.fullmatch(edit.path))
    blobs = {blob for edit in edits for blob in (edit.before, edit.after)}
    return {blob: read_version(text) for blob, text in repository.texts(blobs)}


@dataclass
class Story:
    """One meeting while the commits are read."""

    version: Version
    created: datetime
    modified: datetime
    sequence: int = 0
    events: list[Event] = field(default_factory=list)
    papers: set[str] = field(default_factory=set)

    @property
    def revision(self) -> Revision:
        return Revision(self.created, self.modified, self.sequence, tuple(self.events))


class Replay:
    """The commits one after the other, parents first.

    A commit is judged by what it and its parents hold, and a judgement only adds: SEQUENCE never
    falls when commits come in, whatever they merge.
    """

    def __init__(self) -> None:
        self.stories: dict[str, Story] = {}
        self.folders: dict[str, str] = {}
        self.changed: dict[str, datetime] = {}

    def add(self, commit: Commit, versions: Mapping[str, Version | None]) -> None:
        """One more commit; `versions` are those of the blobs it names."""
        own = _own(commit)
        moved = {edit.before for edit in own if edit.after == NO_BLOB}
        before = [_by_uid(edits, versions) for edits in commit.edits]
        for edit in own:
            version = versions.get(edit.after)
            if version is not None and _is_meeting(edit.path):
                self.folders[dirname(edit.path)] = version.uid
                self.tell(commit, [parent.get(version.uid) for parent in before], version)
            elif version is not None:
                self.tell_zone(commit, versions.get(edit.before), version, edit.path)
        self.tell_papers(commit, own, moved)
        self.note_changed(commit, own, moved)
        for edit in _every(commit):
            if story := self.stories.get(self.folders.get(dirname(edit.path), "")):
                story.modified = max(story.modified, commit.instant)

    def tell(self, commit: Commit, before: Sequence[Version | None], version: Version) -> None:
        """The meeting as the commit leaves it; a draft is in nobody's calendar yet."""
        story = self.stories.get(version.uid)
        if version.draft:
            return
        if story is None:
            self.stories[version.uid] = story = Story(version, commit.instant, commit.instant)
            story.events.append(Event("announced", commit.instant, commit.name, after=version))
            return
        if not any(old and old.says_the_same(version) for old in before):
            self.tell_change(commit, story, before, version)
        story.version = version

    def tell_change(
        self, commit: Commit, story: Story, before: Sequence[Version | None], version: Version
    ) -> None:
        """The meeting's scheduling, where it differs from that in every parent."""
        # A state that could not be read was never published: the one before it counts.
        olds = [old if old and old.moments else story.version for old in before]
        if not version.moments or not all(old.differs(version) for old in olds):
            return
        story.sequence += 1
        if kind := _kind(olds[0], version):
            story.events.append(Event(kind, commit.instant, commit.name, olds[0], version))

    def tell_zone(self, commit: Commit, before: Version | None, after: Version, path: str) -> None:
        """A group's zone is that of its meetings that name none."""
        if before is None or before.zone == after.zone:
            return
        group = dirname(path).rpartition("/")[2]
        for story in self.stories.values():
            if story.version.takes_zone_of(group):
                story.sequence += 1
                story.modified = max(story.modified, commit.instant)

    def tell_papers(self, commit: Commit, own: Sequence[Edit], moved: set[str]) -> None:
        """Files that are new beside a meeting that was announced before."""
        added: dict[str, list[str]] = {}
        for edit in own:
            folder, _, name = edit.path.rpartition("/")
            uid = self.folders.get(folder, "")
            if (
                uid
                and not name.endswith(".md")
                and edit.before == NO_BLOB
                and edit.after not in moved
            ):
                added.setdefault(uid, []).append(name)
        for uid, names in added.items():
            story = self.stories.get(uid)
            if story is None:
                continue
            new = tuple(sorted(set(names) - story.papers))
            story.papers.update(new)
            if new and story.events[0].commit != commit.name:
                story.events.append(Event("papers", commit.instant, commit.name, papers=new))

    def note_changed(self, commit: Commit, own: Sequence[Edit], moved: set[str]) -> None:
        """A file that only moved keeps its day."""
        kept = {edit.before: self.changed.get(edit.path) for edit in own if edit.before in moved}
        for edit in own:
            if edit.after == NO_BLOB:
                self.changed.pop(edit.path, None)
        for edit in own:
            if edit.after != NO_BLOB:
                self.changed[edit.path] = kept.get(edit.after) or commit.instant


def _own(commit: Commit) -> list[Edit]:
    """What a commit itself did: a merge only what no parent had done already."""
    first, *others = commit.edits
    if not others:
        return first
    common = set.intersection(*({(e.path, e.after) for e in edits} for edits in others))
    return [edit for edit in first if (edit.path, edit.after) in common]


def _every(commit: Commit) -> Iterable[Edit]:
    for edits in commit.edits:
        yield from edits


def _is_meeting(path: str) -> bool:
    return path.startswith("meetings/") and path.endswith("/index.md")


def _by_uid(edits: Iterable[Edit], versions: Mapping[str, Version | None]) -> dict[str, Version]:
    found = (versions.get(edit.before) for edit in edits if _is_meeting(edit.path))
    return {version.uid: version for version in found if version}


def _kind(before: Version, after: Version) -> str:
    """What members call the change; empty where there is nothing to tell."""
    differs = before.differs(after)
    if "status" in differs and after.status in ("cancelled", "postponed"):
        return after.status
    if "status" in differs and before.status in ("cancelled", "postponed"):
        return "reinstated"
    if differs & {"start", "end", "timezone"}:
        return "moved"
    if differs & {"place", "online"}:
        return "relocated"
    return "confirmed" if after.status == "confirmed" else ""
