"""Versions: what is told from a meeting's file, however it is written."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from repositories import text

from workgroups import frontmatter
from workgroups.problems import Problem
from workgroups.version import FIELDS, Version, read_version


def version(**fields: str) -> Version:
    found = read_version(text(**fields))
    assert found
    return found


def test_it_has_what_the_file_says() -> None:
    found = version(
        title='"Kick-off: the start"',
        groups="\n- cities\n- towns",
        timezone="Europe/Athens",
        status="tentative",
        online="\n  # later\n  address: https://example.eu\n\n  note: soon",
        speakers="[{name: Ada}]",
    )
    assert (found.uid, found.title, found.group) == ("uid-a", "Kick-off: the start", "cities")
    assert (found.zone, found.status, found.draft) == ("Europe/Athens", "tentative", False)
    assert found.moments == (datetime(2026, 3, 12, 14), datetime(2026, 3, 12, 17))
    assert found.values["online"] == {"address": "https://example.eu", "note": "soon"}
    assert "speakers" not in found.values
    assert found.readable()


def test_a_field_left_out_is_what_it_is_by_default() -> None:
    found = version(title="", groups="", end="", place="")
    assert (found.title, found.group, found.zone, found.status) == ("", "", "", "confirmed")
    assert found.values.keys() == {"uid", "start"}
    assert found.moments == (datetime(2026, 3, 12, 14),) * 2


def test_whole_days() -> None:
    assert version(start="2026-03-12", end="2026-03-13").moments == (
        *(date(2026, 3, 12), date(2026, 3, 13)),
    )


@pytest.mark.parametrize(("draft", "is_draft"), [("yes", True), ("True", True), ("no", False)])
def test_a_draft(draft: str, is_draft: bool) -> None:
    assert version(draft=draft).draft is is_draft


@pytest.mark.parametrize("file", ["", "text", "---\nuid: a\n", "---\nsummary: Cities\n---\n"])
def test_what_is_no_meeting(file: str) -> None:
    assert read_version(file) is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_end_of_line(end: str) -> None:
    assert read_version(text().replace("\n", end)) == version()


@pytest.mark.parametrize(
    "fields",
    [{"start": ""}, {"start": "soon"}, {"end": "25:00"}, {"place": "{name: x"}, {"status": '"x'}],
)
def test_what_cannot_be_read(fields: dict[str, str]) -> None:
    assert not version(**fields).readable()


def test_a_mistake_in_one_field_leaves_the_others() -> None:
    found = version(title='"Kick-off')
    assert found.title == ""
    assert found.readable()
    assert not found.differs(version())


def test_differences_are_of_meaning() -> None:
    other = version(start="2026-03-13 14:00", place="{name: 'House of Cities'}")
    assert version().differs(other) == {"start", "end"}
    assert not version().says_the_same(other)
    assert version().says_the_same(version(title="Other"))


FORMS = {
    "usual": "{name}: {value}\n",
    "quoted names": '"{name}": {value}\n',
    "quoted values": "'{name}' : \"{value}\"\n",
    "indented": "  {name}: {value}\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_however_its_fields_are_written_they_are_read(form: str) -> None:
    """All that front matter accepts: a meeting could else move without anybody learning of it."""
    fields = {"uid": "uid-a", "title": "Kick-off", "start": "2026-03-12 14:00", "end": "17:00"}
    lines = "".join(FORMS[form].format(name=n, value=v) for n, v in fields.items())
    for comment in ("", "# first\n\n"):
        found = read_version(f"---\n{comment}{lines}---\n")
        assert found
        assert (found.uid, found.title) == ("uid-a", "Kick-off")
        assert found.moments == version().moments


def test_a_bracket_around_all_fields() -> None:
    found = read_version("---\n{uid: uid-a, start: 2026-03-12, groups: [a, b]}\n---\n")
    assert found
    assert (found.uid, found.groups) == ("uid-a", ("a", "b"))
    assert found.moments == (date(2026, 3, 12),) * 2


SIGNS = st.sampled_from(list("ab:-#&*!|>%@`'\"[]{},? \n\t\\\r\x85\u2028\ufeffé0123"))
WORDS = st.text(SIGNS, max_size=30)
NAMES = st.sampled_from(FIELDS) | st.sampled_from(["tags", "speakers", "uidx"])
VALUES = WORDS | st.lists(WORDS, max_size=2) | st.dictionaries(NAMES, WORDS, max_size=2)
STYLES = st.sampled_from([False, True, None])


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=4), STYLES, st.booleans())
@example({"title": "a\nuid: b", "uid": "c"}, False, True)
def test_it_says_what_front_matter_says(
    tree: dict[str, object], flow: bool | None, in_order: bool
) -> None:
    """The one cuts fields out as text, the other reads the whole."""
    written = yaml.safe_dump(
        tree, default_flow_style=flow, sort_keys=in_order, allow_unicode=True, width=20
    )
    problems: list[Problem] = []
    front = frontmatter.read(f"---\n{written}---\n", "index.md", problems)
    found = read_version(f"---\n{written}---\n")
    if not problems:
        wanted = {name: front.values[name] for name in FIELDS if name in front.values}
        assert (found.values if found else {}) == wanted


@given(st.text(SIGNS, max_size=60), st.text(SIGNS, max_size=60))
def test_any_file_says_something_or_nothing(one: str, other: str) -> None:
    files = (one, f"---\n{one}\n---\n", f"---\nstart: {one}\nplace: {other}\n---\n")
    versions = [found for found in map(read_version, files) if found]
    for first in versions:
        assert first.differs(first) == frozenset()
        assert isinstance(first.title + first.status + first.zone + first.uid, str)
        for second in versions:
            assert first.differs(second) == second.differs(first)
            assert not (first.says_the_same(second) and first.differs(second))
