"""Groups, meetings and programmes for tests: valid and plain, changed by keyword."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from workgroups import frontmatter
from workgroups.documents import KINDS, ROLES, Document
from workgroups.frontmatter import FrontMatter
from workgroups.group import Contact, Group
from workgroups.meeting import Meeting, Place
from workgroups.problems import Problem
from workgroups.programme import Programme
from workgroups.prose import Prose
from workgroups.site import FormService, Site
from workgroups.story import Revision
from workgroups.times import When, in_zone
from workgroups.written import Written

ADDRESS = "https://network.example"
BRUSSELS = "Europe/Brussels"


def a_site(**changes: Any) -> Site:
    """A network with one language and one type of meeting."""
    types = {"working-group": {"en": "Working group meeting", "fr": "Réunion de groupe"}}
    site = Site(name="Example Network", timezone=BRUSSELS, meeting_types=types)
    return replace(site, **changes)


def a_group(slug: str = "smart-cities", **changes: Any) -> Group:
    """An open group; its name comes from its slug."""
    group = Group(
        slug=slug,
        name=slug.replace("-", " ").title(),
        mission=Prose("<p>What we are for.</p>"),
        timezone=BRUSSELS,
        lang="en",
        source=f"content/groups/{slug}/index.md",
    )
    return replace(group, **changes)


def at(start: str, end: str | None = None, zone_name: str = BRUSSELS) -> When:
    """From and to, written `2026-01-21 14:00` or `2026-01-21`; without an end, the same."""
    return When(_moment(start, zone_name), _moment(end or start, zone_name), zone_name)


def _moment(text: str, zone_name: str) -> date | datetime:
    if len(text) == len("2026-01-21"):
        return date.fromisoformat(text)
    return in_zone(datetime.fromisoformat(text), zone_name)


def a_meeting(slug: str = "2026-01-21-energy", **changes: Any) -> Meeting:
    """A confirmed meeting of one afternoon at a place in Brussels."""
    meeting = Meeting(
        slug=slug,
        uid=f"{slug}@network.example",
        title="Energy in cities",
        groups=(a_group(),),
        when=at("2026-01-21 14:00", "2026-01-21 17:00"),
        lang="en",
        body=Prose("<p>We look at energy.</p>"),
        source=f"content/meetings/2026/{slug}/index.md",
        place=Place("House of Regions", "Rue de l'Exemple 1, 1000 Brussels", "Room 3"),
        revision=Revision(
            datetime(2025, 11, 3, 9, tzinfo=UTC), datetime(2025, 12, 1, 10, tzinfo=UTC), 2
        ),
    )
    return replace(meeting, **changes)


def a_document(address: str = "/meetings/2026-01-21-energy/agenda.pdf", **changes: Any) -> Document:
    """A PDF at an address of the site, or a page elsewhere where the address is a whole one."""
    kept = None if "://" in address else Path(Path(address).name)
    kind = KINDS[".pdf"]
    document = Document("Agenda", ROLES[0], address, 0, kind.label, kind.media_type, source=kept)
    return replace(document, **changes)


def a_programme(*meetings: Meeting, groups: tuple[Group, ...] = (), **site: Any) -> Programme:
    """A programme of these meetings, their groups, and any others."""
    known = {group.slug: group for meeting in meetings for group in meeting.groups}
    known |= {group.slug: group for group in groups}
    return Programme.of(a_site(**site), list(known.values()), list(meetings), [])


def a_contact(**changes: Any) -> Contact:
    """Someone who can be written to."""
    return replace(Contact("Ada Example", "ada@network.example", "+32 2 555 01 00"), **changes)


def a_front(yaml: str, file: str = "content/meetings/2026-01-21-energy/index.md") -> FrontMatter:
    """The front matter of a file, from its YAML."""
    problems: list[Problem] = []
    front = frontmatter.read(f"---\n{yaml}\n---\n", file, problems)
    assert not problems
    return front


def a_service(**changes: Any) -> FormService:
    """A form service of plain addresses."""
    address = "https://forms.example/{form}"
    return replace(
        FormService(name="Example Forms", hosts=("forms.example",), address=address), **changes
    )


def a_written(*things: Meeting | Group | tuple[Meeting | Group, str], today: str = "2026-01-01",
              **site: Any) -> Written:  # fmt: skip
    """These as checks look at them on a day, each with its front matter in YAML or a plain one."""
    entries = [thing if isinstance(thing, tuple) else (thing, "") for thing in things]
    fronts = [(thing, a_front(f"start: x\n{yaml}", thing.source)) for thing, yaml in entries]
    return Written(
        a_site(**site),
        groups=[(thing, front) for thing, front in fronts if isinstance(thing, Group)],
        meetings=[(thing, front) for thing, front in fronts if isinstance(thing, Meeting)],
        today=date.fromisoformat(today),
    )
