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

from watchfiles import Change, DefaultFilter, watch

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
    follow(live, file, say)


def follow(live: Live, file: Path, say: Callable[[str], None]) -> None:
    """Make the site anew after each change, for ever."""
    folders = (live.settings.get(key) for key in ("PATH", "THEME", "OVERRIDES"))
    shown = [Path(folder).resolve() for folder in folders if folder and Path(folder).is_dir()]
    code = [PLUGINS, *(path.resolve() for path in file.parent.glob("*.py"))]
    for changes in watch(*shown, *code, watch_filter=Wanted(), step=STEP, debounce=200):
        if any(is_in(change, path) for change in changes for path in code):
            say("code")
        else:
            tell(live.refresh())


def is_in(change: tuple[Change, str], folder: Path) -> bool:
    """Whether it is a change of this file, or in this folder."""
    return Path(change[1]).is_relative_to(folder)


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
