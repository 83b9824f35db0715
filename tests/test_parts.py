"""Parts: whoever looks at one is known to show it, however it came by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from factories import a_meeting, a_programme

from workgroups.meeting import Meeting, Translation
from workgroups.parts import Memo, Part, Parts, parts_of
from workgroups.prose import Prose

SLUG = "2026-01-21-energy"
EN, FR, MODIFIED = (f"{SLUG} {part}" for part in ("en", "fr", "modified"))
LATER = datetime(2026, 1, 2, tzinfo=UTC)


def a_translated(**changes: Any) -> Meeting:
    french = Translation("fr", "Énergie", Prose("<p>Nous regardons.</p>"))
    return a_meeting(translations=(french,), **changes)


def laid() -> tuple[Parts, Meeting]:
    """A meeting over its parts."""
    parts = Parts()
    (meeting,) = parts.lay(a_programme(a_translated())).meetings
    assert not parts.seen
    return parts, meeting


def test_a_meeting_says_over_its_parts_what_it_said() -> None:
    _, meeting = laid()
    assert parts_of(meeting) == parts_of(a_translated())
    assert meeting.revision.modified == a_translated().revision.modified
    assert replace(meeting, body=Prose(""), translations=(), revision=a_meeting().revision) == (
        replace(a_meeting(), body=Prose(""))
    )


def test_who_looks_is_seen_each_time() -> None:
    parts, meeting = laid()
    for _ in range(2):
        for look, key in (
            (lambda: meeting.body.html, EN),
            (lambda: meeting.texts[0].body.html, EN),
            (lambda: meeting.original.body.html, EN),
            (lambda: meeting.text_in("fr").body.html, FR),
            (lambda: meeting.translations[0].over(meeting.original).body.html, FR),
            (lambda: meeting.revision.modified, MODIFIED),
            (lambda: str(meeting.texts == meeting.texts), None),
        ):
            parts.seen = set()
            look()
            assert parts.seen == ({key} if key else parts.seen)


def test_what_is_no_part_is_seen_by_nobody() -> None:
    parts, meeting = laid()
    assert meeting.title
    assert meeting.texts[1].title
    assert meeting.revision.sequence == a_meeting().revision.sequence
    assert not parts.seen


def test_it_says_what_its_parts_are_by_then() -> None:
    parts, meeting = laid()
    assert meeting.texts[0].body.html == "<p>We look at energy.</p>"
    parts.held |= {EN: "<p>New.</p>", MODIFIED: LATER}
    assert meeting.texts[0].body.html == "<p>New.</p>"
    assert meeting.revision.modified == LATER


def test_parts_that_are_not_there_are_found_once() -> None:
    asked: list[str] = []

    def find(key: str) -> Part:
        asked.append(key)
        return key.upper()

    parts = Parts(find)
    parts.held["b"] = "held"
    assert [parts.look(key) for key in "aab"] == ["A", "A", "held"]
    assert asked == ["a"]
    assert parts.seen == {"a", "b"}
    with pytest.raises(KeyError):
        Parts().look("a")


# ---- What is made once ---------------------------------------------------------------------------


def html_of(meeting: Meeting, lang: str = "en") -> Callable[[], bytes]:
    """What makes the text in a language."""

    def make() -> bytes:
        return meeting.text_in(lang).body.html.encode()

    return make


def test_who_takes_what_was_made_has_looked_at_its_parts() -> None:
    parts, meeting = laid()
    memo = Memo(parts)
    for _ in range(2):
        parts.seen = {"before"}
        assert memo.recall("a", html_of(meeting)) == b"<p>We look at energy.</p>"
        assert parts.seen == {"before", EN}
    assert memo.made == {"a": (b"<p>We look at energy.</p>", frozenset({EN}))}


def test_it_is_made_of_others_that_were_made() -> None:
    parts, meeting = laid()
    memo = Memo(parts)

    def outer() -> bytes:
        meeting.text_in("fr").body.html  # noqa: B018  Looking is all.
        return memo.recall("inner", html_of(meeting))

    memo.recall("outer", outer)
    assert memo.made["inner"][1] == {EN}
    assert memo.made["outer"][1] == {EN, FR}


def test_what_was_found_has_parts_too() -> None:
    parts = Parts()
    memo = Memo(parts, known={"a": (b"found", frozenset({EN}))}.get)
    assert memo.recall("a", bytes) == b"found"
    assert memo.recall("b", lambda: b"made") == b"made"
    assert parts.seen == {EN}


def test_when_making_fails_what_was_seen_before_stays() -> None:
    parts, meeting = laid()
    parts.seen = {"before"}

    def fail() -> bytes:
        raise LookupError(meeting.body.html)

    with pytest.raises(LookupError):
        Memo(parts).recall("a", fail)
    assert parts.seen == {"before"}


def test_of_a_changed_part_nothing_is_left() -> None:
    parts, meeting = laid()
    memo = Memo(parts)
    memo.recall("a", html_of(meeting))
    memo.recall("b", html_of(meeting, "fr"))
    memo.change({EN: "<p>New.</p>"})
    assert [*memo.made] == ["b"]
    assert memo.recall("a", html_of(meeting)) == b"<p>New.</p>"
