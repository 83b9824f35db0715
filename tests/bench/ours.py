"""Our own sites: one that writes what the peers write, and one with all that there is."""

from __future__ import annotations

import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.contestant import HERE, Contestant, front_matter, listed, put, put_papers, quoted
from bench.corpus import NOW, Corpus, Meeting

TASKS = HERE.parents[1] / "tasks.py"


def write(kind: str, corpus: Corpus, folder: Path) -> None:
    """The settings of this kind, the groups and meetings as editors write them."""
    shutil.copy(HERE / kind / "pelicanconf.py", folder)
    for group in corpus.groups:
        head = front_matter([("name", quoted(group.name))])
        put(folder / f"content/groups/{group.slug}/index.md", f"{head}\n{group.mission}\n")
    for meeting in corpus.meetings:
        there = folder / "content" / "meetings" / meeting.slug
        put_papers(meeting, there)
        put(there / "index.md", written(meeting))


def write_in_repository(kind: str, corpus: Corpus, folder: Path) -> None:
    """The same, committed."""
    write(kind, corpus, folder)
    put(folder / ".gitignore", "/output/\n/.output.staging/\n.cache/\n")
    who = ("-c", "user.name=Secretariat", "-c", "user.email=secretariat@harbours.example")
    for command in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "All meetings")):
        subprocess.run(["git", *command], cwd=folder, check=True)


def written(meeting: Meeting) -> str:
    """A meeting as an editor writes it."""
    papers = listed(
        (("file", paper.file), ("title", quoted(paper.title))) for paper in meeting.papers
    )
    head = (
        ("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, meeting.slug))),
        ("title", quoted(meeting.title)),
        ("groups", f"[{meeting.group.slug}]"),
        ("start", f"{meeting.start:%Y-%m-%d %H:%M}"),
        ("end", f"{meeting.end:%Y-%m-%d %H:%M}"),
        ("timezone", "Europe/Brussels"),
        ("place", f"\n  name: {quoted(meeting.house)}\n  address: {quoted(meeting.street)}"),
        ("contact", f"\n  name: {quoted(meeting.contact)}\n  email: office@harbours.example"),
        ("registration", f"\n  url: {meeting.form}"),
        ("tags", f"[{', '.join(meeting.tags)}]"),
        ("documents", "".join(f"\n  - {paper}" for paper in papers) or "[]"),
    )
    return f"{front_matter(head)}\n{meeting.summary}\n\n{meeting.body}"


def command(folder: Path) -> list[str]:
    """What an editor types: it looks for the set-up first, as that does."""
    python = getattr(sys, "_base_executable", None) or sys.executable
    places = ("--settings", folder / "pelicanconf.py", "--output", folder / "output")
    return [python, str(TASKS), "build", *map(str, places), "--now", NOW.isoformat()]


def ours(name: str, write: Callable[[Corpus, Path], None], **more: object) -> Contestant:
    """A site of ours."""
    return Contestant(
        name,
        write,
        command,
        source="content/meetings/{slug}/index.md",
        caches=(".cache", ".output.staging"),
        **more,
    )


EQUAL = ours("this, equal site", partial(write, "equal"))
FULL = ours(
    "this, full site",
    partial(write_in_repository, "full"),
    equal=False,
    calendar="calendar-archive.ics",
)
