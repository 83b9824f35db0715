"""What a command costs: seconds on the clock and of processors, and the memory of all it starts."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LOOK = 0.05
"""Seconds between two looks at the memory."""


class CommandFailed(Exception):
    """The text is the end of what it said."""


@dataclass(frozen=True)
class Cost:
    """Of a whole process, its start and that of all it started included.

    `seconds` on the clock; `processor` seconds in it and in the system for it; `memory` in bytes is
    the largest proportional set size (PSS) of all processes alive together, and 0 where nobody
    looked: what processes share is counted once.
    """

    seconds: float
    processor: float
    memory: int


def cost_of(command: Sequence[str], folder: Path, *, look: bool = False) -> Cost:
    """What the command costs in that folder.

    To look at the memory slows it down, so the other figures are of no use then.
    """
    # Such as PYTHONDONTWRITEBYTECODE, with which Python translates its modules again each time.
    environment = {n: value for n, value in os.environ.items() if not n.startswith("PYTHON")}
    os.sync()
    with tempfile.TemporaryFile() as said:
        started = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        memory = largest_memory(process.pid) if look else 0
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise CommandFailed(f"{command[0]}: {said.read()[-2000:].decode(errors='replace')}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, memory)


def largest_memory(process: int) -> int:
    """The most that the process and all below it held together, once it has ended."""
    largest = 0
    while has_not_ended(process):
        largest = max(largest, sum(map(memory_of, family(process))))
        time.sleep(LOOK)
    return largest


def has_not_ended(process: int) -> bool:
    """Whether there is something still to wait for; leaves it to be waited for."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def family(process: int) -> Iterator[int]:
    """A process and all that it or those have started."""
    yield process
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # it has ended meanwhile
            for child in thread.read_text("ascii").split():
                yield from family(int(child))


def memory_of(process: int) -> int:
    """Its proportional set size in bytes; 0 of one that has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
