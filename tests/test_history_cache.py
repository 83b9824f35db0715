"""The cache of the history: it saves time, and never says anything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from repositories import PAPER, A, B, Repository, text

from workgroups import git, history_cache
from workgroups.history import read_history
from workgroups.sources import find_sources
from workgroups.story import Event, Former, State, Story
from workgroups.version import FIELDS, Version

MOVED = text(start="2026-03-13 14:00")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "one")
    made.commit(1, {A: text(), B: text("uid-b", draft="yes"), PAPER: b"1"})
    group = "groups/cities/index.md"
    made.commit(2, {A: MOVED, "meetings/2026/a/é.pdf": b"2", group: "---\n---\n"})
    made.commit(3, {group: "---\ntimezone: Europe/Athens\n---\n"})
    return made


@pytest.fixture
def cache(tmp_path: Path, repository: Repository) -> Path:
    file = tmp_path / ".cache/history.json"
    assert read_history(find_sources(repository.content), file) == repository.history()
    assert file.is_file()
    return file


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The blobs that were read since, a set for each time."""
    seen: list[set[str]] = []
    texts = git.Repository.texts

    def spy(self: git.Repository, blobs: set[str]) -> object:
        seen.append(set(blobs))
        return texts(self, blobs)

    monkeypatch.setattr(git.Repository, "texts", spy)
    return seen


