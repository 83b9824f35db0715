"""Written: everything that was read, as checks look at it, each thing with its front matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from .frontmatter import FrontMatter
from .git import Edit
from .group import Group
from .meeting import Meeting
from .page import Page
from .site import Site
from .words import Words


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
    translations: list[tuple[Meeting, str, FrontMatter]] = field(default_factory=list)
    """The other languages of meetings, each with its code."""

    unmade: list[FrontMatter] = field(default_factory=list)
    """What stands in meetings whose fields or times are wrong."""

    @property
    def things(self) -> Iterable[tuple[Group | Meeting | Page, FrontMatter]]:
        """Everything that has an address."""
        return (*self.groups, *self.meetings, *self.pages)

    @property
    def holders(self) -> Iterable[tuple[Group | Meeting, FrontMatter]]:
        """Everything that has documents."""
        return (*self.groups, *self.meetings)

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """What people read, of each file in its language."""
        return (
            *(Words(thing, thing.lang, front) for thing, front in self.things),
            *(Words(*translation) for translation in self.translations),
        )

    @cached_property
    def texts_before(self) -> Mapping[str, str]:
        """What is published of the texts that were edited since, by path in the content."""
        return {edit.path: edit.text_before for edit in self.edits if edit.text_before}

    @property
    def coming(self) -> Iterator[tuple[Meeting, FrontMatter]]:
        """Meetings that can still be moved: not over, and held; none where no day is known."""
        for meeting, front in self.meetings:
            if self.today and meeting.when.last_day >= self.today and meeting.happens:
                yield meeting, front
