"""Publishing: the strict build of the whole site, sent to a target if nothing is wrong with it."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from commands.build import output_of, read_settings, run_pelican, staging_beside, summary
from commands.finished import check_finished
from commands.outcomes import Misused
from targets.folder import Folder
from targets.notation import target_of
from targets.releases import KeepsReleases
from targets.target import CannotSend, Finished, Target
from workgroups.ledger import NAME as LEDGER
from workgroups.mirror import files_in
from workgroups.serving import is_fingerprinted

ASSETS = ".workgroups-assets"
"""A file that is published with the site: which of its files have a digest in their names."""

_NOBODYS = re.compile(r"[^.]*|[\d.]+|\[.*\]|.+\.(example|invalid|local|localhost|test)")
"""Hosts that no reader can come to: numbers, names without a dot, names kept free by RFC 6761."""


def publish_site(file: Path, overrides: dict[str, Any], to: str, keep: int) -> str:
    """Build with the settings in `file`, and send the site to a target; a line on what was done.

    Readers have the old site until they have the new one. Raises Failed, Misused or CannotSend.
    """
    started = time.monotonic()
    settings = read_settings(file, overrides)
    check_address(settings["SITEURL"])
    target = chosen(settings, to, keep)
    with staging_beside(output_of(settings)) as staging:
        context = run_pelican({**settings, "OUTPUT_PATH": str(staging)})
        holds = summary(files_in(staging), context)
        with target.held():
            check_finished(staging, settings, context, *ledgers_of(target))
            keep_assets(staging, target)
            redirects = context["programme"].redirects
            sent = target.send(Finished(staging, context["address"], redirects))
    return f"{holds}; {sent}; {time.monotonic() - started:.1f} s"


def ledgers_of(target: Target) -> list[bytes]:
    """The ledger of what is published, and of what was before somebody went back from it."""
    if isinstance(target, KeepsReleases):
        return target.read_all(LEDGER)
    ledger = target.read(LEDGER)
    return [] if ledger is None else [ledger]


def roll_back(file: Path, overrides: dict[str, Any], to: str) -> str:
    """Publish again what was published before; a line on what was done."""
    target = chosen(read_settings(file, overrides), to, keep=1)
    if not isinstance(target, KeepsReleases):
        raise Misused("Only a target that keeps releases can go back to one.")
    with target.held():
        return str(target.roll_back())


def check_address(site: str) -> None:
    """Raise Misused unless readers can come to this address; feeds and redirects lead there."""
    parts = urlsplit(site)
    if parts.scheme != "https" or _NOBODYS.fullmatch(parts.hostname or ""):
        raise Misused(f"SITEURL: {site} is no address for readers, as https://groups.example.eu is")


def chosen(settings: Mapping[str, Any], to: str, keep: int) -> Target:
    """The target that is named by the command line, or else by the settings."""
    named = to or settings.get("PUBLISH_TO")
    if not named:
        raise Misused("Say where to publish: --to folder:/srv/www/site, or PUBLISH_TO in settings.")
    content = Path(settings["PATH"]).resolve()
    try:
        target = target_of(named, keep, content)
    except CannotSend as error:
        raise Misused(str(error)) from None
    if isinstance(target, Folder) and overlap(target.link, content):
        raise Misused(f"{target.link} and the content {content} must lie apart.")
    return target


def overlap(link: Path, content: Path) -> bool:
    """Whether a site at a link would lie in the content, or the content in the site."""
    return link.is_relative_to(content) or content.is_relative_to(link)


def keep_assets(tree: Path, target: Target) -> None:
    """Keep styles and scripts of the published site in the tree for once.

    A page that was fetched a moment before the new one is published still finds its own. What is
    published may lie on a machine of others: it says which, and nothing of where they go.
    """
    found = (file.relative_to(tree).as_posix() for file in (tree / "theme").glob("*"))
    own = sorted(name for name in found if is_fingerprinted(f"/{name}"))
    for name in (target.read(ASSETS) or b"").decode(errors="replace").splitlines():
        if name not in own and is_fingerprinted(f"/{name}") and (data := target.read(name)):
            (tree / name).write_bytes(data)
    (tree / ASSETS).write_text("".join(f"{name}\n" for name in own), encoding="utf-8")
