"""Links: where everything in a finished site leads, and what of it leads nowhere."""

from __future__ import annotations

import os
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .group import Group
from .meeting import Meeting
from .page import Page
from .problems import Problem
from .programme import Programme

_ADDRESSES = frozenset(
    {
        *("href", "src", "action", "formaction", "poster", "data", "cite"),
        *("data-copy", "data-index", "data-root", "data-share"),
    }
)
"""Attributes that hold an address, those that the theme's scripts read among them."""

_READ = (".html", ".css", ".ics", ".atom", ".json", ".xml")
_INDEX = "search/index/"

# What a browser does not read as tags goes first. A parser takes five times as long for the same.
_RAW = re.compile(
    r"<!--.*?-->|(<(script|style|textarea|title)\b[^>]*+>)(.*?)(?=</\2)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"""<[a-zA-Z][^\s/>]*+((?:[^"'>]++|"[^"]*+"|'[^']*+')++)>""")
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_REFRESH = re.compile(r"\s*\d+\s*;\s*url=(.*)", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_FOLD = re.compile(r"\r?\n[ \t]")
_OF_A_SENTENCE = ".,;:!?)]"

_LEADING = frozenset({"og:image", "og:url", "refresh"})
"""What a <meta> can be whose content is an address; that of others is text."""

_SHORTEST = 4
"""Characters of a name by which a link is looked for in a text."""


@dataclass(frozen=True)
class Read:
    """What a page has: the addresses it leads to, as they are written, and the names of its parts.

    What stands in its data for search engines is in `data`.
    """

    links: frozenset[str]
    parts: frozenset[str]
    data: str = ""


def read_page(html: str) -> Read:
    """A page of a site. Not for what is no HTML: tags must be closed, and quotes, too."""
    raw: list[str] = []

    def keep(found: re.Match[str]) -> str:
        raw.append(found[3] or "")
        return found[1] or ""

    links: set[str] = set()
    parts: set[str] = set()
    for tag in _TAG.finditer(_RAW.sub(keep, html)):
        attributes = [
            (name.lower(), "".join(quoted)) for name, *quoted in _ATTRIBUTE.findall(tag[1])
        ]
        leads = any(value.lower() in _LEADING for _, value in attributes)
        for name, value in attributes:
            if name == "id":
                parts.add(unescape(value))
            elif leads or name != "content":
                links.update(map(unescape, _addresses_in(name, value)))
    return Read(frozenset(links), frozenset(parts), "\n".join(raw))


def _addresses_in(name: str, value: str) -> Iterable[str]:
    """The addresses in an attribute."""
    if name in _ADDRESSES:
        return (value,)
    if name == "data-way":  # those without a way are names of calendar programs
        return (value,) if "/" in value else ()
    if name == "srcset":
        return (part.split()[0] for part in value.split(",") if part.strip())
    if name == "content" and (onward := _REFRESH.fullmatch(value)):
        return (onward[1],)
    return (value,) if name == "content" else ()


@dataclass(frozen=True)
class Site:
    """A finished site: its folder, its whole address without a slash at the end, and its files."""

    tree: Path
    address: str
    files: frozenset[str]

    @classmethod
    def of(cls, tree: Path, address: str) -> Site:
        """The site in a folder."""
        found = (Path(folder, name) for folder, _, names in os.walk(tree) for name in names)
        return cls(tree, address, frozenset(file.relative_to(tree).as_posix() for file in found))

    @cached_property
    def _below(self) -> str:
        """The path of the site at its host, without a slash at the end."""
        return urlsplit(self.address).path

    @cached_property
    def _here(self) -> str:
        """The address without its scheme: calendar programs have one of their own."""
        return self.address.partition(":")[2]

    @cached_property
    def in_texts(self) -> re.Pattern[str]:
        """A whole address of the site, in any text; not one that was cut short with it."""
        here = re.escape(self._here)
        rest = r"""(?![\w.:-])(?:[/?#][^\s"'<>\\]*+)?+(?! ?…)"""
        return re.compile(rf"\b(?:https?|webcal):{here}{rest}")

    def inside(self, link: str, at: str) -> str | None:
        """Where a link leads that was written at an address, from the top of the site.

        None for what leads elsewhere. What is asked of a page (`?...`) is left out.
        """
        link = link.strip()
        rest = link
        if scheme := _SCHEME.match(link):
            if not link.lower().startswith(("http", "webcal")):
                return None
            rest = link[scheme.end() :]
        path, sign, part = rest.partition("#")
        path = path.partition("?")[0]
        if scheme or path.startswith("//"):
            if path != self._here and not path.startswith(f"{self._here}/"):
                return None
            path = self._below + (path.removeprefix(self._here) or "/")
        whole = _joined(self._below + at, path)
        if not whole.startswith(f"{self._below}/"):
            return None
        return whole.removeprefix(self._below) + sign + part

    def has(self, address: str) -> bool:
        """Whether a file answers at an address, from the top of the site and without a part."""
        return file_at(unquote(address)) in self.files


def _joined(at: str, path: str) -> str:
    """The path that one is, seen from another."""
    if not path:
        return at
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(at), path))
    whole = "/" + whole.lstrip("/")
    is_folder = path.endswith(("/", "/.", "/..")) or path in (".", "..")
    return whole if whole == "/" or not is_folder else f"{whole}/"


def file_at(address: str) -> str:
    """The file that answers at an address, from the folder of the site."""
    return address.lstrip("/") + ("index.html" if address.endswith("/") else "")


def address_of(file: str) -> str:
    """The address at which a file answers."""
    folder, _, name = file.rpartition("/")
    return (f"/{folder}/" if folder else "/") + ("" if name == "index.html" else name)


# ---- What leads nowhere --------------------------------------------------------------------------


@dataclass(frozen=True)
class Surveyed:
    """What was found in a finished site, each address with those that lead there.

    `nowhere` are addresses from the top of the site that nothing answers, `elsewhere` whole ones of
    other sites.
    """

    nowhere: Mapping[str, frozenset[str]]
    elsewhere: Mapping[str, frozenset[str]]


@dataclass
class _Survey:
    site: Site
    nowhere: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    elsewhere: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    parts: dict[str, frozenset[str]] = field(default_factory=dict)
    to_parts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def read(self, file: str) -> None:
        """Follow everything in a file."""
        text = (self.site.tree / file).read_bytes().decode("utf-8", "replace")
        at = address_of(file)
        if file.endswith(".html"):
            page = read_page(text)
            self.parts[file] = page.parts
            self.follow(page.links, at)
            text = page.data
        elif file.endswith(".css"):
            self.follow({"".join(found) for found in _STYLE.findall(text)}, at)
            return
        elif file.endswith(".ics"):
            text = _FOLD.sub("", text)
        whole = (unescape(found) for found in self.site.in_texts.findall(text))
        self.follow({address.rstrip(_OF_A_SENTENCE) for address in whole}, at)

    def follow(self, links: Iterable[str], at: str) -> None:
        for link in links:
            address = self.site.inside(link, at)
            if address is None:
                if link.lower().startswith(("http://", "https://")):
                    self.elsewhere[link.partition("#")[0]].add(at)
                continue
            path, _, part = address.partition("#")
            # A script's folder has no page of its own.
            if not self.site.has(path) and f"/{_INDEX}" != path:
                self.nowhere[path].add(at)
            elif part:
                self.to_parts[address].add(at)

    def look_for_parts(self) -> None:
        """Look for the parts of pages that anything leads to, when all pages are known."""
        for address, at in self.to_parts.items():
            path, _, part = address.partition("#")
            known = self.parts.get(file_at(unquote(path)))
            # The way to some words of a page is found by the browser, and so is its top.
            if known is not None and unquote(part) not in {*known, "top"} and ":~:" not in part:
                self.nowhere[address] |= at


def survey(site: Site) -> Surveyed:
    """Follow every address in a finished site."""
    found = _Survey(site)
    for file in sorted(site.files):
        if file.endswith(_READ) and not file.startswith(_INDEX):
            found.read(file)
    found.look_for_parts()
    return Surveyed(_frozen(found.nowhere), _frozen(found.elsewhere))


def _frozen(found: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {address: frozenset(found[address]) for address in sorted(found)}


# ---- Who can mend it -----------------------------------------------------------------------------


def sources_of(programme: Programme) -> dict[str, str]:
    """The folder or page at each address, with the file of the content that it is made from."""
    things: tuple[Group | Meeting | Page, ...]
    things = (*programme.groups, *programme.meetings, *programme.pages)
    found = {thing.address: thing.source for thing in things}
    for meeting in programme.meetings:
        for text in meeting.translations:
            source = posixpath.join(posixpath.dirname(meeting.source), f"index.{text.lang}.md")
            found[meeting.address_in(text.lang)] = source
    return found


@dataclass(frozen=True)
class Origins:
    """Where links come from: `sources` are files of the content by address, named from `root`."""

    root: Path
    sources: Mapping[str, str]

    def of(self, link: str, pages: Iterable[str]) -> tuple[str, int, int] | None:
        """The file, line and column at which the content has a link that these pages have."""
        names = _names(link)
        for source in sorted({self.source(page) for page in pages} - {""}):
            lines = self._text(source).splitlines()
            for name in names:
                for number, line in enumerate(lines, start=1):
                    if name in line:
                        return source, number, line.index(name) + 1
        return None

    def source(self, page: str) -> str:
        """The file that a page is made from, or what lies beside it; empty for those of the site"""
        return self.sources.get(page[: page.rindex("/") + 1], "")

    def _text(self, source: str) -> str:
        try:
            return (self.root / source).read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            return ""


def _names(link: str) -> tuple[str, ...]:
    """How a text may have a link, the most certain first."""
    path, sign, part = link.partition("#")
    if part:
        return link, sign + part
    last = posixpath.basename(path.rstrip("/"))
    longest = last if len(last) >= _SHORTEST and not _SCHEME.match(link) else link
    return tuple(dict.fromkeys((link, unquote(link), longest)))


def leads_nowhere(surveyed: Surveyed, site: Site, origins: Origins) -> Iterator[Problem]:
    """Every address of the site that something in it leads to, and nothing answers."""
    for address, pages in surveyed.nowhere.items():
        first, *others = sorted(pages, key=lambda page: (not origins.source(page), page))
        what = "there is no such part of that page" if "#" in address else "nothing is there"
        message = f"{first} leads to {address}, and {what}"
        if others:
            message += f"; so {'does 1 other' if len(others) == 1 else f'do {len(others)} others'}"
        place = origins.of(address, pages)
        remedy = "Correct the link, or put back what it leads to."
        if place is None:
            remedy = "The link is in no text: who looks after overrides/ or the theme corrects it."
            only = {origins.source(page) for page in pages}
            place = (only.pop() if len(only) == 1 else "") or file_at(first), 1, 1
        if site.has(f"{address}/"):
            remedy = f"Write {address}/, with the sign / at its end."
        yield Problem(*place, message, remedy, rule="leads-nowhere")
