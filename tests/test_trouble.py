"""Builds and publications on a machine in trouble: the site is the old one or the new one."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sites
from killing import STEPS, killed_at_each_step
from test_publishing import publish, write_settings

from commands.build import build_site
from commands.outcomes import Misused
from targets.target import CannotSend

OLD = {".workgroups-output": b"", "index.html": b"old"}


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """The settings of the small site as it is published, with an output of its own."""
    return write_settings(tmp_path, "https://groups.example.eu")


def build(settings: Path, content: Path, now: str = sites.EARLY, **more: str) -> dict[str, int]:
    """Build in this process; the counts of the line that tells it."""
    moment = datetime.fromisoformat(now)
    return sites.counts(f"{build_site(settings, {'PATH': str(content), 'NOW': moment, **more})}\n")


def lay_old(output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    for name, data in OLD.items():
        (output / name).write_bytes(data)


def all_files(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def whole_files(root: Path, *sites_: Path) -> bool:
    """Whether every file is as in one of these sites, but for copies not yet in their place."""
    known = [sites.files(site) for site in sites_]
    return all(
        any(one.get(name) == data for one in known)
        for name, data in sites.files(root).items()
        if not name.endswith(".incoming")
    )


# ---- The disk ------------------------------------------------------------------------------------


def mounted(folder: Path, options: str) -> bool:
    """Whether a small file system could be mounted there, which few are allowed to."""
    line = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return shutil.which("mount") is not None and not subprocess.run(line, check=False).returncode


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Let a folder be on a disk of some kilobytes, or let no file be longer than a few."""
    folder.mkdir()
    if mounted(folder, "size=400k"):
        try:
            yield
        finally:
            subprocess.run(["umount", str(folder)], check=True)
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextlib.contextmanager
def read_only(output: Path) -> Iterator[None]:
    """Let nothing be changed in an old output, whoever tries."""
    output.mkdir()
    is_mounted = mounted(output, "size=400k")
    lay_old(output)
    if is_mounted:
        subprocess.run(["mount", "-o", "remount,ro", str(output)], check=True)
    else:
        output.chmod(0o555)
    try:
        yield
    finally:
        if is_mounted:
            subprocess.run(["umount", str(output)], check=True)
        else:
            output.chmod(0o755)


FULL = "No space left|File too large"


def test_a_full_disk_leaves_the_old_site(
    settings: Path, small_content: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk):
        lay_old(disk / "output")
        with pytest.raises(Misused, match=rf"output cannot be written: .*({FULL})"):
            build(settings, small_content, OUTPUT_PATH=str(disk / "output"))
        assert all_files(disk) == {f"output/{name}": data for name, data in OLD.items()}
        assert sorted(disk.iterdir()) == [disk / "output"]


def test_a_full_disk_leaves_what_is_published(
    settings: Path, small_content: Path, tmp_path: Path
) -> None:
    """Here the site can be made, but not be sent."""
    web = tmp_path / "web"
    with small_disk(web):
        lay_old(web / "site.releases" / "1")
        (web / "site").symlink_to("site.releases/1")
        with pytest.raises((CannotSend, Misused), match=f"cannot be written: .*({FULL})"):
            publish(settings, small_content, web / "site")
        assert all_files(web / "site.releases") == {f"1/{name}": data for name, data in OLD.items()}
        assert (web / "site").readlink() == Path("site.releases/1")
    assert not list(tmp_path.glob(".*.staging"))


