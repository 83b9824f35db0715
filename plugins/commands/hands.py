"""Many hands: the files of a site are written by several processes at a time."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from site_writer import SiteWriter
from workgroups.processes import in_processes, processors

FEW = 50
"""Files that one process has written before others could have begun."""


@dataclass
class _Share:
    """What one process has done: how many files, what it said of which, and what it learnt."""

    done: int = 0
    said: list[tuple[int, str, int, str]] = field(default_factory=list)
    learnt: list[dict[str, bytes]] = field(default_factory=list)


class ManyHands(SiteWriter):
    """A writer that gathers what is to be written, and writes it when all is known.

    What it writes, and what it says of it, is the same for any number of processes.
    """

    def __init__(self, output_path: str, settings: dict[str, Any] | None = None) -> None:
        super().__init__(output_path, settings)
        self.waiting: list[Callable[[], None]] = []
        self.last: list[Callable[[], None]] = []
        self.memos: list[MutableMapping[str, bytes]] = []

    def put(self, address: str, write: Callable[[], None], *, last: bool = False) -> None:  # noqa: ARG002
        """Keep in mind that the file is to be written."""
        (self.last if last else self.waiting).append(write)

    def put_all(self, write: Callable[[], None], address: str) -> None:  # noqa: ARG002
        """Keep in mind that the files are to be written."""
        self.waiting.append(write)

    def learn(self, memo: MutableMapping[str, bytes]) -> None:
        """Bring what other processes add to this to the last files."""
        self.memos.append(memo)

    def finish(self) -> None:
        """Write everything. Raises what the first file that cannot be written raises."""
        hands = processors() if len(self.waiting) > FEW else 1
        shares = in_processes(lambda number: self._write_share(number, hands), hands)
        for _, name, level, text in sorted(line for share in shares for line in share.said):
            logging.getLogger(name).log(level, "%s", text)
        undone: list[int] = []
        for number, share in enumerate(shares):
            undone += range(len(self.waiting))[number::hands][share.done :]
            for memo, new in zip(self.memos, share.learnt, strict=True):
                memo.update(new)
        # What failed there fails here, and is told as if there were one process.
        for index in sorted(undone):
            self.waiting[index]()
        for write in self.last:
            write()

    def _write_share(self, number: int, hands: int) -> _Share:
        share, progress = _Share(), (self.settings or {}).get("PROGRESS")
        known = [set(memo) for memo in self.memos]
        for index in range(len(self.waiting))[number::hands]:
            try:
                with _overheard() as said:
                    self.waiting[index]()
            except Exception:  # noqa: BLE001  It is tried again, where it can be told.
                break
            share.done += 1
            share.said += [(index, *line) for line in said]
            if progress:
                progress(share.done * hands, len(self.waiting))
        share.learnt = [
            {name: memo[name] for name in memo.keys() - before}
            for memo, before in zip(self.memos, known, strict=True)
        ]
        return share


class _Overhearing(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[tuple[str, int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append((record.name, record.levelno, record.getMessage()))


@contextlib.contextmanager
def _overheard() -> Iterator[list[tuple[str, int, str]]]:
    """What is logged, heard by nobody else."""
    root, hearing = logging.getLogger(), _Overhearing()
    others, root.handlers = root.handlers, [hearing]
    try:
        yield hearing.said
    finally:
        root.handlers = others