def test_it_is_the_same_and_reads_nothing(
    repository: Repository, cache: Path, asked: list[set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cold = repository.history()
    asked.clear()
    monkeypatch.setattr(git.Repository, "commits", None)
    warm = read_history(find_sources(repository.content), cache)
    assert warm == cold
    assert dict(warm.revisions) == dict(cold.revisions)
    assert asked == []


def test_after_a_commit_only_what_is_new_is_read(
    repository: Repository, cache: Path, asked: list[set[str]]
) -> None:
    repository.commit(4, {A: text(body="edited")})
    warm = read_history(find_sources(repository.content), cache)
    assert asked == [{repository.git("hash-object", f"content/{A}")}]
    assert warm == repository.history()
    asked.clear()
    assert read_history(find_sources(repository.content), cache) == warm
    assert asked == []


@pytest.mark.parametrize(
    "files",
    [
        {A: text(end="18:00")},
        {"meetings/2026/a/late.pdf": "3"},
        {B: text("uid-b")},
        {A: None},
        {"groups/cities/index.md": "---\ntimezone: Europe/Paris\n---\n"},
    ],
)
def test_what_is_not_committed_is_told_all_the_same(
    files: dict[str, str | None], repository: Repository, cache: Path
) -> None:
    repository.put(files)
    warm = read_history(find_sources(repository.content), cache)
    assert warm == repository.history()
    repository.git("checkout", "--quiet", ".")
    repository.git("clean", "-fdq")
    assert read_history(find_sources(repository.content), cache) == repository.history() != warm


def swap(file: Path) -> None:
    first, state, versions = file.read_bytes().split(b"\n")
    file.write_bytes(b"\n".join((first, versions, state)))


def claim(file: Path) -> None:
    """The state of another commit, under this commit's name."""
    lines = json.loads(file.read_bytes())
    lines[1][0]["uid-a"] = lines[1][0]["uid-a"].replace("2026-03-12", "2026-03-11")
    file.write_text("[" + ",\n".join(json.dumps(line) for line in lines) + "]")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "no list": lambda file: file.write_text("{}\n{}\n{}"),
    "no facts": lambda file: file.write_text("[{},\n[],\n{}]"),
    "no mapping": lambda file: file.write_text("[[],\n[],\n[]]"),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:-300]),
    "one line": lambda file: file.write_bytes(file.read_bytes().split(b"\n")[0]),
    "flipped": lambda file: file.write_bytes(
        file.read_bytes().replace(b"2026-03-12", b"2026-03-11")
    ),
    "no text": lambda file: file.write_bytes(b"\xff\xfe\n\n\n"),
    "swapped": swap,
    "claimed": claim,
    "a folder": lambda file: (file.unlink(), file.mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("new_commit", [False, True], ids=["same head", "new head"])
def test_a_damaged_cache_is_ignored(
    damage: str, new_commit: bool, repository: Repository, cache: Path
) -> None:
    DAMAGES[damage](cache)
    if new_commit:
        repository.commit(4, {A: text(body="edited")})
    cold = repository.history()
    assert read_history(find_sources(repository.content), cache) == cold
    assert read_history(find_sources(repository.content), cache) == cold
    assert list(cache.parent.iterdir()) == [cache]


def test_a_cache_of_another_folder_is_ignored(
    repository: Repository, cache: Path, tmp_path: Path
) -> None:
    """Even one that has the same commits, and other files."""
    repository.git("clone", "--quiet", str(repository.root), str(tmp_path / "two"))
    other = tmp_path / "two/content"
    assert read_history(find_sources(other), cache) == read_history(find_sources(other))
    assert read_history(find_sources(repository.content), cache) == repository.history()


def test_a_cache_of_another_program_is_ignored(
    repository: Repository, cache: Path, asked: list[set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_cache, "_program", lambda: "an older release")
    assert read_history(find_sources(repository.content), cache) == repository.history()
    assert asked[0] == asked[1]


def test_an_older_commit_is_read_anew(repository: Repository, cache: Path) -> None:
    repository.git("checkout", "--quiet", "HEAD~2")
    assert read_history(find_sources(repository.content), cache) == repository.history()
    assert repository.of().sequence == 0


def test_where_nothing_can_be_written_nothing_is(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = tmp_path / "file/history.json"
    assert read_history(find_sources(repository.content), cache) == repository.history()


NAMES = st.text(max_size=8)
INSTANTS = st.integers(0, 4_000_000_000).map(git.instant_of)
VERSIONS = st.builds(Version, st.dictionaries(st.sampled_from(FIELDS), NAMES, max_size=3))
EVENTS = st.builds(
    Event,
    kind=st.sampled_from(["announced", "moved", "papers"]),
    instant=INSTANTS,
    commit=NAMES,
    before=st.none() | VERSIONS,
    after=st.none() | VERSIONS,
    papers=st.lists(NAMES, max_size=2).map(tuple),
)
STORIES = st.builds(
    Story,
    folder=NAMES,
    version=st.none() | VERSIONS,
    zone=NAMES,
    created=INSTANTS,
    modified=INSTANTS,
    sequence=st.integers(0, 99),
    events=st.lists(EVENTS, max_size=2).map(tuple),
    papers=st.frozensets(NAMES, max_size=2),
)
FORMERS = st.builds(Former, NAMES, st.integers(0, 99), NAMES, NAMES)
TEXTS = st.dictionaries(NAMES, NAMES, max_size=2)
STATES = st.builds(
    State,
    stories=st.dictionaries(NAMES, STORIES, max_size=2),
    folders=TEXTS,
    zones=TEXTS,
    labels=TEXTS,
    since=st.dictionaries(NAMES, st.integers(0, 99), max_size=2),
    former=st.dictionaries(NAMES, st.lists(FORMERS, max_size=2).map(tuple), max_size=2),
    instant=INSTANTS,
)
FOLDER = Path("content")


@settings(max_examples=40)
@given(state=STATES, versions=st.dictionaries(NAMES, st.none() | VERSIONS, max_size=2))
def test_any_state_is_read_as_it_was(
    state: State,
    versions: dict[str, Version | None],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file = tmp_path_factory.getbasetemp() / "history.json"
    history_cache.write_cache(file, FOLDER, "c1", state, versions)
    found = history_cache.read_state(file, FOLDER, "c1")
    assert found is not None
    assert dict(found.stories) == state.stories
    assert replace(found, stories=state.stories) == state
    kept = {blob: version for blob, version in versions.items() if version is None or version.texts}
    assert history_cache.read_versions(file, FOLDER).items() >= kept.items()
    assert history_cache.read_state(file, FOLDER, "c2") is None


@given(data=st.binary(max_size=40) | st.text('[]{}",:0ae1.\n', max_size=40).map(str.encode))
@example(data=b"[" * 100_000)
@example(data=b'[{"head":"c1","state":"","versions":""},\n')
def test_what_no_build_wrote_is_ignored(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "history.json"
    file.write_bytes(data)
    assert history_cache.read_state(file, FOLDER, "c1") is None
    assert history_cache.read_versions(file, FOLDER) == {}
