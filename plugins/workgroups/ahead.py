"""Ahead: meetings that were read before it was known what all others are, and what is kept of them.

Thousands of them come from other processes, and wait until all have been read; so that little of
each is kept, and only of those in which nothing is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from . import frontmatter
from .frontmatter import FrontMatter, Place
from .group import Group
from .meeting import Meeting
from .sources import read_text
from .stamps import Stamp
from .surroundings import Surroundings

Links = dict[tuple[str, Path, str], str | None]
"""Where links lead, by what Surroundings.address was asked."""


@dataclass(frozen=True)
class Ahead:
    """A meeting, its front matter and those of its other languages.

    Its `links` decide whether it would be read as the same again.
    """

    meeting: Meeting
    front: Glimpse
    translations: tuple[tuple[str, Glimpse], ...]
    links: Links

    def holds(self, around: Surroundings) -> bool:
        """Whether its groups are as they were, and its texts lead where they led."""
        return all(around.group(group.slug) == group for group in self.meeting.groups) and all(
            around.address(*asked) == answer for asked, answer in self.links.items()
        )

    def among(self, groups: Mapping[str, Group]) -> Ahead:
        """The same with these very groups: its own may be copies from another process."""
        own = tuple(groups[group.slug] for group in self.meeting.groups)
        return replace(self, meeting=replace(self.meeting, groups=own))


@dataclass
class Before(Surroundings):
    """Surroundings before all addresses are known: they note where `links` lead.

    Of what is read once, nobody wants to know when it is to be read again.
    """

    links: Links = field(default_factory=dict)

    def stamp(self, path: Path) -> Stamp:  # noqa: ARG002
        """No stamp at all."""
        return 0, 0, 0, 0

    def address(self, link: str, folder: Path, at: str) -> str | None:
        """Where a link leads."""
        answer = self.links[link, folder, at] = super().address(link, folder, at)
        return answer


class Glimpse(FrontMatter):
    """Front matter in which nothing is wrong, of which few things are at hand.

    Whoever asks for more has the file read again.
    """

    def __init__(self, front: FrontMatter, path: Path, *at_hand: str) -> None:
        lists = {name: front.texts(name) for name in at_hand}
        self.__dict__.update(file=front.file, path=str(path), at_hand=lists)

    def texts(self, name: str) -> list[str]:
        """The texts of a list, mostly at hand."""
        at_hand: dict[str, list[str]] = self.__dict__["at_hand"]
        return at_hand[name] if name in at_hand else super().texts(name)

    @cached_property
    def again(self) -> FrontMatter:
        """All of it."""
        text = read_text(Path(self.__dict__["path"]), self.file, [])
        whole = frontmatter.unreadable(self.file)
        return whole if text is None else frontmatter.read(text, self.file, [])

    @property
    def values(self) -> dict[str, Any]:
        """See FrontMatter."""
        return self.again.values

    @property
    def marks(self) -> dict[Place, tuple[int, int]]:
        """See FrontMatter."""
        return self.again.marks

    @property
    def body(self) -> str:
        """See FrontMatter."""
        return self.again.body

    @property
    def body_line(self) -> int:
        """See FrontMatter."""
        return self.again.body_line
