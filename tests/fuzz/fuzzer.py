"""The process that looks for bytes that break a promise: fuzzer.py TARGET, options of libFuzzer.

It ends with another code than 0 where it has found some, and leaves them in a file.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent


def main() -> None:
    """Look as the command line says."""
    sys.path[:0] = [str(HERE), str(HERE.parent)]
    with atheris.instrument_imports(include=["workgroups", "markdown", "_markupbase", "html"]):
        import targets
    _, name, *options = sys.argv
    # A merge runs this, in a shell, again and again.
    again = shlex.join((sys.executable, __file__, name))
    atheris.Setup([again, *options], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
