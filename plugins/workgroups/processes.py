"""Processes: one piece of work, done by as many processes as the machine has processors."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from typing import IO, Any, TypeVar

V = TypeVar("V")


def processors() -> int:
    """How many processes can work at one time; 1 where the system cannot copy a process."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each of these gives; done together where there are processors for it, the last here."""
    if processors() < len(works):
        return [work() for work in works]
    return in_processes(lambda number: works[number](), len(works))


def in_processes(work: Callable[[int], V], count: int) -> list[V]:
    """What `work` gives for each number from 0 to `count` - 1.

    The last is done here, the others in copies of this process: of what they change nothing stays
    but what they give. What a copy did not finish is done again here, so that it raises here.
    """
    copies = [_copy(work, number) for number in range(count - 1)]
    try:
        last = work(count - 1)
        return [*(_given(copy, work, number) for number, copy in enumerate(copies)), last]
    finally:
        for process, answer in copies:
            _end(process, answer)


def _copy(work: Callable[[int], V], number: int) -> tuple[int, IO[bytes]]:
    """A copy of this process that does its part, and where its answer can be read."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, os.fdopen(reading, "rb")
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as answer:
            pickle.dump(work(number), answer, pickle.HIGHEST_PROTOCOL)
    finally:
        # What is to be tidied up at the end is the original's to tidy up.
        os._exit(0)


def _given(copy: tuple[int, IO[bytes]], work: Callable[[int], V], number: int) -> V:
    try:
        # It was written by this very program, a moment ago.
        given: V = pickle.load(copy[1])  # noqa: S301
    except (EOFError, pickle.UnpicklingError):
        return work(number)
    return given


def _end(process: int, answer: IO[bytes]) -> None:
    answer.close()
    try:
        os.kill(process, signal.SIGKILL)
    finally:
        os.waitpid(process, 0)
