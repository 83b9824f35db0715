"""The comparison with the peers: rounds of builds, and what else is measured; writes BENCHMARKS.md.

python3 tasks.py bench --peers
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import ours, peers
from bench.corpus import NOW, Corpus, corpus
from bench.goals import IMPORT, LARGE, MARKDOWN, SHOWN, START, Figures
from bench.report import report
from bench.rounds import COLD, SCENARIOS, UNCHANGED, Entry, Measured, play
from bench.serving import from_save_to_page
from bench.timing import cost_of

ROOT = Path(__file__).parents[2]
IN_MEMORY = Path("/dev/shm")
SAVED = 6
"""Meetings that are saved while the site is shown; the first does not count."""


def main(sizes: str, rounds: str) -> None:
    """Measure, and write it down."""
    command = f"python3 tasks.py bench --peers --sizes {sizes} --runs {rounds}"
    within = IN_MEMORY if IN_MEMORY.is_dir() else None
    peers.install()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=within) as name:
        place = Path(name)
        figures = Figures((), len(os.sched_getaffinity(0)))
        for size in map(int, sizes.split(",")):
            figures = with_size(figures, corpus(size), int(rounds), place / str(size))
        figures = with_start(figures, int(rounds), place / "start")
        text = report(figures, command, int(rounds), place)
    (ROOT / "BENCHMARKS.md").write_text(text, encoding="utf-8")


def with_size(figures: Figures, made: Corpus, rounds: int, folder: Path) -> Figures:
    """What was measured, and what this corpus adds to it."""
    size = len(made.meetings)
    entries = [
        Entry.made(contestant, made, folder, scenarios_of(contestant.name, size))
        for contestant in (peers.HUGO, ours.EQUAL, ours.FULL, peers.PELICAN)
    ]
    texts = folder / "texts.json"
    texts.write_text(json.dumps([meeting.body for meeting in made.meetings]), encoding="utf-8")
    found: list[Measured] = []
    alone: list[float] = []
    for number in range(1, rounds + 1):
        found += play(entries, number)
        alone.append(markdown_alone(texts))
    others = {**figures.others, (MARKDOWN, size): alone, (SHOWN, size): shown(entries[1])}
    return Figures((*figures.builds, *found), figures.cores, others)


def scenarios_of(name: str, size: int) -> tuple[str, ...]:
    """Stock Pelican builds a large site always as slowly: once a round is enough."""
    return (COLD,) if name == peers.PELICAN.name and size >= LARGE else SCENARIOS


def markdown_alone(texts: Path) -> float:
    """The processor time that Python-Markdown takes for all texts."""
    program = Path(__file__).with_name("markdown_alone.py")
    done = subprocess.run([peers.PYTHON, program, texts], capture_output=True, check=True)
    return float(done.stdout)


def shown(entry: Entry) -> list[float]:
    """Seconds from save to page while the site is served."""
    meetings = entry.corpus.meetings[:: len(entry.corpus.meetings) // SAVED]
    files = [entry.contestant.file_of(meeting, entry.folder) for meeting in meetings]
    settings = entry.folder / "pelicanconf.py"
    return from_save_to_page(files, "--settings", settings, "--now", NOW.isoformat())


def with_start(figures: Figures, rounds: int, folder: Path) -> Figures:
    """What was measured, and how long a build takes that has next to nothing to do."""
    entry = Entry.made(ours.EQUAL, corpus(10), folder, (COLD, UNCHANGED))
    found = [each for number in range(rounds) for each in play([entry], number)]
    builds = [each.cost.seconds for each in found if each.scenario == UNCHANGED]
    python = [sys.executable, "-c", "import pelican"]
    imports = [cost_of(python, ROOT).seconds for _ in range(rounds)]
    others = {**figures.others, (START, 0): builds, (IMPORT, 0): imports}
    return Figures(figures.builds, figures.cores, others)


if __name__ == "__main__":
    main(*sys.argv[1:])
