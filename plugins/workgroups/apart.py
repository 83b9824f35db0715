"""Apart: documents are read in a process of their own, whose memory and time are bounded.

Whatever somebody made a file do to whoever reads it, it does it there: that process has nothing of
the build's, not even its environment, and when it dies the next document gets a new one.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Self

from .document_text import LONGEST, Inside, look_inside

# Far from what honest documents need: the largest that was seen, 700 pages, took 200 MB and 6 s.
MEMORY = 1 << 30
"""Bytes that the process may have."""

SECONDS = 20
"""Of a processor, for one document."""

PATIENCE = 60
"""Seconds on the clock, for one document; where a system has no other bounds, this one holds."""

_LONGEST_ANSWER = 5 * LONGEST


class TooMuch(Exception):
    """A document could not be read within the bounds."""


class Reader:
    """Looks into documents, one after the other; the process begins with the first."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.close()

    def look_inside(self, path: Path, label: str) -> Inside:
        """What a file of this kind holds. Raises TooMuch."""
        process = self._process or self._begin()
        self._process = process
        question = json.dumps([str(path), label]).encode() + b"\n"
        timer = Timer(PATIENCE, process.kill)
        timer.start()
        try:
            answer = _asked(process, question)
        finally:
            timer.cancel()
        try:
            return _believed(answer)
        except ValueError:
            self.close()
            raise TooMuch(path.name) from None

    def close(self) -> None:
        """End the process, if there is one."""
        if process := self._process:
            self._process = None
            process.kill()
            process.communicate()

    @staticmethod
    def _begin() -> subprocess.Popen[bytes]:
        # -I: neither the folder it is started in nor anything of the user's is looked into.
        return subprocess.Popen(
            [sys.executable, "-I", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Without this one, Windows starts nothing.
            env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
        )


def _asked(process: subprocess.Popen[bytes], question: bytes) -> bytes:
    """The line that answers; empty where the process died of the question."""
    if process.stdin is None or process.stdout is None:
        return b""
    with contextlib.suppress(OSError):
        process.stdin.write(question)
        process.stdin.flush()
        return process.stdout.readline(_LONGEST_ANSWER)
    return b""


def _believed(answer: bytes) -> Inside:
    """What an answer says; raises ValueError where it is none that we would have given."""
    try:
        found = json.loads(answer)
    except RecursionError:
        raise ValueError from None
    if not isinstance(found, list) or len(found) != 2:
        raise ValueError
    pages, words = found
    # True is a number to Python.
    if not (pages is None or (type(pages) is int and pages >= 0)):
        raise ValueError
    if not isinstance(words, str) or len(words) > LONGEST:
        raise ValueError
    return Inside(pages, words)


# ---- In the other process ------------------------------------------------------------------------


def answer_all(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answer one question after the other, each within the bounds."""
    _bound("RLIMIT_AS", MEMORY)
    _bound("RLIMIT_FSIZE", 0)
    _bound("RLIMIT_CORE", 0)
    for question in questions:
        _bound("RLIMIT_CPU", int(time.process_time()) + SECONDS)
        path, label = json.loads(question)
        found = look_inside(Path(path).read_bytes(), label)
        answers.write(json.dumps([found.pages, found.words], ensure_ascii=False).encode() + b"\n")
        answers.flush()


def _bound(name: str, most: int) -> None:
    """Have the system keep this process within a bound, where it knows such bounds."""
    with contextlib.suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(getattr(resource, name))
        resource.setrlimit(getattr(resource, name), (most, hard))


if __name__ == "__main__":
    answer_all(sys.stdin.buffer, sys.stdout.buffer)
