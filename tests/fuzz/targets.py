"""Fuzz targets: what must hold of any bytes that somebody commits as a meeting, a text or a name.

Each takes bytes and raises where a promise is broken. `fuzzer.py` looks for such bytes;
`test_fuzz.py` tries those that were found worth keeping, in `corpus/`.
"""

from __future__ import annotations

import atexit
import io
import json
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import html5lib
import icalendar
import nh3
import vobject
from factories import a_contact, a_document, a_group, a_meeting, a_site

from workgroups import prose
from workgroups.advice import advice_on
from workgroups.atom import ChangeFeed, atom
from workgroups.calendars import Calendars
from workgroups.changes import Change
from workgroups.checks import problems_of
from workgroups.form_services import EUSURVEY
from workgroups.history import History
from workgroups.meeting import Meeting, Place
from workgroups.plain import plain_text
from workgroups.problems import LONGEST, Problem
from workgroups.prose import Prose
from workgroups.reading import read_written
from workgroups.reports import as_text
from workgroups.sources import find_sources, with_line_feeds
from workgroups.structured import event
from workgroups.version import read_version
from workgroups.wording import load

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "https://network.example"
SECONDS = 3.0
"""Of processor time for one input, many times what the slowest that is known takes."""

SITE = a_site(
    languages=("en", "fr"),
    form_services={"eusurvey": EUSURVEY},
    registration_hosts=("events.regions.example",),
)
BETWEEN = "\n%%\n"
"""Stands between the texts of one input of `feeds`."""


