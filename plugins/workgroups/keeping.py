"""Keeping: a file of a cache, written whole or not at all, as others may be reading it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def keep(file: Path, data: bytes) -> None:
    """Keep something in a file; where that cannot be, it is made again, and that is all."""
    # Whoever reads what two of one number wrote at once, sees that it is not whole.
    new = file.with_name(f".{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            new.write_bytes(data)
            new.replace(file)
        except OSError:
            new.unlink(missing_ok=True)
