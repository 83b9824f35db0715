"""Building again: what the last build has made is made again only where it would be another."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from commands.record import look, warn


def build_again(file: Path, overrides: dict[str, Any]) -> str:
    """Build with the settings in `file`; a line that tells what was done.

    The output is touched only by a build without any problem. Raises Failed or Misused.
    """
    started = time.monotonic()
    inputs, record = look(file, overrides)
    if inputs and record:
        if record.content == inputs.content.digest:
            for _, text in record.warnings:
                warn(text)
            return record.told(time.monotonic() - started)
        # Only now: most of what it imports is not needed where nothing has changed.
        from commands.renewing import renew

        written = renew(inputs, record, file, overrides)
        if written is not None:
            return record.told(time.monotonic() - started, written)
    from commands.build import build_site

    return build_site(file, overrides, inputs)
