"""Editions: what documents were earlier, and which of it people may still read."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest
import yaml
from factories import a_document
from hypothesis import example, given
from hypothesis import strategies as st
from repositories import PAPER, A, Repository, day, text

from workgroups.editions import Edition, editions_of, version_in
from workgroups.history import History, read_history
from workgroups.sources import find_sources

MOVED = "meetings/2026/b/paper.pdf"
GROUP, PLAN = "groups/cities/index.md", "groups/cities/plan.pdf"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A meeting with a paper, published on the first day."""
    made = Repository(tmp_path)
    made.commit(1, {A: text(), PAPER: b"first"})
    return made


def told(version: str | None, name: str = "paper.pdf", **fields: str) -> str:
    """The meeting's file, with an entry for its paper that tells this version."""
    entry = f"{{file: {name}, version: {version}}}" if version else f"{{file: {name}}}"
    return text(documents=f"[{entry}]", **fields)


def days(history: History, path: Path) -> list[int]:
    """The days of January on which the earlier states of a document came, the newest first."""
    return [edition.since.day for edition in editions_of(path, None, history)]


def read(repository: Repository, version: str | None, path: str = PAPER) -> list[str]:
    """What can still be read of a document that has this version now, the newest first."""
    history = repository.history()
    editions = editions_of(repository.content / path, version, history)
    assert history.repository
    return [history.repository.read(each.blob).decode() for each in editions if each.blob]


# ---- From when they were ---------------------------------------------------------------------


def test_a_document_that_never_changed_has_none(repository: Repository) -> None:
    repository.commit(2, {A: text(body="Edited.")})
    assert days(repository.history(), repository.content / PAPER) == []
    assert repository.history().former == {}


def test_each_state_has_its_days(repository: Repository) -> None:
    repository.commit(3, {PAPER: b"second"})
    repository.commit(7, {PAPER: b"third"})
    first, third, seventh = (day(number).date() for number in (1, 3, 7))
    assert editions_of(repository.content / PAPER, None, repository.history()) == (
        Edition(third, seventh),
        Edition(first, third),
    )


def test_a_slip_mended_within_the_day_is_not_told(repository: Repository) -> None:
    for data in (b"second", b"third"):
        repository.commit(3, {PAPER: data})
    assert days(repository.history(), repository.content / PAPER) == [1]
    repository.commit(3, {A: told("2"), PAPER: b"fourth"})
    assert read(repository, "2") == ["third"], "unless it was a version"


def test_one_that_moves_keeps_them(repository: Repository) -> None:
    repository.commit(2, {PAPER: b"second"})
    repository.move("meetings/2026/a", "meetings/2026/b")
    repository.commit(3)
    assert days(repository.history(), repository.content / MOVED) == [1]
    repository.move(MOVED, "meetings/2026/b/position.pdf")
    repository.commit(4)
    assert days(repository.history(), repository.content / "meetings/2026/b/position.pdf") == [1]


def test_what_was_deleted_was_taken_back(repository: Repository) -> None:
    repository.commit(2, {PAPER: b"second"})
    repository.commit(3, {PAPER: None})
    repository.commit(4, {PAPER: b"third"})
    assert repository.history().former == {}


def test_each_state_is_told_once(repository: Repository) -> None:
    for number, data in enumerate((b"second", b"first", b"third", b"first"), start=2):
        repository.commit(number, {PAPER: data})
    assert days(repository.history(), repository.content / PAPER) == [4, 2]


def test_texts_are_no_documents(repository: Repository) -> None:
    repository.commit(2, {A: text(body="a"), "meetings/2026/a/notes.md": "a"})
    repository.commit(3, {A: text(body="b"), "meetings/2026/a/notes.md": "b", "x/y.pdf": b"1"})
    repository.commit(4, {"x/y.pdf": b"2"})
    assert repository.history().former == {}


