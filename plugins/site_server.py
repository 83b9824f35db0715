"""A web server for this machine that answers as the real ones do: right types, a real 404."""

from __future__ import annotations

import io
import os
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote


class Answer(SimpleHTTPRequestHandler):
    """The answer to one request: a file, or the site's own 404 page."""

    extensions_map = {  # noqa: RUF012  Typed so by the class above.
        **SimpleHTTPRequestHandler.extensions_map,
        ".atom": "application/atom+xml; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".ics": "text/calendar; charset=utf-8",
    }

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Begin an answer. What a name with a dot before it holds is not for readers."""
        if "/." in unquote(self.path):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002
        """A folder without a page of its own is not there."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with 404.html where nothing is found, and as usual otherwise."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: what a reader of the terminal wants to see there is the problems."""


def local_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of `folder` on 127.0.0.1, not yet answering; OSError when the port is taken."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(Answer, directory=str(folder)))
