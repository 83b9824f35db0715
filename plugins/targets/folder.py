"""A folder on this machine: releases beside a symbolic link, and the link leads to one of them.

    /srv/www/site -> site.releases/12
    /srv/www/site.releases/10, 11, 12

A release is whole before the link is turned to it, which is one step: a reader's request finds the
old site or the new one. Files with the same bytes are one file in all releases, so that they keep
their time, and with it the ETag that a web server gives them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from filecmp import cmp
from pathlib import Path

from commands.holding import hold
from targets.releases import Releases, prepare, releases_in
from targets.target import CannotSend, Finished, Sent

INCOMING = "incoming"
"""The release that is being laid; one that was cut short is thrown away by the next."""


@dataclass(frozen=True)
class Folder:
    """The releases of the site at `link`, of which `keep` stay: that one and those before it."""

    link: Path
    keep: int

    @property
    def releases(self) -> Path:
        return self.link.with_name(f"{self.link.name}.releases")

    @property
    def current(self) -> Path | None:
        """The release that is published."""
        if not self.link.is_symlink():
            return None
        release = self.releases / self.link.readlink().name
        return release if release.is_dir() else None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other publishers away from this folder."""
        if self.link.exists() and not self.link.is_symlink():
            raise CannotSend(
                f"{self.link} is no symbolic link. Move it away once, into the first release:\n"
                f"  mkdir {self.releases} && mv {self.link} {self.releases / '1'}\n"
                f"  ln -s {self.releases.name}/1 {self.link}"
            )
        if self.link.is_symlink() and self.link.readlink().parent.name != self.releases.name:
            where = self.link.readlink()
            raise CannotSend(f"{self.link} leads to {where}, which is no release of this site.")
        if not self.link.parent.is_dir():
            raise CannotSend(f"There is no folder {self.link.parent}: make it, as your own.")
        try:
            held = hold(self.releases)
        except OSError as error:
            raise CannotSend(f"{self.releases} cannot be had: {error.strerror}.") from None
        if held is None:
            raise CannotSend(f"Somebody else is publishing to {self.link} at this moment.")
        try:
            self.releases.chmod(0o755)
            yield
        finally:
            os.close(held)

    def read(self, name: str) -> bytes | None:
        """What a file of the published site holds."""
        try:
            return (self.current / name).read_bytes() if self.current else None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CannotSend(f"{self.current}/{name} cannot be read: {error.strerror}.") from None

    def send(self, finished: Finished) -> Sent:
        """Lay a release and turn the link to it; nothing where it would be the same again."""
        incoming = self.releases / INCOMING
        try:
            _remove(incoming)
            self.forget(self.found().taken_back)
            prepare(finished, self.current)
            same = lay(finished.tree, incoming, self.current)
            files, before = _names(incoming), _names(self.current)
            if same == len(files | before):
                return Sent(str(self.link), 0, same, 0)
            release = self.releases / str(self.found().next)
            incoming.rename(release)
            self.turn_to(release)
        except OSError as error:
            raise CannotSend(f"{self.releases} cannot be written: {error}") from None
        finally:
            _remove(incoming)
        with suppress(OSError):  # The site is published; the next time forgets them as well.
            self.forget(self.found().to_forget(self.keep))
        return Sent(str(self.link), len(files) - same, same, len(before - files))

    def read_all(self, name: str) -> list[bytes]:
        """What a file holds in each release that has it."""
        files = (self.releases / str(number) / name for number in sorted(self.found().numbers))
        try:
            return [file.read_bytes() for file in files if file.is_file()]
        except OSError as error:
            raise CannotSend(f"{self.releases} cannot be read: {error.strerror}.") from None

    def roll_back(self) -> Sent:
        """Publish the release before the one that is published now."""
        before = self.found().before
        if before is None:
            raise CannotSend(f"{self.link} has no release before this one.")
        release = self.releases / str(before)
        try:
            self.turn_to(release)
        except OSError as error:
            raise CannotSend(f"{self.link} cannot be turned: {error}") from None
        return Sent(f"{self.link} is release {release.name} again", 0, len(_names(release)), 0)

    def found(self) -> Releases:
        """The releases that are there."""
        names = [entry.name for entry in self.releases.iterdir()] if self.releases.is_dir() else []
        return releases_in(names, self.link.readlink().name if self.link.is_symlink() else "")

    def turn_to(self, release: Path) -> None:
        """Turn the link to a release, in one step."""
        turned = self.releases / "turned"
        turned.unlink(missing_ok=True)
        turned.symlink_to(f"{self.releases.name}/{release.name}")
        turned.replace(self.link)

    def forget(self, numbers: Iterable[int]) -> None:
        """Remove releases."""
        for number in numbers:
            # One that is half removed must not look like a release.
            leaving = (self.releases / str(number)).rename(self.releases / INCOMING)
            _remove(leaving)


def lay(tree: Path, release: Path, before: Path | None) -> int:
    """Make `release` hold the files of a tree; how many of them are those of the one `before`.

    Whoever made the tree kept it for itself; what is published, every web server may read.
    """
    same = 0
    release.mkdir()
    release.chmod(0o755)
    for folder, folders, names in os.walk(tree):
        way = Path(folder).relative_to(tree)
        for name in folders:
            (release / way / name).mkdir()
            (release / way / name).chmod(0o755)
        for name in names:
            new, place = Path(folder, name), release / way / name
            old = before / way / name if before else None
            if old and old.is_file() and cmp(new, old, shallow=False):
                os.link(old, place)
                same += 1
            else:
                _copy(new, place)
    return same


def _copy(new: Path, place: Path) -> None:
    """Copy a file, down to the disk: should the power fail, the link must not lead to nothing."""
    shutil.copyfile(new, place)
    with place.open("rb+") as written:
        os.fchmod(written.fileno(), 0o644)
        os.fsync(written.fileno())


def _names(release: Path | None) -> frozenset[Path]:
    """The files of a release, by their ways from its top."""
    found = (Path(folder, name) for folder, _, names in os.walk(release or "") for name in names)
    return frozenset(file.relative_to(release or "") for file in found)


def _remove(folder: Path) -> None:
    if folder.is_dir():
        shutil.rmtree(folder)
