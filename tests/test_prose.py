"""Editors' Markdown becomes HTML that is safe, links that work, and plain text for calendars."""

from __future__ import annotations

import re
import time
from html import escape
from pathlib import Path
from textwrap import shorten
from urllib.parse import urljoin

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workgroups.markup import LINES, SIGNS, SIZE, TAGS
from workgroups.plain import first_words, plain_text
from workgroups.problems import Problem
from workgroups.prose import Prose, render
from workgroups.signs import strange_character
from workgroups.tags import pieces

GOLDEN = Path(__file__).parent / "prose"
HERE = "/meetings/climate-neutral-cities/"
PUBLISHED = {
    "agenda.pdf": f"{HERE}agenda.pdf",
    "my notes.pdf": f"{HERE}my notes.pdf",
    "roof.png": f"{HERE}roof.png",
    "10:30.pdf": f"{HERE}10:30.pdf",
    "../other/index.md": "/meetings/other/",
    "/groups/smart-cities/": "/groups/smart-cities/",
    "index.md": HERE,
    "/": "/",
}


def rendered(text: str) -> tuple[Prose, list[Problem]]:
    return render(text, file="index.md", first_line=10, at=HERE, resolve=PUBLISHED.get)


def html(text: str) -> str:
    """The HTML of a text that has no problem."""
    prose, problems = rendered(text)
    assert not problems
    return prose.html


def plain(text: str) -> str:
    return plain_text(html(text), f"https://regions.example{HERE}")


@pytest.mark.parametrize("case", sorted(GOLDEN.glob("*.md")), ids=lambda path: path.stem)
def test_golden(case: Path, bless: bool) -> None:
    prose, problems = rendered(case.read_text(encoding="utf-8"))
    made = {
        ".html": f"{prose.html}\n",
        ".txt": plain_text(prose.html, f"https://regions.example{HERE}") + "\n",
        ".problems": "".join(f"{problem}\n" for problem in problems),
    }
    for ending, text in made.items():
        golden = case.with_suffix(ending)
        if bless and (text or golden.exists()):
            golden.write_text(text, encoding="utf-8")
        assert text == (golden.read_text(encoding="utf-8") if golden.exists() else "")


def test_empty_prose_is_false() -> None:
    assert not rendered("")[0]
    assert not rendered(" \n<!-- nothing -->\n")[0]
    assert rendered("a")[0]


@pytest.mark.parametrize(
    ("written", "leads_to"),
    [
        ("agenda.pdf", "agenda.pdf"),
        ("agenda.pdf?a=1#page=2", "agenda.pdf?a=1#page=2"),
        ("my%20notes.pdf", "my%20notes.pdf"),
        ("10:30.pdf", "10%3A30.pdf"),
        ("../other/index.md", "../other/"),
        ("../other/index.md#agenda", "../other/#agenda"),
        ("/groups/smart-cities/", "../../groups/smart-cities/"),
        ("/", "../../"),
        ("index.md", "./"),
        ("https://e.example/?a=1&amp;b=2", "https://e.example/?a=1&amp;b=2"),
        ("HTTPS://E.example/", "HTTPS://E.example/"),
        ("webcal://e.example/a.ics", "webcal://e.example/a.ics"),
        ("#", "#"),
    ],
)
def test_links(written: str, leads_to: str) -> None:
    # A colon in a bare name reads as a scheme; editors' tools write ./ before it.
    written = f"./{written}" if written[0].isdigit() else written
    published = {**PUBLISHED, "./10:30.pdf": PUBLISHED["10:30.pdf"]}
    for text in (f"[a]({written})", f'<a href="{written}">a</a>', f"[a]\n\n[a]: {written}"):
        prose, problems = render(text, file="", first_line=1, at=HERE, resolve=published.get)
        assert not problems
        assert prose.html == f'<p><a href="{leads_to}">a</a></p>'


@pytest.mark.parametrize(
    "written",
    [
        "draft.pdf", "../", "?a", "www.e.example", "anna@e.example", "//e.example/", "https://",
        "http:a", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,a", "ftp://e.example",
        "file:///a", "#nowhere", "https://[", "vbscript:a",
    ],
)  # fmt: skip
def test_links_that_lead_nowhere(written: str) -> None:
    for text in (f"# A\n\nbc [a]({written})", f'# A\n\nbc <a href="{written}">a</a>'):
        prose, problems = rendered(text)
        place = text.splitlines()[2].index(written) + 1
        assert [(p.file, p.line, p.column) for p in problems] == [("index.md", 12, place)]
        assert written in problems[0].message
        assert problems[0].remedy
        assert written.startswith("#") or "href" not in prose.html


