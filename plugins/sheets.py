"""Sheets: the pages to be. Doors put them into Pelican's context; event_pages has them written.

All of them are known before the first is written, so a page can tell whether another one is there,
and in which languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from workgroups.site import Site

APART = frozenset({"404", "redirect", "styleguide"})
"""Templates of pages that nobody looks for."""


@dataclass(frozen=True)
class Sheet:
    """A page to be: its template, its address, and what gives the names that the template needs.

    `names` is asked only when the page is rendered.
    """

    template: str
    address: str
    lang: str
    names: Callable[[], Mapping[str, Any]] = dict

    def in_languages(self, site: Site) -> Iterator[Sheet]:
        """The same page in each language of the site, its own at the plain address."""
        for lang in dict.fromkeys((self.lang, *site.languages)):
            address = self.address if lang == self.lang else f"/{lang}{self.address}"
            yield replace(self, address=address, lang=lang)


def exactly(root: str, address: str) -> str:
    """The way to that very page, from one that is so far below the root: `../` or `../../`."""
    return root + address[1:] or "./"


def link(root: str, local: Callable[[str], str], address: str) -> str:
    """The way to an address of the site, in the language of this page where it is there.

    Another site's stays as it is.
    """
    return address if "://" in address else exactly(root, local(address))


class Shelf:
    """Where all sheets lie, and what can be asked of them together."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.sheets: list[Sheet] = []
        self._taken: set[str] = set()
        self._addresses: set[str] = set()
        self._versions: dict[str, list[tuple[str, str]]] = {}

    def add(self, *sheets: Sheet) -> None:
        """Lay a page to the others; raises ValueError where another has its address."""
        for sheet in sheets:
            if sheet.address in self._taken:
                raise ValueError(f"two pages would have the address {sheet.address}")
            self._taken.add(sheet.address)
            self.sheets.append(sheet)
            if sheet.template not in APART:
                self._addresses.add(sheet.address)
                versions = self._versions.setdefault(self._plain(sheet.address), [])
                versions.append((sheet.lang, sheet.address))

    def add_in_languages(self, *sheets: Sheet) -> None:
        """Lay pages to the others, in every language of the site."""
        for sheet in sheets:
            self.add(*sheet.in_languages(self.site))

    def local(self, lang: str, address: str) -> str:
        """The page at an address as it is in a language; itself where there is none in it."""
        path, sign, part = address.partition("#")
        there = f"/{lang}{path}"
        return f"{there}{sign}{part}" if there in self._addresses else address

    def versions(self, address: str) -> list[tuple[str, str]]:
        """The languages of a page, each with its address, in the order of the site's."""
        found = self._versions.get(self._plain(address), [])
        order = self.site.languages
        return sorted(found, key=lambda pair: order.index(pair[0]) if pair[0] in order else 99)

    def lasting(self) -> Iterable[list[tuple[str, str]]]:
        """Every page that search engines should know, as its languages and addresses."""
        return (self.versions(address) for address in sorted(self._versions))

    def _plain(self, address: str) -> str:
        for lang in self.site.languages:
            if address.startswith(f"/{lang}/"):
                return address.removeprefix(f"/{lang}")
        return address
