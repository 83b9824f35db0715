"""Small finished sites for targets, and what is found where they are published."""

from __future__ import annotations

from pathlib import Path

from targets.target import Finished

OLD = {"index.html": "old", "a/index.html": "same", "a/x.ics": "old", "gone/x.pdf": "gone"}
NEW = {"index.html": "new", "a/index.html": "same", "a/x.ics": "new", "come/y.pdf": "new"}


def lay(tree: Path, files: dict[str, str]) -> Finished:
    """A finished site of these files, kept to its maker as staging folders are."""
    for name, text in files.items():
        file = tree / name
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_text(text)
        file.chmod(0o600)
    return Finished(tree, "https://groups.example.eu")


def published(link: Path) -> dict[str, str]:
    """What a web server finds there."""
    root = link.resolve(strict=True)
    return {f.relative_to(root).as_posix(): f.read_text() for f in root.rglob("*") if f.is_file()}


def published_names(link: Path) -> list[str]:
    """The files that a web server finds there."""
    root = link.resolve(strict=True)
    return sorted(f.relative_to(root).as_posix() for f in root.rglob("*") if f.is_file())
