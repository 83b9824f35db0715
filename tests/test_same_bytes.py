"""The same content makes the same bytes: on any machine, in any order of doors, on any day."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sites

DOORS = (
    *("event_pages", "theme_assets", "calendar_feeds", "next_meetings", "change_feeds"),
    *("programme_listing", "archive_pages", "calendar_pages", "attachment_listings"),
    *("search_pages", "registration_links", "styleguide"),
)
OTHERS = DOORS[2:]
"""All but those that read the programme and give pages their looks: no site is without them."""

GROUPS = ("climate", "energy", "mobility")
PAPERS = "meetings/2025-10-07-heat-plans"

BUILDS = """
import json, os, sys
from datetime import datetime
from pathlib import Path
from commands.build import build_site

settings, content, now, builds = json.load(sys.stdin)
for output, doors in builds.items():
    # Pelican's signals stay connected: a process of its own is what lets a door be missing.
    if os.fork() == 0:
        overrides = {"PATH": content, "OUTPUT_PATH": output, "PLUGINS": doors}
        build_site(Path(settings), {**overrides, "NOW": datetime.fromisoformat(now)})
        sys.stdout.flush()
        os._exit(0)
    if os.wait()[1]:
        sys.exit(f"{output} was not built with {doors}")
"""


def build_each(content: Path, builds: dict[Path, tuple[str, ...]]) -> None:
    """Build the small site once for each folder, with the doors given for it."""
    task = (str(sites.SMALL), str(content), sites.EARLY, {str(k): v for k, v in builds.items()})
    line = [sys.executable, "-c", BUILDS]
    subprocess.run(line, input=json.dumps(task), text=True, env=sites.PLAIN, check=True)


def in_languages(*addresses: str) -> list[str]:
    """The pages at these addresses of the small site, in both of its languages."""
    return [f"{lang}{address}index.html" for address in addresses for lang in ("", "fr/")]


# ---- The order of the doors ----------------------------------------------------------------------

TURNS = [(*DOORS[turn:], *DOORS[:turn]) for turn in (0, len(DOORS) // 2)]
ORDERS = [*TURNS, *(tuple(reversed(order)) for order in TURNS)]
"""Each two of the doors one before the other and the other way round, also beside each other."""


def test_every_order_of_the_doors_makes_the_same_site(
    small_content: Path, small_site: Path, tmp_path: Path
) -> None:
    orders = {tmp_path / "-".join(order): order for order in ORDERS}
    build_each(small_content, orders)
    different = {output.name: sites.differing(small_site, output) for output in orders}
    assert not any(different.values()), different


def test_without_a_door_only_its_part_is_missing(
    small_content: Path, small_site: Path, tmp_path: Path
) -> None:
    """A site may leave a door out; the links to what it makes are then the theme's to take out."""
    build_each(small_content, {tmp_path / d: tuple(x for x in DOORS if x != d) for d in OTHERS})
    whole = sites.files(small_site)
    less = {door: sites.files(tmp_path / door) for door in OTHERS}
    missing = {door: sorted(whole.keys() - found.keys()) for door, found in less.items()}
    calendars = {name for name in whole if name.endswith(".ics") and "next" not in name}
    assert missing == {
        "calendar_feeds": sorted([*calendars, "robots.txt", *in_languages("subscribe/")]),
        "next_meetings": [name for name in whole if re.search(r"/next(\.ics|/)", name)],
        "calendar_pages": [name for name in whole if "calendar/" in name],
        "change_feeds": [name for name in whole if name.endswith(".atom")],
        "programme_listing": ["meetings.json", "meetings.schema.json"],
        "attachment_listings": [
            name for name in whole if re.match(rf"(fr/)?documents/|{PAPERS}/.*(pdf|csv)", name)
        ],
        "search_pages": [name for name in whole if re.match("(fr/)?search/", name)],
        "styleguide": [],
        "registration_links": [],
        "archive_pages": [
            name
            for name in whole
            if re.search(r"(archive|groups/[^/]+/\d{4})(/\d{4})?/index", name)
        ],
    }
    for file in ("index.html", "groups/energy/index.html"):
        assert b"What changed" in whole[file].partition(b"<body>")[2]
        assert b"What changed" not in less["change_feeds"][file].partition(b"<body>")[2]
    page = "meetings/2026-03-12-grids-and-buses/index.html"
    assert b">Registration</h2>" in whole[page]
    assert b">Registration</h2>" not in less["registration_links"][page]


# ---- The machine ---------------------------------------------------------------------------------

