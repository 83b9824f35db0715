"""A warm Python: what commands import is there already, and each run is a fork of it."""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"

# It starts with the first run, as fresh as any Python: nothing of the tests is in it.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["invoke.program", "commands.build", *sorted(file.stem for file in PLUGINS.glob("*_*.py"))]
)


def run(*line: str, cwd: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """What `python LINE` does and tells, with a file or -m first: a process, but quick to start.

    Not for what Python reads of the environment as it starts: that is of when this one did.
    """
    with TemporaryDirectory() as folder:
        told = [os.path.join(folder, stream) for stream in ("stdout", "stderr")]  # noqa: PTH118
        process = CONTEXT.Process(target=_become, args=([*line], str(cwd), dict(environment), told))
        process.start()
        process.join()
        stdout, stderr = (Path(file).read_text(encoding="utf-8") for file in told)
    return subprocess.CompletedProcess(line, process.exitcode or 0, stdout, stderr)


def _become(line: list[str], cwd: str, environment: dict[str, str], told: list[str]) -> None:
    """Be the process that runs this line."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    for number, file in enumerate(told, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    is_module = line[0] == "-m"
    sys.argv = line[1:] if is_module else line
    sys.path.insert(0, cwd if is_module else os.path.dirname(line[0]))  # noqa: PTH120
    run = runpy.run_module if is_module else runpy.run_path
    run(sys.argv[0], run_name="__main__")
