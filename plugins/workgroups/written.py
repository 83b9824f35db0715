"""Written: everything that was read, as checks look at it, each thing with its front matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .frontmatter import FrontMatter
from .git import Edit
from .group import Group
from .meeting import Meeting
from .page import Page
from .site import Site


@dataclass(frozen=True)
class Written:
    """What was read, each thing with the front matter it was written in.

    `today` is the day in the site's time zone; `edits` are what differs from the branch that is
    published. Both are only known where an editor asks for advice: no page depends on them.
    """

    site: Site
    groups: list[tuple[Group, FrontMatter]] = field(default_factory=list)
    meetings: list[tuple[Meeting, FrontMatter]] = field(default_factory=list)
    pages: list[tuple[Page, FrontMatter]] = field(default_factory=list)
    group_slugs: frozenset[str] = frozenset()
    """Names of all group folders, also of those whose front matter has problems."""

    meeting_slugs: frozenset[str] = frozenset()
    today: date | None = None
    edits: tuple[Edit, ...] = ()

    @property
    def things(self) -> Iterable[tuple[Group | Meeting | Page, FrontMatter]]:
        """Everything that has an address."""
        return (*self.groups, *self.meetings, *self.pages)
