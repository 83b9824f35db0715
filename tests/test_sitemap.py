"""The sitemap: every page once, with the languages it is there in."""

from __future__ import annotations

from xml.etree import ElementTree as ET

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
