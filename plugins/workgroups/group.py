"""A group: its mission, who chairs it, whom to ask, and its documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .documents import Document
from .fields import ChairFields, ContactFields
from .prose import Prose


@dataclass(frozen=True)
class Contact:
    """A person or role who can be asked."""

    name: str
    email: str | None = None
    phone: str | None = None

    @classmethod
    def of(cls, fields: ContactFields) -> Contact:
        return cls(fields.name, fields.email, fields.phone)


@dataclass(frozen=True)
class Chair:
    """Who leads a group; `since` and `until` are a year, month or day as the editor wrote it."""

    name: str
    organisation: str | None = None
    since: str | None = None
    until: str | None = None

    @classmethod
    def of(cls, fields: ChairFields) -> Chair:
        return cls(fields.name, fields.organisation, fields.since, fields.until)


@dataclass(frozen=True)
class Link:
    """A page elsewhere."""

    title: str
    url: str


@dataclass(frozen=True)
class Group:
    """A working group. `slug` is its folder's name, `parent` that of the group above it."""

    slug: str
    name: str
    mission: Prose
    timezone: str
    lang: str
    source: str
    short: str | None = None
    parent: str | None = None
    chairs: tuple[Chair, ...] = ()
    contact: Contact | None = None
    mailing_list: str | None = None
    colour: str | None = None
    closed: date | None = None
    links: tuple[Link, ...] = ()
    documents: tuple[Document, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The way to its page from the site's root."""
        return group_address(self.slug)

    @property
    def label(self) -> str:
        """Its name where there is little room."""
        return self.short or self.name

    @property
    def chairs_in_order(self) -> tuple[Chair, ...]:
        """Those who lead it now before those who did, whose last day is the latest first."""
        former = sorted(
            (chair for chair in self.chairs if chair.until),
            key=lambda chair: chair.until or "",
            reverse=True,
        )
        return (*(chair for chair in self.chairs if not chair.until), *former)

    @property
    def is_closed(self) -> bool:
        return self.closed is not None


def group_address(slug: str) -> str:
    """The address of the group in this folder."""
    return f"/groups/{slug}/"
