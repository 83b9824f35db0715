"""Problems: what an editor reads, and in which order."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from workgroups.problems import ContentProblems, Problem, did_you_mean

IN_ORDER = (
    Problem("a.md", 2, 1, "x", ""),
    Problem("a.md", 10, 1, "x", ""),
    Problem("a.md", 10, 4, "a", ""),
    Problem("a.md", 10, 4, "b", ""),
    Problem("b.md", 1, 1, "x", ""),
)


def test_a_problem_reads_as_compilers_write_it() -> None:
    problem = Problem("content/x/index.md", 4, 7, "starts is no field", "Did you mean start?")
    assert str(problem) == "content/x/index.md:4:7: starts is no field\n    Did you mean start?"


def test_problems_come_sorted_and_once() -> None:
    shuffled = [*IN_ORDER, *IN_ORDER]
    Random(7).shuffle(shuffled)
    assert ContentProblems(shuffled).problems == IN_ORDER


def test_all_problems_are_told_at_once() -> None:
    assert str(ContentProblems(IN_ORDER)).splitlines()[::2] == [
        f"{p.file}:{p.line}:{p.column}: {p.message}" for p in IN_ORDER
    ]


def test_the_nearest_word_is_meant() -> None:
    assert did_you_mean("regisration", {"registration", "replaced_by"}) == (
        "Did you mean registration?"
    )


def test_capitals_are_no_difference() -> None:
    assert did_you_mean("START", ["start", "end"]) == "Did you mean start?"


def test_far_from_every_word_all_are_named() -> None:
    assert did_you_mean("xyz", ["start", "end"]) == "Known here: end, start."
    assert did_you_mean("xyz", []) == "None is known here."


@given(st.text(), st.sets(st.text(max_size=9), max_size=9))
def test_a_word_that_is_known_is_what_was_meant(word: str, known: set[str]) -> None:
    folded = word.casefold()
    assert did_you_mean(word, known | {folded}) == f"Did you mean {folded}?"


def test_what_is_too_long_to_be_read_is_cut_in_its_middle() -> None:
    problem = Problem("a.md", 1, 1, "found", f'Put it in quotes: "{"x" * 10_000}"')
    assert len(problem.remedy) < 700
    assert problem.remedy.startswith("Put it in quotes:")
    assert problem.remedy.endswith('"')
