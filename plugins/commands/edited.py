"""Edited texts: what meetings say anew, where nothing else of them has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workgroups.addresses import GROUP_FILES, MEETING_FILES, Addresses
from workgroups.facts import Facts
from workgroups.group import Group
from workgroups.history import History, read_history
from workgroups.interiors import Interiors
from workgroups.meeting import Meeting
from workgroups.parts import Part, parts_of
from workgroups.programme import Programme
from workgroups.reading import read_meeting
from workgroups.sources import Folder, Sources, meeting_folder
from workgroups.surroundings import Surroundings


@dataclass(frozen=True)
class EditedTexts:
    """Reads meetings one by one, with the programme around them as it is known.

    `cache` is the folder for caches. `gap` says why there is no history, where there is none.
    `edited` are the paths of files that are others than they were.
    """

    content: Path
    cache: Path
    programme: Programme
    facts: Facts
    gap: str = ""
    edited: Collection[str] = ()

    def parts(self) -> dict[str, Part] | None:
        """The parts of the meetings whose texts are edited.

        None where something else is edited, or anything is wrong: only a whole reading tells of it.
        """
        try:
            return self._parts()
        except OSError:  # a file has gone
            return None

    def _parts(self) -> dict[str, Part] | None:
        if not all(map(self._is_text, self.edited)):
            return None
        found: dict[str, Part] = {}
        for folder in self._folders:
            meeting = folder and read_meeting(folder, self.programme.site, self._around)
            if not meeting or not self.facts.same(self.programme.meeting(meeting.slug), meeting):
                return None
            found |= parts_of(meeting)
        return found

    def _is_text(self, path: str) -> bool:
        """Whether this is the file of a meeting's text."""
        meeting = self.programme.find(Path(path).parent.name)
        if meeting is None:
            return False
        index = self.content.parent / meeting.source
        others = (index.with_name(f"index.{text.lang}.md") for text in meeting.translations)
        return path in map(str, (index, *others))

    @property
    def gap_now(self) -> str:
        """Why the history is not whole; also of one that git knows in part."""
        return self._around.history.gap

    @cached_property
    def _folders(self) -> list[Folder | None]:
        """The folders of the edited meetings; None for one of which there is something to tell."""
        paths = {Path(path).parent for path in self.edited}
        return [meeting_folder(self.content, path) for path in sorted(paths)]

    @cached_property
    def _around(self) -> Surroundings:
        addresses = _Addresses(self.programme, self.content)
        history = History(gap=self.gap)
        if not self.gap:
            # What git does not know of elsewhere is no part of the history of these.
            meetings = tuple(folder for folder in self._folders if folder)
            sources = Sources(self.content, addresses.groups, meetings, (), ())
            history = read_history(sources, self.cache / "history.json")
        return Surroundings(
            history,
            Interiors(self.cache / "interiors"),
            addresses,
            {group.slug: group for group in self.programme.groups},
        )


class _Addresses(Addresses):
    """The addresses of a programme, which are listed when the first of them is wanted."""

    def __init__(self, programme: Programme, content: Path) -> None:
        super().__init__()
        self._programme = programme
        self._root = content.parent
        self._listed = False

    def find(self, link: str, folder: Path, at: str) -> str | None:
        """See Addresses.find."""
        if not self._listed:
            self._list()
        return super().find(link, folder, at)

    @property
    def groups(self) -> tuple[Folder, ...]:
        """The folders of the groups."""
        return tuple(self._folder(group, (None,)) for group in self._programme.groups)

    def _list(self) -> None:
        self._listed = True
        for group, folder in zip(self._programme.groups, self.groups, strict=True):
            self.add_folder(folder, group.address, GROUP_FILES)
        for meeting in self._programme.meetings:
            folder = self._folder(meeting, (None, *(text.lang for text in meeting.translations)))
            self.add_folder(folder, meeting.address, MEETING_FILES)
        for page in self._programme.pages:
            self.add_page(self._root / page.source, page.address)

    def _folder(self, thing: Group | Meeting, langs: Iterable[str | None]) -> Folder:
        """Where something lies, as it would be found."""
        index = self._root / thing.source
        texts = {lang: index.with_name(f"index.{lang}.md") if lang else index for lang in langs}
        files = (document.source for document in thing.documents)
        shown = thing.source.rpartition("/")[0]
        return Folder(index.parent, shown, texts, tuple(file for file in files if file))
