"""Rounds: each builds every contestant's site, so that slow spells of the machine meet all."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.contestant import Contestant
from bench.corpus import Corpus
from bench.timing import Cost, cost_of

COLD, UNCHANGED, EDITED, WATCHED = "cold", "nothing changed", "one edit", "memory"
SCENARIOS = (COLD, UNCHANGED, EDITED, WATCHED)
"""In the order in which they follow one another; WATCHED is COLD again, for its memory alone."""


class WrongOutput(Exception):
    """A site is not what it is to be; the text says what is wrong."""


@dataclass(frozen=True)
class Measured:
    """One build; `files` are those that the site then has."""

    size: int
    name: str
    scenario: str
    cost: Cost
    files: int = 0


@dataclass(frozen=True)
class Entry:
    """A contestant with its site of a corpus, and what is to be measured of it."""

    contestant: Contestant
    corpus: Corpus
    folder: Path
    scenarios: tuple[str, ...] = SCENARIOS

    @classmethod
    def made(
        cls, contestant: Contestant, corpus: Corpus, within: Path, scenarios: tuple[str, ...]
    ) -> Entry:
        """With its sources written, into a folder that is emptied before."""
        folder = within / contestant.name.replace(",", "").replace(" ", "-")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        contestant.write(corpus, folder)
        return cls(contestant, corpus, folder, scenarios)

    @property
    def output(self) -> Path:
        return self.folder / self.contestant.output

    def measure(self, number: int) -> Iterator[Measured]:
        """All scenarios once, and whether each has made what it should."""
        for scenario in self.scenarios:
            said = self.prepare(scenario, number)
            command = self.contestant.command(self.folder)
            cost = cost_of(command, self.folder, look=scenario == WATCHED)
            files = self.check(said)
            size = len(self.corpus.meetings)
            yield Measured(size, self.contestant.name, scenario, cost, files)

    def prepare(self, scenario: str, number: int) -> str:
        """Make the scenario true; what was written into a meeting for it."""
        if scenario in (COLD, WATCHED):
            self.contestant.forget(self.folder)
        if scenario != EDITED:
            return ""
        said = f"Written in round {number}."
        with self.edited.open("a", encoding="utf-8") as file:
            file.write(f"\n{said}\n")
        return said

    @property
    def edited(self) -> Path:
        """The text that is edited: that of a meeting in the middle of the years."""
        meetings = self.corpus.meetings
        return self.contestant.file_of(meetings[len(meetings) // 2], self.folder)

    def check(self, said: str) -> int:
        """How many files the site has. Raises WrongOutput if it lacks any, or what was written."""
        kinds = Counter(file.suffix for file in self.output.rglob("*") if file.is_file())
        if wrong := dict(self.wrong_counts(kinds)):
            raise WrongOutput(f"{self.contestant.name}: {wrong}")
        calendar = (self.output / self.contestant.calendar).read_bytes()
        events = calendar.count(b"BEGIN:VEVENT")
        if events != len(self.corpus.meetings):
            raise WrongOutput(f"{self.contestant.name}: {events} events in the calendar of all")
        meeting = self.corpus.meetings[len(self.corpus.meetings) // 2]
        page = self.output / "meetings" / meeting.slug / "index.html"
        if said not in page.read_text("utf-8"):
            raise WrongOutput(f"{self.contestant.name}: {said!r} is not on {page}")
        return kinds.total()

    def wrong_counts(self, kinds: Counter[str]) -> Iterator[tuple[str, str]]:
        """The kinds of files of which there are too few, or, on an equal site, too many."""
        meetings, groups = len(self.corpus.meetings), len(self.corpus.groups)
        pages = 1 + groups + meetings
        wanted = {".html": pages, ".ics": pages, ".atom": 1 + groups, ".txt": self.corpus.papers}
        for kind, count in wanted.items():
            if kinds[kind] < count or (self.contestant.equal and kinds[kind] > count):
                yield kind, f"{kinds[kind]} instead of {count}"


def play(entries: Iterable[Entry], number: int) -> Iterator[Measured]:
    """Every entry once; the number is that of the round."""
    for entry in entries:
        for measured in entry.measure(number):
            tell(measured, number)
            yield measured


def tell(measured: Measured, number: int) -> None:
    """Say how far it has got."""
    cost = measured.cost
    figures = f"{cost.seconds:.2f} s, processor {cost.processor:.2f} s"
    if cost.memory:
        figures = f"{cost.memory / 2**20:.0f} MiB"
    what = f"{measured.name}, {measured.size:,}, {measured.scenario}, round {number}"
    print(f"{what}: {figures}", file=sys.stderr)
