"""The ledger: every address that was published for good, kept in a file of the published site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from .documents import KINDS
from .links import Site, address_of
from .problems import Problem, Severity

NAME = "addresses.txt"
"""The file of the site that is the ledger: an address a line, sorted."""

LARGEST = 50_000_000
"""Bytes of a ledger."""

_LANGUAGE = re.compile(r"/[a-z]{2,3}(-[A-Z]{2})?(?=/)")
_TURNING = re.compile(
    r"/(404\.html|styleguide/.*|theme/.*|(archive|calendar|documents|search)/.+"
    r"|groups/[^/]+/[0-9]{4}/)"
)
"""Pages that come and go with the day, and those that nobody looks for."""

_PAGES = (".asp", ".aspx", ".htm", ".html", ".php", "/")
_DATA = (".ics", ".atom", "/meetings.json", "/meetings.schema.json")
_OF_DOCUMENTS = re.compile(r"/(groups|meetings)/[^/]+/[^/]+")
_EARLIER = re.compile(r"\.[0-9a-f]{8}\.[a-z0-9]+")
_ADDRESS = re.compile(r"/[!-~]*")
_THING = re.compile(r"/(groups|meetings)/[^/]+/")


class NoLedger(Exception):
    """What was given is not the ledger of a published site; the text says why."""


def lasting(files: Iterable[str]) -> frozenset[str]:
    """The addresses of a finished site that are published for good, by its files."""
    return frozenset(quote(address) for address in map(address_of, files) if _lasts(address))


def _lasts(address: str) -> bool:
    # A page's own name can look like that of a language.
    plain = {address, _LANGUAGE.sub("", address, count=1)}
    if any(map(_TURNING.fullmatch, plain)) or "/." in address:
        return False
    return address.endswith((*_PAGES, *_DATA)) or is_document(address)


def is_document(address: str) -> bool:
    """Whether a document is at the address: not what it was earlier, which goes in time."""
    if not _OF_DOCUMENTS.fullmatch(address) or _EARLIER.search(address):
        return False
    return address[address.rfind(".") :].lower() in KINDS


def as_text(addresses: Iterable[str]) -> str:
    """A ledger of these addresses."""
    return "".join(f"{address}\n" for address in sorted(addresses))


def read_ledger(data: bytes) -> frozenset[str]:
    """The addresses in a ledger. Raises NoLedger for anything else, a part of one included."""
    if len(data) > LARGEST:
        raise NoLedger(f"it is larger than {LARGEST // 1_000_000} MB")
    if not data.startswith(b"/\n") or not data.endswith(b"\n"):
        raise NoLedger("it is not a list of addresses that begins with / and is whole")
    lines = data.decode("ascii", "replace").removesuffix("\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if not _ADDRESS.fullmatch(line) or ".." in line.split("/"):
            raise NoLedger(f"line {number} is no address")
    return frozenset(lines)


def vanished(published: Iterable[str], site: Site, withdrawn: Iterable[str] = ()) -> frozenset[str]:
    """What was published, and nothing in a site answers any more.

    What is `withdrawn` may go: an address, and with one that ends with / all that is below it.
    """
    may_go = frozenset(withdrawn)
    below = tuple(address for address in may_go if address.endswith("/") and address != "/")
    return frozenset(
        address
        for address in published
        if not site.has(address)
        and address not in may_go
        and not address.startswith(below)
        and not _LANGUAGE.sub("", address, count=1).startswith(below)
    )


def owners(gone: frozenset[str]) -> frozenset[str]:
    """Those with which the others went: a language of the site, a group, a meeting, or itself.

    Papers are left out where what they lay with is still there.
    """
    found = {_owner(address, gone) for address in gone}
    return frozenset(address for address in found if not is_document(address))


def _owner(address: str, gone: frozenset[str]) -> str:
    language = _LANGUAGE.match(address)
    plain = address[language.end() :] if language else address
    thing = _THING.match(plain)
    whole = (f"{language[0]}/" if language else "", thing[0] if thing else "", plain)
    return next((each for each in whole if each in gone), address)


def address_lost(address: str) -> Problem:
    """An address that is gone, where nothing tells what became of it."""
    message = f"{address} was published, and nothing answers there any more"
    remedy = (
        f"Put back what was there. If something took its place, write there: aliases: [{address}]."
        f' If it has to go for good, write in publishconf.py: WITHDRAWN = ["{address}"]'
    )
    return Problem(NAME, 1, 1, message, remedy, rule="address-gone")


def papers_gone(gone: frozenset[str]) -> Iterator[Problem]:
    """A warning of documents that are gone alone: there are papers that must be withdrawn."""
    papers: dict[str, list[str]] = {}
    for address in sorted(gone):
        if is_document(address) and _owner(address, gone) == address:
            folder, _, name = address.rpartition("/")
            papers.setdefault(folder, []).append(name)
    for folder, names in papers.items():
        message = f"what was published at {folder}/ is there no more: {', '.join(names)}"
        remedy = "If that was not meant, put it back under the same name."
        yield Problem(NAME, 1, 1, message, remedy, Severity.ADVICE, "document-gone")
