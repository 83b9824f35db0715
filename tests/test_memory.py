"""Memory: what was read before is given again only while nothing it was made from has changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from factories import a_site
from hypothesis import given, settings
from hypothesis import strategies as st

from workgroups.history import History
from workgroups.memory import Memory
from workgroups.reading import read_written
from workgroups.sources import find_sources
from workgroups.story import Revision
from workgroups.surroundings import Surroundings

SITE = replace(a_site(), languages=("en", "fr"))
GROUP = "---\nname: {name}\n{more}---\nWhat it is for, see [a](../../meetings/a/index.md).\n"
MEETING = """\
---
uid: 5b3c6f0e-8a5f-4f3d-9c1e-{slug:0>12}
title: {title}
groups: [{group}]
start: 2026-03-03
{more}---
See [the other](../{other}/index.md), [a paper](paper.txt) and [the group](/groups/g/).
"""


def lay(content: Path) -> None:
    """Two groups, and three meetings that link to each other."""
    put(content / "groups/g/index.md", GROUP.format(name="G", more=""))
    put(content / "groups/h/index.md", GROUP.format(name="H", more=""))
    for slug, other in ("ab", "bc", "ca"):
        put(content / f"meetings/{slug}/index.md", meeting(slug, other))
        put(content / f"meetings/{slug}/paper.txt", "A paper.")
    put(content / "meetings/a/index.fr.md", "---\ntitle: Première\n---\n[b](../b/index.md)\n")
    put(content / "pages/about.md", "---\ntitle: About\n---\n[a](../meetings/a/index.md)\n")


def meeting(slug: str, other: str, title: str = "A", group: str = "g", more: str = "") -> str:
    return MEETING.format(slug=slug, other=other, title=title, group=group, more=more)


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def move(old: Path, new: Path) -> None:
    if old.exists() and not new.exists():
        old.rename(new)


EDITS: dict[str, Callable[[Path], object]] = {
    "title": lambda c: put(c / "meetings/a/index.md", meeting("a", "b", title="B")),
    "mistake": lambda c: put(c / "meetings/a/index.md", meeting("a", "b", title='"open')),
    "other group": lambda c: put(c / "meetings/b/index.md", meeting("b", "c", group="h")),
    "unknown group": lambda c: put(c / "meetings/b/index.md", meeting("b", "c", group="x")),
    "draft": lambda c: put(c / "meetings/b/index.md", meeting("b", "c", more="draft: yes\n")),
    "as it was": lambda c: put(c / "meetings/b/index.md", meeting("b", "c")),
    "link to nowhere": lambda c: put(c / "meetings/c/index.md", meeting("c", "x")),
    "meeting goes": lambda c: shutil.rmtree(c / "meetings/c", ignore_errors=True),
    "meeting moves": lambda c: move(c / "meetings/b", c / "meetings/x"),
    "meeting moves back": lambda c: move(c / "meetings/x", c / "meetings/b"),
    "meeting goes deeper": lambda c: (
        (c / "meetings/2026").mkdir(exist_ok=True) or move(c / "meetings/a", c / "meetings/2026/a")
    ),
    "paper goes": lambda c: (c / "meetings/c/paper.txt").unlink(missing_ok=True),
    "paper changes": lambda c: (
        (c / "meetings/c").is_dir() and put(c / "meetings/c/paper.txt", "Another.")
    ),
    "paper is empty": lambda c: (c / "meetings/c").is_dir() and put(c / "meetings/c/paper.txt", ""),
    "translation": lambda c: (
        (c / "meetings/a").is_dir()
        and put(c / "meetings/a/index.fr.md", "---\ntitle: Autre\n---\n[c](../c/index.md)\n")
    ),
    "group's zone": lambda c: put(
        c / "groups/g/index.md", GROUP.format(name="G", more="timezone: Europe/Helsinki\n")
    ),
    "group's contact": lambda c: put(
        c / "groups/h/index.md", GROUP.format(name="H", more="contact: {name: Office}\n")
    ),
    "group is wrong": lambda c: put(c / "groups/g/index.md", GROUP.format(name="", more="")),
    "group goes": lambda c: shutil.rmtree(c / "groups/h", ignore_errors=True),
    "page": lambda c: put(c / "pages/about.md", "---\ntitle: About us\n---\n[x](x.md)\n"),
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(EDITS)), max_size=8))
def test_remembered_or_read_anew_is_the_same(edits: list[str]) -> None:
    with tempfile.TemporaryDirectory() as root:
        content = Path(root) / "content"
        lay(content)
        memory = Memory()
        for name in ["as it was", *edits]:
            EDITS[name](content)
            sources = find_sources(content)
            remembered = read_written(sources, SITE, History(), memory)
            assert remembered == read_written(sources, SITE, History())


def test_what_is_the_same_is_not_made_again(tmp_path: Path) -> None:
    lay(tmp_path / "content")
    memory = Memory()
    before, _ = read_written(find_sources(tmp_path / "content"), SITE, History(), memory)
    put(tmp_path / "content/meetings/b/index.md", meeting("b", "c", title="New"))
    after, _ = read_written(find_sources(tmp_path / "content"), SITE, History(), memory)
    pairs = zip(before.meetings, after.meetings, strict=True)
    assert [old is new for (old, _), (new, _) in pairs] == [True, False, True]


def test_a_change_in_the_history_is_read(tmp_path: Path) -> None:
    lay(tmp_path / "content")
    memory, sources = Memory(), find_sources(tmp_path / "content")
    before, _ = read_written(sources, SITE, History(), memory)
    uid = before.meetings[1][0].uid
    noon = datetime(2026, 1, 3, 12, tzinfo=UTC)
    paper = (tmp_path / "content/meetings/c/paper.txt").resolve()
    history = History({uid: Revision(noon, noon, 2)}, {paper: noon})
    after, _ = read_written(sources, SITE, history, memory)
    assert [meeting.revision.sequence for meeting, _ in after.meetings] == [0, 2, 0]
    assert [meeting.documents[0].date for meeting, _ in after.meetings] == [None, None, noon.date()]


def test_what_nobody_asks_for_is_forgotten(tmp_path: Path) -> None:
    memory, around = Memory(), Surroundings(History())
    made: list[str] = []

    def make(_: Surroundings) -> str:
        made.append("made")
        return "thing"

    for _ in range(2):
        assert memory.recall("key", (), around, make) == "thing"
    memory.forget_unused()
    memory.forget_unused()
    memory.recall("key", (), around, make)
    assert len(made) == 2
