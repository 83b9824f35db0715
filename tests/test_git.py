"""Git: what it is asked, and what it answers when it cannot."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repositories import PAPER, A, B, Repository, day, text

from workgroups import git
from workgroups.git import NO_BLOB, Edit, NoHistoryError


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def blob(repository: Repository, name: str) -> str:
    """The name of what a file of content/ holds."""
    return repository.git("hash-object", f"content/{name}")


def test_commits_come_parents_first_with_what_they_changed(repository: Repository) -> None:
    first = repository.commit(1, {A: text()})
    old = blob(repository, A)
    (repository.root / "README.md").write_text("Not content")
    second = repository.commit(3)
    repository.move(A, B)
    third = repository.commit(2, {B: text(body="edited")})
    one, two, three = git.Repository(repository.content).commits()
    assert [(c.name, c.instant, c.parents) for c in (one, two, three)] == [
        (first, day(1), ()),
        (second, day(3), (first,)),
        (third, day(2), (second,)),
    ]
    assert one.edits == (Edit(A, NO_BLOB, old),)
    assert two.edits == ()
    assert three.edits == (Edit(A, old, NO_BLOB), Edit(B, NO_BLOB, blob(repository, B)))


def test_a_merge_is_compared_with_its_first_parent(repository: Repository) -> None:
    repository.commit(1, {A: text()})
    repository.git("checkout", "--quiet", "-b", "other")
    theirs = repository.commit(2, {B: text("uid-b")})
    repository.git("checkout", "--quiet", "main")
    ours = repository.commit(3, {A: text(body="edited")})
    repository.merge(4, "other")
    *_, merge = git.Repository(repository.content).commits()
    assert (merge.name, merge.parents) == (repository.head(), (ours, theirs))
    assert merge.edits == (Edit(B, NO_BLOB, blob(repository, B)),)


def test_what_differs_from_a_branch(repository: Repository) -> None:
    repository.commit(1, {A: text(), B: text("uid-b")})
    old = {name: blob(repository, name) for name in (A, B)}
    repository.git("checkout", "--quiet", "-b", "other")
    repository.commit(2, {A: text(body="edited")})
    repository.git("checkout", "--quiet", "main")
    repository.commit(3, {A: None})
    repository.git("checkout", "--quiet", "other")
    repository.put({B: None, PAPER: b"%PDF-1.7"})
    asked = git.Repository(repository.content)
    edits = {edit.path: edit for edit in asked.edits_since("main", [A, PAPER])}
    # What became of main since then is not ours.
    assert {name: (edit.before, bool(edit.after)) for name, edit in edits.items()} == {
        A: (old[A], True),
        B: (old[B], False),
        PAPER: (NO_BLOB, True),
    }
    assert {name: edit.text_before for name, edit in edits.items()} == {
        A: text(),
        B: text("uid-b"),
        PAPER: "",
    }
    assert dict(asked.texts([edits[A].after, edits[A].before])) == {
        edits[A].before: text(),
        edits[A].after: text(body="edited"),
    }
    for unknown in ("nowhere", "--output=x"):
        with pytest.raises(NoHistoryError):
            asked.edits_since(unknown, [])


def test_what_is_not_committed(repository: Repository) -> None:
    repository.commit(1, {A: text(), B: text("uid-b")})
    asked = git.Repository(repository.content)
    assert list(asked.uncommitted([A, B])) == []
    old = {name: blob(repository, name) for name in (A, B)}
    (repository.content / A).touch()
    new = "meetings/a\nb é/index.md"
    repository.put({B: None, A: text(body="edited"), new: text("new"), "x.tmp": "not read"})
    edits = {edit.path: edit for edit in asked.uncommitted([A, new])}
    assert edits.keys() == {A, B, new}
    assert [(edits[n].before, bool(edits[n].after)) for n in (A, B, new)] == [
        *((old[A], True), (old[B], False), (NO_BLOB, True)),
    ]
    texts = dict(asked.texts(edit.after for edit in edits.values()))
    assert sorted(texts.values()) == sorted([text(body="edited"), text("new")])


def test_texts_come_with_their_names(repository: Repository) -> None:
    held = {"a.md": "é\n", "b.md": "", "c.md": b"\xff\n\n"}
    repository.commit(1, {f"pages/{name}": text for name, text in held.items()})
    blobs = [blob(repository, f"pages/{name}") for name in held]
    texts = git.Repository(repository.content).texts([*blobs, NO_BLOB, blobs[0]])
    assert dict(texts) == dict(zip(blobs, ("é\n", "", "\ufffd\n\n"), strict=True))


def test_what_git_says_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("LANGUAGE", "fr")
    with pytest.raises(NoHistoryError, match="not a git repository"):
        git.Repository(tmp_path).head()


def test_bytes_and_sizes_are_those_of_the_blobs(repository: Repository) -> None:
    data = b"\x00\r\n\xff" * 1000
    repository.commit(1, {PAPER: data, A: text()})
    name = blob(repository, PAPER)
    known = git.Repository(repository.content)
    assert known.read(name) == data
    assert known.sizes([name, "0" * 40]) == {name: 4000}
    with pytest.raises(NoHistoryError):
        known.read("0" * 40)


def test_what_was_there_before_the_last_edit_is_found(repository: Repository) -> None:
    first = repository.commit(1, {A: text()})
    asked = git.Repository(repository.content)
    assert asked.before_last_edit("meetings/**/a/index.md") == ""
    repository.commit(2, {A: text(body="edited")})
    assert asked.before_last_edit("meetings/**/a/index.md") == first
    second = repository.commit(3, {PAPER: b"%PDF"})
    repository.commit(4, {A: None})
    assert asked.before_last_edit("meetings/**/a/index.md") == second
    assert asked.before_last_edit("meetings/**/b/index.md") == ""


NAMES = st.binary(min_size=1, max_size=12).filter(
    lambda name: not set(name) & set(b"/\0") and name.strip(b".") and name.lower() != b".git"
) | st.sampled_from(
    [b"\x01 1 2", b":100644 100644 a b M", b"a\nb", b" ", b"-", b'"\\"', b"\xe9", b"e\xcc\x81"]
)


@settings(max_examples=12)
@given(names=st.sets(NAMES, min_size=1, max_size=4))
def test_any_name_of_a_file_comes_back_as_it_is(
    names: set[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Written by git itself, from a stream of bytes."""
    repository = Repository(tmp_path_factory.mktemp("names"))
    paths = {b"content/" + name for name in names}
    quoted = [b'"%b"' % b"".join(b"\\%03o" % byte for byte in path) for path in sorted(paths)]
    files = b"".join(b"M 100644 inline %b\ndata 1\nx\n" % path for path in quoted)
    stream = b"commit refs/heads/main\ncommitter A <a@b.eu> 1767268800 +0100\ndata 0\n" + files
    subprocess.run(["git", "fast-import", "--quiet"], cwd=repository.root, input=stream, check=True)
    (commit,) = git.Repository(repository.content).commits()
    assert {edit.path.encode("utf-8", "surrogateescape") for edit in commit.edits} == {
        path.removeprefix(b"content/") for path in paths
    }
    assert commit.instant == day(1)


