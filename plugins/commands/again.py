"""Building again: what the last build has made is made again only where it would be another."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commands.moments import instant
from commands.record import look, tell
from workgroups.collecting import without_collecting


def build_again(file: Path, overrides: Mapping[str, Any], now: str = "") -> str:
    """Build with the settings in `file`, for the moment `now`; a line that tells what was done.

    The output is touched only by a build without any problem. Raises Failed or Misused.
    """
    started = time.monotonic()
    given = {**overrides, "NOW": instant(now)}
    inputs, record = look(file, given)
    if inputs and record and record.content == inputs.content.digest:
        tell(record.warnings)
        return record.told(time.monotonic() - started)
    with without_collecting():
        # Only now: most of what it imports is not needed where nothing has changed.
        from commands.build import build_site
        from commands.progress import Bar
        from commands.renewing import renew

    with contextlib.closing(Bar()) as bar:
        if sys.stderr.isatty():
            given["PROGRESS"] = bar
        if inputs and record and (files := renew(inputs, record, file, given)):
            return record.told(time.monotonic() - started, files)
        return build_site(file, given, inputs)
