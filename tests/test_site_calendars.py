"""Calendars of a whole site that are too large for those who fetch them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import sites


def test_a_feed_that_google_would_refuse_is_told(small_content: Path, tmp_path: Path) -> None:
    """As a warning with the remedy, once for each; archives only grow, and nobody could help it."""
    content = Path(shutil.copytree(small_content, tmp_path / "content"))
    for number in range(10, 29):
        folder = content / f"meetings/2026/2026-05-{number}-long"
        folder.mkdir()
        uid = f"3f0f6c0e-58a7-4a3f-9a53-0d8a5a3f1d{number}"
        facts = f"uid: {uid}\ntitle: Long\ngroups: [mobility]\nstart: 2026-05-{number}\n"
        text = "All buses stand still at night. " * 1_500
        place = "place: {name: Depot}\n"
        (folder / "index.md").write_text(f"---\n{facts}{place}---\n{text}\n", encoding="utf-8")
    paths = ("--content", content, "--output", tmp_path / "site", "--settings", sites.SMALL)
    done = sites.command("build", *paths, "--now", sites.EARLY)
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if "Google" in line]
    assert [re.match(r"warning: (\S+) has 9\d\d kB|", line)[1] for line in told] == [
        "/calendar.ics",
        "/groups/climate/calendar.ics",  # The group above.
        "/groups/mobility/calendar.ics",
    ]
    assert all("Shorten the texts of its longest meetings" in line for line in told)
