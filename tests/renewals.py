"""A site that is built again and again, for tests: what editors, machines and accidents do to it.

Whatever happened in between, a build must leave what one without a cache would have made.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import sites

from commands.again import build_again
from commands.build import build_site
from commands.outcomes import Failed, Misused

HEAT = "meetings/2025/2025-10-07-heat-plans"
GRIDS = "meetings/2026/2026-03-12-grids-and-buses"
NIGHT = "meetings/2026/2026-05-06-night-charging"
DRAFT = "meetings/2026/2026-06-01-draft"

MOMENTS = [
    *("2025-10-07T11:59:59", "2025-10-07T12:00:00", "2025-12-31T22:59:59", "2025-12-31T23:30:00"),
    *("2026-01-01T00:00:00", "2026-01-15T12:00:00", "2026-01-15T18:00:00", "2026-01-15T22:59:59"),
    *("2026-02-01T22:59:00", "2026-02-02T00:00:00", "2026-03-01T00:00:00", "2026-03-03T17:30:00"),
    *("2026-03-06T17:59:59", "2026-03-06T18:00:00", "2026-03-12T13:30:00", "2026-03-13T12:00:00"),
    *("2026-05-06T09:00:00", "2026-11-18T00:30:00", "2026-11-20T12:00:00", "2027-01-02T12:00:00"),
]
"""In UTC: meetings begin and end, registration opens and closes, days, months and years turn."""

SENTENCES = [
    "Towns share what they have learnt.",
    "**Zinc** and [quotas](https://elsewhere.example/) are new words.",
    "## A heading\n\nUnder it a text.",
    "- one\n- two\n- three",
    "The [joint meeting](../../2026/2026-03-12-grids-and-buses/index.md) comes next.",
    "In French: [autobus](../../2026/2026-03-12-grids-and-buses/index.fr.md).",
    "See [the table](<../../2025/2025-10-07-heat-plans/Heat demand (2024).csv>).",
    "See [the agenda](../../2025/2025-10-07-heat-plans/agenda.pdf) and [the note](note.txt).",
    "Of [somebody](../../2026/2026-06-01-draft/index.md) who writes yet.",
    "To [a new one](../../2026/new-1/index.md), or [another](/meetings/new-2/).",
    "[Nothing](nothing.md) is there.",
    "[Energy](../../../groups/energy/index.md), [about](../../../pages/about.md).",
    "Ärger, zäh: ÆØÅ, ①, 数 and 😀.",
    "<script>alert(1)</script>",
    "",
]

TEXT = """\
---
uid: {uid}
title: Meeting {name}
groups: [{group}]
start: {start}
end: 18:00
place: {{name: Town Hall}}
---
{body}
"""


@dataclass
class Renewals:
    """A site in a folder: its content, what it is decided by, and what was built of it last."""

    root: Path
    now: datetime = field(default=datetime(2026, 1, 15, 12, tzinfo=UTC))
    levels: list[str] = field(default_factory=list)
    older: list[Path] = field(default_factory=list)
    good: dict[Path, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.content = sites.write_small_content(self.root)
        self.settings, self.output = self.root / "settings.py", self.root / "output"
        self.cache, self.overrides = self.root / "cache", self.root / "overrides"
        self.decide("Network of Towns")
        (self.overrides / "templates").mkdir(parents=True)
        self.put(
            f"{DRAFT}/index.md",
            self.text("a draft", "energy", 6).replace("uid:", "draft: true\nuid:"),
        )
        body = "What is [said](../meetings/2025/2025-10-07-heat-plans/index.md)."
        self.put("pages/more.md", f"---\ntitle: More\n---\n{body}")
        self.good = {path: path.read_bytes() for path in texts(self, "**/*")}

    def put(self, name: str, text: str | bytes) -> None:
        """Write a file of the content."""
        file = self.content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def decide(self, name: str, more: str = "") -> None:
        """Write the settings."""
        text = sites.SMALL.read_text("utf-8").replace("Network of Towns", name)
        own = f'OVERRIDES = "{self.overrides}"\n'
        own += 'THEME_TEMPLATES_OVERRIDES = [OVERRIDES + "/templates"]'
        self.settings.write_text(f"{text}\n{own}\n{more}", "utf-8")

    def text(self, uid: str, group: str, month: int, body: str = "About *this*.") -> str:
        """The text of a new meeting."""
        start = f"2026-{month:02}-03 16:30"
        known = uuid5(NAMESPACE_URL, uid)
        return TEXT.format(uid=known, name=uid, group=group, start=start, body=body)

    # ---- What a build does -----------------------------------------------------------------------

    def build(self, output: Path, cache: Path, make: Callable[..., str]) -> tuple[str, list[str]]:
        """The closing line, or what was wrong; and what was warned of."""
        given = {"PATH": str(self.content), "OUTPUT_PATH": str(output), "CACHE_PATH": str(cache)}
        # Pelican leaves them there; each build is a process of its own.
        sys.modules.pop("settings", None)
        with contextlib.redirect_stderr(io.StringIO()) as told:
            try:
                line = make(self.settings, given)
            except (Failed, Misused) as failed:
                line = f"{type(failed).__name__}: {failed}"
        return line, told.getvalue().splitlines()

    def check(self) -> None:
        """Build again, and once without a cache: both must be the same."""
        before, times = tree(self.output), states(self.output)
        line, told = self.build(self.output, self.cache, self.again)
        cold, alone = self.root / "cold" / "output", self.root / "cold" / "cache"
        shutil.rmtree(cold.parent, ignore_errors=True)
        wanted, wanted_told = self.build(cold, alone, self.cold)
        if wanted.startswith(("Failed", "Misused")):
            assert (line, told) == (wanted, wanted_told)
            assert tree(self.output) == before
            self.restore()
            return
        self.good = {path: path.read_bytes() for path in texts(self, "**/*")}
        assert differing(self.output, cold) == []
        assert told == wanted_told, (told, wanted_told)
        self.check_line(line, wanted, times)

    def again(self, settings: Path, given: dict[str, Any]) -> str:
        return build_again(settings, given, self.now.isoformat())

    def cold(self, settings: Path, given: dict[str, Any]) -> str:
        return build_site(settings, {**given, "NOW": self.now})

    def restore(self) -> None:
        """Put back the content that was built last."""
        for path in texts(self, "**/*"):
            if path not in self.good:
                path.unlink()
        for path, data in self.good.items():
            if path.is_dir():
                shutil.rmtree(path)
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)

    def check_line(self, line: str, wanted: str, before: dict[str, tuple[int, int]]) -> None:
        """What it says of the site, and of what was done."""
        counts = r"; (\d+) files written, (\d+) unchanged, (\d+) removed; \d+\.\d s"
        said, cold = (re.fullmatch(f"(.*){counts}", text) for text in (line, wanted))
        assert said, line
        assert cold
        assert said[1] == cold[1]
        after = states(self.output)
        written = sum(before.get(name) != state for name, state in after.items())
        done = written, len(after) - written, len(before.keys() - after.keys())
        assert tuple(map(int, said.groups()[1:])) == done


def differing(one: Path, other: Path) -> list[str]:
    """What is not the same in two outputs."""
    left, right = tree(one), tree(other)
    names = left.keys() | right.keys()
    return sorted(name for name in names if left.get(name, "") != right.get(name, ""))


def tree(folder: Path) -> dict[str, bytes | None]:
    """All that lies in an output; None for a folder."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {name: None if path.is_dir() else path.read_bytes() for name, path in found.items()}


