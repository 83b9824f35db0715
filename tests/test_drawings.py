"""Drawings: the icons are those that the package itself draws."""

from __future__ import annotations

import pytest
from lucide.jinja import lucide as theirs
from theme_pages import environment

from drawings import lucide

NAMES: dict[str, str] = environment().get_template("parts/icon.html").make_module().drawings  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMES.values())
def test_an_icon_is_drawn_as_the_package_draws_it(name: str) -> None:
    facts = {"class": "icon", "aria_hidden": "true", "focusable": "false"}
    assert lucide(name, size=20, **facts) == theirs(name, size=20, **facts)
