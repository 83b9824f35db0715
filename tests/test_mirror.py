"""Bringing a finished tree over another."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workgroups.mirror import MARKER, Brought, NotOurs, bring_changed, bring_over, check_ours
from workgroups.stamps import stamp_of


def lay(root: Path, **files: str) -> Path:
    """Write files named `a__b_html` for a/b.html below `root`."""
    for name, text in files.items():
        *folders, last = name.split("__")
        file = root.joinpath(*folders, last.replace("_", "."))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


def tree(root: Path) -> dict[str, str]:
    """Every file below `root` with its text, and every folder, but not the marker."""
    return {
        path.relative_to(root).as_posix(): path.read_text() if path.is_file() else "/"
        for path in root.rglob("*")
        if path.name != MARKER
    }


def test_fills_a_missing_folder(tmp_path: Path) -> None:
    finished = lay(tmp_path / "new", index_html="home", groups__a__index_html="a")
    wanted = tree(finished)
    assert bring_over(finished, tmp_path / "far" / "out") == Brought(2, 0, 0)
    assert tree(tmp_path / "far" / "out") == wanted


def test_writes_only_what_differs_and_removes_what_is_gone(tmp_path: Path) -> None:
    output = tmp_path / "out"
    bring_over(lay(tmp_path / "1", same_html="same", changed_html="old", gone__x_html="x"), output)
    before = {name: (output / name).stat() for name in ("same.html", "changed.html", MARKER)}
    finished = lay(tmp_path / "2", same_html="same", changed_html="new", added_ics="")
    wanted = tree(finished)
    assert bring_over(finished, output) == Brought(written=2, unchanged=1, removed=1)
    assert tree(output) == wanted
    for name in ("same.html", MARKER):
        assert (output / name).stat().st_mtime_ns == before[name].st_mtime_ns
        assert (output / name).stat().st_ino == before[name].st_ino
    # A reader who has the old file open goes on reading the old bytes.
    assert (output / "changed.html").stat().st_ino != before["changed.html"].st_ino


def test_equal_size_is_not_equal_bytes(tmp_path: Path) -> None:
    bring_over(lay(tmp_path / "1", a_html="x" * 3_000_000 + "1"), tmp_path / "out")
    done = bring_over(lay(tmp_path / "2", a_html="x" * 3_000_000 + "2"), tmp_path / "out")
    assert done == Brought(1, 0, 0)


def test_a_file_becomes_a_folder_and_back(tmp_path: Path) -> None:
    output = tmp_path / "out"
    bring_over(lay(tmp_path / "1", a="file"), output)
    assert bring_over(lay(tmp_path / "2", a__b__c="deep", a__d=""), output) == Brought(2, 0, 1)
    assert tree(output) == {"a": "/", "a/b": "/", "a/b/c": "deep", "a/d": ""}
    assert bring_over(lay(tmp_path / "3", a="file"), output) == Brought(1, 0, 2)
    assert tree(output) == {"a": "file"}


@pytest.mark.parametrize("link_to_folder", [True, False])
def test_never_follows_a_link_out(tmp_path: Path, link_to_folder: bool) -> None:
    outside = lay(tmp_path / "outside", keep_txt="mine")
    output = tmp_path / "out"
    bring_over(lay(tmp_path / "1", x="x"), output)
    (output / "gone").symlink_to(outside if link_to_folder else outside / "keep.txt")
    (output / "a").symlink_to(outside if link_to_folder else outside / "keep.txt")
    finished = lay(tmp_path / "2", **{"a__keep_txt" if link_to_folder else "a": "mine"})
    wanted = tree(finished)
    assert bring_over(finished, output).written == 1
    assert tree(output) == wanted
    assert not (output / "a").is_symlink()
    assert tree(outside) == {"keep.txt": "mine"}


def test_refuses_a_link_in_what_was_built(tmp_path: Path) -> None:
    finished = lay(tmp_path / "new", a="a")
    (finished / "b").symlink_to("/etc")
    with pytest.raises(NotOurs, match="symbolic link"):
        bring_over(finished, tmp_path / "out")


def test_refuses_a_folder_that_no_build_has_made(tmp_path: Path) -> None:
    home = lay(tmp_path / "home", thesis_odt="ten years of work")
    with pytest.raises(NotOurs, match="no build has made"):
        bring_over(lay(tmp_path / "new", a="a"), home)
    assert tree(home) == {"thesis.odt": "ten years of work"}
    with pytest.raises(NotOurs, match="is a file"):
        check_ours(home / "thesis.odt")


def test_keeps_a_git_work_tree(tmp_path: Path) -> None:
    output = tmp_path / "out"
    bring_over(lay(tmp_path / "1", a="1"), output)
    lay(output / ".git", HEAD="ref", refs__x="")
    (output / ".git" / "empty").mkdir()
    assert bring_over(lay(tmp_path / "2", a="2"), output) == Brought(1, 0, 0)
    assert (output / ".git" / "HEAD").is_file()
    assert (output / ".git" / "empty").is_dir()


def test_a_new_git_work_tree_is_empty(tmp_path: Path) -> None:
    output = tmp_path / "out"
    lay(output / ".git", HEAD="ref")
    assert bring_over(lay(tmp_path / "1", a="1"), output) == Brought(1, 0, 0)
    assert (output / ".git" / "HEAD").is_file()


def test_a_protected_folder_is_told_before_anything_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs this may be allowed everything, so who is asked is replaced."""
    output = tmp_path / "out"
    bring_over(lay(tmp_path / "1", a="1", b__c="1", d__e="1"), output)
    before = tree(output)
    monkeypatch.setattr(os, "access", lambda folder, _: Path(folder).name != "b")
    with pytest.raises(PermissionError, match="out/b"):
        bring_over(lay(tmp_path / "2", a="2", b__c="2", d__e="2"), output)
    assert tree(output) == before
    # Where nothing changes in it, it may be protected.
    bring_over(lay(tmp_path / "3", a="2", b__c="1", d__e="2"), output)