def test_what_lay_in_a_draft_was_never_there(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(1, {A: text(draft="yes"), PAPER: b"first"})
    repository.commit(2, {PAPER: b"second"})
    repository.commit(3, {A: text(), PAPER: b"third"})
    repository.commit(4, {PAPER: b"fourth"})
    repository.commit(5, {A: text(draft="yes")})
    repository.commit(6, {PAPER: b"fifth"})
    repository.commit(7, {A: text()})
    assert days(repository.history(), repository.content / PAPER) == [3]


def test_a_merge_is_one_step_of_the_branch_that_is_published(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "proposal")
    for number in (2, 3, 4):
        repository.commit(number, {PAPER: b"attempt %d" % number})
    repository.git("checkout", "--quiet", "main")
    repository.commit(5, {A: text(body="Meanwhile.")})
    repository.merge(6, "proposal")
    history = repository.history()
    assert days(history, repository.content / PAPER) == [1]
    assert history.last_day(repository.content / PAPER) == day(4).date()


def test_a_merge_that_brings_nothing_leaves_them(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "proposal")
    repository.commit(2, {"meetings/2026/a/other.pdf": b"1"})
    repository.git("checkout", "--quiet", "main")
    repository.commit(3, {PAPER: b"second"})
    repository.merge(4, "proposal")
    assert days(repository.history(), repository.content / PAPER) == [1]


def test_branches_do_not_see_each_other(repository: Repository) -> None:
    """A state goes on from a copy: what one branch replaces is no news in another."""
    repository.git("checkout", "--quiet", "-b", "proposal")
    repository.commit(2, {PAPER: b"proposed"})
    repository.git("checkout", "--quiet", "main")
    repository.commit(3, {PAPER: b"second"})
    repository.merge(4, "proposal", how=("--strategy=ours",))
    assert days(repository.history(), repository.content / PAPER) == [1]


def test_the_cache_knows_them_too(repository: Repository, tmp_path: Path) -> None:
    repository.commit(2, {A: told("2"), PAPER: b"second"})
    cache, sources = tmp_path / "history.json", find_sources(repository.content)
    cold, warm = read_history(sources, cache), read_history(sources, cache)
    path = repository.content / PAPER
    assert warm.former == cold.former != {}
    assert editions_of(path, "2", warm) == editions_of(path, "2", cold)
    assert editions_of(path, "2", warm)[0].blob


def test_a_shallow_clone_knows_none(repository: Repository, tmp_path: Path) -> None:
    repository.commit(2, {A: told("2"), PAPER: b"second"})
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(clone))
    history = read_history(find_sources(clone / "content"))
    assert history.gap
    assert editions_of(clone / "content" / PAPER, "2", history) == ()


# ---- What can still be read ------------------------------------------------------------------


def test_a_silent_replacement_is_never_read_again(repository: Repository) -> None:
    """It may have been made to take something back."""
    repository.commit(2, {PAPER: b"second"})
    assert read(repository, None) == []
    assert repository.history().texts.keys() == {repository.git("rev-parse", f"HEAD:content/{A}")}


def test_a_new_version_leaves_the_one_before(repository: Repository) -> None:
    repository.commit(2, {A: told("2"), PAPER: b"second"})
    assert read(repository, "2") == ["first"]
    repository.commit(3, {A: told("3"), PAPER: b"third"})
    assert read(repository, "3") == ["second", "first"]
    [newest, _] = editions_of(repository.content / PAPER, "3", repository.history())
    assert newest.size == len("second")


def test_the_file_may_come_before_its_entry(repository: Repository) -> None:
    """On a git host, two files are often two commits."""
    repository.commit(2, {PAPER: b"second"})
    repository.commit(3, {A: told("2")})
    assert read(repository, "2") == ["first"]


def test_of_each_version_it_is_the_last_state(repository: Repository) -> None:
    """What was taken back before there was a new version stays away after it."""
    repository.commit(2, {PAPER: b"first, without the names"})
    repository.commit(3, {A: told("2"), PAPER: b"second"})
    repository.commit(4, {PAPER: b"second, mended"})
    assert read(repository, "2") == ["first, without the names"]
    assert days(repository.history(), repository.content / PAPER) == [3, 2, 1]
    repository.commit(5, {A: told("3"), PAPER: b"third"})
    assert read(repository, "3") == ["second, mended", "first, without the names"]


