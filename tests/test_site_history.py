"""Sites without their history: a build warns of it, and what is published refuses it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import sites


@pytest.fixture
def shallow(small_content: Path, tmp_path: Path) -> Path:
    """The content of a clone that holds the newest commit only."""
    clone = tmp_path / "clone"
    line = ["git", "clone", "--quiet", "--depth=1", f"file://{small_content.parent}", str(clone)]
    subprocess.run(line, env=sites.PLAIN, check=True)
    return clone / "content"


def test_a_build_warns_once(shallow: Path, tmp_path: Path) -> None:
    done = sites.command(
        *("build", "--settings", sites.SMALL, "--content", shallow),
        *("--output", tmp_path / "site", "--now", sites.EARLY),
    )
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1, done.stderr
    line = done.stderr
    assert line.startswith("warning: content: calendars and papers lack the history")
    assert "git fetch --unshallow" in line
    assert (tmp_path / "site/index.html").is_file()


@pytest.mark.parametrize("history", ["shallow", "none", "whole"])
def test_a_site_is_published_with_its_history_alone(
    history: str, shallow: Path, tmp_path: Path
) -> None:
    if history == "whole":
        line = ["git", "fetch", "--quiet", "--unshallow"]
        subprocess.run(line, cwd=shallow, env=sites.PLAIN, check=True)
    elif history == "none":
        shutil.rmtree(shallow.parent / ".git")
    settings = tmp_path / "settings.py"
    small = sites.SMALL.read_text(encoding="utf-8")
    small = small.replace("from pelican_settings", "from publishconf")
    way = f"import sys\nsys.path.append({str(sites.ROOT)!r})\n"
    settings.write_text(way + small, encoding="utf-8")
    done = sites.command(
        *("preview", "--settings", settings, "--content", shallow),
        *("--output", tmp_path / "site", "--now", sites.EARLY),
        environment={
            "SITEURL": "https://groups.example",
            "GIT_CEILING_DIRECTORIES": os.fspath(tmp_path),
        },
    )
    assert done.returncode == (0 if history == "whole" else 1), done.stderr
    assert (tmp_path / "site").exists() == (history == "whole")
    remedy = {"shallow": "git fetch --unshallow", "none": "commit the content", "whole": ""}
    assert remedy[history] in done.stderr
    assert "Traceback" not in done.stderr


HEAT = "meetings/2025/2025-10-07-heat-plans"
MOVED = "meetings/older/2025-10-07-heat-plans"
EDITS = (
    ("start: 2025-10-07 14:00", "start: 2025-10-07 13:00", 1),
    ("We compare:", "Let us compare:", 0),
    ("timezone", "timezone", 0),  # only the folder moves
    ("start: 2025-10-07 13:00", "start: 2025-10-07 14:00", 1),
    ("place: {name: Town Hall,", "status: cancelled\nnotice: Storm.\nplace: {name: Town Hall,", 1),
    ("status: cancelled", "status: confirmed", 1),
    ("who pays", "who really pays", 0),
    ("end: 17:00", "end: 2025-10-07 17:00", 0),
    ("2.04", "2.05", 1),
    ("where the heat comes from", "where heat comes from", 0),
    ("end: 2025-10-07 17:00", "end: 17:30", 1),
)
"""What eleven commits replace in a meeting's file, and by how much SEQUENCE rises."""


def test_every_earlier_checkout_gives_the_bytes_it_gave_then(tmp_path: Path) -> None:
    """Twelve commits: the small site, and eleven of one meeting."""
    repository, published = tmp_path / "network", list[Path]()
    repository.mkdir()
    content = sites.write_small_content(repository)
    published.append(build_at(content, tmp_path / "first"))
    sequence = sequence_in(published[0])
    for count, (old, new, rises) in enumerate(EDITS):
        if old == new:
            (content / MOVED).parent.mkdir()
            (content / HEAT).rename(content / MOVED)
        file = content / (MOVED if (content / MOVED).exists() else HEAT) / "index.md"
        text = file.read_text(encoding="utf-8")
        assert old == new or old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        sites.commit(repository, f"2026-02-{count + 1:02d}T09:00:00Z", "content")
        site = build_at(content, tmp_path / f"then-{count}")
        assert sequence_in(site) == sequence + rises, (old, new)
        sequence += rises
        published.append(site)

    assert len(published) == 12
    sites.git(tmp_path, "clone", "--quiet", str(repository), "later")
    for age, then in enumerate(reversed(published)):
        sites.git(tmp_path / "later", "checkout", "--quiet", f"origin/HEAD~{age}")
        now = build_at(tmp_path / "later" / "content", tmp_path / f"again-{age}")
        assert sites.differing(then, now) == []


def build_at(content: Path, output: Path) -> Path:
    """The site that the content makes, on one and the same day."""
    sites.build(content, output, now="2026-06-01T12:00:00Z")
    return output


def sequence_in(site: Path) -> int:
    """SEQUENCE of the meeting that the commits are about."""
    entry = (site / "meetings/2025-10-07-heat-plans/meeting.ics").read_text(encoding="utf-8")
    return int(entry.partition("\nSEQUENCE:")[2].split()[0])
