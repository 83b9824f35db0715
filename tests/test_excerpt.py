"""Excerpts: the caret stands under the sign that is meant, whatever stands before it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from workgroups.excerpt import WIDTH, excerpt, lines_of, visible

LETTERS = st.text(
    st.sampled_from("ab é漢字😀\t\u0301\u202e\x1b\x00\u200d-"), min_size=1, max_size=300
)


def shown(line: str, column: int) -> tuple[str, int]:
    """The line as it is shown, and the cell in it that the caret points to."""
    above, below = excerpt([line], 1, column).split("\n")
    assert below.endswith("^")
    assert above.startswith("    1 | ")
    return above[8:], len(below) - 9


def under(line: str, column: int) -> str:
    """The letter above the caret."""
    text, cell = shown(line, column)
    return next(
        letter
        for place, letter in enumerate(text)
        if cell_len(text[:place]) == cell and cell_len(letter)
    )


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("title: Energy: in our streets", 14),
        ("\ttitle: X", 9),
        ("a\tb\tX", 5),
        ("漢字 X", 4),
        ("😀😀X", 3),
        ("e\u0301e\u0301X", 5),
        ("a\u202eb\x1b[31mX", 9),
        ("word " * 200 + "X" + " word" * 200, 1001),
        ("字" * 200 + "X" + "字" * 200, 201),
        ("X" + " word" * 100, 1),
        ("word " * 100 + "X", 501),
        ("\t" * 300 + "X", 301),
        ("\u0301" * 5000 + "X", 5001),
    ],
)
def test_the_caret_is_under_the_sign_that_is_meant(line: str, column: int) -> None:
    meant = line[column - 1]
    assert meant in "X:"
    assert under(line, column) == meant
    assert cell_len(shown(line, column)[0]) <= WIDTH + 2


@given(LETTERS, st.data())
def test_the_caret_is_right_on_any_line(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line)))
    marked = line[: column - 1] + "X" + line[column:]
    assert under(marked, column) == "X"


@given(st.text(max_size=2000), st.integers(1, 2500))
def test_no_line_reaches_a_terminal_raw_or_overfills_it(line: str, column: int) -> None:
    for text in excerpt([line], 1, column).split("\n"):
        assert not [c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
        assert cell_len(text) <= WIDTH + 10


def test_a_caret_can_stand_behind_the_last_sign() -> None:
    assert excerpt(["---", "title:"], 2, 7) == "    2 | title:\n      |       ^"


@pytest.mark.parametrize("line", ["", "   ", "---", "--- "])
def test_a_line_that_says_nothing_is_not_shown(line: str) -> None:
    assert excerpt([line], 1, 1) == ""
    assert excerpt([line], 2, 1) == ""


def test_what_a_terminal_would_obey_is_spelt_out() -> None:
    assert visible("a\x1b[2Jb\u202ec\nd\te") == "a<U+001B>[2Jb<U+202E>c d<U+0009>e"
    assert visible("Énergie · 漢字 😀") == "Énergie · 漢字 😀"


def test_lines_are_those_that_problems_count(tmp_path: Path) -> None:
    file = tmp_path / "index.md"
    file.write_bytes("\ufeffa\r\nb\u2028c\rd\n".encode())
    assert lines_of(file) == ["a", "b\u2028c", "d", ""]


def test_only_texts_of_the_content_are_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "link.md").symlink_to(tmp_path / "secret")
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "huge.md").write_text("x" * 1_000_001)
    for name in ("link.md", "paper.pdf", "folder.md", "huge.md", "nothing.md"):
        assert lines_of(tmp_path / name) == []
