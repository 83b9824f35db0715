"""A precedent: what the last meeting of a group suggests for its next one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .frontmatter import FrontMatter
from .meeting import Meeting
from .times import instant
from .written import Written

_SUGGESTED = ("type", "timezone", "place", "online", "contact")


@dataclass(frozen=True)
class Precedent:
    """The last meeting of a group. `values` are fields as they were written in its file.

    `begins` is a wall time such as 14:00, empty for whole days; `service` is its form service.
    """

    meeting: Meeting
    values: Mapping[str, Any]
    begins: str
    lasts: timedelta
    service: str

    def end(self, start: datetime) -> str:
        """The end of a meeting that lasts as long; the time alone where the day is the same."""
        end = start + self.lasts
        same_day = end.date() == start.date()
        return f"{end:%H:%M}" if same_day else f"{end:%Y-%m-%d %H:%M}"


def precedent_of(
    written: Written, groups: Collection[str], type_: str | None = None
) -> Precedent | None:
    """The latest meeting of the first of these groups, of this type where there is one.

    One that was called off says nothing of where and when people meet.
    """
    for group in groups:
        of_group = [
            (meeting, front)
            for meeting, front in written.meetings
            if meeting.happens and group in (each.slug for each in meeting.groups)
        ]
        of_type = [each for each in of_group if each[0].type == type_]
        if latest := max(of_type or of_group, key=_begins, default=None):
            return _precedent(*latest)
    return None


def _begins(each: tuple[Meeting, FrontMatter]) -> tuple[datetime, str]:
    meeting = each[0]
    return instant(meeting.when.start, meeting.when.zone_name), meeting.slug


def _precedent(meeting: Meeting, front: FrontMatter) -> Precedent:
    start, end = meeting.when.start, meeting.when.end
    timed = isinstance(start, datetime) and isinstance(end, datetime)
    registration = front.values.get("registration") or {}
    return Precedent(
        meeting,
        {name: front.values[name] for name in _SUGGESTED if front.values.get(name)},
        begins=f"{start:%H:%M}" if timed else "",
        # Of the clock on the wall: the hour that a change of the clocks takes away is none of its.
        lasts=_wall(end) - _wall(start) if timed else timedelta(),
        service=registration.get("service") or "",
    )


def _wall(moment: Any) -> datetime:
    wall: datetime = moment.replace(tzinfo=None)
    return wall