def states(output: Path) -> dict[str, tuple[int, int]]:
    """Of each file of a site what is new when it is replaced."""
    found = {}
    for path in output.rglob("*"):
        if not path.is_dir() and path.name != ".workgroups-output":
            state = path.lstat()
            found[path.relative_to(output).as_posix()] = state.st_mtime_ns, state.st_ino
    return found


# ---- What happens in between -------------------------------------------------------------------


def texts(site: Renewals, pattern: str) -> list[Path]:
    return sorted(file for file in site.content.glob(pattern) if file.is_file())


def say(file: Path, body: str) -> None:
    """Replace the body of a text."""
    front = re.match(r"(?s)---\n.*?\n---\n", file.read_text("utf-8"))
    file.write_text(f"{front[0] if front else ''}{body}\n", "utf-8")


def bodies(site: Renewals, by: Random, pattern: str) -> None:
    if found := texts(site, pattern):
        body = "\n\n".join(by.choices(SENTENCES, k=by.randint(0, 3)))
        say(by.choice(found), body)


def safe_body(site: Renewals, by: Random) -> None:
    """One in which nothing is wrong."""
    if found := texts(site, "meetings/*/*/index*.md"):
        words = by.choices(["zebra", "towns", "heat", "question", "yard", "0815"], k=4)
        say(by.choice(found), f"{' '.join(words)}.\n\n{by.choice(SENTENCES[:7])}")


def add_words(site: Renewals, by: Random) -> None:
    """What the index of the search has files for already."""
    if found := texts(site, "meetings/*/*/index*.md"):
        with by.choice(found).open("a", encoding="utf-8") as text:
            text.write(f"{' '.join(by.choices(['towns', 'heat', 'ten', 'buses', 'grid'], k=3))}\n")


def edit_body(site: Renewals, by: Random) -> None:
    bodies(site, by, "meetings/*/*/index.md")


