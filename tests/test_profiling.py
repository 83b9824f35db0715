"""Profiling: where the time went is told as a table and as a graph."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from commands.outcomes import Misused
from commands.profiling import profiled
from workgroups.processes import processors


def wait_a_little() -> None:
    end = time.perf_counter() + 0.3
    while time.perf_counter() < end:
        pass


def test_the_time_is_told_as_a_table_and_as_a_graph(tmp_path: Path) -> None:
    with profiled(tmp_path / "told"):
        wait_a_little()
    table = (tmp_path / "told" / "profile.txt").read_text(encoding="utf-8")
    graph = (tmp_path / "told" / "profile.html").read_text(encoding="utf-8")
    assert "wait_a_little" in table
    assert "wait_a_little" in graph
    assert graph.lstrip().startswith("<!DOCTYPE html>")


def test_one_process_does_all_meanwhile(tmp_path: Path) -> None:
    had = os.sched_getaffinity(0)
    with profiled(tmp_path):
        assert processors() == 1
    assert os.sched_getaffinity(0) == had


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Misused, match="cannot be written"), profiled(tmp_path / "file" / "told"):
        wait_a_little()


def test_a_failure_is_that_of_what_was_looked_at(tmp_path: Path) -> None:
    with pytest.raises(LookupError), profiled(tmp_path):
        raise LookupError
