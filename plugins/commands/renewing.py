"""Renewing: where only texts of meetings were edited, only what shows them is made again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from commands.build import read_settings, run_pelican, staging_beside, warnings_of
from commands.known import Known, fields_of
from commands.record import Inputs, Record, warn
from workgroups.addresses import GROUP_FILES, MEETING_FILES, Addresses
from workgroups.facts import Facts
from workgroups.group import Group
from workgroups.history import History, read_history
from workgroups.interiors import Interiors
from workgroups.keeping import keep
from workgroups.meeting import Meeting
from workgroups.mirror import bring_changed
from workgroups.parts import Made, Memo, Part, Parts, parts_of
from workgroups.programme import Programme
from workgroups.reading import read_meeting
from workgroups.site import Site
from workgroups.sources import Folder, find_sources, meeting_folder
from workgroups.stamps import MOST, weight
from workgroups.store import Lost, Store, digest_of
from workgroups.surroundings import Surroundings


def renew(inputs: Inputs, record: Record, file: Path, overrides: dict[str, Any]) -> int | None:
    """Make what shows edited texts; how many files were written.

    None where more than texts of meetings has changed, or anything is wrong with them: then all is
    to be built, which tells of it. Raises Failed or Misused.
    """
    with Store(inputs.store) as store, contextlib.suppress(Lost):
        known = Known.read(store, record.known)
        edited = _edited(inputs, known)
        if edited is not None:
            return _Renewal(inputs, record, store, known).make(edited, file, overrides)
    return None


def _edited(inputs: Inputs, known: Known) -> dict[str, list[Path]] | None:
    """The texts that were edited, by slug; None where anything else is not as it was."""
    stamps = inputs.content.entries
    if stamps.keys() != known.stamps.keys():
        return None
    found: dict[str, list[Path]] = {}
    for path, stamp in stamps.items():
        before = known.stamps[path]
        if before == stamp or (before and stamp and [*before] == [*stamp]):
            continue
        slug, fields = known.texts.get(path, ("", ""))
        if not fields or fields != fields_of(Path(path)):
            return None
        found.setdefault(slug, []).append(Path(path))
    return found


@dataclass(frozen=True)
class _Renewal:
    inputs: Inputs
    record: Record
    store: Store
    known: Known

    def make(
        self, edited: Mapping[str, list[Path]], file: Path, overrides: dict[str, Any]
    ) -> int | None:
        """See `renew`. Raises Lost."""
        settings = read_settings(file, overrides)
        parts = Parts(lambda key: self.known.part(key, self.store))
        facts = Facts(settings["WORKGROUPS"], parts)
        programme = facts.programme(self.store.get(self.known.facts))
        reading = _Reading(self.inputs, settings, programme)
        changed: dict[str, Part] = {}
        for slug, paths in edited.items():
            meeting = reading.meeting(paths[0].parent)
            if meeting is None or not facts.same(programme.meeting(slug), meeting):
                return None
            changed |= self.changed(parts_of(meeting))
        parts.held.update(changed)
        wanted = self.showing(changed)
        if "" in wanted:
            return None
        memo = Memo(parts, find=lambda slug: self.made(slug, changed))
        own = {
            "READ": lambda *_: (programme, reading.history.gap),
            "WRITTEN": memo,
            "WANTED": wanted,
        }
        with staging_beside(self.inputs.output) as staging:
            # Somebody else may have built since the record was read.
            if Record.read(self.inputs.record) != self.record:
                return None
            context = run_pelican({**settings, **own, "OUTPUT_PATH": str(staging)})
            return self.bring(staging, context, changed)

    def changed(self, parts: Mapping[str, Part]) -> dict[str, Part]:
        """Those of the parts of a meeting that are others now."""
        return {
            key: part for key, part in parts.items() if part != self.known.part(key, self.store)
        }

    def showing(self, changed: Mapping[str, Part]) -> frozenset[str]:
        """The addresses at which one of these parts is shown."""
        return frozenset(
            address
            for address, keys in self.known.seen.items()
            if not changed.keys().isdisjoint(keys)
        )

    def made(self, slug: str, changed: Mapping[str, Part]) -> Made | None:
        """What calendars say of a meeting, unless that shows a part that has changed."""
        digest, keys = self.known.written.get(slug, ("", []))
        if not digest or not changed.keys().isdisjoint(keys):
            return None
        return self.store.get(digest), frozenset(keys)

    def bring(self, staging: Path, context: Mapping[str, Any], changed: Mapping[str, Part]) -> int:
        """Bring what was made to the output, and keep what is known now; how many files it was."""
        output, writer = self.inputs.output, context["writer"]
        digest = self.record.output
        files = bring_changed(staging, output)
        for name, before, after in files:
            digest += weight((f"{output}/{name}", after)) - weight((f"{output}/{name}", before))
        told = [(about, text) for about, text in self.record.warnings if about not in writer.wanted]
        for about, text in told:
            if about:
                warn(text)
        anew = [(about, text) for about, text in warnings_of(writer, context["warnings"]) if about]
        self.known.stamps = self.inputs.content.entries
        kept = [*self.known.learn(changed, writer.memo.made, writer.written)]
        if self.inputs.settled and self.store.add([*kept, packed := self.known.packed()]):
            record = replace(
                self.record,
                content=self.inputs.content.digest,
                output=digest % MOST,
                warnings=(*told, *anew),
                known=digest_of(packed),
            )
            keep(self.inputs.record, record.sealed())
        return len(files)


class _Reading:
    """Meetings are read one by one, with the programme around them that is known."""

    def __init__(self, inputs: Inputs, settings: Mapping[str, Any], programme: Programme) -> None:
        self.content = inputs.path("PATH")
        self.site: Site = settings["WORKGROUPS"]
        self.cache = Path(settings["CACHE_PATH"])
        self.programme = programme
        self.history = self._history(inputs.repository)
        self.around = Surroundings(
            self.history,
            Interiors(self.cache / "interiors"),
            _Addresses(programme, self.content),
            {group.slug: group for group in programme.groups},
        )

    def meeting(self, folder: Path) -> Meeting | None:
        """The meeting in a folder; None where there is anything to tell of it."""
        found = meeting_folder(self.content, folder)
        return read_meeting(found, self.site, self.around) if found else None

    def _history(self, repository: tuple[object, ...] | str) -> History:
        if isinstance(repository, str):
            return History(gap=repository)
        return read_history(find_sources(self.content), self.cache / "history.json")


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
