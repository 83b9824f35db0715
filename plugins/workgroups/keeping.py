"""Keeping: a file of a cache, written whole or not at all, as others may be reading it."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path


def keep(file: Path, data: bytes) -> None:
    """Keep something in a file; where that cannot be, it is made again, and that is all."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent) as made:
            new = Path(made) / file.name
            new.write_bytes(data)
            new.replace(file)
