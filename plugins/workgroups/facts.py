"""Facts: a programme as JSON can hold it, but for the parts of its meetings, which lie apart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from .documents import ROLE, Role
from .group import Group
from .meeting import Meeting
from .packing import Packing, Way
from .page import Page
from .parts import KeptProse, KeptRevision, Parts
from .programme import Programme
from .prose import Prose
from .site import FormService, Site
from .story import BEFORE_HISTORY, Revision


class Facts:
    """How the facts of a site are packed; what is unpacked has its parts among `parts`."""

    def __init__(self, site: Site, parts: Parts) -> None:
        self._site = site
        self._parts = parts
        self._groups: dict[str, Group] = {}
        self._revision = Packing({}).of(Revision)
        others = {
            Role: Way(lambda role: role.key, ROLE.__getitem__),
            FormService: Way(self._name_of, site.form_services.__getitem__),
            Prose: Way(_pack_prose, self._prose),
            Revision: Way(self._pack_revision, self._unpack_revision),
        }
        self._group = Packing(others).of(Group)
        self._page = Packing(others).of(Page)
        slug = Way(lambda group: group.slug, self._groups.__getitem__)
        self._meeting = Packing({**others, Group: slug}).of(Meeting)

    def packed(self, programme: Programme) -> bytes:
        """All facts: a line of groups, one of meetings and one of pages."""
        lines = (
            _as_list(map(self._group.pack, programme.groups)),
            _as_list(map(self._meeting.pack, programme.meetings)),
            _as_list(map(self._page.pack, programme.pages)),
        )
        return "\n".join(lines).encode()

    def programme(self, packed: bytes) -> Programme:
        """The programme with these facts."""
        groups, meetings, pages = map(json.loads, packed.splitlines())
        known = tuple(map(self._group.unpack, groups))
        self._groups.update((group.slug, group) for group in known)
        of_meetings, of_pages = map(self._meeting.unpack, meetings), map(self._page.unpack, pages)
        return Programme(self._site, known, tuple(of_meetings), tuple(of_pages))

    def same(self, known: Meeting, other: Meeting) -> bool:
        """Whether a meeting differs in nothing but its parts from one whose parts lie here."""
        packed = self._meeting.pack(known), self._meeting.pack(self._parts.over(other))
        one, another = (json.loads(json.dumps(each)) for each in packed)
        return bool(one == another)

    def _name_of(self, service: FormService) -> str:
        known = self._site.form_services
        return next(name for name, one in known.items() if one == service)

    def _prose(self, packed: str | list[str]) -> Prose:
        return Prose(packed) if isinstance(packed, str) else KeptProse(self._parts, packed[0])

    def _pack_revision(self, revision: KeptRevision) -> list[Any]:
        rest = Revision(revision.created, BEFORE_HISTORY, revision.sequence, revision.events)
        return [revision.key, self._revision.pack(rest)]

    def _unpack_revision(self, packed: list[Any]) -> Revision:
        key, rest = packed
        return KeptRevision(self._parts, key, self._revision.unpack(rest))


def _as_list(packed: Iterable[Any]) -> str:
    """A JSON list of things, each written as soon as it is packed: as text it takes less room."""
    return f"[{','.join(map(json.dumps, packed))}]"


def _pack_prose(prose: Prose) -> str | list[str]:
    return [prose.key] if isinstance(prose, KeptProse) else prose.html
