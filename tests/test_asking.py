"""Other sites are asked politely, and what they say is told for what it is."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
from factories import a_group, a_programme
from hypothesis import example, given
from hypothesis import strategies as st

from commands.asking import Asker, ask_others, fetch_ledger, is_public
from commands.finished import check_finished
from commands.outcomes import Failed
from workgroups.answers import Answer, Answers, to_ask
from workgroups.group import Link
from workgroups.problems import Severity

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


@dataclass
class Other:
    """Another site: what it is asked, and how many ask at once."""

    address: str = ""
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    most_at_once: int = 0
    now: int = 0


class Answering(BaseHTTPRequestHandler):
    """Answers with the status that the path ends with; what it begins with is another's habit."""

    seen: Other

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.seen.now += 1
        self.seen.most_at_once = max(self.seen.most_at_once, self.seen.now)
        self.seen.asked.append((self.command, self.path, self.headers["User-Agent"]))
        name, _, status = self.path.partition("?")[0].strip("/").partition("/")
        threading.Event().wait(0.5 if name == "slow" else 0.001)
        # Whoever has an answer may ask anew before this one is left.
        self.seen.now -= 1
        if name == "rubbish":
            self.wfile.write(b"no HTTP\r\n\r\n")
        else:
            self.say(name, status)

    def say(self, name: str, status: str) -> None:
        if name == "head" and self.command == "GET":
            status = "206"
        self.send_response(int(status or 200))
        onward = {"on": "/is/200", "round": self.path, "inside": "http://10.0.0.1/"}
        onward["to"] = unquote(self.path.partition("?")[2])
        if name in onward:
            self.send_header("Location", onward[name])
        self.send_header("Content-Length", "9" if name == "short" else "2")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"/\n")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def other() -> Iterator[Other]:
    """A site on this machine."""
    seen = Other()
    own = type("Own", (Answering,), {"seen": seen})
    with ThreadingHTTPServer(("127.0.0.1", 0), own) as server:
        seen.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield seen
        server.shutdown()
        thread.join()


def here(number: str) -> bool:
    return number == "127.0.0.1"


def an_asker(waited: list[float] | None = None, patience: float = 20.0) -> Asker:
    """Somebody who waits as long as a busy machine may need, or for a moment only."""
    wait = [] if waited is None else waited
    return Asker("https://network.example", here, patience=patience, wait=wait.append)


@pytest.mark.parametrize(
    ("path", "status", "reason", "is_lost"),
    [
        ("/is/200", 200, "", False),
        ("/is/404", 404, "", True),
        ("/is/410", 410, "", True),
        ("/is/401", 401, "", False),
        ("/is/403", 403, "", False),
        ("/is/429", 429, "", False),
        ("/is/503", 503, "", False),
        ("/is/416", 200, "", False),
        ("/head/405", 206, "", False),
        ("/head/404", 206, "", False),
        ("/on/301", 200, "", False),
        ("/round/302", None, "it leads on more than 5 times", False),
        ("/inside/302", None, "10.0.0.1 is in a network of its own, which is never asked", False),
        ("/to/302?http://[", None, "it leads on to what is no address", False),
        ("/to/302?//[x]/", None, "it leads on to what is no address", False),
        ("/to/302?http://x:99999/", None, "it is no address", True),
        ("/to/302?mailto:x", None, "it is no address of the web", True),
        ("/slow/200", None, "nobody answered in time", False),
        ("/rubbish", None, "the answer was none of HTTP", False),
        ("/is/200?ä=é b#part", 200, "", False),
    ],
)
def test_an_answer_is_told_for_what_it_is(
    other: Other, path: str, status: int | None, reason: str, is_lost: bool
) -> None:
    answer = an_asker(patience=0.2 if path.startswith("/slow") else 20.0).answer(
        other.address + path
    )
    assert (answer.status, answer.reason) == (status, reason)
    if not answer.is_good:
        problem = answer.problem("https://x.example/", ("content/x.md", 3, 4))
        assert (problem.file, problem.line, problem.column) == ("content/x.md", 3, 4)
        assert (problem.severity is Severity.PROBLEM) == is_lost
        assert "https://x.example/" in problem.message
    assert {agent for _, _, agent in other.asked} <= {"link check of https://network.example"}
    assert other.asked[0][0] == "HEAD"


def test_hosts_that_are_not_there_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(host: str, *_: object, **__: object) -> object:
        code = socket.EAI_NONAME if host == "none.example" else socket.EAI_AGAIN
        raise socket.gaierror(code, "no")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    lost = an_asker().answer("https://none.example/")
    assert (lost.reason, lost.is_lost) == ("there is no host none.example", True)
    # The network of this machine may be down.
    later = an_asker().answer("https://other.example/")
    assert (later.reason, later.is_lost) == ("other.example cannot be looked up", False)


def test_what_cannot_be_asked_is_told(other: Other) -> None:
    secure = an_asker().answer(other.address.replace("http:", "https:"))
    assert secure.reason
    assert not secure.is_good
    for address in (
        "http://[x/",
        "http://127.0.0.1:x/",
        f"http://{'x' * 70}.example/",
        "https:///",
    ):
        assert an_asker().answer(address).is_lost, address
    assert other.asked == []


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "fe80::1%eth0", "fc00::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::", "ff02::1"),
    ],
)
def test_no_link_makes_the_machine_ask_its_own_network(number: str) -> None:
    assert not is_public(number)


