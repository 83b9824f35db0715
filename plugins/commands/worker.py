"""The process that shows the site while it is being written.

It is started by serving.py with the number of a socket that listens, and answers a line on
standard output for each thing that happens: `ready`, `code` when a program or a setting has
changed, `failed` and why before it gives up. Each line on standard input, a text in JSON, is
trouble to show on the pages; at the end of the input the process ends.
"""

from __future__ import annotations

import json
import signal
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def say(what: str, text: str = "") -> None:
    """Tell the one who has started this process."""
    # In one piece: two threads may have something to tell at the same time.
    sys.stdout.write(f"{what} {json.dumps(text)}\n")
    sys.stdout.flush()


def main() -> None:
    """Work as the command line says; whatever goes wrong is said before the end."""
    # An interrupt at the terminal reaches every process there: the one that started this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    descriptor, file, overrides = sys.argv[1:]
    try:
        # Only here: what it imports may be what somebody is just writing.
        from commands.outcomes import Failed, Misused
        from commands.watching import work
    except BaseException as error:  # noqa: BLE001  It is code: it may raise anything.
        say("failed", f"{place_of(error)}{type(error).__name__}: {' '.join(str(error).split())}")
        sys.exit(1)
    try:
        work(int(descriptor), Path(file), json.loads(overrides), say)
    except (Failed, Misused) as error:
        say("failed", str(error))
        sys.exit(2 if isinstance(error, Misused) else 1)
    except BaseException as error:  # noqa: BLE001
        say("failed", f"{place_of(error)}{type(error).__name__}: {' '.join(str(error).split())}")
        sys.exit(1)


def place_of(error: BaseException) -> str:
    """The last line of this project that led to an error: `plugins/event_pages.py:7: `."""
    lines = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        lines.append((error.filename, error.lineno))
    ours = [(Path(name), number) for name, number in lines if Path(name).is_relative_to(ROOT)]
    # What is installed lies below, too.
    ours = [(path, number) for path, number in ours if "site-packages" not in path.parts]
    return f"{ours[-1][0].relative_to(ROOT)}:{ours[-1][1]}: " if ours else ""


if __name__ == "__main__":
    main()
