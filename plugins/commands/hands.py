"""Many hands: the files of a site are written by several processes at a time."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from site_writer import SiteWriter
from workgroups.parts import Made, Memo, Parts
from workgroups.processes import in_processes, processors

Line = tuple[str, int, str]
"""What was logged: the logger, the level and the text."""

FEW = 50
"""Files that one process has written before others could have begun."""


@dataclass(frozen=True)
class Written:
    """One thing that was written: what was said of it, and the keys of the parts it shows."""

    said: tuple[Line, ...] = ()
    seen: frozenset[str] = frozenset()


@dataclass
class _Share:
    """What one process has done, and what it learnt."""

    written: list[Written] = field(default_factory=list)
    learnt: dict[str, Made] = field(default_factory=dict)


class ManyHands(SiteWriter):
    """A writer that gathers what is to be written, and writes it when all is known.

    What it writes, and what it says of it, is the same for any number of processes. `written` tells
    afterwards of each address; of none, what was looked at before. Where the settings have WANTED,
    no other addresses are written.
    """

    def __init__(self, output_path: str, settings: dict[str, Any] | None = None) -> None:
        super().__init__(output_path, settings)
        given = settings or {}
        self.memo: Memo = given.get("WRITTEN") or Memo(Parts())
        self.wanted: frozenset[str] | None = given.get("WANTED")
        self.progress: Callable[[int, int], None] = given.get("PROGRESS") or (lambda *_: None)
        self.folders: set[str] = set()
        self.waiting: dict[str, Callable[[], None]] = {}
        self.last: dict[str, Callable[[], None]] = {}
        self.written: dict[str, Written] = {}
        self._hearing = _Overhearing()

    def put(self, address: str, write: Callable[[], None], *, last: bool = False) -> None:
        """Keep in mind that the file is to be written."""
        if self.wanted is None or address in self.wanted:
            (self.last if last else self.waiting)[address] = write

    def put_all(self, write: Callable[[], None], address: str) -> None:
        """Keep in mind that the files are to be written; `folders` are those of which all is."""
        self.put(address, write)
        if address in self.waiting:
            self.folders.add(address)

    def finish(self) -> None:
        """Write everything. Raises what the first file that cannot be written raises."""
        with self._hearing.alone():
            self._finish()
        said = [done.said for done in self.written.values()]
        for name, level, text in dict.fromkeys(chain.from_iterable(said)):
            # Not to the logger of that name: Pelican's tell nothing twice, and it has told it here.
            told = {"name": name, "levelno": level, "msg": text}
            logging.getLogger().handle(logging.makeLogRecord(told))

    def _finish(self) -> None:
        addresses = list(self.waiting)
        self.written[""] = Written(seen=frozenset(self.memo.parts.seen))
        hands = processors() if len(addresses) > FEW else 1
        shares = in_processes(lambda number: self._share(addresses[number::hands], hands), hands)
        for number, share in enumerate(shares):
            # Of a share that ends early, the rest is not there.
            self.written.update(zip(addresses[number::hands], share.written))  # noqa: B905
            self.memo.made.update(share.learnt)
        for address in addresses:
            # What failed there fails here, and is told as if there were one process.
            if address not in self.written:
                self.written[address] = self._write(self.waiting[address])
        for address, write in self.last.items():
            self.written[address] = self._write(write)
        # In an order that does not tell who wrote what.
        order = "", *addresses, *self.last
        self.written = {address: self.written[address] for address in order}

    def _share(self, addresses: Sequence[str], hands: int) -> _Share:
        share, known = _Share(), set(self.memo.made)
        for address in addresses:
            try:
                share.written.append(self._write(self.waiting[address]))
            except Exception:  # noqa: BLE001  It is tried again, where it can be told.
                break
            self.progress(len(share.written) * hands, len(self.waiting))
        made = self.memo.made
        share.learnt = {key: made[key] for key in made.keys() - known}
        return share

    def _write(self, write: Callable[[], None]) -> Written:
        """Write one file, hearing what is said and seeing what is looked at."""
        parts, hearing = self.memo.parts, self._hearing
        parts.seen, hearing.said = set(), []
        write()
        return Written(tuple(hearing.said), frozenset(parts.seen))


class _Overhearing(logging.Handler):
    """Hears what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[Line] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append((record.name, record.levelno, record.getMessage()))

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """While nobody else hears."""
        root = logging.getLogger()
        others, root.handlers = root.handlers, [self]
        try:
            yield
        finally:
            root.handlers = others
