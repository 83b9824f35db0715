"""Turns: the instants at which a page or calendar says something else though nobody wrote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from .cadence import cadence_of
from .programme import Programme
from .times import Timeline, zone


def next_turn(programme: Programme, now: datetime) -> datetime:
    """The first instant after `now` (UTC); it is never more than a day away."""
    return min(instant for instant in _turns(programme, now) if instant > now)


def _turns(programme: Programme, now: datetime) -> Iterator[datetime]:
    for meeting in programme.meetings:
        yield from _of(meeting.timeline)
        if meeting.registration:
            yield from _of(meeting.registration.timeline)
        # A wrong clock may have dated a commit later.
        yield from (event.instant for event in meeting.revision.events)
    for group in programme.groups:
        if cadence := cadence_of(group, programme.meetings_of(group)):
            yield from _of(cadence.timeline)
    zones = {"UTC", programme.site.timezone, *(group.timezone for group in programme.groups)}
    for name in zones | {meeting.when.zone_name for meeting in programme.meetings}:
        day = now.astimezone(zone(name)) + timedelta(days=1)
        yield day.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def _of(timeline: Timeline) -> Iterator[datetime]:
    return (instant for instant, _ in timeline if instant)
