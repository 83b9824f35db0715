"""Stories: what became of each meeting, told commit by commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, reduce
from typing import NamedTuple
from unicodedata import normalize

from .git import NO_BLOB, Commit, Edit
from .sources import LEFTOVER
from .version import Version

BEFORE_HISTORY = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)

Versions = Mapping[str, Version | None]
"""What the files say, by blob."""


@dataclass(frozen=True)
class Event:
    """Something that members should know, and the commit that brought it.

    `kind` is announced, moved, relocated, cancelled, postponed, reinstated, confirmed or papers;
    `before` and `after` are what the meeting said; `papers` the names of files that were added.
    """

    kind: str
    instant: datetime
    commit: str
    before: Version | None = None
    after: Version | None = None
    papers: tuple[str, ...] = ()

    def is_news_of(self, other: Event) -> bool:
        """Whether both tell the same, as when one commit was copied to another branch."""
        mine, theirs = (replace(e, instant=BEFORE_HISTORY, commit="") for e in (self, other))
        return mine == theirs or self.kind == other.kind == "announced"


@dataclass(frozen=True)
class Revision:
    """Of a meeting: first and newest commit (UTC), how often its scheduling changed, and how."""

    created: datetime = BEFORE_HISTORY
    modified: datetime = BEFORE_HISTORY
    sequence: int = 0
    events: tuple[Event, ...] = ()


NO_COMMIT = Revision()


@dataclass(frozen=True)
class Story:
    """One meeting as a commit leaves it.

    `version` is what was last published of it: None for a draft. `zone` is the one it is held in,
    empty where that is the site's; `papers` are the names of all files that it ever had.
    """

    folder: str
    version: Version | None = None
    zone: str = ""
    created: datetime = BEFORE_HISTORY
    modified: datetime = BEFORE_HISTORY
    sequence: int = 0
    events: tuple[Event, ...] = ()
    papers: frozenset[str] = frozenset()

    @property
    def revision(self) -> Revision:
        return Revision(self.created, self.modified, self.sequence, self.events)

    def differs(self, version: Version, zone: str) -> bool:
        """Whether members who know this version have something to learn from another."""
        if self.version is None or (self.zone == zone and self.version.says_the_same(version)):
            return False
        return self.zone != zone or bool(self.version.differs(version) - {"timezone"})

    def takes(self, version: Version) -> bool:
        """Whether a version was published; what no site can be built from never was."""
        if version.draft:
            return False
        if self.version is None:
            return version.moments is not None
        return self.version.says_the_same(version) or version.readable()


class Former(NamedTuple):
    """What a document held before: the blob, since when (seconds since 1970), under which name.

    `text` is the blob of the index.md that stood beside it when it was replaced.
    """

    blob: str
    since: int
    name: str
    text: str


@dataclass
class State:
    """Everything as a commit leaves it: it depends on what led to the commit, and nothing else.

    `stories` holds the meetings by uid, `folders` the uid of the meeting in each folder, `zones`
    those that groups name and `labels` what else entries say of them, `blobs` what each file holds
    and `since` when (seconds since 1970), `former` what documents held before, the oldest first.
    `told` is the last of the stories that were told.
    """

    stories: MutableMapping[str, Story] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    blobs: dict[str, str] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)
    former: dict[str, tuple[Former, ...]] = field(default_factory=dict)
    instant: datetime = BEFORE_HISTORY
    told: _Told | None = None

    def copy(self) -> State:
        """The same, to go on from."""
        return State(
            dict(self.stories),
            dict(self.folders),
            dict(self.zones),
            dict(self.labels),
            dict(self.blobs),
            dict(self.since),
            dict(self.former),
            self.instant,
            self.told,
        )

    def add(self, commit: Commit, versions: Versions, others: Sequence[State] = ()) -> None:
        """One more commit, made from this state and, if it is a merge, from others."""
        touched = {self.folders.get(edit.folder, "") for edit in commit.edits}
        said = self._read(commit.edits, versions)
        touched |= {self.folders.get(edit.folder, "") for edit in commit.edits}
        touched |= self._take_groups(commit.edits, versions)
        touched.discard("")
        sides = self._sides(others)
        step = _Step(self, commit, said, _papers(commit.edits, self.folders))
        for uid in touched | sides.keys():
            story = step.of(uid, sides.get(uid, ()), touched=uid in touched)
            # One that has nothing new stays the very same.
            if uid in touched or story != self.stories.get(uid):
                self.stories[uid] = story
                self.told = _Told(uid, self.told)
        if commit.name:
            self._note_files(commit, versions, others)
        self.instant = max(commit.instant, self.instant, *(other.instant for other in others))

    def zone_of(self, version: Version) -> str:
        """The zone in which a meeting is held, empty where that is the site's."""
        return version.zone or self.zones.get(version.group, "")

    def _read(self, edits: Iterable[Edit], versions: Versions) -> dict[str, Version]:
        """What the commit says of meetings, by uid; a second folder with the same uid is none."""
        said = {}
        for edit in edits:
            if is_told(edit.path, "meetings/"):
                version = versions.get(edit.after)
                if edit.after == NO_BLOB:
                    self.folders.pop(edit.folder, None)
                elif version and version.uid:
                    self.folders[edit.folder] = version.uid
                    said[edit.folder] = version
        for folder, version in said.items():
            story = self.stories.get(version.uid)
            home = story.folder if story else folder
            if home != folder and self.folders.get(home) == version.uid:
                del self.folders[folder]
        return {version.uid: version for folder, version in said.items() if folder in self.folders}

    def _take_groups(self, edits: Iterable[Edit], versions: Versions) -> set[str]:
        """Note what groups say; the meetings whose entries say something else for it."""
        moved, named = set(), set()
        for edit in edits:
            version = versions.get(edit.after)
            if is_told(edit.path, "groups/") and (version or edit.after == NO_BLOB):
                group, zone = edit.folder.removeprefix("groups/"), version.zone if version else ""
                labels = version.labels if version else ""
                if self.zones.get(group, "") != zone:
                    moved.add(group)
                if self.labels.get(group, "") != labels:
                    named.add(group)
                self.zones[group], self.labels[group] = zone, labels
        return {
            uid
            for uid, story in (self.stories.items() if moved or named else ())
            if (version := story.version)
            and (
                not named.isdisjoint(version.groups)
                or (not version.zone and version.group in moved)
            )
        }

    def _sides(self, others: Iterable[State]) -> dict[str, list[Story]]:
        """The meetings of which the other parents of a merge tell another story."""
        sides: dict[str, list[Story]] = {}
        for other in others:
            for uid in _told_apart(self.told, other.told):
                story = other.stories.get(uid)
                if story and self.stories.get(uid) is not story:
                    sides.setdefault(uid, []).append(story)
        return sides

    def _note_files(self, commit: Commit, versions: Versions, others: Iterable[State]) -> None:
        """What each file holds since when, and held before; one that only moved keeps both."""
        moved = {
            edit.before: (self.since[edit.path], self.former.get(edit.path, ()))
            for edit in commit.edits
            if edit.after == NO_BLOB
        }
        replaced = {
            edit.path: self._before(edit, versions)
            for edit in commit.edits
            if edit.before and edit.after and not edit.path.endswith(".md")
        }
        for edit in commit.edits:
            if edit.after == NO_BLOB:
                del self.blobs[edit.path], self.since[edit.path]
                self.former.pop(edit.path, None)
                continue
            now, former = moved.get(edit.after, (int(commit.instant.timestamp()), ()))
            merged = (o.since[edit.path] for o in others if o.blobs.get(edit.path) == edit.after)
            self.blobs[edit.path], self.since[edit.path] = edit.after, next(merged, now)
            if former := replaced.get(edit.path, former):
                self.former[edit.path] = former

    def _before(self, edit: Edit, versions: Versions) -> tuple[Former, ...]:
        """What a document held before this edit; what was never published is left out.

        A merge is one step of the branch that it goes into: what the other branch tried meanwhile
        was not published.
        """
        known = self.former.get(edit.path, ())
        former = tuple(each for each in known if each.blob not in (edit.before, edit.after))
        text = self.blobs.get(f"{edit.folder}/index.md", NO_BLOB)
        version = versions.get(text)
        if version is None or version.draft:
            return former
        name = edit.path.removeprefix(f"{edit.folder}/")
        return (*former, Former(edit.before, self.since[edit.path], name, text))


