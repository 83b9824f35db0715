"""The cache of the history: what a commit led to, kept in a file that is believed or ignored.

The file is a list in JSON, with a line for each of: the commit and a digest of each part, the
state at the commit, what the versions of files say. Only what is needed is read.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, MutableMapping
from datetime import datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from .git import instant_of
from .keeping import keep
from .story import Event, Former, State, Story
from .version import Version

_UNREADABLE = OSError, ValueError, LookupError, TypeError, RecursionError
"""What comes of reading a file that is not ours, or not whole."""


def read_state(file: Path, folder: Path, head: str) -> State | None:
    """The state at this commit; None where another was kept, or anything does not fit."""
    with contextlib.suppress(*_UNREADABLE), file.open("rb") as lines:
        wanted, first = _made_from(folder), _first(lines.readline())
        part = lines.readline().removesuffix(b",\n")
        if first["head"] == head and first["state"] == _digest_of(part, [*wanted, head]):
            stories, folders, zones, labels, since, past, instant = json.loads(part)
            former = {path: tuple(Former(*each) for each in found) for path, found in past.items()}
            known = folders, zones, labels, dict[str, str](), since, former
            return State(Stories(stories), *known, instant_of(instant))
    return None


def read_versions(file: Path, folder: Path) -> dict[str, Version | None]:
    """What files of this folder said at any commit, by blob; none where anything does not fit."""
    with contextlib.suppress(*_UNREADABLE), file.open("rb") as lines:
        first, _, part = _first(lines.readline()), lines.readline(), lines.readline()
        part = part.removesuffix(b"]")
        if first["versions"] == _digest_of(part, _made_from(folder)):
            found = json.loads(part)
            return {blob: texts and Version(texts) for blob, texts in found.items()}
    return {}


def write_cache(
    file: Path, folder: Path, head: str, state: State, versions: Mapping[str, Version | None]
) -> None:
    """Keep a state; where that cannot be, the next build takes longer, and that is all."""
    stories = {uid: _plain(story) for uid, story in state.stories.items()}
    facts = state.folders, state.zones, state.labels, state.since, state.former
    parts = [
        _json([stories, *facts, _seconds(state.instant)]),
        _json({blob: version and version.texts for blob, version in versions.items()}),
    ]
    made_from = _made_from(folder)
    digests = _digest_of(parts[0], [*made_from, head]), _digest_of(parts[1], made_from)
    first = _json({"head": head, "state": digests[0], "versions": digests[1]})
    keep(file, b"[" + b",\n".join((first, *parts)) + b"]")


class Stories(MutableMapping[str, Story]):
    """Stories by uid, each kept as text until it is asked for."""

    def __init__(self, held: dict[str, Any]) -> None:
        self.held = held

    def __getitem__(self, uid: str) -> Story:
        story = self.held[uid]
        if isinstance(story, str):
            self.held[uid] = story = _story(story)
        return story  # type: ignore[no-any-return]

    def __setitem__(self, uid: str, story: Story) -> None:
        self.held[uid] = story

    def __delitem__(self, uid: str) -> None:
        del self.held[uid]

    def __iter__(self) -> Iterator[str]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)


def _plain(story: Story) -> str:
    """A story as text; each version stands in it once."""
    versions: list[Version] = []

    def number(version: Version | None) -> int | None:
        if version is not None and version not in versions:
            versions.append(version)
        return None if version is None else versions.index(version)

    own = number(story.version)
    events = [
        (e.kind, _seconds(e.instant), e.commit, number(e.before), number(e.after), e.papers)
        for e in story.events
    ]
    times = _seconds(story.created), _seconds(story.modified)
    said = [version.texts for version in versions]
    facts = (story.folder, own, story.zone, *times, story.sequence, sorted(story.papers))
    return json.dumps((said, facts, events))


@cache  # a server that builds again and again asks for each one again
def _story(text: str) -> Story:
    said, facts, events = json.loads(text)
    versions = {number: Version(texts) for number, texts in enumerate(said)}
    folder, own, zone, created, modified, sequence, papers = facts
    return Story(
        folder,
        versions.get(own),
        zone,
        instant_of(created),
        instant_of(modified),
        sequence,
        tuple(
            Event(
                kind,
                instant_of(at),
                commit,
                versions.get(before),
                versions.get(after),
                tuple(names),
            )
            for kind, at, commit, before, after, names in events
        ),
        frozenset(papers),
    )


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _first(line: bytes) -> Any:
    return json.loads(line.removeprefix(b"[").removesuffix(b",\n"))


def _digest_of(part: bytes, made_from: list[str]) -> str:
    return blake2b(_json(made_from) + part, digest_size=20).hexdigest()


def _made_from(folder: Path) -> list[str]:
    return [_program(), str(folder)]


@cache
def _program() -> str:
    """What stands for this version of the program: another may judge the same commits anew."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return blake2b(b"".join(map(Path.read_bytes, sources)), digest_size=20).hexdigest()
