"""Change feeds of whole sites: what a reader gets after a commit, and what nobody gets twice."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
import sites
from pages import parse, seen

GRIDS = "meetings/2026/2026-03-12-grids-and-buses"
DAYS = "meetings/2026/2026-11-18-annual-days"
PAGE = "https://groups.example/meetings/2026-03-12-grids-and-buses/"
NOW = datetime.fromisoformat(sites.EARLY)


def feeds(site: Path) -> dict[str, Any]:
    """Every change feed by its name, as a reader has it."""
    found = {name: data for name, data in sites.files(site).items() if name.endswith(".atom")}
    return {name: feedparser.parse(data, sanitize_html=False) for name, data in found.items()}


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


@pytest.mark.parametrize("name", ["example_site", "small_site"])
def test_every_feed_is_well_made(name: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(name)
    now = datetime.fromisoformat(sites.NOW if name == "example_site" else sites.EARLY)
    found = feeds(site)
    assert "changes.atom" in found
    for file, feed in found.items():
        ET.fromstring((site / file).read_bytes())
        assert not feed.bozo, file
        assert feed.feed.title, file
        assert feed.feed.author, file
        moments = [datetime(*entry.updated_parsed[:6], tzinfo=UTC) for entry in feed.entries]
        assert moments == sorted(moments, reverse=True), file
        assert all(moment <= now for moment in moments), file
        given = [entry.id for entry in feed.entries]
        assert all(entry.startswith("urn:uuid:") for entry in given), file
        assert len(given) == len(set(given)), file
        for entry in feed.entries:
            assert entry.title, file
            assert entry.summary, file
            page = "/".join(entry.link.split("/")[3:]) + "index.html"
            assert (site / page).is_file(), entry.link


def test_every_group_has_a_feed_that_its_pages_name(example_site: Path) -> None:
    programme = sites.programme_of(sites.EXAMPLE, sites.ROOT / "content")
    for group in programme.groups:
        assert (example_site / group.address.lstrip("/") / "changes.atom").is_file()
        for alias in group.aliases:
            old = example_site / alias.strip("/") / "changes.atom"
            new = example_site / group.address.strip("/") / "changes.atom"
            assert old.read_bytes() == new.read_bytes(), alias


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
