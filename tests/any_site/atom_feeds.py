"""Change feeds as a reader that we did not write has them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
from builds import files


def feeds(site: Path) -> dict[str, Any]:
    """Every change feed by its name."""
    found = {name: data for name, data in files(site).items() if name.endswith(".atom")}
    return {name: feedparser.parse(data, sanitize_html=False) for name, data in found.items()}


def assert_well_made(site: Path, now: datetime) -> None:
    """Each has a name, entries of its own, the newest first, and each of them leads to a page."""
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
