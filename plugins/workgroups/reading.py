"""Reading: the folder content/ becomes the programme, or every problem in it at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from .addresses import GROUP_FILES, MEETING_FILES
from .ahead import Ahead, Before, Glimpse
from .checks import problems_of
from .fields import Fields, GroupFields, MeetingFields, PageFields, TranslationFields
from .frontmatter import FrontMatter
from .group import group_address
from .history import History, read_history
from .interiors import Interiors
from .making import Making, Text
from .meeting import Meeting, meeting_address
from .memory import Memory
from .page import page_address
from .problems import ContentProblems, Problem
from .processes import in_processes, processors
from .programme import Programme
from .site import Site
from .sources import Folder, Sources, find_sources
from .surroundings import Surroundings
from .written import Written

F = TypeVar("F", bound=Fields)
V = TypeVar("V")

FEW = 50
"""Meetings that one process has read before others could have begun."""


Read = Callable[[Path, Site, Path, Interiors], tuple[Programme, str]]
"""Reads a content folder with a folder for caches; also says what is missing of its history."""


def read_content(
    content: Path, site: Site, cache: Path, interiors: Interiors, memory: Memory | None = None
) -> tuple[Programme, str]:
    """Everything in a content folder, and why its history is not whole; see read_programme.

    Without a memory, as many processes read it as the machine has processors.
    """
    sources = find_sources(content)
    history = read_history(sources, cache / "history.json")
    ahead: Mapping[str, Ahead] = {}
    with interiors.reader:
        if memory is None:
            memory = Memory()
            ahead = read_ahead(sources, site, history, memory, interiors)
        reading = _Reading(sources, site, Surroundings(history, interiors), memory)
        return reading.programme(ahead), history.gap


def read_programme(sources: Sources, site: Site, history: History) -> Programme:
    """Everything in the content. Raises ContentProblems with all that is wrong, sorted.

    No document is looked into, and none has pages.
    """
    return _Reading(sources, site, Surroundings(history)).programme()


def read_ahead(
    sources: Sources, site: Site, history: History, memory: Memory, interiors: Interiors
) -> dict[str, Ahead]:
    """The meetings in which nothing is wrong, by folder; several processes read them.

    Whether a meeting is a draft is told by its text alone, so that here none is taken for one.
    Groups and pages, which each process needs, are read before, and kept in the memory.
    """
    folders = sources.meetings
    around = Surroundings(history, interiors)
    for folder in folders:
        around.addresses.add_folder(folder, meeting_address(folder.slug), MEETING_FILES)
    _Reading(replace(sources, meetings=()), site, around, memory).everything()
    shares = processors() if len(folders) > FEW else 1

    def read(share: int) -> tuple[dict[str, Ahead], set[Path]]:
        looking = Interiors(interiors.folder)
        near = replace(around, interiors=looking)
        with looking.reader:
            own = ((each, _read_alone(each, site, near)) for each in folders[share::shares])
            return {folder.shown: found for folder, found in own if found}, looking.too_much

    ahead: dict[str, Ahead] = {}
    for found, too_much in in_processes(read, shares):
        ahead |= {file: one.among(around.groups) for file, one in found.items()}
        interiors.too_much.update(too_much)
    return ahead


def read_meeting(folder: Folder, site: Site, around: Surroundings) -> Meeting | None:
    """One meeting by itself; None where anything is wrong with it."""
    found = _read_alone(folder, site, around)
    return found.meeting if found else None


def _read_alone(folder: Folder, site: Site, around: Surroundings) -> Ahead | None:
    """One meeting; None where anything is wrong with it, or its groups are not all known."""
    before = Before(around.history, around.interiors, around.addresses, around.groups)
    reading = _Reading(Sources(folder.path, (), (), (), ()), site, before)
    text = reading.text_of(folder, MeetingFields)
    meeting, others = reading.meeting(folder, text)
    if reading.problems or meeting is None:
        return None
    front = Glimpse(text.front, folder.texts[None], "groups")
    if front.texts("groups") != [group.slug for group in meeting.groups]:
        return None
    translations = (
        (code, Glimpse(each.front, folder.texts[code])) for code, each in others.items()
    )
    return Ahead(meeting, front, tuple(translations), before.links)


def read_leniently(sources: Sources, site: Site) -> tuple[Programme, frozenset[str]]:
    """What can be read of content that need not fit these settings, and the files that cannot.

    What the settings do not know of a file, such as its type, is no hindrance. A meeting cannot be
    read where its group cannot, for the group may give it its time zone.
    """
    written, _ = read_written(sources, replace(site, document_budget=sys.maxsize), History())
    lost = written.group_slugs - {group.slug for group, _ in written.groups}
    meetings = [
        meeting for meeting, front in written.meetings if lost.isdisjoint(front.values["groups"])
    ]
    groups = [group for group, _ in written.groups]
    files = {f"{folder.shown}/index.md" for folder in (*sources.groups, *sources.meetings)}
    files -= {group.source for group in groups}
    files -= {meeting.source for meeting in meetings}
    return Programme.of(site, groups, meetings, []), frozenset(files)


def read_written(
    sources: Sources,
    site: Site,
    history: History,
    memory: Memory | None = None,
    interiors: Interiors | None = None,
) -> tuple[Written, list[Problem]]:
    """What could be read, and what is wrong with files and fields, before any check."""
    reading = _Reading(sources, site, Surroundings(history, interiors), memory)
    return reading.everything(), reading.problems


class _Reading:
    """One reading of the content: first every file, then what they mean together.

    Texts link to each other, so all addresses must be known before the first text is rendered.
    """

    def __init__(
        self, sources: Sources, site: Site, around: Surroundings, memory: Memory | None = None
    ) -> None:
        self.sources = sources
        self.site = site
        self.around = around
        self.memory = memory
        self.problems = list(sources.problems)

    def programme(self, ahead: Mapping[str, Ahead] | None = None) -> Programme:
        """All that is published; see read_programme. `ahead` is what `read_ahead` gave."""
        written = self.everything(ahead)
        problems = [*self.problems, *problems_of(written)]
        if problems:
            raise ContentProblems(problems)
        return Programme.of(
            self.site,
            [group for group, _ in written.groups],
            [meeting for meeting, _ in written.meetings],
            [page for page, _ in written.pages],
        )

    def everything(self, ahead: Mapping[str, Ahead] | None = None) -> Written:
        """All that could be read; `problems` then holds what is wrong."""
        group_texts, meeting_texts = self.group_texts(), self.meeting_texts(ahead or {})
        page_texts = self.page_texts()
        groups = [
            (group, text.front)
            for folder, text in group_texts
            if (group := self.made(Making.group, folder, text))
        ]
        self.around.groups = {group.slug: group for group, _ in groups}
        meetings: list[tuple[Meeting, FrontMatter]] = []
        translations: list[tuple[Meeting, str, FrontMatter]] = []
        unmade: list[FrontMatter] = []
        for folder, text in meeting_texts:
            meeting, front, others = self.meeting_of(folder, text)
            if meeting:
                meetings.append((meeting, front))
                translations.extend((meeting, code, other) for code, other in others)
            else:
                unmade.append(front)
        pages = [
            (page, text.front)
            for path, text in page_texts
            if (page := self.made(Making.page, path, text))
        ]
        if self.memory:
            self.memory.forget_unused()
        return Written(
            self.site,
            groups,
            meetings,
            pages,
            frozenset(folder.slug for folder, _ in group_texts),
            frozenset(folder.slug for folder, _ in meeting_texts),
            translations=translations,
            unmade=unmade,
        )

    def meeting_of(
        self, folder: Folder, text: Text[MeetingFields] | Ahead
    ) -> tuple[Meeting | None, FrontMatter, Iterable[tuple[str, FrontMatter]]]:
        """The meeting in a folder, its front matter, and those of its other languages."""
        if isinstance(text, Ahead):
            if text.holds(self.around):
                return text.meeting, text.front, text.translations
            text = self.text_of(folder, MeetingFields)
        meeting, others = self.meeting(folder, text)
        valid = ((code, other.front) for code, other in others.items() if other.fields)
        return meeting, text.front, valid

    def meeting(
        self, folder: Folder, text: Text[MeetingFields]
    ) -> tuple[Meeting | None, dict[str, Text[TranslationFields]]]:
        """The meeting in a folder, and its texts in other languages."""
        others = self.translation_texts(folder, text)
        return self.made(Making.meeting, folder, text, others), others

    def made(self, make: Callable[..., V], source: Folder | Path, *made_from: object) -> V:
        """What `make` makes of these, or has made of the same before; its problems are told."""

        def anew(around: Surroundings) -> tuple[V, list[Problem]]:
            making = Making(self.site, around)
            return make(making, source, *made_from), making.problems

        path = source.path if isinstance(source, Folder) else source
        key = (make.__name__, path)
        if self.memory:
            thing, problems = self.memory.recall(key, (source, *made_from), self.around, anew)
        else:
            thing, problems = anew(self.around)
        self.problems.extend(problems)
        return thing

    def group_texts(self) -> list[tuple[Folder, Text[GroupFields]]]:
        """Every group's folder and text, its addresses noted."""
        for folder in self.sources.groups:
            self.around.addresses.add_folder(folder, group_address(folder.slug), GROUP_FILES)
        return [(folder, self.text_of(folder, GroupFields)) for folder in self.sources.groups]

    def meeting_texts(
        self, ahead: Mapping[str, Ahead]
    ) -> list[tuple[Folder, Text[MeetingFields] | Ahead]]:
        """Every meeting's folder and what is known of it, its addresses noted."""
        texts: list[tuple[Folder, Text[MeetingFields] | Ahead]] = []
        for folder in self.sources.meetings:
            text = ahead.get(folder.shown) or self.text_of(folder, MeetingFields)
            told = text.meeting if isinstance(text, Ahead) else text.fields
            address = meeting_address(folder.slug)
            draft = bool(told and told.draft)
            self.around.addresses.add_folder(folder, address, MEETING_FILES, draft=draft)
            texts.append((folder, text))
        return texts

    def translation_texts(
        self, folder: Folder, text: Text[MeetingFields]
    ) -> dict[str, Text[TranslationFields]]:
        """What a meeting's other languages say, in the order of the site's."""
        own = (text.fields and text.fields.lang) or self.site.language
        return {
            code: self.text(folder.texts[code], folder.show(folder.texts[code]), TranslationFields)
            for code in self.site.languages
            if code in folder.texts and code != own
        }

    def page_texts(self) -> list[tuple[Path, Text[PageFields]]]:
        """Every page's file and text, its address noted."""
        pages = self.sources.pages
        texts = [(path, self.text(path, shown, PageFields)) for path, shown in pages]
        for path, text in texts:
            draft = bool(text.fields and text.fields.draft)
            self.around.addresses.add_page(path, page_address(path.stem), draft=draft)
        return texts

    def text_of(self, folder: Folder, model: type[F]) -> Text[F]:
        """What the folder's index.md says."""
        path = folder.texts[None]
        return self.text(path, folder.show(path), model)

    def text(self, path: Path, shown: str, model: type[F]) -> Text[F]:
        """What a file says."""
        return self.made(Making.text, path, shown, model)
