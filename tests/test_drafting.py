"""What the file of something new looks like, and that it says what it was to say."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups import frontmatter
from workgroups.drafting import ELSE, EXAMPLES, LONGEST_NAME, draft, folder_name
from workgroups.fields import Fields, GroupFields, MeetingFields
from workgroups.problems import Problem
from workgroups.signs import SLUG, STRANGE
from workgroups.validation import validate

GOLDEN = Path(__file__).with_name("drafts")
UID = "5b2f7c1e-9a3d-4f6b-8c5e-2d1a7b9e0f34"
MEETING = {
    "uid": UID,
    "title": "Heat plans: what a region can prepare",
    "groups": ["health", "smart-cities"],
    "type": "workshop",
    "start": "2027-02-09 14:00",
    "end": "17:00",
    "place": {"name": "House of the Regions"},
    "registration": {"service": "eusurvey", "form": "HeatPlans2027"},
}
BESIDE = {"agenda": [{"time": "14:00", "title": "Welcome"}]}
GROUP = {"name": "Heat and Health", "contact": {"name": "Secretariat, Health"}}
DRAFTS = {
    "meeting": draft(MeetingFields, MEETING, examples=BESIDE),
    "group": draft(GroupFields, GROUP),
}

# What a field takes: on one line, without spaces at its ends and nothing that nobody types.
lines = (
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
    .map(lambda text: " ".join(STRANGE.sub("", text).split()))
    .filter(bool)
)
# Texts that mean something else in YAML without quotes.
TRAPS = (
    '- item|a: b|a #1|# a|\'|"|it\'s "so"|null|~|&a|*a|!a|[a|{a}|%a|@a|`a|>|? a|-|a:|, a|\\|'
    "--- a|🔥 heat|no|12:00|é: à"
)
traps = st.sampled_from(TRAPS.split("|"))


def values_of(text: str) -> dict[str, Any]:
    problems: list[Problem] = []
    front = frontmatter.read(text, "index.md", problems)
    assert problems == []
    return front.values


@pytest.mark.parametrize("name", DRAFTS)
def test_it_looks_like_this(name: str, bless: bool) -> None:
    golden = GOLDEN / f"{name}.md"
    if bless:
        golden.write_text(DRAFTS[name], encoding="utf-8", newline="\n")
    assert golden.read_text("utf-8") == DRAFTS[name]


@given(lines | traps, lines | traps)
def test_what_is_written_is_read_again(one: str, other: str) -> None:
    values = {
        **MEETING,
        "title": one,
        "place": {"name": other, "address": one},
        "speakers": [{"name": one, "topic": other}, {"name": other}],
        "tags": [one, other],
    }
    assert values_of(draft(MeetingFields, values)) == values


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Heat plans", "title: Heat plans"),
        ("What's new?", "title: What's new?"),
        ("Heat: what now", 'title: "Heat: what now"'),
        ('The "green" deal: now', "title: 'The \"green\" deal: now'"),
        ("- a leading hyphen", 'title: "- a leading hyphen"'),
        ("Session #3", 'title: "Session #3"'),
        ("🔥 and 🚲", "title: 🔥 and 🚲"),
        ('it\'s: "so"', 'title: "it\'s: \\"so\\""'),
    ],
)
def test_quotes_stand_only_where_they_are_needed(title: str, line: str) -> None:
    assert line in draft(MeetingFields, {**MEETING, "title": title}).splitlines()


@pytest.mark.parametrize(
    ("model", "values", "examples"),
    [(MeetingFields, MEETING, BESIDE), (GroupFields, GROUP, {})],
)
def test_every_example_is_right_once_its_sign_is_gone(
    model: type[Fields], values: dict[str, Any], examples: dict[str, Any]
) -> None:
    text = draft(model, values, examples=examples)
    without = re.sub(r"^( *)# ", r"\1", text.replace(f"# {ELSE}\n", ""), flags=re.MULTILINE)
    problems: list[Problem] = []
    front = frontmatter.read(without, "index.md", problems)
    assert validate(model, front, problems)
    assert problems == []
    assert front.values.keys() == {*values, *EXAMPLES[model], *examples}
    assert front.values.keys() > values_of(text).keys()


@pytest.mark.parametrize("model", EXAMPLES)
def test_what_each_field_is_for_stands_beside_its_example(model: type[Fields]) -> None:
    text = draft(model, {})
    for name in EXAMPLES[model]:
        said = model.model_fields[name].description
        assert re.search(rf"^# {name}:.*  # {re.escape(said or '?')}$", text, re.MULTILINE)


def test_an_own_text_takes_the_place_of_the_comment() -> None:
    text = draft(MeetingFields, MEETING, "We meet.\n")
    assert text.endswith("\n---\n\nWe meet.\n")
    assert "<!--" not in text


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Heat: what now?", "2027-02-09-heat-what-now"),
        ("Énergie, l'été à Łódź", "2027-02-09-energie-lete-a-lodz"),
        ("Ευρώπη και Балкани", "2027-02-09-europe-kai-balkani"),
        ("🔥", "2027-02-09"),
    ],
)
def test_a_folder_has_the_day_and_the_title(title: str, name: str) -> None:
    assert folder_name(date(2027, 2, 9), title) == name


@given(lines)
def test_a_folder_name_can_be_a_part_of_an_address(title: str) -> None:
    name = folder_name(date(2027, 2, 9), title)
    assert re.fullmatch(SLUG, name)
    assert len(name) <= LONGEST_NAME + len("2027-02-09-")
