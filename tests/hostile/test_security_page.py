"""SECURITY.md: its table says what the cases and their outcomes are."""

from __future__ import annotations

from collections import Counter

import sites
from cases import CASES
from test_hostile import OUTCOMES, PUBLISHED

TESTS = "`tests/hostile/`"


def rows() -> list[str]:
    """The rows of the table as they have to be, counted."""
    outcomes = dict(line.split(": ", 1) for line in OUTCOMES.read_text("utf-8").splitlines())
    assert outcomes.keys() == {str(case) for case in CASES}
    counts = Counter(case.kind for case in CASES)
    through = Counter(case.kind for case in CASES if outcomes[str(case)] == PUBLISHED)
    return [
        f"| {kind} | {count} | {count - through[kind]} | {through[kind]} | {TESTS} |"
        for kind, count in counts.items()
    ]


def test_the_table_says_what_was_tried() -> None:
    page = (sites.ROOT / "SECURITY.md").read_text("utf-8")
    shown = [line for line in page.splitlines() if line.endswith(f"{TESTS} |")]
    assert shown == rows()
