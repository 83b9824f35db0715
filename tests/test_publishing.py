"""The strict build of a whole site, sent to a target."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest
import sites

from commands.outcomes import Failed, Misused
from commands.publishing import ASSETS, keep_assets, publish_site, roll_back
from targets.target import Target

SETTINGS = """\
from pathlib import Path
import sys
sys.path.append({small!r})
from settings import *
SITEURL = {address!r}
WHOLE_HISTORY = True
OUTPUT_PATH = {output!r}
CACHE_PATH = {cache!r}
"""


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """The settings of the small site, as it is published."""
    return write_settings(tmp_path, "https://groups.example.eu")


def write_settings(folder: Path, address: str) -> Path:
    file = folder / "published.py"
    text = SETTINGS.format(
        small=str(sites.SMALL.parent),
        address=address,
        output=str(folder / "output"),
        cache=str(folder / "cache"),
    )
    file.write_text(text, encoding="utf-8")
    return file


def overrides(content: Path, **more: str) -> dict[str, Any]:
    return {"PATH": str(content), "NOW": datetime.fromisoformat(sites.EARLY), **more}


def publish(settings: Path, content: Path, to: Path, **more: str) -> Mapping[str, int]:
    """Publish to a folder; the counts of the line that tells it."""
    line = publish_site(settings, overrides(content, **more), f"folder:{to}", keep=5)
    assert re.search(r"; \d+\.\d s$", line)
    return {name: int(n) for n, name in re.findall(r"(\d+) (?:files )?([a-z]+)", line)}


def test_a_site_is_published_and_the_output_is_not_touched(
    settings: Path, small_content: Path, tmp_path: Path
) -> None:
    to = tmp_path / "www" / "site"
    to.parent.mkdir()
    first = publish(settings, small_content, to)
    assert first["meetings"] > 3
    assert (first["unchanged"], first["removed"]) == (0, 0)
    assert "https://groups.example.eu" in (to / "calendar.ics").read_text("utf-8").replace(
        "\r\n ", ""
    )
    again = publish(settings, small_content, to)
    assert (again["sent"], again["unchanged"]) == (0, first["sent"])
    assert not (tmp_path / "output").exists()
    assert not (tmp_path / ".output.staging").exists()


def test_what_is_wrong_is_not_published(
    settings: Path, small_content: Path, site: Path, tmp_path: Path
) -> None:
    to = tmp_path / "site-link"
    publish(settings, small_content, to)
    with pytest.raises(Failed, match=r"content:1:1: problem: calendars and papers lack the histor"):
        publish(settings, site / "content", to)
    assert to.readlink().name == "1"


@pytest.mark.parametrize(
    "address",
    [
        "http://groups.example.eu",
        "https://localhost",
        "https://127.0.0.1",
        "https://[::1]:8000/",
        "https://preview.invalid",
        "https://groups.example",
    ],
)
def test_nobody_can_come_to_such_an_address(
    address: str, small_content: Path, tmp_path: Path
) -> None:
    with pytest.raises(Misused, match="is no address for readers"):
        publish(write_settings(tmp_path, address), small_content, tmp_path / "link")
    assert not (tmp_path / "link.releases").exists()


def test_a_target_has_to_be_named(settings: Path, small_content: Path) -> None:
    with pytest.raises(Misused, match="Say where to publish"):
        publish_site(settings, overrides(small_content), to="", keep=5)
    with pytest.raises(Misused, match="ftp:x names no target"):
        publish_site(settings, overrides(small_content), to="ftp:x", keep=5)


@pytest.mark.parametrize("to", ["folder:/", "folder:..", "folder:", "s3://", "nonsense"])
def test_what_names_no_target_is_misuse(settings: Path, small_content: Path, to: str) -> None:
    with pytest.raises(Misused, match="names no target"):
        publish_site(settings, overrides(small_content), to, keep=5)


def test_a_site_is_not_published_into_its_content(settings: Path, small_content: Path) -> None:
    for place in (small_content / "site", small_content, small_content.parent):
        with pytest.raises(Misused, match="must lie apart"):
            publish_site(settings, overrides(small_content), f"folder:{place}", keep=5)


@pytest.mark.parametrize(
    "listed",
    [
        b"../../up.0123456789.css\n",
        b"/tmp/up.0123456789.css\n",
        b"theme/../../up.0123456789.css\n",
        b"theme/gone/x.0123456789.css\n",
        b"\xff\xfe\n",
    ],
)
def test_what_is_published_cannot_write_here(
    listed: bytes, small_site: Path, tmp_path: Path
) -> None:
    """It may lie on a machine of others, who could tell of files that are none of the site's."""
    tree = tmp_path / "a" / "b" / "tree"
    (tree / "theme").mkdir(parents=True)
    asked: list[str] = []

    class Malicious:
        def read(self, name: str) -> bytes:
            asked.append(name)
            return listed if name == ASSETS else b"harm"

    keep_assets(tree, cast("Target", Malicious()))
    assert asked == [ASSETS]
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {tree / ASSETS}


