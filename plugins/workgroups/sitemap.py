"""Sitemap: every page for search engines, with the languages it is there in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

ADDRESS = "/sitemap.xml"

_SITEMAPS, _XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"


def sitemap(pages: Iterable[Sequence[tuple[str, str]]], address: str) -> bytes:
    """The pages, each as its languages and addresses, as sitemaps.org has it.

    `address` is the site's, whole, without a slash at the end.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<urlset xmlns="{_SITEMAPS}" xmlns:xhtml="{_XHTML}">',
    ]
    for versions in pages:
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href={quoteattr(address + way)}/>'
            for lang, way in versions
        )
        for _, way in versions:
            location = quoteattr(address + way)[1:-1]
            lines.append(f"<url><loc>{location}</loc>{others if len(versions) > 1 else ''}</url>")
    return "\n".join((*lines, "</urlset>", "")).encode()