def front_matter(data: bytes) -> None:
    """A meeting's file is a meeting, or problems that an editor can read and find."""
    content = _content()
    shown = "content/meetings/2026-01-21-energy/index.md"
    file = content.parent / shown
    file.write_bytes(data)
    first = _examined(content)
    text = data.decode("utf-8-sig", errors="replace")
    lines = with_line_feeds(text).split("\n")
    for problem in first[1]:
        _check_told(problem)
        assert problem.file == shown, problem
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
    told = as_text(first[1], content.parent)
    assert not re.search("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told)
    assert _examined(content) == first
    version = read_version(text)
    if version:
        assert isinstance(version.values, dict)
        assert version.differs(version) == frozenset()
    for meeting in first[0]:
        _check_published(meeting)


def _examined(content: Path) -> tuple[list[Meeting], list[Problem]]:
    """The meetings of a content folder without problems, and all that is told of it."""
    written, problems = read_written(find_sources(content), SITE, History())
    written = replace(written, today=date(2026, 1, 6))
    problems += problems_of(written)
    meetings = [] if problems else [meeting for meeting, _ in written.meetings]
    return meetings, sorted({*problems, *advice_on(written)})


def _check_told(problem: Problem) -> None:
    for said in (problem.message, problem.remedy):
        assert said.strip()
        assert len(said) <= LONGEST + 3
        assert not re.search(r"Traceback|object at 0x|Error\b|<class|pydantic|NoneType", said), said


def _check_published(meeting: Meeting) -> None:
    """What is made of it can be read by others."""
    for text in meeting.texts:
        _check_safe(text.body.html)
    calendar = icalendar.Calendar.from_ical(_calendars().meeting_file(meeting))
    assert calendar.events[0]["UID"] == meeting.uid
    facts = json.loads(event(meeting, meeting.original, ADDRESS))
    assert facts["name"] == meeting.title


def text(data: bytes) -> None:
    """Any text becomes HTML that holds nothing but what is allowed, in bounded time."""
    markdown = data.decode(errors="replace")
    started = time.process_time()
    made, problems = _rendered(markdown)
    said = plain_text(made.html, f"{ADDRESS}/x/")
    assert time.process_time() - started < SECONDS
    lines = markdown.replace("\r\n", "\n").split("\n")
    for problem in problems:
        _check_told(problem)
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
    _check_safe(made.html)
    assert _rendered(markdown) == (made, problems)
    assert all(line == line.rstrip() for line in said.split("\n"))


def _rendered(markdown: str) -> tuple[Prose, list[Problem]]:
    known = {"agenda.pdf": "/x/agenda.pdf", "index.md": "/x/"}
    return prose.render(markdown, file="index.md", first_line=1, at="/x/", resolve=known.get)


_TAGS = prose._TAGS | {"tbody"}
_NAMES = {name for names in prose._ATTRIBUTES.values() for name in names} | {"tabindex"}


def _check_safe(html: str) -> None:
    """Read again by others: only what is allowed is there, and sanitising changes nothing."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in tree.iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in _TAGS, element.tag
        assert set(element.keys()) <= _NAMES, element.keys()
        for name in ("href", "src"):
            address = element.get(name, "")
            scheme = re.match(r"[\s\0-\x1f]*([A-Za-z][A-Za-z0-9+.-]*)[\s\0-\x1f]*:", address)
            assert scheme is None or scheme[1].lower() in prose.SCHEMES, address
    again = nh3.clean(
        html,
        tags=prose._TAGS,
        attributes=prose._ATTRIBUTES,
        set_tag_attribute_values=prose._SCROLLED,
        url_schemes=prose.SCHEMES,
        link_rel=None,
    )
    assert again.strip() == html


def feeds(data: bytes) -> None:
    """Any words of a meeting come out of calendars, change feeds and structured data again."""
    texts = data.decode(errors="replace").split(BETWEEN)
    title, place, notice, group, name, body, *_ = [*texts, *[""] * 6]
    meeting = a_meeting(
        title=f"T{title}.",
        place=Place(f"P{place}.", place or None, notice or None),
        status="cancelled",
        notice=f"N{notice}.",
        groups=(a_group(name=f"G{group}.", contact=a_contact(name=f"C{name}.")),),
        documents=(a_document(title=f"D{name}."),),
        body=_rendered(body)[0],
        tags=(f"t{name}",),
    )
    _check_calendar(meeting)
    _check_changes(meeting)
    facts = event(meeting, meeting.original, ADDRESS)
    assert not set(facts) & set("<>&\u2028\u2029")
    assert json.loads(facts)["name"] == meeting.title


def _check_calendar(meeting: Meeting) -> None:
    calendar = _calendars().meeting_file(meeting)
    assert calendar.endswith(b"\r\nEND:VCALENDAR\r\n")
    for line in calendar.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(line) <= 75
        assert not set(line) & {*range(9), *range(10, 32), 127}
        line.decode()
    (entry,) = icalendar.Calendar.from_ical(calendar).events
    other = vobject.readOne(calendar.decode()).vevent
    wanted = f"CANCELLED:{meeting.title}"
    for summary in (str(entry["SUMMARY"]), other.summary.value):
        assert _letters(summary) == _letters(wanted)
    assert _letters(other.location.value) == _letters(str(entry["LOCATION"]))
    assert other.uid.value == meeting.uid
    assert len(other.contents["dtstart"]) == 1


def _letters(text: str) -> str:
    """Its characters without blanks and controls, of which readers make different things."""
    return re.sub(r"[\s\0-\x1f\x7f-\x9f]", "", text)


def _check_changes(meeting: Meeting) -> None:
    change = Change("urn:uuid:1", meeting, "cancelled", datetime(2026, 1, 5, tzinfo=UTC))
    feed = ChangeFeed("/changes.atom", "/", meeting.title, (change,))
    written = atom(feed, ADDRESS, meeting.title, _words()["en"])
    read = feedparser.parse(io.BytesIO(written), sanitize_html=False)
    assert not read.bozo, read.bozo_exception
    assert [(entry.id, entry.link) for entry in read.entries] == [
        ("urn:uuid:1", ADDRESS + meeting.address)
    ]
    tree = ET.fromstring(written)
    said = tree.findtext("{http://www.w3.org/2005/Atom}title") or ""
    assert _letters(said) == _letters(re.sub("[\ufdd0-\ufdef\ufffe\uffff]", "", meeting.title))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "front_matter": front_matter,
    "text": text,
    "feeds": feeds,
}


@cache
def _content() -> Path:
    """A content folder with a group, into which each input is put as a meeting."""
    root = Path(tempfile.mkdtemp(prefix="fuzz-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    content = root / "content"
    (content / "groups/smart-cities").mkdir(parents=True)
    (content / "groups/smart-cities/index.md").write_text(
        "---\nname: Smart Cities\n---\nWe meet.\n"
    )
    (content / "meetings/2026-01-21-energy").mkdir(parents=True)
    (content / "meetings/2026-01-21-energy/agenda.pdf").write_bytes(b"%PDF-1.7\n")
    return content


@cache
def _words() -> dict[str, object]:
    return {lang: load(ROOT / "theme" / "strings", lang) for lang in ("en", "fr")}


def _calendars() -> Calendars:
    """New each time: it remembers what it has written of a meeting."""
    return Calendars(SITE, ADDRESS, _words())
