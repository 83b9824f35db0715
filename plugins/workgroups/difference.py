"""Difference: what subscribers will see change from one programme to another, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .addresses import old_address
from .documents import Document
from .meeting import Meeting
from .programme import Programme
from .wording import Wording

DELAY = (
    "Calendar programs see this when they next fetch the feed: Thunderbird every 30 minutes while"
    " it is open, Apple as often as each member has set, Google every 8 to 24 hours, Outlook every"
    " few hours at best, at times after more than a day. For what happens sooner, write to the"
    " members."
)


def difference(
    old: Programme, new: Programme, words: Wording, unread: frozenset[str] = frozenset()
) -> str:
    """What changes for subscribers, by the day of the meetings; empty when nothing does.

    A meeting is the same in both when its uid is. Of what a calendar shows, the longer texts do not
    count: the body, the agenda and who speaks. `unread` are files of the old content that are in
    no programme because they could not be read; what became of them is not known, and that is told.
    """
    before = {meeting.uid: meeting for meeting in old.meetings}
    after = {meeting.uid: meeting for meeting in new.meetings}
    calendars = _Calendars(old, new)
    lines: list[str] = []
    for meeting in sorted((before | after).values(), key=lambda m: (m.when.begins, m.slug)):
        was, now = before.get(meeting.uid), after.get(meeting.uid)
        if was and now:
            both = _Both(was, now, words, calendars)
            lines += [_line(what, now, told) for change in CHANGES for what, told in change(both)]
        elif was:
            remedy = "To keep its page, write status: cancelled instead of deleting it."
            lines.append(_line("Gone", was, f"{_when(was, words)}. {remedy}"))
        elif now and now.source not in unread:
            lines.append(_line("New", now, f"{_when(now, words)}{_where(now)}"))
    found = [f"{_list(lines)}\n{DELAY}\n"] if lines else []
    if unread:
        files = _list(map(_plain, sorted(unread)))
        found.append(f"Not compared, as their earlier text cannot be read:\n\n{files}")
    return "\n".join(("## What subscribers will see\n", *found)) if found else ""


@dataclass(frozen=True)
class _Both:
    """A meeting before and after, and all that its differences are told with."""

    old: Meeting
    new: Meeting
    words: Wording
    calendars: _Calendars


def _status(both: _Both) -> Iterator[tuple[str, str]]:
    old, new = both.old, both.new
    if old.status == new.status:
        return
    if not new.happens:
        what = new.status.capitalize()
    elif not old.happens:
        what = "Reinstated, to be confirmed" if new.tentative else "Reinstated"
    else:
        what = "No longer certain" if new.tentative else "Confirmed"
    reason = f": {_plain(new.notice)}" if new.notice and not new.happens else ""
    yield what, _when(new, both.words) + reason


def _notice(both: _Both) -> Iterator[tuple[str, str]]:
    old, new = both.old, both.new
    is_reason = old.status != new.status and not new.happens  # told with the status
    if old.notice == new.notice or (is_reason and new.notice):
        return
    yield "New notice" if new.notice else "Notice gone", _plain(new.notice or old.notice or "")


def _moved(both: _Both) -> Iterator[tuple[str, str]]:
    was, now = (_when(meeting, both.words) for meeting in (both.old, both.new))
    if was != now:
        yield "Moved", _was_and_is(was, now)


def _relocated(both: _Both) -> Iterator[tuple[str, str]]:
    old, new = both.old, both.new
    if (old.place, old.online) != (new.place, new.online):
        was, now = _place(old), _place(new)
        yield "New place", _was_and_is(was, now) if was != now else "how to join online"


def _retitled(both: _Both) -> Iterator[tuple[str, str]]:
    if both.old.title != both.new.title:
        yield "New title", f"was: {_plain(both.old.title)}"


def _other_calendars(both: _Both) -> Iterator[tuple[str, str]]:
    left, joined = both.calendars.left_and_joined(both.old, both.new)
    told = [f"no longer in {_plain(', '.join(left))}"] if left else []
    told += [f"now in {_plain(', '.join(joined))}"] if joined else []
    if told:
        yield "Other calendars", "; ".join(told)


def _papers(both: _Both) -> Iterator[tuple[str, str]]:
    was, now = ({_paper(d): d for d in m.documents} for m in (both.old, both.new))
    for what, papers in (
        ("New papers", [now[paper] for paper in now.keys() - was.keys()]),
        ("Papers replaced", [d for key, d in now.items() if was.get(key, d).sha256 != d.sha256]),
        ("Papers gone", [was[paper] for paper in was.keys() - now.keys()]),
    ):
        if papers:
            yield what, ", ".join(sorted(_plain(document.title) for document in papers))


CHANGES: tuple[Callable[[_Both], Iterator[tuple[str, str]]], ...] = (
    *(_status, _notice, _moved, _relocated, _retitled, _other_calendars, _papers),
)
"""Every kind of difference between two states of a meeting: what it is called, and what it is."""


class _Calendars:
    """The calendars of groups and types that meetings are in, and who can have subscribed to them.

    One that is only now made has no subscribers; one whose group has moved goes on answering.
    """

    def __init__(self, old: Programme, new: Programme) -> None:
        self.old = old
        self.new = new
        self.moved = {old_address(a): group.address for group in new.groups for a in group.aliases}
        self.had = {self._now(group.address) for group in old.groups}
        self.had |= {self._now(way) for meeting in old.meetings for way in _names(meeting, old)}

    def left_and_joined(self, old: Meeting, new: Meeting) -> tuple[list[str], list[str]]:
        """The names of those that a meeting was in, and of those it has come into."""
        was = {self._now(way): name for way, name in _names(old, self.old).items()}
        now = _names(new, self.new)
        left = [name for way, name in was.items() if way not in now]
        return left, [name for way, name in now.items() if way not in was and way in self.had]

    def _now(self, way: str) -> str:
        return self.moved.get(way, way)


def _names(meeting: Meeting, programme: Programme) -> dict[str, str]:
    """The name of each calendar that holds a meeting, by its folder: those of parents do too."""
    groups = {group.slug: group for group in programme.groups}
    names: dict[str, str] = {}
    ahead = list(meeting.groups)
    while ahead:
        group = ahead.pop(0)
        if group.address not in names and group.parent in groups:
            ahead.append(groups[group.parent])
        names[group.address] = group.label
    site = programme.site
    if meeting.type and (labels := site.meeting_types.get(meeting.type)):
        names[f"/types/{meeting.type}/"] = labels[site.language]
    return names


def _paper(document: Document) -> str:
    """What a document is known by: its name, for the folder's may change; elsewhere its address."""
    return document.address if document.external else document.address.rpartition("/")[2]


def _list(lines: Iterable[str]) -> str:
    return "".join(f"- {line}\n" for line in lines)


def _was_and_is(was: str, now: str) -> str:
    """Both hold commas and `to`: only a word before each tells them apart."""
    return f"was: {was}; now: {now}"


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
    return re.sub(r"([\\`*_\[\]<>#|~@&])", r"\\\1", " ".join(text.split()))
