"""Releases on another machine: what readers find there at any moment, over a real server of SSH."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import ssh_server
from killing import killed_at_each_step
from ssh_server import Server
from trees import NEW, OLD, lay, published

from targets import rsync
from targets.notation import target_of
from targets.rsync import Remote, Session, remote_of
from targets.target import CannotSend, Finished, Sent

pytestmark = pytest.mark.ssh


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A machine to publish to."""
    with ssh_server.serving(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture
def link(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the site is there; whoever publishes finds that machine's ssh on the PATH."""
    monkeypatch.setenv("PATH", f"{server.programs}{os.pathsep}{os.environ['PATH']}")
    server.kill_at(None)
    server.line.cut_after(None)
    (tmp_path / "it's $(here)").mkdir()
    return tmp_path / "it's $(here)" / "site; $HOME"


@pytest.fixture
def remote(link: Path, tmp_path: Path) -> Remote:
    """A folder of that machine in which OLD is published."""
    remote = Remote("machine", PurePosixPath(link), keep=2)
    publish(remote, lay(tmp_path / "old", OLD))
    return remote


def publish(remote: Remote, site: Finished) -> Sent:
    with remote.held():
        return remote.send(site)


def in_releases(link: Path) -> list[str]:
    return sorted(path.name for path in link.with_name(f"{link.name}.releases").iterdir())


def test_equal_files_stay_the_files_that_they_are(
    remote: Remote, link: Path, tmp_path: Path
) -> None:
    assert published(link) == OLD
    same, other = link / "a/index.html", link / "index.html"
    before = {file: file.stat() for file in (same, other)}
    sent = publish(remote, lay(tmp_path / "new", NEW))
    assert sent == Sent(f"machine:{link}", sent=3, unchanged=1, removed=1)
    assert published(link) == NEW
    after = same.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before[same].st_ino, before[same].st_mtime_ns)
    assert other.stat().st_ino != before[other].st_ino
    assert in_releases(link) == ["1", "2"]


def test_the_same_again_makes_no_release(remote: Remote, link: Path, tmp_path: Path) -> None:
    sent = publish(remote, lay(tmp_path / "again", OLD))
    assert (sent.sent, sent.unchanged, sent.removed) == (0, 4, 0)
    fewer = {name: text for name, text in OLD.items() if name != "gone/x.pdf"}
    sent = publish(remote, lay(tmp_path / "fewer", fewer))
    assert (sent.sent, sent.unchanged, sent.removed) == (0, 3, 1)
    assert in_releases(link) == ["1", "2"]
    assert published(link) == fewer


def test_a_web_server_may_read_all_of_it(
    link: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = os.umask(0o077)
    try:
        site = replace(lay(tmp_path / "old", OLD), redirects=[("/old/", "/it's/")])
        publish(Remote("machine", PurePosixPath(link), keep=2), site)
    finally:
        os.umask(before)
    redirects = link / ".redirects.map"
    assert redirects.read_text() == "/old/ /it%27s/;\n"
    releases = link.with_name(f"{link.name}.releases")
    everything = [releases, redirects, *releases.rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in everything if path.is_dir()} == {0o755}
    assert {path.stat().st_mode & 0o777 for path in everything if path.is_file()} == {0o644}


def test_back_and_on(remote: Remote, link: Path, tmp_path: Path) -> None:
    publish(remote, lay(tmp_path / "new", NEW))
    with remote.held():
        assert remote.roll_back().where.endswith("is release 1 again")
    assert published(link) == OLD
    with remote.held(), pytest.raises(CannotSend, match="no release before"):
        remote.roll_back()
    for number in (3, 4):
        publish(remote, lay(tmp_path / str(number), NEW | {"n.txt": str(number)}))
    assert in_releases(link) == ["2", "3"]
    assert published(link)["n.txt"] == "4"


def test_what_is_published_can_be_read(remote: Remote) -> None:
    assert remote.read("a/x.ics") == b"old"
    with remote.held():
        assert remote.read("a/x.ics") == b"old"
        assert remote.read("a/none.ics") is None
        assert remote.read("a/index.html") == b"same"


def test_two_publishers(remote: Remote, link: Path) -> None:
    other = Remote("machine", PurePosixPath(link), keep=1)
    with remote.held(), pytest.raises(CannotSend, match="Somebody else"), other.held():
        raise AssertionError
    with other.held():
        assert other.releases.published == 1


def test_a_folder_that_is_no_link_is_left_alone(link: Path) -> None:
    link.mkdir()
    remote = Remote("machine", PurePosixPath(link), keep=1)
    with pytest.raises(CannotSend, match="is no symbolic link"), remote.held():
        raise AssertionError
    assert [path.name for path in link.parent.iterdir()] == [link.name]


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("unknown", "Connect once by hand, and compare its key: ssh unknown"),
        ("stranger", "Give it your public key: ssh-copy-id stranger"),
        ("nobody", "Connection refused"),
        ("machine", "No such file or directory"),
    ],
)
def test_no_connection_is_told_in_a_line(host: str, told: str, link: Path) -> None:
    remote = Remote(host, PurePosixPath(link / "none" / "site"), keep=1)
    with pytest.raises(CannotSend) as error, remote.held():
        raise AssertionError
    assert str(error.value).startswith(f"{host}: ")
    assert told in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "place",
    [
        "-oProxyCommand=x:/srv/site",
        "web@-oProxyCommand=x:/srv/site",
        "-l@host:/srv/site",
        "host",
        "host:",
        "host:site",
        "host:/",
        "host:/srv/../etc",
        "host:/srv/*",
        "host:/srv/\nsite",
        "host:/srv//site",
        "a b:/srv/site",
        "$(x):/srv/site",
    ],
)
def test_what_no_place_is_comes_to_no_shell(place: str) -> None:
    assert remote_of(place, keep=1) is None
    with pytest.raises(CannotSend, match="names no target"):
        target_of(f"rsync:{place}", keep=1)


