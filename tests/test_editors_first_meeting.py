"""The page First meeting in five minutes, followed to the letter from an empty folder."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import own_sites
import sites
from pages import parse, seen

PAGE = sites.ROOT / "content" / "pages" / "first-meeting.md"

PROGRAM = f"""\
#!{sys.executable}
# What stands for python3: tasks.py without its set-up, on a day of the page's year.
import sys
sys.path[:0] = ["plugins", "."]
import tasks
sys.argv[:] = sys.argv[1:]
if sys.argv[1] in ("build", "check", "serve"):
    sys.argv += ["--now", "{sites.NOW}"]
if sys.argv[1] == "serve":
    sys.argv += ["--port", "0"]
tasks.Commands(namespace=tasks.namespace, binary="tasks.py").run()
"""

CODE = re.compile(r"`([^`]+)`")
STRONG = re.compile(r"\*\*(.+?)\*\*")
CHANGE = re.compile(r"in `(content/\S+)` change `([^`]+)` to `([^`]+)`")
LOCAL = "http://127.0.0.1:8000/"


@dataclass
class Reader:
    """Somebody who does what the page says: where they are, and what they saw last."""

    folder: Path
    start: Path
    file: Path | None = None
    told: str = ""
    serving: subprocess.Popen[str] | None = None
    address: str = ""
    seen_last: str = ""
    done: list[str] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    """What the page says that commands tell, and what they told."""

    @property
    def environment(self) -> dict[str, str]:
        ways = {"PATH": f"{self.start / 'bin'}:{os.environ['PATH']}", "PWD_FILE": str(self.noted)}
        dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), sites.EARLY)
        return own_sites.OUTSIDE | own_sites.SOMEONE | dates | ways

    @property
    def noted(self) -> Path:
        return self.start / "where.txt"

    def block(self, kind: str, text: str) -> None:
        """A block of code: commands, what they tell, or a file."""
        self.done.append(kind)
        if kind == "sh":
            self.run(text)
        elif kind == "text":
            self.texts.append((text, self.told))
        else:
            assert (kind, self.file is not None) == ("markdown", True)
            self.write(text)

    def run(self, commands: str) -> None:
        if commands == "python3 tasks.py serve\n":
            self.serve()
            return
        line = ["bash", "-e", "-c", f'{commands}\npwd > "$PWD_FILE"']
        done = subprocess.run(
            line,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.told = done.stdout
        assert done.stderr == ""
        if done.returncode:
            assert (commands, done.returncode) == ("python3 tasks.py check\n", 1)
        else:
            self.folder = Path(self.noted.read_text().strip())

    def serve(self) -> None:
        line = ["python3", "tasks.py", "serve"]
        self.serving = subprocess.Popen(
            line, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        assert self.serving.stdout
        for told in self.serving.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+/", told):
                self.address = found[0]
                return

    def end_serving(self) -> None:
        if self.serving:
            self.serving.send_signal(signal.SIGINT)
            with self.serving as process:  # which closes its pipe
                assert process.wait(timeout=30) == 0
            self.serving = None

    def write(self, text: str) -> None:
        assert self.file
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(text, encoding="utf-8")

    def prose(self, text: str) -> None:
        """A paragraph, or the item of a list."""
        text = " ".join(text.split())
        if found := CHANGE.search(text):
            own_sites.edit(self.folder / found[1], found[2], found[3])
            self.done.append("change")
        if "add the line that the message offers" in text:
            self.add_line()
        for code in CODE.findall(text):
            if code.startswith("content/") and "change" not in text:
                self.file = self.folder / code
        codes = [code for code in CODE.findall(text) if code.startswith((LOCAL, "/"))]
        wanted = STRONG.findall(text)
        assert bool(codes) == bool(wanted), text
        if codes:
            assert len(set(codes)) == 1
            self.look(codes[0], wanted)
            self.seen_last = wanted[0]
        if "The message goes by itself" in text:
            self.await_nothing(self.seen_last)
        if "Ctrl+C" in text:
            self.end_serving()

    def add_line(self) -> None:
        """The line that the last message offers, below the first line of the file."""
        assert self.file
        [line] = re.findall(r"Add this line: (\S+: \S+)", self.told)
        before, dashes, rest = self.file.read_text(encoding="utf-8").partition("---\n")
        self.write(f"{before}{dashes}{line}\n{rest}")
        self.done.append("line")

    def look(self, address: str, wanted: list[str]) -> None:
        self.done.append(address)
        until = time.monotonic() + 30
        while missing := [words for words in wanted if words not in self.shown(address)]:
            # Only what is served can still change.
            assert self.serving is not None, f"{address} lacks {missing}"
            assert time.monotonic() < until, f"{address} lacks {missing}"

    def await_nothing(self, words: str) -> None:
        """Until the served site no longer tells what was wrong."""
        self.done.append("gone")
        until = time.monotonic() + 30
        while words in self.shown(LOCAL):
            assert time.monotonic() < until, words

    def shown(self, address: str) -> str:
        """What a reader sees at an address of the published or the served site."""
        if address.startswith(LOCAL):
            with urlopen(self.address + address.removeprefix(LOCAL), timeout=30) as answer:
                return page_text(answer.read())
        file = self.folder.parent / "published" / address.strip("/")
        if file.is_dir():
            return page_text((file / "index.html").read_bytes())
        return file.read_bytes().decode("utf-8").replace("\r\n ", "")


def page_text(html: bytes) -> str:
    return seen(parse(html).one("body"))


def without_seconds(text: str) -> str:
    return re.sub(r"\d+\.\d s\b", "0.0 s", text)


def parts(text: str) -> Iterator[tuple[str, str]]:
    """Blocks of code with their kind, and in between paragraphs and items of lists, as prose."""
    body = text.split("---\n", 2)[2]
    pieces = re.split(r"^```(\w*)\n(.*?)^```$", body, flags=re.DOTALL | re.MULTILINE)
    while pieces:
        for paragraph in re.split(r"\n\n+|\n(?=- )", pieces.pop(0)):
            if paragraph.strip() and not paragraph.lstrip().startswith(("#", "- [")):
                yield "prose", paragraph
        if pieces:
            yield pieces.pop(0), pieces.pop(0)


@contextmanager
def a_reader(start: Path) -> Iterator[Reader]:
    """In the folder of the project, in an otherwise empty one."""
    program = start / "bin" / "python3"
    program.parent.mkdir()
    program.write_text(PROGRAM, encoding="utf-8")
    program.chmod(0o755)
    house = start / "house"
    house.mkdir()
    reader = Reader(own_sites.copy_house(house), start)
    try:
        yield reader
    finally:
        if reader.serving:
            with reader.serving as process:
                process.kill()


def follow(page: str, start: Path) -> Reader:
    with a_reader(start) as reader:
        for kind, text in parts(page):
            if kind == "prose":
                reader.prose(text)
            else:
                reader.block(kind, text)
    return reader


def test_every_step_of_the_page_is_true(tmp_path: Path, bless: bool) -> None:
    page = PAGE.read_text(encoding="utf-8")
    reader = follow(page, tmp_path)
    for said, told in reader.texts:
        if without_seconds(said) != without_seconds(told) and bless:
            page = page.replace(f"```text\n{said}```", f"```text\n{told}```", 1)
            PAGE.write_text(page, encoding="utf-8")
        else:
            assert without_seconds(said) == without_seconds(told)
    assert [reader.done.count(kind) for kind in ("markdown", "line", "change", "gone")] == [
        *(1, 1, 3, 1)
    ]
    assert reader.done.count("sh") == 9
    assert len([each for each in reader.done if "/" in each]) == 9
