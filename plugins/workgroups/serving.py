"""Serving: with which headers each file of the site goes out, whatever server it goes out from.

The template of every page, deploy/nginx.conf and what hosts are given follow this table, or are
held against it by a test.
"""

from __future__ import annotations

import posixpath
import re

from .addresses import PAGE_ENDINGS
from .documents import KINDS
from .sitemap import ADDRESS as SITEMAP

PAGE_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
"""The Content-Security-Policy of every page, as far as a page can say it of itself."""

POLICY = f"{PAGE_POLICY}; frame-ancestors 'none'"

# Browsers show a PDF or a film on a page that they make, with styles and a player of its own, which
# the policy of our pages would forbid. Its type and `nosniff` keep a document from being a page.
DOCUMENT_POLICY = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

SECURITY = {
    "Cross-Origin-Opener-Policy": "same-origin",
    # Copying and sharing are not among them: pages do that, when somebody presses a button.
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    # Browsers take it from https only. Other hosts of the domain are not ours to decide about.
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer has."""

OWN_TYPES = {
    **dict.fromkeys(PAGE_ENDINGS, "text/html"),
    ".css": "text/css",
    ".js": "text/javascript",
    ".ics": "text/calendar",
    ".atom": "application/atom+xml",
    ".xml": "application/xml",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""What the site makes itself; an old address that ended in `.php` is answered by a page."""

TYPES = {suffix: kind.media_type for suffix, kind in KINDS.items()} | OWN_TYPES

UNKNOWN = "application/octet-stream"

# An editor's SVG or XML would be a page that can run scripts; the site's own have their places.
_RUNS = frozenset({".svg", ".xml"})
_OURS = re.compile(rf"/theme/|{re.escape(SITEMAP)}$")

_FINGERPRINTED = re.compile(r"/theme/[^/]+\.[0-9a-f]{10}\.(css|js)")

FOR_EVER = "public, max-age=31536000, immutable"
# Calendars ask every hour at most, so this delays nothing that they show; it spares the server who
# fetches one feed for many, and whoever reloads by hand sees a change after five minutes.
FEED = "public, max-age=300, must-revalidate"
ASK = "no-cache"

_FEEDS = frozenset({".ics", ".atom"})


def headers_of(address: str) -> dict[str, str]:
    """The headers of what answers at an address of the site: `/`, `/groups/x/calendar.ics`."""
    suffix = _suffix(address)
    headers = {
        "Cache-Control": _kept(address, suffix),
        "Content-Security-Policy": DOCUMENT_POLICY if suffix in KINDS else POLICY,
        "Content-Type": content_type(suffix),
        **SECURITY,
    }
    if suffix in _RUNS and not _OURS.match(address):
        headers["Content-Disposition"] = "attachment"
    return dict(sorted(headers.items()))


def content_type(suffix: str) -> str:
    """Type and charset of files with this ending."""
    kind = TYPES.get(suffix, UNKNOWN)
    return f"{kind}; charset=utf-8" if is_text(suffix) else kind


def is_text(suffix: str) -> bool:
    """Whether files with this ending are text, whose letters a reader would have to guess."""
    kind = TYPES.get(suffix, UNKNOWN)
    # An SVG or a sitemap says it itself, and XML without a word is UTF-8.
    return kind.startswith("text/") or kind in {"application/json", "application/atom+xml"}


def is_compressible(address: str) -> bool:
    """Whether a file gets smaller when it is compressed: documents and pictures already are."""
    suffix = _suffix(address)
    return is_text(suffix) or suffix in {".svg", ".xml"}


def is_fingerprinted(address: str) -> bool:
    """Whether a digest in its name says what is in it, so that it never changes."""
    return bool(_FINGERPRINTED.fullmatch(address))


def _suffix(address: str) -> str:
    return ".html" if address.endswith("/") else posixpath.splitext(address)[1]


def _kept(address: str, suffix: str) -> str:
    if is_fingerprinted(address):
        return FOR_EVER
    return FEED if suffix in _FEEDS else ASK
