"""The finished site, before it replaces another: no link leads nowhere, no address vanishes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from commands.asking import Asker, ask_others, fetch_ledger
from commands.outcomes import Failed, Misused
from workgroups.git import NoHistoryError, Repository
from workgroups.gone import files_of, lost_addresses
from workgroups.history import History
from workgroups.ledger import (
    NAME,
    NoLedger,
    address_lost,
    as_text,
    lasting,
    owners,
    papers_gone,
    read_ledger,
    vanished,
)
from workgroups.links import (
    Origins,
    Site,
    Surveyed,
    file_at,
    leads_nowhere,
    sources_of,
    survey,
)
from workgroups.problems import Problem, Severity
from workgroups.reading import read_written
from workgroups.reports import as_text as report
from workgroups.sources import find_sources


def check_finished(
    tree: Path,
    settings: Mapping[str, Any],
    context: Mapping[str, Any],
    *published: bytes | None,
) -> None:
    """Check a site in a folder, and write its ledger there. Raises Failed with what is wrong.

    `published` are the ledgers of the sites that are published, where there are any. Warnings are
    printed. With EXTERNAL in the settings, others are asked whether what leads to them is there.
    """
    site = Site.of(tree, context["address"])
    root = Path(settings["PATH"]).parent
    origins = Origins(root, sources_of(context["programme"]))
    before = frozenset[str]().union(*map(believed, published))
    gone = vanished(before, site, withdrawn(settings))
    surveyed = survey(site)
    found = {
        *leads_nowhere(surveyed, site, origins),
        *of_lost(owners(gone), settings),
        *papers_gone(gone),
        *(of_others(surveyed, origins, settings) if settings.get("EXTERNAL") else ()),
    }
    tell(found, root)
    kept = filter(site.has, before)
    (tree / NAME).write_text(as_text({*lasting(site.files), *kept}), encoding="ascii")


def tell(found: Iterable[Problem], root: Path) -> None:
    """Raise Failed with what is wrong; print what is only to be looked at."""
    problems = tuple(sorted(p for p in found if p.severity is Severity.PROBLEM))
    warnings = sorted(p for p in found if p.severity is not Severity.PROBLEM)
    if problems:
        raise Failed(report((*problems, *warnings), root), problems)
    if warnings:
        print(report(warnings, root), file=sys.stderr)


def withdrawn(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The addresses that may vanish. Raises Misused for what is no list of them."""
    found = settings.get("WITHDRAWN", ())
    if isinstance(found, str) or not all(
        isinstance(address, str) and address.startswith("/") for address in found
    ):
        raise Misused('WITHDRAWN: write a list of addresses such as ["/meetings/old/"]')
    return tuple(found)


# ---- The ledger of what is published -------------------------------------------------------------


def believed(published: bytes | None) -> frozenset[str]:
    """The addresses in a ledger; none without one. Raises Failed for what is no ledger."""
    try:
        return frozenset() if published is None else read_ledger(published)
    except NoLedger as reason:
        raise Failed(
            f"{NAME} of the published site cannot be believed: {reason}.\n"
            "    Put back the file of the last publication. If it is lost, delete it there: the\n"
            "    next publication writes it anew, and asks for no earlier address."
        ) from None


def ledger_from(where: str) -> bytes | None:
    """The ledger in a file, or at an address of the web; None where a site has none yet.

    Raises Misused or Failed where it cannot be had.
    """
    if where.startswith(("https://", "http://")):
        # Whoever builds says where it is: that may be a network of their own.
        return fetch_ledger(where, Asker("the ledger", may_ask=lambda _: True))
    try:
        return Path(where).read_bytes()
    except OSError as error:
        raise Misused(f"--ledger {where} cannot be read: {error.strerror}.") from None


def of_lost(lost: frozenset[str], settings: Mapping[str, Any]) -> Iterable[Problem]:
    """Each lost address with the line to add, where git tells what took its place."""
    if not lost:
        return ()
    content = Path(settings["PATH"])
    sources = find_sources(content)
    written, _ = read_written(sources, settings["WORKGROUPS"], History())
    repository = Repository(content)
    files = [path.relative_to(content).as_posix() for path in sources.files]
    told: dict[str, Problem] = {}
    try:
        patterns = (pattern for address in sorted(lost) if (pattern := files_of(address)))
        bases = dict.fromkeys(("HEAD", *map(repository.before_last_edit, patterns)))
        for base in filter(None, bases):
            edits = tuple(repository.edits_since(base, files))
            for address, problem in lost_addresses(replace(written, edits=edits)):
                told.setdefault(address, problem)
    except NoHistoryError:
        pass  # What became of it cannot be told; that it is gone can.
    return [replace(told.get(a) or address_lost(a), rule="address-gone") for a in sorted(lost)]


# ---- Links to others -----------------------------------------------------------------------------


def of_others(
    surveyed: Surveyed, origins: Origins, settings: Mapping[str, Any]
) -> Iterable[Problem]:
    """What others say of the links that lead to them."""
    cache = Path(settings["CACHE_PATH"]) / "links.json"
    asker = settings.get("ASKER") or Asker(settings["SITEURL"])
    answers = ask_others(surveyed.elsewhere, cache, settings["NOW"], asker)
    for address, answer in answers.items():
        pages = surveyed.elsewhere[address]
        place = origins.of(address, pages) or (file_at(min(pages)), 1, 1)
        yield answer.problem(address, place)
