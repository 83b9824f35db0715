"""What a first visit costs: bytes and requests, as a browser counts them behind nginx."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from example_pages import MEETINGS
from playwright.sync_api import Browser, Request
from web_server import nginx

pytestmark = [pytest.mark.browser, pytest.mark.clients]


@pytest.fixture(scope="module")
def address(example_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nginx(example_site, tmp_path_factory.mktemp("visited") / "nginx") as address:
        yield address


@pytest.mark.parametrize("kind", MEETINGS)
def test_the_page_of_a_meeting_comes_at_once(browser: Browser, address: str, kind: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    page.on("requestfinished", note)
    page.goto(address + MEETINGS[kind], wait_until="networkidle")
    sizes = [request.sizes() for request in asked]
    total = sum(size["responseHeadersSize"] + size["responseBodySize"] for size in sizes)
    context.close()
    assert 3 <= len(asked) <= 6, [request.url for request in asked]
    assert total < 60_000
