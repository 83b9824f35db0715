"""The site built again after a change: what a build tells, touches and leaves alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import sites

HEAT_PLANS = "meetings/2025/2025-10-07-heat-plans"
GRIDS = "meetings/2026/2026-03-12-grids-and-buses"
NIGHT = "meetings/2026/2026-05-06-night-charging"


@pytest.fixture
def content(small_content: Path, tmp_path: Path) -> Path:
    """The content of the small site in a repository of its own, to be changed."""
    shutil.copytree(small_content.parent, tmp_path / "repository")
    return tmp_path / "repository" / "content"


@pytest.fixture
def output(small_site: Path, tmp_path: Path) -> Path:
    """The small site as it is published, to be built over."""
    return Path(shutil.copytree(small_site, tmp_path / "published"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def rewritten(before: dict[str, tuple[int, int]], output: Path) -> list[str]:
    """The files that are new since then, or were written again."""
    return sorted(name for name, state in sites.times(output).items() if before.get(name) != state)


def test_the_closing_line_tells_what_the_site_holds(content: Path, tmp_path: Path) -> None:
    said = sites.counts(sites.build(content, tmp_path / "new"))
    made = sites.files(tmp_path / "new")
    assert said == {
        "pages": sum(name.endswith(".html") for name in made),
        "feeds": sum(
            re.search(r"(calendar.*|next)\.ics$|atom$", name) is not None for name in made
        ),
        "documents": 2,
        "meetings": 4,
        "written": len(made),
        "unchanged": 0,
        "removed": 0,
    }


def test_without_a_change_nothing_is_written(content: Path, output: Path) -> None:
    before = sites.times(output)
    said = sites.counts(sites.build(content, output))
    assert (said["written"], said["unchanged"], said["removed"]) == (0, len(before), 0)
    assert sites.times(output) == before


def test_an_edited_meeting_is_written_where_it_is_told(content: Path, output: Path) -> None:
    """The room of a meeting that is over: its own page, calendars and data, and no list."""
    before = sites.times(output)
    edit(content / HEAT_PLANS / "index.md", 'room: "2.04"', 'room: "3.11"')
    sites.commit(content.parent, "2026-01-14T09:00:00Z", f"content/{HEAT_PLANS}")
    said = sites.counts(sites.build(content, output))
    calendars = ["calendar-archive.ics", "calendar.ics"]
    holders = ("", "groups/climate/", "groups/energy/")
    own = [f"meetings/2025-10-07-heat-plans/{name}" for name in ("index.html", "meeting.ics")]
    feeds = [folder + name for folder in holders for name in calendars]
    expected = sorted([*own, *feeds, "types/working-group/calendar.ics", "meetings.json"])
    new = rewritten(before, output)
    found = [name for name in new if name.startswith("search/")]
    # Its place can be found under other words, and is told with it.
    assert {name.split("/")[2] for name in found} == {"finds", "words"}
    assert [name for name in new if name not in found] == expected
    assert (said["written"], said["removed"]) == (len(new), 0)


def test_a_new_title_is_written_wherever_it_is_read(content: Path, output: Path) -> None:
    before = sites.times(output)
    edit(content / HEAT_PLANS / "index.md", "what the first ten towns wrote", "ten of them")
    sites.build(content, output)
    told = [name for name, data in sites.files(output).items() if b"Heat plans: ten of th" in data]
    new = [name for name in rewritten(before, output) if "search/index/words/" not in name]
    assert new == sorted(told)
    assert "meetings/2026-03-12-grids-and-buses/index.html" in told, "the next one names it"
    assert "documents/index.html" in told
    assert not [name for name in told if name.startswith("groups/mobility")]


def test_a_new_paper_is_listed_and_brought(content: Path, output: Path) -> None:
    before = sites.times(output)
    (content / NIGHT / "minutes.csv").write_text("point,decision\n", encoding="utf-8")
    sites.build(content, output)
    written = rewritten(before, output)
    assert "meetings/2026-05-06-night-charging/minutes.csv" in written
    assert {"documents/index.html", "groups/mobility/index.html", "calendar.ics"} <= {*written}
    assert not [name for name in written if name.startswith("groups/energy")]


def test_of_a_removed_meeting_nothing_stays(content: Path, output: Path) -> None:
    shutil.rmtree(content / HEAT_PLANS)
    gone = {name for name in sites.files(output) if "heat-plans" in name}
    assert len(gone) == 5
    said = sites.counts(sites.build(content, output))
    assert said["removed"] >= len(gone)
    assert not [name for name in sites.files(output) if "heat-plans" in name]
    assert not (output / "meetings" / "2025-10-07-heat-plans").exists()
    for name, data in sites.files(output).items():
        assert b"heat-plans" not in data, name


def test_every_problem_is_told_at_once_and_nothing_is_touched(content: Path, output: Path) -> None:
    before, state = sites.files(output), sites.times(output)
    edit(content / "groups/energy/index.md", "parent: climate", "parent: climat")
    edit(content / GRIDS / "index.md", "end: 2026-03-13 12:00", "end: 2026-03-11 12:00")
    edit(content / HEAT_PLANS / "index.md", "{file: agenda.pdf", "{file: agneda.pdf")
    edit(
        content / NIGHT / "index.md", "notice: The depot is closed", "nothing: The depot is closed"
    )
    edit(content / "pages/about.md", "(/documents/)", "(/papers/)")
    paths = ("--content", content, "--output", output, "--settings", sites.SMALL)
    done = sites.command("build", *paths)
    assert (done.returncode, done.stdout) == (1, "")
    told = [line for line in done.stderr.splitlines() if not line.startswith("    ")]
    places = [
        ("content/groups/energy/index.md", 4),
        (f"content/{HEAT_PLANS}/index.md", 12),
        (f"content/{GRIDS}/index.md", 7),
        (f"content/{NIGHT}/index.md", 7),
        (f"content/{NIGHT}/index.md", 8),
        ("content/pages/about.md", 8),
    ]
    assert [re.split(r":(\d+):\d+: ", line)[:2] for line in told] == [
        [file, str(line)] for file, line in places
    ]
    remedies = re.findall(r"^ {4}[A-Z].*", done.stderr, re.MULTILINE)
    assert len(remedies) == len(told)
    assert (sites.files(output), sites.times(output)) == (before, state)
    assert [path.name for path in output.parent.iterdir() if "staging" in path.name] == []
