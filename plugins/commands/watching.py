"""Watching: the site is made anew whenever something that it is made of has been saved."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

from watchfiles import DefaultFilter, watch

from commands.build import Failed, read_settings
from commands.following import LiveAnswer, LiveServer
from commands.live import Live

PLUGINS = Path(__file__).resolve().parents[1]
STEP = 10
"""Milliseconds without a change after which a change is taken for whole."""


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
    if settings["SITEURL"].startswith("http://127.0.0.1:"):
        settings = read_settings(file, {**overrides, "SITEURL": f"http://127.0.0.1:{port}"})
    live = Live(settings, tell)
    signal.signal(signal.SIGTERM, lambda *_: end(live))
    outcome = live.refresh()
    if live.notice.text and not live.notice.problems:
        live.close()
        raise Failed(outcome)
    tell(outcome)
    server = LiveServer(listening, live, LiveAnswer)
    Thread(target=server.serve_forever, daemon=True).start()
    Thread(target=hear, args=(live,), daemon=True).start()
    say("ready")
    Thread(target=follow_settings, args=(file.parent, say), daemon=True).start()
    follow(live, say)


def follow(live: Live, say: Callable[[str], None]) -> None:
    """Make the site anew after each change, for ever."""
    folders = (live.settings.get(key) for key in ("PATH", "THEME", "OVERRIDES"))
    shown = [Path(folder).resolve() for folder in folders if folder and Path(folder).is_dir()]
    for changes in watch(*shown, PLUGINS, watch_filter=Wanted(), step=STEP, debounce=200):
        if any(Path(path).is_relative_to(PLUGINS) for _, path in changes):
            say("code")
        else:
            tell(live.refresh())


def follow_settings(folder: Path, say: Callable[[str], None]) -> None:
    """Tell of each change of a settings file in a folder, but not of what lies deeper."""
    # The folder is watched, not the files: many editors put a new file in the place of the old one.
    for changes in watch(folder, watch_filter=Wanted(), recursive=False, step=STEP, debounce=200):
        if any(path.endswith(".py") for _, path in changes):
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
