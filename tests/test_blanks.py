"""Blanks: what is no prose is gone, and nothing else has moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.blanks import without_code, without_comments, words_of


@pytest.mark.parametrize(
    "text",
    [
        *(
            "`secret`",
            "``se`cret``",
            "```\nsecret\n```",
            "~~~ text\nsecret\n~~~",
            "> ```\n> secret",
        ),
        *("<!-- secret -->", "<!-- one\nsecret --> ", "[x](secret.pdf)", "[x](a(secret)b)"),
        *("[x]: secret", "<a href='secret'>x</a>", "https://example.eu/secret", "<https://secret>"),
        *("    secret", "x\n\n\tsecret", "x\n\n    one\n\n    secret\ny"),
    ],
)
def test_no_prose(text: str) -> None:
    assert "secret" not in words_of(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "said",
            "**said**",
            "[said](x.pdf)",
            "![said](x.png)",
            "<b>said</b>",
            "- one\n\n    said",
        ),
        *("1. one\n\n    said\n\n    said", "x\n    said", "<!-- said", "` said", "```\n```\nsaid"),
        *("a < said > b", "[said]", "<!-- one --> said <!-- two -->", "said (see below)"),
    ],
)
def test_prose(text: str) -> None:
    words = words_of(text)
    assert words.find("said") == text.find("said")


def test_code_that_does_not_end_is_told_with_what_ends_it() -> None:
    assert without_code("one\n\n- ````\ntwo") == ("one\n\n      \n   ", (7, "````"))
    assert without_code("one\n\n```\ntwo\n```")[1] is None


@given(st.text(st.sampled_from("ab \n\t`~<>!-[]()*_#:/h."), max_size=60))
def test_everything_keeps_its_offset(text: str) -> None:
    for blanked in (words_of(text), without_code(text)[0], without_comments(text)):
        assert len(blanked) == len(text)
        for before, after in zip(text, blanked, strict=True):
            assert after in (before, " ")
            assert (before == "\n") == (after == "\n")
