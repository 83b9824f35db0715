"""Killing a piece of work at each of its steps, to see what it leaves behind."""

from __future__ import annotations

import itertools
import os
import sys
import warnings
from collections.abc import Callable, Iterator

STEPS = frozenset(
    {
        *("open", "os.chmod", "os.link", "os.listdir", "os.mkdir", "os.remove", "os.rename"),
        *("os.rmdir", "os.scandir", "os.symlink", "os.truncate", "shutil.copyfile"),
        *("shutil.rmtree", "socket.connect", "subprocess.Popen"),
    }
)
"""What Python tells of a process as it is about to do it (PEP 578): all that others can see."""

KILLED = 9


def killed_at_each_step(
    work: Callable[[], object], steps: frozenset[str] = STEPS, every: int = 1
) -> Iterator[int]:
    """Do the work in a process of its own that ends at its first step, at its second, and so on.

    Yields after each death, with the number of the step; ends when the work came to its end. Only
    every so many steps, if told so.
    """
    for last in itertools.count(1, every):
        code = _code_of(work, last, steps)
        if code == 0:
            return
        assert code == KILLED, f"the work failed by itself, with {code}"
        yield last


def _code_of(work: Callable[[], object], last: int, steps: frozenset[str]) -> int:
    with warnings.catch_warnings():
        # Newer Pythons warn of threads, of which the child needs none.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = itertools.count(last - 1, -1)

    def end_at_the_last(event: str, _: object) -> None:
        if event in steps and next(left) == 0:
            os._exit(KILLED)

    try:
        sys.addaudithook(end_at_the_last)
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001  Whatever it is, the child must not run on as a test.
        sys.excepthook(*sys.exc_info())
        os._exit(1)
