"""Answers of a site that is being written: its pages tell of problems, and follow each change."""

from __future__ import annotations

import contextlib
from http import HTTPStatus

from commands.live import Live
from commands.notice import EVENTS, FILES
from commands.server import Answer, LocalServer

HEARTBEAT = 15.0
"""Seconds; that a browser has gone is noticed when it is written to."""


class LiveServer(LocalServer):
    """A server of a site that is being written."""

    site: Live


class LiveAnswer(Answer):
    """The answer to one request: a page with its problems, or what happens to the site."""

    server: LiveServer

    def do_GET(self) -> None:  # noqa: N802  Named so by the class above.
        """Answer with a file, or tell of changes until the reader goes."""
        if self.address == EVENTS:
            self.tell_changes()
        elif self.address in FILES:
            self.send_data(HTTPStatus.OK, *FILES[self.address])
        else:
            super().do_GET()

    def tell_changes(self) -> None:
        """Send each state of the site as a server-sent event (HTML, 9.2)."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        state = ""
        with contextlib.suppress(OSError):
            while True:
                told, state = state, self.server.site.wait(state, HEARTBEAT)
                event = f"retry: 200\ndata: {state}\n\n" if state != told else ":\n\n"
                self.wfile.write(event.encode())

    def dressed(self, page: bytes, failure: str = "") -> bytes:
        """The page with what is wrong, and with what makes it follow."""
        return self.server.site.dress(self.address, page, failure)
