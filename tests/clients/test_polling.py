"""A thousand subscribers poll every feed: only those that hold the changed meeting cost bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sites
from polling import costs, etags, feeds_of, many_open_files, poll
from web_server import nginx

from workgroups.variants import add_variants

pytestmark = [pytest.mark.clients, pytest.mark.wrk]

READERS = 1_000
MEETING = "meetings/2026/2026-11-18-annual-days/index.md"


def test_only_feeds_of_the_changed_meeting_cost_bytes(
    small_content: Path, small_site: Path, tmp_path: Path
) -> None:
    content = Path(shutil.copytree(small_content.parent, tmp_path / "repository")) / "content"
    site = Path(shutil.copytree(small_site, tmp_path / "site"))
    add_variants(site)
    feeds = feeds_of(site)
    with many_open_files(), nginx(site, tmp_path / "nginx") as server:
        before = etags(server, feeds)
        text = (content / MEETING).read_text("utf-8")
        assert "start: 2026-11-18" in text
        changed = text.replace("start: 2026-11-18", "start: 2026-11-19")
        (content / MEETING).write_text(changed, encoding="utf-8")
        sites.commit(content.parent, "2026-01-14T09:00:00Z", "content")
        sites.build(content, site)
        add_variants(site)
        after = etags(server, feeds)
        report = poll(server, before, after, tmp_path / "nginx", READERS)
    assert "Socket errors" not in report
    assert "Non-2xx" not in report
    found = costs(tmp_path / "nginx")
    holding = {
        feed for feed in feeds if b"2026-11-18-annual-days" in (site / feed[1:]).read_bytes()
    }
    assert 0 < len(holding) < len(feeds)
    assert {feed for feed, cost in found.items() if cost.content} == holding
    for feed in feeds:
        cost = found[feed]
        if feed not in holding:
            assert (cost.full, cost.content) == (0, 0)
            continue
        assert cost.content == cost.full * (site / f"{feed[1:]}.gz").stat().st_size
        # Of those who poll at once, wrk leaves out a few; nobody is sent a feed twice.
        assert READERS * 0.98 <= cost.full <= READERS
        assert cost.unchanged >= READERS * 0.98
