"""Papers: documents that are missing, that nobody names, or that lie in two places."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from .documents import Document
from .frontmatter import FrontMatter, Place
from .group import Group
from .meeting import Meeting
from .problems import Problem
from .times import in_words
from .written import Written

_PATIENCE = timedelta(days=30)
"""How long after a meeting its minutes can be on their way."""

_LATELY = timedelta(days=365)
"""What is older was left so; nobody is asked about it again and again."""

_HABIT = 3
"""Meetings of one kind by which it is told whether a group publishes minutes: most had them."""


def minutes_missing(written: Written) -> Iterator[Problem]:
    """A meeting of the last year without minutes, where the ones before it have theirs.

    Who stops writing minutes is asked once or twice, and then no more.
    """
    if written.today is None:
        return
    had: dict[tuple[str, str | None], list[bool]] = defaultdict(list)
    held = [(m, front) for m, front in written.meetings if m.happens and not m.draft]
    for meeting, front in sorted(held, key=lambda entry: (entry[0].when.ends, entry[1].file)):
        kinds = [(group.slug, meeting.type) for group in meeting.groups]
        has = any(document.role.key == "minutes" for document in meeting.documents)
        due = meeting.when.last_day + _PATIENCE < written.today
        expected = any(sum(had[kind][-_HABIT:]) > 1 for kind in kinds)
        if due and expected and not has and meeting.when.last_day >= written.today - _LATELY:
            since = in_words(meeting.when.last_day)
            message = f"there are no minutes yet of this meeting of {since}"
            remedy = "Put them beside index.md as minutes.pdf, or name their url in documents."
            yield front.problem(("start",), message, remedy)
        for kind in kinds:
            had[kind].append(has)


def document_without_words(written: Written) -> Iterator[Problem]:
    """A file that is neither in documents nor in the text, and whose name does not say its role."""
    for thing, front in _lately(written):
        named = _named(front)
        text = thing.mission.html if isinstance(thing, Group) else _text_of(thing)
        for document in thing.documents:
            name = document.download_name
            if document.source is None or name in named or document.role.key != "other":
                continue
            if not _links_to(document, text):
                message = f"nothing says what {name} is: it is listed as {document.title}"
                remedy = f"Add it to documents, with file: {name}, a title and a role."
                yield front.problem(("documents",), message, remedy)


def same_document_twice(written: Written) -> Iterator[Problem]:
    """Two files with the same bytes: one of them will be forgotten when the paper changes."""
    known: dict[str, str] = {}
    asked = {front.file for _, front in _lately(written)}
    for thing, front in sorted(written.holders, key=_by_age):
        for document in thing.documents:
            if document.source is None:
                continue
            file = f"{front.file.rpartition('/')[0]}/{document.source.name}"
            first = known.setdefault(document.sha256, file)
            if first != file and front.file in asked:
                message = f"{document.download_name} is the same file as {first}"
                remedy = "Keep one, and where it is wanted too, link to it in the text."
                yield front.problem(place_of(document, front), message, remedy)


def place_of(document: Document, front: FrontMatter) -> Place:
    """Where the front matter names a document, or else where it could."""
    for index, name in _entries(front):
        if name == document.download_name:
            return ("documents", index, "file")
    return ("documents",)


def _by_age(entry: tuple[Group | Meeting, FrontMatter]) -> tuple[str, str]:
    """Groups before meetings, those by their days."""
    thing, front = entry
    return "" if isinstance(thing, Group) else thing.when.begins.isoformat(), front.file


def _lately(written: Written) -> Iterator[tuple[Group | Meeting, FrontMatter]]:
    """Groups that are there, and meetings of the last year or to come."""
    oldest = (written.today or date.max) - _LATELY
    yield from ((group, front) for group, front in written.groups if not group.is_closed)
    yield from ((m, front) for m, front in written.meetings if m.when.last_day >= oldest)


def _named(front: FrontMatter) -> set[str]:
    return {name for _, name in _entries(front)}


def _entries(front: FrontMatter) -> Iterator[tuple[int, str]]:
    """The files that documents names; Macs write é as two characters, everyone else as one."""
    entries: list[dict[str, Any]] = front.values.get("documents") or []
    for index, entry in enumerate(entries):
        if entry.get("file"):
            yield index, unicodedata.normalize("NFC", entry["file"].strip())


def _links_to(document: Document, text: str) -> bool:
    """Whether a text leads to a document, or shows it: from its own page, or from a translation."""
    name = re.escape(document.address.rpartition("/")[2])
    return re.search(rf'["/]{name}["?#]', text) is not None


def _text_of(meeting: Meeting) -> str:
    return "".join(text.body.html for text in meeting.texts)
