"""Serving: what is saved is seen at once, and what is wrong stands on the page concerned."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.request import urlopen

import html5lib
import pytest
import sites
from hypothesis import given, settings
from hypothesis import strategies as st
from live_sites import HEAT, PAGE, change, save, served

from commands import worker
from commands.build import read_settings
from commands.live import Live
from commands.notice import Notice, page_of
from commands.outcomes import Failed
from commands.watching import watched
from workgroups.problems import Problem


def page(live: Live, address: str = PAGE) -> str:
    """What a reader of this page gets."""
    file = live.file(f"{address.lstrip('/')}index.html")
    return live.dress(address, file.read_bytes() if file.is_file() else b"").decode()


# ---- The site while it is being written ----------------------------------------------------------


def test_it_is_the_site_that_a_build_makes(live: Live, small_site: Path, site: Path) -> None:
    """Every file, and no other; what git and the moment say is not known here."""
    names = {path.relative_to(small_site).as_posix() for path in small_site.rglob("*.*")}
    names -= {".workgroups-output"}
    assert all(live.file(name).is_file() for name in names if not (small_site / name).is_dir())
    assert not live.file("nowhere/index.html").is_file()
    document = f"{PAGE.strip('/')}/agenda.pdf"
    assert live.file(document).read_bytes() == (site / "content" / HEAT / "agenda.pdf").read_bytes()


def test_a_page_is_made_when_it_is_asked_for(live: Live) -> None:
    made = live.file("404.html").parent
    assert not (made / PAGE.strip("/") / "index.html").exists()
    assert live.file(f"{PAGE.strip('/')}/index.html").is_file()


def test_the_index_of_search_is_made_when_it_is_asked_for(live: Live, site: Path) -> None:
    folder = live.file("404.html").parent / "search/index"
    page(live, "/search/")
    assert not folder.exists()
    assert b'"shards"' in live.file("search/index/shards.json").read_bytes()
    assert live.file("search/index/finds/0.json").is_file()
    assert not live.file("search/index/finds/999999.json").is_file()
    change(site / "content" / HEAT / "index.md", 'title: "', 'title: "Zanzibar ')
    live.refresh()
    assert b"zanzibar" in live.file("search/index/words/z-.json").read_bytes()


def test_an_edited_text_is_all_that_is_made_anew(live: Live, site: Path) -> None:
    """Also once somebody has searched: the files of the index are made together."""

    def words() -> bytes:
        folder = live.file("search/index/shards.json").parent
        return b"".join(file.read_bytes() for file in sorted(folder.rglob("*.json")))

    text, home = site / "content" / HEAT / "index.md", live.file("index.html")
    assert "unheard" not in page(live)
    assert b"unheard" not in words()
    change(text, "\n---\n", "\n---\n\nSomething unheard of.\n")
    live.refresh([str(text)])
    assert "unheard" in page(live)
    assert b"unheard" in words()
    # A whole making would have a folder of its own.
    assert live.file("index.html") == home


def test_what_is_saved_is_seen(live: Live, site: Path) -> None:
    state = live.notice.state
    change(site / "content" / HEAT / "index.md", 'title: "', 'title: "Surely ')
    assert live.refresh().startswith("Made anew")
    assert "Surely" in page(live)
    assert live.wait(state, 0) != state


def test_templates_and_words_are_seen(live: Live, site: Path) -> None:
    page(live)
    change(site / "theme/templates/base.html", "</body>", "<p>From the theme</p></body>")
    live.refresh()
    assert "From the theme" in page(live)


def test_a_problem_stands_on_its_page_and_the_site_stays(live: Live, site: Path) -> None:
    before = page(live)
    change(site / "content" / HEAT / "index.md", 'title: "', 'title: "<b>" ')
    told = live.refresh()
    assert "index.md:" in told
    after = page(live)
    assert "1 problem on this page" in after
    assert "&lt;b&gt;" in after  # The line, as text.
    assert "<b>" not in after
    assert "as it was before" in after
    assert before.partition("<body")[2].partition("<header")[2][:500] in after
    assert "1 problem in the content" in page(live, "/")
    assert f'href="{PAGE}"' in page(live, "/")
    change(site / "content" / HEAT / "index.md", 'title: "<b>" ', 'title: "')
    live.refresh()
    assert "content-problems" not in page(live)


def test_a_new_meeting_with_a_problem_has_its_page(live: Live, site: Path) -> None:
    new = site / "content/meetings/2026/2026-09-09-new/index.md"
    new.parent.mkdir()
    new.write_text("---\ntitle: New\n", encoding="utf-8")
    live.refresh()
    missing = live.dress("/meetings/2026-09-09-new/", live.file("404.html").read_bytes())
    assert b"1 problem on this page" in missing


def test_what_cannot_be_made_at_first_is_told(site: Path) -> None:
    (site / "content/strange.txt").write_text("?")
    overrides = {"PATH": str(site / "content"), "THEME": str(site / "theme")}
    with Live(read_settings(site / "settings.py", overrides)) as live:
        live.refresh()
        told = page(live, "/")
        assert "nothing in here is published" in told
        assert "nothing else to see" in told
        (site / "content/strange.txt").unlink()
        live.refresh()
        assert "content-problems" not in page(live, "/")


def test_a_template_that_fails_is_told(live: Live, site: Path) -> None:
    told: list[str] = []
    live.say = told.append
    page(live)
    change(site / "theme/templates/meeting.html", "{% block ", "{{ nobody_knows }}{% block ")
    change(site / "theme/templates/base.html", "<title>", "{{ nobody_knows }}<title>")
    live.refresh()
    with pytest.raises(Failed, match=r"base\.html:.*nobody_knows") as failed:
        live.file(f"{PAGE.strip('/')}/index.html")
    shown = live.dress(PAGE, b"", str(failed.value)).decode()
    assert "nobody_knows" in shown
    assert "Heat plans" in shown  # as it was before
    assert told == [str(failed.value)]
    live.dress(PAGE, b"", str(failed.value))
    assert len(told) == 1
    change(site / "theme/templates/base.html", "{{ nobody_knows }}", "")
    change(site / "theme/templates/meeting.html", "{{ nobody_knows }}", "")
    live.refresh()
    assert "Heat" in page(live)


# ---- The notice ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("groups/energy/index.md", "/groups/energy/"),
        ("groups/energy/terms.pdf", "/groups/energy/"),
        ("groups/energy", "/groups/energy/"),
        ("meetings/2026/2026-01-21-a/index.md", "/meetings/2026-01-21-a/"),
        ("meetings/2026/2026-01-21-a/index.fr.md", "/fr/meetings/2026-01-21-a/"),
        ("meetings/2026/2026-01-21-a/agenda.pdf", "/meetings/2026-01-21-a/"),
        ("meetings/2026/2026-01-21-a", "/meetings/2026-01-21-a/"),
        ("pages/about.md", "/about/"),
        ("strange.txt", None),
    ],
)
def test_a_problem_knows_its_page(file: str, address: str | None) -> None:
    assert page_of(f"content/{file}", Path("/somewhere/content")) == address


def test_the_notice_is_html_whatever_it_tells(tmp_path: Path) -> None:
    nasty = "</aside><script>alert(1)</script>\u202e"
    problem = Problem(f"content/meetings/{nasty}.md", 1, 1, nasty, nasty)
    notice = Notice(tmp_path / "content", (problem,), "told", "1-1")
    written = notice.put_on("/", b"<html><body><p>Page</p></body></html>").decode()
    tags: list[str] = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, _: tags.append(tag)  # type: ignore[method-assign]
    reader.feed(written)
    assert tags.count("script") == 1
    assert "\u202e" not in written
    assert written.index("aside") < written.index("<p>Page</p>") < written.index("follow.js")


# ---- Its server ----------------------------------------------------------------------------------


def state_told(events: IO[bytes]) -> str:
    """The next state that a reader hears of."""
    while not (line := events.readline()).startswith(b"data: "):
        assert line
    return line.decode().removeprefix("data: ").rstrip()


def test_readers_hear_of_each_change(live: Live, site: Path) -> None:
    with served(live) as address, urlopen(f"{address}/.serve/events", timeout=30) as events:
        assert events.headers["Content-Type"] == "text/event-stream"
        assert state_told(events) == live.notice.state
        change(site / "content" / HEAT / "index.md", 'title: "', 'title: "Surely ')
        live.refresh()
        assert state_told(events) == live.notice.state


def test_what_is_saved_before_anybody_asks_is_told(tmp_path: Path) -> None:
    """As happens between the reading of a site and the first look for changes."""
    saved = watched(tmp_path)
    (tmp_path / "index.md").write_text("---\n", encoding="utf-8")
    assert next(saved) == {str(tmp_path / "index.md")}


def test_a_reader_who_hears_nothing_is_kept(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.following.HEARTBEAT", 0.01)
    with served(live) as address, urlopen(f"{address}/.serve/events", timeout=30) as events:
        assert events.readline() == b"retry: 200\n"
        assert events.readline().startswith(b"data: ")
        assert [events.readline() for _ in range(3)] == [b"\n", b":\n", b"\n"]


def test_many_readers_are_answered_at_once(live: Live) -> None:
    """One that listens for changes keeps nobody waiting, and each gets the whole page."""
    addresses = ["/", PAGE, "/documents/", "/calendar.ics", "/groups/energy/", "/theme/favicon.svg"]
    with served(live) as address, urlopen(f"{address}/.serve/events", timeout=30):

        def read(name: str) -> bytes:
            with urlopen(f"{address}{name}", timeout=60) as answer:
                return answer.read()

        with ThreadPoolExecutor(24) as readers:
            answers = list(readers.map(read, addresses * 20))
    assert len(set(answers)) == len(addresses)


@pytest.mark.parametrize(
    ("asked", "code", "wanted"),
    [
        ("/nowhere", 404, b"data-state"),
        ("/groups/", 404, b"data-state"),
        ("/../settings.py", 404, b"data-state"),
        ("/%2e%2e/settings.py", 404, b"data-state"),
        ("/.serve/nothing", 404, b"data-state"),
        ("/documents", 200, b"data-state"),
        ("/.serve/notice.css", 200, b"#content-problems"),
        ("/calendar.ics", 200, b"BEGIN:VCALENDAR"),
    ],
)
def test_it_answers_as_a_real_server(live: Live, asked: str, code: int, wanted: bytes) -> None:
    with served(live) as address:
        try:
            answer = urlopen(f"{address}{asked}", timeout=30)
        except HTTPError as error:
            answer = error
        with answer:
            assert (answer.code, wanted in answer.read()) == (code, True)
            assert answer.headers["Cache-Control"] == "no-cache"


def test_a_page_that_cannot_be_made_says_why(live: Live, site: Path) -> None:
    change(site / "theme/templates/page.html", "{% block ", "{{ 1 // 0 }}{% block ")
    change(site / "theme/templates/base.html", "<title>", "{{ 1 // 0 }}<title>")
    live.refresh()
    with served(live) as address:
        with pytest.raises(HTTPError) as failed:
            urlopen(f"{address}/about/", timeout=30)
        with failed.value as answer:
            assert answer.code == 500
            assert b"ZeroDivisionError" in answer.read()


# ---- The command ---------------------------------------------------------------------------------


class Serving:
    """The command at work on a project of its own: its plugins can be broken."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.content = project / "content"
        line = [sys.executable, str(project / "start.py")]
        self.process = subprocess.Popen(
            line, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().split(" ")[0].rstrip("/")

    def await_told(self, words: str) -> None:
        """Wait until the terminal says this."""
        assert self.process.stderr
        while words not in (line := self.process.stderr.readline()):
            assert line, f"it ended and never said {words}"

    def page(self, address: str) -> str:
        with urlopen(f"{self.address}{address}", timeout=60) as answer:
            return answer.read().decode()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


START = """\
import pathlib, sys
sys.path.insert(0, "plugins")
from commands.serving import serve_site
try:
    serve_site(pathlib.Path("settings.py").resolve(), {}, 0)
except KeyboardInterrupt:
    pass
"""


@pytest.fixture
def serving(site: Path) -> Iterator[Serving]:
    """The command, with plugins of its own."""
    shutil.copytree(sites.ROOT / "plugins", site / "plugins")
    (site / "start.py").write_text(START)
    serving = Serving(site)
    with serving.process:  # which closes its pipes
        yield serving
        serving.process.kill()


def test_what_a_worker_says_is_written_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of its threads may speak at once."""
    written: list[str] = []

    class Stream(StringIO):
        def write(self, text: str) -> int:
            written.append(text)
            return len(text)

    monkeypatch.setattr(sys, "stdout", Stream())
    worker.say("failed", "a\nb")
    assert written == ['failed "a\\nb"\n']


def test_from_save_to_page(serving: Serving) -> None:
    serving.await_told("Made anew")
    events = urlopen(f"{serving.address}/.serve/events", timeout=60)
    state_told(events)
    # Content.
    change(serving.content / HEAT / "index.md", 'title: "', 'title: "Surely ')
    state_told(events)
    assert "Surely" in serving.page(PAGE)
    # A plugin that cannot be loaded: told, and the site goes on.
    door = serving.project / "plugins/event_pages.py"
    text = door.read_text("utf-8")
    save(door, "def broken(:\n" + text)
    serving.await_told("event_pages.py")
    state_told(events)
    assert "event_pages.py" in serving.page(PAGE)
    assert "Surely" in serving.page(PAGE)
    # One that its own process needs; and settings that end it.
    for file, words in (
        ("plugins/workgroups/group.py", "raise RuntimeError('kaput')\n"),
        ("settings.py", "import sys; sys.exit('no more')\n"),
    ):
        good = (serving.project / file).read_text("utf-8")
        save(door, text)
        save(serving.project / file, good + words)
        line = good.count("\n") + 1
        serving.await_told(f"{file}:{line}")
        save(serving.project / file, good)
    serving.await_told("Made anew")
    events.read()  # Until the process before has ended.
    events.close()
    assert "event_pages.py" not in serving.page("/")
    assert serving.stop() == 0
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(serving.address.rpartition(":")[2])))


WORDS = st.text("<>&\"'/a-!=\n\x1b\u202e", max_size=20) | st.text(max_size=20)
PROBLEMS = st.builds(
    Problem,
    st.sampled_from(["content/pages/", "content/meetings/x/"]).flatmap(
        lambda folder: WORDS.map(lambda name: f"{folder}{name}.md")
    ),
    st.integers(1, 9),
    st.integers(1, 9),
    WORDS.filter(str.strip),
    WORDS.filter(str.strip),
)


@settings(max_examples=40)
@given(st.lists(PROBLEMS, max_size=3), WORDS)
def test_no_words_of_a_notice_are_markup(problems: list[Problem], text: str) -> None:
    notice = Notice(Path("/nowhere/content"), tuple(problems), f"told {text}", "1-1")
    page = b"<!doctype html><html><body><p>Page</p></body></html>"
    tree = html5lib.parse(notice.put_on("/pages/x/", page), namespaceHTMLElements=False)
    (aside,) = tree.iter("aside")
    assert {element.tag for element in aside.iter()} <= set(
        "aside h2 details summary ol li p code a pre".split()  # noqa: SIM905  Names in a row.
    )
    assert len(list(aside.iter("li"))) == len(problems)
    assert [script.get("src") for script in tree.iter("script")] == ["/.serve/follow.js"]
    assert {name for element in aside.iter() for name in element.keys()} <= {  # noqa: SIM118
        *("id", "lang", "tabindex", "open", "href")
    }
