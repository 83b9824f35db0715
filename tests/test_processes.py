"""Processes: what several give together is what one would have given."""

from __future__ import annotations

import os
import time
from zoneinfo import ZoneInfo

import pytest

from workgroups.processes import in_processes, processors
from workgroups.times import zone


@pytest.mark.parametrize("count", [1, 2, 5])
def test_each_part_is_given_in_its_place(count: int) -> None:
    assert in_processes(lambda number: number**2, count) == [n**2 for n in range(count)]


def test_each_is_another_process_and_the_last_is_this_one() -> None:
    one, other, last = in_processes(lambda _: os.getpid(), 3)
    assert len({one, other, last}) == 3
    assert last == os.getpid()


def test_what_a_copy_changes_is_changed_there_alone() -> None:
    told: list[int] = []

    def tell(number: int) -> list[int]:
        told.append(number)
        return told

    assert in_processes(tell, 3) == [[0], [1], [2]]
    assert told == [2]


def test_what_fails_there_fails_here() -> None:
    def fail(number: int) -> int:
        if number == 0:
            raise LookupError(number, os.getpid())
        return number

    with pytest.raises(LookupError) as raised:
        in_processes(fail, 2)
    assert raised.value.args == (0, os.getpid())


def test_what_a_copy_that_dies_was_to_do_is_done_here() -> None:
    here = os.getpid()

    def die(number: int) -> int:
        if os.getpid() != here:
            os._exit(9)
        return number

    assert in_processes(die, 3) == [0, 1, 2]


def test_no_copy_is_left_when_this_one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    copies, fork = [], os.fork

    def noted() -> int:
        copies.append(fork())
        return copies[-1]

    def wait_or_fail(number: int) -> None:
        if number == 1:
            raise KeyboardInterrupt
        time.sleep(60)

    monkeypatch.setattr(os, "fork", noted)
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        in_processes(wait_or_fail, 2)
    assert time.monotonic() - begun < 30
    assert len(copies) == 1
    with pytest.raises(ChildProcessError):
        os.waitpid(copies[0], os.WNOHANG)


def test_zones_come_over() -> None:
    given, _ = in_processes(lambda _: zone("Europe/Brussels"), 2)
    assert given is zone("Europe/Brussels")
    assert isinstance(given, ZoneInfo)


def test_processors_can_be_counted() -> None:
    assert 1 <= processors() <= (os.cpu_count() or 1)
