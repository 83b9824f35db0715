"""Many hands: what they write and say is the same, however many there are."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from pelican.log import LimitFilter

from commands import hands
from commands.hands import ManyHands
from workgroups.parts import Memo, Parts

COUNTS = [1, 2, 5]
PAGES = [f"/pages/{number}/" for number in range(23)]


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "FEW", 3)
    # As a build has it.
    monkeypatch.setattr(LimitFilter, "LOGS_DEDUP_MIN_LEVEL", 0)


def made(
    folder: Path, count: int, failing: tuple[str, ...] = (), wanted: frozenset[str] | None = None
) -> ManyHands:
    """A site written by so many, each page of which shows two parts and says a word."""
    parts = Parts()
    parts.held = {f"part {number}": f"text {number}" for number in range(len(PAGES) + 1)}
    memo = Memo(parts)
    writer = ManyHands(str(folder), {"WRITTEN": memo, "WANTED": wanted})

    def page(number: int, address: str) -> bytes:
        if address in failing:
            raise LookupError(address)
        if number % 4 == 0:
            logging.getLogger("hands").warning("%s is\na page", address)
        shared = memo.recall("shared", lambda: str(parts.look("part 0")).encode())
        return shared + str(parts.look(f"part {number + 1}")).encode()

    parts.look("part 5")
    writer.put_data(lambda: b"|".join(data for data, _ in memo.made.values()), "/all", last=True)
    for number, address in enumerate(PAGES):
        writer.put_data(partial(page, number, address), address)
    writer.put_folder(lambda: {"a.json": b"a", "b/c.json": b"c"}, "/folder/")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hands, "processors", lambda: count)
        writer.finish()
    return writer


def written(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_the_same_is_written_said_and_seen(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = []
    for count in COUNTS:
        caplog.clear()
        writer = made(tmp_path / str(count), count)
        said = [(record.name, record.getMessage()) for record in caplog.records]
        found.append((written(tmp_path / str(count)), said, [*writer.written.items()]))
        assert said == [("hands", f"{address} is\na page") for address in PAGES[::4]]
        assert writer.folders == {"/folder/"}
    assert found[0] == found[1] == found[2]
    files, _, seen = found[0]
    assert files["pages/0/index.html"] == b"text 0text 1"
    assert files["all"] == b"text 0"
    assert (files["folder/a.json"], files["folder/b/c.json"]) == (b"a", b"c")
    shown = {address: done.seen for address, done in seen}
    assert shown[""] == {"part 5"}
    assert all(shown[a] == {"part 0", f"part {n + 1}"} for n, a in enumerate(PAGES))


@pytest.mark.parametrize("count", COUNTS)
def test_the_first_that_fails_is_told_of(tmp_path: Path, count: int) -> None:
    with pytest.raises(LookupError, match=r"^/pages/7/$"):
        made(tmp_path, count, failing=(PAGES[20], PAGES[7], PAGES[8]))


@pytest.mark.parametrize("count", COUNTS)
def test_only_what_is_wanted_is_written(tmp_path: Path, count: int) -> None:
    writer = made(tmp_path, count, wanted=frozenset({PAGES[2], "/folder/"}))
    assert set(written(tmp_path)) == {"pages/2/index.html", "folder/a.json", "folder/b/c.json"}
    assert [*writer.written] == ["", PAGES[2], "/folder/"]


def test_a_folder_that_is_not_wanted_is_none_of_which_all_is_written(tmp_path: Path) -> None:
    assert not made(tmp_path, 1, wanted=frozenset({PAGES[2]})).folders


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    see: Callable[[int, int], None] = lambda done, total: told.append((done, total))  # noqa: E731
    writer = ManyHands(str(tmp_path), {"PROGRESS": see})
    for address in PAGES[:2]:
        writer.put_data(bytes, address)
    writer.finish()
    assert told == [(1, 2), (2, 2)]
