"""Papers: what is missing or twice is told, what was meant or is long past is not."""

from __future__ import annotations

from typing import Any

import pytest
from factories import a_document, a_group, a_meeting, a_written, at

from workgroups import papers
from workgroups.documents import ROLE
from workgroups.meeting import Meeting, Translation
from workgroups.prose import Prose

MINUTES = (a_document("/meetings/x/minutes.pdf", role=ROLE["minutes"]),)


def held(*days: str, minutes: bool = True, **changes: Any) -> list[Meeting]:
    documents = MINUTES if minutes else ()
    return [a_meeting(f"m{day}", when=at(day), documents=documents, **changes) for day in days]


def missing(*meetings: Meeting, today: str = "2026-06-01") -> list[str]:
    found = papers.minutes_missing(a_written(*meetings, today=today))
    return [problem.file.split("/")[-2] for problem in found]


USUAL = held("2026-01-13", "2026-02-10")
WITHOUT = held("2026-03-10", minutes=False)


def test_minutes_are_missing_where_they_are_usual() -> None:
    assert missing(*USUAL, *WITHOUT) == ["m2026-03-10"]


@pytest.mark.parametrize(
    ("before", "without", "today"),
    [
        (USUAL, WITHOUT, "2026-04-09"),  # thirty days
        (USUAL, WITHOUT, "2027-03-11"),  # a year
        (USUAL[:1], WITHOUT, "2026-06-01"),  # no habit yet
        (USUAL, held("2026-03-10", minutes=False, status="cancelled"), "2026-06-01"),
        (USUAL, held("2026-03-10", minutes=False, draft=True), "2026-06-01"),
        (USUAL, held("2026-03-10", minutes=False, type="site-visit"), "2026-06-01"),
        (USUAL, held("2026-03-10", minutes=False, groups=(a_group("x"),)), "2026-06-01"),
    ],
)
def test_nobody_is_asked_for_minutes_that_are_not_due(
    before: list[Meeting], without: list[Meeting], today: str
) -> None:
    assert missing(*before, *without, today=today) == []


def test_who_stops_writing_minutes_is_not_asked_for_ever() -> None:
    days = [f"2026-0{month}-17" for month in range(3, 9)]
    assert missing(*USUAL, *held(*days, minutes=False), today="2026-12-01") == [
        "m2026-03-17",
        "m2026-04-17",
    ]


def test_minutes_kept_elsewhere_are_minutes() -> None:
    elsewhere = a_document("https://docs.example/1", role=ROLE["minutes"])
    [meeting] = held("2026-03-10", minutes=False)
    assert missing(*USUAL, *held("2026-03-10")) == missing(
        *USUAL, a_meeting(meeting.slug, when=meeting.when, documents=(elsewhere,))
    )


def a_file(name: str = "scan.pdf", slug: str = "a", **changes: Any) -> Any:
    changes = {"title": "Scan", "role": ROLE["other"], "download_name": name, **changes}
    return a_document(f"/meetings/{slug}/{name}", **changes)


FRENCH = Translation("fr", "x", Prose('<a href="../../../meetings/a/scan.pdf">'))


@pytest.mark.parametrize(
    ("document", "yaml", "changes", "count"),
    [
        (a_file(), "", {}, 1),
        (a_file(), "documents: [{file: other.pdf}]", {}, 1),
        (a_file(), "documents: [{url: 'https://x.example/'}, {file: scan.pdf}]", {}, 0),
        (a_file("e\u0301.pdf".replace("e\u0301", "é")), "documents: [{file: e\u0301.pdf}]", {}, 0),
        (a_file(role=ROLE["paper"]), "", {}, 0),
        (a_file(), "", {"body": Prose('<p>See <a href="scan.pdf">the scan</a>.</p>')}, 0),
        (a_file(), "", {"translations": (FRENCH,)}, 0),
        (a_file(), "", {"body": Prose('<a href="scan.pdf#page=3">')}, 0),
        (a_file(), "", {"body": Prose('<a href="another-scan.pdf">')}, 1),
        (a_file(source=None), "", {}, 0),
        (a_file(), "", {"when": at("2024-12-31")}, 0),
    ],
)  # fmt: skip
def test_a_document_that_nobody_names(
    document: Any, yaml: str, changes: dict[str, Any], count: int
) -> None:
    meeting = a_meeting("a", documents=(document,), **changes)
    found = list(papers.document_without_words(a_written((meeting, yaml))))
    assert len(found) == count


def test_a_group_names_its_documents_too() -> None:
    group = a_group(documents=(a_file(),))
    assert len(list(papers.document_without_words(a_written(group)))) == 1
    linked = a_group(documents=(a_file(),), mission=Prose('<a href="scan.pdf">'))
    assert not list(papers.document_without_words(a_written(linked)))


def same(*meetings: Meeting) -> list[str]:
    found = papers.same_document_twice(a_written(*meetings))
    return [f"{problem.file.split('/')[-2]}: {problem.message}" for problem in found]


def test_the_newer_of_two_that_are_the_same_is_told() -> None:
    one = a_meeting("a", when=at("2026-02-01"), documents=(a_file(sha256="1"),))
    other = a_meeting("b", when=at("2026-03-01"), documents=(a_file(slug="b", sha256="1"),))
    expected = ["b: scan.pdf is the same file as content/meetings/2026/a/scan.pdf"]
    assert same(one, other) == same(other, one) == expected
    another = a_meeting("b", documents=(a_file(slug="b", sha256="2"),))
    assert same(one, another) == []


def test_copies_of_long_ago_and_papers_kept_elsewhere_are_not_told() -> None:
    old = [
        a_meeting(slug, when=at("2024-02-01"), documents=(a_file(slug=slug, sha256="1"),))
        for slug in "ab"
    ]
    assert same(*old) == []
    elsewhere = a_document("https://docs.example/1")
    assert same(a_meeting(documents=(elsewhere, elsewhere))) == []
