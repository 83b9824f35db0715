"""Goals: what a build may cost beside what others need for it, and what it does cost."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from statistics import median

from bench.ours import EQUAL
from bench.peers import HUGO, PELICAN
from bench.rounds import COLD, EDITED, UNCHANGED, WATCHED, Measured

SMALL, LARGE = 1_000, 10_000
REASONS = Path(__file__).with_name("reasons.toml")
"""Why a goal is missed, by its key, as a profile has shown."""

MARKDOWN, SHOWN, START, IMPORT = "Python-Markdown", "save to page", "start", "import pelican"
"""What is measured beside the builds; the first by the number of its texts."""


@dataclass(frozen=True)
class Figures:
    """All that was measured. Seconds of what is no build are in `others`; `cores` are those used.

    A figure that was not measured is a KeyError.
    """

    builds: tuple[Measured, ...]
    cores: int
    others: dict[tuple[str, int], list[float]] = field(default_factory=dict)

    def all_of(self, size: int, name: str, scenario: str) -> list[Measured]:
        wanted = (size, name, scenario)
        found = [each for each in self.builds if (each.size, each.name, each.scenario) == wanted]
        if not found:
            raise KeyError(wanted)
        return found

    def seconds(self, size: int, name: str, scenario: str) -> float:
        return median(each.cost.seconds for each in self.all_of(size, name, scenario))

    def processor(self, size: int, name: str, scenario: str) -> float:
        return median(each.cost.processor for each in self.all_of(size, name, scenario))

    def memory(self, size: int, name: str) -> float:
        return median(each.cost.memory for each in self.all_of(size, name, WATCHED))

    def other(self, name: str, size: int = 0) -> float:
        return median(self.others[name, size])


@dataclass(frozen=True)
class Goal:
    """At most this much of what the others need, or as an exponent; `value` tells what it is."""

    key: str
    work: str
    against: str
    most: float
    value: Callable[[Figures], float]


@dataclass(frozen=True)
class Judged:
    """A goal and what was found, if it was measured, with the reason where it is missed."""

    goal: Goal
    value: float | None
    reason: str = ""

    @property
    def is_missed(self) -> bool:
        return self.value is not None and self.value > self.goal.most


def of_seconds(size: int, scenario: str, other: str) -> Callable[[Figures], float]:
    """Our equal site's seconds over another's."""
    return lambda figures: (
        figures.seconds(size, EQUAL.name, scenario) / figures.seconds(size, other, scenario)
    )


def growth(scenario: str) -> Callable[[Figures], float]:
    """The exponent with which processor time grows with the number of meetings."""

    def exponent(figures: Figures) -> float:
        large, small = (figures.processor(n, EQUAL.name, scenario) for n in (LARGE, SMALL))
        return log(large / small) / log(LARGE / SMALL)

    return exponent


def against(scenario: str, work: str, other: str, **most: float) -> Iterator[Goal]:
    """A goal for each size."""
    for size, limit in ((SMALL, most["small"]), (LARGE, most["large"])):
        key = f"{scenario}-{size}-{other}".lower().replace(" ", "-")
        value = of_seconds(size, scenario, other)
        yield Goal(key, f"{work}, {size:,} meetings", other, limit, value)


GOALS = (
    *against(COLD, "cold build", HUGO.name, small=2.5, large=2.0),
    *against(COLD, "cold build", PELICAN.name, small=0.35, large=0.22),
    Goal(
        "cold-markdown",
        f"cold build, {LARGE:,} meetings",
        "Python-Markdown's own processor time, over the cores",
        1.4,
        lambda figures: (
            figures.seconds(LARGE, EQUAL.name, COLD)
            * figures.cores
            / figures.other(MARKDOWN, LARGE)
        ),
    ),
    *against(EDITED, "build after one edited text", HUGO.name, small=0.5, large=0.09),
    *against(UNCHANGED, "build with nothing changed", HUGO.name, small=0.45, large=0.06),
    Goal(
        "save-to-page",
        f"from save to refreshed page while serving, {LARGE:,} meetings",
        "our own build after one edited text",
        0.4,
        lambda figures: figures.other(SHOWN, LARGE) / figures.seconds(LARGE, EQUAL.name, EDITED),
    ),
    Goal("growth-cold", f"growth to {LARGE:,}, cold", "exponent", 1.05, growth(COLD)),
    Goal("growth-edit", f"growth to {LARGE:,}, one edited text", "exponent", 0.4, growth(EDITED)),
    Goal(
        "memory",
        f"most memory of all processes, {LARGE:,} meetings",
        HUGO.name,
        0.25,
        lambda figures: figures.memory(LARGE, EQUAL.name) / figures.memory(LARGE, HUGO.name),
    ),
    Goal(
        "start",
        "build of ten meetings with nothing changed",
        "`import pelican` in the same Python",
        2.0,
        lambda figures: figures.other(START) / figures.other(IMPORT),
    ),
)


def judge(figures: Figures, goals: Iterable[Goal] = GOALS) -> Iterator[Judged]:
    """Each goal with what was found."""
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    for goal in goals:
        try:
            yield Judged(goal, goal.value(figures), reasons.get(goal.key, ""))
        except KeyError:
            yield Judged(goal, None)
