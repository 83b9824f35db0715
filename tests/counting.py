"""Counting: the steps of a build by the file they are in; no clock, so that they are exact.

A step is a line that is run, or run again, in a file of ours: a module or a template. What runs
elsewhere is called from there.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from math import log2
from pathlib import Path
from types import FrameType
from typing import Any

from bench import ours
from bench.corpus import NOW, corpus

from commands.again import build_again
from commands.build import read_settings
from commands.record import SETTLED

ROOT = Path(__file__).parents[1]
SIZES = (10, 20, 40)
"""Meetings, each size twice the one before."""

FEWEST = 1_000
"""Growth of fewer steps tells nothing."""


def steps_of(work: Callable[[], object], *folders: Path) -> Counter[str]:
    """The steps of some work, by the files in these folders."""
    steps: Counter[str] = Counter()
    ways = tuple(map(str, folders))

    def step(frame: FrameType, _event: str, _argument: object) -> Callable[..., Any]:
        steps[frame.f_code.co_filename] += 1
        return step

    def enter(frame: FrameType, *_: object) -> Callable[..., Any] | None:
        return step if frame.f_code.co_filename.startswith(ways) else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(before)
    return steps


def exponents(few: Counter[str], more: Counter[str], most: Counter[str]) -> dict[str, float]:
    """By file, the power of the size with which its steps grow; each size is twice the last.

    What is done once, however large the site, has no part in it.
    """
    found = {}
    for file in most:
        first, second = more[file] - few[file], most[file] - more[file]
        if second >= FEWEST:
            found[file] = log2(second / max(first, 1))
    return found


# ---- A process of its own, in which nobody has built anything before ----------------------------

Scenarios = dict[str, dict[str, int]]


def builds(kind: str, size: int, folder: Path) -> Iterator[tuple[str, Counter[str]]]:
    """The steps of a first build, of one with nothing changed, and of one after an edit."""
    made = corpus(size, groups=2, first=date(2026, 1, 5))
    folder.mkdir()
    ours.write(kind, made, folder)
    file = folder / "pelicanconf.py"
    site = replace(read_settings(file, {})["WORKGROUPS"], languages=("en",))
    overrides = {"NOW": NOW, "WORKGROUPS": site, "OUTPUT_PATH": str(folder / "output")}
    ways = (ROOT / "plugins", ROOT / "theme", ours.HERE / kind)
    for scenario in ("cold", "unchanged", "edited"):
        if scenario == "edited":
            with ours.EQUAL.file_of(made.meetings[-1], folder).open("a", encoding="utf-8") as text:
                text.write("\nMore to read.\n")
        # What was saved only now would be looked at twice.
        time.sleep(2 * SETTLED / 1e9)
        steps = steps_of(lambda: build_again(file, overrides), *ways)
        relative = {str(Path(name).relative_to(ROOT)): count for name, count in steps.items()}
        yield scenario, Counter(relative)


def main(kind: str, scenarios: int) -> Mapping[int, Scenarios]:
    """The first scenarios of each size; before them one build that fills what a process keeps."""
    # Copies of the process would do a part that nobody counts.
    del os.fork
    found: dict[int, Scenarios] = {}
    with tempfile.TemporaryDirectory() as name:
        for number, size in enumerate((SIZES[0], *SIZES)):
            steps = builds(kind, size, Path(name, str(number)))
            found[size] = dict(islice(steps, scenarios if number else 1))
    return found


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