def test_a_version_that_is_no_longer_told_leaves_nothing(repository: Repository) -> None:
    repository.commit(2, {A: told("2"), PAPER: b"second"})
    repository.commit(3, {A: told(None)})
    assert read(repository, None) == []


def test_an_entry_that_cannot_be_read_tells_no_version(repository: Repository) -> None:
    repository.commit(2, {A: text(documents='[{file: "paper.pdf}]')})
    repository.commit(3, {A: told("2"), PAPER: b"second"})
    assert read(repository, "2") == []


def test_a_name_that_changed_is_looked_for_where_it_was(repository: Repository) -> None:
    repository.commit(2, {A: told("2"), PAPER: b"second"})
    repository.commit(3, {A: told("3"), PAPER: b"third"})
    repository.move(PAPER, "meetings/2026/a/position.pdf")
    repository.commit(4, {A: told("3", "position.pdf")})
    assert read(repository, "3", "meetings/2026/a/position.pdf") == ["second", "first"]


def test_documents_of_groups_have_them_as_well(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(1, {GROUP: "---\nname: Cities\n---\n", PLAN: b"first"})
    entry = "documents: [{file: plan.pdf, version: 2}]"
    repository.commit(2, {GROUP: f"---\nname: Cities\n{entry}\n---\n", PLAN: b"second"})
    assert read(repository, "2", PLAN) == ["first"]


@pytest.mark.parametrize(
    ("front", "version"),
    [
        ("documents: [{file: a.pdf, version: 2}]", "2"),
        ("documents:\n  - file: a.pdf\n    version: final   draft\n", "final draft"),
        ("documents: [{file: b.pdf, version: 2}]", None),
        ("documents: [{file: a.pdf}]", None),
        ("documents: [{file: a.pdf, version: [2]}]", None),
        ("documents: a.pdf", None),
        ("documents: [a.pdf, {url: https://a.eu}]", None),
        ("title: x", None),
        ("documents: [", "unknown"),
    ],
)
def test_what_an_entry_says(front: str, version: str | None) -> None:
    assert version_in(f"---\n{front}\n---\n", "a.pdf", "unknown") == version
    assert version_in(f"\ufeff---\r\n{front}\r\n---\r\n", "a.pdf", "unknown") == version


def test_the_address_of_an_edition() -> None:
    edition = Edition(day(1).date(), day(2).date(), "0123456789abcdef")
    document = a_document("/meetings/a/agenda.pdf")
    assert document.address_of(edition) == "/meetings/a/agenda.01234567.pdf"


WORDS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=20)


@given(st.dictionaries(WORDS.map(str.strip).filter(bool), WORDS, max_size=4), WORDS)
@example({"e\u0301.pdf": " 1  2 "}, "\u00e9.pdf")
def test_the_version_that_was_written_is_read(entries: dict[str, str], name: str) -> None:
    documents = [{"file": file, "version": version} for file, version in entries.items()]
    text = f"---\n{yaml.safe_dump({'documents': documents}, allow_unicode=True)}---\n"
    known = {normalize("NFC", file) for file in entries}
    for file, version in entries.items():
        if len(known) == len(entries):
            assert version_in(text, normalize("NFD", file), "?") == " ".join(version.split())
    if normalize("NFC", name) not in known:
        assert version_in(text, name, "?") is None


@given(st.text(max_size=60), st.text("-[]{}: ,'\"\na", max_size=40))
def test_any_text_tells_a_version_or_none(text: str, entries: str) -> None:
    for whole in (text, f"---\n{text}\n---\n", f"---\ndocuments: {entries}\n---\n"):
        found = version_in(whole, "a", "?")
        assert found is None or isinstance(found, str)
