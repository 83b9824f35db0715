"""Someone who subscribes: vdirsyncer fetches a feed, khal shows what came of it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import sites

VDIRSYNCER = """\
[general]
status_path = "{folder}/status/"

[pair meetings]
a = "feed"
b = "calendar"
collections = null
conflict_resolution = "a wins"

[storage feed]
type = "http"
url = "{feed}"

[storage calendar]
type = "filesystem"
path = "{folder}/calendar/"
fileext = ".ics"
"""

KHAL = """\
[calendars]
[[meetings]]
path = {folder}/calendar/

[sqlite]
path = {folder}/khal.db

[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


@dataclass(frozen=True)
class Subscriber:
    """Someone whose vdirsyncer fetches a feed, and who looks at it in khal."""

    folder: Path
    feed: str

    @classmethod
    def of(cls, feed: str, folder: Path, zone: str = "Europe/Brussels") -> Subscriber:
        """Someone who lives in a time zone, and has fetched nothing yet."""
        (folder / "calendar").mkdir(parents=True)
        names = {"folder": folder, "feed": feed, "zone": zone}
        (folder / "vdirsyncer").write_text(VDIRSYNCER.format(**names), encoding="utf-8")
        (folder / "khal").write_text(KHAL.format(**names), encoding="utf-8")
        someone = cls(folder, feed)
        someone.run("vdirsyncer", "-c", folder / "vdirsyncer", "discover", "meetings")
        return someone

    def run(self, program: str, *arguments: str | Path) -> str:
        """What a program of the venv says."""
        path = Path(sys.executable).with_name(program)
        home = {"HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [path, *arguments],
            env=sites.PLAIN | home,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def fetch(self) -> None:
        """Get the feed anew."""
        self.run("vdirsyncer", "-c", self.folder / "vdirsyncer", "sync", "meetings")

    def entries(self) -> list[tuple[str, ...]]:
        """What khal shows, in order: from when, to when, title and status.

        By uid one could not tell them apart: vdirsyncer puts a hash of the text in its place.
        """
        form = "\t".join(f"{{{name}}}" for name in ("start-long", "end-long", "title", "status"))
        khal = ("khal", "-c", self.folder / "khal", "list", "--once", "--day-format", "")
        lines = self.run(*khal, "--format", form, "2025-01-01", "1000d").splitlines()
        return [tuple(part.strip() for part in line.split("\t")) for line in lines if line]

    def kept(self) -> dict[str, tuple[str, ...]]:
        """Each entry's text, and the time it was written, by the name of its file."""
        found = sorted((self.folder / "calendar").iterdir())
        return {
            file.name: (file.read_bytes().decode("utf-8"), str(file.stat().st_mtime_ns))
            for file in found
        }
