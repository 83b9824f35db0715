"""Atom: change feeds as a reader that we did not write has them."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import html5lib
import pytest
from factories import ADDRESS, BRUSSELS, a_document, a_group, a_meeting, at
from hypothesis import given
from hypothesis import strategies as st
from theme_pages import HOSTILE, wording

from workgroups.atom import LONGEST, ChangeFeed, atom
from workgroups.changes import Change, State
from workgroups.meeting import Place

MOMENT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
BEFORE = State(at("2026-01-14 14:00", "2026-01-14 17:00", BRUSSELS), Place("House"), online=False)
AFTER = replace(BEFORE, when=at("2026-01-21 14:00", "2026-01-21 17:00", BRUSSELS))
MEETING = a_meeting(groups=(a_group(), a_group("urban-mobility")))
MOVED = Change("urn:uuid:1", MEETING, "moved", MOMENT, BEFORE, AFTER)


def written(*changes: Change, title: str = "What changed", lang: str = "en") -> bytes:
    feed = ChangeFeed("/groups/x/changes.atom", "/groups/x/", title, changes)
    return atom(feed, ADDRESS, "Example Network", wording(lang))


def read(*changes: Change, **more: Any) -> Any:
    found = feedparser.parse(written(*changes, **more), sanitize_html=False)
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    return found


def instant(parsed: Any) -> datetime:
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC)


def test_a_feed_says_what_it_is() -> None:
    feed = read(MOVED).feed
    assert (feed.title, feed.author, feed.language) == ("What changed", "Example Network", "en")
    assert feed.id == f"{ADDRESS}/groups/x/changes.atom"
    assert {link.rel: link.href for link in feed.links} == {
        "self": f"{ADDRESS}/groups/x/changes.atom",
        "alternate": f"{ADDRESS}/groups/x/",
    }
    assert instant(feed.updated_parsed) == MOMENT


def test_an_entry_says_what_changed() -> None:
    (entry,) = read(MOVED).entries
    assert entry.id == "urn:uuid:1"
    assert entry.title == "Moved: Energy in cities"
    assert entry.link == f"{ADDRESS}{MEETING.address}"
    assert instant(entry.updated_parsed) == instant(entry.published_parsed) == MOMENT
    assert [tag.term for tag in entry.tags] == ["Smart Cities", "Urban Mobility"]
    now, before = entry.summary.split("<br />")
    assert now == "Now: Wednesday 21 January 2026, 14:00 to 17:00, Brussels time (CET)"
    assert before == "Before: Wednesday 14 January 2026, 14:00 to 17:00, Brussels time (CET)"
    assert entry.content[0].type == "text/html"
    assert f'<a href="{ADDRESS}{MEETING.address}">Energy in cities</a>' in entry.content[0].value


def test_a_feed_is_in_the_language_of_its_readers() -> None:
    found = read(MOVED, lang="fr")
    assert found.feed.language == "fr"
    assert found.entries[0].title == "Déplacée\xa0: Energy in cities"


def test_a_feed_is_as_old_as_its_newest_entry_whatever_the_clock_says() -> None:
    older = replace(MOVED, id="urn:uuid:2", instant=MOMENT - timedelta(days=9))
    assert instant(read(MOVED, older).feed.updated_parsed) == MOMENT
    empty = read()
    assert empty.entries == []
    assert instant(empty.feed.updated_parsed) == datetime(1970, 1, 1, tzinfo=UTC)
    assert written() == written()


def test_a_feed_has_an_end() -> None:
    many = [replace(MOVED, id=f"urn:uuid:{number}") for number in range(LONGEST + 5)]
    ids = [entry.id for entry in read(*many).entries]
    assert ids == [change.id for change in many[:LONGEST]]


def test_hostile_words_are_only_read() -> None:
    meeting = replace(MEETING, title=HOSTILE, groups=(a_group(name=HOSTILE),))
    paper = a_document(title=HOSTILE)
    change = Change("urn:uuid:1", meeting, "papers", MOMENT, papers=(paper,))
    found = read(change, title=HOSTILE)
    (entry,) = found.entries
    assert entry.tags[0].term == HOSTILE
    for html in (entry.summary, entry.content[0].value):
        assert "<script" not in html
    assert "<script" not in ET.tostring(ET.fromstring(written(change))).decode()


@pytest.mark.parametrize("number", [0, 8, 0x0B, 0x1B, 0x7F, 0x85, 0xD800, 0xFFFE, 0xFFFF, 0x1F600])
def test_no_character_breaks_the_feed(number: int) -> None:
    meeting = replace(MEETING, title=f"a{chr(number)}b")
    (entry,) = read(replace(MOVED, meeting=meeting)).entries
    kept = chr(number) if number == 0x1F600 else ""
    assert entry.title == f"Moved: a{kept}b"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_title_goes_through(title: str) -> None:
    """What XML cannot hold is left out; all else comes back, but for the spaces XML reads alike."""
    meeting = replace(MEETING, title=title)
    tree = ET.fromstring(written(replace(MOVED, meeting=meeting)))
    found = tree.findtext("{*}entry/{*}title") or ""
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", "", title)
    assert found.split() == f"Moved: {kept}".replace("\r", "\n").split()


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp", "Co"]), max_size=40))
def test_any_facts_are_read_as_words(words: str) -> None:
    """As a reader of news shows them: HTML, read by a browser's rules."""
    meeting = replace(MEETING, title=f"T{words}.", place=Place(f"P{words}."))
    change = replace(MOVED, meeting=meeting, after=replace(AFTER, place=meeting.place))
    # Not by feedparser: words that are UTF-8 when taken for Latin-1, it reads as that.
    content = ET.fromstring(written(change)).findtext("{*}entry/{*}content")
    shown = html5lib.parseFragment(content, namespaceHTMLElements=False)
    assert {element.tag for element in shown.iter()} <= {"DOCUMENT_FRAGMENT", "p", "a"}
    text = " ".join("".join(shown.itertext()).split())
    for said in (f"T{words}.", f"P{words}."):
        assert " ".join(said.split()) in text
