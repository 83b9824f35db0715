"""Put what subscribers will see into one comment of a pull request, renewed with each commit.

Run by comment.yml, with a token that may write, after a run that executed a stranger's code. So of
that run it takes one text and believes nothing in it: which pull request it is, GitHub says; the
text is cut short, calls nobody and shows nothing from elsewhere.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from zipfile import ZipFile

MARK = "<!-- What subscribers will see -->"
LARGEST = 1_000_000
"""Bytes of the artifact; the text is a fraction of it."""
LONGEST = 60_000
"""Characters of the text; GitHub takes comments of 65,536."""

FAILED = """\
This cannot be published yet: the checks below tell what is wrong, and *Files changed* shows it at
its line."""


def main(run: Mapping[str, str]) -> None:
    """Make or renew the comment; nothing where the pull request has gone on or gone away."""
    api = f"{run['GITHUB_API_URL']}/repos/{run['GITHUB_REPOSITORY']}"
    about = {"state": "open", "head": run["HEAD"]}
    pulls = [
        pull
        for pull in answer(run, "GET", f"{api}/pulls?{urlencode(about)}")
        if pull["head"]["sha"] == run["SHA"]
    ]
    text = changes(run, api) if run["CONCLUSION"] == "success" else FAILED
    if not pulls or text is None:
        return
    comments = f"{api}/issues/{pulls[0]['number']}/comments"
    # Of a longer discussion the beginning: ours comes with the first commit.
    for comment in answer(run, "GET", f"{comments}?per_page=100"):
        if comment["user"]["login"] == "github-actions[bot]" and comment["body"].startswith(MARK):
            body = {"body": f"{MARK}\n{text}"}
            answer(run, "PATCH", f"{api}/issues/comments/{comment['id']}", body)
            return
    answer(run, "POST", comments, {"body": f"{MARK}\n{text}"})


def changes(run: Mapping[str, str], api: str) -> str | None:
    """The text of the run's artifact, made harmless; None where it has none."""
    found = answer(run, "GET", f"{api}/actions/runs/{run['RUN']}/artifacts?name=changes")
    for artifact in found["artifacts"]:
        if artifact["size_in_bytes"] <= LARGEST:
            packed = fetched(run, "GET", f"{api}/actions/artifacts/{int(artifact['id'])}/zip")
            with ZipFile(io.BytesIO(packed)) as files, files.open("changes.md") as file:
                return harmless(file.read(LONGEST).decode(errors="replace"))
    return None


def harmless(text: str) -> str:
    """Markdown without HTML, pictures and mentions."""
    text = re.sub(r"\\?<", "&lt;", text)
    text = re.sub(r"\\?@", "@&#8203;", text)
    return re.sub(r"!+\[", "[", text)[:LONGEST]


def answer(run: Mapping[str, str], method: str, address: str, body: Any = None) -> Any:
    """What GitHub answers, as JSON."""
    return json.loads(fetched(run, method, address, body))


def fetched(run: Mapping[str, str], method: str, address: str, body: Any = None) -> bytes:
    """What is there, up to the largest size."""
    data = None if body is None else json.dumps(body).encode()
    accept = {"Accept": "application/vnd.github+json"}
    request = Request(address, data, accept, method=method)  # noqa: S310  Of GITHUB_API_URL
    # An artifact lies with another host, which must not get the token.
    request.add_unredirected_header("Authorization", f"Bearer {run['TOKEN']}")
    with urlopen(request, timeout=60) as response:  # noqa: S310
        return bytes(response.read(LARGEST * 10))


if __name__ == "__main__":
    main(os.environ)
