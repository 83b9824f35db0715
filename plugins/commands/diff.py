"""What subscribers will see change since an earlier commit of the content."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from commands.build import read_settings
from commands.outcomes import Failed, Misused
from workgroups.difference import difference
from workgroups.git import SAFELY
from workgroups.history import History
from workgroups.problems import ContentProblems
from workgroups.programme import Programme
from workgroups.reading import read_leniently, read_programme
from workgroups.reports import as_text
from workgroups.site import Site
from workgroups.sources import find_sources
from workgroups.wording import load


def site_difference(file: Path, overrides: dict[str, Any], base: str) -> str:
    """Markdown, empty when nothing changes for them. Raises Failed or Misused.

    Compared is what `base` and the present content have grown from in common, so that what others
    did since then is not told as undone.
    """
    settings = read_settings(file, overrides)
    content, site = Path(settings["PATH"]), settings["WORKGROUPS"]
    with tempfile.TemporaryDirectory() as folder:
        earlier = Path(folder) / content.name
        earlier.mkdir()
        with tarfile.open(fileobj=io.BytesIO(archive(content, base))) as files:
            files.extractall(earlier, filter="data")
        # With the settings of now, for those of `base` are code, and perhaps nobody's we trust.
        old, unread = read_leniently(find_sources(earlier), site)
    new = read(content, site)
    strings, own = (Path(settings[folder]) / "strings" for folder in ("THEME", "OVERRIDES"))
    return difference(old, new, load(strings, site.language, own), unread)


def archive(content: Path, base: str) -> bytes:
    """The content folder as `base` had it, as a tar file."""
    if base.startswith("-"):
        raise Misused(f"{base} is not a commit.")
    try:
        start = git(content, "merge-base", base, "HEAD").decode().strip()
        return git(content, "archive", "--format=tar", start, ".")
    except FileNotFoundError:
        raise Misused("git cannot be run here: install it.") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        reason = said[-1] if said else f"{base} and HEAD have nothing in common"
        raise Misused(f"{base} cannot be compared with: {reason}") from None


def git(folder: Path, *command: str) -> bytes:
    """What a git command prints."""
    return subprocess.run(
        ("git", *SAFELY, *command), cwd=folder, capture_output=True, check=True
    ).stdout


def read(content: Path, site: Site) -> Programme:
    """The programme; raises Failed with its problems."""
    try:
        return read_programme(find_sources(content), site, History())
    except ContentProblems as problems:
        found = as_text(problems.problems, content.parent)
        raise Failed(f"The content has problems:\n{found}") from None
