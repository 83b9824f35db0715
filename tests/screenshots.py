"""Pictures of each kind of page: on a phone and a desk, light and dark, and sheets of them.

Builds the example site for its own moment and writes to screenshots/ a PNG of each, and sheet.png
with all of them; the few that the README shows go to .github/pages.png.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from html import escape
from itertools import product
from pathlib import Path
from threading import Thread
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "any_site"))

from example_pages import EVERY, MEETINGS, PAGES  # noqa: E402
from sites import EXAMPLE, NOW, build  # noqa: E402

from commands.server import local_server  # noqa: E402

Scheme = Literal["light", "dark"]
FOLDER = ROOT / "screenshots"
README = ROOT / ".github" / "pages.png"
WIDTHS = {1280: 960, 360: 880}
"""How wide a screen is, and how high."""
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

SHOWN = (
    (PAGES["home"], 1280, "light", 540),
    (MEETINGS["open, hybrid"], 1280, "light", 540),
    (PAGES["group, parent"], 1280, "dark", 540),
    (PAGES["home"], 360, "dark", 164),
    (MEETINGS["full, waiting list"], 360, "light", 164),
    (MEETINGS["cancelled"], 360, "dark", 164),
)
"""What the README shows: an address, the screen, and how wide its picture is on the sheet."""

LOOK = """
body { margin: 0; padding: 24px; background: #e4e1d8; font: 13px sans-serif; color: #333; }
main { display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start; }
figure { margin: 0; } figcaption { padding-bottom: 4px; }
img { display: block; border-radius: 6px; box-shadow: 0 2px 10px rgb(0 0 0 / .25); }
"""


def name_of(kind: str, width: int, scheme: str) -> str:
    """The file of a picture: `group-parent-360-dark.png`."""
    return f"{re.sub('[^a-z0-9]+', '-', kind.lower())}-{width}-{scheme}.png"


def picture(browser: Browser, address: str, width: int, scheme: Scheme) -> bytes:
    """The first screen of a page, at the moment that the site was built for."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.clock.install(time=datetime.fromisoformat(NOW))
    page.goto(address)
    taken = page.screenshot()
    context.close()
    return taken


def sheet(browser: Browser, pictures: list[tuple[Path, str, int]], width: int) -> bytes:
    """One picture of many, each with its name and as wide as it says."""
    figures = "".join(
        f"<figure>{f'<figcaption>{escape(name)}</figcaption>' if name else ''}"
        f'<img src="{file.as_uri()}" width="{wide}" alt=""></figure>'
        for file, name, wide in pictures
    )
    page = browser.new_page(viewport={"width": width, "height": 600})
    with tempfile.TemporaryDirectory() as folder:
        # Only a page that is a file itself may show files.
        file = Path(folder, "sheet.html")
        text = f"<!DOCTYPE html><meta charset=utf-8><style>{LOOK}</style><main>{figures}</main>"
        file.write_text(text, encoding="utf-8")
        page.goto(file.as_uri())
        taken = page.screenshot(full_page=True)
    page.close()
    return taken


def take_all(browser: Browser, served: str) -> Iterator[tuple[Path, str, int]]:
    """Write the pictures of every kind of page; each with its name and width on the sheet."""
    kinds = {**EVERY, "style guide": "/styleguide/"}
    for (kind, address), width, scheme in product(kinds.items(), WIDTHS, SCHEMES):
        file = FOLDER / name_of(kind, width, scheme)
        file.write_bytes(picture(browser, served + address, width, scheme))
        yield file, f"{kind}, {width}, {scheme}", 480 if width > 500 else 180


def take_shown(browser: Browser, served: str, folder: Path) -> Iterator[tuple[Path, str, int]]:
    """The pictures that the README shows, without names."""
    for place, (address, width, scheme, wide) in enumerate(SHOWN):
        file = folder / f"{place}.png"
        file.write_bytes(picture(browser, served + address, width, scheme))
        yield file, "", wide


def main() -> None:
    """Build, serve, and take all of them."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder, "site")
        print(build(ROOT / "content", site, settings=EXAMPLE, now=NOW), end="")
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        arguments += ["--disable-background-networking", "--disable-gpu", "--hide-scrollbars"]
        path = os.environ.get("CHROMIUM")
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        with local_server(site, 0) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            served = f"http://127.0.0.1:{server.server_port}"
            every = list(take_all(browser, served))
            (FOLDER / "sheet.png").write_bytes(sheet(browser, every, 1440))
            shown = list(take_shown(browser, served, Path(folder)))
            README.write_bytes(sheet(browser, shown, 1152))
            server.shutdown()
        browser.close()
    print(f"{len(every)} pictures in {FOLDER.name}/, and .github/{README.name}")


if __name__ == "__main__":
    main()
