"""The command `check`: all that is wrong, or what concerns some files, in the format asked for."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import repositories
from sites import NOW, ROOT, SMALL, command
from test_mistakes import AROUND

from commands.check import Checked, check_site
from commands.outcomes import Misused
from workgroups import advice
from workgroups.problems import Problem
from workgroups.written import Written

FIRST = "meetings/2020/2020-01-21-climate-neutral-cities/index.md"
PAPER = FIRST.replace("index.md", "paper.pdf")
DAY = datetime(2020, 1, 6, 23, 30, tzinfo=UTC)


@pytest.fixture
def repository(tmp_path: Path) -> repositories.Repository:
    """The site around mistakes, published as main of a repository, in a folder of it."""
    made = repositories.Repository(tmp_path, "docs/content")
    for path in (path for path in AROUND.rglob("*") if path.is_file()):
        made.put({path.relative_to(AROUND).as_posix(): path.read_bytes()})
    made.commit(1)
    return made


def break_title(repository: repositories.Repository) -> None:
    text = (repository.content / FIRST).read_text()
    repository.put({FIRST: re.sub("title: .*", "title: Heat: a plan", text)})


def check(repository: repositories.Repository, *files: Path, base: str = "") -> Checked:
    return check_site(SMALL, repository.content, DAY, base, files)


def told(checked: Checked) -> list[str]:
    return [problem.file for problem in checked.problems]


def test_the_example_site_has_no_problem() -> None:
    done = command("check", "--now", NOW)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(
        r"^no problems(, \d+ pieces? of advice)? in \d+ meetings, 14 groups, 7 pages; \d\.\d s\n\Z",
        done.stdout,
        re.MULTILINE,
    )


def test_a_problem_is_told_with_its_line(repository: repositories.Repository) -> None:
    break_title(repository)
    done = command("check", "--content", repository.content, "--settings", SMALL)
    assert (done.returncode, done.stderr) == (1, "")
    first, shown, caret, *rest = done.stdout.splitlines()
    assert first == f"content/{FIRST}:3:12: problem: there is a colon inside this text"
    assert shown == "    3 | title: Heat: a plan"
    assert caret == "      |            ^"
    assert rest[0] == '    Put the whole text in quotes: title: "Heat: a plan"'
    assert re.fullmatch(r"1 problem in 1 meeting, 2 groups, no pages; \d\.\d s", rest[1])


def test_programs_get_what_they_can_parse(repository: repositories.Repository) -> None:
    break_title(repository)
    files = repository.content, "--settings", SMALL
    done = command("check", "--format", "json", "--content", *files)
    assert done.returncode == 1
    assert re.fullmatch(r"1 problem in .*; \d\.\d s\n", done.stderr)
    found = json.loads(done.stdout)
    assert found["counts"] == {"problems": 1, "advice": 0, "meetings": 1, "groups": 2, "pages": 0}
    # A program knows files from the top of the repository.
    assert [problem["file"] for problem in found["problems"]] == [f"docs/content/{FIRST}"]
    done = command("check", "--format=sarif", "--content", *files)
    assert len(json.loads(done.stdout)["runs"][0]["results"]) == done.returncode == 1
    done = command("check", "-f", "github", "--content", *files)
    assert done.stdout.startswith(f"::error file=docs/content/{FIRST},line=3,col=12,")


def test_the_json_is_what_the_readme_shows(repository: repositories.Repository) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = json.loads(re.findall(r"```json\n(.*?)```", readme, re.DOTALL)[0])
    repository.put({FIRST: (repository.content / FIRST).read_text().replace("smart", "smort")})
    found = json.loads(check(repository).report("json"))

    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shape(item) for key, item in value.items()}
        return [shape(value[0])] if isinstance(value, list) else type(value)

    assert shape(found) == shape(shown)
    assert found["problems"][0]["rule"] == shown["problems"][0]["rule"]


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("--format", "html"), "--format html is none of text, json, sarif, github."),
        (("--now", "today"), "--now today is not a moment"),
        (("--content", "nowhere"), "There is no content folder"),
        (("--settings", "nowhere.py"), "There is no settings file"),
        (("--base", "nowhere"), "--base nowhere cannot be compared with"),
        (("content/nowhere.md",), "There is no file"),
        (("README.md",), "README.md is not in the content, "),
        (("theme",), "theme is not in the content, "),
        (("content/pages", "/etc/passwd"), "/etc/passwd is not in the content, "),
        (("--fromat", "json"), "--fromat"),
    ],
)
def test_what_is_asked_wrongly_is_told_apart(arguments: tuple[str, ...], wanted: str) -> None:
    done = command("check", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert wanted in done.stderr
    assert done.stderr.count("\n") == 1


def test_only_what_concerns_the_files_named_is_told(repository: repositories.Repository) -> None:
    break_title(repository)
    repository.put({"groups/mobility/index.md": "---\n---\n", PAPER: b"no pdf", "pages/a.md": "x"})
    repository.put({"pages/b.md": "---\ntitle: B\n---\nx\n", "meetings/empty/x.pdf": b"%PDF-1.7"})
    content = repository.content
    everything = told(check(repository))
    assert everything == [
        *("content/groups/mobility/index.md", f"content/{FIRST}", f"content/{PAPER}"),
        *("content/meetings/empty", "content/pages/a.md"),
    ]
    of_meeting = [f"content/{FIRST}", f"content/{PAPER}"]
    for name in (FIRST, PAPER):
        assert told(check(repository, content / name)) == of_meeting
    # A folder stands for all in it; pages that lie side by side are not one thing.
    assert told(check(repository, content)) == everything
    assert told(check(repository, content / "meetings")) == [*of_meeting, "content/meetings/empty"]
    assert told(check(repository, content / "meetings/empty/x.pdf")) == ["content/meetings/empty"]
    assert told(check(repository, content / "pages/b.md")) == []
    assert check(repository, content / FIRST).line == "2 problems in 1 file"
    assert check(repository, content / "meetings").line == "3 problems in 3 files"
    assert check(repository, content, content / FIRST).line == "5 problems in 7 files"


def test_files_are_named_after_any_options(repository: repositories.Repository) -> None:
    """As a person writes them, and as a hook passes them: from where they are."""
    break_title(repository)
    repository.put({"groups/mobility/index.md": "---\n---\n"})
    way = ("--settings", str(SMALL), "--content=content")
    for words in (
        (*way, f"content/{FIRST}"),
        (f"content/{FIRST}", *way),
        (*way, "--", f"content/{FIRST}"),
        (*way, f"content/{FIRST}", "content/groups/smart-cities/index.md"),
    ):
        done = command("check", *words, cwd=repository.root / "docs")
        assert done.returncode == 1, done.stderr
        assert "mobility" not in done.stdout
        assert re.search(r"^1 problem in \d files?; ", done.stdout, re.MULTILINE)


@pytest.fixture
def edits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the edits that checks are given."""
    seen: list[str] = []

    def look(written: Written) -> list[Problem]:
        seen.extend(edit.path for edit in written.edits)
        return []

    monkeypatch.setattr(advice, "ADVICE", (look,))
    return seen


