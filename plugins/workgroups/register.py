"""The register: every document that is published, by year, and which years stand on which page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .documents import Role
from .group import Group
from .programme import Entry, Programme

ADDRESS = "/documents/"
ENOUGH = 200
"""Documents: the first page takes no further year once it has so many."""


@dataclass(frozen=True)
class Year:
    """The documents of a year, the newest first; `number` is None for those that have no date."""

    number: int | None
    entries: tuple[Entry, ...]

    @property
    def key(self) -> str:
        """What stands for it in addresses."""
        return str(self.number or "undated")

    @property
    def address(self) -> str:
        """The way to its page from the site's root."""
        return f"{ADDRESS}{self.key}/"


@dataclass(frozen=True)
class RegisterPage:
    """A page of the register and the years on it: `whole` where that is all of them.

    `only` is the year whose own page it is.
    """

    address: str
    years: tuple[Year, ...]
    whole: bool = False
    only: Year | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for year in self.years for entry in year.entries)


@dataclass(frozen=True)
class Register:
    """All years, the newest first, and what people can look for in them."""

    years: tuple[Year, ...]
    groups: tuple[Group, ...] = ()
    roles: tuple[Role, ...] = ()
    types: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @classmethod
    def of(cls, programme: Programme) -> Register:
        """The register of a programme."""
        entries = programme.documents
        named = {slug for entry in entries for slug in programme.names_over(entry)}
        return cls(
            tuple(_years(entries)),
            tuple(group for group in programme.groups if group.slug in named),
            tuple(sorted({entry.document.role for entry in entries})),
            tuple(sorted({entry.document.label for entry in entries} - {""})),
            tuple(sorted({entry.lang for entry in entries})),
        )

    @cached_property
    def size(self) -> int:
        """How many documents there are."""
        return sum(len(year.entries) for year in self.years)

    @cached_property
    def elsewhere(self) -> bool:
        """Whether there are documents of no type: pages of other sites."""
        return any(not entry.document.label for year in self.years for entry in year.entries)

    @property
    def first(self) -> RegisterPage:
        """The page that people see first: whole years, until it has enough."""
        years: list[Year] = []
        for year in self.years:
            if sum(len(each.entries) for each in years) >= ENOUGH:
                break
            years.append(year)
        return RegisterPage(ADDRESS, tuple(years), whole=len(years) == len(self.years))

    @property
    def pages(self) -> Iterator[RegisterPage]:
        """The first page, and one for each year."""
        yield self.first
        yield from (RegisterPage(year.address, (year,), only=year) for year in self.years)


def _years(entries: tuple[Entry, ...]) -> Iterator[Year]:
    found: dict[int | None, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.day.year if entry.day else None, []).append(entry)
    for number in sorted(found, key=lambda number: -(number or 0)):
        lines = sorted(found[number], key=lambda entry: entry.day or date.min, reverse=True)
        yield Year(number, tuple(lines))
