"""Subscribers who poll every feed of a site through nginx, as wrk plays them, and what it cost."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from resource import RLIMIT_NOFILE, getrlimit, setrlimit
from urllib.request import Request, urlopen

import system_tools

THREADS = 2

SCRIPT = """\
local feeds = {feeds}
local polls = {polls}
local count = -1
local done = false

function request()
  -- wrk makes one request more than it sends, so that the first one is of no account.
  count = count + 1
  local feed = feeds[count % #feeds + 1]
  local known = (count >= 1 and count <= polls) and feed.before or feed.after
  return wrk.format("GET", feed.path, {{["If-None-Match"] = known, ["Accept-Encoding"] = "gzip"}})
end

function response()
  if not done and count > 2 * polls + {connections} then
    done = true
    print("polled")
    io.stdout:flush()
  end
end
"""
"""Each subscriber asks once for each feed with the ETag from before, and then with the new one."""


@dataclass(frozen=True)
class Cost:
    """What the polls of one feed cost: answers by status, and bytes of content."""

    full: int
    unchanged: int
    content: int


@contextmanager
def many_open_files() -> Iterator[None]:
    """Let this process, and those it starts, have a connection for each subscriber."""
    soft, hard = getrlimit(RLIMIT_NOFILE)
    setrlimit(RLIMIT_NOFILE, (hard, hard))
    try:
        yield
    finally:
        setrlimit(RLIMIT_NOFILE, (soft, hard))


def feeds_of(site: Path) -> list[str]:
    """The address of every feed that people subscribe to."""
    names = (file.relative_to(site).as_posix() for file in site.rglob("*.*"))
    return sorted(f"/{n}" for n in names if re.search(r"(?<!/meeting)\.(ics|atom)$", n))


def etags(server: str, feeds: list[str]) -> dict[str, str]:
    """What a subscriber knows each feed by, having fetched it."""
    found = {}
    for feed in feeds:
        with urlopen(Request(server + feed, headers={"Accept-Encoding": "gzip"})) as answer:
            found[feed] = answer.headers["ETag"]
    return found


def poll(
    server: str, before: Mapping[str, str], after: Mapping[str, str], folder: Path, readers: int
) -> str:
    """Have `readers` subscribers, who know the feeds as they were before, poll all; wrk's report.

    `folder` is that of nginx; its log is emptied.
    """
    feeds = ", ".join(
        f"{{path={json.dumps(feed)}, before={json.dumps(tag)}, after={json.dumps(after[feed])}}}"
        for feed, tag in before.items()
    )
    each = readers // THREADS
    script = folder / "subscribers.lua"
    script.write_text(
        SCRIPT.format(feeds=f"{{{feeds}}}", polls=each * len(before), connections=each)
    )
    (folder / "access.log").write_text("")
    program = os.environ.get("WRK") or system_tools.wrk()
    assert program
    line = [program, f"-t{THREADS}", f"-c{readers}", "-d60s", "-s", script, server]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as wrk:
        assert wrk.stdout
        for _ in range(THREADS):
            while wrk.stdout.readline() not in {"polled\n", ""}:
                pass
        # It would go on to its last second.
        wrk.send_signal(signal.SIGINT)
        report = wrk.stdout.read()
    assert wrk.returncode == 0
    return report


# Python, who asks what subscribers know, may be told of when they have begun to poll.
LINE = re.compile(r'"GET (\S+) HTTP/1\.1" (\d+) (\d+) "-" "-"')


def costs(folder: Path) -> dict[str, Cost]:
    """What each feed cost, as nginx logged it."""
    found: dict[str, Cost] = {}
    for feed, status, size in LINE.findall((folder / "access.log").read_text()):
        cost = found.get(feed, Cost(0, 0, 0))
        full, unchanged = status == "200", status == "304"
        assert full or unchanged, f"{feed}: {status}"
        found[feed] = Cost(cost.full + full, cost.unchanged + unchanged, cost.content + int(size))
    return found
