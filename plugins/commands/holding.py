"""Holding a folder: one process at a time works in it, and what it leaves behind frees it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def hold(folder: Path) -> int | None:
    """A descriptor of the folder, made and held until it is closed; None where another holds it."""
    try:
        import fcntl
    except ImportError:  # Windows, where nothing is held
        folder.mkdir(exist_ok=True)
        return os.open(os.devnull, os.O_RDONLY)
    while True:
        folder.mkdir(mode=0o700, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # The one who held it may have removed it since it was opened.
                if os.path.samestat(os.fstat(held), folder.lstat()):
                    return held
            except BlockingIOError:
                os.close(held)
                return None
            except FileNotFoundError:
                pass
            os.close(held)