def test_a_repository_among_the_content_is_none(repository: Repository, tmp_path: Path) -> None:
    """Its settings would name programs to run, and whoever proposes content can lay one there."""
    repository.commit(1, {A: text()})
    canary, content = tmp_path / "canary", repository.content
    bare = subprocess.run(
        ["git", "clone", "--quiet", "--bare", repository.root, tmp_path / "bare"], check=False
    )
    assert bare.returncode == 0
    shutil.copytree(tmp_path / "bare", content, dirs_exist_ok=True)
    for name, value in {
        "core.bare": "false",
        "core.worktree": str(repository.root),
        "filter.x.clean": f"touch {canary}; cat",
    }.items():
        subprocess.run(["git", "config", "--file", content / "config", name, value], check=True)
    (content / "info" / "attributes").write_text("* filter=x\n")
    line = ["git", "--no-optional-locks", "read-tree", "HEAD"]
    subprocess.run(line, cwd=content, check=True)
    (content / A).write_text(text(body="edited"))

    asked = git.Repository(content)
    for question in (
        asked.head,
        lambda: list(asked.commits()),
        lambda: list(asked.uncommitted([A])),
        lambda: list(asked.edits_since("HEAD", [A])),
        asked.prefix,
    ):
        with pytest.raises(NoHistoryError, match="cannot use bare repository"):
            question()
    assert not canary.exists()
    subprocess.run(["git", "diff", "HEAD", "--"], cwd=content, capture_output=True, check=False)
    assert canary.exists(), "Whoever is not careful runs it."
