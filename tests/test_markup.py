"""Markup is read only where its signs are, and comes out as if it were looked for everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown.treeprocessors import UnescapeTreeprocessor
from texts import texts_with

from workgroups import lists, markup
from workgroups.lists import TooIntricate

TESTS = Path(__file__).parent
PARTS = (
    "\n", "\n\n", "    ", "- a", "2) b", "• c", "# H", "\n===", "> q\n", "```\n", "**b**", "_e_",
    "*e*", "[a b](https://e.example)", "*", "http", "!",
    "`c`", "\x1f", "<a id=r>", "[a](b.pdf)", "![a](b 'c')", "[d][r]", "![d][r]", "![r]", "[r]",
    "\n[r]: https://e.example 'T'\n", "https://e.example/a_b_", "<https://e.example>",
    "<a@e.example>", "&eacute;", "&", "\\*", "\\\n", "  \n", "<b>", "</b>", "\n<div>", "</div>",
    "<!-- n -->", "\n|a|b|\n|-|-|\n|c|d|\n",
)  # fmt: skip


def html(text: str) -> str:
    try:
        return markup.to_html(text)
    except TooIntricate as reason:
        return str(reason)


def sought_everywhere(texts: list[str]) -> list[str]:
    """The HTML where each rule of markup is tried on each piece of a text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "_SIGN", re.compile(""))
        patch.setattr(lists, "_LEADS", "")
        patch.setattr(lists, "_OTHERS", ("",))
        patch.setattr(markup, "_WAITS_FOR", {})
        patch.setattr(markup, "_has_many_signs", lambda _text: True)
        patch.setattr(markup, "_read", lambda *_: False)
        converter = markup._converter.__wrapped__()
        converter.treeprocessors.register(UnescapeTreeprocessor(converter), "unescape", 0)
        patch.setattr(markup, "_converter", lambda: converter)
        return [html(text) for text in texts]


@settings(max_examples=60)
@given(st.lists(texts_with(*PARTS), min_size=20, max_size=20))
def test_any_text_comes_out_as_if_all_were_sought(texts: list[str]) -> None:
    assert [html(text) for text in texts] == sought_everywhere(texts)


def test_kept_texts_come_out_as_if_all_were_sought() -> None:
    kept = [*TESTS.parent.glob("content/**/*.md"), *TESTS.glob("prose/*.md")]
    kept += TESTS.glob("fuzz/corpus/text/*")
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in sorted(kept)]
    assert len(texts) > 100
    assert [html(text) for text in texts] == sought_everywhere(texts)


@pytest.mark.parametrize(
    "text",
    [
        "[r]: https://e.example\n2) one\n\n    code",
        'a <b title="x\\*y">z</b> \\* <!-- a\\_b -->',
        "![r]\n\n[r]: a.png",
        "___\n\n+ a",
        "> a\n> ",
        "a\n\n\n# H",
        "- a\n\n  # H\n- b",
        "a\n\n    code\n\n> b\n\n|a|b|\n|-|-|\n\nc",
        "x" * 60_000,
        "- " * 20,
        "a*" * 101,
        "\n".join("a" * 1001),
        "`" * 101 + "\n\n" + "[" * 101,
    ],
)
def test_this_text_comes_out_as_if_all_were_sought(text: str) -> None:
    assert html(text) == sought_everywhere([text])[0]


@pytest.mark.parametrize(
    "text", ["a*" * 101, "a* " * 60 + "\n" + "b* " * 60, "    " + "`" * 101, "a\n" * 1001]
)
def test_too_many_of_a_sign_or_of_lines_are_told_wherever_they_stand(text: str) -> None:
    assert "more than" in html(text)
    assert "more than" not in html(
        text.replace("*", "", 70).replace("`", "", 1).replace("\n", "", 1)
    )


def test_every_pattern_is_known_with_its_signs() -> None:
    """One that a new version of the library brings would be looked for everywhere, and slowly."""
    assert {item.name for item in markup._converter().inlinePatterns._priority} == set(
        markup._WAITS_FOR
    )


@settings(max_examples=300)
@example([" ", "*", "ab", "**", "ab", "*"])
@given(st.lists(st.sampled_from(["ab", "c d", " ", "*", "**"])))
def test_no_letter_is_taken_for_a_star(parts: list[str]) -> None:
    text = "2*3**2*x" + re.sub(r"\*{3,}", "**", "".join(parts)) + "e"
    said = re.sub("<[^>]*>", "", html(text))
    assert re.sub(r"[*\s]", "", said) == re.sub(r"[*\s]", "", text)
