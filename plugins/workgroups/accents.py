"""Accents: the colour of each group, as it can be read on light and on dark paper."""

from __future__ import annotations

from collections.abc import Iterable
from colorsys import hls_to_rgb
from itertools import count

from .group import Group

Channels = tuple[float, float, float]
"""Red, green and blue of sRGB, each from 0 to 1."""

LIGHT, DARK = "#f2f1ec", "#1f263d"
"""The papers that are hardest to read on: of each scheme, that which is nearest to its ink."""

CONTRAST = 4.5
"""The least ratio for text (WCAG 2.2, 1.4.3)."""

_GOLDEN_ANGLE = 0.381966
"""Of a circle: neighbours in the list of groups are never neighbours in colour."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(_channels(one)), _luminance(_channels(other))))
    return (lighter + 0.05) / (darker + 0.05)


def accent(colour: str, paper: str) -> str:
    """The colour, made darker or lighter until it can be read on the paper."""
    ink = 0.0 if _luminance(_channels(paper)) > 0.5 else 1.0  # black or white
    for step in count():
        part = step / 50
        mixed = _hex([channel + (ink - channel) * part for channel in _channels(colour)])
        if contrast(mixed, paper) >= CONTRAST:
            return mixed
    raise AssertionError  # Black or white can be read on any paper.


def colours(groups: Iterable[Group]) -> dict[str, str]:
    """The colour of each group by its slug; who has chosen none gets one of its own."""
    return {
        group.slug: group.colour or _hex(hls_to_rgb(place * _GOLDEN_ANGLE % 1, 0.4, 0.5))
        for place, group in enumerate(groups)
    }


def stylesheet(groups: Iterable[Group]) -> str:
    """The accents as CSS: `--group` is set within each element of the class `group-<slug>`."""
    chosen = colours(groups)

    def rules(paper: str) -> str:
        return "".join(
            f".group-{slug}{{--group:{accent(colour, paper)}}}" for slug, colour in chosen.items()
        )

    dark = f"@media (prefers-color-scheme:dark){{{rules(DARK)}}}"
    return f"@layer components{{{rules(LIGHT)}{dark}}}\n"


def _channels(colour: str) -> Channels:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(channels: Channels) -> float:
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
