"""Every calendar file of a site, as three readers that we did not write have it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import builds
import icalendar
import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from workgroups.documents import Document
from workgroups.group import Group
from workgroups.meeting import Meeting
from workgroups.programme import Programme
from workgroups.wording import Wording

ADDRESS = builds.settings()["SITEURL"]
STATUSES = {"cancelled": "CANCELLED", "tentative": "TENTATIVE", "postponed": "TENTATIVE"}


@dataclass(frozen=True)
class Entry:
    """What a calendar says of a meeting. Moments are in UTC, the last of whole days exclusive."""

    uid: str
    begins: date
    ends: date
    summary: str
    status: str
    location: str
    url: str
    categories: tuple[str, ...]
    sequence: int
    attachments: tuple[str, ...]
    description: str


def in_utc(moment: date) -> date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def by_icalendar(data: bytes) -> list[Entry]:
    def attachments(event: Any) -> list[Any]:
        found = event.get("ATTACH", [])
        return found if isinstance(found, list) else [found]

    return [
        Entry(
            uid=str(event["UID"]),
            begins=in_utc(event["DTSTART"].dt),
            ends=in_utc(event["DTEND"].dt),
            summary=str(event["SUMMARY"]),
            status=str(event["STATUS"]),
            location=str(event["LOCATION"]),
            url=str(event["URL"]),
            categories=tuple(map(str, event["CATEGORIES"].cats)),
            sequence=int(event["SEQUENCE"]),
            attachments=tuple(map(str, attachments(event))),
            description=str(event["DESCRIPTION"]),
        )
        for event in icalendar.Calendar.from_ical(data).events
    ]


def by_ical(data: bytes) -> list[Entry]:
    return [
        Entry(
            uid=event.uid,
            begins=in_utc(event.dtstart),
            ends=in_utc(event.dtend),
            summary=event.summary,
            status=event.status.value,
            location=event.location,
            url=str(event.url),
            categories=tuple(event.categories),
            sequence=event.sequence,
            attachments=tuple(str(attachment.uri) for attachment in event.attach),
            description=event.description,
        )
        for event in IcsCalendarStream.calendar_from_ics(data.decode()).events
    ]


def by_vobject(data: bytes) -> list[Entry]:
    return [
        Entry(
            uid=event.uid.value,
            begins=in_utc(event.dtstart.value),
            ends=in_utc(event.dtend.value),
            summary=event.summary.value,
            status=event.status.value,
            location=event.location.value,
            url=event.url.value,
            categories=tuple(event.categories.value),
            sequence=int(event.sequence.value),
            attachments=tuple(part.value for part in event.contents.get("attach", [])),
            description=event.description.value,
        )
        for event in vobject.readOne(data.decode()).contents.get("vevent", [])
    ]


READERS = (by_icalendar, by_ical, by_vobject)


# ---- What they should say ------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """What the calendars of a programme should say, at a moment."""

    programme: Programme
    wordings: dict[str, Wording]
    moment: datetime

    @property
    def window(self) -> date:
        """Feeds reach back to the beginning of last year."""
        return date(self.moment.year - 1, 1, 1)

    @property
    def this_year(self) -> date:
        """The small feeds reach back to the beginning of this one."""
        return date(self.moment.year, 1, 1)

    def entry(self, meeting: Meeting) -> Entry:
        when, words = meeting.when, self.wordings[meeting.lang]
        types = self.programme.site.meeting_types
        is_off = meeting.status in ("cancelled", "postponed")
        title = meeting.title
        return Entry(
            uid=meeting.uid,
            begins=when.first_day if when.all_day else when.begins,
            ends=when.last_day + timedelta(days=1) if when.all_day else when.ends,
            summary=words.t(f"calendar.{meeting.status}", title=title) if is_off else title,
            status=STATUSES.get(meeting.status, "CONFIRMED"),
            location=location(meeting, words),
            url=ADDRESS + meeting.address,
            categories=(
                *(group.short or group.name for group in meeting.groups),
                *([types[meeting.type][meeting.lang]] if meeting.type else []),
            ),
            sequence=meeting.revision.sequence,
            attachments=tuple(map(whole, meeting.documents)),
            description="",
        )

    def members(self) -> dict[str, list[Meeting]]:
        """The meetings that each calendar file should hold, by the file's name."""
        programme = self.programme
        found = {f"meetings/{m.slug}/meeting.ics": [m] for m in programme.meetings}
        holders: list[tuple[str, Group | None]] = [("", None)]
        holders += [(f"groups/{group.slug}/", group) for group in programme.groups]
        for folder, group in holders:
            everything = [
                meeting
                for meeting in programme.meetings
                if group is None or any(is_in_family(g, group, programme) for g in meeting.groups)
            ]
            found[f"{folder}calendar-archive.ics"] = everything
            found[f"{folder}calendar.ics"] = self.windowed(everything)
            if group:
                recent = [m for m in everything if m.when.last_day >= self.this_year]
                found[f"{folder}next.ics"] = recent
        for kind in programme.site.meeting_types:
            of_kind = [meeting for meeting in programme.meetings if meeting.type == kind]
            found[f"types/{kind}/calendar.ics"] = self.windowed(of_kind)
        return found | {old: found[new] for old, new in old_names(programme).items()}

    def windowed(self, meetings: list[Meeting]) -> list[Meeting]:
        return [meeting for meeting in meetings if meeting.when.last_day >= self.window]


