"""Lists come out as CommonMark has them; markdown-it, which we did not write, says how."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt

from workgroups.lists import DEPTH, CommonMarkBlocks, TooIntricate

OURS = Markdown(extensions=[CommonMarkBlocks()])
THEIRS = MarkdownIt("commonmark")
BLOCKS = {"ul", "ol", "li", "p", "pre", "blockquote", "h1", "h2", "h3", "hr"}

CASES = [
    "- a\n- b",
    "* a\n* b",
    "+ a\n+ b",
    "1. a\n2. b",
    "1) a\n2) b",
    "3. a\n4. b",
    "0. a\n1. b",
    "10) a\n\n    b",
    "-a\n-b",
    "1.a",
    "text\n- a\n- b",
    "text\n1. a",
    "text\n2. a",
    "founded in\n2020. Then it grew",
    "text\n-\nmore",
    "text\n*\nmore",
    "# H\n2. a",
    "> a\n2. b",
    "- a\n+ b",
    "1. a\n2) b",
    "- a\n2. b",
    "- a\n  - b\n    - c",
    "- a\n    - b\n        - c",
    "- a\n\n    - b\n\n        - c",
    "- a\n   - b",
    "1. a\n   - b",
    "1. a\n  - b",
    "* a\n  1. b\n  2. c\n* d",
    "- a\n\t- b",
    "1.\ta\n\t- b",
    "- a\n - b\n  - c\n   - d\n    - e",
    "- - a",
    "1. - 2. x",
    "- a\n\n- b",
    "- a\n\n\n- b",
    "- a\n\n  b",
    "- a\n\n b",
    "- a\n  - b\n\n    c\n- d",
    "- a\n  - b\n\n- c",
    "- a\n\n  - b\n\n\n    c\n\n  d",
    "1. a\n1. b\n\n1. c",
    "1. a\n\n  b",
    "- a\n- b\n\ntext",
    "- a\n  b\n\nc\n- d",
    "- a\nlazy",
    "- a\n  - b\nlazy",
    "- > q\nlazy",
    "-   a\n  b",
    "- a\n===\n- b",
    "-\n  a",
    "-\n\n  a",
    "- a\n-\n- b",
    "-    a\n\n     b",
    "-     code",
    "- a\n\n      code",
    "- ```\n  x\n  ```",
    "- a\n  ```\n  x\n\n  - y\n  ```\n- b",
    "- a\n  ~~~ python\n  x\n  ~~~\n\n  b",
    "- # H\n- b",
    "- a\n  > b\n- c",
    "> - a\n> - b",
    "* * *\n* a",
    "- a\n***\n- b",
    "- a\n---\nb",
    "```\n- a\n\n\n- b\n```",
    "- a\n# H\n- b",
]


def shape(html: str) -> str:
    """The blocks of the HTML and the text in them, without regard to white space."""
    found: list[str] = []

    def walk(element: Element) -> None:
        if element.tag in BLOCKS:
            found.append(f"<{element.tag}{element.get('start', '')}>")
        found.append(element.text or "")
        for child in element:
            walk(child)
            found.append(child.tail or "")
        if element.tag in BLOCKS:
            found.append("</>")

    walk(html5lib.parseFragment(html, namespaceHTMLElements=False))
    text = re.sub(r"\s+", " ", "".join(found).replace("\x1f", ""))
    return re.sub(r" ?(<[^>]*>) ?", r"\1", text).strip()


def ours(text: str) -> str:
    OURS.reset()
    return shape(OURS.convert(text))


@pytest.mark.parametrize("text", CASES)
def test_as_commonmark_has_it(text: str) -> None:
    assert ours(text) == shape(THEIRS.render(text))


@st.composite
def lists(draw: st.DrawFn) -> str:
    """Lists with nesting, blank lines, lines that are not indented, code and headings."""
    lines: list[str] = []
    columns = [0]
    for _ in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(["item", "item", "item", "text", "blank", "lazy", "code"]))
        column = draw(st.sampled_from(columns))
        if kind == "item":
            mark = draw(st.sampled_from(["- ", "* ", "1. ", "2) ", "2020. ", "-  ", "- # "]))
            lines.append(" " * column + mark + draw(st.sampled_from("abc")))
            columns = [c for c in columns if c <= column] + [column + len(mark.rstrip("# ")) + 1]
        elif kind == "text":
            lines.append(" " * column + draw(st.sampled_from(["d", "e f", "2020. Then", "#5"])))
        elif kind == "code":
            lines += [" " * column + part for part in ("```", "- x", "```")]
        else:
            lines.append("" if kind == "blank" else "lazy")
    return "\n".join(lines)


@settings(max_examples=500, deadline=None)
@given(lists())
def test_any_list_as_commonmark_has_it(text: str) -> None:
    theirs = shape(THEIRS.render(text))
    # Of a paragraph that goes on behind four spaces markdown-it makes code; cmark does not.
    assume("```" not in theirs and theirs.count("<pre>") == text.count("```") / 2)
    assert ours(text) == theirs


@pytest.mark.parametrize("gap", ["", " ", "\t"])
def test_bullets_of_word_processors(gap: str) -> None:
    text = f"Topics:\n•{gap}clean transport\n•{gap}heat"
    assert ours(text) == "<p>Topics:</><ul><li>clean transport</><li>heat</></>"


def test_the_first_number_stays() -> None:
    assert ours("4) a\n5) b") == "<ol4><li>a</><li>b</></>"


@pytest.mark.parametrize("mark", ["- ", "> ", "> - "])
def test_nesting_ends(mark: str) -> None:
    assert ours(mark * (DEPTH // len(mark.split())) + "a")
    OURS.parser.state.clear()
    with pytest.raises(TooIntricate, match="nested more than 12 deep"):
        ours(mark * (DEPTH + 1) + "a")
    OURS.parser.state.clear()
