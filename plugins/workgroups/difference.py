"""Difference: what subscribers will see change from one programme to another, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .meeting import Meeting
from .programme import Programme
from .wording import Wording

DELAY = (
    "Calendar programs see this when they next fetch the feed: Apple and Thunderbird mostly within"
    " a day, Outlook within a day, Google within 8 to 24 hours. For what happens sooner, write to"
    " the members."
)


def difference(old: Programme, new: Programme, words: Wording) -> str:
    """What changes for subscribers, by the day of the meetings; empty when nothing does.

    A meeting is the same in both when its uid is. Texts that no calendar shows do not count.
    """
    before = {meeting.uid: meeting for meeting in old.meetings}
    after = {meeting.uid: meeting for meeting in new.meetings}
    either = sorted((before | after).values(), key=lambda m: (m.when.begins, m.slug))
    lines = [
        line
        for meeting in either
        for line in _lines(before.get(meeting.uid), after.get(meeting.uid), words)
    ]
    if not lines:
        return ""
    heading = "## What subscribers will see"
    return "\n".join((heading, "", *(f"- {line}" for line in lines), "", DELAY, ""))


def _lines(old: Meeting | None, new: Meeting | None, words: Wording) -> Iterator[str]:
    if old is None and new is not None:
        yield _line("New", new, f"{_when(new, words)}{_where(new)}")
    elif new is None and old is not None:
        remedy = "To keep its page, write status: cancelled instead of deleting it."
        yield _line("Gone", old, f"{_when(old, words)}. {remedy}")
    elif old and new:
        yield from _changes(old, new, words)


def _changes(old: Meeting, new: Meeting, words: Wording) -> Iterator[str]:
    if old.status != new.status:
        notice = f": {_plain(new.notice)}" if new.notice and not new.happens else ""
        yield _line(_status(old, new), new, _when(new, words) + notice)
    if _when(old, words) != _when(new, words):
        yield _line("Moved", new, f"from {_when(old, words)} to {_when(new, words)}")
    if (old.place, old.online) != (new.place, new.online):
        told = f"from {_place(old)} to {_place(new)}"
        yield _line("New place", new, told if _place(old) != _place(new) else "how to join online")
    if old.title != new.title:
        yield _line("New title", new, f"was {_plain(old.title)}")
    known = {document.address.rpartition("/")[2]: document.sha256 for document in old.documents}
    papers = {document.address.rpartition("/")[2]: document for document in new.documents}
    yield from _papers("New papers", new, [papers[name].title for name in papers.keys() - known])
    replaced = [p.title for name, p in papers.items() if known.get(name, p.sha256) != p.sha256]
    yield from _papers("Papers replaced", new, replaced)
    gone = [d.title for d in old.documents if d.address.rpartition("/")[2] not in papers]
    yield from _papers("Papers gone", new, gone)


def _papers(what: str, meeting: Meeting, titles: Iterable[str]) -> Iterator[str]:
    if listed := ", ".join(_plain(title) for title in sorted(titles)):
        yield _line(what, meeting, listed)


def _status(old: Meeting, new: Meeting) -> str:
    if new.happens:
        return "Confirmed" if old.happens and new.status == "confirmed" else "Reinstated"
    return new.status.capitalize()


def _line(what: str, meeting: Meeting, told: str) -> str:
    groups = ", ".join(group.label for group in meeting.groups)
    return f"**{what}**: {_plain(meeting.title)} ({_plain(groups)}): {told}"


def _when(meeting: Meeting, words: Wording) -> str:
    when = meeting.when
    return words.span(when) + ("" if when.all_day else f", {words.zone(when)}")


def _where(meeting: Meeting) -> str:
    return f", {_place(meeting)}" if meeting.place or meeting.online else ""


def _place(meeting: Meeting) -> str:
    if meeting.place:
        return _plain(str(meeting.place))
    return "online" if meeting.online else "no place yet"


def _plain(text: str) -> str:
    """Text in which no sign means anything to Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|~@])", r"\\\1", " ".join(text.split()))
