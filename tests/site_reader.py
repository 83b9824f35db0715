"""Someone who opens pages of a site in a browser, at any minute, on any screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Request
from sites import NOW

# A browser's background services would ask other hosts for things that no test is about.
QUIET = (
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
)


@dataclass
class Reader:
    """Opens pages of the served site, and notes everything that goes wrong on them."""

    browser: Browser
    served: str
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def opens(
        self,
        address: str,
        *,
        at: str = NOW,
        width: int = 1280,
        scheme: Any = "light",
        scripts: bool = True,
        status: int = 200,
        living_in: str = "Europe/Brussels",
        speaking: str = "en-GB",
        before: str = "",
    ) -> Page:
        """A page of the site, opened `at` a minute, and answered with `status`.

        `before` is a script that the browser runs first.
        """
        context = self.browser.new_context(
            viewport={"width": width, "height": 800 if width > 500 else 640},
            color_scheme=scheme,
            java_script_enabled=scripts,
            timezone_id=living_in,
            locale=speaking,
            reduced_motion="reduce",
        )
        self.contexts.append(context)
        page = context.new_page()
        self.watch(page)
        if before:
            page.add_init_script(before)
        if scripts:
            # The clock of the page: `run_for` lets hours pass in a test.
            page.clock.install(time=datetime.fromisoformat(at))
        answer = page.goto(self.served + address)
        assert answer
        assert answer.status == status, address
        return page

    def watch(self, page: Page) -> None:
        """Note what the browser refuses, misses or asks of other hosts."""
        note = self.complaints.append
        page.on("console", lambda message: note(f"console: {message.text}"))
        page.on("pageerror", lambda error: note(f"script: {error}"))
        page.on("requestfailed", self.missed)
        page.on("response", lambda r: note(f"{r.status}: {r.url}") if r.status >= 400 else None)
        page.on("request", lambda r: None if self.here(r.url) else note(f"elsewhere: {r.url}"))

    def missed(self, request: Request) -> None:
        """Note a request that failed; one given up for the next page has not."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url}")

    def here(self, url: str) -> bool:
        """Whether an address is of the served site."""
        return url.startswith(f"{self.served}/")