def test_an_address_that_was_taken_back_is_still_known(
    settings: Path, small_content: Path, tmp_path: Path
) -> None:
    to = tmp_path / "link"
    publish(settings, small_content, to)
    later = {**overrides(small_content), "NOW": datetime.fromisoformat("2027-01-15T12:00:00Z")}
    publish_site(settings, later, f"folder:{to}", keep=5)
    ledger = to / "addresses.txt"
    known = [*ledger.read_text().splitlines(keepends=True), "/pages-of-old/\n"]
    ledger.unlink()
    ledger.write_text("".join(sorted(known)))
    roll_back(settings, overrides(small_content), f"folder:{to}")
    with pytest.raises(Failed, match="/pages-of-old/ was published"):
        publish(settings, small_content, to)


def test_settings_can_name_the_target(settings: Path, small_content: Path, tmp_path: Path) -> None:
    with settings.open("a") as file:
        file.write(f"PUBLISH_TO = 'folder:{tmp_path / 'link'}'\n")
    publish_site(settings, overrides(small_content), to="", keep=5)
    assert (tmp_path / "link" / "index.html").is_file()


def test_styles_outlive_the_site_that_they_were_of_once(
    settings: Path, small_content: Path, site: Path, tmp_path: Path
) -> None:
    """A page that was fetched a moment before has to find its own."""
    to = tmp_path / "link"
    publish(settings, small_content, to)
    own = (to / ASSETS).read_text().splitlines()
    assert [name for name in own if "/site." in name]
    styles = site / "theme" / "static" / "css" / "base.css"
    for colour, there in (("red", 2), ("blue", 2), ("blue", 1)):
        styles.write_text(styles.read_text() + f"@layer base {{ html {{ color: {colour} }} }}")
        publish(settings, small_content, to, THEME=str(site / "theme"))
        assert len([*(to / "theme").glob("site.*.css")]) == there
    assert set(own) - set((to / ASSETS).read_text().splitlines()) == {
        name for name in own if "/site." in name
    }
    assert not (to / next(name for name in own if "/site." in name)).exists()


def test_back_to_what_was_published_before(
    settings: Path, small_content: Path, tmp_path: Path
) -> None:
    to = tmp_path / "link"
    publish(settings, small_content, to)
    before = sites.files(to.resolve())
    later = {**overrides(small_content), "NOW": datetime.fromisoformat("2027-01-15T12:00:00Z")}
    publish_site(settings, later, f"folder:{to}", keep=5)
    assert sites.files(to.resolve()) != before
    roll_back(settings, overrides(small_content), f"folder:{to}")
    assert sites.files(to.resolve()) == before


def test_a_target_without_releases_cannot_go_back(settings: Path, small_content: Path) -> None:
    for to in ("netlify:public", "git:origin/gh-pages"):
        with pytest.raises(Misused, match="Only a target that keeps releases"):
            roll_back(settings, overrides(small_content), to)


def test_commands_tell_in_a_line(tmp_path: Path) -> None:
    for words, code, told in (
        (("publish", "--to", "folder:x"), 2, "SITEURL"),
        (("publish", "--keep", "0"), 2, "--keep 0 is not a number of releases"),
        (("rollback", "--to", f"folder:{tmp_path}/link"), 1, "has no release before this one"),
    ):
        environment = {"SITEURL": "https://groups.example.eu" if code == 1 else ""}
        done = sites.command(*words, environment=environment)
        assert (done.returncode, done.stdout) == (code, "")
        assert told in done.stderr
        assert "Traceback" not in done.stderr
