"""The record: when it holds, and what it is that makes it hold no longer."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sites

from commands import record
from commands.record import Inputs, Record, Unclear, described, look, record_of, tell
from workgroups import processes

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
SETTINGS = """\
from pelican_settings import *
import decided_beside
OVERRIDES, PLUGIN_PATHS = "overrides", ["doors"]
THEME, THEME_TEMPLATES_OVERRIDES = "theme", ["templates"]
JINJA_FILTERS = {"shout": decided_beside.shout}
"""


# ---- Settings as values --------------------------------------------------------------------------


@dataclass(frozen=True)
class Decided:
    """What settings can hold."""

    name: str
    way: object = None


def shout() -> None:
    """A function that stands in a module."""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, "1"),
        ("a", Path("a")),
        (date(2026, 1, 1), "2026-01-01"),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({1: "a"}, {"1": "a"}),
        (Decided("a"), Decided("b")),
        (Decided("a"), {"name": "a", "way": None}),
        (Decided("a", shout), Decided("a", described)),
        ([1, [2]], [1, 2]),
    ],
)
def test_what_differs_is_described_otherwise(one: object, other: object) -> None:
    assert json.dumps(described(one)) != json.dumps(described(other))


def test_sets_are_described_in_an_order_of_their_own() -> None:
    assert described({"a", "b", "c"}) == described(frozenset("cba"))


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(lambda: None, id="a function without a name"),
        pytest.param(partial(shout), id="a function with something in it"),
        pytest.param(Decided("a").__eq__, id="a method of a thing"),
        pytest.param("a".join, id="one that is built in"),
        pytest.param(object(), id="a thing"),
        pytest.param([{"deep": b"bytes"}], id="deep in something else"),
        pytest.param(os, id="a module"),
    ],
)
def test_what_can_be_anything_is_not_described(value: object) -> None:
    with pytest.raises(Unclear):
        described(value)


def test_a_function_is_known_by_its_name() -> None:
    assert described(shout) == ["function", f"{__name__}.shout"]
    assert described(len) == ["builtin_function_or_method", "builtins.len"]
    assert described(cache(shout)) == ["_lru_cache_wrapper", f"{__name__}.shout"]


# ---- A site of which there is a record -----------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with all that can decide; nothing is looked into by a copy of this process."""
    monkeypatch.setattr(processes, "processors", lambda: 1)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "decided_beside", raising=False)
    for name in ("content/pages", "output", "overrides", "doors", "templates", "theme/static"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "file").write_text("one", "utf-8")
    (tmp_path / "settings.py").write_text(SETTINGS, "utf-8")
    (tmp_path / "decided_beside.py").write_text("def shout(text): return text", "utf-8")
    sites.git(tmp_path, "init", "--quiet")
    sites.commit(tmp_path, "2026-01-01T00:00:00Z", "content")
    return tmp_path


def look_at(folder: Path, now: datetime = NOW, **given: Any) -> tuple[Inputs | None, Record | None]:
    return look(folder / "settings.py", {"NOW": now, "CACHE_PATH": "cache", **given})


def keep_record(folder: Path) -> Record:
    """Keep a record of what lies there now."""
    inputs, _ = look_at(folder)
    assert inputs
    made = Record(
        inputs.made_from,
        inputs.content.digest,
        record.listed(inputs.output).digest,
        "2026-01-15T11:00:00+00:00",
        "2026-01-15T23:00:00+00:00",
        "1 page",
        3,
        (("", "one"), ("/a/", "two")),
        "digest",
    )
    inputs.record.parent.mkdir(parents=True, exist_ok=True)
    inputs.record.write_bytes(made.sealed())
    return made


def write(name: str) -> Callable[[Path], object]:
    """Write a file of the site."""
    return lambda folder: (folder / name).write_text("two", "utf-8")


def test_it_holds_while_all_is_as_it_was(folder: Path) -> None:
    made = keep_record(folder)
    assert look_at(folder)[1] == made
    for hour in (11, 22):
        assert look_at(folder, NOW.replace(hour=hour))[1] == made


@pytest.mark.parametrize(
    "now", ["2026-01-15T10:59:59Z", "2026-01-15T23:00:00Z", "2027-01-15T12:00Z"]
)
def test_it_holds_for_a_time(folder: Path, now: str) -> None:
    keep_record(folder)
    inputs, held = look_at(folder, datetime.fromisoformat(now))
    assert inputs
    assert held is None