def test_notation() -> None:
    there = Remote("web@example.eu", PurePosixPath("/srv/www/site"), 3)
    assert target_of("rsync:web@example.eu:/srv/www/site/", keep=3) == there


def test_programs_that_are_missing(
    remote: Remote, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with remote.held():
        monkeypatch.setenv("PATH", str(server.programs))
        with pytest.raises(CannotSend, match="There is no rsync on this machine"):
            remote.send(lay(tmp_path / "new", NEW))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotSend, match="There is no ssh on this machine"), remote.held():
        raise AssertionError


def told_of_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make steps of what is said to the other machine, which Python tells nobody by itself."""
    ask = Session.ask

    def tell(session: Session, order: str) -> str:
        sys.audit("order")
        return ask(session, order)

    monkeypatch.setattr(Session, "ask", tell)


def test_killed_here_it_leaves_the_old_site_or_the_new_one(
    remote: Remote, link: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_of_orders(monkeypatch)
    found = []
    site = lay(tmp_path / "new", NEW)
    steps = frozenset({"subprocess.Popen", "order"})
    for _ in killed_at_each_step(lambda: publish(remote, site), steps):
        found.append(published(link))
        until_free(remote)
        if published(link) == NEW:
            with remote.held():
                remote.roll_back()
    assert len(found) >= 6
    assert NEW in found
    assert all(each in (OLD, NEW) for each in found)
    assert_whole(remote, link, site)


def until_free(remote: Remote) -> None:
    """Wait for what a killed publisher left to end by itself."""
    for _ in range(100):
        with suppress(CannotSend), remote.held():
            return
    raise AssertionError("The lock is still held.")


def assert_whole(remote: Remote, link: Path, site: Finished) -> None:
    """The next publication brings the new site, and one more leaves only what is to be kept."""
    publish(remote, site)
    assert published(link) == NEW
    (site.tree / "n.txt").write_text("more")
    publish(remote, site)
    assert len(in_releases(link)) == remote.keep
    assert all(name.isdecimal() for name in in_releases(link))


def test_killed_there_it_leaves_the_old_site_or_the_new_one(
    remote: Remote, link: Path, tmp_path: Path, server: Server
) -> None:
    site = lay(tmp_path / "new", NEW)
    found = []
    for step in range(1, 100):
        server.kill_at(step)
        with suppress(CannotSend):
            publish(remote, site)
        killed = server.was_killed()
        server.kill_at(None)
        found.append(published(link))
        if not killed:
            break
        if found[-1] == NEW:
            with remote.held():
                remote.roll_back()
    assert len(found) > 15
    assert OLD in found
    assert all(each in (OLD, NEW) for each in found)
    assert_whole(remote, link, site)


def test_a_connection_that_is_cut(
    remote: Remote, link: Path, tmp_path: Path, server: Server
) -> None:
    new = NEW | {"come/z.bin": random.Random(1).randbytes(60_000).hex()}
    site = lay(tmp_path / "new", new)
    for count in (0, 2_000, 5_000, 9_000, 20_000, 60_000):
        server.line.cut_after(count)
        with pytest.raises(CannotSend):
            publish(remote, site)
        server.line.cut_after(None)
        assert published(link) == OLD
    until_free(remote)
    publish(remote, site)
    assert published(link) == new
    assert in_releases(link) == ["1", "2"]


def test_what_was_uploaded_is_not_sent_again(
    remote: Remote, link: Path, tmp_path: Path, server: Server
) -> None:
    large = {f"{n}.pdf": random.Random(n).randbytes(80_000).hex() for n in range(20)}
    site = lay(tmp_path / "new", large)
    server.line.cut_after(3_000_000)
    with pytest.raises(CannotSend):
        publish(remote, site)
    server.line.cut_after(None)
    until_free(remote)
    server.line.cut_after(None)
    publish(remote, site)
    assert published(link) == large
    assert server.line.gone < 2_500_000


def test_a_full_disk_leaves_the_old_site(
    remote: Remote, link: Path, tmp_path: Path, server: Server
) -> None:
    site = lay(tmp_path / "new", NEW | {"large.txt": "x" * 100_000})
    with (
        server.with_full_disk(),
        pytest.raises(CannotSend, match=r"File too large|disk takes no more"),
    ):
        publish(remote, site)
    assert published(link) == OLD
    assert in_releases(link) == ["1"]


def test_an_orphan_of_an_upload_gets_into_no_release(
    remote: Remote, link: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A publisher was killed, its rsync not: it goes on while the next one publishes."""
    run = rsync.subprocess.run

    def meanwhile(line: list[str], **how: Any) -> Any:
        done = run(line, **how)
        run([*line[:-2], f"{orphan.tree}/", line[-1].replace("incoming.", "incoming.9")], **how)
        return done

    orphan = lay(tmp_path / "orphan", {"orphan.txt": "half"})
    monkeypatch.setattr(rsync.subprocess, "run", meanwhile)
    publish(remote, lay(tmp_path / "new", NEW))
    assert published(link) == NEW


def test_a_revert_after_a_cut_is_not_taken_for_the_same(
    remote: Remote, link: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a cut upload left can be files of an older release, by the same name on the disk."""
    site = lay(tmp_path / "new", NEW)
    publish(remote, site)
    newer = lay(tmp_path / "newer", NEW | {"n.txt": "3"})
    with monkeypatch.context() as lost:
        lost.setattr(Remote, "_compared", fail)
        with pytest.raises(CannotSend, match="lost"):
            publish(remote, newer)
    with remote.held():
        remote.roll_back()
    publish(remote, site)
    assert published(link) == NEW


def fail(*_: object) -> tuple[int, int]:
    """Stand for a connection that is lost."""
    raise CannotSend("lost")
