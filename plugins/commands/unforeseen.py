"""What nobody foresaw: an error of the code, told in one line."""

from __future__ import annotations

import sysconfig
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_CALLS = {
    ROOT / "plugins" / name for name in ("commands/build.py", "commands/hands.py", "templates.py")
}
"""What calls others, and is called by templates for whatever they show."""


def told(error: BaseException, within: Path | None = None) -> str:
    """An unforeseen error in one line: what it says, and the line of ours it comes from.

    A line of a settings file in the folder `within` is named before others.
    """
    # Templates are among the frames: Jinja gives them their own file and line.
    frames = traceback.extract_tb(error.__traceback__)
    ours = [(frame.filename, frame.lineno) for frame in frames if is_ours(frame.filename)]
    settings = [line for line in ours if Path(line[0]).parent == within]
    ours = [line for line in settings if Path(line[0]) != ROOT / "tasks.py"] or ours
    if isinstance(error, SyntaxError) and error.filename:
        ours = [(error.filename, error.lineno)]
    where = f"{shown(Path(ours[-1][0]))}:{ours[-1][1]}: " if ours else ""
    return f"{where}{type(error).__name__}: {' '.join(str(error).split())}"


def is_ours(file: str) -> bool:
    """Whether a line of this file can be the cause: not Python's, a library's or its caller's."""
    libraries = (sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib"))
    path = Path(file)
    return path.is_file() and path not in _CALLS and not file.startswith(tuple(libraries))


def shown(file: Path) -> str:
    """A file's name as people know it: from the project's folder if it is in there."""
    return str(file.relative_to(ROOT) if file.is_relative_to(ROOT) else file)
