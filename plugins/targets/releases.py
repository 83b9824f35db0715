"""Releases: numbered, the newest with the highest number, one of them published.

Beside a link `site` they lie in `site.releases`: targets differ in how they reach that folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from targets.target import Finished, Sent, Target
from workgroups.hosting import nginx_redirects
from workgroups.variants import add_variants


@dataclass(frozen=True)
class Releases:
    """The numbers of those that are there, and of the one that is published, if any is."""

    numbers: frozenset[int]
    published: int | None

    @property
    def next(self) -> int:
        """The number of a new one."""
        return max(self.numbers, default=0) + 1

    @property
    def before(self) -> int | None:
        """The one to go back to."""
        older = (number for number in self.numbers if number < (self.published or 0))
        return max(older, default=None)

    @property
    def taken_back(self) -> list[int]:
        """Those after the published one, from which somebody went back: nobody returns to them."""
        now = self.published
        return sorted(number for number in self.numbers if now is not None and number > now)

    def to_forget(self, keep: int) -> list[int]:
        """Those to remove, so that `keep` stay up to the published one; the oldest first."""
        return sorted(number for number in self.numbers if number <= (self.published or 0))[:-keep]


def releases_in(names: list[str], published: str) -> Releases:
    """What a folder with these names in it holds, where the link leads to the name `published`."""
    numbers = frozenset(int(name) for name in names if name.isascii() and name.isdecimal())
    now = int(published) if published.isascii() and published.isdecimal() else None
    return Releases(numbers, now if now in numbers else None)


REDIRECTS = ".redirects.map"
"""The file of a release with its old addresses, which deploy/nginx.conf includes."""


def prepare(finished: Finished, before: Path | None = None) -> None:
    """Lay beside the pages what a web server wants: texts compressed, and the old addresses.

    What is the same in the release `before` is taken from there.
    """
    if finished.redirects:
        redirects = nginx_redirects(finished.redirects)
        (finished.tree / REDIRECTS).write_text(redirects, encoding="utf-8")
    add_variants(finished.tree, before)


@runtime_checkable
class KeepsReleases(Target, Protocol):
    """A target that can go back. Raises CannotSend."""

    def read_all(self, name: str) -> list[bytes]:
        """What a file holds in each release that has it."""

    def roll_back(self) -> Sent:
        """Publish the release before the one that is published now."""
