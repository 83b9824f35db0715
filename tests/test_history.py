"""History: what scripted repositories say of a file and of a folder."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from workgroups.history import NO_COMMIT, History, Revision, read_history

A, B = "meetings/a/index.md", "meetings/b/index.md"
PAPER = "meetings/a/paper.pdf"


def day(number: int) -> datetime:
    """Noon of a day of January 2026."""
    return datetime(2026, 1, number, 12, tzinfo=UTC)


class Repository:
    """A repository with the folder content/, written a day at a time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = root / "content"
        self.content.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str, at: datetime | None = None) -> None:
        seconds = f"{(at or day(1)).timestamp():.0f} +0100"
        ours = {
            "PATH": os.environ["PATH"],
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{
                f"GIT_{who}_{what}": value
                for who in ("AUTHOR", "COMMITTER")
                for what, value in (("NAME", "Ada"), ("EMAIL", "a@b.eu"), ("DATE", seconds))
            },
        }
        subprocess.run(["git", *words], cwd=self.root, env=ours, check=True)

    def commit(self, number: int) -> None:
        """All that changed, on this day of January."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=change", at=day(number))

    def write(self, number: int, *names: str) -> None:
        """Change these files of content/ and commit them on this day of January."""
        for name in names:
            path = self.content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = f"{name} has many words, so that git knows it again\n" * 9
            path.write_text(f"{lines}{number}\n")
        self.commit(number)

    def move(self, number: int, old: str, new: str) -> None:
        """Rename a file or folder of content/ on this day of January."""
        (self.content / new).parent.mkdir(parents=True, exist_ok=True)
        (self.content / old).rename(self.content / new)
        self.commit(number)

    def revision(self, name: str) -> Revision:
        return read_history(self.content).revision(self.content / name)

    def last_day(self, name: str) -> date | None:
        return read_history(self.content).last_day(self.content / name)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_a_folder_counts_the_commits_that_touched_it(repository: Repository) -> None:
    repository.write(1, A, B)
    repository.write(2, B)
    repository.write(3, A, PAPER)
    assert repository.revision("meetings/a") == Revision(day(1), day(3), 1)
    assert repository.revision("meetings/b") == Revision(day(1), day(2), 1)


def test_a_file_has_its_own_last_day(repository: Repository) -> None:
    repository.write(1, A, PAPER)
    repository.write(2, A)
    assert repository.last_day(PAPER) == date(2026, 1, 1)
    assert repository.last_day(A) == date(2026, 1, 2)


def test_the_sequence_never_falls(repository: Repository) -> None:
    """A paper taken away, a renamed folder: a calendar ignores what has a lower number."""
    steps = [
        lambda n: repository.write(n, A),
        lambda n: repository.write(n, PAPER),
        lambda n: ((repository.content / PAPER).unlink(), repository.commit(n)),
        lambda n: repository.move(n, "meetings/a", "meetings/2026/c"),
        lambda n: repository.write(n, "meetings/2026/c/index.md"),
    ]
    for number, step in enumerate(steps):
        step(number + 1)
        name = "meetings/a" if number < 3 else "meetings/2026/c"
        assert repository.revision(name) == Revision(day(1), day(number + 1), number)


def test_a_renamed_paper_keeps_its_day(repository: Repository) -> None:
    repository.write(1, A, PAPER)
    repository.move(2, PAPER, "meetings/a/annex.pdf")
    assert repository.revision("meetings/a") == Revision(day(1), day(2), 1)
    assert repository.last_day("meetings/a/annex.pdf") == date(2026, 1, 1)
    repository.write(3, "meetings/a/annex.pdf")
    assert repository.last_day("meetings/a/annex.pdf") == date(2026, 1, 3)


def test_a_paper_that_moves_brings_no_history_to_another_meeting(repository: Repository) -> None:
    repository.write(1, A, PAPER)
    repository.write(2, B)
    repository.move(3, PAPER, "meetings/b/paper.pdf")
    assert repository.revision("meetings/b") == Revision(day(2), day(3), 1)


def test_what_is_in_no_commit_says_nothing(repository: Repository) -> None:
    repository.write(1, A)
    (repository.content / "meetings/b").mkdir()
    (repository.content / B).write_text("new")
    assert repository.revision("meetings/b") == NO_COMMIT
    assert repository.last_day(B) is None


def test_work_on_another_branch_counts_once_it_is_merged(repository: Repository) -> None:
    repository.write(1, A)
    repository.git("checkout", "--quiet", "-b", "draft")
    repository.write(2, PAPER)
    repository.git("checkout", "--quiet", "main")
    repository.write(3, A)
    assert repository.revision("meetings/a").sequence == 1
    repository.git("merge", "--quiet", "--no-edit", "draft", at=day(4))
    assert repository.revision("meetings/a") == Revision(day(1), day(3), 2)


def test_clocks_may_be_wrong(repository: Repository) -> None:
    """The newest commit is not always the latest."""
    repository.write(5, A)
    repository.write(3, A)
    assert repository.revision("meetings/a") == Revision(day(3), day(5), 1)
    assert repository.last_day(A) == date(2026, 1, 5)


@pytest.mark.parametrize(
    "name", ["Présentation (1).pdf", "a\nb.pdf", ' "quoted"\t.pdf', "Ωμέγα.pdf"]
)
def test_any_file_name_is_read(name: str, repository: Repository) -> None:
    repository.write(2, f"meetings/a/{name}")
    assert repository.last_day(f"meetings/a/{name}") == date(2026, 1, 2)


def test_habits_of_the_machine_do_not_matter(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    habits = tmp_path / "gitconfig"
    habits.write_text(
        "[diff]\nrenames = false\nnoprefix = true\n[color]\nui = always\n"
        "[log]\ndecorate = full\nshowSignature = true\ndate = relative\nshowRoot = false\n"
        "[core]\nquotePath = true\npager = false\n"
    )
    repository.write(1, A)
    repository.move(2, "meetings/a", "meetings/b")
    plain = read_history(repository.content)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(habits))
    assert read_history(repository.content) == plain
    assert plain.revision(repository.content / "meetings/b").sequence == 1


def test_without_git_or_a_repository_there_is_no_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert read_history(tmp_path) == History()
    monkeypatch.setenv("PATH", "")
    assert read_history(tmp_path) == History()
