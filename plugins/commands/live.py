"""The site while it is being written: each page is made when somebody looks at it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Condition
from typing import Any, Self

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from commands.build import run_pelican
from commands.edited import EditedTexts
from commands.notice import Notice
from commands.outcomes import Failed, warn
from commands.patient import Patient
from commands.unforeseen import told
from workgroups.facts import Facts
from workgroups.interiors import Interiors
from workgroups.memory import Memory
from workgroups.parts import Memo, Parts
from workgroups.programme import Programme
from workgroups.reading import read_content
from workgroups.site import Site
from workgroups.turns import next_turn


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
        self.settings = {**settings, "JINJA_ENVIRONMENT": jinja}
        self._memory = Memory()
        # Each thing once, however often it is made anew.
        self._warn = cache(warn)
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

    def refresh(self, edited: Collection[str] = ()) -> str:
        """Look at the content anew, and tell everybody who waits; what to say in the terminal.

        `edited` are the paths of the files that were saved, if nothing else can have changed.
        """
        self._said = ""
        started = time.perf_counter()
        if not (edited and self._renew(edited)):
            snapshot = _Snapshot(Path(self._files.name, str(self._count + 1)))
            try:
                self._make(snapshot)
            except Failed as failed:
                shutil.rmtree(snapshot.folder, ignore_errors=True)
                self._tell(Notice(self.content, failed.problems, str(failed)))
                return str(failed)
            old, self._before, self._shown = self._before, self._shown, snapshot
            # From the one before, somebody may still be reading.
            shutil.rmtree(old.folder, ignore_errors=True)
        self._tell(Notice(self.content))
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

    def _renew(self, edited: Collection[str]) -> bool:
        """Show what edited texts of meetings say; whether that is all that is to be done."""
        shown = self._shown
        in_order = not (self.notice.problems or self.notice.text)
        if not (in_order and shown.writer and shown.texts and self._now < shown.until):
            return False
        # Its history is that of a moment.
        changed = replace(shown.texts, edited=edited).parts()
        if changed is not None:
            shown.writer.change(changed)
        return changed is not None

    @property
    def _now(self) -> datetime:
        given: datetime | None = self.settings.get("NOW")
        return given or datetime.now(UTC)

    def _make(self, snapshot: _Snapshot) -> None:
        parts, now, gap = Parts(), self._now, ""

        def read(
            content: Path, site: Site, cache: Path, interiors: Interiors
        ) -> tuple[Programme, str]:
            nonlocal gap
            programme, gap = read_content(content, site, cache, interiors, self._memory)
            return parts.lay(programme), gap

        own = {"OUTPUT_PATH": str(snapshot.folder), "WRITER": Patient, "NOW": now}
        own |= {"READ": read, "WRITTEN": Memo(parts)}
        context = run_pelican({**self.settings, **own}, self._warn)
        snapshot.writer = context.get("writer")
        if programme := context.get("programme"):
            cache = Path(self.settings["CACHE_PATH"])
            facts = Facts(programme.site, parts)
            snapshot.texts = EditedTexts(self.content, cache, programme, facts, gap)
            snapshot.until = next_turn(programme, now)

    def _tell(self, notice: Notice) -> None:
        with self.changed:
            self._count += 1
            self.notice = replace(notice, state=f"{os.getpid()}-{self._count}")
            self.changed.notify_all()


class _Snapshot:
    """One making of the site: its folder, what writes a file into it, and until when it holds."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.writer: Patient | None = None
        self.texts: EditedTexts | None = None
        self.until = datetime.min.replace(tzinfo=UTC)

    def prepare(self, name: str) -> None:
        """Have a file written, if there is such a one."""
        if self.writer:
            self.writer.prepare(name)