class _Told:
    """That a story was told anew, after others: branches share what came before they parted."""

    __slots__ = ("before", "number", "uid")

    def __init__(self, uid: str, before: _Told | None) -> None:
        self.uid = uid
        self.before = before
        self.number: int = before.number + 1 if before else 1


def _told_apart(mine: _Told | None, theirs: _Told | None) -> dict[str, None]:
    """Of which meetings one of two branches has told since they parted, in a fixed order."""
    uids: dict[str, None] = {}
    while mine is not theirs:
        if mine and (theirs is None or mine.number >= theirs.number):
            uids[mine.uid], mine = None, mine.before
        elif theirs:
            uids[theirs.uid], theirs = None, theirs.before
    return uids


def replay(commits: Iterable[Commit], versions: Versions) -> State:
    """The state in which the last of the commits leaves everything; parents come first."""
    commits = list(commits)
    children = Counter(parent for commit in commits for parent in commit.parents)
    states: dict[str, State] = {}
    state = State()
    for commit in commits:
        state, *others = [states[name] for name in commit.parents] or [State()]
        children.subtract(commit.parents)
        if any(children[name] for name in commit.parents[:1]):
            state = state.copy()
        for name in commit.parents:
            if not children[name]:
                del states[name]
        state.add(commit, versions, others)
        states[commit.name] = state
    return state


