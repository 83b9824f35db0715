"""Published: a uid and the bytes of a paper change once they are out, or they do not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from factories import a_document, a_meeting, a_written

from workgroups.checks import problems_of
from workgroups.git import NO_BLOB, Edit
from workgroups.meeting import Meeting
from workgroups.problems import Problem, Severity
from workgroups.published import document_replaced, uid_changed
from workgroups.written import Written

MEETING = a_meeting("a", uid="uid-of-now")
TEXT = "meetings/2026/a/index.md"
PAPER = "meetings/2026/a/paper.pdf"


def since(whole: Written, *edits: Edit) -> Written:
    return replace(whole, edits=edits)


def edited(text: str, path: str = TEXT) -> Edit:
    return Edit(path, "one", "other", f"---\n{text}\n---\n")


def test_a_uid_that_changes_stops_the_check() -> None:
    whole = since(a_written((MEETING, "uid: uid-of-now\ngroups: []")), edited("uid: uid-of-then"))
    [problem] = problems_of(whole)
    assert problem.severity is Severity.PROBLEM
    assert problem.rule == "uid-changed"
    assert "Write uid: uid-of-then again." in problem.remedy
    assert problem.line == 3


@pytest.mark.parametrize(
    "edit",
    [
        edited("uid: uid-of-now\ntitle: Another"),
        edited('uid: "uid-of-now"'),
        edited("uid: uid-of-then\ndraft: yes"),
        edited("title: Without one"),
        edited("uid: uid-of-then", "meetings/2026/b/index.md"),
        Edit(TEXT, NO_BLOB, "other"),
    ],
)
def test_a_uid_that_was_not_published_is_free(edit: Edit) -> None:
    assert not list(uid_changed(since(a_written(MEETING), edit)))


def test_a_uid_that_moved_to_another_folder_is_still_there() -> None:
    moved = a_meeting("b", uid="uid-of-then")
    whole = since(a_written(MEETING, moved), edited("uid: uid-of-then"))
    assert not list(uid_changed(whole))


def a_paper(**changes: Any) -> Any:
    return a_document("/meetings/a/paper.pdf", download_name="paper.pdf", **changes)


def replaced(meeting: Meeting, *edits: Edit) -> list[Problem]:
    yaml = "uid: uid-of-now\ndocuments: [{file: paper.pdf}]"
    return list(document_replaced(since(a_written((meeting, yaml)), *edits)))


NEW_BYTES = Edit(PAPER, "one", "other")


def entry(version: str) -> Edit:
    return edited(f"documents: [{{title: x}}, {{file: paper.pdf{version}}}, {{file: x}}]")


@pytest.mark.parametrize(
    ("version", "edits", "count"),
    [
        (None, (NEW_BYTES,), 1),
        ("2", (NEW_BYTES,), 1),
        ("2", (NEW_BYTES, entry(", version: '2'")), 1),
        ("2", (NEW_BYTES, entry(", version: 1")), 0),
        ("2", (NEW_BYTES, entry("")), 0),
        ("2", (NEW_BYTES, edited("documents: none")), 0),
        (None, (NEW_BYTES, entry(", version: 1")), 0),
        (None, (NEW_BYTES, edited("draft: yes")), 0),
        (None, (Edit(PAPER, NO_BLOB, "new"),), 0),
        (None, (Edit(f"{PAPER}.txt", "one", "other"),), 0),
        (None, (), 0),
    ],
)
def test_new_bytes_need_a_new_version(
    version: str | None, edits: tuple[Edit, ...], count: int
) -> None:
    meeting = replace(MEETING, documents=(a_paper(version=version),))
    found = replaced(meeting, *edits)
    assert len(found) == count
    assert not replaced(replace(meeting, draft=True), *edits)