def edit_translation(site: Renewals, by: Random) -> None:
    bodies(site, by, "meetings/*/*/index.fr.md")


def edit_others(site: Renewals, by: Random) -> None:
    bodies(site, by, by.choice(["groups/*/index.md", "pages/*.md"]))


def edit_two(site: Renewals, by: Random) -> None:
    safe_body(site, by)
    by.choice([safe_body, edit_fields, edit_document])(site, by)


FIELDS = [
    ("title: ", "title: Re-"),
    ("end: 12:00", "end: 13:00"),
    ("status: tentative\n", ""),
    ("status: cancelled", "status: postponed"),
    ("closes: 2026-03-06 18:00", "closes: 2026-03-03 18:00"),
    ("draft: true\n", ""),
    ("uid: ", "draft: true\nuid: "),
    ("groups: [energy]", "groups: [climate]"),
    ("name: ", "name: New "),
    ("parent: climate\n", ""),
    ("summary: ", "summary: In short, "),
    ("---\n", "---\ntags: [x]\n"),
    ("2026-05-06 10:00", "2026-05-07 10:00"),
    ("start: ", "strat: "),
    ("\n", "\r\n"),
]


def edit_fields(site: Renewals, by: Random) -> None:
    file = by.choice(texts(site, by.choice(["meetings/*/*/*.md", "groups/*/*.md", "pages/*.md"])))
    text = file.read_text("utf-8")
    fitting = [(old, new) for old, new in FIELDS if old in text]
    if fitting:
        old, new = by.choice(fitting)
        file.write_text(text.replace(old, new, 1), "utf-8", newline="")


def edit_document(site: Renewals, by: Random) -> None:
    folders = sorted(site.content.glob("meetings/*/*")) + sorted(site.content.glob("groups/*"))
    files = [file for file in texts(site, "*/**/*.*") if file.suffix != ".md"]
    match by.randrange(4):
        case 0 if files:
            by.choice(files).unlink()
        case 1 if files:
            by.choice(files).write_bytes(by.choice([b"a,b\n1,2\n", b"new", b"old"]))
        case 2 if files:
            file = by.choice(files)
            file.unlink()
            file.mkdir()
        case _:
            name = by.choice(["note.txt", "heavy.pdf", "minutes.pdf", ".hidden", "x.exe"])
            (by.choice(folders) / name).write_bytes(by.choice([b"note", b"%PDF-1.4 none"]))


def touch(site: Renewals, by: Random) -> None:
    file = by.choice(texts(site, "**/*.*"))
    if by.random() < 0.5:
        os.utime(file)
    else:
        file.write_bytes(file.read_bytes())


def add_meeting(site: Renewals, by: Random) -> None:
    number, group = by.randint(1, 3), by.choice(["energy", "mobility"])
    text = site.text(f"new-{number}", group, by.randint(1, 12), by.choice(SENTENCES))
    site.put(f"meetings/2026/new-{number}/index.md", text)


def add_translation(site: Renewals, by: Random) -> None:
    folder = by.choice(sorted(site.content.glob("meetings/*/*")))
    (folder / "index.fr.md").write_text("---\ntitle: Titre\n---\nUn texte.\n", "utf-8")


def remove(site: Renewals, by: Random) -> None:
    found = [*site.content.glob("meetings/*/*"), *texts(site, "meetings/*/*/index.fr.md")]
    gone = by.choice(sorted(found))
    if gone.is_dir():
        shutil.rmtree(gone)
    else:
        gone.unlink()


def rename(site: Renewals, by: Random) -> None:
    folder = by.choice(sorted(site.content.glob("meetings/*/*")))
    folder.rename(folder.with_name(f"{folder.name}-{by.randint(0, 9)}"))


def commit(site: Renewals, by: Random) -> None:
    with contextlib.suppress(Exception):
        sites.commit(
            site.root, by.choice(["2026-01-20T10:00:00Z", "2026-04-01T10:00:00Z"]), "content"
        )


def add(site: Renewals, _: Random) -> None:
    with contextlib.suppress(Exception):
        sites.git(site.root, "add", "--all", "content")


def leave_git(site: Renewals, _: Random) -> None:
    """Out of the repository, or back into it."""
    inside, outside = site.root / ".git", site.root / ".git-away"
    if inside.exists():
        inside.rename(outside)
    elif outside.exists():
        outside.rename(inside)


def lose_history(site: Renewals, _: Random) -> None:
    """As in a shallow clone; or have it whole again."""
    shallow = site.root / ".git" / "shallow"
    if shallow.exists():
        shallow.unlink()
    elif shallow.parent.exists():
        head = next((site.root / ".git" / "refs" / "heads").iterdir()).read_text("utf-8")
        shallow.write_text(head, "utf-8")


