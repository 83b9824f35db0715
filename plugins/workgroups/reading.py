"""Reading: the folder content/ becomes the programme, or every problem in it at once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from .addresses import GROUP_FILES, MEETING_FILES
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
    if memory is None:
        memory = Memory()
        read_ahead(sources, site, history, memory, interiors)
    with interiors.reader:
        return read_programme(sources, site, history, memory, interiors), history.gap


def read_programme(
    sources: Sources,
    site: Site,
    history: History,
    memory: Memory | None = None,
    interiors: Interiors | None = None,
) -> Programme:
    """Everything in the content. Raises ContentProblems with all that is wrong, sorted.

    `memory` is of the same site; with it, only what has changed is read again. Without
    `interiors`, no document is looked into, and none has pages.
    """
    written, problems = read_written(sources, site, history, memory, interiors)
    problems.extend(problems_of(written))
    if problems:
        raise ContentProblems(problems)
    return Programme.of(
        site,
        [group for group, _ in written.groups],
        [meeting for meeting, _ in written.meetings],
        [page for page, _ in written.pages],
    )


def read_ahead(
    sources: Sources, site: Site, history: History, memory: Memory, interiors: Interiors
) -> None:
    """Have several processes make the meetings, and remember all: the reading asks if it holds.

    Whether a meeting is a draft is told by its text alone, so that here none is taken for one.
    """
    shares = processors() if len(sources.meetings) > FEW else 1
    if shares == 1:
        return
    around = Surroundings(history, interiors)
    for folder in sources.meetings:
        around.addresses.add_folder(folder, meeting_address(folder.slug), MEETING_FILES)

    def read(share: int) -> tuple[Memory, set[Path]]:
        part = replace(sources, meetings=sources.meetings[share::shares])
        own, looking = Memory(), Interiors(interiors.folder)
        with looking.reader:
            _Reading(part, site, replace(around, interiors=looking), own).everything()
        return own, looking.too_much

    for made, too_much in in_processes(read, shares):
        memory.learn(made)
        interiors.too_much.update(too_much)


def read_meeting(folder: Folder, site: Site, around: Surroundings) -> Meeting | None:
    """One meeting by itself; None where anything is wrong with it."""
    reading = _Reading(Sources(folder.path, (), (), (), ()), site, around, Memory())
    meeting, _ = reading.meeting(folder, reading.text_of(folder, MeetingFields))
    return None if reading.problems else meeting


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
    reading = _Reading(sources, site, Surroundings(history, interiors), memory or Memory())
    return reading.everything(), reading.problems


class _Reading:
    """One reading of the content: first every file, then what they mean together.

    Texts link to each other, so all addresses must be known before the first text is rendered.
    """

    def __init__(self, sources: Sources, site: Site, around: Surroundings, memory: Memory) -> None:
        self.sources = sources
        self.site = site
        self.around = around
        self.memory = memory
        self.problems = list(sources.problems)

    def everything(self) -> Written:
        group_texts, meeting_texts = self.group_texts(), self.meeting_texts()
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
            meeting, others = self.meeting(folder, text)
            if meeting:
                meetings.append((meeting, text.front))
                valid = ((code, other.front) for code, other in others.items() if other.fields)
                translations.extend((meeting, code, front) for code, front in valid)
            else:
                unmade.append(text.front)
        pages = [
            (page, text.front)
            for path, text in page_texts
            if (page := self.made(Making.page, path, text))
        ]
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
        thing, problems = self.memory.recall(key, (source, *made_from), self.around, anew)
        self.problems.extend(problems)
        return thing

    def group_texts(self) -> list[tuple[Folder, Text[GroupFields]]]:
        """Every group's folder and text, its addresses noted."""
        for folder in self.sources.groups:
            self.around.addresses.add_folder(folder, group_address(folder.slug), GROUP_FILES)
        return [(folder, self.text_of(folder, GroupFields)) for folder in self.sources.groups]

    def meeting_texts(self) -> list[tuple[Folder, Text[MeetingFields]]]:
        """Every meeting's folder and text, its addresses noted."""
        texts = [(folder, self.text_of(folder, MeetingFields)) for folder in self.sources.meetings]
        for folder, text in texts:
            draft = bool(text.fields and text.fields.draft)
            address = meeting_address(folder.slug)
            self.around.addresses.add_folder(folder, address, MEETING_FILES, draft=draft)
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
