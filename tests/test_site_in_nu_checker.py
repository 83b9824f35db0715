"""Every page and style of the example site, as the Nu Html Checker reads them: W3C's validator."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import sites
import system_tools

from commands.server import local_server

pytestmark = pytest.mark.nu_checker

DATA = '<script type="application/ld+json">'


@pytest.fixture(scope="module")
def served(example_site: Path) -> Iterator[str]:
    """The site's address: to the checker, a file on disk is of no host, not even its own."""
    with local_server(example_site, 0) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def said_of(*what: str | Path) -> list[dict[str, Any]]:
    """Everything the checker says of pages, warnings too; one Java for all of them."""
    jar = os.environ.get("NU_CHECKER") or system_tools.nu_checker()
    assert jar
    # Compiled quickly instead of thoroughly, it is done in half the time, and wants a larger stack.
    java = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
    # Of itself it asks no machine on its own network.
    may_ask = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
    how = ("--format", "json", "--stdout", "--exit-zero-always")
    line = [*java, may_ask, "-jar", jar, *how, *what]
    said = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    messages: list[dict[str, Any]] = json.loads(said)["messages"]
    return messages


def is_of_data(message: dict[str, Any]) -> bool:
    """Whether it takes data for a script: of a data block a browser runs nothing (HTML, 4.12.1)."""
    return message["message"].startswith("Inline script violates") and DATA in message["extract"]


def test_no_page_has_an_error_or_a_warning(served: str, example_site: Path) -> None:
    pages = {
        f"{served}/{name.removesuffix('index.html')}": data.decode()
        for name, data in sites.files(example_site).items()
        if name.endswith(".html")
    }
    said = said_of(*pages)
    assert [message for message in said if not is_of_data(message)] == []
    # What it gets wrong shows that it has read them.
    assert {message["url"] for message in said} == {url for url in pages if DATA in pages[url]}


def test_the_styles_have_neither(example_site: Path) -> None:
    assert said_of("--css", *(example_site / "theme").glob("*.css")) == []


def test_it_would_tell(tmp_path: Path) -> None:
    style = tmp_path / "wrong.css"
    style.write_text("a { colour: red }", encoding="utf-8")
    page = tmp_path / "wrong.html"
    page.write_text("<!DOCTYPE html><html lang=en><title>A</title><h3>B</h5>", encoding="utf-8")
    said = "\n".join(message["message"] for message in said_of("--also-check-css", style, page))
    assert re.search("colour.* doesn't exist", said)
    assert "End tag “h5” seen" in said
