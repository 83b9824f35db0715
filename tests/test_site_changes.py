"""Change feeds of whole sites: what a reader gets after a commit, and what nobody gets twice."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
import sites
from atom_feeds import assert_well_made, feeds
from pages import parse, seen

GRIDS = "meetings/2026/2026-03-12-grids-and-buses"
DAYS = "meetings/2026/2026-11-18-annual-days"
PAGE = "https://groups.example/meetings/2026-03-12-grids-and-buses/"


@pytest.fixture
def content(small_content: Path, tmp_path: Path) -> Path:
    """The content of the small site in a repository of its own, to be changed."""
    shutil.copytree(small_content.parent, tmp_path / "repository")
    return tmp_path / "repository" / "content"


def after(content: Path, edits: dict[str, str], moment: str = "2026-01-14T09:00:00Z") -> Path:
    """The site built after a commit that replaced these texts in the meeting's file."""
    file = content / GRIDS / "index.md"
    text = file.read_text(encoding="utf-8")
    for old, new in edits.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    sites.commit(content.parent, moment, f"content/{GRIDS}")
    output = content.parent / f"site-{moment[:10]}"
    sites.build(content, output)
    return output


def ids(site: Path) -> dict[str, list[str]]:
    return {name: [entry.id for entry in feed.entries] for name, feed in feeds(site).items()}


# ---- Every feed ----------------------------------------------------------------------------------


def test_every_feed_is_well_made(small_site: Path) -> None:
    assert_well_made(small_site, datetime.fromisoformat(sites.EARLY))


def test_the_small_site_tells_what_became_of_it(small_site: Path) -> None:
    titles = [entry.title for entry in feeds(small_site)["changes.atom"].entries]
    assert titles == [
        "New: Grids and buses",
        "New: Annual days of the network",
        "New paper: Heat plans: what the first ten towns wrote",
        "New paper: Heat plans: what the first ten towns wrote",
        "New: Heat plans: what the first ten towns wrote",
    ]


# ---- After a commit ------------------------------------------------------------------------------


def test_a_move_is_told_once_and_where_it_matters(content: Path, small_site: Path) -> None:
    site = after(content, {"start: 2026-03-12": "start: 2026-03-11"})
    before, now = ids(small_site), ids(site)
    told = ["changes.atom", "groups/climate/changes.atom", "groups/energy/changes.atom"]
    told.append("groups/mobility/changes.atom")
    for name in told:
        assert now[name][1:] == before[name], name
        entry = feeds(site)[name].entries[0]
        assert entry.title == "Moved: Grids and buses"
        assert entry.link == PAGE
        assert "Now: Wednesday 11 March 2026, 13:30 to" in entry.summary
        assert "Before: Thursday 12 March 2026, 13:30 to" in entry.summary
    page = parse((site / "meetings/2026-03-12-grids-and-buses/index.html").read_bytes())
    assert "Moved. It was to be Thursday 12 March 2026, 13:30" in seen(page.section("When"))
    home = parse((site / "index.html").read_bytes())
    assert "Moved 14 Jan 2026 Grids and buses" in seen(home.section("What changed lately"))


def test_a_typo_is_no_news(content: Path, small_site: Path) -> None:
    """Another title, other words, other quotes: whoever read of the meeting reads nothing new."""
    title = 'title: "Grids and buses"'
    given = (content / GRIDS / "index.md").read_text(encoding="utf-8")
    edits = {title if title in given else "title: Grids and buses": "title: 'Grids and busses'"}
    site = after(content, edits)
    assert ids(site) == ids(small_site)
    entry = feeds(site)["changes.atom"].entries[0]
    assert entry.title == "New: Grids and busses"


def test_a_second_change_leaves_the_first_as_it_was(content: Path) -> None:
    once = after(content, {"start: 2026-03-12": "start: 2026-03-11"})
    twice = after(content, {"start: 2026-03-11": "start: 2026-03-10"}, "2026-01-15T09:00:00Z")
    first, second = feeds(once)["changes.atom"].entries, feeds(twice)["changes.atom"].entries
    assert [dict(entry) for entry in second[1:]] == [dict(entry) for entry in first]
    assert "Now: Tuesday 10 March" in second[0].summary


def test_a_commit_of_the_future_is_told_with_the_newest_that_is_not(content: Path) -> None:
    site = after(content, {"start: 2026-03-12": "start: 2026-03-11"}, "2031-01-01T00:00:00Z")
    entry, other, *_ = feeds(site)["changes.atom"].entries
    assert entry.title == "Moved: Grids and buses"
    assert entry.updated == other.updated == "2026-01-12T10:00:00+00:00"


def test_moving_the_file_tells_nothing(content: Path, small_site: Path) -> None:
    (content / "meetings/elsewhere").mkdir()
    (content / DAYS).rename(content / "meetings/elsewhere" / Path(DAYS).name)
    sites.commit(content.parent, "2026-01-14T09:00:00Z", "content/meetings")
    sites.build(content, content.parent / "site")
    assert ids(content.parent / "site") == ids(small_site)
