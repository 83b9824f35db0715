"""Documents of whole sites: what they were earlier is published where a new version is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sites
from pages import parse

HEAT = "meetings/2025/2025-10-07-heat-plans"
TABLE = "Heat demand (2024).csv"
THERE = "meetings/2025-10-07-heat-plans"


@pytest.fixture
def content(small_content: Path, tmp_path: Path) -> Path:
    """The content of the small site in a repository of its own, to be changed."""
    shutil.copytree(small_content.parent, tmp_path / "repository")
    return tmp_path / "repository" / "content"


def replaced(content: Path, data: str, *, version: int | None, moment: str) -> Path:
    """The site built after a commit that put another table there, with or without a word of it."""
    (content / HEAT / TABLE).write_text(data, encoding="utf-8")
    if version:
        file = content / HEAT / "index.md"
        text = file.read_text(encoding="utf-8").replace("role: other}", "role: other, version: 2}")
        file.write_text(text, encoding="utf-8")
    sites.commit(content.parent, moment, f"content/{HEAT}")
    output = content.parent / f"site-{moment[:10]}"
    sites.build(content, output)
    return output


def tables(site: Path) -> dict[str, str]:
    """What is published of the table, by name."""
    return {path.name: path.read_text("utf-8") for path in sorted((site / THERE).glob("*.csv"))}


def ways(site: Path, page: str) -> list[str]:
    """Where the links to earlier versions lead."""
    html = parse((site / page).read_bytes()).html
    folds = html.iterfind(".//details[@class='earlier']")
    return [link.get("href", "") for fold in folds for link in fold.iter("a")]


def test_only_what_a_new_version_replaced_is_still_there(content: Path) -> None:
    first = (content / HEAT / TABLE).read_text("utf-8")
    silent = replaced(content, "town;demand\n", version=None, moment="2026-01-13T09:00:00Z")
    assert tables(silent) == {"heat-demand-2024.csv": "town;demand\n"}
    assert ways(silent, f"{THERE}/index.html") == []
    assert "Replaced on 13 January 2026" in (silent / THERE / "index.html").read_text("utf-8")

    told = replaced(content, "town;heat\n", version=2, moment="2026-01-14T09:00:00Z")
    [old, _] = published = tables(told)
    assert list(published.values()) == ["town;demand\n", "town;heat\n"]
    assert first not in published.values()
    assert ways(told, f"{THERE}/index.html") == [f"../../{THERE}/{old}"]
    assert ways(told, "documents/index.html") == [f"../{THERE}/{old}"]
    assert ways(told, "documents/2025/index.html") == [f"../../{THERE}/{old}"]


def test_bytes_that_are_no_text_come_back_as_they_were(content: Path, tmp_path: Path) -> None:
    paper, old = content / HEAT / "agenda.pdf", (content / HEAT / "agenda.pdf").read_bytes()
    paper.write_bytes(old + b"\r\n\x00\xff")
    index = content / HEAT / "index.md"
    text = index.read_text("utf-8").replace("lang: en}", "lang: en, version: 2}", 1)
    index.write_text(text, encoding="utf-8")
    sites.commit(content.parent, "2026-01-13T09:00:00Z", f"content/{HEAT}")
    sites.build(content, tmp_path / "site")
    [edition] = (tmp_path / "site" / THERE).glob("agenda.*.pdf")
    assert edition.read_bytes() == old
