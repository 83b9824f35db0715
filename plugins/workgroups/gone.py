"""Gone: addresses that were published, and that nothing answers any more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from . import frontmatter
from .addresses import old_address
from .frontmatter import FrontMatter
from .git import Edit
from .group import Group, group_address
from .meeting import Meeting, meeting_address
from .page import Page, page_address
from .problems import Problem, nearest
from .published import path_of
from .signs import SLUG
from .version import Version, read_version
from .written import Written

Thing = tuple[Group | Meeting | Page, FrontMatter]

_KINDS = (
    (re.compile(r"groups/([^/]+)/index\.md"), "group", group_address),
    (re.compile(r"meetings/(?:.+/)?([^/]+)/index\.md"), "meeting", meeting_address),
    (re.compile(r"pages/([^/]+)\.md"), "page", page_address),
)

_LOST = {
    "group": "its page and calendars no longer answer",
    "meeting": "its page and calendar no longer answer",
    "page": "nothing answers any more",
}
_KEEP = {
    "group": "Put it back; if the group has ended, with status: closed and the day in closed.",
    "meeting": "Put it back; if it is called off, with status: cancelled.",
    "page": "Put it back.",
}
_PUBLISH = {
    "meeting": "Delete the line draft; if the meeting is called off, write status: cancelled.",
    "page": "Delete the line draft.",
}

_SAME_TEXT = 0.5
"""The part of their lines that two texts share when one is the other, as git has it for a file."""


def address_gone(written: Written) -> Iterator[Problem]:
    """Links and subscriptions that lead nowhere: a folder was renamed, deleted or made a draft.

    Only where it is known what is published. An address need not be kept by what had it: any
    alias answers there.
    """
    yield from (problem for _, problem in lost_addresses(written))


def lost_addresses(written: Written) -> Iterator[tuple[str, Problem]]:
    """Each address that is gone with `written.edits`, and what is told of it."""
    now = _Now(written)
    for edit in written.edits:
        kind, address = _published_as(edit.path)
        before = read_version(edit.text_before) if address not in now.answered else None
        if before is None or before.draft or not kind:
            continue
        was = f"this {kind} was published at {address}, where {_LOST[kind]}"
        found = now.found(edit, kind, before)
        if found is None:
            # It can be what cannot be read yet, of which other problems tell.
            if kind not in now.unread:
                here = f"aliases: [{address}]"
                remedy = f"{_KEEP[kind]} If another takes its place, write there: {here}"
                yield address, Problem(f"{now.content}/{edit.path}", 1, 1, was, remedy)
            continue
        thing, front = found
        if getattr(thing, "draft", False):
            yield address, front.problem(("draft",), was, _PUBLISH[kind])
        else:
            line = f"aliases: [{', '.join((*thing.aliases, address))}]"
            where = "Write in place of these aliases" if thing.aliases else "Add to the fields"
            yield address, front.problem(("aliases",), was, f"{where}: {line}")


def files_of(address: str) -> str:
    """The file of the content that is published at an address, as git has patterns; empty if none.

    Folders between meetings/ and a meeting's own are free.
    """
    patterns = {"/groups/": "groups/{}/index.md", "/meetings/": "meetings/**/{}/index.md"}
    for folder, pattern in {**patterns, "/": "pages/{}.md"}.items():
        slug = address.removeprefix(folder).removesuffix("/")
        if address.startswith(folder) and address.endswith("/") and re.fullmatch(SLUG, slug):
            return pattern.format(slug)
    return ""


def _published_as(path: str) -> tuple[str, str]:
    """What a file of the content is, and its address; empty for what is no page of its own."""
    for pattern, kind, address in _KINDS:
        if named := pattern.fullmatch(path):
            return kind, address(named[1])
    return "", ""


@dataclass(frozen=True)
class _Now:
    """What there is now, looked up as an address or file that is gone needs it."""

    written: Written

    @cached_property
    def things(self) -> Mapping[str, Thing]:
        return {path_of(front): (thing, front) for thing, front in self.written.things}

    @cached_property
    def answered(self) -> frozenset[str]:
        """Every address at which a page or the way to one is found; a draft has none."""
        public = [t for t, _ in self.written.things if not getattr(t, "draft", False)]
        aliases = (old_address(alias) for thing in public for alias in thing.aliases)
        return frozenset((*(thing.address for thing in public), *aliases))

    @cached_property
    def unread(self) -> frozenset[str]:
        """Kinds of which a file was edited that cannot be read."""
        edited = (e.path for e in self.written.edits if e.after and e.path not in self.things)
        return frozenset(_published_as(path)[0] for path in edited)

    @property
    def content(self) -> str:
        """The name of the content's folder."""
        files = (front.file for _, front in self.written.things)
        return next(files, "content/").partition("/")[0]

    def found(self, edit: Edit, kind: str, before: Version) -> Thing | None:
        """What became of a file: itself, the meeting of its uid, or what is new and like it."""
        if edit.path in self.things:
            return self.things[edit.path]
        if kind == "meeting":
            return next((it for it in self.written.meetings if it[0].uid == before.uid), None)
        new = (e.path for e in self.written.edits if not e.before and e.path in self.things)
        alike = [self.things[path] for path in new if _published_as(path)[0] == kind]
        return _most_like(frontmatter.read(edit.text_before, edit.path, []), alike)


def _most_like(before: FrontMatter, things: list[Thing]) -> Thing | None:
    """The one of nearly the same name, or else of nearly the same text."""
    names = {_name(front): (thing, front) for thing, front in things}
    if near := nearest(_name(before), names):
        return names[near]
    shared = [(_shared(before.body, front.body), (thing, front)) for thing, front in things]
    most, thing = max(shared, key=lambda pair: pair[0], default=(0.0, None))
    return thing if most >= _SAME_TEXT else None


def _name(front: FrontMatter) -> str:
    return str(front.values.get("name") or front.values.get("title") or "")


def _shared(one: str, other: str) -> float:
    """How much two texts have in common, in lines that say something: 0 to 1."""
    mine, theirs = ([line for line in text.split("\n") if line.strip()] for text in (one, other))
    return SequenceMatcher(None, mine, theirs).ratio() if mine and theirs else 0.0
