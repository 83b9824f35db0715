"""SECURITY.md: its table says what the cases and their outcomes are."""

from __future__ import annotations

import re
from collections import Counter

import documents
import sites
import test_fuzz
import test_hostile_documents
import test_mutations
from cases import CASES
from test_hostile import OUTCOMES, PUBLISHED

from workgroups.documents import KINDS

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


COUNTED = {
    "zip containers": len(documents.ZIPS),
    "XML within them": len(documents.XMLS),
    "PDF": len(documents.PDFS),
    "content against its ending": len(test_hostile_documents.CONTENTS) * len(KINDS),
    "endings of pages and programs": len(test_hostile_documents.NAMES) * 3,
    "a whole site damaged": len(test_mutations.DAMAGES) * test_mutations.ROUNDS,
    "what fuzzers found new ways with": sum(f.is_file() for f in test_fuzz.CORPUS.rglob("*")),
}


def test_the_rest_is_what_it_says() -> None:
    page = (sites.ROOT / "SECURITY.md").read_text("utf-8").partition("are tried elsewhere:")[2]
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines()]
    lines = {cells[0]: cells[1:] for cells in found if len(cells) == 4}
    assert (
        COUNTED.items()
        <= {what: int(cells[0]) for what, cells in lines.items() if cells[0].isdecimal()}.items()
    )
    code = "\n".join(file.read_text("utf-8") for file in (sites.ROOT / "tests").rglob("test_*.py"))
    for named in re.findall(r"`(test_\w+)`", page):
        assert f"def {named}(" in code, named
