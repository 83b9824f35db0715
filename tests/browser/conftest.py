"""What the browser tests share: one browser, the example site served, and a reader of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright
from site_reader import QUIET, Reader

from commands.server import local_server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium for all tests of a worker: CHROMIUM, else Playwright's own."""
    # As root, as in most containers, Chromium has no sandbox to offer.
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM")
        # Of its own it takes the one without windows, which is beside the one that it names.
        path = None if path == playwright.chromium.executable_path else path
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(example_site: Path) -> Iterator[str]:
    """The example site's address on this machine."""
    with local_server(example_site, 0) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def reader(browser: Browser, served: str) -> Iterator[Reader]:
    """A reader; the test fails when anything at all went wrong on the pages opened."""
    reader = Reader(browser, served)
    yield reader
    for context in reader.contexts:
        context.close()
    assert reader.complaints == []
