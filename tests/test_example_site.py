"""The example site has something of everything, so that what holds for it holds for many sites."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import builds
import sites
from pages import read_pages


def test_the_example_has_something_of_everything() -> None:
    """So that the tests of any site, run here, are tests of all kinds of meetings."""
    programme = builds.programme_of()
    meetings, now = programme.meetings, datetime.fromisoformat(sites.NOW)
    statuses = {"confirmed", "cancelled", "postponed", "tentative"}
    assert {meeting.status for meeting in meetings} == statuses
    assert {meeting.when.all_day for meeting in meetings} == {True, False}
    assert {meeting.lang for meeting in meetings} == {"en", "fr"}
    assert len({meeting.when.zone_name for meeting in meetings}) > 2
    assert any(meeting.is_joint for meeting in meetings)
    assert any(meeting.when.first_day.year < now.year - 1 for meeting in meetings)
    assert any(document.external for meeting in meetings for document in meeting.documents)
    assert any(programme.children(group) for group in programme.groups)
    busy = {group.slug for m in meetings for group in m.groups if m.when.ends >= now}
    assert any(group.slug not in busy for group in programme.groups)
    for things in (programme.groups, meetings):
        assert any(thing.aliases for thing in things)


def test_descriptions_tell_pages_apart(shared: Path, example_site: Path) -> None:
    """One that is in several languages may say in all of them what it has only in one."""
    said: dict[str, set[str]] = defaultdict(set)
    for page in read_pages(shared, "pages-of-the-site", example_site).values():
        if not page.is_redirect and page.file != "404.html":
            words = page.one("meta[@name='description']").get("content", "")
            said[words].add(re.sub("^(fr|de)/", "", page.file))
    # The calendar itself is that of the month.
    twice = {words: files for words, files in said.items() if len(files) > 1}
    assert [files for files in twice.values() if "calendar/index.html" not in files] == []
