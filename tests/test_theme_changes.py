"""The theme: what it tells of what became of meetings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from theme_pages import (
    FULL,
    HOSTILE,
    RENDERED,
    Rendering,
    a_whole_programme,
    by_class,
    tree,
    words_of,
)


@pytest.mark.parametrize(
    ("address", "count"), [("/", 3), ("/groups/smart-cities/", 3), ("/groups/urban-mobility/", 3)]
)
def test_what_changed_is_told_the_newest_first(address: str, count: int) -> None:
    told = [words_of(e) for e in by_class(address, "change")]
    assert len(told) == count
    assert told[0].startswith(f"Moved 20 Oct 2026 Towards the mission {HOSTILE} Now: Thursday 3")
    assert told[1].startswith("New paper 20 Oct 2026 Towards the mission")
    assert told[2].startswith("New 1 Oct 2026 Towards the mission")


def test_home_says_less_of_each_change_than_its_group() -> None:
    before = "Before: Thursday 26 November 2026, 14:00 to 17:00, Brussels time (CET)"
    assert before in words_of(by_class("/groups/smart-cities/", "change")[0])
    assert before not in words_of(by_class("/", "change")[0])


@pytest.mark.parametrize("address", ["/groups/water/", "/groups/health/"])
def test_where_nothing_changed_nothing_is_said_of_it(address: str) -> None:
    assert not [e for e in tree(address).iter("h2") if words_of(e) == "What changed"]


def test_a_moved_meeting_says_when_it_was_to_be() -> None:
    [former] = by_class("/meetings/full/", "when__former")
    assert words_of(former) == "Moved. It was to be Thursday 26 November 2026, 14:00 to 17:00."
    [former] = by_class("/fr/meetings/full/", "when__former")
    assert words_of(former).startswith("Déplacée. Date précédente : jeudi 26 novembre 2026")
    assert not by_class("/meetings/now/", "when__former")


def test_a_meeting_that_is_not_held_says_nothing_of_its_former_date() -> None:
    off = replace(FULL, status="cancelled")
    page = Rendering(a_whole_programme()).meeting(off, off.original)
    assert "It was to be" not in page


def alternates(address: str, kind: str) -> list[str]:
    links = [e for e in tree(address).iter("link") if e.get("type") == kind]
    assert all(e.get("rel") == "alternate" and e.get("title") for e in links)
    return [e.get("href", "") for e in links]


def test_heads_name_the_feeds_of_changes_and_the_data() -> None:
    atom = "application/atom+xml"
    assert alternates("/about/", atom) == ["../changes.atom"]
    own = "../../groups/smart-cities/changes.atom"
    assert alternates("/groups/smart-cities/", atom) == ["../../changes.atom", own]
    assert alternates("/meetings/full/", atom) == [
        *("../../changes.atom", own, "../../groups/urban-mobility/changes.atom")
    ]
    assert alternates("/", "application/json") == ["meetings.json"]


def test_the_next_meeting_is_one_that_is_held() -> None:
    """All that are to come stand there, for an old page; the first one shown hides the others."""
    page = tree("/groups/smart-cities/next/")
    titles = [words_of(e) for e in page.iter("h2")]
    assert len(titles) > 1
    assert "cancelled" not in RENDERED["/groups/smart-cities/next/"]
    assert "Tuesday 24 November" not in RENDERED["/groups/smart-cities/next/"]
    none = by_class("/groups/water/next/", "empty")
    assert [words_of(e) for e in none] == ["No meeting of this group is announced at the moment."]
