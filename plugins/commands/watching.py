"""Watching: the site is made anew whenever something that it is made of has been saved."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import Any

from watchfiles import DefaultFilter, watch

from commands.build import read_settings
from commands.following import LiveAnswer, LiveServer
from commands.live import Live
from commands.outcomes import Failed

PLUGINS = Path(__file__).resolve().parents[1]
STEP = 10
"""Milliseconds without a change after which a change is taken for whole."""

ROUND = 100
"""Milliseconds after which a watch without a change says that it is awake."""


class Wanted(DefaultFilter):
    """Which changes matter: all but those that programs make for themselves."""

    ignore_entity_patterns = (*DefaultFilter.ignore_entity_patterns, r"^\.", r"~$", r"^4913$")


def work(
    descriptor: int, file: Path, overrides: dict[str, Any], say: Callable[[str], None]
) -> None:
    """Show the site that these settings make, until standard input ends.

    `say` hears when it is `ready`, and that `code` has changed. Raises Failed or Misused.
    """
    listening = socket.socket(fileno=descriptor)
    port = listening.getsockname()[1]
    if now := overrides.get("NOW"):
        overrides["NOW"] = datetime.fromisoformat(now)
    settings = read_settings(file, overrides)
    # The feeds of a site that is on this machine alone lead to where it is served.
    if settings["SITEURL"].startswith(settings["LOCAL"]):
        settings = read_settings(file, {**overrides, "SITEURL": f"{settings['LOCAL']}{port}"})
    live = Live(settings, tell)
    signal.signal(signal.SIGTERM, lambda *_: end(live))
    # Before anything is read: what is saved in between would be seen by nobody.
    saved_settings = watched(file.parent, recursive=False)
    saved = watched(*folders_of(settings), PLUGINS)
    outcome = live.refresh()
    if live.notice.text and not live.notice.problems:
        live.close()
        raise Failed(outcome)
    tell(outcome)
    server = LiveServer(listening, live, LiveAnswer)
    Thread(target=server.serve_forever, daemon=True).start()
    Thread(target=hear, args=(live,), daemon=True).start()
    say("ready")
    Thread(target=follow_settings, args=(saved_settings, say), daemon=True).start()
    follow(live, saved, say)


def folders_of(settings: dict[str, Any]) -> list[Path]:
    """Where the things lie that a site shows, as far as they are there."""
    folders = (settings.get(key) for key in ("PATH", "THEME", "OVERRIDES"))
    return [Path(folder).resolve() for folder in folders if folder and Path(folder).is_dir()]


def watched(*folders: Path, recursive: bool = True) -> Iterator[set[str]]:
    """The files that are saved from now on, each time that some are, for ever."""
    # Folders are watched, not files: many editors put a new file in the place of the old one.
    rounds = watch(
        *folders,
        watch_filter=Wanted(),
        recursive=recursive,
        step=STEP,
        debounce=200,
        rust_timeout=ROUND,
        yield_on_timeout=True,
    )
    first = next(rounds)  # Only then does it watch.
    return ({path for _, path in changes} for changes in chain([first], rounds) if changes)


def follow(live: Live, saved: Iterator[set[str]], say: Callable[[str], None]) -> None:
    """Make the site anew after each change, for ever."""
    for paths in saved:
        if any(Path(path).is_relative_to(PLUGINS) for path in paths):
            say("code")
        else:
            tell(live.refresh(paths))


def follow_settings(saved: Iterator[set[str]], say: Callable[[str], None]) -> None:
    """Tell of each change of a settings file."""
    for paths in saved:
        if any(path.endswith(".py") for path in paths):
            say("code")


def hear(live: Live) -> None:
    """Show each trouble that is told, and end with those who tell it."""
    for line in sys.stdin:
        live.tell_trouble(json.loads(line))
    end(live)


def end(live: Live) -> None:
    """End the process at once, readers that are still waiting included."""
    live.close()
    os._exit(0)


def tell(text: str) -> None:
    """Tell whoever looks at the terminal."""
    print(text, file=sys.stderr, flush=True)
