"""The notation of targets: `folder:/srv/www/site`, as publishconf.py and --to have it."""

from __future__ import annotations

from pathlib import Path

from targets.folder import Folder
from targets.target import CannotSend, Target
from targets.upload import HOSTS, Upload

NOTATIONS = ("folder:/srv/www/site", "netlify:DIR", "cloudflare:DIR")
"""One of each kind, for people."""


def target_of(text: str, keep: int) -> Target:
    """What a text names; `keep` releases are kept where there are releases. Raises CannotSend."""
    kind, _, where = text.partition(":")
    if kind == "folder" and where:
        return Folder(Path(where).absolute(), keep)
    if kind in HOSTS and where:
        return Upload(Path(where).absolute(), kind)
    raise CannotSend(f"{text} names no target; {' and '.join(NOTATIONS)} do.")
