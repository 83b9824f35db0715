"""Changes: what members should know became of the meetings, from their history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from uuid import NAMESPACE_URL, uuid5

from .documents import Document
from .group import Group
from .meeting import Meeting, Place
from .programme import Programme
from .story import Event
from .times import TimeError, When, moment_in_zone, zone
from .version import Version
from .wording import Wording


@dataclass(frozen=True)
class State:
    """When and where a meeting was to be at one time; `when` is None where that was not told."""

    when: When | None
    place: Place | None
    online: bool

    def where(self, words: Wording) -> str:
        """The place and the way online; empty where neither was told."""
        found = (str(self.place or ""), words.t("change.online") if self.online else "")
        return "; ".join(filter(None, found))


@dataclass(frozen=True)
class Change:
    """One thing that became of a meeting, and when (UTC).

    `id` is a urn that never changes; `kind` one of `story.Event`; `before` and `after` say what
    was and what was to be then, which may have changed again.
    """

    id: str
    meeting: Meeting
    kind: str
    instant: datetime
    before: State | None = None
    after: State | None = None
    papers: tuple[Document, ...] = ()

    def label(self, words: Wording) -> str:
        """Moved."""
        if self.kind == "papers":
            return words.t("change.papers", count=len(self.papers))
        return words.t(f"change.{self.kind}")

    def title(self, words: Wording) -> str:
        """Moved: Energy in cities."""
        return words.t("change.title", what=self.label(words), title=self.meeting.title)

    def facts(self, words: Wording) -> tuple[str, ...]:
        """What is new and what it was before, a line each."""
        return tuple(filter(None, self._facts(words)))

    def _facts(self, words: Wording) -> Iterator[str]:
        if self.kind == "papers":
            yield ", ".join(document.title for document in self.papers)
        elif self.kind in ("cancelled", "postponed"):
            planned = _when(self.before, words) or _when(self.after, words)
            yield words.t("change.planned", when=planned) if planned else ""
            yield self.meeting.notice or "" if self.meeting.status == self.kind else ""
        elif self.before is None:
            yield _when(self.after, words)
            yield self.after.where(words) if self.after else ""
        else:
            yield from self._differences(words)

    def _differences(self, words: Wording) -> Iterator[str]:
        when = _when(self.before, words), _when(self.after, words)
        where = tuple(state.where(words) if state else "" for state in (self.before, self.after))
        for was, now in (when, where):
            if was != now:
                yield words.t("change.now", now=now) if now else ""
                yield words.t("change.was", was=was) if was else ""
        if when[0] == when[1]:
            same_place = where[0] == where[1] and self.kind == "relocated"
            yield words.t("change.way_in") if same_place else when[1]


def _when(state: State | None, words: Wording) -> str:
    return words.span_and_zone(state.when) if state and state.when else ""


@dataclass(frozen=True)
class Changes:
    """What became of the meetings, as git tells it; nothing of meetings that were over by then.

    `now` is read for commits only that a wrong clock dated later: they count as made with the
    newest one that is not, and where there is none at the turn of the year (UTC). So nothing is
    ever told to be of the future, and with right clocks `now` changes nothing.
    """

    programme: Programme
    now: datetime

    @cached_property
    def all(self) -> tuple[Change, ...]:
        """All of them, newest first."""
        found = [pair for meeting in self.programme.meetings for pair in self._of_meeting(meeting)]
        found.sort(
            key=lambda pair: (pair[1].meeting.when.begins, pair[1].meeting.slug, pair[1].kind)
        )
        found.sort(key=lambda pair: pair[0].instant, reverse=True)
        return tuple(change for _, change in found)

    def of(self, group: Group) -> tuple[Change, ...]:
        """Those of the group's meetings and its children's."""
        own = {meeting.slug for meeting in self.programme.meetings_of(group)}
        return tuple(change for change in self.all if change.meeting.slug in own)

    def current(self, now: datetime) -> tuple[Change, ...]:
        """Those of meetings that are not over at `now`, and papers of any."""
        return tuple(c for c in self.all if c.kind == "papers" or c.meeting.when.ends > now)

    def former_date(self, meeting: Meeting) -> When | None:
        """When the meeting was to be before it was moved to where it is; None if never moved."""
        if not any(event.before for event in meeting.revision.events):
            return None
        return _former_date(self._of_meeting(meeting))

    def _of_meeting(self, meeting: Meeting) -> list[tuple[Event, Change]]:
        return list(_of_meeting(meeting, lambda: self._latest, self.now))

    @cached_property
    def _latest(self) -> datetime:
        """The newest commit that a right clock dated."""
        turn_of_year = datetime(self.now.astimezone(UTC).year, 1, 1, tzinfo=UTC)
        commits = (event.instant for m in self.programme.meetings for event in m.revision.events)
        return max((instant for instant in commits if instant <= self.now), default=turn_of_year)


def _of_meeting(
    meeting: Meeting, latest: Callable[[], datetime], now: datetime
) -> Iterator[tuple[Event, Change]]:
    """What became of a meeting, in the order of the commits; no two with one id."""
    given: set[str] = set()
    for event in meeting.revision.events:
        urn = uuid5(NAMESPACE_URL, f"{meeting.uid} {event.commit} {event.kind}").urn
        change = Change(
            id=urn,
            meeting=meeting,
            kind=event.kind,
            instant=event.instant if event.instant <= now else latest(),
            before=_state(event.before, meeting),
            after=_state(event.after, meeting),
            papers=tuple(
                document
                for document in meeting.documents
                if document.source and document.download_name in event.papers
            ),
        )
        if urn not in given and (change.papers or (event.after and _is_news(event.after, change))):
            given.add(urn)
            yield event, change


def _is_news(after: Version, change: Change) -> bool:
    """Whether people would do anything else for having read it."""
    states = [state for state in (change.before, change.after) if state]
    known = [state.when for state in states if state.when]
    if known and all(when.ends <= change.instant for when in known):
        return False
    if after.status in ("cancelled", "postponed"):
        return change.kind == after.status
    # A zone that is written now, and was meant all along, moves nothing.
    return change.kind != "moved" or change.before != change.after


def _former_date(found: Iterable[tuple[Event, Change]]) -> When | None:
    moves = [
        (change.meeting.when, change.before.when, change.after.when)
        for _, change in found
        if change.before and change.after and change.before.when != change.after.when
    ]
    if not moves:
        return None
    present, before, after = moves[-1]
    return before if after == present else None


def _state(version: Version | None, meeting: Meeting) -> State | None:
    """What a version of the meeting's file said; of no zone: in the zone it has today."""
    if version is None:
        return None
    when = _when_of(version.moments, version.zone or meeting.when.zone_name)
    place = _place_of(version.value("place"))
    return State(when, place, online=bool(version.value("online")))


def _place_of(written: object) -> Place | None:
    if not isinstance(written, dict) or not isinstance(written.get("name"), str):
        return None
    parts = (written.get(name) for name in ("address", "room"))
    return Place(written["name"], *(part if isinstance(part, str) else None for part in parts))


def _when_of(moments: tuple[date | datetime, date | datetime] | None, name: str) -> When | None:
    """From when to when, unless an editor once wrote what cannot be."""
    if moments is None or isinstance(moments[0], datetime) != isinstance(moments[1], datetime):
        return None
    try:
        zone(name)
        start, end = (moment_in_zone(moment, name) for moment in moments)
    except TimeError:
        return None
    return When(start, end, name) if start <= end else None
