"""The theme's assets: one stylesheet, scripts, and names that change with what they hold."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from factories import a_group

from theme_assets import Assets, assets_of

HEALTH = replace(a_group("health"), colour="#0b6e4f")


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """A small theme, and a folder of a network's own beside it."""
    files = {
        "theme/css/base.css": "@layer base { a { color: red; } a :is(b) { color: red; } }",
        "theme/css/tokens.css": "@layer tokens, base;",
        "theme/js/now.js": "// Says it.\nconsole.log('now');",
        "theme/favicon.svg": "<svg/>",
        "own/own.css": "a { color: green; }",
        "own/img/logo.png": "logo",
        "own/favicon.svg": "<svg>own</svg>",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def made(theme: Path) -> Assets:
    return assets_of([HEALTH], theme / "theme", theme / "own")


def test_styles_are_one_file_in_their_order(theme: Path) -> None:
    assets = made(theme)
    css = assets.files[assets.addresses["site.css"]]().decode()
    parts = ("@layer tokens", "color:red", "--group:#0b6e4f", "color:green")
    assert sorted(parts, key=css.index) == list(parts)


def test_a_space_that_means_something_stays(theme: Path) -> None:
    assets = made(theme)
    assert b"a :is(b)" in assets.files[assets.addresses["site.css"]]()


def test_scripts_are_small_and_of_their_name(theme: Path) -> None:
    assets = made(theme)
    address = assets.addresses["now.js"]
    assert re.fullmatch(r"/theme/now\.[0-9a-f]{10}\.js", address)
    assert assets.files[address]() == b"console.log('now');"


def test_the_rest_is_copied_and_the_network_s_own_wins(theme: Path) -> None:
    files = made(theme).files
    assert files["/theme/favicon.svg"]() == b"<svg>own</svg>"
    assert files["/theme/img/logo.png"]() == b"logo"
    assert not any(name.endswith("own.css") for name in files)


def test_what_editors_of_windows_put_first_breaks_no_style(theme: Path) -> None:
    (theme / "own/own.css").write_text("a { color: blue; }", encoding="utf-8")
    before = made(theme).addresses
    (theme / "own/own.css").write_text("a { color: blue; }", encoding="utf-8-sig")
    assert made(theme).addresses == before


def test_another_style_has_another_name(theme: Path) -> None:
    before = made(theme).addresses
    (theme / "own/own.css").write_text("a { color: blue; }")
    after = made(theme).addresses
    assert before["site.css"] != after["site.css"]
    assert before["now.js"] == after["now.js"]
    assert made(theme).addresses == after
