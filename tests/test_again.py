"""Building again: whatever happened in between, it leaves what a build without a cache makes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import renewals
import sites
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from renewals import GRIDS, HEAT, Renewals

import calendar_feeds
import pelican_settings
import theme_assets
from commands import hands, record
from workgroups import processes, reading
from workgroups.apart import Reader, TooMuch
from workgroups.document_text import Inside

Act = tuple[Callable[[Renewals, Random], object], int]


@pytest.fixture(autouse=True, scope="module")
def _quick() -> Iterator[None]:
    """Theme and templates are made once, files settle soon, and little is already too large."""
    look, compiled = Reader.look_inside, Environment.compile

    @cache
    def compile_once(self: type[Environment], *given: Any) -> Any:
        return compiled(kept[self], *given)

    kept: dict[type[Environment], Environment] = {}

    def compile_as_before(self: Environment, source: Any, *given: Any, **named: Any) -> Any:
        if named or not isinstance(source, str):
            return compiled(self, source, *given, **named)
        kept[type(self)] = self
        return compile_once(type(self), source, *given)

    def look_inside(self: Reader, path: Path, label: str) -> Inside:
        if path.name == "heavy.pdf":
            raise TooMuch(path.name)
        return look(self, path, label)

    with pytest.MonkeyPatch.context() as patch:
        # Pelican adds it to what it is given; in a process of its own nobody notices.
        patch.setitem(pelican_settings.JINJA_ENVIRONMENT, "extensions", [])
        for name in ("process_stylesheet", "jsmin"):
            patch.setattr(theme_assets, name, cache(getattr(theme_assets, name)))
        patch.setattr(Environment, "compile", compile_as_before)
        patch.setattr(record, "SETTLED", 10_000_000)
        patch.setattr(calendar_feeds, "LARGEST", 3_000)
        patch.setattr(Reader, "look_inside", look_inside)
        yield


@pytest.fixture
def site(tmp_path: Path) -> Renewals:
    """A site that was built once."""
    site = Renewals(tmp_path / "site")
    site.check()
    return site


def in_processes(patch: pytest.MonkeyPatch, count: int) -> None:
    """Have everything done by so many processes, however little it is."""
    for module in (processes, hands, reading):
        patch.setattr(module, "processors", lambda: count)
    for module in (hands, reading):
        patch.setattr(module, "FEW", 0)


def chances(*acts: Callable[[Renewals, Random], object]) -> st.SearchStrategy[Act]:
    return st.tuples(st.sampled_from(acts), st.integers(0, 2**16))


TIMES = st.lists(chances(*renewals.OFTEN) | chances(*renewals.ACTIONS), min_size=4, max_size=6)


@settings(max_examples=3)
@given(TIMES, st.sampled_from([1, 2, 3]))
def test_whatever_happens_it_is_as_if_there_were_no_cache(acts: list[Act], count: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        in_processes(patch, count)
        site = Renewals(Path(folder) / "site")
        site.check()
        for act, seed in acts:
            act(site, Random(seed))
            site.check()


def done(site: Renewals) -> str:
    """How much of the next build is spared: all, most, or nothing."""
    levels: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        told = record.Record.told

        def spared(self: record.Record, *given: Any) -> str:
            levels.append("all" if len(given) == 1 else "most")
            return told(self, *given)

        patch.setattr(record.Record, "told", spared)
        site.check()
    return levels[0] if levels else "nothing"


def test_what_is_spared(site: Renewals) -> None:
    """Else all else here could be true of builds that spare nothing."""
    assert done(site) == "all"
    file = site.content / HEAT / "index.md"
    with file.open("a", encoding="utf-8") as text:
        text.write("Ten [towns](<Heat demand (2024).csv>).\n")
    assert done(site) == "most"
    assert done(site) == "all"
    with (site.content / GRIDS / "index.fr.md").open("a", encoding="utf-8") as text:
        text.write("Les autobus.\n")
    assert done(site) == "most"
    site.now = site.now.replace(hour=20)
    assert done(site) == "all"
    renewals.say(file, "A word that begins as no other: zxc.")
    assert done(site) == "most"


LIBRARIES = {
    *("babel", "icalendar", "jinja2", "markdown", "nh3", "pelican", "pydantic", "yaml"),
    *("docutils", "feedgenerator", "invoke"),
}
LOADED = """\
import sys
from pathlib import Path
from commands.again import build_again
build_again(Path(sys.argv[1]), {"OUTPUT_PATH": sys.argv[2], "CACHE_PATH": sys.argv[3]}, sys.argv[4])
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_a_build_with_nothing_to_do_loads_no_library(tmp_path: Path) -> None:
    site = Renewals(tmp_path / "site")
    places = site.settings, site.output, site.cache
    line = [sys.executable, "-c", LOADED, *map(str, places), sites.EARLY]
    environment = {**os.environ, "PYTHONPATH": str(sites.ROOT / "plugins")}

    def loaded() -> set[str]:
        done = subprocess.run(line, env=environment, capture_output=True, text=True, check=True)
        return LIBRARIES.intersection(done.stdout.split())

    assert loaded() >= {"jinja2", "markdown", "pelican", "pydantic"}
    assert loaded() == set()


def test_nothing_is_spared_after_what_is_more_than_a_text(site: Renewals) -> None:
    table = site.content / HEAT / "Heat demand (2024).csv"
    table.unlink()
    table.mkdir()
    assert done(site) == "nothing"
    (site.overrides / "static").mkdir()
    (site.overrides / "static" / "own.css").symlink_to(site.root / "own.css")
    (site.root / "own.css").write_text("p { color: red }", "utf-8")
    assert [done(site), done(site)] == ["nothing", "nothing"]
