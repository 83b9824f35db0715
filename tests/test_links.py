"""Links: all that a browser would follow is found, and where it leads, as standards have it."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workgroups.links import Origins, Site, address_of, file_at, read_page, survey

ADDRESS = "https://network.example"


def a_site(address: str = ADDRESS, *files: str) -> Site:
    return Site(Path("tree"), address, frozenset(files))


# ---- What is in a page ---------------------------------------------------------------------------

VALUES = st.text(st.sampled_from("ab/.#?=<>&\"' \n-{}é"), max_size=12)
NAMES = ("href", "src", "id", "title", "data-copy", "class", "action")


@st.composite
def tags(draw: st.DrawFn) -> str:
    """A tag as somebody could have written it in a template, in quotes of either kind."""
    written = []
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True)):
        quote = draw(st.sampled_from("\"'"))
        value = draw(VALUES)
        # What need not be escaped is sometimes left as it is.
        value = escape(value) if draw(st.booleans()) else escape(value).replace("&gt;", ">")
        gap = draw(st.sampled_from(("", " ")))
        written.append(
            f"{draw(st.sampled_from((' ', chr(10))))}{name}{gap}={gap}{quote}{value}{quote}"
        )
    flag = draw(st.sampled_from(("", " hidden", " disabled")))
    tag = draw(st.sampled_from(("a", "p", "img", "link", "b")))
    return f"<{tag}{flag}{''.join(written)}>{escape(draw(VALUES))}"


BESIDE = st.sampled_from(
    (
        "<!-- <a href='no'> -->",
        "<script>\"<a href='no'>\"</script>",
        "<style>a { b: '<a href=no>' }</style>",
        '<textarea><a href="no"></textarea>',
    )
)


@given(st.lists(st.one_of(tags(), BESIDE)))
@example(["<a title='>' href=\"a>b\">", "<p hidden id='x'>"])
def test_a_page_is_read_as_a_parser_reads_it(parts: list[str]) -> None:
    page = "<!DOCTYPE html>" + "".join(parts)
    tree = html5lib.parseFragment(page, namespaceHTMLElements=False)
    every = [element for element in tree.iter() if isinstance(element.tag, str)]
    read = read_page(page)
    linking = ("href", "src", "data-copy", "action")
    assert read.links == {e.get(name) for e in every for name in linking} - {None}
    assert read.parts == {e.get("id") for e in every} - {None}


def test_the_pages_of_a_site_are_read_as_a_parser_reads_them(small_site: Path) -> None:
    count = 0
    for file in small_site.rglob("*.html"):
        reader = Reader()
        text = file.read_text("utf-8")
        reader.feed(text)
        assert reader.parts == read_page(text).parts, file
        assert reader.links <= read_page(text).links, file
        count += len(reader.links)
    assert count > 500


class Reader(HTMLParser):
    """Python's own, which takes five times as long."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.parts: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src", "action"} and value is not None:
                self.links.add(value)
            elif name == "id" and value:
                self.parts.add(value)


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ('<img srcset="a.png 1x, b.png 2x" src=c.png>', {"a.png", "b.png", "c.png"}),
        ('<meta http-equiv="refresh" content="0; url=../new/">', {"../new/"}),
        ('<meta property="og:url" content="https://network.example/x/">', {f"{ADDRESS}/x/"}),
        ('<meta name="description" content="of towns / cities">', set()),
        ('<option data-way="groups/x/"><a data-way="google">', {"groups/x/"}),
        ('<A HREF="x">', {"x"}),
        ("<video poster='p.png'><object data=o.pdf>", {"p.png", "o.pdf"}),
        ('<form data-index="./search/index/" data-root="./">', {"./search/index/", "./"}),
        ('<a href="a?b=1&amp;c=2">', {"a?b=1&c=2"}),
    ],
)
def test_each_kind_of_address_is_found(html: str, links: set[str]) -> None:
    assert read_page(html).links == links


@given(st.text(st.sampled_from("<>\"'=ahref -!/")))
def test_any_text_is_read_at_once(text: str) -> None:
    read_page(text * 20)


