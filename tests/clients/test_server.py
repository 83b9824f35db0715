"""The example site behind nginx, without variants: 304, what is hidden, what is not there."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from web_server import nginx

pytestmark = pytest.mark.clients


@pytest.fixture(scope="module")
def address(example_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nginx(example_site, tmp_path_factory.mktemp("server") / "nginx") as address:
        yield address


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer; redirects are followed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urlopen(Request(url, headers=named)) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except HTTPError as answer:
        with answer:
            return answer.code, dict(answer.headers), answer.read()


def test_who_comes_back_is_told_that_nothing_changed(address: str) -> None:
    for accepted in ("identity", "gzip"):
        url = f"{address}/calendar.ics"
        status, headers, body = get(url, Accept_Encoding=accepted)
        assert status == 200
        whole = gzip.decompress(body) if accepted == "gzip" else body
        assert whole.startswith(b"BEGIN:VCALENDAR\r\n")
        again = get(url, Accept_Encoding=accepted, If_None_Match=headers["ETag"])
        assert (again[0], again[2]) == (304, b"")
        since = get(url, Accept_Encoding=accepted, If_Modified_Since=headers["Last-Modified"])
        assert since[0] == 304


def test_feeds_travel_light(address: str) -> None:
    plain = get(f"{address}/calendar-archive.ics", Accept_Encoding="identity")[2]
    _, headers, packed = get(f"{address}/calendar-archive.ics", Accept_Encoding="gzip")
    assert headers["Vary"] == "Accept-Encoding"
    assert len(packed) * 3 < len(plain)


def test_a_strange_wish_is_no_reason_to_refuse(address: str) -> None:
    """Thunderbird asks for text/calendar and little else; others for things that are not there."""
    for wish in ("text/calendar,text/plain;q=0.8,*/*;q=0.5", "application/x-nothing"):
        assert get(f"{address}/calendar.ics", Accept=wish)[0] == 200


def test_a_wrong_address_gets_the_site_s_own_page(address: str) -> None:
    status, headers, body = get(f"{address}/meetings/2019-02-30-never/")
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"This page is not here" in body


def test_an_address_without_its_slash_leads_on(address: str) -> None:
    status, _, body = get(f"{address}/groups/health")
    assert status == 200
    assert b"<h1" in body


def test_the_build_s_own_note_is_not_published(address: str, example_site: Path) -> None:
    assert (example_site / ".workgroups-output").exists()
    assert get(f"{address}/.workgroups-output")[0] == 404
