"""The sitemap: every page once, with the languages it is there in."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import example, given
from hypothesis import strategies as st

from workgroups.sitemap import sitemap

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def test_pages_and_their_languages() -> None:
    pages = [[("en", "/"), ("fr", "/fr/")], [("en", "/about/?a&b/")]]
    root = ET.fromstring(sitemap(pages, "https://groups.example"))
    found = {
        url.findtext("s:loc", "", NAMES): [
            (link.get("hreflang"), link.get("href")) for link in url.findall("x:link", NAMES)
        ]
        for url in root.findall("s:url", NAMES)
    }
    both = [("en", "https://groups.example/"), ("fr", "https://groups.example/fr/")]
    assert found == {
        "https://groups.example/": both,
        "https://groups.example/fr/": both,
        "https://groups.example/about/?a&b/": [],
    }


ADDRESSES = st.text(st.characters(exclude_categories=("C",)), max_size=20).map("/{}".format)
PAGES = st.lists(
    st.lists(st.tuples(st.sampled_from(["en", "fr", "pt-br"]), ADDRESSES), min_size=1, max_size=3)
)


@given(PAGES)
@example([[("en", "/?a='b'&c=\"<d>\"")]])
def test_any_address_is_read_as_it_was_given(pages: list[list[tuple[str, str]]]) -> None:
    root = ET.fromstring(sitemap(pages, "https://groups.example"))
    assert [url.findtext("s:loc", "", NAMES) for url in root.findall("s:url", NAMES)] == [
        f"https://groups.example{way}" for versions in pages for _, way in versions
    ]
