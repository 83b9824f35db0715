"""A target: where a finished site goes, so that readers have the old one or the new one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class CannotSend(Exception):
    """A site was not sent; the text says why, for people.

    What is published is as it was, or, where a target has no one step for all of it, whatever there
    is of both sites, whole and of use.
    """


@dataclass(frozen=True)
class Finished:
    """A site that is built and checked: its files, its address, and its old addresses.

    `redirects` are pairs of an old address and the one it leads to, both from the top of the site.
    """

    tree: Path
    address: str
    redirects: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Sent:
    """How many files were sent, were the same already, and were removed; `where` is for people."""

    where: str
    sent: int
    unchanged: int
    removed: int

    def __str__(self) -> str:
        counts = f"{self.sent} files sent, {self.unchanged} unchanged, {self.removed} removed"
        return f"{self.where}: {counts}"


class Target(Protocol):
    """Where a site goes. Every method raises CannotSend."""

    def held(self) -> AbstractContextManager[None]:
        """Keep other publishers away; what is published can be read and sent meanwhile."""

    def read(self, name: str) -> bytes | None:
        """What a file of the published site holds, by its way from the top; None without it."""

    def send(self, finished: Finished) -> Sent:
        """Publish a site instead of what is published now."""
