"""YAML's errors: told at a place that is there, with remedies that work when they are followed."""

from __future__ import annotations

import yaml
from factories import a_front
from hypothesis import assume, example, given
from hypothesis import strategies as st

from workgroups.yaml_errors import in_quotes, told, without_outer_quotes

LINES = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=40)
SIGNS = st.text("ab:-#&*!|>%@`'\"[]{},?~ \n\\“”é", max_size=60)


@given(LINES.map(str.strip).filter(bool))
@example("Plan #3: heat")
@example('it\'s "so"')
@example("C:\\temp")
@example("[Draft] Energy")
@example("- x: y")
def test_a_text_in_quotes_is_read_as_it_was_meant(text: str) -> None:
    """The remedy ends with the field as it should stand."""
    remedy = in_quotes(f"title: {text}", text)
    line = remedy[remedy.index(": ") + 2 :]
    assert a_front(line).values == {"title": without_outer_quotes(text)}


@given(LINES)
def test_quotes_are_taken_off_once(text: str) -> None:
    assume(text.strip())
    inner = without_outer_quotes(text)
    assert inner in text
    assert inner.strip()


@given(st.lists(SIGNS, max_size=4).map("\n".join))
@example("a: 'b\nc: 'd'")
@example("a: [b, c #d]\ne: f")
@example('a: "\\q"')
def test_every_error_is_told_where_something_stands(front: str) -> None:
    try:
        yaml.compose(front, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        problem = told(error, front, "index.md")
        lines = front.split("\n")
        assert 2 <= problem.line <= len(lines) + 1
        assert 1 <= problem.column <= len(lines[problem.line - 2]) + 1
        assert problem.message
        assert problem.remedy
