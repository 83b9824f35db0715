"""The site while it is being written: each page is made when somebody looks at it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from threading import Condition, Lock
from typing import Any, Self

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from commands.build import Failed, run_pelican, told
from commands.notice import Notice
from site_writer import SiteWriter, name_of
from workgroups.memory import Memory
from workgroups.reading import read_content


class Patient(SiteWriter):
    """A writer that writes a file only when somebody asks for it."""

    def __init__(self, output_path: str, settings: dict[str, Any] | None = None) -> None:
        super().__init__(output_path, settings)
        self.waiting: dict[str, Callable[[], None]] = {}
        self._alone = Lock()

    def put(self, address: str, write: Callable[[], None], *, last: bool = False) -> None:  # noqa: ARG002
        """Keep in mind how the file is written."""
        self.waiting[name_of(address)] = write

    def put_all(self, write: Callable[[], None], address: str) -> None:
        """Keep in mind how everything in a folder is written: at once, as soon as one is wanted."""
        self.waiting[address.lstrip("/")] = write

    def prepare(self, name: str) -> None:
        """Write a file that is still waiting, and so is one whose writing fails."""
        folders = (f"{folder}/" for folder in PurePosixPath(name).parents)
        with self._alone:
            for key in (name, *folders):
                if write := self.waiting.get(key):
                    write()
                    del self.waiting[key]


class Templates(BytecodeCache):
    """Templates as they were compiled, by this process: Pelican forgets them with each run."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is kept of this template; Jinja looks whether it is of the same source."""
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self.compiled[bucket.key] = bucket.bytecode_to_string()


class Live:
    """The newest site that could be made, and what is wrong with the content since then.

    Where nothing could be made yet, there are no files, and the notice says why. Its files lie in
    a temporary folder until it is closed.
    """

    def __init__(self, settings: dict[str, Any], say: Callable[[str], object] = str) -> None:
        """`say` hears of pages that cannot be made when somebody looks at them."""
        self.say = say
        jinja = {**settings["JINJA_ENVIRONMENT"], "bytecode_cache": Templates()}
        self.settings = {
            **settings,
            "JINJA_ENVIRONMENT": jinja,
            "READ": partial(read_content, memory=Memory()),
        }
        self.content = Path(settings["PATH"])
        self.changed = Condition()
        self._files = tempfile.TemporaryDirectory(prefix="workgroups-")
        self._count = 0
        self._said = ""
        self._pages: dict[str, bytes] = {}
        self._shown = self._before = _Snapshot(Path(self._files.name, "0"))
        self.notice = Notice(self.content, state=f"{os.getpid()}-0")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove all that was made."""
        self._files.cleanup()

    def refresh(self) -> str:
        """Look at the content anew, and tell everybody who waits; what to say in the terminal."""
        self._said = ""
        started = time.perf_counter()
        snapshot = _Snapshot(Path(self._files.name, str(self._count + 1)))
        try:
            self._make(snapshot)
        except Failed as failed:
            shutil.rmtree(snapshot.folder, ignore_errors=True)
            self._tell(Notice(self.content, failed.problems, str(failed)))
            return str(failed)
        old, self._before, self._shown = self._before, self._shown, snapshot
        self._tell(Notice(self.content))
        # From the one before, somebody may still be reading.
        shutil.rmtree(old.folder, ignore_errors=True)
        return f"Made anew in {time.perf_counter() - started:.2f} s."

    def tell_trouble(self, text: str) -> None:
        """Say on every page what is wrong beside the content."""
        self._tell(Notice(self.content, (), text))

    def file(self, name: str) -> Path:
        """Where the file of this name is, if there is one. Raises Failed if it cannot be made."""
        snapshot = self._shown
        try:
            snapshot.prepare(name)
        except Exception as error:  # noqa: BLE001  A template may raise anything.
            raise Failed(told(error)) from None
        return snapshot.folder / name

    def dress(self, address: str, page: bytes, failure: str = "") -> bytes:
        """A page with what is wrong with it, and what makes it follow the next change."""
        if not failure:
            self._pages[address] = page
            return self.notice.put_on(address, page)
        if failure != self._said:
            self._said = failure
            self.say(failure)
        # The page as it was when it could be made.
        notice = replace(self.notice, problems=(), text=failure)
        return notice.put_on(address, self._pages.get(address, b""))

    def wait(self, state: str, seconds: float) -> str:
        """The state as soon as it is another than this; after so many seconds, what it is."""
        with self.changed:
            self.changed.wait_for(lambda: self.notice.state != state, seconds)
            return self.notice.state

    def _make(self, snapshot: _Snapshot) -> None:
        now = self.settings.get("NOW") or datetime.now(UTC)
        own = {"OUTPUT_PATH": str(snapshot.folder), "WRITER": Patient, "NOW": now}
        context = run_pelican({**self.settings, **own})
        if writer := context.get("writer"):
            snapshot.prepare = writer.prepare

    def _tell(self, notice: Notice) -> None:
        with self.changed:
            self._count += 1
            self.notice = replace(notice, state=f"{os.getpid()}-{self._count}")
            self.changed.notify_all()


class _Snapshot:
    """One making of the site: its folder, and what writes a file into it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.prepare: Callable[[str], None] = lambda _: None