# ---- Where it leads ------------------------------------------------------------------------------

PATHS = st.lists(st.sampled_from(("a", "b.pdf", "..", ".", "%20x", "")), max_size=5).map("/".join)


@given(PATHS, st.sampled_from(("/", "/groups/x/", "/meetings/y/meeting.ics", "/a")))
def test_a_link_leads_where_a_browser_goes(path: str, at: str) -> None:
    if "//" in path or path.startswith("/"):
        return
    whole = urlsplit(urljoin(ADDRESS + at, path)).path
    assert a_site().inside(path, at) == whole


@pytest.mark.parametrize("base", ["", "/groups", "/a/b"])
@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("{site}/x/", "/x/"),
        ("{site}/x/#Part", "/x/#Part"),
        ("{site}/x/?a=b#Part", "/x/#Part"),
        ("{site}", "/"),
        ("webcal://network.example{base}/calendar.ics", "/calendar.ics"),
        ("//network.example{base}/x/", "/x/"),
        ("{base}/x/", "/x/"),
        ("#Part", "/here/#Part"),
        ("?year=2020", "/here/"),
        ("", "/here/"),
        ("..", "/"),
        ("there", "/here/there"),
        ("https://network.example.org/x/", None),
        ("https://other.example/", None),
        ("//other.example/", None),
        ("mailto:a@b.example", None),
        ("tel:+32", None),
        ("data:text/plain,x", None),
        ("javascript:x", None),
    ],
)
def test_a_site_lies_anywhere(base: str, link: str, found: str | None) -> None:
    site = a_site(ADDRESS + base)
    assert site.inside(link.format(site=ADDRESS + base, base=base), "/here/") == found


def test_what_lies_beside_the_site_is_elsewhere() -> None:
    assert a_site(f"{ADDRESS}/groups").inside("/other/", "/") is None
    assert a_site(f"{ADDRESS}/groups").inside("../other/", "/") is None


@given(st.sampled_from(("/", "/a/", "/a/b.ics", "/fr/")))
def test_an_address_has_its_file(address: str) -> None:
    assert address_of(file_at(address)) == address


def test_a_site_is_followed(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<a href="é%20x.pdf"><a href="#:~:text=a"><a href="#top"><a href="#Née" id="Née">'
        '<a href="https://other.example/a#b"><a href="x.pdf#page=2">'
        '<p data-index="search/index/">'
    )
    for name in ("é x.pdf", "x.pdf"):
        (tmp_path / name).write_bytes(b"%PDF")
    found = survey(Site.of(tmp_path, ADDRESS))
    assert found.nowhere == {}
    assert found.elsewhere == {"https://other.example/a": {"/"}}


def test_an_address_that_was_cut_short_is_none(tmp_path: Path) -> None:
    (tmp_path / "meetings.json").write_text(f'["see {ADDRESS}/meetings/2026- …", "{ADDRESS}/no."]')
    assert set(survey(Site.of(tmp_path, ADDRESS)).nowhere) == {"/no"}


def test_a_link_is_found_in_the_text_that_has_it(tmp_path: Path) -> None:
    text = "---\ntitle: x\n---\nSee [that](https://other.example/a b).\n\nAnd [papers](papers.pdf)"
    (tmp_path / "index.md").write_text(text)
    origins = Origins(tmp_path, {"/x/": "index.md", "/y/": "gone.md"})
    assert origins.of("/x/papers.pdf", ["/x/", "/other/"]) == ("index.md", 6, 14)
    assert origins.of("https://other.example/a%20b", ["/x/"]) == ("index.md", 4, 12)
    assert origins.of("/x/papers.pdf", ["/y/", "/"]) is None
    assert origins.of("https://third.example/index.md", ["/x/"]) is None


def test_a_text_with_an_address_in_it_leads_nowhere() -> None:
    texts = '<meta property="og:title" content="What https://example.org/ will change">'
    leading = '<meta property="og:url" content="https://groups.example/a/">'
    assert read_page(texts + leading).links == {"https://groups.example/a/"}
