"""Mistakes that editors make, each with the words in which it is told.

A folder in `mistakes/<topic>/` is one mistake: `bad.md` is put into a small valid site as the text
of a meeting, or `content/` is laid over that site. Where the mistake is one of change, `base/` is
laid over that site for what is published already. `bad.txt` is all that the editor then reads, on
the day TODAY or that of `today.txt`; `--bless` writes it. What git or another system would not keep
is made here.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import repositories

from workgroups.examination import examine
from workgroups.form_services import EUSURVEY, GOOGLE_FORMS
from workgroups.git import Edit, Repository
from workgroups.history import History
from workgroups.problems import Problem
from workgroups.reports import as_text
from workgroups.site import MEGABYTE, Site
from workgroups.sources import find_sources

MISTAKES = Path(__file__).with_name("mistakes")
AROUND = MISTAKES / "around"
CASES = sorted(
    path.relative_to(MISTAKES).as_posix()
    for path in MISTAKES.glob("*/*/")
    if AROUND not in path.parents
)
TODAY = date(2020, 1, 6)
"""Before the meetings of the site around."""

MEETING = Path("meetings/2020/2020-03-10-energy/index.md")

SITE = Site(
    name="Example Network",
    timezone="Europe/Brussels",
    languages=("en", "fr"),
    meeting_types={"webinar": {"en": "Webinar", "fr": "Webinaire"}},
    form_services={
        "eusurvey": EUSURVEY,
        "google-forms": GOOGLE_FORMS,
    },
    registration_hosts=("events.regions.example",),
    document_budget=MEGABYTE,
)

OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.presentation"


def presentation_renamed(content: Path) -> None:
    data = BytesIO()
    with ZipFile(data, "w") as container:
        container.writestr("mimetype", OPEN_DOCUMENT)
        container.writestr("content.xml", b"<office/>")
    (content / MEETING).with_name("slides.docx").write_bytes(data.getvalue())


def too_large(content: Path) -> None:
    (content / MEETING).with_name("agenda.pdf").write_bytes(b"%PDF-1.7" + bytes(5 * MEGABYTE // 2))


def symbolic_link(content: Path) -> None:
    (content / MEETING).with_name("agenda.pdf").symlink_to(content.parent / "elsewhere.pdf")


def windows_line_ends(content: Path) -> None:
    """They are right, and so is the line of a mistake among them."""
    _meeting_with_a_mistake(content, b"", b"\r\n")


def byte_order_mark(content: Path) -> None:
    """It is right, too; some editors write it."""
    _meeting_with_a_mistake(content, b"\xef\xbb\xbf", b"\n")


def _meeting_with_a_mistake(content: Path, beginning: bytes, line_end: bytes) -> None:
    lines = (AROUND / "meetings/2020/2020-01-21-climate-neutral-cities/index.md").read_bytes()
    lines = lines.replace(b"5b3c6f0e", b"3f1c9a52").replace(b"---\nHow", b"titel: Energy\n---\nHow")
    path = content / MEETING
    path.parent.mkdir(parents=True)
    path.write_bytes(beginning + lines.replace(b"\n", line_end))


MADE: dict[str, Callable[[Path], None]] = {
    "documents/presentation-renamed": presentation_renamed,
    "documents/symbolic-link": symbolic_link,
    "documents/too-large": too_large,
    "folders/byte-order-mark-and-mistake": byte_order_mark,
    "folders/windows-line-ends": windows_line_ends,
}


@pytest.mark.parametrize("case", CASES)
def test_mistake_is_told(case: str, tmp_path: Path, bless: bool) -> None:
    content = tmp_path / "content"
    edits: tuple[Edit, ...] = ()
    if (MISTAKES / case / "base").is_dir():
        edits = _write_and_compare(case, tmp_path)
    else:
        _write(case, content)
    problems = _problems_in(content, _today(case), edits)
    told = as_text(problems, tmp_path) + "\n"
    golden = MISTAKES / case / "bad.txt"
    if bless:
        golden.write_text(told, encoding="utf-8")
    assert problems, "this mistake passes silently"
    assert told == golden.read_text(encoding="utf-8")
    deleted = {f"content/{edit.path}" for edit in edits if not edit.after}
    for problem in problems:
        if problem.file not in deleted:
            _check_place(problem, tmp_path)
        assert problem.message
        assert problem.remedy


def test_the_site_around_has_no_mistake(tmp_path: Path) -> None:
    shutil.copytree(AROUND, tmp_path / "content")
    assert not _problems_in(tmp_path / "content")


def test_of_so_many_mistakes_each_is_told_with_place_and_remedy() -> None:
    """The folders are what was learnt of editors: none goes missing, and none is told by halves."""
    assert len(CASES) >= 300
    for case in CASES:
        for told in re.split(r"\n(?=content)", (MISTAKES / case / "bad.txt").read_text("utf-8")):
            first, *_, remedy = told.rstrip("\n").split("\n")
            assert re.match(r"content[^:]*:\d+:\d+: (problem|advice): \S", first), case
            assert re.match(r" {4}\S", remedy), case


def test_what_is_made_here_has_its_folder() -> None:
    assert set(MADE) <= set(CASES)


def _today(case: str) -> date:
    other = MISTAKES / case / "today.txt"
    return date.fromisoformat(other.read_text().strip()) if other.is_file() else TODAY


def _write_and_compare(case: str, root: Path) -> tuple[Edit, ...]:
    """Write the case over what is published, its `base/`; what that changes."""
    repository = repositories.Repository(root)
    _copy(AROUND, repository.content)
    _copy(MISTAKES / case / "base", repository.content)
    published = repository.commit(on=1)
    shutil.rmtree(repository.content)
    _write(case, repository.content)
    files = (
        path.relative_to(repository.content) for path in find_sources(repository.content).files
    )
    return tuple(Repository(repository.content).edits_since(published, map(Path.as_posix, files)))


def _write(case: str, content: Path) -> None:
    _copy(AROUND, content)
    written = MISTAKES / case
    if (written / "content").is_dir():
        _copy(written / "content", content)
    if (written / "bad.md").is_file():
        path = content / MEETING
        path.parent.mkdir(parents=True)
        shutil.copy(written / "bad.md", path)
    if case in MADE:
        MADE[case](content)


def _copy(folder: Path, over: Path) -> None:
    """Copy a folder over another; files are new, or git would take one for another of its size."""
    shutil.copytree(folder, over, dirs_exist_ok=True, copy_function=shutil.copyfile)


def _problems_in(
    content: Path, today: date = TODAY, edits: tuple[Edit, ...] = ()
) -> tuple[Problem, ...]:
    return examine(find_sources(content), SITE, History(), today, edits)


def _check_place(problem: Problem, root: Path) -> None:
    """A problem names a file that is there, unless it was deleted, and a place in it."""
    path = root / problem.file
    assert path.exists() or path.is_symlink()
    lines = [""]
    if path.suffix == ".md" and path.is_file():
        lines = path.read_bytes().decode(errors="replace").replace("\r\n", "\n").split("\n")
    assert 1 <= problem.line <= len(lines)
    assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
