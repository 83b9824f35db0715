"""Progress: how far a long build has got, for whoever waits at a terminal."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Bar:
    """A progress bar that shows itself once two seconds have passed, at a terminal only."""

    started: float = field(default_factory=time.monotonic)
    shown: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Tell that `done` of `total` pages are made."""
        if self.shown is None and time.monotonic() - self.started > 2:
            from rich.console import Console
            from rich.progress import Progress

            self.shown = Progress(console=Console(stderr=True), transient=True)
            self.shown.add_task("Building", total=total)
            self.shown.start()
        if self.shown is not None:
            self.shown.update(self.shown.task_ids[0], completed=done, total=total)

    def close(self) -> None:
        """Take the bar away."""
        if self.shown is not None:
            self.shown.stop()
