"""Releases beside a link: what readers find at any moment."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from killing import killed_at_each_step
from trees import NEW, OLD, lay, published, published_names

from targets.folder import Folder
from targets.target import CannotSend, Sent


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder in which OLD is published."""
    folder = Folder(tmp_path / "site", keep=2)
    with folder.held():
        folder.send(lay(tmp_path / "old", OLD))
    return folder


def test_the_first_release(folder: Folder) -> None:
    assert published(folder.link) == OLD
    assert folder.link.readlink() == Path("site.releases/1")


def test_equal_files_keep_their_time(folder: Folder, tmp_path: Path) -> None:
    same, other = folder.link / "a/index.html", folder.link / "index.html"
    before = {file: file.stat() for file in (same, other)}
    sent = folder.send(lay(tmp_path / "new", NEW))
    assert sent == Sent(str(folder.link), sent=3, unchanged=1, removed=1)
    assert published(folder.link) == NEW
    assert same.stat() == before[same] or same.stat().st_mtime_ns == before[same].st_mtime_ns
    assert same.stat().st_ino == before[same].st_ino
    assert other.stat().st_ino != before[other].st_ino


def test_the_same_again_makes_no_release(folder: Folder, tmp_path: Path) -> None:
    sent = folder.send(lay(tmp_path / "again", OLD))
    assert (sent.sent, sent.unchanged, sent.removed) == (0, 4, 0)
    assert sorted(folder.found().numbers) == [1]


def test_one_file_less_is_another_site(folder: Folder, tmp_path: Path) -> None:
    fewer = {name: text for name, text in OLD.items() if name != "gone/x.pdf"}
    sent = folder.send(lay(tmp_path / "fewer", fewer))
    assert (sent.sent, sent.unchanged, sent.removed) == (0, 3, 1)
    assert published(folder.link) == fewer


def test_a_web_server_may_read_all_of_it(folder: Folder) -> None:
    release = folder.link.resolve()
    everything = [folder.releases, release, *release.rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in everything if path.is_dir()} == {0o755}
    assert {path.stat().st_mode & 0o777 for path in everything if path.is_file()} == {0o644}


def test_only_the_newest_releases_stay(folder: Folder, tmp_path: Path) -> None:
    for number in range(3):
        folder.send(lay(tmp_path / str(number), NEW | {"n.txt": str(number)}))
    assert sorted(folder.found().numbers) == [3, 4]
    assert published(folder.link)["n.txt"] == "2"


def test_back_and_on(folder: Folder, tmp_path: Path) -> None:
    folder.send(lay(tmp_path / "new", NEW))
    assert folder.roll_back().where.endswith("is release 1 again")
    assert published(folder.link) == OLD
    with pytest.raises(CannotSend, match="no release before"):
        folder.roll_back()
    folder.send(lay(tmp_path / "newer", NEW | {"n.txt": "3"}))
    assert folder.link.readlink().name == "2"
    assert published(folder.link)["n.txt"] == "3"


def test_nobody_goes_back_to_what_was_taken_back(folder: Folder, tmp_path: Path) -> None:
    folder.send(lay(tmp_path / "bad", NEW))
    folder.roll_back()
    folder.send(lay(tmp_path / "repaired", NEW | {"n.txt": "right"}))
    folder.roll_back()
    assert published(folder.link) == OLD


def test_old_addresses_go_back_with_their_site(folder: Folder, tmp_path: Path) -> None:
    folder.send(replace(lay(tmp_path / "new", NEW), redirects=[("/old/", "/a/")]))
    assert folder.read(".redirects.map") == b"/old/ /a/;\n"
    folder.roll_back()
    assert folder.read(".redirects.map") is None


def test_every_release_can_be_asked(folder: Folder, tmp_path: Path) -> None:
    folder.send(lay(tmp_path / "new", NEW))
    folder.roll_back()
    assert folder.read_all("a/x.ics") == [b"old", b"new"]
    assert folder.read_all("gone/x.pdf") == [b"gone"]