def modes(root: Path) -> set[tuple[bool, int]]:
    """How folders and files may be used: `(is a folder, mode)` of each."""
    paths = [root, *root.rglob("*")]
    return {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in paths}


@pytest.mark.parametrize("umask", [0o077, 0o022, 0o000])
@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_web_server_may_read_all_and_not_everybody_change_it(
    umask: int, elsewhere: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = os.umask(umask)
    try:
        if elsewhere:
            Steps(99, elsewhere=True).patch(monkeypatch)
        bring_over(lay(tmp_path / "1", a__b="1", c="1"), tmp_path / "out")
    finally:
        os.umask(before)
    group = 0o020 if umask == 0 else 0
    assert modes(tmp_path / "out") == {(True, 0o755 | group), (False, 0o644 | group)}


def test_what_did_not_change_becomes_readable_and_keeps_its_time(tmp_path: Path) -> None:
    output = tmp_path / "out"
    bring_over(lay(tmp_path / "1", a__b="1"), output)
    before = (output / "a/b").stat().st_mtime_ns
    (output / "a/b").chmod(0o600)
    (output / "a").chmod(0o700)
    assert bring_over(lay(tmp_path / "2", a__b="1"), output) == Brought(0, 1, 0)
    assert modes(output / "a") == {(True, 0o755), (False, 0o644)}
    assert (output / "a/b").stat().st_mtime_ns == before


def test_a_document_of_the_content_keeps_its_mode(tmp_path: Path) -> None:
    paper = lay(tmp_path / "content", paper_pdf="draft") / "paper.pdf"
    paper.chmod(0o600)
    finished = tmp_path / "new"
    finished.mkdir()
    (finished / "paper.pdf").hardlink_to(paper)
    bring_over(finished, tmp_path / "out")
    assert stat.S_IMODE(paper.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "out" / "paper.pdf").stat().st_mode) == 0o644