def test_headings_begin_below_the_page_title() -> None:
    assert re.findall("<h.", html("# A\n\n### B\n\n## C")) == ["<h2", "<h4", "<h3"]
    assert re.findall("<h.", html("### A\n\n#### B")) == ["<h2", "<h3"]
    assert re.findall("<h.", html("# A\n\n###### B")) == ["<h2", "<h6"]


def test_headings_have_ids_of_their_own() -> None:
    found = re.findall(
        'id="(.*?)"', html("# Été & *hiver*\n# A\n# A\n# A 2\n# Ω\n\n<p id='a'>a</p>")
    )
    assert found == ["ete-hiver", "a-2", "a-3", "a-2-2", "section", "a"]


def test_lines_are_counted_with_windows_line_ends() -> None:
    _, problems = rendered("a\r\n\r\nb [c](d)\r\n")
    assert [(p.line, p.column) for p in problems] == [(12, 7)]


@pytest.mark.parametrize("character", "\0\x07\x7f\x85\u200b\u2028\u202e\u2066\ufeff\ufffe\ud800\r")
def test_strange_characters(character: str) -> None:
    assert strange_character(f"a\n{character}b")[0] == 2  # type: ignore[index]
    prose, problems = rendered(f"a\nb{character}c")
    assert [(p.line, p.column) for p in problems] == [(11, 2)]
    assert character not in prose.html


def test_a_section_that_no_parser_knows_ends_no_check() -> None:
    prose, problems = rendered("a\n\n<div>\n<![ b")
    assert "<![" not in prose.html
    # Newer versions of Python take it for a comment.
    assert {(p.line, p.column) for p in problems} <= {(13, 1)}


def test_usual_characters_are_not_strange() -> None:
    assert (
        strange_character("Zażółć\tgęślą\r\nΔιάσκεψη — “x” 👩‍👧 שלום\u200c\u200d\u200e\u00a0\u00ad")
        is None
    )
    assert strange_character("a\u202eb") == (1, "U+202E (right-to-left override)")


