"""Sites that something has damaged: they are valid, or all that is wrong is told; never a failure.

What befalls them is drawn from a seed, so that each case is the same on every run.
"""

from __future__ import annotations

import re
import runpy
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
import sites

from workgroups.calendars import Calendars, feeds
from workgroups.examination import examine
from workgroups.history import History
from workgroups.problems import ContentProblems, Problem, Severity
from workgroups.reading import read_programme
from workgroups.reports import as_text
from workgroups.sources import find_sources
from workgroups.wording import load

SITE = runpy.run_path(str(sites.SMALL))["WORKGROUPS"]
TODAY = date(2026, 1, 15)
STRINGS = sites.ROOT / "theme" / "strings"
ROUNDS = 12
"""Cases of each kind of damage."""


def truncated(file: Path, random: Random) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: random.randrange(len(data) + 1)])


def emptied(file: Path, _: Random) -> None:
    file.write_bytes(b"")


def doubled(file: Path, _: Random) -> None:
    file.write_bytes(file.read_bytes() * 2)


def with_a_line_less(file: Path, random: Random) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    lines.pop(random.randrange(len(lines)))
    file.write_bytes(b"".join(lines))


def with_lines_swapped(file: Path, random: Random) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    random.shuffle(lines)
    file.write_bytes(b"".join(lines))


def with_flipped_bits(file: Path, random: Random) -> None:
    data = bytearray(file.read_bytes())
    for _ in range(random.randint(1, 5)):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    file.write_bytes(data)


def with_bytes_put_in(file: Path, random: Random) -> None:
    data = file.read_bytes()
    place = random.randrange(len(data) + 1)
    strange = random.choice([b"\0", b"\xff", b"\r", b"\xe2\x80\xae", b"---\n", b"\t", b"{{", b"&a"])
    file.write_bytes(data[:place] + strange + data[place:])


def with_anothers_bytes(file: Path, random: Random) -> None:
    file.write_bytes(_another(file, random).read_bytes())


def swapped(file: Path, random: Random) -> None:
    other = _another(file, random)
    mine, theirs = file.read_bytes(), other.read_bytes()
    file.write_bytes(theirs)
    other.write_bytes(mine)


def copied_beside(file: Path, random: Random) -> None:
    names = [f"{file.stem} (1){file.suffix}", f"Copy of {file.name}", file.name.upper(), "é\n.pdf"]
    shutil.copyfile(file, file.with_name(random.choice(names)))


def renamed(file: Path, random: Random) -> None:
    names = ["index.md", "INDEX.MD", "index.xx.md", "x.pdf", "index.html", "a b.docx", ".hidden"]
    file.rename(file.with_name(random.choice(names)))


def moved(file: Path, random: Random) -> None:
    file.rename(_another(file, random).parent / f"moved-{file.name}")


def deleted(file: Path, _: Random) -> None:
    file.unlink()


def made_a_folder(file: Path, _: Random) -> None:
    file.unlink()
    file.mkdir()


def made_a_link(file: Path, random: Random) -> None:
    file.unlink()
    file.symlink_to(random.choice(["/etc/passwd", ".", file.name, "nowhere", "../../.."]))


def folder_deleted(file: Path, _: Random) -> None:
    shutil.rmtree(file.parent)


def folder_doubled(file: Path, _: Random) -> None:
    copy = file.parent.with_name(f"{file.parent.name}-2")
    shutil.copytree(file.parent, copy, dirs_exist_ok=True)


def folder_made_a_file(file: Path, _: Random) -> None:
    shutil.rmtree(file.parent)
    file.parent.write_bytes(b"x")


def _another(file: Path, random: Random) -> Path:
    content = next(folder for folder in file.parents if folder.name == "content")
    others = [path for path in content.rglob("*") if path.is_file() and path != file]
    return random.choice(sorted(others))


DAMAGES: tuple[Callable[[Path, Random], None], ...] = (
    *(truncated, emptied, doubled, with_a_line_less, with_lines_swapped, with_flipped_bits),
    *(with_bytes_put_in, with_anothers_bytes, swapped, copied_beside, renamed, moved, deleted),
    *(made_a_folder, made_a_link, folder_deleted, folder_doubled, folder_made_a_file),
)


def damage(content: Path, kind: Callable[[Path, Random], None], seed: int) -> None:
    """Let it befall a file of the content, and sometimes a second one."""
    random = Random(f"{kind.__name__} {seed}")
    for _ in range(random.choice([1, 1, 2])):
        files = sorted(path for path in content.rglob("*") if path.is_file())
        kind(random.choice([path for path in files if path.stat().st_size]), random)


def examined(content: Path) -> tuple[Problem, ...]:
    return examine(find_sources(content), SITE, History(), TODAY)


def check_told(problems: tuple[Problem, ...], root: Path) -> None:
    for problem in problems:
        assert problem.file.startswith("content")
        assert min(problem.line, problem.column) >= 1
        assert problem.message.strip()
        assert problem.remedy.strip()
        assert not re.search("Traceback|Errno|Error:|object at 0x", f"{problem}")
    assert as_text(problems, root).replace("\n", "").isprintable()


def check_whole(content: Path) -> None:
    """A site without a problem has a programme, and calendars can be made of it."""
    programme = read_programme(find_sources(content), SITE, History())
    words = {lang: load(STRINGS, lang) for lang in SITE.languages}
    calendars = Calendars(SITE, "https://groups.example", words)
    for feed in feeds(programme, datetime(2026, 1, 15, tzinfo=UTC), words[SITE.language]):
        assert calendars.feed(feed).endswith(b"END:VCALENDAR\r\n")


@pytest.mark.parametrize("kind", DAMAGES, ids=lambda kind: kind.__name__)
def test_damage_is_told_or_does_no_harm(
    kind: Callable[[Path, Random], None], tmp_path: Path
) -> None:
    told = 0
    for seed in range(ROUNDS):
        content = tmp_path / str(seed) / "content"
        shutil.copytree(sites.SMALL_CONTENT, content)
        damage(content, kind, seed)
        problems = examined(content)
        assert examined(content) == problems
        check_told(problems, content.parent)
        wrong = [problem for problem in problems if problem.severity is Severity.PROBLEM]
        if not wrong:
            check_whole(content)
            continue
        told += 1
        with pytest.raises(ContentProblems) as refused:
            read_programme(find_sources(content), SITE, History())
        assert list(refused.value.problems) == wrong
    assert told  # A damage that is never seen tests nothing.
