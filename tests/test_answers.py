"""Answers of other sites, kept in a file: believed for a week, or ignored."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workgroups.answers import KEPT, Answer, Answers

NOW = datetime(2026, 1, 21, 12, tzinfo=UTC)
AGES = st.integers(-3, int(KEPT.total_seconds()) * 2).map(lambda age: timedelta(seconds=age))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answers") / "links.json"


@settings(max_examples=40)
@given(st.dictionaries(st.text(max_size=20), st.integers(100, 599)), AGES)
def test_good_answers_are_believed_for_a_week(
    file: Path, said: dict[str, int], age: timedelta
) -> None:
    asked = Answers(NOW - age)
    asked.learn({address: Answer(status) for address, status in said.items()})
    asked.write(file)
    good = {address for address, status in said.items() if 200 <= status < 400}
    is_fresh = timedelta(0) <= age < KEPT
    assert Answers.read(file, NOW).good.keys() == (good if is_fresh else set())


TREES = st.recursive(
    st.one_of(st.none(), st.floats(), st.integers(), st.text(max_size=3)),
    lambda inner: st.dictionaries(st.sampled_from(("good", "a")), inner),
).map(lambda data: json.dumps(data).encode())


@given(st.binary(max_size=60) | TREES)
@example(b'{"good": {"a": 1e400}}')
@example(b'{"good": {"a": 99999999999999}}')
@example(b'{"good": [1]}')
@example(b"[" * 100_000)
def test_a_file_that_is_none_is_ignored(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    assert all(NOW - KEPT < each <= NOW for each in Answers.read(file, NOW).good.values())
