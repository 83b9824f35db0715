"""Validation: every problem of a front matter at once, each in an editor's words at its line."""

from __future__ import annotations

from uuid import UUID

import pytest
import yaml
from factories import a_front
from hypothesis import given
from hypothesis import strategies as st

from workgroups.fields import Fields, GroupFields, MeetingFields, PageFields, RegistrationFields
from workgroups.problems import Problem
from workgroups.validation import validate

LEAVES = st.sampled_from(["", "a", "17:00", "2026-01-21", "2026-01-21 14:00", "https://a.eu", "no"])
NAMES = st.sampled_from(sorted({*MeetingFields.model_fields, *RegistrationFields.model_fields}))
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=3)
    ),
    max_leaves=9,
)  # fmt: skip


def told(yaml_text: str, model: type[Fields] = MeetingFields) -> list[tuple[int, int, str, str]]:
    """Line, column, message and remedy of every problem."""
    problems: list[Problem] = []
    fields = validate(model, a_front(yaml_text), problems)
    assert (fields is None) == bool(problems)
    return [(p.line, p.column, p.message, p.remedy) for p in sorted(problems)]


VALID = """\
uid: 5b3c6f0e-8a5f-4f3c
title: Energy
groups: [smart-cities]
start: 2026-01-21 14:00
end: 17:00"""


def test_what_is_right_has_no_problem() -> None:
    assert told(VALID) == []


def test_a_field_left_empty_is_a_field_left_out() -> None:
    assert told(VALID + "\nplace:\nspeakers:\ncontact: {name: Ada, email: }") == []


def test_all_problems_come_at_once() -> None:
    text = VALID.replace("Energy", "").replace("smart-cities", "Smart Cities")
    lines = [line for line, *_ in told(text + "\nstatus: maybe\nlang: french\nfoo: bar")]
    assert lines == [3, 4, 7, 8, 9]


@pytest.mark.parametrize(
    ("line", "place", "named"),
    [
        ("regisration: {}", (7, 1), "registration"),
        ("place: Brussels", (7, 1), "name: Brussels"),
        ("place: {adress: x}", (7, 9), "address"),
        ("status: canceled", (7, 1), "cancelled"),
        ("speakers: Ada", (7, 1), "speakers"),
        ("speakers: [Ada]", (7, 12), "- name: Ada"),
        ("lang: [en]", (7, 1), "lang"),
        ("tags: [a, ~]", (7, 11), "tags"),
        ("type: {a: b}", (7, 1), "type"),
        ("contact: {email: a@b.eu}", (7, 1), "name"),
        ("registration: {url: https://a.eu, prefill: {a: [b]}}", (7, 45), "a"),
        ("registration: {url: https://a.eu, opens: soon}", (7, 35), "soon"),
    ],
)
def test_a_problem_has_its_place_and_names_what_is_meant(
    line: str, place: tuple[int, int], named: str
) -> None:
    [(*found, message, remedy)] = told(f"{VALID}\n{line}")
    assert tuple(found) == place
    assert named in f"{message} {remedy}"


def test_an_item_that_lacks_something_is_told_at_the_item() -> None:
    [(line, column, message, _)] = told(f"{VALID}\nagenda:\n  - title: Welcome")
    assert (line, column) == (8, 5)
    assert "time" in message


def test_a_missing_uid_is_made_for_the_editor() -> None:
    """The same each time, another for another meeting."""
    without = VALID.partition("\n")[2]
    [(*_, remedy)] = told(without)
    assert UUID(remedy.rpartition(" ")[2])
    assert told(without)[0][-1] == remedy
    assert told(without.replace("Energy", "Water"))[0][-1] != remedy


@pytest.mark.parametrize("model", [MeetingFields, GroupFields, PageFields])
@given(tree=st.dictionaries(NAMES, TREES, max_size=5))
def test_any_fields_are_taken_or_told(model: type[Fields], tree: dict[str, object]) -> None:
    for _, _, message, remedy in told(yaml.safe_dump(tree), model):
        assert message
        assert remedy
        assert "Fields" not in message + remedy  # the name of no class of ours
