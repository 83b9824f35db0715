"""The house: the files that every site has in common, and a site's note of those it was given.

A site is its own content, settings and overrides in such a house. The note, house/SHA256SUMS, is
what `sha256sum --check` reads; it tells what a site has changed in the house, which must not be.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

NOTE = "house/SHA256SUMS"

SOURCES = {
    **{
        name: name
        for name in (
            *(".ci", ".editorconfig", ".github/comment.py", ".github/workflows"),
            *(".github/audit.lock", ".github/zizmor.yml", ".gitignore", ".gitlab-ci.yml"),
            ".pre-commit-config.yaml",
            *("LICENSE", "deploy", "plugins", "pyproject.toml", "requirements.lock", "tasks.py"),
            *("tests/any_site", "theme"),
        )
    },
    # In place of the one that tests the house.
    ".github/workflows/ci.yml": "starter/ci.yml",
    # What is told of the house itself lies apart: a site has a README of its own.
    **{
        f"house/{name}": name
        for name in (
            *(".github/pages.png", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md"),
            *("BENCHMARKS.md", "SECURITY.md", "deploy/README.md"),
            *("content/pages/editors-guide.md", "content/pages/fields.md"),
            "content/pages/first-meeting.md",
        )
    },
}
"""The files and folders of the house by their place in a site, each with where it is here."""

LEFT_OUT = {"__pycache__", ".DS_Store", "Thumbs.db"}


@dataclass(frozen=True)
class House:
    """One version of the house: its files by their place in a site, as they lie on the disk."""

    version: str
    files: Mapping[str, Path]

    @property
    def note(self) -> str:
        """What a site notes of the files that it is given."""
        lines = (f"{digest(file)}  {place}\n" for place, file in sorted(self.files.items()))
        return "".join(lines)


def house_in(root: Path) -> House:
    """The house in the folder of this project."""
    files: dict[str, Path] = {}
    for place, name in SOURCES.items():
        for file in _files(root / name):
            within = file.relative_to(root / name).as_posix()
            files[place if within == "." else f"{place}/{within}"] = file
    return House(version_in(root), files)


def _files(way: Path) -> Iterator[Path]:
    for file in sorted(way.rglob("*")) if way.is_dir() else [way]:
        if file.is_file() and not LEFT_OUT & set(file.parts):
            yield file


def version_in(root: Path) -> str:
    """The version of the house that the project or site in this folder has."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def is_newer(version: str, than: str) -> bool:
    """Whether a version is newer: 0.10.0 than 0.9.2."""
    one, other = (tuple(map(int, re.findall(r"\d+", each))) for each in (version, than))
    return one > other


# ---- A site's house ------------------------------------------------------------------------------


def is_site(folder: Path) -> bool:
    """Whether a folder is a site that was made from the house, not the house itself."""
    return (folder / NOTE).is_file()


def noted(folder: Path) -> dict[str, str]:
    """The digests of the files that a site was given, by their places."""
    lines = (folder / NOTE).read_text(encoding="utf-8").splitlines()
    return {place: digest for digest, _, place in (line.partition("  ") for line in lines)}


def changed_in(folder: Path, places: Iterable[str]) -> list[str]:
    """Those of the files given to a site that are no longer as they were given, or gone."""
    given = noted(folder)
    return [place for place in places if digest_at(folder, place) != given[place]]


def digest_at(folder: Path, place: str) -> str | None:
    """The digest of a file in a site; none where there is no file, or where a link leads to it."""
    file = folder / place
    if not file.is_file() or file.resolve() != folder.resolve() / place:
        return None
    return digest(file)


def digest(file: Path) -> str:
    """SHA-256 of a file; of a text with the line ends that it has in the repository."""
    data = file.read_bytes()
    text = b"\0" not in data
    return hashlib.sha256(data.replace(b"\r\n", b"\n") if text else data).hexdigest()