HOSTILE = {
    "brackets": "[" * 20_000,
    "pictures": "![" * 20_000,
    "brackets by paragraph": ("[" * SIGNS + "\n\n") * (SIZE // (SIGNS + 2)),
    "links by paragraph": ("[a](b) " * SIGNS + "\n\n") * (SIZE // (7 * SIGNS + 2)),
    "open links": ("[a](" * SIGNS + "\n\n") * (SIZE // (4 * SIGNS + 2)),
    "growing runs of backticks": " ".join("`" * n for n in range(1, 300)),
    "backticks by line": "\n".join("`" * n for n in range(1, SIGNS)),
    "lists 400 deep": "\n".join("  " * n + "- a" for n in range(400)),
    "lists on one line": "- " * 400 + "a",
    "quotations 400 deep": "> " * 400 + "a",
    "both 400 deep": "> - " * 200 + "a",
    "lists as deep as may be": ("\n".join("  " * n + "- a" for n in range(11)) + "\n\n") * 320,
    "emphasis": "*a _b **c " * 5_000,
    "tags": "<svg>\n\n" * 7_000,
    "as many tags as may be": "<svg><b>\n\n" * (TAGS // 2),
    "comments": "<div>\n" + "<!-- " * 900,
    "paragraphs": "a\n\n" * (SIZE // 3),
    "headings": "# a\n" * (SIZE // 4),
    "rules": ("***\n" * 900 + "\n") * 13,
    "lists": "- a\n\nb\n\n" * (SIZE // 8),
    "lines": "a\n" * (LINES + 1),
    "tables": "|a|\n|-|\n\n" * (SIZE // 9),
    "references": "[a]: b\n\n" * (SIZE // 8),
    "dead links": "\n\n".join(f"[a](b{n})" for n in range(4_000)),
    "turned text": "\u202e\n" * (SIZE // 2),
    "long": "a " * SIZE,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_takes_long(text: str) -> None:
    rendered("warm")
    started = time.process_time()
    prose, _ = rendered(text)
    plain_text(prose.html, "https://regions.example/")
    assert time.process_time() - started < 2


def test_what_is_too_much_is_told_with_its_place() -> None:
    prose, problems = rendered("a\n\n" + "a`" * (SIGNS + 1))
    assert not prose
    assert str(problems[0]) == (
        "index.md:12:1: the sign ` stands more than 100 times in one paragraph\n"
        "    Use fewer, or part the paragraph with blank lines."
    )


def test_plain_text_of_nested_lists() -> None:
    assert plain("a\n\n3. b\n4. c\n   - d\n\n     e\n5. f\n\ng\n- h") == (
        "a\n\n3. b\n\n4. c\n   • d\n\n     e\n5. f\n\ng\n\n• h".replace("b\n\n4", "b\n4")
    )


def test_plain_text_of_links() -> None:
    assert plain("[a](agenda.pdf)") == f"a (https://regions.example{HERE}agenda.pdf)"
    assert plain("<https://e.example/>") == "https://e.example/"
    assert plain("https://e.example/a") == "https://e.example/a"
    assert plain("[Anna](mailto:anna@e.example)") == "Anna (anna@e.example)"
    assert plain("<anna@e.example>") == "anna@e.example"


@pytest.mark.parametrize("length", [10, 100, 300, 2_000, 20_000])
def test_first_words_are_those_of_the_text(length: int) -> None:
    item = "- word {0}, [*see* it](agenda.pdf) &amp; <https://e.example/{0}>\n\n## {0}"
    text = "\n\n".join(item.format(number) for number in range(100))
    made, base = html(text), f"https://regions.example{HERE}"
    whole = " ".join(plain_text(made, base).split())
    found = first_words(made, base, length)
    assert f"{whole} ".startswith(f"{found} ")
    assert found == whole or length < len(found) < 2 * length + 1_000
    assert shorten(found, length) == shorten(whole, length)


SIGNS_AND_WORDS = [
    *"\n\n\n  ab[]()<>`*_#-|!&;:=\"'\\•>",
    *(
        "- ",
        "1. ",
        "    ",
        "```",
        "~~~",
        "|a|b|\n|-|-|\n",
        "](",
        "https://",
        "agenda.pdf",
        "&#",
        "x1;",
    ),
    *(
        "<b>",
        "</b>",
        "<p>",
        "<!--",
        "-->",
        "<table>",
        "<td>",
        "<a href=",
        "<svg>",
        "<script>",
        "<li>",
    ),
    *("<div>", "</div>", "<br>", "<h1>", "<math>", "<style>", "<template>", "\0", "\u202e", "\t"),
    *(" onclick=x", "javascript:", "\r\n"),
]
MARKUP = st.lists(st.sampled_from(SIGNS_AND_WORDS), max_size=40).map("".join)


@settings(max_examples=500, deadline=None)
@given(st.one_of(MARKUP, st.text()))
def test_any_text_is_safe_and_valid(text: str) -> None:
    prose, problems = rendered(text)
    assert problems == sorted(problems)
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parseFragment(f"<div>{prose.html}</div>")
    assert problems or (parser.errors == [] and len(tree) == 1)
    read = [text or f"<{ends}{tag}{written}>" for ends, tag, written, text in pieces(prose.html)]
    assert "".join(read) == prose.html
    assert "<" not in read
    for element in tree.iter():
        assert element.tag not in {"script", "style", "iframe", "svg", "form", "h1"}
        for name, value in element.items():
            assert not name.startswith(("on", "style"))
            assert name not in {"href", "src"} or not re.match(
                r"\s*(?i:javascript|data|ftp)", value
            )


@settings(max_examples=300, deadline=None)
@given(MARKUP.map(lambda text: re.sub(r"[\\&`~]|    |\t", "", text)))
def test_plain_text_has_no_tags(text: str) -> None:
    # Code, and signs written as such, may of course hold what looks like a tag.
    prose, _ = rendered(text)
    found = plain_text(prose.html, "https://regions.example/")
    assert ("<b>" in found) <= ("&lt;b&gt;" in prose.html)
    assert "</" not in found or "&lt;/" in prose.html
    assert "\r" not in found
    assert "\n\n\n" not in found


@given(MARKUP)
def test_plain_text_has_no_trailing_blanks(text: str) -> None:
    found = plain_text(rendered(text)[0].html, "https://regions.example/")
    assert found == found.rstrip()
    assert all(line == line.rstrip() for line in found.split("\n"))


@given(MARKUP)
def test_the_same_text_gives_the_same_bytes(text: str) -> None:
    assert rendered(text) == rendered(text)


@given(st.text("a/.:=&+~é-_%@?#;", min_size=1, max_size=12))
def test_a_whole_address_is_told_as_any_other_reader_has_it(rest: str) -> None:
    address = f"https://{rest}"
    told = plain_text(f'<p><a href="{escape(address)}">x</a></p>', "https://a.example/b/")
    assert told == f"x ({urljoin('https://a.example/b/', address)})"
