"""Gone: what was published is still answered, is looked for where it went, or its line is told."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import pytest
from factories import a_front, a_group, a_meeting, a_written
from hypothesis import given
from hypothesis import strategies as st

from workgroups import frontmatter, gone
from workgroups.checks import problems_of
from workgroups.git import NO_BLOB, Edit
from workgroups.gone import address_gone, files_of
from workgroups.page import Page
from workgroups.problems import Problem, Severity
from workgroups.prose import Prose
from workgroups.written import Written

MEETING = "meetings/2026/old/index.md"
GROUP = "groups/rail/index.md"
PAGE = "pages/participate.md"


def deleted(path: str, text: str = "title: A", body: str = "") -> Edit:
    return Edit(path, "one", NO_BLOB, f"---\n{text}\n---\n{body}")


def new(path: str) -> Edit:
    return Edit(path, NO_BLOB, "other")


def since(whole: Written, *edits: Edit) -> list[Problem]:
    return list(address_gone(replace(whole, edits=edits)))


def a_page(slug: str, **changes: Any) -> Page:
    source = f"content/pages/{slug}.md"
    return replace(Page(slug, "A", Prose("<p>A</p>"), "en", source), **changes)


def with_pages(*pages: Page) -> Written:
    return replace(a_written(), pages=[(p, a_front("title: A", p.source)) for p in pages])


def a_new_group(slug: str, name: str, body: str = "") -> Written:
    group = a_group(slug, name=name)
    front = frontmatter.read(f"---\nname: {name}\n---\n{body}", group.source, [])
    return replace(a_written(), groups=[(group, front)])


def test_a_lost_address_stops_the_check_and_no_build() -> None:
    whole = a_written(a_group())
    assert not list(problems_of(whole))
    [problem] = problems_of(replace(whole, edits=(deleted(GROUP, "name: Rail"),)))
    assert (problem.severity, problem.rule) == (Severity.PROBLEM, "address-gone")
    assert (problem.file, problem.line, problem.column) == (f"content/{GROUP}", 1, 1)
    assert "aliases: [/groups/rail/]" in problem.remedy


def test_nothing_left_is_a_problem_too() -> None:
    [problem] = since(a_written(), deleted(MEETING))
    assert problem.file == f"content/{MEETING}"


@pytest.mark.parametrize(
    ("whole", "edit"),
    [
        (a_written(a_meeting("old")), deleted(MEETING)),
        (a_written(a_meeting("old", source="content/meetings/old/index.md")), deleted(MEETING)),
        (a_written(a_meeting("new", aliases=("/meetings/old/",))), deleted(MEETING)),
        (a_written(a_meeting("new", aliases=("/meetings/old/index.html",))), deleted(MEETING)),
        (a_written(a_group("trains", aliases=("/groups/rail",))), deleted(GROUP, "name: Rail")),
        (with_pages(a_page("join", aliases=("/participate/",))), deleted(PAGE)),
        (with_pages(a_page("join", aliases=("/groups/rail/",))), deleted(GROUP, "name: Rail")),
        (a_written(), deleted(MEETING, "uid: one\ndraft: yes")),
        (a_written(), deleted(PAGE, "title: A\ndraft: true")),
        (a_written(), deleted("meetings/2026/old/index.fr.md")),
        (a_written(), Edit("meetings/2026/old/paper.pdf", "one", NO_BLOB)),
        (a_written(), deleted("groups/rail/read.md")),
        (a_written(), new(MEETING)),
        (a_written(), Edit(MEETING, "one", NO_BLOB, "Never had any fields.")),
        (a_written(a_meeting("old")), Edit(MEETING, "one", "two", "---\ntitle: B\n---\n")),
    ],
)
def test_what_is_answered_or_never_was_published_is_no_problem(whole: Written, edit: Edit) -> None:
    assert not since(whole, edit)


def test_a_meeting_is_found_by_its_uid_and_keeps_its_other_aliases() -> None:
    moved = a_meeting("new", uid="one", aliases=("/events/1/",))
    other = a_meeting("other", uid="two")
    whole = a_written(other, (moved, "uid: one\naliases: [/events/1/]"))
    [problem] = since(whole, deleted(MEETING, "uid: one"), new("meetings/2026/new/index.md"))
    assert (problem.file, problem.line) == (moved.source, 4)
    assert problem.remedy.endswith(": aliases: [/events/1/, /meetings/old/]")
    [problem] = since(whole, deleted(MEETING, "uid: three"))
    assert problem.file == f"content/{MEETING}"


@pytest.mark.parametrize(
    ("name", "body", "is_found"),
    [
        ("Railways", "Other words.", True),
        ("railway", "Other words.", True),
        ("Mobility on land", "Tracks.\n\nStations.\n\nMore.", True),
        ("Mobility on land", "Stations.\n\nMore.\n\nAnd more.", False),
        ("Mobility on land", "", False),
    ],
)
def test_a_group_is_found_by_its_name_or_text(name: str, body: str, is_found: bool) -> None:
    whole = a_new_group("trains", name, body)
    lost = deleted(GROUP, "name: Railways", "Tracks.\n\nStations.\n")
    [problem] = since(whole, lost, new("groups/trains/index.md"))
    expected = "groups/trains/index.md" if is_found else GROUP
    assert problem.file == f"content/{expected}"
    assert problem.remedy.endswith("aliases: [/groups/rail/]")


def test_a_group_that_was_there_before_is_not_the_one_that_went() -> None:
    [problem] = since(a_new_group("trains", "Railways"), deleted(GROUP, "name: Railways"))
    assert problem.file == f"content/{GROUP}"


def test_a_page_is_found_by_its_title() -> None:
    [problem] = since(with_pages(a_page("join")), deleted(PAGE), new("pages/join.md"))
    assert problem.file == "content/pages/join.md"
    assert problem.remedy == "Add to the fields: aliases: [/participate/]"


def test_a_draft_answers_nowhere() -> None:
    hidden = a_meeting("old", uid="one", draft=True, aliases=("/meetings/older/",))
    whole = a_written((hidden, "uid: one\ndraft: yes"))
    text = "---\nuid: one\n---\n"
    [problem] = since(whole, Edit(MEETING, "one", "two", text))
    assert (problem.file, problem.line) == (hidden.source, 4)
    assert "Delete the line draft" in problem.remedy
    assert len(since(whole, deleted("meetings/older/index.md", "uid: one"))) == 1
    [problem] = since(with_pages(a_page("participate", draft=True)), Edit(PAGE, "1", "2", text))
    assert problem.remedy == "Delete the line draft."


def test_while_a_new_file_cannot_be_read_nothing_is_said_to_be_gone() -> None:
    """It is probably what went, and other problems tell of it."""
    lost = deleted(GROUP, "name: Rail")
    assert not since(a_written(), lost, new("groups/trains/index.md"))
    assert not since(a_written(), Edit(GROUP, "one", "two", "---\nname: Rail\n---\n"))
    assert len(since(a_written(), lost, new("pages/trains.md"))) == 1
    assert len(since(a_written(), lost, new("groups/trains/members.pdf"))) == 1


@pytest.mark.parametrize(
    ("address", "pattern"),
    [
        ("/groups/rail/", "groups/rail/index.md"),
        ("/meetings/2026-01-21-energy/", "meetings/**/2026-01-21-energy/index.md"),
        ("/participate/", "pages/participate.md"),
        ("/groups/rail/next/", ""),
        ("/meetings/*/", ""),
        ("/fr/groups/rail/", ""),
        ("/events/1.html", ""),
        ("/", ""),
    ],
)
def test_git_is_asked_for_the_file_that_was_at_an_address(address: str, pattern: str) -> None:
    assert files_of(address) == pattern


SLUGS = st.from_regex("[a-z0-9]{1,5}(-[a-z0-9]{1,5})?", fullmatch=True)


@given(SLUGS, st.sampled_from(["groups/{}/index.md", "meetings/2026/{}/index.md", "pages/{}.md"]))
def test_the_file_of_an_address_is_the_one_published_there(slug: str, path: str) -> None:
    file = path.format(slug)
    _, address = gone._published_as(file)
    pattern = files_of(address)
    assert PurePosixPath(file).match(pattern.replace("**", "*"))


@given(st.text("/*?[]ab-.:\\", max_size=20) | st.text(max_size=20))
def test_no_address_makes_a_pattern_of_its_own(address: str) -> None:
    pattern = files_of(f"/{address}").replace("meetings/**/", "meetings/")
    assert re.fullmatch(r"[a-z0-9/.-]*", pattern)
