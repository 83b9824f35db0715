"""How long it takes from saving a meeting to seeing it in the browser, in a large network.

Makes a network of 1,000 meetings in a temporary folder, shows it with `tasks.py serve`, and changes
meetings one after the other while Chromium has them open. A page that shows what was written says
so itself, in the browser's clock, which is the one the writing is timed with.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright
from system_tools import playwright_chromium, system_chromium

TASKS = Path(__file__).parents[2] / "tasks.py"
MEETINGS = 1_000
GROUPS = 14
RUNS = 15
LONGEST = 120_000
"""Milliseconds to wait for a page; a large network takes a while to be shown at first."""

BODY = """\
The group looks at **{topic}** again: what members did since the last meeting, what they paid for
it, and what they would not do twice. The [group](../../../groups/group-{group}/index.md) has the
papers of earlier years.

## What to prepare

- Your figures of {year}, by quarter.
- A contact for [the survey](https://ec.europa.eu/eusurvey/).
- One question for the speakers:
    1. from a large city;
    2. from a town of less than 50,000.

> Members who cannot come send their figures two days before.
"""


def meeting(number: int) -> str:
    """A meeting's file, as a network would write it."""
    year, group, hour = year_of(number), number % GROUPS, 9 + number % 7
    return (
        f"---\nuid: {number:08d}-0000-4000-8000-000000000000\n"
        f'title: "Meeting {number}: heat, water and roads"\ngroups: [group-{group}]\n'
        f"start: {year}-{number % 12 + 1:02d}-{number % 28 + 1:02d} {hour:02d}:00\n"
        f"end: {hour + 2:02d}:30\nplace:\n  name: House {number % 50}\n"
        f"  address: Rue de la Loi {number % 200}, Brussels\n---\n\n"
        f"{BODY.format(topic=f'topic {number}', group=group, year=year)}"
    )


def year_of(number: int) -> int:
    """The year in which the meeting is."""
    return 2000 + number * 27 // MEETINGS


def file_of(content: Path, number: int) -> Path:
    """Where the meeting lies."""
    return content / f"meetings/{year_of(number)}/meeting-{number:05d}/index.md"


def make_network(folder: Path) -> None:
    """The content, in a repository of its own."""
    for number in range(GROUPS):
        group = folder / f"content/groups/group-{number}/index.md"
        group.parent.mkdir(parents=True)
        group.write_text(f"---\nname: Group {number}\n---\nMembers who build things.\n")
    for number in range(MEETINGS):
        file = file_of(folder / "content", number)
        file.parent.mkdir(parents=True)
        file.write_text(meeting(number), encoding="utf-8")
    who = ("-c", "user.name=Editor", "-c", "user.email=editor@regions.example")
    for command in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "all")):
        subprocess.run(["git", *command], cwd=folder, check=True)


SEEN = """
addEventListener("DOMContentLoaded", () => {
  requestAnimationFrame(() => { window.seen = Date.now(); });
});
"""
"""When the page, read to its end, is about to be painted."""


def save_and_see(page: Page, address: str, file: Path, run: int) -> float:
    """Seconds from the moment a file is written until the open page shows what it says."""
    words = f"Written in run {run}."
    page.goto(address)
    page.wait_for_timeout(500)  # as somebody who looks at it, and then writes on
    text = file.read_text("utf-8")
    started = time.time()
    file.write_text(f"{text}\n{words}\n", encoding="utf-8")
    page.wait_for_function(
        "words => window.seen && document.body.innerText.includes(words)", arg=words
    )
    return float(page.evaluate("window.seen")) / 1000 - started


def from_save_to_page(files: Sequence[Path], *options: str | Path) -> list[float]:
    """Seconds for each of these meetings' files, while `serve` shows the site with the options.

    The first, which compiles the templates, is not among them.
    """
    line = [sys.executable, str(TASKS), "serve", "--port", "0", *map(str, options)]
    serving = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert serving.stdout
        return [*measure(serving.stdout.readline().split(" ")[0], files)][1:]
    finally:
        serving.send_signal(signal.SIGINT)
        serving.communicate()


def measure(address: str, files: Sequence[Path]) -> Iterator[float]:
    """What each run took."""
    with sync_playwright() as playwright:
        path = system_chromium() or playwright_chromium()
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(LONGEST)
        page.add_init_script(SEEN)
        for run, file in enumerate(files):
            yield save_and_see(page, f"{address}meetings/{file.parent.name}/", file, run)
        browser.close()


def main() -> None:
    """Make the network, show it, change it, print a line."""
    with tempfile.TemporaryDirectory() as name:
        content = Path(name) / "network" / "content"
        make_network(content.parent)
        numbers = (run * MEETINGS // (RUNS + 1) for run in range(RUNS + 1))
        files = [file_of(content, number) for number in numbers]
        found = from_save_to_page(files, "--content", content)
    spread = f"{min(found):.3f} to {max(found):.3f}"
    print(f"{MEETINGS} meetings, Python {sys.version.split()[0]}, {RUNS} runs")
    print(f"from save to page {median(found):8.3f} s ({spread})")


if __name__ == "__main__":
    main()
