"""Licences: of everything that the lock names, which one it has, and whether it goes with ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

GOES_WITH_OURS = {
    *("0BSD", "AGPL-3.0-or-later", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0"),
    *("GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "ISC", "LGPL-2.0-only"),
    *("LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0"),
    *("MPL-2.0", "PSF-2.0", "Unlicense", "Zlib"),
}
"""By their SPDX names: what they cover may be a part of a work under AGPL-3.0-or-later."""

CLASSIFIERS = {
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 (LGPLv2)": "LGPL-2.0-only",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""What older metadata says, as SPDX names. Which BSD licence is meant makes no difference here."""

READ_BY_US = {
    "atheris": "Apache-2.0",
    "axe-playwright-python": "MIT AND MPL-2.0",  # In its files; axe-core, inside, is the second.
    "colorama": "BSD-3-Clause",  # Installed on Windows alone.
    # Most of it is in the public domain; its one file under the GPL, for Emacs, is not installed.
    "docutils": "BSD-2-Clause AND BSD-3-Clause",
}
"""Of packages whose metadata does not tell."""


@dataclass(frozen=True)
class Dependency:
    """A line of the lock; `needed_by` are the names that stand below it there."""

    name: str
    version: str
    needed_by: tuple[str, ...]

    @property
    def told(self) -> tuple[str, str]:
        """The licence, as SPDX writes it, and where that is from; both empty when it is unknown."""
        if self.name in READ_BY_US:
            return READ_BY_US[self.name], "read by us"
        return next(in_metadata(self.name), ("", ""))

    @property
    def is_fine(self) -> bool:
        """Whether its licence is known and goes with ours."""
        return goes_with_ours(self.told[0])

    @property
    def row(self) -> str:
        """A row of a table in Markdown."""
        licence, source = self.told
        cells = (self.name, self.version, licence or "unknown", source, ", ".join(self.needed_by))
        return f"| {' | '.join(cells)} |"


def in_metadata(name: str) -> Iterator[tuple[str, str]]:
    """The licences that an installed package names, the clearest first, each with the field."""
    try:
        fields = metadata(name)
    except PackageNotFoundError:
        return
    for expression in fields.get_all("License-Expression") or ():
        yield expression, "License-Expression"
    # What else stands there is prose: a whole licence, or "Dual License".
    for told in fields.get_all("License") or ():
        if (licence := told.replace("Apache 2.0", "Apache-2.0")) in GOES_WITH_OURS:
            yield licence, "License"
    classes = (each.split(" :: ") for each in fields.get_all("Classifier") or ())
    named = [CLASSIFIERS.get(each[-1], each[-1]) for each in classes if each[0] == "License"]
    # Of several it is not said whether one may choose: each has to do.
    if named:
        yield " AND ".join(named), "Classifier"


def goes_with_ours(licence: str) -> bool:
    """Whether a licence, or one of those to choose from, does.

    In an expression with brackets every name has to: nothing that is needed has one.
    """
    if "(" in licence:
        return {*re.findall(r"[\w.+-]+", licence)} - {"AND", "OR", "WITH"} <= GOES_WITH_OURS
    choices = (set(choice.split(" AND ")) for choice in licence.split(" OR "))
    return any(choice <= GOES_WITH_OURS for choice in choices)


ENTRY = re.compile(r"^([\w.-]+)==([^\s;]+)[^\n]*\n((?:[ ]+[^\n]*\n)+)", re.MULTILINE)


def dependencies(lock: Path) -> list[Dependency]:
    """Everything that a lock names, sorted."""
    found = ENTRY.findall(lock.read_text(encoding="utf-8"))
    return [Dependency(name, version, tuple(needing(below))) for name, version, below in found]


def needing(comments: str) -> Iterator[str]:
    """Who needs it: other packages, and this project, itself or while it is worked on."""
    for line in re.findall(r"# +(?:via +)?(.+)", comments.replace("# via\n", "\n")):
        yield {
            "workgroups-site (pyproject.toml)": "the site",
            "workgroups-site (pyproject.toml:dev)": "work on the site",
        }.get(line, line)


def as_table(found: list[Dependency]) -> str:
    """All of them as a table in Markdown."""
    head = ["| package | version | licence | from | needed by |", "|---|---|---|---|---|"]
    return "\n".join([*head, *(dependency.row for dependency in found)])