def move_clock(site: Renewals, by: Random) -> None:
    site.now = datetime.fromisoformat(by.choice(MOMENTS)).replace(tzinfo=UTC)


def decide(site: Renewals, by: Random) -> None:
    match by.randrange(4):
        case 0:
            site.decide(by.choice(["Network of Towns", "Net of Towns"]))
        case 1:
            strings = site.overrides / "strings" / "en.toml"
            strings.parent.mkdir(exist_ok=True)
            strings.write_text(f'[home]\nlead = "{by.choice(["One", "Two"])}"\n', "utf-8")
        case 2:
            page = by.choice(["page.html", "next.html"])
            text = (sites.ROOT / "theme" / "templates" / page).read_text("utf-8")
            own = text.replace("{% block title %}", f"{{% block title %}}{by.choice('AB')} ")
            (site.overrides / "templates" / page).write_text(own, "utf-8")
        case 3:
            shutil.rmtree(site.overrides)
            (site.overrides / "templates").mkdir(parents=True)


def damage_output(site: Renewals, by: Random) -> None:
    made = sorted(site.output.rglob("*"))
    files = [file for file in made if file.is_file() and file.name != ".workgroups-output"]
    if files:
        by.choice(DAMAGE_TO_OUTPUT)(by.choice(files), by)


def _become_folder(file: Path, _: Random) -> None:
    file.unlink()
    file.mkdir()


def _become_link(file: Path, _: Random) -> None:
    file.unlink()
    file.symlink_to(__file__)


def _flip(file: Path, by: Random) -> None:
    data = bytearray(file.read_bytes())
    for _ in range(by.randint(1, 3)):
        if data:
            data[by.randrange(len(data))] ^= 1 << by.randrange(8)
    file.write_bytes(data)


DAMAGE_TO_OUTPUT: list[Callable[[Path, Random], Any]] = [
    lambda file, _: file.unlink(),
    lambda file, _: (file.parent / "more.html").write_text("more", "utf-8"),
    lambda file, _: (file.parent / "empty").mkdir(exist_ok=True),
    lambda file, _: shutil.rmtree(file.parent) if (file.parent.name in PLACES) else file.unlink(),
    lambda file, _: (file.parent / ".git").mkdir(exist_ok=True),
    _flip,
    _become_folder,
    _become_link,
]
PLACES = {"energy", "next", "2026", "search", "words"}


def damage_cache(site: Renewals, by: Random) -> None:
    files = [file for file in sorted(site.cache.rglob("*")) if file.is_file()]
    if files:
        by.choice(DAMAGE_TO_CACHE)(site, by.choice(files), by)


def _swap(_: Renewals, file: Path, by: Random) -> None:
    other = by.choice([each for each in sorted(file.parent.iterdir()) if each.is_file()])
    one, two = file.read_bytes(), other.read_bytes()
    file.write_bytes(two)
    other.write_bytes(one)


def _put_back(site: Renewals, file: Path, by: Random) -> None:
    older = [copy / file.relative_to(site.cache) for copy in site.older]
    if older := [copy for copy in older if copy.is_file()]:
        shutil.copy2(by.choice(older), file)


DAMAGE_TO_CACHE: list[Callable[[Renewals, Path, Random], Any]] = [
    lambda _, file, __: file.unlink(),
    lambda _, file, by: os.truncate(file, by.randrange(file.stat().st_size + 1)),
    lambda _, file, by: _flip(file, by),
    lambda _, file, by: file.write_bytes(by.randbytes(by.randrange(2_000))),
    lambda _, file, by: _become_folder(file, by),
    lambda site, _, __: shutil.rmtree(site.cache),
    _swap,
    _put_back,
]


def keep_cache(site: Renewals, _: Random) -> None:
    """Have a copy of it, to be put back later."""
    if site.cache.is_dir():
        copy = site.root / f"older-{len(site.older)}"
        site.older.append(Path(shutil.copytree(site.cache, copy)))


def put_cache_back(site: Renewals, by: Random) -> None:
    if site.older:
        shutil.rmtree(site.cache, ignore_errors=True)
        shutil.copytree(by.choice(site.older), site.cache)


def nothing(_: Renewals, __: Random) -> None:
    """Build again."""


OFTEN: list[Callable[[Renewals, Random], Any]] = [
    add_words,
    add_words,
    safe_body,
    edit_body,
    edit_translation,
    nothing,
    move_clock,
]
ACTIONS = [
    *OFTEN,
    *(edit_others, edit_two, edit_fields, edit_document, touch, add_meeting, add_translation),
    *(remove, rename, commit, add, leave_git, lose_history, decide, damage_output, damage_cache),
    *(keep_cache, put_cache_back),
]
