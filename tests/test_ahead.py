"""Ahead: what is read before all is known comes to the same as what is read afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_memory import EDITS, SITE, lay, meeting, put

from workgroups import reading
from workgroups.ahead import Glimpse
from workgroups.frontmatter import FrontMatter, read
from workgroups.history import History
from workgroups.interiors import Interiors
from workgroups.memory import Memory
from workgroups.problems import ContentProblems
from workgroups.programme import Programme
from workgroups.reading import read_ahead, read_content, read_programme
from workgroups.sources import find_sources


@contextmanager
def hands(count: int) -> Iterator[None]:
    """As many processes, however little there is to do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "FEW", 0)
        patch.setattr(reading, "processors", lambda: count)
        yield


def told(content: Path, count: int) -> Programme | tuple[object, ...]:
    """The programme that several processes read, or what they tell."""
    with hands(count):
        try:
            return read_content(content, SITE, content.parent / "cache", Interiors())[0]
        except ContentProblems as found:
            return found.problems


def told_plainly(content: Path) -> Programme | tuple[object, ...]:
    """The programme read file by file, or what is told."""
    try:
        return read_programme(find_sources(content), SITE, History())
    except ContentProblems as found:
        return found.problems


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(EDITS)), max_size=6), st.integers(1, 3))
def test_ahead_or_file_by_file_is_the_same(edits: list[str], count: int) -> None:
    with tempfile.TemporaryDirectory() as root:
        content = Path(root) / "content"
        lay(content)
        for name in edits:
            EDITS[name](content)
        assert told(content, count) == told_plainly(content)


@pytest.mark.parametrize("count", [1, 2])
def test_problems_across_meetings_have_their_places(tmp_path: Path, count: int) -> None:
    content = tmp_path / "content"
    lay(content)
    put(content / "meetings/b/index.md", meeting("a", "c"))  # the uid of another
    problems = told(content, count)
    assert isinstance(problems, tuple)
    assert [(problem.file, problem.line) for problem in problems] == [
        ("content/meetings/b/index.md", 2)
    ]
    assert problems == told_plainly(content)


def test_the_groups_of_all_meetings_are_the_same_things(tmp_path: Path) -> None:
    lay(tmp_path / "content")
    programme = told(tmp_path / "content", 2)
    assert isinstance(programme, Programme)
    assert len({id(group) for each in programme.meetings for group in each.groups}) == 1


def test_what_is_wrong_is_not_known_ahead(tmp_path: Path) -> None:
    content = tmp_path / "content"
    lay(content)
    EDITS["unknown group"](content)
    EDITS["link to nowhere"](content)
    with hands(2):
        sources = find_sources(content)
        ahead = read_ahead(sources, SITE, History(), Memory(), Interiors())
    assert [*ahead] == ["content/meetings/a"]


def test_sound_meetings_are_not_read_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = tmp_path / "content"
    lay(content)
    again: list[Path] = []
    monkeypatch.setattr(Glimpse, "again", property(lambda glimpse: again.append(glimpse.file)))
    assert isinstance(told(content, 2), Programme)
    assert again == []


@given(st.lists(st.sampled_from(["g", "' g '", "h", "{a: b}", "~"]), max_size=3))
def test_a_glimpse_says_what_the_whole_says(groups: list[str]) -> None:
    with tempfile.TemporaryDirectory() as root:
        path = Path(root) / "index.md"
        path.write_text(f"---\ngroups: [{', '.join(groups)}]\ntitle: A\n---\nText\n", "utf-8")
        front = read(path.read_text("utf-8"), "index.md", [])
        glimpse = Glimpse(front, path, "groups")
        assert glimpse.texts("groups") == front.texts("groups")
        path.write_text("---\ntitle: B\n---\n", "utf-8")
        assert glimpse.texts("groups") == front.texts("groups")
        assert glimpse.texts("title") == []
        assert isinstance(glimpse, FrontMatter)
        assert (glimpse.values, glimpse.body, glimpse.body_line) == ({"title": "B"}, "", 4)
        assert glimpse.problem(("title",), "wrong", "mend").line == 2


def test_a_glimpse_of_a_file_that_is_no_text_any_more(tmp_path: Path) -> None:
    path = tmp_path / "index.md"
    glimpse = Glimpse(read("---\ntitle: A\n---\n", "index.md", []), path)
    path.write_bytes(b"\xff")
    assert glimpse.problem(("title",), "wrong", "mend").line == 1
