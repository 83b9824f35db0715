"""Edited texts: what meetings say anew, where nothing else of them has changed."""

from __future__ import annotations

from collections.abc import Iterable
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
from workgroups.sources import Folder, find_sources, meeting_folder
from workgroups.surroundings import Surroundings


@dataclass(frozen=True)
class EditedTexts:
    """Reads meetings one by one, with the programme around them as it is known.

    `cache` is the folder for caches. `gap` says why there is no history, where there is none.
    """

    content: Path
    cache: Path
    programme: Programme
    facts: Facts
    gap: str = ""

    def parts(self, paths: Iterable[str]) -> dict[str, Part] | None:
        """The parts of the meetings whose texts lie at these paths.

        None where something else is edited, or anything is wrong: only a whole reading tells of it.
        """
        try:
            return self._parts(paths)
        except OSError:  # a file has gone
            return None

    def _parts(self, paths: Iterable[str]) -> dict[str, Part] | None:
        meetings: dict[str, Meeting] = {}
        for path in paths:
            meeting = self.programme.find(Path(path).parent.name)
            if meeting is None or path not in self._texts_of(meeting):
                return None
            meetings[meeting.slug] = meeting
        found: dict[str, Part] = {}
        for meeting in meetings.values():
            edited = self._read((self.content.parent / meeting.source).parent)
            if edited is None or not self.facts.same(meeting, edited):
                return None
            found |= parts_of(edited)
        return found

    def _texts_of(self, meeting: Meeting) -> list[str]:
        """The files of its texts."""
        index = self.content.parent / meeting.source
        others = (index.with_name(f"index.{text.lang}.md") for text in meeting.translations)
        return [str(path) for path in (index, *others)]

    def _read(self, path: Path) -> Meeting | None:
        folder = meeting_folder(self.content, path)
        return read_meeting(folder, self.programme.site, self._around) if folder else None

    @property
    def gap_now(self) -> str:
        """Why the history is not whole; also of one that git knows in part."""
        return self._around.history.gap

    @cached_property
    def _around(self) -> Surroundings:
        history = History(gap=self.gap)
        if not self.gap:
            history = read_history(find_sources(self.content), self.cache / "history.json")
        return Surroundings(
            history,
            Interiors(self.cache / "interiors"),
            _Addresses(self.programme, self.content),
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

    def _list(self) -> None:
        self._listed = True
        for group in self._programme.groups:
            folder = self._folder(group, (None,))
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
