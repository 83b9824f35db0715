"""What a build does grows with the number of meetings, and no faster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from counting import SIZES, exponents, steps_of

TESTS = Path(__file__).parent
MOST = 1.1
"""The power of the number of meetings: their texts are not all as long."""

SHARES = {"cold": 1, "unchanged": 0.01, "edited": 0.04}
"""The steps for each further meeting, as a share of those in a first build."""


def counted(kind: str, scenarios: int) -> dict[str, list[Counter[str]]]:
    """By scenario the steps of each size, as a process of its own counts them."""
    # Of texts in a set, this tells the order.
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "PYTHONHASHSEED": "0"}
    line = [sys.executable, "-m", "counting", kind, str(scenarios)]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return {
        scenario: [Counter(found[str(size)][scenario]) for size in SIZES]
        for scenario in found[str(SIZES[0])]
    }


@pytest.mark.parametrize(("kind", "scenarios"), [("full", 1), ("equal", 3)])
def test_no_file_has_work_that_grows_faster_than_the_site(kind: str, scenarios: int) -> None:
    found = counted(kind, scenarios)
    assert len(found) == scenarios
    assert "plugins/workgroups/prose.py" in exponents(*found["cold"])
    for scenario, steps in found.items():
        powers = exponents(*steps)
        faster = {file: round(power, 2) for file, power in powers.items() if power > MOST}
        assert not faster, scenario
        share = further(steps) / further(found["cold"])
        assert share <= SHARES[scenario], scenario


def further(steps: list[Counter[str]]) -> int:
    """How many steps more the largest site takes than the one before."""
    return steps[-1].total() - steps[-2].total()


# ---- The counting itself -------------------------------------------------------------------------


def once_each(size: int) -> int:
    return sum(number for number in range(100 * size))


def each_with_each(size: int) -> int:
    return sum(one < other for one in range(size) for other in range(size))


@pytest.mark.parametrize(("work", "power"), [(once_each, 1), (each_with_each, 2)])
def test_work_shows_the_power_with_which_it_grows(work, power: int) -> None:
    counts = [steps_of(lambda size=size: work(size), TESTS) for size in SIZES]
    assert exponents(*counts)[__file__] == pytest.approx(power, abs=0.1)


def test_the_same_work_has_the_same_steps_whatever_the_clock_says() -> None:
    one, other = (steps_of(lambda: each_with_each(SIZES[0]), TESTS) for _ in range(2))
    assert one == other


def test_what_is_not_ours_has_no_steps() -> None:
    assert not steps_of(lambda: json.dumps([1, {"a": 2}], indent=1), TESTS / "bench")
