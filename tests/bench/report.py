"""The report: BENCHMARKS.md, as a run has found it."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from itertools import product
from pathlib import Path
from statistics import median

from bench.goals import IMPORT, MARKDOWN, SHOWN, START, Figures, Judged, judge
from bench.peers import HUGO, PYTHON, RELEASES
from bench.rounds import COLD, EDITED, UNCHANGED, WATCHED, Measured

TIMED = (COLD, UNCHANGED, EDITED)

HEAD = """\
# Benchmarks

The same meetings as sites of Hugo, of stock Pelican and of this project, built in turn by
`{command}`, which writes this file.

A site has a page and an `.ics` file for each meeting, a page, an `.ics` file and an Atom feed for
each group, a calendar of all meetings, an Atom feed of the latest twenty, a first page and the
papers. *This, equal site* writes that and a sitemap; *this, full site* writes all that the project
can do, in three languages, from a repository of git. Both read and check the content as that of any
site, and the command is the one that editors type, its set-up and start included.

Figures are medians, least and most beside them; rounds: {rounds}. In each round every site is built
once without any cache or output (cold), once more (nothing changed), and once after a line was
added to a meeting (one edit); each time the files, the events and the line are counted. Processor
time is that of all processes. Memory is the proportional set size of all processes that are alive
together, at its largest, in a cold build of its own: to look at it takes time.
"""


def report(figures: Figures, command: str, rounds: int, place: Path) -> str:
    """The whole file; the sites lay in `place`."""
    judged = [*judge(figures)]
    parts = (
        HEAD.format(command=command, rounds=rounds),
        "## Where\n\n" + "".join(f"- {line}\n" for line in machine(figures.cores, place)),
        "## Goals\n\n" + table(("work", "beside", "goal", "found", ""), map(goal_row, judged)),
        *missed(judged),
        "## Builds\n\n" + table(BUILDS, builds(figures)),
        "## Memory\n\n" + table(("meetings", "site", "MiB (least to most)"), memory(figures)),
        "## Beside the builds\n\n" + table(("what", "seconds"), others(figures)),
    )
    return "\n".join(parts)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Rows of texts as Markdown."""
    names = [*head]
    lines = [names, ["---"] * len(names), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


# ---- Where it was measured -----------------------------------------------------------------------


def machine(cores: int, place: Path) -> Iterator[str]:
    """The machine, its system, and the versions of what was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield f"{processor()}, {cores} cores, {memory:.0f} GiB"
    yield f"{system()}, Linux {platform.release()}; sites on {file_system(place)}"
    ours = (f"{name} {version(name)}" for name in ("pelican", "markdown", "icalendar", "jinja2"))
    yield f"this: Python {platform.python_version()}, {', '.join(ours)}"
    python = subprocess.run(
        [PYTHON, "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    yield f"peers: {python}, {', '.join(release.replace('==', ' ') for release in RELEASES)}"


def processor() -> str:
    """Its name, as Linux tells it."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def system() -> str:
    """The distribution."""
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())


def file_system(place: Path) -> str:
    """What kind of file system a folder is on."""
    command = ["stat", "--file-system", "--format=%T", str(place)]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return "a tmpfs" if found == "tmpfs" else f"a disk ({found})"


# ---- What was found ------------------------------------------------------------------------------


def goal_row(judged: Judged) -> tuple[str, ...]:
    """A goal as a line of the table."""
    goal = judged.goal
    if judged.value is None:
        return goal.work, goal.against, f"{goal.most:g}", "", "not measured"
    outcome = "missed" if judged.is_missed else "reached"
    return goal.work, goal.against, f"{goal.most:g}", f"{judged.value:.2f}", outcome


def missed(judged: Iterable[Judged]) -> Iterator[str]:
    """Why goals are missed."""
    lines = [
        f"- {each.goal.work}, beside {each.goal.against}: {each.reason or 'not yet explained.'}\n"
        for each in judged
        if each.is_missed
    ]
    if lines:
        yield "### What is missed, and why\n\n" + "".join(lines)


BUILDS = ("meetings", "build", "site", "seconds (least to most)", "of Hugo's", "processor", "files")


def builds(figures: Figures) -> Iterator[tuple[str, ...]]:
    """A line for each size, scenario and site."""
    for size, scenario, name, found in grouped(figures.builds):
        if scenario in TIMED:
            seconds = figures.seconds(size, name, scenario)
            yield (
                *(f"{size:,}", scenario, name, spread([each.cost.seconds for each in found])),
                f"{seconds / figures.seconds(size, HUGO.name, scenario):.2f}",
                f"{figures.processor(size, name, scenario):.2f}",
                f"{found[0].files:,}",
            )


def memory(figures: Figures) -> Iterator[tuple[str, ...]]:
    """The memory of each site."""
    for size, scenario, name, found in grouped(figures.builds):
        if scenario == WATCHED:
            yield f"{size:,}", name, spread([each.cost.memory / 2**20 for each in found], 0)


def others(figures: Figures) -> Iterator[tuple[str, ...]]:
    """What is no build."""
    titles = {
        MARKDOWN: "Python-Markdown alone with Pelican's extensions, {size:,} texts, processor time",
        SHOWN: "from save to refreshed page while serving, {size:,} meetings",
        START: "build of ten meetings with nothing changed",
        IMPORT: "`import pelican` in the same Python",
    }
    for (name, size), found in figures.others.items():
        yield titles[name].format(size=size), spread(found)


def grouped(measured: Iterable[Measured]) -> Iterator[tuple[int, str, str, list[Measured]]]:
    """Those of one size, scenario and site together."""
    found = [*measured]
    sizes, scenarios, names = (
        dict.fromkeys(getattr(each, key) for each in found) for key in ("size", "scenario", "name")
    )
    for size, scenario, name in product(sizes, scenarios, names):
        wanted = (size, scenario, name)
        these = [each for each in found if (each.size, each.scenario, each.name) == wanted]
        if these:
            yield *wanted, these


def spread(values: list[float], digits: int = 2) -> str:
    """The median, and the least and most."""
    least, middle, most = (f"{f(values):,.{digits}f}" for f in (min, median, max))
    return f"{middle} ({least} to {most})"
