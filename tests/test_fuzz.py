"""Bytes that were once found worth keeping break no promise, and a short search finds none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sites
from fuzz.search import search
from fuzz.targets import TARGETS

FUZZ = Path(__file__).with_name("fuzz")
CORPUS = FUZZ / "corpus"
RUNS = 100


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_found_breaks_no_promise(name: str) -> None:
    kept = sorted((CORPUS / name).iterdir())
    assert len(kept) >= 20
    for file in kept:
        data = file.read_bytes()
        try:
            TARGETS[name](data)
        except Exception as error:
            raise AssertionError(f"{file} breaks what is promised of {name}") from error


def test_the_corpus_stays_small() -> None:
    kept = [file for file in CORPUS.rglob("*") if file.is_file()]
    assert len(kept) < 600
    assert all(file.stat().st_size <= 3000 for file in kept)


@pytest.mark.fuzz
@pytest.mark.parametrize("name", TARGETS)
def test_a_short_search_finds_nothing(name: str, tmp_path: Path) -> None:
    line = [sys.executable, str(FUZZ / "fuzzer.py"), name, f"-runs={RUNS}", "-seed=1"]
    corpus = (str(tmp_path), str(CORPUS / name))
    options = (f"-dict={FUZZ / 'words.dict'}", f"-artifact_prefix={tmp_path}/", "-max_len=3000")
    done = subprocess.run([*line, *options, *corpus], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert f"Done {RUNS} runs" in done.stderr


@pytest.mark.fuzz
def test_a_longer_search_adds_what_finds_new_paths(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "only").write_bytes(b"A line.\n")
    joined = search("text", 1, corpus, tmp_path)
    assert joined == len(list(corpus.iterdir())) - 1 > 0


def test_how_long_to_look_is_told_rightly() -> None:
    done = sites.command("fuzz", "--seconds", "soon")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "--seconds soon is not a number of seconds from 1.\n"