@pytest.mark.parametrize(
    "change",
    [
        *(write(f"{place}/file") for place in ("output", "overrides", "doors", "templates")),
        write("theme/static/file"),
        write("output/new"),
        write("decided_beside.py"),
        lambda folder: (folder / "output" / "new").mkdir(),
        lambda folder: (folder / "settings.py").write_text(f"{SETTINGS}SITEURL = 'x'", "utf-8"),
        lambda folder: sites.git(folder, "commit", "-q", "--allow-empty", "-m", "New"),
        lambda folder: sites.git(folder, "add", "overrides"),
        lambda folder: (folder / ".git").rename(folder / "away"),
    ],
)
def test_it_does_not_hold_after_a_change(folder: Path, change: Callable[[Path], object]) -> None:
    keep_record(folder)
    change(folder)
    assert look_at(folder)[1] is None


def test_content_is_compared_by_who_looks(folder: Path) -> None:
    made = keep_record(folder)
    write("content/pages/file")(folder)
    inputs, held = look_at(folder)
    assert inputs
    assert held == made
    assert inputs.content.digest != held.content


@pytest.mark.parametrize("place", ["content", "overrides", "doors", "templates", "theme"])
def test_nothing_can_be_told_where_there_are_links(folder: Path, place: str) -> None:
    keep_record(folder)
    (folder / place / "link").symlink_to(folder / "elsewhere")
    assert look_at(folder) == (None, None)


def test_only_on_top_of_the_output_something_is_not_of_the_site(folder: Path) -> None:
    made = keep_record(folder)
    (folder / "output" / ".git").mkdir()
    assert look_at(folder)[1] == made
    (folder / "output" / "inner").mkdir()
    keep_record(folder)
    (folder / "output" / "inner" / ".git").mkdir()
    assert look_at(folder)[1] is None


@pytest.mark.parametrize(
    "text",
    ["raise SystemExit", "1 +", "from nowhere import it", SETTINGS + "WHOLE_HISTORY = True",
     SETTINGS + "JINJA_FILTERS = {'x': lambda x: x}", "", SETTINGS + "PATH = None"],
)  # fmt: skip
def test_of_settings_that_cannot_be_understood_nothing_is_told(folder: Path, text: str) -> None:
    (folder / "settings.py").write_text(text, "utf-8")
    assert look_at(folder) == (None, None)


def test_a_record_that_is_not_whole_is_none(folder: Path) -> None:
    made = keep_record(folder)
    file = record_of(folder / "cache", folder / "output")
    whole = file.read_bytes()
    assert Record.read(file) == made
    sealed = json.dumps([record._digest({}), {}]).encode()
    other = whole.replace(b"2027", b"2028").replace(b"1 page", b"2 page")
    for damaged in (b"", whole[:-1], other, b"[1, 2]", b"null", b"[" * 99_999, b"\xff", sealed):
        file.write_bytes(damaged)
        assert Record.read(file) is None
    file.unlink()
    file.mkdir()
    assert Record.read(file) is None


def test_each_output_has_its_own(folder: Path) -> None:
    keep_record(folder)
    assert look_at(folder, OUTPUT_PATH="another")[1] is None


def test_warnings_are_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    tell((("", "one"), ("/a/", "two"), ("/b/", "two")))
    assert capsys.readouterr().err == "warning: one\nwarning: two\n"


def test_a_module_of_the_settings_is_no_package() -> None:
    """Else its functions would be known by their names alone."""
    assert isinstance(sys.modules[__name__], ModuleType)
    assert __file__ in dict(record._loaded_beside())
    assert os.__file__ not in dict(record._loaded_beside())


def test_a_time_that_is_still_to_come_is_as_good_as_any(folder: Path) -> None:
    os.utime(folder / "content/pages/file", (2_000_000_000, 2_000_000_000))
    inputs, _ = look_at(folder)
    assert inputs
    assert inputs.content.newest >= 2_000_000_000 * 10**9
    assert inputs.settled


def test_what_is_saved_while_it_is_looked_at_is_not_settled(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "content/pages/file"
    monkeypatch.setattr(record.time, "sleep", lambda _: file.write_text("another", "utf-8"))
    os.utime(file, (2_000_000_000, 2_000_000_000))
    inputs, _ = look_at(folder)
    assert inputs
    assert not inputs.settled
