"""A web server for this machine that answers as the real ones do: right types, a real 404."""

from __future__ import annotations

import contextlib
import io
import os
import socket
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import quote, unquote, urlsplit

from commands.outcomes import Failed


class Site(Protocol):
    """What a server shows."""

    def file(self, name: str) -> Path:
        """Where the file of this name is, if there is one. Raises Failed if it cannot be made."""


class Folder:
    """A site that lies in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, name: str) -> Path:
        """Where the file of this name is, if there is one."""
        return self.folder / name


class Answer(SimpleHTTPRequestHandler):
    """The answer to one request: a file, or the site's own 404 page."""

    server: LocalServer
    extensions_map = {  # noqa: RUF012  Typed so by the class above.
        **SimpleHTTPRequestHandler.extensions_map,
        ".atom": "application/atom+xml; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".ics": "text/calendar; charset=utf-8",
    }

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Begin an answer. What a name with a dot before it holds is not for readers."""
        address = self.address
        if "/." in address or "\0" in address:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        name = address.lstrip("/")
        try:
            file = self.server.site.file(f"{name}index.html" if address.endswith("/") else name)
            if not address.endswith("/") and self.server.site.file(f"{name}/index.html").is_file():
                self.send_response(HTTPStatus.MOVED_PERMANENTLY)
                self.send_header("Location", f"{self.path}/")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return None
        except Failed as failed:
            self.send_page(HTTPStatus.INTERNAL_SERVER_ERROR, b"", str(failed))
            return None
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        if file.suffix == ".html":
            self.send_page(HTTPStatus.OK, file.read_bytes())
            return None
        self.directory = str(file.parent)
        self.path = f"/{quote(file.name)}"
        return super().send_head()

    @property
    def address(self) -> str:
        """The address that is asked for, plain."""
        return unquote(urlsplit(self.path).path)

    def dressed(self, page: bytes, failure: str = "") -> bytes:  # noqa: ARG002
        """A page as it is sent; empty where there is none. `failure` says why it is not made."""
        return page

    def send_page(self, code: HTTPStatus, page: bytes, failure: str = "") -> bool:
        """Answer with a page, if there is anything to show."""
        body = self.dressed(page, failure)
        if body:
            self.send_data(code, "text/html; charset=utf-8", body)
        return bool(body)

    def send_data(self, code: HTTPStatus, media_type: str, data: bytes) -> None:
        """Answer with these bytes."""
        self.send_response(code)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def end_headers(self) -> None:
        """Have browsers ask again each time: what is written now is to be seen now."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002
        """A folder without a page of its own is not there."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with 404.html where nothing is found, and as usual otherwise."""
        with contextlib.suppress(Failed):
            page = self.server.site.file("404.html")
            shown = page.read_bytes() if page.is_file() else b""
            if code == HTTPStatus.NOT_FOUND and self.send_page(HTTPStatus.NOT_FOUND, shown):
                return
        super().send_error(code, message, explain)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: what a reader of the terminal wants to see there is the problems."""


class LocalServer(ThreadingHTTPServer):
    """A server of a site on a socket that listens already; it answers many readers at once."""

    daemon_threads = True

    def __init__(self, listening: socket.socket, site: Site, answer: type[Answer] = Answer) -> None:
        address = listening.getsockname()
        super().__init__(address, answer, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.server_name, self.server_port = "127.0.0.1", address[1]
        self.site = site


def listen(port: int) -> socket.socket:
    """A socket that listens on 127.0.0.1; OSError when the port is taken."""
    listening = socket.socket()
    if os.name != "nt":  # There it would let two servers have one port.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


def local_server(folder: Path, port: int) -> LocalServer:
    """A server of `folder` on 127.0.0.1, not yet answering; OSError when the port is taken."""
    return LocalServer(listen(port), Folder(folder))
