"""How long the history of a large network takes, beside git's own walk over it.

Makes a repository of 10,000 meetings and 30,000 commits in a temporary folder, and times a bare
`git log --raw`, the history read for the first time, and read again with its cache.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from workgroups.history import read_history
from workgroups.sources import find_sources

MEETINGS = 10_000
COMMITS = 30_000
RUNS = 5
FIRST = 1_000_000_000  # seconds since 1970, of the first commit; the others come hourly


def text(number: int, hour: int, edition: int) -> str:
    """A meeting's file, as a network would write it."""
    year = 2000 + number * 26 // MEETINGS
    paragraph = "What the group will talk about, and what members should read before. " * 8
    return (
        f"---\nuid: {number:08d}-0000-4000-8000-000000000000\n"
        f'title: "Meeting {number}: what to do"\ngroups: [group-{number % 14}]\n'
        f"start: {year}-{number % 12 + 1:02d}-{number % 28 + 1:02d} {hour:02d}:00\n"
        f"end: {hour + 2:02d}:00\nplace:\n  name: House {number % 50}\n"
        f"  address: Rue de la Loi {number % 200}, Brussels\n---\n\n"
        f"Edition {edition}. {paragraph}\n"
    )


def path(number: int) -> str:
    """Where the meeting lies."""
    return f"content/meetings/{2000 + number * 26 // MEETINGS}/meeting-{number:05d}/index.md"


def commits(chance: random.Random) -> Iterator[dict[int, str]]:
    """What each commit writes: first all the meetings, then one edit after the other."""
    states = {number: [9, 0] for number in range(MEETINGS)}
    additions = COMMITS // 3
    for count in range(additions):
        new = range(count * MEETINGS // additions, (count + 1) * MEETINGS // additions)
        yield {number: text(number, *states[number]) for number in new}
    for _ in range(COMMITS - additions):
        number = chance.randrange(MEETINGS)
        # One edit in five moves the meeting, the others are of its text.
        states[number][0 if chance.random() < 0.2 else 1] += 1
        states[number][0] = 9 + states[number][0] % 9
        yield {number: text(number, *states[number])}


def make_repository(folder: Path) -> None:
    """The repository, through git's own door for large imports."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", folder], check=True)
    with subprocess.Popen(
        ["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE
    ) as importing:
        assert importing.stdin
        for count, files in enumerate(commits(random.Random(1))):
            who = f"committer Editor <editor@regions.example> {FIRST + 3600 * count} +0000"
            importing.stdin.write(f"commit refs/heads/main\n{who}\ndata 4\nedit\n".encode())
            for number, said in files.items():
                data = said.encode()
                importing.stdin.write(f"M 100644 inline {path(number)}\n".encode())
                importing.stdin.write(f"data {len(data)}\n".encode() + data + b"\n")
    subprocess.run(["git", "repack", "-adq"], cwd=folder, check=True)
    subprocess.run(["git", "reset", "--quiet", "--hard"], cwd=folder, check=True)
    # Files of the second in which the index was written are read whole each time, until somebody
    # asks git for the status a second later.
    time.sleep(1.1)
    subprocess.run(["git", "status", "--short"], cwd=folder, check=True)


def seconds(work: Callable[[], object]) -> list[float]:
    """The wall time of each of several runs."""
    found = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return found


def main() -> None:
    """Make the repository, time the three, print a table."""
    with tempfile.TemporaryDirectory() as folder:
        repository, cache = Path(folder) / "network", Path(folder) / "history.json"
        repository.mkdir()
        make_repository(repository)
        content = repository / "content"
        log = ["git", "log", "--raw"]
        bare = seconds(
            lambda: subprocess.run(log, cwd=repository, stdout=subprocess.DEVNULL, check=True)
        )
        # Every build lists the content anyway, to read it.
        sources = find_sources(content)
        cold = seconds(lambda: read_history(sources))
        read_history(sources, cache)
        warm = seconds(lambda: read_history(sources, cache))
    print(f"{MEETINGS} meetings, {COMMITS} commits, Python {sys.version.split()[0]}, {RUNS} runs")
    for name, found in (("git log --raw", bare), ("history", cold), ("history, again", warm)):
        spread = f"{min(found):.3f} to {max(found):.3f}"
        ratio = median(found) / median(bare)
        print(f"{name:16} {median(found):8.3f} s ({spread}), {ratio:.2f} of git's own")


if __name__ == "__main__":
    main()
