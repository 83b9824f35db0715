"""What the feeds of a site have on each day, as recurring-ical-events says it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import icalendar
import recurring_ical_events

from workgroups.meeting import Meeting
from workgroups.programme import Programme
from workgroups.times import zone


def days_of(meeting: Meeting) -> Iterator[date]:
    """The days on which it is, by the clock on its wall; midnight is still the day before."""
    when = meeting.when
    last = (when.ends - timedelta(seconds=1)).astimezone(zone(when.zone_name)).date()
    for number in range((last - when.first_day).days + 1):
        yield when.first_day + timedelta(days=number)


def test_each_day_has_its_meetings_and_no_other(site: Path, programme: Programme) -> None:
    wanted: dict[date, set[str]] = {}
    for meeting in programme.meetings:
        for day in days_of(meeting):
            wanted.setdefault(day, set()).add(meeting.uid)
    data = (site / "calendar-archive.ics").read_bytes()
    calendar = recurring_ical_events.of(icalendar.Calendar.from_ical(data))
    first, last = min(wanted, default=date.max), max(wanted, default=date.min)
    found = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if events := calendar.at((day.year, day.month, day.day)):
            found[day] = {str(event["UID"]) for event in events}
            assert len(events) == len(found[day]), day
    assert found == wanted


def test_the_window_has_on_each_of_its_days_what_the_archive_has(
    site: Path, moment: datetime
) -> None:
    window, archive = (
        recurring_ical_events.of(icalendar.Calendar.from_ical((site / name).read_bytes()))
        for name in ("calendar.ics", "calendar-archive.ics")
    )
    begins = (moment.year - 1, 1, 1)
    from_then = (begins, (moment.year + 20, 1, 1))
    held = [sorted(str(e["UID"]) for e in feed.between(*from_then)) for feed in (window, archive)]
    assert held[0] == held[1]
    assert not window.between((1950, 1, 1), begins)
