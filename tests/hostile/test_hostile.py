"""What becomes of hostile input: problems in an editor's words, or a valid site; never harm.

`outcomes.txt` has a line a case: what the first problem with it says, or that it is published.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cases import CASES, Case
from test_mistakes import AROUND, SITE, TODAY

from workgroups.examination import examine
from workgroups.history import History
from workgroups.problems import Problem, Severity
from workgroups.reports import as_github, as_json, as_sarif, as_text
from workgroups.sources import find_sources

OUTCOMES = Path(__file__).with_name("outcomes.txt")
PUBLISHED = "published"
SECONDS = 2.0
"""Of the processor's time, for one case; twice what a text may take, as machines differ."""


@contextmanager
def bounded(seconds: int) -> Iterator[None]:
    """Fail what hangs, for instance in opening a pipe."""

    def hangs(*_: object) -> None:
        raise AssertionError(f"not done after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(seconds)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def outcome(case: Case, content: Path) -> tuple[str, tuple[Problem, ...], float]:
    """What becomes of a case in a content folder, and the processor's seconds that it took."""
    shutil.copytree(AROUND, content)
    case.write(content)
    begun = time.process_time()
    with bounded(60):
        found = examine(find_sources(content), SITE, History(), TODAY)
    seconds = time.process_time() - begun
    problems = tuple(problem for problem in found if problem.severity is Severity.PROBLEM)
    told = problems[0].message if problems else PUBLISHED
    return ascii(told[:100])[1:-1], found, seconds


@pytest.fixture(scope="module")
def expected(bless: bool) -> Iterator[dict[str, str]]:
    """The outcomes, by case; blessed, they are written anew."""
    if bless:
        found: dict[str, str] = {}
        yield found
        lines = [f"{name}: {found[name]}\n" for name in map(str, CASES) if name in found]
        OUTCOMES.write_text("".join(lines), "utf-8")
    else:
        yield dict(line.split(": ", 1) for line in OUTCOMES.read_text("utf-8").splitlines())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_told_or_published(
    case: Case, tmp_path: Path, expected: dict[str, str], bless: bool
) -> None:
    content = tmp_path / "content"
    found, problems, seconds = outcome(case, content)
    if bless:
        expected[str(case)] = found
    assert found == expected[str(case)]
    assert seconds < SECONDS
    for problem in problems:
        assert problem.file.startswith("content")
        assert problem.message
        assert problem.remedy
        assert problem.line >= 1
        assert problem.column >= 1
    check_reports(problems, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} <= {"content", "outside.pdf"}


def check_reports(problems: tuple[Problem, ...], root: Path) -> None:
    """No report lets a terminal or a workflow obey what an editor wrote."""
    text = as_text(problems, root)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    # A workflow reads commands at the beginning of lines, of the text as well.
    assert not re.search(r"(?m)^\s*(::|##\[)", text)
    github = as_github(problems)
    assert len(github.splitlines()) == len(problems)
    assert all(re.match(r"::(error|notice) file=content", line) for line in github.splitlines())
    assert len(json.loads(as_json(problems, {}))["problems"]) == len(problems)
    assert len(json.loads(as_sarif(problems))["runs"][0]["results"]) == len(problems)
    text.encode()


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({str(case) for case in CASES}) == len(CASES) >= 150
