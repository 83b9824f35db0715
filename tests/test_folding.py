"""Folding: people find a word however they type it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.folding import words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'Énergie à Łódź", "energie lodz"),
        ("Straße, STRASSE", "strasse"),
        ("Tromsø og Malmö", "tromso og malmo"),
        ("Đakovo İstanbul Diyarbakır", "dakovo istanbul diyarbakir"),
        ("œuvre Ærø Þórshöfn", "oeuvre aero thorshofn"),
        ("bio-based 5G_networks", "bio based 5g networks"),
        ("ΟΔΟΣ οδος", "οδοσ"),
        ("Київ", "киів"),
        ("ﬁne ²½ CO₂", "fine 21 co2"),
        ("e\u0301tude so\u00adlar x\u0302y", "etude solar xy"),
        ("a b 1 – … ☂", ""),
        ("ada@network.example", "ada network example"),
    ],
)
def test_words(text: str, words: str) -> None:
    assert words_of(text) == set(words.split())


@given(st.text())
def test_folded_words_are_folded_already(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words


@given(st.text())
def test_capitals_and_composition_make_no_difference(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC"):
        assert words_of(unicodedata.normalize(form, text)) == words_of(text)


@given(st.text(st.characters(max_codepoint=0x17F)))
def test_capital_letters_are_the_small_ones(text: str) -> None:
    assert words_of(text.upper()) == words_of(text)


@given(st.lists(st.text()))
def test_each_line_has_its_own_words(lines: list[str]) -> None:
    assert words_of("\n".join(lines)) == frozenset().union(*map(words_of, lines))
