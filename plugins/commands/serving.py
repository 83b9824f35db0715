"""Serving: one process shows the site, and another takes its place when the code has changed."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import IO, Any, cast

from commands.server import listen

PLUGINS = Path(__file__).resolve().parents[1]


class CannotServe(Exception):
    """Nothing can be shown; the text says why, `code` is the exit code."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text)
        self.code = code


class Worker:
    """A process that shows the site on a socket; see worker."""

    def __init__(self, listening: socket.socket, file: Path, overrides: dict[str, Any]) -> None:
        number = listening.fileno()
        line = [sys.executable, "-m", "commands.worker"]
        line += [str(number), str(file), json.dumps(overrides)]
        ways = (str(PLUGINS), os.environ.get("PYTHONPATH", ""))
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, ways))}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            line,
            stdin=pipe,
            stdout=pipe,
            text=True,
            encoding="utf-8",
            env=environment,
            pass_fds=(number,),
        )
        self._hears = cast("IO[str]", self.process.stdin)
        self._says = cast("IO[str]", self.process.stdout)

    def hear(self) -> tuple[str, str]:
        """The next thing that happens there, and what it says of it; `failed` at the end."""
        what, _, text = self._says.readline().partition(" ")
        return (what, json.loads(text)) if what else ("failed", "It ended; see the terminal.")

    def begin(self) -> None:
        """Wait until it answers. Raises CannotServe."""
        what, text = self.hear()
        if what != "ready":
            raise CannotServe(text, self.stop())

    def await_change(self) -> None:
        """Wait until a program or a setting has changed. Raises CannotServe."""
        what, text = self.hear()
        if what != "code":
            raise CannotServe(text, self.stop())

    def show(self, trouble: str) -> None:
        """Have a text shown on every page."""
        with contextlib.suppress(OSError):  # it has just ended, which is heard next
            self._hears.write(f"{json.dumps(trouble)}\n")
            self._hears.flush()

    def stop(self) -> int:
        """End the process; its exit code."""
        with contextlib.suppress(OSError):
            self._hears.close()
        return self.process.wait()


def serve_site(file: Path, overrides: dict[str, Any], port: int) -> None:
    """Show the site that these settings make until it is interrupted.

    While a new process gets ready, or cannot, the one before goes on answering. Raises OSError
    when the port is taken, and CannotServe.
    """
    with listen(port) as listening:
        worker = Worker(listening, file, overrides)
        try:
            worker.begin()
            print(f"http://127.0.0.1:{listening.getsockname()[1]}/ - Ctrl+C stops it", flush=True)
            while True:
                worker.await_change()
                worker = _next(worker, Worker(listening, file, overrides))
        finally:
            worker.stop()


def _next(old: Worker, new: Worker) -> Worker:
    """Of two, the one that goes on: the new one, unless it fails."""
    try:
        new.begin()
    except CannotServe as reason:
        print(reason, file=sys.stderr, flush=True)
        old.show(str(reason))
        return old
    old.stop()
    return new
