"""Serving: the headers of each kind of file; and the pages say the same policy themselves."""

from __future__ import annotations

import re
from http.client import parse_headers
from io import BytesIO
from pathlib import Path

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workgroups.documents import KINDS
from workgroups.serving import (
    DOCUMENT_POLICY,
    FOR_EVER,
    PAGE_POLICY,
    POLICY,
    SECURITY,
    TYPES,
    UNKNOWN,
    headers_of,
    is_compressible,
    is_text,
)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/groups/energy/", "text/html; charset=utf-8"),
        ("/404.html", "text/html; charset=utf-8"),
        ("/events/view.php", "text/html; charset=utf-8"),
        ("/calendar.ics", "text/calendar; charset=utf-8"),
        ("/changes.atom", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml"),
        ("/meetings/2020-01-21-cities/agenda.pdf", "application/pdf"),
        ("/meetings/2020-01-21-cities/figures.csv", "text/csv; charset=utf-8"),
        ("/some.thing/name", UNKNOWN),
        ("/strange.exe", UNKNOWN),
    ],
)
def test_each_file_has_its_type(address: str, kind: str) -> None:
    assert headers_of(address)["Content-Type"] == kind


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/theme/site.0123456789.css", FOR_EVER),
        ("/theme/now.0123456789.js", FOR_EVER),
        ("/theme/site.css", "no-cache"),
        ("/theme/site.012345678.css", "no-cache"),
        ("/meetings/x/site.0123456789.css", "no-cache"),
        ("/groups/x/agenda.0123abcd.pdf", "no-cache"),
        ("/", "no-cache"),
        ("/meetings.json", "no-cache"),
        ("/groups/x/calendar.ics", "public, max-age=300, must-revalidate"),
        ("/changes.atom", "public, max-age=300, must-revalidate"),
    ],
)
def test_how_long_it_may_be_kept(address: str, kept: str) -> None:
    assert headers_of(address)["Cache-Control"] == kept


@pytest.mark.parametrize("suffix", [*sorted(TYPES), "/"])
def test_every_file_is_guarded(suffix: str) -> None:
    headers = headers_of(f"/x{suffix}")
    assert headers.items() >= SECURITY.items()
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_pages_load_nothing_from_elsewhere_and_documents_can_be_shown() -> None:
    assert headers_of("/")["Content-Security-Policy"] == POLICY
    sources = re.findall(r"(?<= )[^ ;]+(?=;|$)", PAGE_POLICY)
    assert {*sources} == {"'none'", "'self'"}
    for suffix in KINDS:
        assert headers_of(f"/x{suffix}")["Content-Security-Policy"] == DOCUMENT_POLICY


@pytest.mark.parametrize("address", ["/meetings/x/map.svg", "/groups/x/data.xml", "/theme.svg"])
def test_what_could_run_as_a_page_is_only_saved(address: str) -> None:
    assert headers_of(address)["Content-Disposition"] == "attachment"


@pytest.mark.parametrize("address", ["/", "/theme/favicon.svg", "/sitemap.xml", "/x/agenda.pdf"])
def test_everything_else_is_shown(address: str) -> None:
    assert "Content-Disposition" not in headers_of(address)


def test_no_document_type_can_run_as_a_page() -> None:
    runs = {"text/html", "application/xhtml+xml", "image/svg+xml", "application/xml", "text/xml"}
    assert not runs & {kind.media_type for kind in KINDS.values()}


def test_the_site_holds_no_file_without_a_type(small_site: Path) -> None:
    names = {file.suffix for file in small_site.rglob("*") if file.name[0] != "."}
    assert names - {""} <= TYPES.keys()


def test_pages_say_the_policy_themselves(small_site: Path) -> None:
    page = html5lib.parse(
        (small_site / "index.html").read_text("utf-8"), namespaceHTMLElements=False
    )
    [policy] = page.findall(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy.get("content") == PAGE_POLICY


ADDRESSES = st.text(max_size=20).map("/{}".format) | st.lists(
    st.sampled_from(["/theme/", "/", "x", ".svg", ".xml", ".html", ".pdf", "sitemap", "\n", ":"])
).map("".join).map("/{}".format)


@given(ADDRESSES)
@example("/theme/../groups/x/a.svg")
@example("/a.svg\r\nX: y")
def test_any_address_has_headers_that_are_read_as_they_are(address: str) -> None:
    headers = headers_of(address)
    written = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    assert dict(parse_headers(BytesIO(f"{written}\r\n".encode()))) == headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    kind, _, charset = headers["Content-Type"].partition("; charset=")
    assert charset in {"", "utf-8"}
    assert is_compressible(address) >= bool(charset)
    runs = kind in {"image/svg+xml", "application/xml"}
    ours = address.startswith("/theme/") or address == "/sitemap.xml"
    assert (headers.get("Content-Disposition") == "attachment") == (runs and not ours)


def test_text_is_what_has_a_charset() -> None:
    for suffix in TYPES:
        assert is_text(suffix) == ("charset" in headers_of(f"/x{suffix}")["Content-Type"])
