"""Calendars: what three readers that we did not write make of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject
from factories import (
    ADDRESS,
    a_contact,
    a_document,
    a_group,
    a_meeting,
    a_programme,
    a_site,
    at,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from workgroups.calendars import Calendars, Feed, feeds, old_addresses
from workgroups.documents import ROLES
from workgroups.meeting import AgendaItem, Meeting, Online, Place
from workgroups.parts import Former, Memo, Parts
from workgroups.prose import Prose
from workgroups.registration import Registration
from workgroups.times import When
from workgroups.wording import load

GOLDEN = Path(__file__).with_name("calendars")
NOW = datetime(2026, 5, 1, tzinfo=UTC)

Facts = tuple[datetime, datetime, str, str, str]
"""Begin and end (UTC), summary, location, description."""


STRINGS = Path(__file__).parent.parent / "theme" / "strings"
WORDS = {lang: load(STRINGS, lang) for lang in ("en", "fr")}


def the_file(meeting: Meeting, **site: Any) -> bytes:
    return Calendars(a_site(**site), ADDRESS, WORDS).meeting_file(meeting)


def lines(meeting: Meeting) -> list[str]:
    """The unfolded lines of its file."""
    return the_file(meeting).decode().replace("\r\n ", "").split("\r\n")


def description(meeting: Meeting) -> str:
    return str(icalendar.Calendar.from_ical(the_file(meeting)).events[0]["DESCRIPTION"])


def by_icalendar(data: bytes) -> Facts:
    event = icalendar.Calendar.from_ical(data).events[0]
    begin, end = (event[key].dt.astimezone(UTC) for key in ("DTSTART", "DTEND"))
    return begin, end, *(str(event[key]) for key in ("SUMMARY", "LOCATION", "DESCRIPTION"))


def by_ical(data: bytes) -> Facts:
    event = IcsCalendarStream.calendar_from_ics(data.decode()).events[0]
    begin, end = (moment.astimezone(UTC) for moment in (event.dtstart, event.dtend))
    return begin, end, event.summary, event.location, event.description


def by_vobject(data: bytes) -> Facts:
    event = vobject.readOne(data.decode()).vevent
    begin, end = (part.value.astimezone(UTC) for part in (event.dtstart, event.dtend))
    return begin, end, event.summary.value, event.location.value, event.description.value


READERS = (by_icalendar, by_ical, by_vobject)


def a_full_meeting() -> Meeting:
    """A meeting that has everything."""
    health = a_group("health", short="Health, ageing; care")
    registration = Registration("https://forms.example/1", None, date(2026, 7, 1), ())
    agenda = (
        AgendaItem(date(2026, 7, 21), time(14), "Welcome", "A. Chair"),
        AgendaItem(date(2026, 7, 21), time(14, 15), "Energy, and heat"),
    )
    slides = a_document("https://elsewhere.example/s", title="Slides", media_type="text/html")
    return a_meeting(
        title="Énergie; heat, cold 🔥",
        groups=(a_group(), health),
        when=at("2026-07-21 14:00", "2026-07-21 17:00"),
        type="working-group",
        status="postponed",
        notice="The room is not free.",
        replaced_by="2026-09-01-energy",
        online=Online("https://meet.example/energy", "The code comes by mail."),
        contact=a_contact(name='Ada "the chair" Example, Dr'),
        registration=registration,
        agenda=agenda,
        documents=(a_document(), replace(slides, role=ROLES[3])),
    )


def is_golden(written: bytes, name: str, bless: bool) -> bool:
    """Whether the bytes are those of the golden file, once it is blessed."""
    if bless:
        GOLDEN.joinpath(name).write_bytes(written)
    return written == GOLDEN.joinpath(name).read_bytes()


def test_golden_meeting(bless: bool) -> None:
    assert is_golden(the_file(a_full_meeting()), "meeting.ics", bless)


def test_golden_feed(bless: bool) -> None:
    meetings = (
        replace(a_full_meeting(), status="confirmed", notice=None, replaced_by=None),
        a_meeting("2027", when=at("2027-03-01", "2027-03-02"), status="tentative"),
        a_meeting("1990", when=at("1990-07-01 10:00", "1990-07-01 11:00"), place=None),
    )
    feed = Feed("/calendar.ics", "Example, all", meetings)
    assert is_golden(Calendars(a_site(), ADDRESS, WORDS).feed(feed), "feed.ics", bless)


DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31)).map(lambda day: at(str(day)))
HOURS = st.builds(
    lambda day, hour, zone: at(f"{day} {hour}:30", f"{day} 23:45", zone),
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    st.integers(10, 20),
    st.sampled_from(["Europe/Brussels", "America/Sao_Paulo", "Asia/Jerusalem", "UTC"]),
)
SAID = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="\\"))


@settings(max_examples=150, deadline=None)
@given(DAYS | HOURS, st.lists(SAID, min_size=6, max_size=6), st.sampled_from(["", "a@b.example"]))
def test_the_library_writes_what_it_has_read(when: When, said: list[str], email: str) -> None:
    """Properties in its order, folded and escaped as it does."""
    title, label, name, notice, street, paper = (f"T{each}" for each in said)
    meeting = replace(
        a_full_meeting(),
        title=title,
        groups=(a_group(short=label), a_group("other", short=title)),
        when=when,
        contact=a_contact(name=name, email=email or None),
        status="confirmed" if email else "cancelled",
        notice=notice,
        place=Place(name, street),
        documents=(a_document(title=paper),),
    )
    alone = the_file(meeting)
    feed = Calendars(a_site(), ADDRESS, WORDS).feed(Feed("/calendar.ics", label, (meeting,)))
    for data in (alone, feed):
        assert icalendar.Calendar.from_ical(data).to_ical() == data


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "when",
    [
        at("2026-01-21 14:00", "2026-01-21 17:00"),
        at("2026-07-21 14:00", "2026-07-22 12:30"),
        at("2026-10-25 01:00", "2026-10-25 12:00"),
        at("2026-07-21 14:00", "2026-07-21 17:00", "Europe/Dublin"),
        at("2026-07-21 14:00", "2026-07-21 17:00", "America/Sao_Paulo"),
        at("2026-07-21 14:00", "2026-07-21 17:00", "Asia/Kathmandu"),
        at("1990-07-21 14:00", "1990-07-21 17:00"),
        at("2026-07-21 14:00", "2026-07-21 17:00", "Asia/Jerusalem"),
        at("2026-07-21 14:00", "2026-07-21 17:00", "UTC"),
    ],
    ids=lambda value: f"{value.zone_name} {value.first_day}",
)
def test_readers_find_what_was_written(read: Callable[[bytes], Facts], when: Any) -> None:
    meeting = replace(a_full_meeting(), when=when)
    begin, end, summary, location, text = read(the_file(meeting))
    assert (begin, end) == (when.begins, when.ends)
    assert summary == f"POSTPONED: {meeting.title}"
    assert location == str(meeting.place)
    assert text.startswith("The room is not free.\n\n")
    assert text.endswith(f"\n\n{ADDRESS}{meeting.address}")


def test_readers_find_days() -> None:
    data = the_file(a_meeting(when=at("2026-03-12", "2026-03-13")))
    expected = date(2026, 3, 12), date(2026, 3, 14)
    event = icalendar.Calendar.from_ical(data).events[0]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == expected
    assert b"VTIMEZONE" not in data
    other = IcsCalendarStream.calendar_from_ics(data.decode()).events[0]
    assert (other.dtstart, other.dtend) == expected


def test_times_are_in_the_zone_where_its_rules_hold() -> None:
    assert "DTSTART;TZID=Europe/Brussels:20260121T140000" in lines(a_meeting())


@pytest.mark.parametrize(
    ("zone_name", "day", "expected"),
    [
        ("Europe/Brussels", "1990-07-01", "19900701T080000Z"),
        ("Asia/Jerusalem", "2026-07-01", "20260701T070000Z"),
        ("UTC", "2026-07-01", "20260701T100000Z"),
    ],
)
def test_times_are_in_utc_elsewhere(zone_name: str, day: str, expected: str) -> None:
    meeting = a_meeting(when=at(f"{day} 10:00", f"{day} 11:00", zone_name))
    assert f"DTSTART:{expected}" in lines(meeting)
    assert b"VTIMEZONE" not in the_file(meeting)


@pytest.mark.parametrize(
    ("status", "days", "written", "busy", "title"),
    [
        ("confirmed", False, "CONFIRMED", "OPAQUE", "Energy in cities"),
        ("confirmed", True, "CONFIRMED", "OPAQUE", "Energy in cities"),
        ("tentative", False, "TENTATIVE", "OPAQUE", "Energy in cities"),
        ("tentative", True, "TENTATIVE", "TRANSPARENT", "Energy in cities"),
        ("postponed", False, "TENTATIVE", "TRANSPARENT", "POSTPONED: Energy in cities"),
        ("cancelled", False, "CANCELLED", "TRANSPARENT", "CANCELLED: Energy in cities"),
    ],
)
def test_status(status: str, days: bool, written: str, busy: str, title: str) -> None:
    when = at("2026-03-12") if days else at("2026-03-12 14:00", "2026-03-12 15:00")
    found = lines(a_meeting(status=status, when=when))
    assert {f"STATUS:{written}", f"TRANSP:{busy}", f"SUMMARY:{title}"} <= set(found)


def test_a_meeting_that_does_not_happen_cannot_be_joined() -> None:
    text = the_file(replace(a_full_meeting(), status="cancelled"))
    assert b"meet.example" not in text
    assert b"Register" not in text


def test_online_alone_is_no_place_on_a_map() -> None:
    meeting = a_meeting(place=None, online=Online("https://meet.example/a;b,c"))
    found = lines(meeting)
    assert "LOCATION:Online" in found
    assert "CONFERENCE;FEATURE=VIDEO;VALUE=URI:https://meet.example/a;b,c" in found
    assert description(meeting).startswith("Online: https://meet.example/a;b,c\n\n")


def test_how_to_join_may_be_a_note_alone() -> None:
    meeting = a_meeting(online=Online(note="The link comes by mail."))
    assert "CONFERENCE" not in the_file(meeting).decode()
    assert "Online: The link comes by mail." in description(meeting)


def test_no_organizer_without_a_mailbox() -> None:
    assert b"ORGANIZER" not in the_file(a_meeting(contact=a_contact(email=None)))


def test_days_stand_in_an_agenda_of_several() -> None:
    agenda = (AgendaItem(date(2026, 3, 13), time(9), "Visit"),)
    meeting = a_meeting(when=at("2026-03-12 14:00", "2026-03-13 12:00"), agenda=agenda)
    assert "Agenda\n2026-03-13 09:00 Visit" in description(meeting)


def test_words_are_of_the_meeting_s_language() -> None:
    calendars = Calendars(a_site(languages=("en", "fr")), ADDRESS, WORDS)
    written = calendars.meeting_file(a_meeting(lang="fr", status="cancelled", type="working-group"))
    assert "SUMMARY:ANNULÉ\xa0: Energy in cities" in written.decode()
    assert "CATEGORIES:Smart Cities,Réunion de groupe" in written.decode()


def test_feeds_of_the_site_and_of_each_group() -> None:
    parent, child = a_group("climate"), a_group("water", parent="climate")
    old = a_meeting("old", when=at("2024-12-31 10:00", "2024-12-31 12:00"), groups=(parent,))
    new = a_meeting("new", when=at("2025-01-01 10:00", "2025-01-01 12:00"), groups=(child,))
    far = a_meeting("far", when=at("2031-01-01"), groups=(a_group(),))
    programme = a_programme(old, new, far, groups=(parent, child))
    found = {feed.address: feed for feed in feeds(programme, NOW, WORDS["en"])}
    slugs = {address: [m.slug for m in feed.meetings] for address, feed in found.items()}
    assert slugs == {
        "/calendar.ics": ["new", "far"],
        "/calendar-archive.ics": ["old", "new", "far"],
        "/groups/climate/calendar.ics": ["new"],
        "/groups/climate/calendar-archive.ics": ["old", "new"],
        "/groups/smart-cities/calendar.ics": ["far"],
        "/groups/smart-cities/calendar-archive.ics": ["far"],
        "/groups/water/calendar.ics": ["new"],
        "/groups/water/calendar-archive.ics": ["new"],
        "/types/working-group/calendar.ics": [],
    }
    assert found["/groups/water/calendar.ics"].name == "Water (Example Network)"


@pytest.mark.parametrize(
    ("now", "years"),
    [("2025-12-31 22:59", 2), ("2025-12-31 23:01", 1), ("2026-12-31 22:59", 1)],
)
def test_the_window_moves_once_a_year_by_the_clock_of_the_site(now: str, years: int) -> None:
    meetings = [a_meeting(f"m-{year}", when=at(f"{year}-06-01")) for year in (2024, 2025)]
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert len(feeds(a_programme(*meetings), moment, WORDS["en"])[0].meetings) == years


@pytest.mark.parametrize(
    ("now", "held"),
    [
        ("2026-05-13 12:00", True),
        ("2026-12-31 22:59", True),
        ("2026-12-31 23:01", True),
        ("2027-12-31 22:59", True),
        ("2027-12-31 23:01", False),
    ],
)
def test_a_cancelled_meeting_is_told_until_a_turn_of_the_year(now: str, held: bool) -> None:
    """Who looked last before the news would keep the meeting if it only went away."""
    when = at("2026-05-12 10:00", "2026-05-12 12:00")
    cancelled = a_meeting("off", when=when, status="cancelled", notice="The house is closed.")
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    window, archive, *_ = feeds(a_programme(cancelled), moment, WORDS["en"])
    assert (cancelled in window.meetings, cancelled in archive.meetings) == (held, True)


def test_every_type_has_a_feed_and_pages_lead_to_those_that_hold_something() -> None:
    kinds = {"visit": "Site visit", "webinar": "Webinar", "workshop": "Workshop"}
    types = {key: {"en": label} for key, label in kinds.items()}
    visit = a_meeting("visit", when=at("2026-06-01"), type="visit")
    long_ago = a_meeting("webinar", when=at("2019-06-01"), type="webinar")
    programme = a_programme(visit, long_ago, a_meeting("plain"), meeting_types=types)
    found = [feed for feed in feeds(programme, NOW, WORDS["en"]) if feed.type]
    assert [(feed.address, feed.name, feed.meetings, feed.archive) for feed in found] == [
        ("/types/visit/calendar.ics", "Site visit (Example Network)", (visit,), False),
        ("/types/webinar/calendar.ics", "Webinar (Example Network)", (), False),
        ("/types/workshop/calendar.ics", "Workshop (Example Network)", (), False),
    ]
    assert [feed.is_offered for feed in found] == [True, False, False]
    empty = feeds(a_programme(meeting_types=types), NOW, WORDS["en"])
    assert [feed.type for feed in empty if feed.is_offered] == [None, None]


def test_files_answer_at_the_addresses_they_had() -> None:
    aliases = ("/groups/digital", "/groups/ict/", "/ict/", "/meetings/ict/", "/groups/a/b/")
    group = a_group("ai", aliases=aliases)
    every = feeds(a_programme(groups=(group,)), NOW, WORDS["en"])
    assert [feed.old_addresses for feed in every if feed.group] == [
        ("/groups/digital/calendar.ics", "/groups/ict/calendar.ics"),
        ("/groups/digital/calendar-archive.ics", "/groups/ict/calendar-archive.ics"),
    ]
    meeting = a_meeting("new", aliases=("/meetings/old/", "/meetings/old.html", "/groups/old/"))
    assert old_addresses(meeting, "meeting.ics") == ("/meetings/old/meeting.ics",)


def test_a_feed_says_its_name_and_a_file_does_not() -> None:
    feed = Calendars(a_site(), ADDRESS, WORDS).feed(Feed("/calendar.ics", "All", ()))
    assert feed.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"\r\nNAME:All\r\n" in feed
    assert b"SOURCE;VALUE=URI:https://network.example/calendar.ics\r\n" in feed
    alone = the_file(a_meeting())
    for name in (b"NAME:All", b"X-WR-", b"SOURCE", b"METHOD", b"REFRESH"):
        assert name not in alone


def test_nothing_in_a_feed_rings_invites_or_floats() -> None:
    text = GOLDEN.joinpath("feed.ics").read_text(encoding="utf-8")
    assert not re.search(r"METHOD|VALARM|RDATE|ATTENDEE", text)
    events = text.partition("BEGIN:VEVENT")[2]
    assert not re.search(r"^(DTSTART|DTEND|DTSTAMP|CREATED)[^;\n]*:\d+T\d+$", events, re.MULTILINE)


def test_events_are_in_order_and_zones_are_there_once() -> None:
    when = at("2026-03-12 10:00", "2026-03-12 11:00")
    dublin = at("2026-03-12 09:00", "2026-03-12 10:00", "Europe/Dublin")
    meetings = [a_meeting("b", when=when), a_meeting("c", when=dublin), a_meeting("a", when=when)]
    written = Calendars(a_site(), ADDRESS, WORDS).feed(Feed("/c.ics", "All", tuple(meetings)))
    found = icalendar.Calendar.from_ical(written)
    assert [str(event["UID"])[0] for event in found.events] == ["a", "b", "c"]
    assert [str(zone["TZID"]) for zone in found.timezones] == ["Europe/Brussels", "Europe/Dublin"]


def test_the_same_bytes_every_time() -> None:
    meetings = (a_full_meeting(), a_meeting("other"))
    first, second = Calendars(a_site(), ADDRESS, WORDS), Calendars(a_site(), ADDRESS, WORDS)
    alone = second.meeting_file(meetings[0])
    feed = Feed("/calendar.ics", "All", meetings)
    assert first.feed(feed) == second.feed(replace(feed, meetings=meetings[::-1]))
    assert first.meeting_file(meetings[0]) == alone


SHARP = st.sampled_from(list(",;:\"\\nN^'\r\n\t\0\x0b\x0c\x1b\x1c\x7f\x85\u2028\u2029\ufeff ")) | (
    st.sampled_from(
        ["\\n", "\\N", "\r\n ", "\r\nEND:VEVENT\r\n", "👩‍👩‍👧", "שלום", "é", "\u202e", "^n"]
    )
)
TEXT = st.lists(SHARP | st.text(max_size=20), max_size=30).map("".join)


def as_read(text: str) -> str:
    """What a reader should get: every break of a line as one, and no other control characters."""
    text = re.sub("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    return "".join(c for c in text if c in "\n\t" or not (ord(c) < 32 or 127 <= ord(c) < 160))


@given(title=TEXT, place=TEXT, notice=TEXT)
@settings(max_examples=150, deadline=None)
def test_any_text_comes_back(title: str, place: str, notice: str) -> None:
    meeting = a_meeting(
        title=f"T{title}.", place=Place(f"P{place}."), notice=f"N{notice}.", status="cancelled"
    )
    data = the_file(meeting)
    for read in READERS:
        _, _, summary, location, text = read(data)
        assert summary == as_read(f"CANCELLED: T{title}.")
        assert location == as_read(f"P{place}.")
        assert text.startswith(as_read(f"N{notice}."))


@given(TEXT)
@settings(max_examples=150, deadline=None)
def test_lines_are_short_and_whole(text: str) -> None:
    group = replace(a_group(), name=text, short=text)
    document = a_document(title=text)
    meeting = a_meeting(
        title=text, groups=(group,), documents=(document,), contact=a_contact(name=f"A{text}")
    )
    data = the_file(meeting)
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.endswith(b"\r\nEND:VCALENDAR\r\n")
    written = data.removesuffix(b"\r\n").split(b"\r\n")
    for line in written:
        assert 0 < len(line) <= 75
        assert not set(line) & {*range(9), *range(10, 32), 127}
        line.decode()  # no character is cut in two
    assert sum(line == b"END:VEVENT" for line in written) == 1


@pytest.mark.parametrize("sign", ["x", "é", "🔥", ",", "\\"])
def test_long_texts_come_back(sign: str) -> None:
    body = Prose(f"<p>{sign * 10_000}</p>")
    data = the_file(a_meeting(body=body, title=sign * 10_000))
    for read in READERS:
        _, _, summary, _, text = read(data)
        assert summary == sign * 10_000
        assert text.startswith(sign * 10_000)


@settings(max_examples=20)
@given(order=st.permutations(range(5)))
def test_in_whichever_order_meetings_are_read_the_feed_is_the_same(order: list[int]) -> None:
    meetings = [
        a_meeting(f"m{number % 3}{number}", when=at(f"2026-02-0{1 + number // 2} 09:00"))
        for number in range(5)
    ]
    mixed = [meetings[number] for number in order]
    calendars = Calendars(a_site(), ADDRESS, WORDS)
    made = [calendars.feed(Feed("/c.ics", "All", tuple(each))) for each in (meetings, mixed)]
    assert made[0] == made[1]


@pytest.mark.parametrize("edited", [1, 20])
def test_a_feed_is_edited_as_it_would_be_made(edited: int, tmp_path: Path) -> None:
    before = [a_meeting(slug=f"m{n}", uid=f"u{n}", body=Prose(f"<p>{n}</p>")) for n in range(30)]
    after = [replace(m, body=Prose("<p>New.</p>")) for m in before[:edited]]
    feed = Feed("/calendar.ics", "All", tuple(before))
    now = replace(feed, meetings=(*after, *before[edited:]))
    memo, known = Memo(Parts()), Calendars(a_site(), ADDRESS, WORDS)
    (tmp_path / "calendar.ics").write_bytes(replace(known, memo=memo).feed(feed))
    pairs = tuple(zip(before, after, strict=False))
    former = Former(tmp_path, pairs, lambda key: memo.made[key][0])
    again = replace(known, memo=Memo(Parts(), former=former))
    assert again.feed(now) == known.feed(now) != known.feed(feed)
