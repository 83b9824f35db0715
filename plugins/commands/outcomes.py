"""Outcomes: what a command says when it is done, and when it cannot do what it was asked for."""

from __future__ import annotations

import sys

from workgroups.problems import Problem


class Failed(Exception):
    """The site cannot be built; the text says why, in lines for people.

    `problems` are those among the reasons that an editor can put right.
    """

    def __init__(self, text: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(text)
        self.problems = problems


class Misused(Exception):
    """What was asked for cannot be done, whatever the content; the text says why in one line."""


def outcome(holds: str, files: tuple[int, int, int], seconds: float) -> str:
    """What to tell of a build: what the site holds, files written, unchanged, removed."""
    written, unchanged, removed = files
    done = f"{written} files written, {unchanged} unchanged, {removed} removed"
    return f"{holds}; {done}; {seconds:.1f} s"


def warn(text: str) -> None:
    """Tell of something that does not stop a build."""
    print(f"warning: {text}", file=sys.stderr)


def in_a_line(text: str) -> str:
    """A text without breaks."""
    return ": ".join(text.splitlines())
