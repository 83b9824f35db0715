"""What an editor sees while writing: the page follows, and its problems stand on top of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from live_sites import HEAT, PAGE, change, served
from playwright.sync_api import Browser, expect
from site_reader import Reader

from commands.live import Live

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(browser: Browser, live: Live) -> Iterator[Reader]:
    """Somebody who looks at the site that is being written; nothing may go wrong on its pages."""
    with served(live) as address:
        editor = Reader(browser, address)
        yield editor
        for context in editor.contexts:
            context.close()
        assert editor.complaints == []


def test_the_page_follows_what_is_saved(editor: Reader, live: Live, site: Path) -> None:
    page = editor.opens(PAGE)
    for words in ("First words", "Second words"):
        change(site / "content" / HEAT / "index.md", 'title: "', f'title: "{words} ')
        live.refresh()
        expect(page.get_by_role("heading", level=1)).to_contain_text(words)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_problem_comes_and_goes(
    editor: Reader, live: Live, site: Path, width: int, scheme: str
) -> None:
    page = editor.opens(PAGE, width=width, scheme=scheme)
    notice = page.locator("#content-problems")
    expect(notice).to_have_count(0)
    text = (site / "content" / HEAT / "index.md").read_text("utf-8")
    change(site / "content" / HEAT / "index.md", 'title: "', "title: \"Never closed ' ")
    change(site / "content" / HEAT / "index.md", "start: ", "start: 2025-02-31 ")
    live.refresh()
    expect(notice).to_be_visible()
    expect(notice.get_by_role("heading")).to_contain_text("on this page")
    for scrolled in (0, 400):
        page.evaluate("y => scrollTo(0, y)", scrolled)
        box = notice.bounding_box()
        assert box
        assert (box["x"], box["y"], box["width"]) == (0, 0, width)
        assert box["height"] < 400
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run('#content-problems')")
    assert [fault["id"] for fault in found["violations"]] == []
    (site / "content" / HEAT / "index.md").write_text(text, encoding="utf-8")
    live.refresh()
    expect(notice).to_have_count(0)
