"""The ledger: what is published for good, and what is believed of a file that says so."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.ledger import (
    NoLedger,
    address_lost,
    as_text,
    lasting,
    owners,
    papers_gone,
    read_ledger,
    vanished,
)
from workgroups.links import Site
from workgroups.problems import Severity


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("index.html", "/"),
        ("fr/index.html", "/fr/"),
        ("groups/x/index.html", "/groups/x/"),
        ("fr/groups/x/next/index.html", "/fr/groups/x/next/"),
        ("meetings/x/agenda.pdf", "/meetings/x/agenda.pdf"),
        ("meetings/x/meeting.ics", "/meetings/x/meeting.ics"),
        ("groups/x/changes.atom", "/groups/x/changes.atom"),
        ("types/webinar/index.html", "/types/webinar/"),
        ("meetings.json", "/meetings.json"),
        ("calendar/index.html", "/calendar/"),
        ("participate/index.html", "/participate/"),
        ("old/page.php", "/old/page.php"),
        ("events/12/index.html", "/events/12/"),
    ],
)
def test_what_is_published_for_good(file: str, address: str) -> None:
    assert lasting([file]) == {address}


@pytest.mark.parametrize(
    "file",
    [
        "404.html",
        "robots.txt",
        "sitemap.xml",
        "addresses.txt",
        ".workgroups-assets",
        "_redirects",
        "theme/site.0123456789.css",
        "search/index/a.json",
        "calendar/2026-11/index.html",
        "fr/calendar/2026-11/index.html",
        "archive/2026/index.html",
        "groups/x/2026/index.html",
        "fr/groups/x/2026/index.html",
        "documents/undated/index.html",
        "meetings/x/agenda.0a1b2c3d.pdf",
        "styleguide/index.html",
        "meetings/x/picture.svg",
    ],
)
def test_what_turns_with_the_day(file: str) -> None:
    assert lasting([file]) == set()


@given(st.sets(st.text("az-./09é", min_size=1, max_size=9).filter(lambda s: ".." not in s)))
def test_a_ledger_is_read_as_it_was_written(names: set[str]) -> None:
    addresses = lasting({"index.html", *(f"meetings/{name}/index.html" for name in names)})
    assert read_ledger(as_text(addresses).encode()) == addresses


@given(st.binary(max_size=60))
def test_anything_else_is_not_believed(data: bytes) -> None:
    with contextlib.suppress(NoLedger):
        addresses = read_ledger(b"/\n" + data)
        assert all(address.startswith("/") for address in addresses)
        assert all(" " not in address and address.isascii() for address in addresses)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"/groups/x/\n", b"/\n/a", b"\xff", b"<!DOCTYPE html>"]
)
def test_a_part_of_one_is_none(data: bytes) -> None:
    with pytest.raises(NoLedger, match="begins with /"):
        read_ledger(data)


def gone(published: str, *files: str, withdrawn: str = "") -> frozenset[str]:
    site = Site(Path(), "https://network.example", frozenset(files))
    return vanished(published.split(), site, withdrawn.split())


def test_what_is_answered_is_not_gone() -> None:
    assert gone("/ /a/ /b.pdf /%C3%A9.pdf", "index.html", "b.pdf", "é.pdf") == {"/a/"}


def test_what_is_withdrawn_may_go() -> None:
    published = "/meetings/a/ /fr/meetings/a/ /meetings/a/b.pdf /meetings/ab/ /c.ics"
    assert gone(published, withdrawn="/meetings/a/") == {"/meetings/ab/", "/c.ics"}
    assert gone(published, withdrawn="/c.ics /meetings/") == set()
    assert gone(published, withdrawn="/") == gone(published)


def test_what_went_together_is_told_together() -> None:
    lost = gone(
        "/groups/a/ /groups/a/next/ /groups/a/rules.pdf /fr/groups/a/ /groups/ab/calendar.ics"
        " /de/ /de/x/ /de/groups/a/ /fr/meetings/b/"
    )
    assert owners(lost) == {"/groups/a/", "/groups/ab/calendar.ics", "/de/", "/fr/meetings/b/"}
    assert not list(papers_gone(lost))


def test_a_paper_that_went_alone_is_a_warning() -> None:
    lost = gone("/meetings/a/b.pdf /meetings/a/c.docx")
    assert owners(lost) == set()
    [warning] = papers_gone(lost)
    assert warning.severity is Severity.ADVICE
    assert warning.message.endswith("/meetings/a/ is there no more: b.pdf, c.docx")


def test_the_very_line_is_told() -> None:
    problem = address_lost("/events/1/")
    assert "aliases: [/events/1/]" in problem.remedy
    assert 'WITHDRAWN = ["/events/1/"]' in problem.remedy
