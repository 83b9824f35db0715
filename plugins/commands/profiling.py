"""Profiling: where the time of a build goes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from commands.outcomes import Misused

STEP = 0.001
"""Seconds from one look to the next."""


@contextlib.contextmanager
def profiled(folder: Path) -> Iterator[None]:
    """Look where the time goes, and tell it in two files of a folder.

    `profile.txt` is a table of functions, `profile.html` a flame graph (under Timeline). One
    process does all the work meanwhile, for others are not looked at. Raises Misused.
    """
    try:
        from pyinstrument import Profiler
        from pyinstrument.renderers import ConsoleRenderer, HTMLRenderer
    except ImportError:
        raise Misused("pyinstrument is missing, which looks where the time goes.") from None
    profiler = Profiler(interval=STEP)
    with _one_processor(), profiler:
        yield
    session = profiler.last_session
    if session is None:
        return
    table = ConsoleRenderer(unicode=True, flat=True, flat_time="self", show_all=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "profile.txt").write_text(table.render(session), encoding="utf-8")
        (folder / "profile.html").write_text(HTMLRenderer().render(session), encoding="utf-8")
    except OSError as error:
        raise Misused(f"{folder} cannot be written: {error}") from None


@contextlib.contextmanager
def _one_processor() -> Iterator[None]:
    """Have one processor, where a system lets programs choose."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    had = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(had)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, had)