def test_checks_know_what_differs_from_the_branch_that_is_published(
    repository: repositories.Repository, edits: list[str]
) -> None:
    check(repository)
    assert edits == []
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.commit(2, {PAPER: b"%PDF-1.7"})
    check(repository)
    assert edits == [PAPER]
    # A branch that is named goes before.
    edits.clear()
    check(repository, base="main")
    assert edits == []


def test_without_git_or_branch_there_is_nothing_to_compare(
    tmp_path: Path, repository: repositories.Repository, edits: list[str]
) -> None:
    repository.git("checkout", "--quiet", "--detach")
    repository.git("branch", "--quiet", "-D", "main")
    repository.put({PAPER: b"%PDF-1.7"})
    assert check(repository).problems == ()
    for path in sorted((repository.root / ".git").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (repository.root / ".git").rmdir()
    assert check(repository).problems == ()
    assert check(repository).prefix == ""
    assert edits == []
    with pytest.raises(Misused, match="--base main cannot be compared with"):
        check(repository, base="main")


def test_the_day_is_that_of_the_sites_zone(
    repository: repositories.Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = []

    def look(written: Written) -> list[Problem]:
        days.append(written.today)
        return []

    monkeypatch.setattr(advice, "ADVICE", (look,))
    check(repository)
    assert [str(day) for day in days] == ["2020-01-07"]


def test_advice_alone_is_no_failure(
    repository: repositories.Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(written: Written) -> list[Problem]:
        return [front.problem(("title",), "x", "y") for _, front in written.meetings]

    monkeypatch.setattr(advice, "ADVICE", (look,))
    checked = check(repository)
    assert checked.counts["problems"] == 0
    assert checked.line == "no problems, 1 piece of advice in 1 meeting, 2 groups, no pages"


def test_a_check_imports_nothing_that_only_pages_need() -> None:
    program = (
        "import sys; import commands.check\n"
        "unwanted = {'pelican', 'babel', 'icalendar', 'feedgenerator'} & set(sys.modules)\n"
        "assert not unwanted, unwanted"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