@dataclass(frozen=True)
class _Step:
    """What a commit adds to the stories in a state."""

    state: State
    commit: Commit
    said: Mapping[str, Version]
    papers: Mapping[str, Mapping[str, bool]]

    def of(self, uid: str, sides: Iterable[Story], *, touched: bool) -> Story:
        """The story of a meeting; `sides` are those of a merge that differ from the state's."""
        mine, version = self.state.stories.get(uid), self.said.get(uid)
        known = [story for story in (mine, *sides) if story] or [Story("")]
        if version is None or not any(story.takes(version) for story in known):
            version = next((story.version for story in known if story.version), None)
        zone = self.state.zone_of(version) if version else ""
        created = [story.created for story in known if story.version]
        sequence = max(s.sequence + bool(version and s.differs(version, zone)) for s in known)
        newest = max(story.modified for story in known)
        newer = any(story.modified >= known[0].modified for story in known[1:])
        # Clocks may be wrong, and two commits be of one second: programs must see it move.
        if touched or newer or mine is None or sequence > mine.sequence:
            newest = max(self.commit.instant, newest + _SECOND)
        return Story(
            folder=self.homes.get(uid, known[0].folder),
            version=version,
            zone=zone,
            created=min(created, default=self.commit.instant),
            modified=newest,
            sequence=sequence,
            events=self._events(known, version, zone, uid),
            papers=frozenset(self.papers.get(uid, ())).union(*(s.papers for s in known)),
        )

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The folders in which the commit did something, by the uid of the meeting there."""
        folders = {edit.folder for edit in self.commit.edits}
        return {
            self.state.folders[folder]: folder for folder in folders & self.state.folders.keys()
        }

    def _events(
        self, known: Sequence[Story], version: Version | None, zone: str, uid: str
    ) -> tuple[Event, ...]:
        events = _together(known)
        instant, commit = self.commit.instant, self.commit.name
        if version is None:
            return events
        if not events:
            return (Event("announced", instant, commit, after=version),)
        last = known[0]
        if len(known) > 1:  # what the sides told one after the other need not be what holds now
            told = reduce(_after, events, Version({}))
            last = Story("", told, self.state.zone_of(told))
        kind = _kind(last.version, version) if last.version and last.differs(version, zone) else ""
        if kind:
            events += (Event(kind, instant, commit, last.version, version),)
        before = frozenset[str]().union(*(story.papers for story in known))
        new = {name for name, is_new in self.papers.get(uid, {}).items() if is_new} - before
        if new:
            events += (Event("papers", instant, commit, papers=tuple(sorted(new))),)
        return events


def is_told(path: str, folder: str | tuple[str, ...] = ("meetings/", "groups/")) -> bool:
    """Whether a meeting or a group says there what it is; the path is from the content."""
    return path.startswith(folder) and path.endswith("/index.md")


def _papers(edits: Iterable[Edit], folders: Mapping[str, str]) -> Mapping[str, Mapping[str, bool]]:
    """By uid the names of the files that came beside meetings, and whether they were new."""
    moved = {edit.before for edit in edits if edit.after == NO_BLOB}
    papers: dict[str, dict[str, bool]] = {}
    for edit in edits:
        folder, _, name = edit.path.rpartition("/")
        if edit.before == NO_BLOB and not (name.endswith(".md") or LEFTOVER.fullmatch(name)):
            names = papers.setdefault(folders.get(folder, ""), {})
            names[normalize("NFC", name)] = edit.after not in moved
    return papers


def _together(known: Sequence[Story]) -> tuple[Event, ...]:
    """The events of all sides, each once; what two sides told alike is told once."""
    events = known[0].events
    for side in known[1:]:
        own = [event for event in events if event not in side.events]
        new = [event for event in side.events if event not in events]
        events += tuple(e for e in new if not any(e.is_news_of(known) for known in own))
    return events


def _after(told: Version, event: Event) -> Version:
    """What members know after one more event."""
    if event.after is None or event.before is None:
        return event.after or told
    changed = event.after.differs(event.before)
    texts = {name: text for name, text in told.texts.items() if name not in changed}
    return Version(texts | {k: v for k, v in event.after.texts.items() if k in changed})


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
    return "confirmed" if "status" in differs and after.status == "confirmed" else ""
