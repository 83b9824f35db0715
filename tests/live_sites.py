"""The small site while it is being written, for tests: a copy to change, and a server of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import sites

from commands.following import LiveAnswer, LiveServer
from commands.live import Live
from commands.server import listen

HEAT = "meetings/2025/2025-10-07-heat-plans"
PAGE = "/meetings/2025-10-07-heat-plans/"


def copy_site(site: Path) -> None:
    """The small site in a folder of its own, with a copy of the theme."""
    shutil.copytree(sites.SMALL.parent, site, ignore=shutil.ignore_patterns("expected", ".*"))
    shutil.copytree(sites.ROOT / "theme", site / "theme")


def change(file: Path, old: str, new: str) -> None:
    """Replace a part of a text, once."""
    text = file.read_text("utf-8")
    assert old in text
    save(file, text.replace(old, new, 1))


def save(file: Path, text: str) -> None:
    """Write it whole at once, as editors do: nobody sees the half of it."""
    new = file.with_name(f".{file.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


@contextmanager
def served(live: Live) -> Iterator[str]:
    """The address of a server of this site."""
    with listen(0) as listening, LiveServer(listening, live, LiveAnswer) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
