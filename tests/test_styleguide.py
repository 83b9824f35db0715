"""The style guide: every part of the theme is on it, and no reader meets it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sites
from theme_pages import THEME

import styleguide

PARTS = sorted(file.stem for file in (THEME / "templates" / "parts").glob("*.html"))
WITHIN = {
    *("badges", "feed-address", "feed-name", "footer", "group-chips", "header", "in-language"),
    *("languages", "link", "mark", "meeting-title", "next-date", "only-in", "timeline", "ways"),
}
"""What is seen within other parts, or not at all."""

MOST_OF_A_PAGE = {
    *("activity", "elsewhere", "finder", "month", "month-ways", "papers", "share", "soon"),
    *("year-months", "year-pager"),
}
"""What makes a page of its own, where it is looked at."""


def page(site: Path) -> str:
    return (site / "styleguide" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("part", [part for part in PARTS if part not in WITHIN | MOST_OF_A_PAGE])
def test_every_part_has_its_place_and_says_what_it_is(example_site: Path, part: str) -> None:
    text = page(example_site)
    assert f'<h2 id="Of-{part}">' in text
    assert f'data-example="{part}: ' in text
    assert styleguide.contracts(THEME / "templates" / "parts")[part]


def test_search_engines_leave_it_alone(example_site: Path) -> None:
    assert '<meta name="robots" content="noindex">' in page(example_site)
    assert "styleguide" not in (example_site / "sitemap.xml").read_text("utf-8")


def test_a_published_site_has_none_of_it(small_site: Path) -> None:
    assert not [name for name in sites.files(small_site) if "styleguide" in name]


def test_its_styles_are_not_in_the_bundle(example_site: Path) -> None:
    [bundle] = (example_site / "theme").glob("site.*.css")
    assert "swatch" not in bundle.read_text("utf-8")
    own = example_site / "theme" / "styleguide" / "styleguide.css"
    assert "swatch" in own.read_text("utf-8")


def test_its_links_within_the_page_lead_somewhere(example_site: Path) -> None:
    text = page(example_site)
    ids = set(re.findall(r'\bid="([^"]+)"', text))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= ids


def test_an_example_has_ids_of_its_own() -> None:
    html = '<p id="When"><a href="#When">A</a> <a href="#">B</a> <a href="../x/">C</a></p>'
    assert styleguide.apart(html, "when: now") == (
        '<p id="When-when-now"><a href="#When-when-now">A</a> <a href="#">B</a> '
        '<a href="../x/">C</a></p>'
    )