def test_what_is_read_only_stays(settings: Path, small_content: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    with read_only(old):
        for output in (old, old / "new"):
            with pytest.raises(Misused, match=r"cannot be written: .*(Read-only|Permission)"):
                build(settings, small_content, OUTPUT_PATH=str(output))
        assert all_files(old) == OLD
    assert not list(tmp_path.rglob(".*.staging"))


def test_a_cache_that_is_spoilt_or_none_is_done_without(
    settings: Path, small_content: Path, tmp_path: Path
) -> None:
    pages = build(settings, small_content)["written"]
    cache = tmp_path / "cache"
    kept = [path for path in cache.rglob("*") if path.is_file()]
    assert kept
    for file in kept:
        file.write_bytes(file.read_bytes()[:-40] + b"\0")
    assert build(settings, small_content)["unchanged"] == pages
    shutil.rmtree(cache)
    cache.touch()
    assert build(settings, small_content)["unchanged"] == pages


# ---- The process ---------------------------------------------------------------------------------

NOTHING_RIGHT = (
    "env HOME=/nowhere TMPDIR=/nowhere LC_ALL=tr_TR.UTF-8 PYTHONHASHSEED=4"
    " PYTHONCOERCECLOCALE=0 PYTHONIOENCODING=ascii PYTHONUTF8=0"
)


def shell(
    script: str, *arguments: str | Path, cwd: Path = sites.ROOT
) -> subprocess.CompletedProcess[str]:
    """Run tasks.py in a shell, where it is $TASKS; the output of its last line."""
    line = ["bash", "-c", script, "bash", *map(str, arguments)]
    environment = {**sites.PLAIN, "TASKS": f"{sys.executable} {sites.ROOT / 'tasks.py'}"}
    return subprocess.run(
        line, env=environment, capture_output=True, text=True, cwd=cwd, check=False
    )


def test_the_site_is_the_same_where_nothing_is_as_it_should_be(
    small_content: Path, small_site: Path, tmp_path: Path
) -> None:
    """No home, no room for what is passing, no streams, no folder to be in, files of 2100."""
    shutil.copytree(small_content.parent, tmp_path / "repository", symlinks=True)
    content, output = tmp_path / "repository/content", tmp_path / "output"
    for path in content.rglob("*"):
        os.utime(path, (4102444800, 4102444800))
    (tmp_path / "gone").mkdir()
    done = shell(
        f'umask 077; rmdir "$PWD"; {NOTHING_RIGHT} $TASKS build --now {sites.EARLY}'
        ' --content "$1" --output "$2" --settings "$3" <&- >&- 2>&-',
        *(content, output, sites.SMALL),
        cwd=tmp_path / "gone",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sites.differing(small_site, output) == []
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in [output, *output.rglob("*")]}
    assert modes == {(True, 0o755), (False, 0o644)}


@pytest.mark.parametrize(
    ("script", "code", "told"),
    [
        ("$TASKS --list | true; exit ${PIPESTATUS[0]}", 141, ""),
        ('$TASKS check --content "$1" | true; exit ${PIPESTATUS[0]}', 141, ""),
        ('$TASKS check --content "$1" > /dev/full', 2, r"\[Errno 28\] No space left on device\n"),
    ],
)
def test_who_cannot_be_told_ends_it_plainly(
    script: str, code: int, told: str, small_content: Path
) -> None:
    done = shell(script, small_content)
    assert done.returncode == code
    assert re.fullmatch(told, done.stderr)


# ---- The end, at any moment ----------------------------------------------------------------------


def test_a_build_killed_at_any_moment_is_put_right_by_the_next(
    settings: Path, small_content: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    build(settings, small_content)
    shutil.copytree(output, tmp_path / "old")
    later = "2027-02-01T12:00:00Z"
    build(settings, small_content, later, OUTPUT_PATH=str(tmp_path / "new"))
    assert sites.differing(tmp_path / "old", tmp_path / "new")

    def build_later() -> None:
        build(settings, small_content, later)

    # Deaths while pages are made, and then while each is put in its place.
    moments = [*killed_at_each_step(build_later, STEPS, 700)]
    assert sites.differing(output, tmp_path / "new") == []
    shutil.rmtree(output)
    shutil.copytree(tmp_path / "old", output)
    for moment in killed_at_each_step(build_later, frozenset({"os.rename"}), 4):
        moments.append(moment)
        assert whole_files(output, tmp_path / "old", tmp_path / "new")
        assert len(sites.differing(output, tmp_path / "new")) > 0
    assert len(moments) >= 6
    assert sites.differing(output, tmp_path / "new") == []
    assert not list(tmp_path.rglob(".*.staging"))
    assert not list(output.rglob(".*.incoming"))


def test_a_publication_killed_at_any_moment_leaves_a_site(
    settings: Path, small_content: Path, tmp_path: Path
) -> None:
    site = tmp_path / "web" / "site"
    site.parent.mkdir()
    publish(settings, small_content, site)
    sites_seen = [sites.files(site)]
    later = datetime.fromisoformat("2027-02-01T12:00:00Z")

    def publish_later() -> None:
        publish(settings, small_content, site, NOW=later)  # type: ignore[arg-type]

    sites_seen.extend(sites.files(site) for _ in killed_at_each_step(publish_later, every=1500))
    new = sites.files(site)
    assert len(sites_seen) >= 3
    assert new != sites_seen[0]
    assert all(seen in (sites_seen[0], new) for seen in sites_seen)
    assert sorted(path.name for path in site.parent.iterdir()) == [
        *("site", "site.releases"),
    ]
    assert sorted(path.name for path in (site.parent / "site.releases").iterdir()) == ["1", "2"]
    assert not list(tmp_path.rglob(".*.staging"))


# ---- The clock -----------------------------------------------------------------------------------


@pytest.mark.parametrize("now", ["1970-01-01T00:00:00Z", "2100-02-28T23:59:59Z"])
def test_any_clock_makes_a_site_of_the_same_meetings(
    now: str, settings: Path, small_content: Path, small_site: Path, tmp_path: Path
) -> None:
    build(settings, small_content, now)
    meetings = [
        {name for name in sites.files(site) if name.startswith("meetings/")}
        for site in (tmp_path / "output", small_site)
    ]
    assert meetings[0] == meetings[1]
