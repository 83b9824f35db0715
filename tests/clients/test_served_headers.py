"""Every kind of file from nginx, with the headers that the table says; plain and compressed."""

from __future__ import annotations

import gzip
import http.client
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import brotli
import pytest
from web_server import nginx

from workgroups.hosting import nginx_redirects
from workgroups.serving import TYPES, headers_of, is_compressible
from workgroups.variants import add_variants

pytestmark = pytest.mark.clients

# What is about this answer and not about the kind of file.
OF_THE_MOMENT = {
    *("Accept-Ranges", "Connection", "Content-Encoding", "Content-Length", "Date", "ETag"),
    *("Last-Modified", "Location", "Server", "Vary"),
}
TEXT = b"What members of the group tell each other, in many words and more than once. " * 40
KINDS = [f"/meetings/kinds/file{suffix}" for suffix in [*sorted(TYPES), ".exe", ""]]
FINGERPRINTED = ["/theme/own.0123456789.css", "/theme/own.0123456789.js"]
ENCODINGS = [
    ("gzip", gzip.decompress),
    pytest.param("br", brotli.decompress, marks=pytest.mark.brotli),
]
MOVED = {
    "/old/": "/groups/energy/",
    "/events/view.php": "/meetings/2026-03-12-grids-and-buses/",
    '/a "b"; {c} $uri \\ ~*/': "/groups/é /",
    "/Capital/": "/",
    f"/{'long-' * 79}/": "/",
    f"/{'longer-' * 79}/": "/",
    "/calendar/Of-Old/": "/calendar/of-old/",
    "/groups/ENERGY/": "/groups/energy/",
}


@dataclass(frozen=True)
class Answer:
    """What nginx says: its status, its headers, its body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def of_the_kind(self) -> dict[str, str]:
        """The headers that are about the kind of file."""
        return {name: text for name, text in self.headers.items() if name not in OF_THE_MOMENT}


@dataclass(frozen=True)
class Server:
    """The site behind nginx; redirects are not followed."""

    address: str

    def get(self, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request("GET", path, headers=named)
            answer = connection.getresponse()
            assert len(answer.headers) == len({*answer.headers}), "no header is sent twice"
            return Answer(answer.status, dict(answer.headers), answer.read())
        finally:
            connection.close()


@pytest.fixture(scope="module")
def server(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("kinds")
    site = Path(shutil.copytree(small_site, folder / "site"))
    for address in (*KINDS, *FINGERPRINTED):
        (site / address[1:]).parent.mkdir(exist_ok=True)
        (site / address[1:]).write_bytes(TEXT)
    add_variants(site)
    (site / ".redirects.map").write_text(nginx_redirects(MOVED.items()), encoding="utf-8")
    with nginx(site, folder / "nginx") as address:
        yield Server(address)


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/groups/energy/", "/calendar.ics", "/changes.atom", "/meetings.json"),
        *("/robots.txt", "/sitemap.xml", "/theme/favicon.svg", *FINGERPRINTED, *KINDS),
    ],
)
def test_each_kind_is_sent_as_the_table_says(server: Server, address: str) -> None:
    answer = server.get(address)
    assert (answer.status, answer.of_the_kind) == (200, headers_of(address))


@pytest.mark.parametrize("address", ["/meetings/never/", "/theme/site.0123456789.css", "/x.ics"])
def test_a_page_that_is_not_there_is_a_page(server: Server, address: str) -> None:
    answer = server.get(address)
    assert (answer.status, answer.of_the_kind) == (404, headers_of("/404.html"))
    assert b"<h1" in answer.body


@pytest.mark.parametrize(("old", "new"), MOVED.items())
def test_an_old_address_leads_on(server: Server, old: str, new: str) -> None:
    answer = server.get(quote(old))
    assert (answer.status, answer.headers["Location"]) == (301, quote(new))
    # What is sent along is a page of nginx itself.
    wanted = headers_of(old) | {"Content-Type": answer.headers["Content-Type"]}
    assert answer.of_the_kind == wanted
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("address", ["/capital/", "/old", "/x/old/", "/old/x", "/events/view-php"])
def test_no_other_address_does(server: Server, address: str) -> None:
    assert server.get(address).status == 404


@pytest.mark.parametrize(("encoding", "unpacked"), ENCODINGS)
@pytest.mark.parametrize("address", ["/", "/calendar.ics", *FINGERPRINTED, *KINDS])
def test_who_can_unpack_gets_less(
    server: Server, address: str, encoding: str, unpacked: object
) -> None:
    plain, packed = (server.get(address, Accept_Encoding=how) for how in ("identity", encoding))
    assert packed.of_the_kind == plain.of_the_kind == headers_of(address)
    if not is_compressible(address):
        assert (packed.body, "Content-Encoding" in packed.headers) == (plain.body, False)
        return
    assert callable(unpacked)
    assert packed.headers["Content-Encoding"] == encoding
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert unpacked(packed.body) == plain.body
    assert len(packed.body) < len(plain.body)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert not packed.headers["ETag"].startswith("W/"), "it was made when the site was published"


@pytest.mark.parametrize(
    "encoding", ["identity", "gzip", pytest.param("br", marks=pytest.mark.brotli)]
)
@pytest.mark.parametrize("address", ["/", "/calendar.ics", "/changes.atom", *FINGERPRINTED])
def test_who_comes_back_is_told_that_nothing_changed(
    server: Server, address: str, encoding: str
) -> None:
    first = server.get(address, Accept_Encoding=encoding)
    again = server.get(address, Accept_Encoding=encoding, If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    wanted = headers_of(address)
    del wanted["Content-Type"]  # It has no content.
    assert again.of_the_kind == wanted
    stale = server.get(address, Accept_Encoding=encoding, If_None_Match='"0-0"')
    assert (stale.status, stale.body) == (200, first.body)
