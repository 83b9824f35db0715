"""Accents: every group's colour can be read on light and on dark paper."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from factories import a_group
from hypothesis import given
from hypothesis import strategies as st

from workgroups.accents import CONTRAST, DARK, LIGHT, accent, colours, contrast, stylesheet

COLOURS = st.from_regex(r"#[0-9a-f]{6}|#[0-9a-f]{3}", fullmatch=True)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#767676", "#fff", 4.54)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01) == contrast(other, one)


@given(COLOURS, st.sampled_from((LIGHT, DARK)))
def test_every_accent_can_be_read(colour: str, paper: str) -> None:
    assert contrast(accent(colour, paper), paper) >= CONTRAST


@given(COLOURS)
def test_what_can_be_read_stays(colour: str) -> None:
    whole = colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])
    for paper in (LIGHT, DARK):
        assert (accent(colour, paper) == whole) == (contrast(colour, paper) >= CONTRAST)


def test_a_group_without_a_colour_has_one_of_its_own() -> None:
    groups = [a_group(slug) for slug in ("a", "b", "c", "d")]
    chosen = colours([*groups, replace(a_group("e"), colour="#0b6e4f")])
    assert chosen["e"] == "#0b6e4f"
    assert len(set(chosen.values())) == 5


def test_the_stylesheet_has_both_schemes() -> None:
    css = stylesheet([replace(a_group("health"), colour="#0b6e4f")])
    light, dark = re.findall(r"\.group-health\{--group:(#[0-9a-f]{6})\}", css)
    assert (light, dark) == ("#0b6e4f", accent("#0b6e4f", DARK))
    assert css.index(light) < css.index("prefers-color-scheme:dark") < css.index(dark)
