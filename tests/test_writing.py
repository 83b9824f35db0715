"""Writing: headings in steps, links that say where they lead, no long address to be heard.

The mistakes themselves are in `mistakes/writing/`; here are their nearest neighbours.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from texts import texts_with, told_of

from workgroups.writing import LONGEST_BARE, bare_address, empty_link, heading_skipped

LONG = "https://regions.example/" + "x" * LONGEST_BARE


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("## One\n\n#### Two", ["#### Two"]),
        ("# One", ["# One"]),
        ("Energy\n======\n\nText", ["Energy"]),
        ("One\n---\n\n#### Two", ["#### Two"]),
        ("One\n===\n\nTwo\n---\n\n#### Three\n\n# Four", ["One", "#### Three"]),
        ("## One\n\n### Two\n\n##### Three\n\n## Four\n\n#### Five", ["##### Three", "#### Five"]),
    ],
)
def test_a_heading_out_of_step(text: str, where: list[str]) -> None:
    assert told_of(heading_skipped, text) == where


@pytest.mark.parametrize(
    "text",
    [
        "## One\n\n### Two\n\n#### Three\n\n## Four",
        "### One\n\n### Two\n\n## Three",
        "## One\n\n```\n# Two\n```\n\n`# Three`\n\n<!--\n# Four\n-->",
        "#hashtag\n\nMeeting # 2, and a table:\n\n| one |\n| --- |\n| two |",
        "Text\n\n---\n\nText",
    ],
)
def test_headings_in_step(text: str) -> None:
    assert told_of(heading_skipped, text) == []


@pytest.mark.parametrize(
    ("text", "lang", "where"),
    [
        ("See [here](https://europa.eu/).", "en", ["here](https://europa.eu/)"]),
        ("[**Click here!**](x.pdf)", "en", ["**Click here!**](x.pdf)"]),
        ("[Read  more][1]\n\n[1]: x.pdf", "en", ["Read more][1]"]),
        ('<a href="x.pdf">this link</a>', "en", ["this link</a>"]),
        ("[ici](x.pdf)", "fr", ["ici](x.pdf)"]),
        ("[hier](x.pdf)", "de", ["hier](x.pdf)"]),
    ],
)
def test_a_link_that_says_nothing(text: str, lang: str, where: list[str]) -> None:
    assert told_of(empty_link, text, lang=lang) == where


@pytest.mark.parametrize(
    "text",
    [
        "[Here is the paper](x.pdf), [more figures](y.pdf)",
        "[hier](x.pdf)",
        "Write [here] (in the margin), or here.",
        "![here](x.png)",
        "`[here](x.pdf)`",
        "<!-- [here](x.pdf) -->",
    ],
)
def test_a_link_that_says_where_it_leads(text: str) -> None:
    assert told_of(empty_link, text) == []


@pytest.mark.parametrize("text", [f"See {LONG}.", f"<{LONG}>", f"[{LONG}](https://europa.eu/)"])
def test_a_long_address_in_place_of_words(text: str) -> None:
    assert len(told_of(bare_address, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"[words]({LONG}), [words](<{LONG}>)",
        f"[words][1]\n\n[1]: {LONG}",
        f'<a href="{LONG}">words</a>',
        f"`{LONG}`",
        f"<!-- {LONG} -->",
        "See https://europa.eu/, or [europa.eu](https://europa.eu/).",
    ],
)
def test_an_address_behind_words_or_a_short_one(text: str) -> None:
    assert told_of(bare_address, text) == []


TEXTS = texts_with(
    *("## ", "#### ", "a\n===\n", "b\n---\n", "[here](x)", "<a href=x>here</a>", "```\n", "<!--"),
    *("[click here][x]", f"https://europa.eu/{'x' * 60}", "\n\n"),
)


@settings(max_examples=60)
@given(TEXTS)
def test_any_text_is_looked_at_and_told_where_something_stands(text: str) -> None:
    for check in (heading_skipped, empty_link, bare_address):
        assert all(told_of(check, text))
