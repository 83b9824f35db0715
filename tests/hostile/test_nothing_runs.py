"""A browser without the Content-Security-Policy opens what hostile texts became: nothing runs."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sites
from cases import BODIES, ELSEWHERE, FILES, MARKDOWN, REGISTRATION, YAML
from playwright.sync_api import Browser, Page, Route, sync_playwright
from test_hostile import OUTCOMES, PUBLISHED
from test_mistakes import AROUND

from workgroups.prose import render

HOST = "https://hostile.test"
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}

TRY_EVERYTHING = """() => {
  for (const element of document.querySelectorAll('main *')) {
    element.focus?.();
    for (const kind of ['mouseover', 'pointerenter', 'focus', 'toggle', 'load', 'error'])
      element.dispatchEvent(new Event(kind, {bubbles: true}));
    if (!element.closest('a, button, summary')) element.click?.();
  }
  return [...document.querySelectorAll('[href], [src], [action], [formaction], [data]')]
    .flatMap(e => ['href', 'src', 'action', 'formaction', 'data'].map(n => e.getAttribute(n)))
    .filter(a => a && /^[\\s\\u0000-\\u001f]*(javascript|data|vbscript|file|blob)\\s*:/i.test(a));
}"""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One site of every case that is published, but for the slow ones, which hold only letters."""
    root = tmp_path_factory.mktemp("hostile")
    shutil.copytree(AROUND, root / "content")
    lines = OUTCOMES.read_text("utf-8").splitlines()
    outcomes = dict(line.split(": ", 1) for line in lines)
    for case in (*YAML, *FILES, *MARKDOWN, *ELSEWHERE, *REGISTRATION):
        if outcomes[str(case)] == PUBLISHED and not case.name.startswith("slow-"):
            case.write(root / "content")
    sites.build(root / "content", root / "output")
    assert {path.name for path in root.iterdir()} <= {"content", "output", "outside.pdf"}
    return root / "output"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        yield browser
        browser.close()


def watched(browser: Browser, pages: dict[str, str], site: Path) -> tuple[Page, list[str]]:
    """A page of a browser that has these pages, without policy, and what it did beyond them."""
    page = browser.new_page()
    done: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path in pages:
            route.fulfill(body=POLICY.sub("", pages[path]), content_type="text/html; charset=utf-8")
        elif route.request.url.startswith(f"{HOST}/") and (site / path[1:]).is_file():
            file = site / path[1:]
            kind = TYPES.get(file.suffix, "application/octet-stream")
            route.fulfill(body=file.read_bytes(), content_type=kind)
        else:
            if not route.request.url.startswith(f"{HOST}/"):
                done.append(f"asked for {route.request.url}")
            route.abort()

    page.route("**/*", answer)
    page.expose_function("canary", lambda *_: done.append("ran"))
    page.on("dialog", lambda dialog: (done.append("a dialog"), dialog.dismiss()))
    page.on("popup", lambda _: done.append("a window"))
    return page, done


def check(page: Page, done: list[str], address: str) -> None:
    """Open a page of it, and point at, focus and click whatever is there."""
    page.goto(HOST + address)
    assert page.evaluate(TRY_EVERYTHING) == [], address
    assert page.url.partition("#")[0] == HOST + address
    assert done == [], address


def pages_of(site: Path) -> dict[str, str]:
    """The pages that hold hostile texts, by address."""
    found = {path for path in site.rglob("*.html") if "meetings/" in path.as_posix()}
    found |= {site / name for name in ("index.html", "documents/index.html")}
    return {
        f"/{path.relative_to(site).as_posix()}".removesuffix("index.html"): path.read_text("utf-8")
        for path in found
    }


def test_of_a_site_of_hostile_texts_nothing_runs(chromium: Browser, hostile_site: Path) -> None:
    pages = pages_of(hostile_site)
    assert len(pages) > 60
    page, done = watched(chromium, pages, hostile_site)
    for address in sorted(pages):
        check(page, done, address)
    page.close()


def test_of_texts_that_are_told_nothing_runs_either(chromium: Browser, hostile_site: Path) -> None:
    """Each is put into a page of the theme as it comes from the sanitiser."""
    whole = pages_of(hostile_site)["/meetings/markdown-cdata/"]
    beginning, _, end = whole.partition("</h1>")
    pages = {}
    for name, text in BODIES.items():
        prose, _ = render(
            text, file="index.md", first_line=1, at="/meetings/x/", resolve=lambda _: "/x/"
        )
        pages[f"/{name}/"] = f"{beginning}</h1><div>{prose.html}</div>{end}"
    page, done = watched(chromium, pages, hostile_site)
    for address in pages:
        check(page, done, address)
    page.close()


def test_the_watch_sees_what_runs(chromium: Browser, hostile_site: Path) -> None:
    text = "<main><img src=x onerror=canary()><a href='javascript:canary()'>x</a></main>"
    page, done = watched(chromium, {"/": text}, hostile_site)
    page.goto(f"{HOST}/")
    assert page.evaluate(TRY_EVERYTHING) == ["javascript:canary()"]
    page.wait_for_timeout(50)
    assert done
    page.close()


def test_no_line_of_a_calendar_is_an_editors(hostile_site: Path) -> None:
    for path in hostile_site.rglob("*.ics"):
        data = path.read_bytes()
        assert b"\nATTENDEE" not in data
        assert data.count(b"BEGIN:VEVENT\r\n") == data.count(b"\nUID:")
        assert not re.search(rb"[^\r]\n|\r[^\n]", data)
