"""Misprints: Markdown that is nearly right is told; what only looks like it is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from texts import texts_with, told_of

from workgroups.misprints import broken_block, broken_link


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("See [the paper] (https://europa.eu/).", ["[the paper]"]),
        ("See [the paper](https://europa.eu/ and come.", ["[the paper](https://europa.eu/"]),
        ("[the paper](paper.pdf\n\n(see there)", ["[the paper](paper.pdf"]),
        ("[the paper](https://europa.eu/ and (see) more", ["[the paper](https://europa.eu/"]),
        ("See [the list][nolist].", ["[the list][nolist]"]),
        ("[the list][]\n\n[lists]: https://europa.eu/", ["[the list][]"]),
    ],
)
def test_a_link_that_is_none(text: str, where: list[str]) -> None:
    assert told_of(broken_link, text) == where


@pytest.mark.parametrize(
    "text",
    [
        "[the paper](https://europa.eu/a_(b)), [two\nlines](x.pdf), [the paper](x.pdf 'A title')",
        "[the list][Lists], [lists][]\n\n[lists]: https://europa.eu/",
        "[1] (https://europa.eu/), as shown [1][2], a[i][j], - [x] (https://europa.eu/)",
        "[Lists] (https://europa.eu/)\n\n[lists]: https://europa.eu/",
        "Regions [the older ones] (in the margin) and \\[words][name]",
        "`[the list][nolist]` <!-- [the list][nolist] -->",
        "![map](map.png), [![map](map.png)](https://europa.eu/)",
    ],
)
def test_a_link_that_is_one(text: str) -> None:
    assert told_of(broken_link, text) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("##Agenda", ["##Agenda"]),
        ("Text.\n\n#Agenda of the day\n\nWelcome.", ["#Agenda of"]),
        ("#Agenda\nWelcome.", ["#Agenda"]),
        ("| one | two |\n| 1 | 2 |", ["| one"]),
        ("Text.\n\n| one |\n| two |\n| --- |\n\nText.", ["| one"]),
    ],
)
def test_a_block_that_is_none(text: str, where: list[str]) -> None:
    assert told_of(broken_block, text) == where


@pytest.mark.parametrize(
    "text",
    [
        "## Agenda\n\n#1 of the list\n\n#Regions #Cities\n\nText\n#Regions\n\n#Regions",
        "| one | two |\n| --- | :-: |\n| 1 | 2 |\n\n|one|\n|-|\n|1|",
        "Either a | b\nor c | d.\n\n| A bar at the side |",
        "```\n##Agenda\n| a |\n| b |\n```\n\n<!--\n\n##Agenda\n-->",
    ],
)
def test_a_block_that_is_one(text: str) -> None:
    assert told_of(broken_block, text) == []


TEXTS = texts_with(
    "[a](", "[a][b]", "[a] (https://x.eu)", "](x)", "\n\n##a", "|a|\n", "```\n", "<!--"
)


@settings(max_examples=60)
@given(TEXTS)
def test_any_text_is_looked_at_and_told_where_something_stands(text: str) -> None:
    for check in (broken_link, broken_block):
        assert all(told_of(check, text))
