"""The comment on a pull request: GitHub is a small server here, and the artifact a stranger's."""

from __future__ import annotations

import io
import json
import runpy
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import sites

SCRIPT = runpy.run_path(str(sites.ROOT / ".github" / "comment.py"))
PULLS = [
    {"number": 6, "head": {"sha": "0" * 40}},
    {"number": 7, "head": {"sha": "a" * 40}},
]
OURS = {"id": 3, "user": {"login": "github-actions[bot]"}, "body": f"{SCRIPT['MARK']}\nOld"}
THEIRS = {"id": 2, "user": {"login": "somebody"}, "body": f"{SCRIPT['MARK']}\nNot ours"}


class GitHub:
    """What is there, and what was written."""

    address: str

    def __init__(self) -> None:
        self.text = "**Moved**: Energy: to 4 May"
        self.size = 100
        self.pulls: list[dict[str, Any]] = PULLS
        self.comments: list[dict[str, Any]] = [THEIRS]
        self.written: list[tuple[str, str, str]] = []
        self.asked: list[tuple[str, bool]] = []

    def answer(self, method: str, path: str, body: Any) -> bytes:
        """The answer to a request, as GitHub's documentation has it."""
        place = path.partition("?")[0].removeprefix("/repos/network/site")
        if method != "GET":
            self.written.append((method, place, body["body"]))
            return b"{}"
        if place == "/storage":
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
                files.writestr("changes.md", self.text)
                files.writestr("../../evil.py", "print('evil')")
            return packed.getvalue()
        answers: dict[str, Any] = {
            "/pulls": self.pulls,
            "/actions/runs/5/artifacts": {"artifacts": [{"id": 9, "size_in_bytes": self.size}]},
            "/issues/7/comments": self.comments,
        }
        return json.dumps(answers[place]).encode()


@pytest.fixture
def github() -> Iterator[GitHub]:
    """GitHub, listening."""
    hub = GitHub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hub.asked.append((self.path, "Authorization" in self.headers))
            if self.path.endswith("/zip"):
                self.send_response(302)
                # Another name of this machine stands for another host.
                self.send_header("Location", f"http://localhost:{server.server_port}/storage")
                self.end_headers()
                return
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or "null")
            self.send_response(200)
            self.end_headers()
            self.wfile.write(hub.answer(self.command, self.path, body))

        do_POST = do_PATCH = do_GET  # noqa: N815  http.server's names

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield hub
    server.shutdown()
    thread.join()
    server.server_close()


def comment(github: GitHub, conclusion: str = "success", head: str = "fork:heat") -> list[str]:
    """Run the script; the bodies it wrote."""
    SCRIPT["main"](
        {
            "GITHUB_API_URL": github.address,
            "GITHUB_REPOSITORY": "network/site",
            "CONCLUSION": conclusion,
            "HEAD": head,
            "RUN": "5",
            "SHA": "a" * 40,
            "TOKEN": "secret",
        }
    )
    return [body for _, _, body in github.written]


def test_the_first_one_is_made(github: GitHub) -> None:
    comment(github)
    assert github.written == [
        ("POST", "/issues/7/comments", f"{SCRIPT['MARK']}\n**Moved**: Energy: to 4 May")
    ]


def test_the_next_renews_our_own(github: GitHub) -> None:
    github.comments = [THEIRS, OURS]
    comment(github)
    assert [written[:2] for written in github.written] == [("PATCH", "/issues/comments/3")]


def test_what_failed_says_so_without_the_artifact(github: GitHub) -> None:
    [body] = comment(github, "failure")
    assert "cannot be published yet" in body
    assert not any("artifacts" in path for path, _ in github.asked)


@pytest.mark.parametrize("pulls", [[], PULLS[:1]])
def test_a_pull_request_that_has_gone_on_is_left_alone(
    github: GitHub, pulls: list[dict[str, Any]]
) -> None:
    github.pulls = pulls
    assert comment(github) == []


def test_a_branch_is_a_name_and_no_part_of_the_address(github: GitHub) -> None:
    comment(github, head="fork:a&state=all#b")
    assert "head=fork%3Aa%26state%3Dall%23b" in github.asked[0][0]


def test_the_token_stays_with_github(github: GitHub) -> None:
    comment(github)
    assert [path for path, token in github.asked if not token] == ["/storage"]


def test_what_is_too_large_is_not_fetched(github: GitHub) -> None:
    github.size = SCRIPT["LARGEST"] + 1
    assert comment(github) == []


def test_a_long_text_is_cut(github: GitHub) -> None:
    github.text = "@" * 10_000_000
    [body] = comment(github)
    assert 60_000 < len(body) < 65_536


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"**New**: A \<b\> (EU): \@ home", r"**New**: A &lt;b\> (EU): @&#8203; home"),
        ("<img src=x> @network/all", "&lt;img src=x> @&#8203;network/all"),
        ("![](https://elsewhere.example/a.png)", "[](https://elsewhere.example/a.png)"),
        ("!![a](b)", "[a](b)"),
    ],
)
def test_it_calls_nobody_and_shows_nothing_from_elsewhere(
    github: GitHub, text: str, shown: str
) -> None:
    github.text = text
    [body] = comment(github)
    assert body == f"{SCRIPT['MARK']}\n{shown}"