MACHINES = {
    "east, no language": {
        "PYTHONHASHSEED": "1",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "POSIX",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
    "west, French": {
        "PYTHONHASHSEED": "4711",
        "TZ": "America/Los_Angeles",
        "LC_ALL": "fr_FR.UTF-8",
        "LANGUAGE": "fr",
    },
    "git as someone likes it": {
        "GIT_CONFIG_COUNT": "4",
        "GIT_CONFIG_KEY_0": "log.showSignature",
        "GIT_CONFIG_VALUE_0": "true",
        "GIT_CONFIG_KEY_1": "diff.renames",
        "GIT_CONFIG_VALUE_1": "copies",
        "GIT_CONFIG_KEY_2": "color.ui",
        "GIT_CONFIG_VALUE_2": "always",
        "GIT_CONFIG_KEY_3": "log.date",
        "GIT_CONFIG_VALUE_3": "relative",
    },
}


@pytest.mark.parametrize("machine", MACHINES)
def test_the_machine_does_not_show(
    machine: str, small_content: Path, small_site: Path, tmp_path: Path
) -> None:
    sites.build(small_content, tmp_path / "site", environment=MACHINES[machine])
    assert sites.differing(small_site, tmp_path / "site") == []


def test_where_the_content_lies_does_not_show(
    small_content: Path, small_site: Path, tmp_path: Path
) -> None:
    """In another checkout, whose files are all as old as the checkout, built from elsewhere."""
    checkout = tmp_path / "Another check-out é"
    line = ["git", "clone", "--quiet", "--no-local", str(small_content.parent), str(checkout)]
    subprocess.run(line, env=sites.PLAIN, check=True)
    shown = sites.command(
        *("build", "--content", "content", "--output", "../site", "--now", sites.EARLY),
        *("--settings", sites.SMALL),
        cwd=checkout,
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    assert sites.differing(small_site, tmp_path / "site") == []


def test_without_a_repository_only_what_history_tells_is_missing(
    small_content: Path, small_site: Path, tmp_path: Path
) -> None:
    shutil.copytree(small_content, tmp_path / "content")
    where = ("--content", tmp_path / "content", "--output", tmp_path / "site")
    when = ("--now", sites.EARLY, "--settings", sites.SMALL)
    assert sites.command("build", *where, *when).returncode == 0
    different = sites.differing(small_site, tmp_path / "site")
    calendars = [name for name in sites.files(small_site) if name.endswith(".ics")]
    changes = [name for name in sites.files(small_site) if name.endswith(".atom")]
    years = [f"groups/{name}/2025/" for name in ("climate", "energy")]
    telling = in_languages("", *(f"groups/{name}/" for name in GROUPS), *years)
    pages = [*telling, f"{PAPERS}/index.html"]
    assert different == sorted([*calendars, *changes, "meetings.json", *pages])


# ---- The day -------------------------------------------------------------------------------------

NOT_OPEN, OPEN, OVER = sites.EARLY, "2026-02-15T12:00:00Z", "2026-09-01T12:00:00Z"
NEXT_YEAR = "2027-01-02T12:00:00Z"

REGISTRATION = [
    "fr/meetings/2026-03-12-grids-and-buses/index.html",
    "meetings/2026-03-12-grids-and-buses/index.html",
]
MONTH = in_languages("calendar/")
LISTS = in_languages("", *(f"groups/{name}/" for name in GROUPS), "types/workshop/")
LAST_LISTS = in_languages("", "groups/climate/", "groups/climate/next/")
"""Those that hold the last meeting of 2026."""
ANNUAL_DAYS = "meetings/2026-11-18-annual-days/index.html"
UNCERTAIN = in_languages("archive/2026/", "calendar/2026-11/", "groups/climate/2026/")
"""Those that say of it that it is not certain yet, until it is over."""
NEXT = in_languages(*(f"groups/{name}/next/" for name in GROUPS))
THIS_YEARS = [f"groups/{name}/next.ics" for name in GROUPS]
WINDOWED = [
    *("calendar.ics", "groups/climate/calendar.ics", "groups/energy/calendar.ics"),
    "types/working-group/calendar.ics",
]
"""The feeds that held a meeting of 2025, which leaves them in 2027."""
SUBSCRIBE = in_languages("subscribe/", "types/working-group/")
"""It names the feeds of types as long as there is something in them, and their pages lead there."""


@pytest.fixture
def built_for(shared: Path, small_content: Path) -> Callable[[str], Path]:
    """Builds the small site for a moment."""

    def make(now: str) -> Path:
        name = f"small-site-{now.translate({ord(':'): None})}"
        return sites.build_once(shared, name, lambda to: sites.build(small_content, to, now=now))

    return make


@pytest.mark.parametrize(
    ("day", "other_day", "wanted"),
    [
        pytest.param(NOT_OPEN, "2026-01-31T22:59:59Z", [], id="nothing happens"),
        pytest.param(NOT_OPEN, "2026-02-01T22:59:59Z", MONTH, id="the month turns"),
        pytest.param(NOT_OPEN, OPEN, [*MONTH, *REGISTRATION], id="registration opens"),
        pytest.param(OPEN, OVER, [*MONTH, *REGISTRATION, *LISTS, *NEXT], id="meetings are held"),
        pytest.param(
            OVER,
            NEXT_YEAR,
            [*MONTH, *LAST_LISTS, *UNCERTAIN, ANNUAL_DAYS, *SUBSCRIBE, *WINDOWED, *THIS_YEARS],
            id="the year turns",
        ),
    ],
)
def test_another_day_shows_only_where_it_matters(
    built_for: Callable[[str], Path], day: str, other_day: str, wanted: list[str]
) -> None:
    """Calendars among them only where the year turns; a cancelled meeting is never over."""
    assert sites.differing(built_for(day), built_for(other_day)) == sorted(wanted)
