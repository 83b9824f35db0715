"""The bar of a build: seen where one waits, and gone afterwards."""

from __future__ import annotations

import time

import pytest

from commands.progress import Bar


def test_a_short_build_shows_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar()
    bar(1, 4)
    bar.close()
    assert bar.shown is None
    assert capsys.readouterr() == ("", "")


def test_a_long_build_shows_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # for rich, a terminal
    bar = Bar(started=time.monotonic() - 60)
    for done in (1, 3):
        bar(done, 4)
    bar.shown.refresh()
    assert not bar.shown.finished
    bar.close()
    out, err = capsys.readouterr()
    assert not out
    assert "Building" in err
    assert "75%" in err
