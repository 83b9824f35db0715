"""A folder for the uploaders of hosts."""

from __future__ import annotations

from pathlib import Path

import pytest

from targets.notation import target_of
from targets.target import CannotSend, Finished

REDIRECTS = (("/old/", "/groups/energy/"),)


def lay(tree: Path, **files: str) -> Finished:
    tree.mkdir()
    for name, text in files.items():
        (tree / name.replace("_", ".")).write_text(text)
    return Finished(tree, "https://groups.example.eu", REDIRECTS)


@pytest.mark.parametrize(
    ("host", "redirects"),
    [
        ("netlify", "/old/ /groups/energy/ 301!\n"),
        ("cloudflare", "/old/ /groups/energy/ 301\n"),
    ],
)
def test_the_host_is_told_headers_and_redirects(host: str, redirects: str, tmp_path: Path) -> None:
    target = target_of(f"{host}:{tmp_path / 'public'}", keep=5)
    with target.held():
        sent = target.send(lay(tmp_path / "site", index_html="home", calendar_ics="feed"))
    assert (sent.sent, sent.unchanged, sent.removed) == (4, 0, 0)
    assert target.read("_redirects") == redirects.encode()
    headers = (target.read("_headers") or b"").decode()
    assert "/*\n  Content-Security-Policy: " in headers
    assert "/*.ics\n  Cache-Control: " in headers
    again = target.send(lay(tmp_path / "again", index_html="home", calendar_ics="moved"))
    assert (again.sent, again.unchanged, again.removed) == (1, 3, 0)
    assert target.read("nothing.html") is None


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "letter.txt").write_text("mine")
    target = target_of(f"netlify:{tmp_path / 'public'}", keep=5)
    with pytest.raises(CannotSend, match="files that no build has made"):
        target.send(lay(tmp_path / "site", index_html="home"))
    assert [path.name for path in (tmp_path / "public").iterdir()] == ["letter.txt"]