@pytest.fixture(scope="module")
def wanted(programme: Programme, wordings: dict[str, Wording], moment: datetime) -> Wanted:
    return Wanted(programme, wordings, moment)


def old_names(programme: Programme) -> dict[str, str]:
    """Where calendars lay before their folder was renamed, each with where it lies now."""
    files = {"groups": ("calendar.ics", "calendar-archive.ics", "next.ics")}
    files["meetings"] = ("meeting.ics",)
    return {
        f"{alias.strip('/')}/{file}": f"{kind}/{thing.slug}/{file}"
        for kind, things in (("groups", programme.groups), ("meetings", programme.meetings))
        for thing in things
        for alias in thing.aliases
        if re.fullmatch(rf"/?{kind}/[^/]+/?", alias)
        for file in files[kind]
    }


def is_in_family(group: Group, of: Group, programme: Programme) -> bool:
    """Whether a group is this one or below it."""
    above = programme.parent(group)
    return group == of or (above is not None and is_in_family(above, of, programme))


def location(meeting: Meeting, words: Wording) -> str:
    if meeting.place is None:
        return words.t("calendar.online") if meeting.online else ""
    parts = (meeting.place.name, meeting.place.room, meeting.place.address)
    return ", ".join(part for part in parts if part)


def whole(document: Document) -> str:
    return document.address if document.external else ADDRESS + document.address


# ---- What they say -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def calendars(site: Path) -> dict[str, bytes]:
    """Every calendar file by its name."""
    found = builds.files(site)
    return {name: data for name, data in found.items() if name.endswith(".ics")}


def without_description(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry.uid: replace(entry, description="") for entry in entries}


@pytest.mark.parametrize("read", READERS)
def test_every_calendar_says_what_the_programme_says(
    read: Callable[[bytes], list[Entry]], calendars: dict[str, bytes], wanted: Wanted
) -> None:
    held = wanted.members()
    assert sorted(calendars) == sorted(held)
    for name, data in calendars.items():
        entries = read(data)
        uids = [entry.uid for entry in entries]
        assert len(uids) == len(set(uids)), f"{name} holds a meeting twice"
        should = {meeting.uid: wanted.entry(meeting) for meeting in held[name]}
        assert without_description(entries) == should, name
        for meeting in held[name]:
            text = next(entry.description for entry in entries if entry.uid == meeting.uid)
            assert text.startswith(meeting.notice or ""), name
            assert text.endswith(f"\n{ADDRESS}{meeting.address}"), name


def test_files_keep_to_the_form_of_rfc_5545(calendars: dict[str, bytes]) -> None:
    for name, data in calendars.items():
        assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), name
        assert data.endswith(b"\r\nEND:VCALENDAR\r\n"), name
        lines = data.removesuffix(b"\r\n").split(b"\r\n")
        assert max(map(len, lines)) <= 75, name
        assert not [line for line in lines if b"\n" in line or b"\r" in line or not line], name
        assert b"METHOD" not in data, name


def test_every_zone_that_is_named_is_defined_once(
    calendars: dict[str, bytes], programme: Programme
) -> None:
    for name, data in calendars.items():
        text = data.decode()
        used = set(re.findall(r"^DT\w+;TZID=([^:]+):", text, re.MULTILINE))
        defined = re.findall(r"^TZID:(.+)\r$", text, re.MULTILINE)
        # A calendar must hold something (RFC 5545, 3.6): without a meeting, the site's zone.
        is_empty = "BEGIN:VEVENT" not in text
        assert defined == ([programme.site.timezone] if is_empty else sorted(used)), name


def test_feeds_have_a_name_and_single_meetings_have_none(
    calendars: dict[str, bytes], programme: Programme
) -> None:
    site, old = programme.site, old_names(programme)
    names = {f"groups/{group.slug}/": group.name for group in programme.groups}
    names |= {f"types/{kind}/": each[site.language] for kind, each in site.meeting_types.items()}
    for name, data in calendars.items():
        calendar = icalendar.Calendar.from_ical(data)
        if name.endswith("/meeting.ics"):
            assert not {"NAME", "X-WR-CALNAME", "SOURCE"} & calendar.keys(), name
            continue
        present = old.get(name, name)
        folder = present.rpartition("/")[0] + "/"
        assert calendar["NAME"] == calendar["X-WR-CALNAME"], name
        assert str(calendar["NAME"]).startswith(names.get(folder, site.name)), name
        assert calendar["SOURCE"] == f"{ADDRESS}/{present}", name


def test_a_meeting_is_the_same_in_every_calendar(calendars: dict[str, bytes]) -> None:
    """Who subscribes to two feeds gets no two versions of a meeting."""
    seen: dict[bytes, set[bytes]] = {}
    for data in calendars.values():
        for event in re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", data, re.DOTALL):
            uid = re.search(rb"^UID:(.+)\r$", event, re.MULTILINE)
            assert uid is not None
            seen.setdefault(uid[1], set()).add(event)
    assert [uid for uid, versions in seen.items() if len(versions) > 1] == []


def test_robots_may_fetch_the_feeds(site: Path, calendars: dict[str, bytes]) -> None:
    """Google follows a feed only if they may."""
    said = RobotFileParser()
    said.parse((site / "robots.txt").read_text(encoding="utf-8").splitlines())
    for name in calendars:
        assert said.can_fetch("Google-Calendar-Importer", f"{ADDRESS}/{name}")
    assert said.site_maps() == [f"{ADDRESS}/sitemap.xml"]
