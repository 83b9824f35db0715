"""A branch of a git repository: it holds the old site or the new one, in one commit."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from killing import killed_at_each_step
from repositories import ALONE, Repository
from trees import NEW, OLD, lay

from targets.branch import Branch, branch_of, files_of
from targets.notation import target_of
from targets.target import CannotSend, Finished, Sent

BESIDE = {".nojekyll": "", "CNAME": "groups.example.eu\n"}


@pytest.fixture
def branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Branch:
    """A branch of a bare repository in which OLD is published."""
    for name, value in ALONE.items():
        monkeypatch.setenv(name, value)
    repository = Repository(tmp_path / "site")
    repository.commit(3, {"index.md": "content"})
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    repository.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    repository.git("push", "--quiet", "origin", "main")
    branch = Branch(repository.content, "origin", "gh-pages")
    publish(branch, lay(tmp_path / "old", OLD))
    return branch


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()


def publish(branch: Branch, site: Finished) -> Sent:
    with branch.held():
        return branch.send(site)


def published(remote: Path) -> dict[str, str]:
    """What a host finds in the branch."""
    listed = git(remote, "ls-tree", "-r", "-z", "--name-only", "gh-pages")
    return {name: git(remote, "show", f"gh-pages:{name}") for name in listed.split("\0") if name}


def commit(remote: Path) -> str:
    return git(remote, "rev-parse", "gh-pages")


def test_a_branch_has_one_commit_of_the_site(branch: Branch, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    assert published(remote) == OLD | BESIDE
    sent = publish(branch, lay(tmp_path / "new", NEW))
    assert sent == Sent("origin/gh-pages", sent=3, unchanged=3, removed=1)
    assert published(remote) == NEW | BESIDE
    told = git(remote, "log", "--format=%an %ae %at %cn %ct", "gh-pages").splitlines()
    assert told == ["Ada a@b.eu 1767441600 Ada 1767441600"]
    assert {line[:6] for line in git(remote, "ls-tree", "-r", "gh-pages").splitlines()} == {
        "100644"
    }


def test_the_same_site_makes_the_same_commit(branch: Branch, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    before = commit(remote)
    git(remote, "update-ref", "-d", "refs/heads/gh-pages")
    publish(branch, lay(tmp_path / "again", OLD))
    assert commit(remote) == before
    assert git(branch.content, "for-each-ref", "refs/workgroups") == ""


def test_nothing_is_pushed_when_nothing_changed(branch: Branch, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    before = commit(remote)
    Repository(branch.content.parent).commit(4)
    sent = publish(branch, lay(tmp_path / "again", OLD))
    assert (sent.sent, sent.unchanged, sent.removed) == (0, 6, 0)
    assert commit(remote) == before


def test_what_is_published_can_be_read(branch: Branch) -> None:
    assert branch.read("a/x.ics") == b"old"
    with branch.held():
        assert branch.read("a/x.ics") == b"old"
        assert branch.read("a/none.ics") is None
    assert Branch(branch.content, "origin", "none").read("a/x.ics") is None


def test_somebody_else_who_published_meanwhile_is_told_of(branch: Branch, tmp_path: Path) -> None:
    site, other = lay(tmp_path / "new", NEW), lay(tmp_path / "other", NEW | {"n.txt": "other"})
    with branch.held():
        publish(Branch(branch.content, "origin", "gh-pages"), other)
        with pytest.raises(CannotSend, match="Somebody else has published to origin/gh-pages"):
            branch.send(site)
    assert published(tmp_path / "remote.git")["n.txt"] == "other"


def test_a_branch_of_the_content_is_left_alone(branch: Branch) -> None:
    main = Branch(branch.content, "origin", "main")
    with pytest.raises(CannotSend, match="shares its history with the content"), main.held():
        raise AssertionError


@pytest.mark.parametrize(
    ("remote", "told"), [("nowhere", "git ls-remote failed"), ("/", "names no target")]
)
def test_what_cannot_be_had_is_told(remote: str, told: str, branch: Branch) -> None:
    with pytest.raises(CannotSend, match=told):
        target_of(f"git:{remote}/gh-pages", 1, branch.content).read("index.html")


def test_a_push_that_is_refused_is_told(branch: Branch, tmp_path: Path) -> None:
    hook = tmp_path / "remote.git" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho The branch is protected.\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(CannotSend, match=r"origin/gh-pages cannot be pushed: .*hook declined"):
        publish(branch, lay(tmp_path / "new", NEW))
    assert published(tmp_path / "remote.git") == OLD | BESIDE


@pytest.mark.parametrize(
    ("address", "claimed"),
    [
        ("https://groups.example.eu", b"groups.example.eu\n"),
        ("https://groups.example.eu/", b"groups.example.eu\n"),
        ("https://example.eu/groups", None),
        ("https://network.github.io", None),
        ("https://network.gitlab.io/site", None),
    ],
)
def test_a_host_of_ones_own_is_claimed(address: str, claimed: bytes | None, tmp_path: Path) -> None:
    assert files_of(Finished(tmp_path, address)).get("CNAME") == claimed


@pytest.mark.parametrize("place", ["origin", "origin/", "-o/x", "--upload-pack=x/y", "a b/c", "/x"])
def test_what_no_branch_is(place: str, tmp_path: Path) -> None:
    assert branch_of(place, tmp_path) is None


def test_names_that_git_would_read_otherwise(branch: Branch, tmp_path: Path) -> None:
    odd = {'a "b"\\n.txt': "x", " c\td.pdf": "y", "é.ics": "z\r\n", ".gitignore": "*\n"}
    publish(branch, lay(tmp_path / "odd", odd))
    listed = git(tmp_path / "remote.git", "ls-tree", "-r", "-z", "--name-only", "gh-pages")
    assert set(listed.split("\0")) == {*odd, *BESIDE, ""}
    assert branch.read("é.ics") == b"z\r\n"


def test_killed_at_each_step_it_leaves_the_old_site_or_the_new_one(
    branch: Branch, tmp_path: Path
) -> None:
    remote, site = tmp_path / "remote.git", lay(tmp_path / "new", NEW)
    old, found = commit(remote), [published(remote)]
    for _ in killed_at_each_step(lambda: publish(branch, site), frozenset({"subprocess.Popen"})):
        found.append(published(remote))
        git(remote, "update-ref", "refs/heads/gh-pages", old.strip())
    assert len(found) >= 7
    assert all(each in (OLD | BESIDE, NEW | BESIDE) for each in found)
    publish(branch, site)
    assert published(remote) == NEW | BESIDE


def test_git_itself_killed_as_it_pushes(branch: Branch, tmp_path: Path) -> None:
    for name in ("pre-receive", "update", "post-receive"):
        hook = tmp_path / "remote.git" / "hooks" / name
        hook.write_text("#!/bin/sh\nkill -9 $PPID\n")
        hook.chmod(0o755)
        with suppress(CannotSend):
            publish(branch, lay(tmp_path / name, NEW))
        hook.unlink()
        assert published(tmp_path / "remote.git") in (OLD | BESIDE, NEW | BESIDE)
    publish(branch, lay(tmp_path / "new", NEW))
    assert published(tmp_path / "remote.git") == NEW | BESIDE