def test_others_are_asked() -> None:
    assert is_public("1.1.1.1")
    assert is_public("2606:4700:4700::1111")


def test_this_machine_is_not_asked(other: Other) -> None:
    host = other.address.replace("127.0.0.1", "localhost")
    for address in (other.address, host):
        assert "is never asked" in Asker("x").answer(address).reason
    assert other.asked == []


def test_a_host_is_asked_one_thing_at_a_time(other: Other, tmp_path: Path) -> None:
    waited: list[float] = []
    pages = [f"{other.address}/is/{status}?{n}" for n in range(3) for status in (200, 404, 503)]
    lost = ask_others(pages, tmp_path / "links.json", NOW, an_asker(waited))
    assert sorted(lost) == sorted(page for page in pages if "/200" not in page)
    assert other.most_at_once == 1
    assert waited == [1.0] * (len(pages) - 1 + len(lost))


def test_a_good_answer_is_believed_for_a_week(other: Other, tmp_path: Path) -> None:
    cache, pages = tmp_path / "cache" / "links.json", [f"{other.address}/is/200"]
    bad = f"{other.address}/is/404"
    ask_others([*pages, bad], cache, NOW, an_asker())
    other.asked.clear()
    assert set(ask_others([*pages, bad], cache, NOW + timedelta(days=6), an_asker())) == {bad}
    assert {path for _, path, _ in other.asked} == {"/is/404"}
    other.asked.clear()
    for moment in (NOW + timedelta(days=8), NOW - timedelta(days=30)):
        ask_others(pages, cache, moment, an_asker())
    assert len(other.asked) == 2


def test_a_cache_that_cannot_be_kept_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answers = Answers.read(tmp_path / "file" / "links.json", NOW)
    answers.learn({"https://a.example/": Answer(200), "https://b.example/": Answer(404)})
    assert set(answers.good) == {"https://a.example/"}
    answers.write(tmp_path / "file" / "links.json")


def test_what_the_site_itself_makes_is_not_asked() -> None:
    made = [
        "https://calendar.google.com/calendar/render?action=TEMPLATE",
        "https://outlook.office.com/calendar/0/deeplink/compose",
        "https://www.openstreetmap.org/search?query=x",
    ]
    assert to_ask([*made, "https://b.example/", "https://a.example/"]) == [
        "https://a.example/",
        "https://b.example/",
    ]


def test_the_ledger_is_fetched(other: Other) -> None:
    assert fetch_ledger(f"{other.address}/addresses.txt", an_asker()) == b"/\n"
    assert fetch_ledger(f"{other.address}/is/404", an_asker()) is None
    for path in ("/is/403", "/is/500", "/is/204", "/short", "/slow", "/round/301"):
        with pytest.raises(Failed, match="cannot be had: "):
            fetch_ledger(other.address + path, an_asker(patience=0.2 if path == "/slow" else 20.0))


def test_links_are_asked_for_where_a_build_is_told_to(
    other: Other, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    group = a_group(links=(Link("Lost", f"{other.address}/is/404"),))
    source = tmp_path / group.source
    source.parent.mkdir(parents=True)
    source.write_text(f"---\nname: X\nurl: {other.address}/is/404\n---\n")
    tree = tmp_path / "tree"
    page = tree / group.address.strip("/") / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("".join(f'<a href="{other.address}/is/{n}">' for n in (200, 404, 503)))
    settings = {
        "PATH": str(tmp_path / "content"),
        "CACHE_PATH": str(tmp_path / "cache"),
        "NOW": NOW,
        "ASKER": an_asker(),
        "EXTERNAL": False,
    }
    context = {"address": "https://network.example", "programme": a_programme(groups=(group,))}
    check_finished(tree, settings, context)
    assert other.asked == []
    with pytest.raises(Failed) as failed:
        check_finished(tree, {**settings, "EXTERNAL": True}, context)
    lost, _, _, remedy, unseen, _ = str(failed.value).splitlines()
    assert lost.startswith(
        f"{group.source}:3:6: problem: {other.address}/is/404 leads nowhere: 404"
    )
    assert "write its new address" in remedy
    assert unseen.startswith("groups/smart-cities/index.html:1:1: advice: whether ")
    page.write_text(f'<a href="{other.address}/is/503">')
    check_finished(tree, {**settings, "EXTERNAL": True}, context)
    assert "could not be seen: the answer was 503" in capsys.readouterr().err


@given(
    st.sampled_from(["http://", "https://", "http:", "//", "ftp://", ""]),
    st.text("[]:/@.?#%\\ \0\té0xN", max_size=20) | st.text(max_size=20),
)
@example("http://", "[::1]:0x/")
@example("https://", "a\x01b/")
def test_of_any_address_it_is_told_why_nobody_answers(scheme: str, rest: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        inside = [(0, 0, 0, "", ("10.0.0.1", 80))]
        patch.setattr(socket, "getaddrinfo", lambda *_, **__: inside)
        answer = an_asker().answer(scheme + rest)
    assert (answer.status, answer.is_good) == (None, False)
    assert answer.reason
