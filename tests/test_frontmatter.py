"""Front matter: every value is the text that was written, and knows its place."""

from __future__ import annotations

import time
from itertools import chain

import pytest
import yaml
from factories import a_front
from hypothesis import example, given
from hypothesis import strategies as st

from workgroups import frontmatter
from workgroups.frontmatter import FrontMatter
from workgroups.problems import Problem

SIGNS = st.sampled_from(list("ab:-#&*!|>%@`'\"[]{},?~ \n\t\\\r\x85\u2028\ufeff\U0001f600é0123"))
PRINTABLE = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=200
)  # fmt: skip
KEYS = st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True)
TREES = st.recursive(
    st.text("ab:- #é😀", min_size=1, max_size=9),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(KEYS, inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


def read(text: str) -> tuple[FrontMatter, list[Problem]]:
    problems: list[Problem] = []
    return frontmatter.read(text, "a.md", problems), problems


def problem_of(yaml_text: str) -> Problem:
    """The one problem of a front matter."""
    _, [problem] = read(f"---\n{yaml_text}\n---\n")
    return problem


@given(st.text(SIGNS, max_size=80) | st.text(max_size=80))
@example("a: &x [*x]")
@example("? [a]: b")
@example("...\na: b")
@example("\x0b")
@example("\x85\na: *b")
def test_any_text_is_read_or_told(text: str) -> None:
    """Told at a place that is in the file."""
    for whole in (text, f"---\n{text}\n---\nbody", f"---\na:\n  - {text}\n---\n"):
        front, problems = read(whole)
        assert front.readable or problems
        assert front.readable or not front.values
        for problem in problems:
            lines = whole.split("\n")
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
            assert problem.remedy


@given(PRINTABLE, st.booleans())
@example("14:00", False)
@example("NO", False)
@example("2026-01-21", False)
@example("null", False)
@example("Meeting #3: & *more*", False)
def test_a_title_comes_back_as_it_was_written(title: str, ascii_only: bool) -> None:
    written = yaml.safe_dump({"title": title}, allow_unicode=not ascii_only)
    assert a_front(written).values == {"title": title}


@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=3))
def test_every_mark_is_where_the_key_or_item_stands(tree: dict[str, object]) -> None:
    file = f"---\n{yaml.safe_dump(tree, allow_unicode=True)}---\n"
    front, problems = read(file)
    if problems:  # nested more deeply than any field is
        assert {problem.message for problem in problems} == {"fields are nested too deeply here"}
        return
    assert front.values == tree
    lines = file.split("\n")
    for place, (line, column) in front.marks.items():
        there, key = lines[line - 1][column - 1 :], place[-1]
        if isinstance(key, str):
            assert there.lstrip("'\"").startswith(key)
        else:
            assert lines[line - 1][: column - 1].rstrip().endswith("-")


@pytest.mark.parametrize("text", ["14:00", "NO", "1_000", "0x10", "1e3", "2026-01-21", "true"])
def test_no_text_is_a_number_or_a_truth(text: str) -> None:
    assert a_front(f"a: {text}").values == {"a": text}


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_what_is_left_empty_is_none(text: str) -> None:
    assert a_front(f"a: {text}\nb: '{text}'").values == {"a": None, "b": text}


def test_the_body_begins_below_the_second_fence() -> None:
    front, problems = read("--- \ntitle: A\n---\n\nOne.\n---\nTwo.\n")
    assert problems == []
    assert (front.body, front.body_line) == ("\nOne.\n---\nTwo.\n", 4)


def test_a_problem_stands_at_the_nearest_thing_that_was_written() -> None:
    front = a_front("title: A\nagenda:\n  - time: 14:00\n    title: B")
    assert front.problem(("agenda", 0, "title"), "", "").line == 5
    assert front.problem(("agenda", 0, "speaker"), "", "").line == 4
    assert front.problem(("place", "name"), "", "").line == 1


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: b\na: c", 3, 1),
        ("a: b\n\tc: d", 3, 1),
        ("a: b\nc: d: e", 3, 5),
        ("a: b\nc: 'd", 3, 4),
        ("a: b\nc: Meeting #3", 3, 12),
        ("a: b\nc: &d e", 3, 4),
        ("a: b\nc: !d e", 3, 4),
        ("a: b\nc: [d\ne: f", 3, 4),
        ("a: b\u2028c\nd: e", 2, 5),
        ("a: b\x85c\nd: e", 2, 5),
    ],
)
def test_a_mistake_is_told_where_it_is(text: str, line: int, column: int) -> None:
    problem = problem_of(text)
    assert (problem.line, problem.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "line"),
    [("title: A\n", 1), ("\n---\ntitle: A\n---\n", 1), ("---\ntitle: A\nend: B\n\nText\n", 3)],
)
def test_front_matter_stands_between_two_fences(text: str, line: int) -> None:
    front, [problem] = read(text)
    assert not front.readable
    assert problem.line == line


@pytest.mark.parametrize(
    ("text", "values", "told"),
    [
        ("a: b #3\nc: d", {"a": "b", "c": "d"}, ("a",)),
        ("a: 'b' #3", {"a": "b"}, ("a",)),
        ("a: [b, c] #d", {"a": ["b", "c"]}, ("a",)),
        ("a: {b: c} #d", {"a": {"b": "c"}}, ("a",)),
        ("a:\n  - b: '#1' #2", {"a": [{"b": "#1"}]}, ("a", 0, "b")),
        ("a: {{ b }}", {"a": {}}, ("a",)),
    ],
)
def test_one_wrong_value_leaves_the_others(
    text: str, values: dict[str, object], told: tuple[str | int, ...]
) -> None:
    front, [_] = read(f"---\n{text}\n---\n")
    assert front.readable
    assert (front.values, front.told) == (values, {told})


@pytest.mark.parametrize("text", ["a: [b", "a: 'b\nc: d'", "a: &b c", "\ta: b"])
def test_the_text_below_unreadable_fields_is_kept(text: str) -> None:
    front, [_] = read(f"---\n{text}\n---\nBelow.\n")
    assert not front.readable
    assert (front.body, front.body_line) == ("Below.\n", 4 + text.count("\n"))


@pytest.mark.parametrize("text", ["a: 'b' # c", "a: [b] # c", "a: [b]", "a: |\n  b #c", "a: b# c"])
def test_a_comment_is_a_comment(text: str) -> None:
    assert read(f"---\n{text}\n---\n")[1] == []


@pytest.mark.parametrize("sign", ["[", "{", "- ", "? ", "a: [", "[a, "])
def test_depth_is_refused_before_libyaml_ends_the_program(sign: str) -> None:
    for count in (20, 200_000 // len(sign)):
        front, problems = read(f"---\nx: {sign * count}\n---\n")
        assert not front.readable
        assert problems


def test_abbreviations_do_not_grow() -> None:
    """Nine lines that stand for nine to the ninth values."""
    lines = ["a0: &a0 [b]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    begun = time.monotonic()
    front, problems = read("\n".join(chain(["---"], lines, ["---"])))
    assert not front.readable
    assert problems
    assert time.monotonic() - begun < 1