def test_a_link_to_somewhere_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    folder = Folder(tmp_path / "site", keep=1)
    folder.link.symlink_to(tmp_path / "etc")
    with pytest.raises(CannotSend, match="is no release of this site"), folder.held():
        raise AssertionError
    assert folder.link.readlink() == tmp_path / "etc"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "srv" / "site", keep=1)
    with pytest.raises(CannotSend, match=r"There is no folder .*make it"), folder.held():
        raise AssertionError


def test_what_is_published_can_be_read(folder: Folder, tmp_path: Path) -> None:
    assert folder.read("a/x.ics") == b"old"
    assert folder.read("a/none.ics") is None
    assert Folder(tmp_path / "elsewhere", keep=1).read("a/x.ics") is None


def test_two_publishers(folder: Folder) -> None:
    with (
        folder.held(),
        pytest.raises(CannotSend, match="Somebody else is publishing"),
        Folder(folder.link, keep=1).held(),
    ):
        raise AssertionError


def test_a_folder_that_is_no_link_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("mine")
    folder = Folder(tmp_path / "site", keep=1)
    with pytest.raises(CannotSend, match="is no symbolic link"), folder.held():
        raise AssertionError
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_link_to_nowhere_is_turned(folder: Folder, tmp_path: Path) -> None:
    folder.link.unlink()
    folder.link.symlink_to("site.releases/99")
    assert folder.read("index.html") is None
    folder.send(lay(tmp_path / "new", NEW))
    assert published(folder.link) == NEW


def test_texts_are_there_compressed_and_keep_their_time(folder: Folder, tmp_path: Path) -> None:
    long = {"index.html": "members " * 500, "photo.jpg": "x" * 5000}
    folder.send(lay(tmp_path / "new", long))
    assert set(published_names(folder.link)) == {*long, "index.html.br", "index.html.gz"}
    before = (folder.link / "index.html.br").stat()
    folder.send(lay(tmp_path / "newer", long | {"other.txt": "more"}))
    after = (folder.link / "index.html.br").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_old_addresses_lie_beside_the_site(folder: Folder, tmp_path: Path) -> None:
    finished = replace(lay(tmp_path / "new", NEW), redirects=[("/old/", "/a/")])
    folder.send(finished)
    written = folder.link / ".redirects.map"
    assert written.read_text() == "/old/ /a/;\n"
    assert written.stat().st_mode & 0o777 == 0o644


def test_killed_at_each_step_it_leaves_the_old_site_or_the_new_one(
    folder: Folder, tmp_path: Path
) -> None:
    site = lay(tmp_path / "new", NEW)
    found = [published(folder.link)]

    def publish() -> None:
        with folder.held():
            folder.send(site)

    for _ in killed_at_each_step(publish):
        found.append(published(folder.link))
        if found[-1] == NEW:
            # As if it had not come so far, so that the next death is later in the same work.
            folder.turn_to(folder.releases / "1")
    assert found.count(OLD) + found.count(NEW) == len(found)
    assert len(found) > 30
    assert NEW in found
    publish()
    assert published(folder.link) == NEW
    assert not (folder.releases / "incoming").exists()


def test_killed_while_going_back(folder: Folder, tmp_path: Path) -> None:
    folder.send(lay(tmp_path / "new", NEW))
    found = []
    for _ in killed_at_each_step(folder.roll_back):
        found.append(published(folder.link))
        folder.turn_to(folder.releases / "2")
    assert len(found) >= 3
    assert all(site in (OLD, NEW) for site in found)
    assert published(folder.link) == OLD


def test_killed_while_forgetting_it_leaves_only_whole_releases(
    folder: Folder, tmp_path: Path
) -> None:
    folder.send(lay(tmp_path / "new", NEW))
    names = set(published(folder.releases / "1"))
    killed = 0
    for _ in killed_at_each_step(lambda: folder.forget([1])):
        killed += 1
        if 1 not in folder.found().numbers:
            break
        assert set(published(folder.releases / "1")) == names
    assert killed
    assert folder.found().before is None


def test_a_full_disk_leaves_the_old_site(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        target.write_text("ha")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(CannotSend, match="No space left"):
        folder.send(lay(tmp_path / "new", NEW))
    assert published(folder.link) == OLD
    assert sorted(path.name for path in folder.releases.iterdir()) == ["1"]
