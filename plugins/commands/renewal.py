"""A newer house for a site: its files are replaced; content, settings and overrides stay.

Run from the folder of the newer version. Nothing is written unless all of it can be undone with
git and none of it takes away what somebody has written.
"""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from commands.build import read_settings
from commands.house import (
    NOTE,
    House,
    changed_in,
    digest,
    digest_at,
    is_newer,
    is_site,
    noted,
    version_in,
)
from commands.outcomes import Misused
from workgroups.editing import editing_files

_CHANGELOG = "house/CHANGELOG.md"


def renew(house: House, folder: Path) -> list[str]:
    """Bring the house's files into the site; what to tell of it. Raises Misused before any edit."""
    site = folder.resolve()
    _check_site(site)
    before, version = noted(site), version_in(site)
    if is_newer(version, house.version):
        raise Misused(f"{folder} has version {version}, which is newer than {house.version} here.")
    _check_committed(site)
    _check_unchanged(site, before, house)
    news = _news(site / _CHANGELOG, house.files[_CHANGELOG])
    written = [p for p, file in house.files.items() if digest_at(site, p) != digest(file)]
    gone = before.keys() - house.files.keys()
    if not written and not gone:
        return [f"{folder} has this version already ({version}); nothing is changed."]
    for place in sorted(written):
        _replace(house.files[place], site / place)
    for place in sorted(gone):
        _remove(site, place)
    (site / NOTE).write_text(house.note, encoding="utf-8", newline="\n")
    wrong = _write_editing_files(site)
    return [
        f"{folder} had version {version} of the house, and now has {house.version}:",
        f"{len(written)} files written, {len(gone)} removed; what is the site's own is as it was.",
        *(["", "What is new:", "", *news] if news else []),
        *(["", wrong, "Put that right, then run: python3 tasks.py schema"] if wrong else []),
        *("", "Now, in that folder:", "  python3 tasks.py test"),
        f'  git add --all && git commit --message "The house is now version {house.version}"',
    ]


def _check_site(site: Path) -> None:
    if not is_site(site):
        raise Misused(f"{site} is no site: there is no {NOTE}. Make one with: new site DIR")


def _check_committed(site: Path) -> None:
    """Git must be able to bring back all that is there."""
    line = ("git", "status", "--porcelain", "-z", "--untracked-files=all", "--", ".")
    try:
        found = subprocess.run(line, cwd=site, capture_output=True, check=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        raise Misused(f"{site} is in no git repository, so that nothing could be undone.") from None
    edited = [entry[3:] for entry in found.decode(errors="replace").split("\0") if entry]
    if edited:
        raise Misused(
            f"There are edits in {site} that are in no commit:\n{_named(edited)}\n"
            "Commit them, or put them aside with: git stash --include-untracked"
        )


def _check_unchanged(site: Path, before: dict[str, str], house: House) -> None:
    changed = changed_in(site, before)
    # What came into the house lately may be what the site has by that name.
    come = [place for place in house.files if place not in before and _is_in_the_way(site, place)]
    changed += [p for p in come if digest_at(site, p) != digest(house.files[p])]
    if not changed:
        return
    line = ("git", "log", "-1", "--format=%h", "--", NOTE)
    done = subprocess.run(line, cwd=site, capture_output=True, text=True, check=True)
    files = " ".join(sorted(set(changed) & before.keys()))
    mine = sorted(set(changed) - before.keys())
    remedies = []
    if files:
        remedies.append(
            "Keep what you need of it in overrides/ or under a name of its own, then bring the "
            f"house's back and commit:\n    git checkout {done.stdout.strip()} -- {files}"
        )
    if mine:
        remedies.append(
            f"The newer version has files of its own named {', '.join(mine)}: rename yours."
        )
    told = "\n".join(remedies)
    raise Misused(
        f"These files of the house are not as they were given:\n{_named(changed)}\n{told}"
    )


def _is_in_the_way(site: Path, place: str) -> bool:
    """Whether something of the site's own is where a file of the house is to be."""
    ways = [site / place, *(site / place).parents]
    inside = [way for way in ways if way != site and way.is_relative_to(site)]
    return os.path.lexists(site / place) or any(
        way.is_symlink() or way.is_file() for way in inside[1:]
    )


def _named(files: Iterable[str]) -> str:
    """Ten of the names, a line each, and how many more there are."""
    names = sorted(files)
    more = [f"  and {len(names) - 10} more"] if len(names) > 10 else []
    return "\n".join([*(f"  {name}" for name in names[:10]), *more])


def _news(old: Path, new: Path) -> list[str]:
    """The lines that the newer changelog has and the site's has not."""
    had, has = (file.read_text(encoding="utf-8").splitlines() for file in (old, new))
    lines = difflib.unified_diff(had, has, n=0, lineterm="")
    return [line[1:] for line in lines if line.startswith("+") and not line.startswith("+++")]


def _replace(file: Path, place: Path) -> None:
    """Put a copy in its place in one step: a run that is killed leaves no half of a file."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.incoming")
    shutil.copy(file, beside)
    beside.replace(place)


def _remove(site: Path, place: str) -> None:
    """Remove a file, and the folders that are then empty."""
    file = site / place
    file.unlink(missing_ok=True)
    for folder in file.parents:
        if folder == site or any(folder.iterdir()):
            return
        folder.rmdir()


def _write_editing_files(site: Path) -> str:
    """Renew what editors' tools know of the fields; what is wrong with the settings, or nothing."""
    try:
        decided = read_settings(site / "pelicanconf.py", {})["WORKGROUPS"]
    except Misused as error:
        return str(error)
    write_editing_files(site, editing_files(decided))
    return ""


def write_editing_files(site: Path, files: dict[str, str]) -> None:
    """Write them into a site's folder."""
    for path, text in files.items():
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
