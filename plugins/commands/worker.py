"""The process that shows the site while it is being written, and follows what changes.

It is started by serving.py with the number of a socket that listens, and answers a line on
standard output for each thing that happens: `ready`, `code` when a program or a setting has
changed, `failed` and why before it gives up. Each line on standard input, a text in JSON, is
trouble to show on the pages; at the end of the input the process ends.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

from watchfiles import Change, DefaultFilter, watch

from commands.build import Failed, Misused, read_settings, told
from commands.following import LiveAnswer, LiveServer
from commands.live import Live

PLUGINS = Path(__file__).resolve().parents[1]
STEP = 10
"""Milliseconds without a change after which a change is taken for whole."""


class Wanted(DefaultFilter):
    """Which changes matter: all but those that programs make for themselves."""

    ignore_entity_patterns = (*DefaultFilter.ignore_entity_patterns, r"^\.", r"~$", r"^4913$")


def work(descriptor: int, file: Path, overrides: dict[str, Any]) -> None:
    """Show the site that these settings make, until standard input ends."""
    listening = socket.socket(fileno=descriptor)
    port = listening.getsockname()[1]
    if now := overrides.get("NOW"):
        overrides["NOW"] = datetime.fromisoformat(now)
    settings = read_settings(file, overrides)
    # The feeds of a site that is on this machine alone lead to where it is served.
    if settings["SITEURL"].startswith("http://127.0.0.1:"):
        settings = read_settings(file, {**overrides, "SITEURL": f"http://127.0.0.1:{port}"})
    live = Live(settings)
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
    follow(live, file)


def follow(live: Live, file: Path) -> None:
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


def say(what: str, text: str = "") -> None:
    """Tell the one who has started this process."""
    print(what, json.dumps(text), flush=True)


def tell(text: str) -> None:
    """Tell whoever looks at the terminal."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Work as the command line says; whatever goes wrong is said before the end."""
    # An interrupt at the terminal reaches every process there: the one that started this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    descriptor, file, overrides = sys.argv[1:]
    try:
        work(int(descriptor), Path(file), json.loads(overrides))
    except Misused as error:
        say("failed", str(error))
        sys.exit(2)
    except Failed as failed:
        say("failed", str(failed))
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  Plugins and settings are code: they may raise anything.
        say("failed", told(error))
        sys.exit(1)


if __name__ == "__main__":
    main()