def test_feeds_come_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A subscriber who pulls in the middle finds no link to what is not there yet."""
    written: list[str] = []
    replace = os.replace

    def note(new: str, place: str) -> None:
        written.append(Path(place).name)
        replace(new, place)

    monkeypatch.setattr(os, "replace", note)
    finished = lay(tmp_path / "new", b_ics="", a_json="", c_html="", z__agenda_pdf="", d_css="")
    bring_over(finished, tmp_path / "out")
    assert written == ["d.css", "z", "c.html", "a.json", "b.ics"]


def test_an_output_on_another_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def only_within_a_folder(new: str, place: str) -> None:
        if Path(new).parent != Path(place).parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace(new, place)

    monkeypatch.setattr(os, "replace", only_within_a_folder)
    finished = lay(tmp_path / "new", a__b="b", c="c")
    assert bring_over(finished, tmp_path / "out") == Brought(2, 0, 0)
    assert tree(tmp_path / "out") == {"a": "/", "a/b": "b", "c": "c"}


def test_other_failures_are_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: str, place: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        bring_over(lay(tmp_path / "new", a="a"), tmp_path / "out")


def test_a_document_linked_from_the_content_is_copied(tmp_path: Path) -> None:
    """Else an editor who changes the paper would change what is published."""
    paper = lay(tmp_path / "content", paper_pdf="draft") / "paper.pdf"
    finished = tmp_path / "new"
    finished.mkdir()
    (finished / "paper.pdf").hardlink_to(paper)
    bring_over(finished, tmp_path / "out")
    paper.write_text("final")
    assert tree(tmp_path / "out") == {"paper.pdf": "draft"}


names = st.sampled_from(["a", "b", "A.html", "é.ics", ".hidden"])
trees = st.recursive(
    st.sampled_from(["", "one", "two"]),
    lambda inner: st.dictionaries(names, inner, max_size=4),
    max_leaves=8,
).filter(lambda made: isinstance(made, dict))


def plant(root: Path, made: object) -> Path:
    if isinstance(made, dict):
        root.mkdir(parents=True)
        for name, inner in made.items():
            plant(root / name, inner)
    else:
        root.write_text(str(made))
    return root


def files_of(root: Path) -> dict[str, str]:
    return {name: text for name, text in tree(root).items() if (root / name).is_file()}


@given(old=trees, new=trees)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_tree_over_any_other(
    tmp_path_factory: pytest.TempPathFactory, old: object, new: object
) -> None:
    here = tmp_path_factory.mktemp("mirror")
    output = here / "out"
    wanted = files_of(plant(here / "new", new))
    bring_over(plant(here / "old", old), output)
    done = bring_over(here / "new", output)
    assert files_of(output) == wanted
    assert done.written + done.unchanged == len(wanted)
    assert bring_over(plant(here / "again", new), output) == Brought(0, len(wanted), 0)
    assert not [p for p in output.rglob("*") if p.is_dir() and not any(p.iterdir())]


class Killed(BaseException):
    """What nothing catches: the process ends here."""


class Steps:
    """Lets so many steps be done, and is killed in the next one."""

    def __init__(self, left: int, *, elsewhere: bool) -> None:
        self.left = left
        self.elsewhere = elsewhere

    def each(self, does: Any) -> Any:
        def step(*args: Any, **more: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise Killed
            return does(*args, **more)

        return step

    def replace(self, new: str, place: str, does: Any = os.replace) -> None:
        if self.elsewhere and not new.endswith(".incoming"):
            raise OSError(errno.EXDEV, "elsewhere")
        self.each(does)(new, place)

    def patch(self, patched: pytest.MonkeyPatch) -> None:
        for name in ("unlink", "mkdir", "rmdir"):
            patched.setattr(Path, name, self.each(getattr(Path, name)))
        patched.setattr(shutil, "copyfile", Copy(self))
        patched.setattr(os, "replace", self.replace)


class Copy:
    """A copy that is killed in its middle, when the steps are used up."""

    def __init__(self, steps: Steps, does: Any = shutil.copyfile) -> None:
        self.does = steps.each(does)

    def __call__(self, new: str, place: str) -> None:
        try:
            self.does(new, place)
        except Killed:
            Path(place).write_bytes(b"n")
            raise


OLD = {"a.css": b"old", "b/c.html": b"old", "gone/d.html": b"old", "e": b"old", "f.ics": b"old"}
NEW = {"a.css": b"new", "b/c.html": b"new", "e/g.html": b"new", "f.ics": b"new", "h.pdf": b"new"}


def made(root: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def bytes_in(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and path.name != MARKER)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


STEPS = [*((step, False) for step in range(8)), *((step, True) for step in range(13))]


@pytest.mark.parametrize(("step", "elsewhere"), STEPS)
def test_killed_at_any_step_every_file_is_whole_and_the_next_time_repairs_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, elsewhere: bool
) -> None:
    output, finished = made(tmp_path / "out", OLD), made(tmp_path / "finished", NEW)
    (output / MARKER).touch()
    with monkeypatch.context() as patched:
        Steps(step, elsewhere=elsewhere).patch(patched)
        with pytest.raises(Killed):
            bring_over(finished, output)
    left = bytes_in(output)
    assert {data for name, data in left.items() if not name.endswith(".incoming")} <= {
        b"old",
        b"new",
    }
    bring_over(made(finished, NEW), output)
    assert bytes_in(output) == NEW


def test_a_few_files_are_brought_and_their_stamps_told(tmp_path: Path) -> None:
    output = lay(tmp_path / "out", same_html="same", a__old_html="old", a__gone_html="gone")
    before = {name: stamp_of(output / name) for name in ("a/old.html", "a/gone.html")}
    finished = lay(tmp_path / "new", same_html="same", a__old_html="newer", a__come_html="come")
    done = bring_changed(finished, output, gone=["a/gone.html"])
    assert tree(output) == {
        "same.html": "same",
        "a": "/",
        "a/old.html": "newer",
        "a/come.html": "come",
    }
    assert done == [
        ("a/come.html", None, stamp_of(output / "a" / "come.html")),
        ("a/old.html", before["a/old.html"], stamp_of(output / "a" / "old.html")),
        ("a/gone.html", before["a/gone.html"], None),
    ]


def test_where_folders_would_come_nothing_is_brought(tmp_path: Path) -> None:
    output = lay(tmp_path / "out", a_html="old")
    finished = lay(tmp_path / "new", a_html="new", b__c_html="c")
    assert bring_changed(finished, output, gone=["a.html"]) is None
    assert tree(output) == {"a.html": "old"}
