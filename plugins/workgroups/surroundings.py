"""Surroundings: what the meaning of one file depends on beyond what stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .addresses import Addresses
from .document_text import Inside
from .editions import Edition, editions_of
from .group import Group
from .history import History
from .interiors import Interiors
from .stamps import Stamp, stamp_of
from .story import Revision


@dataclass
class Surroundings:
    """The folder, the other files and the history around a file, as far as they can be asked.

    The answers are all that whoever makes a group, meeting or page learns of them: where every
    answer is the same, what was made is the same.
    """

    history: History
    interiors: Interiors | None = None
    addresses: Addresses = field(default_factory=Addresses)
    groups: Mapping[str, Group] = field(default_factory=dict)

    def stamp(self, path: Path) -> Stamp:
        """What changes whenever the bytes of a file do, without reading them."""
        return stamp_of(path)

    def address(self, link: str, folder: Path, at: str) -> str | None:
        """Where a link leads; see Addresses.find."""
        return self.addresses.find(link, folder, at)

    def group(self, slug: str) -> Group | None:
        """The group in this folder, where it could be read."""
        return self.groups.get(slug)

    def revision(self, uid: str) -> Revision:
        """The history of a meeting."""
        return self.history.of(uid)

    def last_day(self, path: Path) -> date | None:
        """The day (UTC) on which a file's bytes last changed; None before its first commit."""
        return self.history.last_day(path)

    def editions(self, path: Path, version: str | None) -> tuple[Edition, ...]:
        """The earlier states of a document that has this version now, the newest first."""
        return editions_of(path, version, self.history)

    def inside(self, path: Path, label: str, digest: str) -> Inside:
        """What a document holds; nothing where nobody wants to know."""
        return self.interiors.inside(path, label, digest) if self.interiors else Inside()
