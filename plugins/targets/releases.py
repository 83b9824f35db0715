"""Releases: numbered, the newest with the highest number, one of them published.

Beside a link `site` they lie in `site.releases`: targets differ in how they reach that folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from targets.target import Sent, Target


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

    def to_forget(self, keep: int) -> list[int]:
        """Those to remove, so that `keep` stay up to the published one; the oldest first."""
        return sorted(number for number in self.numbers if number <= (self.published or 0))[:-keep]


def releases_in(names: list[str], published: str) -> Releases:
    """What a folder with these names in it holds, where the link leads to the name `published`."""
    numbers = frozenset(int(name) for name in names if name.isascii() and name.isdecimal())
    now = int(published) if published.isascii() and published.isdecimal() else None
    return Releases(numbers, now if now in numbers else None)


@runtime_checkable
class KeepsReleases(Target, Protocol):
    """A target that can go back. Raises CannotSend."""

    def roll_back(self) -> Sent:
        """Publish the release before the one that is published now."""
