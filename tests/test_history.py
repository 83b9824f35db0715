"""History: what scripted repositories say of each meeting."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repositories import PAPER, A, B, Repository, day, text

from workgroups.history import History, read_history
from workgroups.sources import find_sources
from workgroups.story import NO_COMMIT
from workgroups.version import Version, read_version

MOVED = text(start="2026-03-13 14:00")
CITIES = "groups/cities/index.md"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def count(repository: Repository) -> tuple[int, datetime]:
    revision = repository.of()
    return revision.sequence, revision.modified


# ---- One line of commits -------------------------------------------------------------------------


def test_a_meeting_is_announced_once(repository: Repository) -> None:
    name = repository.commit(1, {A: text()})
    revision = repository.of()
    assert (revision.created, revision.modified, revision.sequence) == (day(1), day(1), 0)
    [event] = revision.events
    assert (event.kind, event.commit, event.instant, event.before) == (
        *("announced", name, day(1)),
        None,
    )
    assert event.after
    assert (event.after.title, event.after.moments) == (
        "Kick-off",
        (datetime(2026, 3, 12, 14), datetime(2026, 3, 12, 17)),
    )


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("start", "2026-03-12 13:00", "moved"),
        ("end", "18:00", "moved"),
        ("timezone", "Europe/Athens", "moved"),
        ("place", "{name: House of Regions}", "relocated"),
        ("place", "", "relocated"),
        ("online", "{note: on request}", "relocated"),
        ("status", "cancelled", "cancelled"),
        ("status", "postponed", "postponed"),
        ("status", "tentative", ""),
    ],
)
def test_what_is_scheduled_counts(
    field: str, value: str, kind: str, repository: Repository
) -> None:
    repository.commit(1, {A: text()})
    repository.commit(2, {A: text(**{field: value})})
    assert count(repository) == (1, day(2))
    assert repository.kinds() == ["announced", *([kind] if kind else [])]


@pytest.mark.parametrize(
    "same",
    [
        pytest.param(text(body="On other things."), id="body"),
        pytest.param(text(title="Kick-of"), id="title"),
        pytest.param(text(start='"2026-03-12 14:00"'), id="quotes"),
        pytest.param(text(end="2026-03-12 17:00"), id="whole end"),
        pytest.param(text(start="2026-03-12 14:00  # in the afternoon"), id="comment"),
        pytest.param(text(place="\n  name: House of Cities"), id="block"),
        pytest.param(text(status="confirmed"), id="default"),
        pytest.param(text(uid='"uid-a"'), id="quoted uid"),
        pytest.param(text().replace("\n", "\r\n"), id="CRLF"),
        pytest.param("\ufeff" + text(), id="byte order mark"),
        pytest.param(
            text(start="").replace("---\nO", "start: 2026-03-12 14:00\n---\nO"), id="order"
        ),
        pytest.param(text(registration="{url: https://example.eu}"), id="another field"),
    ],
)
def test_what_means_the_same_does_not_count(same: str, repository: Repository) -> None:
    repository.commit(1, {A: text()})
    repository.commit(2, {A: same})
    assert count(repository) == (0, day(2))
    assert repository.kinds() == ["announced"]


def test_a_status_is_told_in_words(repository: Repository) -> None:
    states = ["tentative", "confirmed", "postponed", "cancelled", "confirmed"]
    for number, status in enumerate(states, start=1):
        repository.commit(number, {A: text(status=status, notice="why")})
    assert repository.kinds() == [
        *("announced", "confirmed", "postponed", "cancelled", "reinstated"),
    ]
    assert repository.of().sequence == 4


def test_an_event_says_from_what_to_what(repository: Repository) -> None:
    repository.commit(1, {A: text()})
    name = repository.commit(2, {A: MOVED})
    event = repository.of().events[1]
    assert event.before
    assert event.after
    assert (event.commit, event.instant) == (name, day(2))
    assert event.before.values["start"] == "2026-03-12 14:00"
    assert event.after.values["start"] == "2026-03-13 14:00"


def test_a_file_moved_and_edited_in_one_commit(repository: Repository) -> None:
    repository.commit(1, {A: text()})
    repository.move("meetings/2026/a", "meetings/2027/c")
    repository.commit(2, {"meetings/2027/c/index.md": text(start="2027-01-01 9:00", body="x" * 99)})
    assert count(repository) == (1, day(2))
    assert repository.kinds() == ["announced", "moved"]


def test_two_folders_that_swap(repository: Repository) -> None:
    repository.commit(1, {A: text(), B: text("uid-b"), PAPER: b"a"})
    repository.move("meetings/2026/a", "meetings/2026/x")
    repository.move("meetings/2026/b", "meetings/2026/a")
    repository.move("meetings/2026/x", "meetings/2026/b")
    repository.commit(2)
    for uid in ("uid-a", "uid-b"):
        assert (repository.of(uid).sequence, repository.kinds(uid)) == (0, ["announced"])
    repository.commit(3, {A: text("uid-b", start="2026-05-01 14:00"), B: text(body="edited")})
    assert (repository.of("uid-a").sequence, repository.of("uid-b").sequence) == (0, 1)
    assert repository.of("uid-a").modified == day(3)


def test_a_meeting_deleted_and_brought_back(repository: Repository) -> None:
    repository.commit(1, {A: text()})
    repository.commit(2, {A: MOVED})
    repository.commit(3, {A: None})
    assert count(repository) == (1, day(3))
    repository.commit(4, {A: MOVED})
    assert count(repository) == (1, day(4))
    repository.commit(5, {A: None})
    repository.commit(6, {B: text()})
    assert count(repository) == (2, day(6))
    assert repository.kinds() == ["announced", "moved", "moved"]


def test_a_changed_uid_is_another_meeting(repository: Repository) -> None:
    repository.commit(1, {A: text()})
    repository.commit(2, {A: MOVED})
    repository.commit(3, {A: text("uid-c")})
    assert (repository.of("uid-c").created, repository.of("uid-c").sequence) == (day(3), 0)
    assert repository.kinds("uid-c") == ["announced"]


def test_a_copy_whose_uid_was_forgotten_changes_nothing(repository: Repository) -> None:
    repository.commit(1, {A: text()})
    repository.commit(2, {B: text(start="2027-01-01 9:00")})
    repository.commit(3, {B: text("uid-b", start="2027-01-01 9:00")})
    assert count(repository) == (0, day(1))
    assert repository.kinds("uid-b") == ["announced"]


def test_a_draft_is_announced_when_it_is_published(repository: Repository) -> None:
    repository.commit(1, {A: text(draft="yes"), PAPER: b"1"})
    repository.commit(2, {A: text(draft="yes", start="2026-04-01 14:00")})
    repository.commit(3, {A: MOVED})
    assert (repository.of().created, *count(repository)) == (day(3), 0, day(3))
    assert repository.kinds() == ["announced"]
    repository.commit(4, {A: text(draft="yes")})
    assert count(repository) == (0, day(4))
    repository.commit(5, {A: text()})
    assert count(repository) == (1, day(5))


@pytest.mark.parametrize(
    "broken",
    [
        "no fields at all",
        text().replace("---\n", "<<<<<<< HEAD\n---\n", 1),
        text(start="2026-03-32 14:00"),
        text(start="tomorrow"),
        text(start=""),
        text(place="{name: House"),
        text(status='"cancelled'),
    ],
)
def test_a_state_that_cannot_be_read_was_never_published(
    broken: str, repository: Repository
) -> None:
    repository.commit(1, {A: text()})
    repository.commit(2, {A: broken})
    assert count(repository) == (0, day(2))
    repository.commit(3, {A: text()})
    assert count(repository) == (0, day(3))
    repository.commit(4, {A: broken})
    repository.commit(5, {A: MOVED})
    assert count(repository) == (1, day(5))
    assert repository.kinds() == ["announced", "moved"]


def test_a_group_moves_the_meetings_that_name_no_zone(repository: Repository) -> None:
    group = "---\nname: Cities\ntimezone: {}\n---\n"
    repository.commit(1, {CITIES: group.format("Europe/Brussels")})
    own = text("uid-b", timezone="Europe/Brussels")
    second = text("uid-c", groups="[other, cities]")
    repository.commit(2, {A: text(), B: own, "meetings/c/index.md": second})
    repository.commit(3, {CITIES: group.format("Europe/Athens")})
    assert count(repository) == (1, day(3))
    assert repository.kinds() == ["announced"]
    for uid in ("uid-b", "uid-c"):
        assert (repository.of(uid).sequence, repository.of(uid).modified) == (0, day(2))
    repository.commit(4, {A: text(timezone="Europe/Athens")})
    assert count(repository) == (1, day(4))
    assert repository.kinds() == ["announced"]


def test_clocks_may_be_wrong(repository: Repository) -> None:
    """A program that looks at LAST-MODIFIED alone must see every change."""
    repository.commit(5, {A: text()})
    repository.commit(3, {A: MOVED})
    repository.commit(3, {A: f"{MOVED}More."})
    revision = repository.of()
    assert (revision.created, revision.sequence) == (day(5), 1)
    assert (revision.modified - day(5)).total_seconds() == 2
    assert [event.instant for event in revision.events] == [day(5), day(3)]


# ---- Papers --------------------------------------------------------------------------------------


def test_papers_that_come_later_are_told(repository: Repository) -> None:
    repository.commit(1, {A: text(), PAPER: b"1"})
    added = {"meetings/2026/a/Compte rendu é.pdf": b"2", "meetings/2026/a/b.pdf": b"3"}
    repository.commit(2, added | {"meetings/2026/a/.DS_Store": b"4"})
    assert count(repository) == (0, day(2))
    assert repository.kinds() == ["announced", "papers"]
    assert repository.of().events[1].papers == ("Compte rendu é.pdf", "b.pdf")


def test_papers_replaced_renamed_and_removed_are_no_news(repository: Repository) -> None:
    repository.commit(1, {A: text(), PAPER: b"1"})
    repository.commit(2, {PAPER: b"2"})
    repository.move(PAPER, "meetings/2026/a/annex.pdf")
    repository.commit(3)
    repository.commit(4, {"meetings/2026/a/annex.pdf": None})
    repository.commit(5, {PAPER: b"3"})
    repository.move("meetings/2026/a", "meetings/2026/c")
    repository.commit(6, {"meetings/2026/c/paper.pdf": b"4", "meetings/2026/c/index.fr.md": "-"})
    assert count(repository) == (0, day(6))
    assert repository.kinds() == ["announced"]


def test_a_file_has_the_day_of_its_bytes(repository: Repository) -> None:
    repository.commit(1, {A: text(), PAPER: b"1"})
    repository.commit(2, {A: MOVED})
    repository.move("meetings/2026/a", "meetings/2026/c")
    repository.commit(3)
    paper = repository.content / "meetings/2026/c/paper.pdf"
    assert repository.history().last_day(paper) == date(2026, 1, 1)
    repository.commit(4, {"meetings/2026/c/paper.pdf": b"2"})
    assert repository.history().last_day(paper) == date(2026, 1, 4)
    assert repository.history().last_day(repository.content / PAPER) is None
    assert repository.history().last_day(repository.root / "elsewhere") is None


@pytest.mark.parametrize(
    "name", ["Présentation (1).pdf", "a\nb.pdf", ' "quoted"\t.pdf', "Ωμέγα.pdf", "\x01.pdf"]
)
def test_any_file_name_is_read(name: str, repository: Repository) -> None:
    repository.commit(1, {A: text()})
    repository.commit(2, {f"meetings/2026/a/{name}": b"1"})
    file = repository.content / "meetings/2026/a" / name
    assert repository.history().last_day(file) == date(2026, 1, 2)
    assert repository.of().events[1].papers == (name,)


# ---- Merges --------------------------------------------------------------------------------------


@pytest.fixture
def forked(repository: Repository) -> Repository:
    """Two meetings and a branch `other`; the branch main is checked out."""
    repository.commit(1, {A: text(), B: text("uid-b"), "pages/about.md": "About"})
    repository.git("branch", "other")
    return repository


def on_other(repository: Repository, on: int, **files: str) -> str:
    """A commit on the branch `other`."""
    repository.git("checkout", "--quiet", "other")
    name = repository.commit(on, {{"a": A, "b": B}[key]: held for key, held in files.items()})
    repository.git("checkout", "--quiet", "main")
    return name


def test_what_one_side_changed_counts_once(forked: Repository) -> None:
    on_other(forked, 2, a=MOVED)
    forked.commit(3, {"pages/about.md": "About us"})
    assert count(forked) == (0, day(1))
    forked.merge(4, "other")
    assert count(forked) == (1, day(4))
    assert (forked.of("uid-b").sequence, forked.of("uid-b").modified) == (0, day(1))
    assert forked.kinds() == ["announced", "moved"]


def test_a_merge_leaves_alone_what_the_main_branch_had_already(forked: Repository) -> None:
    """Else every merge would rewrite the calendar entries of all that changed meanwhile."""
    on_other(forked, 2, b=text("uid-b", body="edited"))
    forked.commit(3, {A: MOVED})
    before = forked.of()
    forked.merge(4, "other")
    assert forked.of() == before
    assert (forked.of("uid-b").sequence, forked.of("uid-b").modified) == (0, day(4))


def test_both_sides_changed_other_meetings(forked: Repository) -> None:
    on_other(forked, 2, b=text("uid-b", end="18:00"))
    forked.commit(3, {A: MOVED})
    forked.merge(4, "other")
    assert (forked.of("uid-a").sequence, forked.of("uid-b").sequence) == (1, 1)


def test_both_sides_did_the_same(forked: Repository) -> None:
    on_other(forked, 2, a=MOVED)
    forked.commit(3, {A: MOVED})
    forked.merge(4, "other")
    assert forked.of().sequence == 1
    assert forked.kinds() == ["announced", "moved"]


def test_both_sides_changed_other_fields(forked: Repository) -> None:
    """Each is told once; the merge itself has nothing to tell."""
    on_other(forked, 2, a=text(status="cancelled"))
    forked.commit(3, {A: MOVED})
    forked.merge(4, "other")
    forked.commit(4, {A: text(start="2026-03-13 14:00", status="cancelled")})
    assert forked.of().sequence == 2
    assert sorted(forked.kinds()) == ["announced", "cancelled", "moved"]


def resolve(repository: Repository, on: int, held: str) -> None:
    """Merge `other`, and settle the conflict over the first meeting."""
    repository.merge(on, "other")
    repository.commit(on, {A: held})


THIRD = text(start="2026-03-15 14:00")


@pytest.mark.parametrize(
    ("held", "after"),
    [
        pytest.param(MOVED, ["moved", "moved", "moved"], id="ours"),
        pytest.param(text(start="2026-03-14 14:00"), ["moved", "moved"], id="theirs"),
        pytest.param(THIRD, ["moved", "moved", "moved"], id="neither"),
    ],
)
def test_a_conflict_is_settled(held: str, after: list[str], forked: Repository) -> None:
    """Whichever side a program knew, the number is higher and the last event says what holds."""
    on_other(forked, 2, a=text(start="2026-03-14 14:00"))
    forked.commit(3, {A: MOVED})
    resolve(forked, 4, held)
    assert forked.of().sequence == 2
    assert forked.of().modified == day(4)
    assert forked.kinds() == ["announced", *after]
    last = forked.of().events[-1].after
    assert last
    assert f"start: {last.values['start']}" in held


def test_a_side_that_is_dropped_still_counts(forked: Repository) -> None:
    on_other(forked, 2, a=MOVED)
    forked.merge(4, "other", how=("--strategy=ours",))
    assert count(forked) == (2, day(4))
    last = forked.of().events[-1]
    assert last.after
    assert last.after.values["start"] == "2026-03-12 14:00"


def test_a_revert_counts(repository: Repository) -> None:
    repository.commit(1, {A: text()})
    repository.commit(2, {A: MOVED})
    repository.git("revert", "--no-edit", "HEAD", on=3)
    assert count(repository) == (2, day(3))
    assert repository.kinds() == ["announced", "moved", "moved"]


def test_a_rebase_makes_new_commits(forked: Repository) -> None:
    on_other(forked, 2, a=MOVED)
    forked.commit(3, {B: text("uid-b", end="18:00")})
    forked.git("checkout", "--quiet", "other")
    forked.git("rebase", "--quiet", "main", on=4)
    assert count(forked) == (1, day(4))
    assert forked.of("uid-b").sequence == 1
    assert forked.of().events[1].commit == forked.head()


def test_an_octopus(forked: Repository) -> None:
    for number, name in enumerate(("one", "two", "three"), start=2):
        forked.git("checkout", "--quiet", "-b", name, "main")
        file = f"meetings/{name}/index.md"
        forked.commit(number, {file: text(name), f"meetings/2026/a/{name}.pdf": name})
    forked.git("checkout", "--quiet", "main")
    forked.merge(5, "one", "two", "three")
    assert [forked.of(name).created for name in ("one", "two", "three")] == [day(2), day(3), day(4)]
    assert count(forked) == (0, day(5))
    assert [event.papers for event in forked.of().events[1:]] == [
        *(("one.pdf",), ("two.pdf",), ("three.pdf",)),
    ]


def test_two_roots(repository: Repository) -> None:
    repository.commit(1, {A: text()})
    repository.git("checkout", "--quiet", "--orphan", "other")
    repository.git("rm", "-rfq", ".")
    repository.commit(2, {B: text("uid-b")})
    repository.git("checkout", "--quiet", "main")
    repository.merge(3, "other", how=("--allow-unrelated-histories",))
    assert [repository.of(uid).created for uid in ("uid-a", "uid-b")] == [day(1), day(2)]


def test_a_criss_cross(forked: Repository) -> None:
    theirs = on_other(forked, 2, b=text("uid-b", end="18:00"))
    ours = forked.commit(3, {A: MOVED})
    forked.merge(4, theirs)
    forked.git("checkout", "--quiet", "other")
    forked.merge(5, ours)
    forked.commit(6, {A: text(start="2026-03-16 14:00")})
    forked.git("checkout", "--quiet", "main")
    forked.merge(7, "other")
    assert count(forked) == (2, day(7))
    assert forked.of("uid-b").sequence == 1
    assert forked.kinds() == ["announced", "moved", "moved"]


# ---- Twelve commits, and any commits -------------------------------------------------------------


def numbers(repository: Repository, name: str) -> dict[str, tuple[int, datetime]]:
    """SEQUENCE and LAST-MODIFIED of all meetings, as a checkout of this commit tells them."""
    repository.git("checkout", "--quiet", "--force", name)
    revisions = repository.history().revisions
    return {uid: (revisions[uid].sequence, revisions[uid].modified) for uid in revisions}


def test_over_twelve_commits_the_number_rises_with_what_is_scheduled(
    repository: Repository,
) -> None:
    seen = []

    def then(sequence: int) -> None:
        assert repository.of().sequence == sequence
        seen.append(repository.head())

    repository.commit(1, {A: text(draft="yes")})
    then(0)
    repository.commit(2, {A: text()})
    then(0)
    repository.commit(3, {A: text(body="Typo"), B: text("uid-b")})
    then(0)
    repository.commit(4, {A: MOVED})
    then(1)
    repository.git("revert", "--no-edit", "HEAD", on=5)
    then(2)
    repository.commit(6, {PAPER: b"1"})
    then(2)
    repository.git("checkout", "--quiet", "-b", "other")
    repository.commit(7, {A: text(place="{name: House of Regions}")})
    then(3)
    repository.git("checkout", "--quiet", "main")
    repository.commit(8, {B: text("uid-b", end="18:00")})
    then(2)
    repository.merge(9, "other")
    then(3)
    repository.move("meetings/2026/a", "meetings/2027/c")
    new = text(place="{name: House of Regions}", start="2027-03-12 14:00")
    repository.commit(10, {"meetings/2027/c/index.md": new})
    then(4)
    repository.commit(11, {"meetings/2027/c/index.md": new.replace("Kick-off", "Kick-Off")})
    then(4)
    repository.commit(12, {"meetings/2027/c/index.md": f"{new}More.\n".replace("17:", "18:")})
    then(5)
    assert len(set(seen)) == 12


STATES = (
    None,
    text(),
    text(body="edited"),
    MOVED,
    text(status="cancelled"),
    text(draft="yes"),
    "unreadable",
    text("uid-b"),
)
Step = tuple[str, int, str, str | None, int]
"""What to do, on which branch, to which file, what it says then, on which day."""

STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(
        st.sampled_from(["commit", "commit", "branch", "merge"]),
        st.integers(0, 2),
        st.sampled_from([A, B]),
        st.sampled_from(STATES),
        st.integers(1, 9),
    ),
    min_size=3,
    max_size=9,
)


def play(repository: Repository, steps: Sequence[Step]) -> Mapping[str, list[str]]:
    """Take the steps; the parents of every commit."""
    first = {A: text(), B: text("uid-b"), "pages/about.md": "About"}
    tips = [repository.commit(1, first)]
    for what, branch, file, held, on in steps:
        repository.git("checkout", "--quiet", "--force", tips[branch % len(tips)])
        if what == "merge":
            repository.git("merge", "--quiet", "--no-commit", "--no-ff", tips[-1], check=False)
        if held is not None or (repository.content / file).exists():
            repository.put({file: held})
        name = repository.commit(on)
        if what == "branch":
            tips.append(name)
        else:
            tips[branch % len(tips)] = name
    lines = repository.git("rev-list", "--parents", *tips).splitlines()
    return {line.split()[0]: line.split()[1:] for line in lines}


def published(repository: Repository, name: str) -> dict[str, Version]:
    """What the meetings say in a commit."""
    names = repository.git("ls-tree", "-r", "--name-only", name).splitlines()
    files = (repository.git("show", f"{name}:{file}") for file in names if "index" in file)
    read = (read_version(file) for file in files)
    return {version.uid: version for version in read if version and not version.draft}


@settings(max_examples=40)
@given(STEPS)
def test_no_number_ever_falls(tmp_path_factory: pytest.TempPathFactory, steps: list[Step]) -> None:
    """Over random commits, branches and merges, with clocks that go astray."""
    repository = Repository(tmp_path_factory.mktemp("random"))
    parents = play(repository, steps)
    found = {name: numbers(repository, name) for name in parents}
    for child, parent in [(c, p) for c in parents for p in parents[c]]:
        for uid, (sequence, modified) in found[parent].items():
            assert found[child][uid][0] >= sequence
            assert found[child][uid][1] >= modified


@settings(max_examples=40)
@given(STEPS)
def test_a_number_rises_with_what_is_scheduled_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    """Of two states in a row, for whoever followed the branch; drafts in between are no states."""
    repository = Repository(tmp_path_factory.mktemp("random"))
    # No second folder with the same uid: no site is built from that.
    steps = [step for step in steps if step[2] == A and step[3] != STATES[-1]]
    parents = play(repository, steps)
    found = {name: numbers(repository, name) for name in parents}
    held = {name: published(repository, name) for name in parents}
    for child, uid in [(name, uid) for name in parents for uid in held[name]]:
        before = [name for name in parents[child] if uid in held[name]]
        same = [name for name in before if held[name][uid].says_the_same(held[child][uid])]
        if before and same == parents[child]:
            assert found[child][uid][0] == max(found[name][uid][0] for name in before)
        for name in before:
            if name not in same:
                assert found[child][uid][0] > found[name][uid][0]


# ---- What is not committed -----------------------------------------------------------------------


def test_an_uncommitted_edit_is_one_more_change(repository: Repository) -> None:
    repository.commit(1, {A: text()})
    repository.put({A: MOVED})
    sequence, modified = count(repository)
    assert (sequence, (modified - day(1)).total_seconds()) == (1, 1)
    assert [(e.kind, e.commit) for e in repository.of().events[1:]] == [("moved", "")]
    repository.git("add", "--all")
    assert count(repository) == (sequence, modified)


def test_an_uncommitted_meeting_and_paper(repository: Repository) -> None:
    repository.commit(1, {A: text()})
    repository.put({B: text("uid-b"), PAPER: b"1"})
    assert repository.kinds("uid-b") == ["announced"]
    assert repository.of().events[1].papers == ("paper.pdf",)
    assert repository.history().last_day(repository.content / PAPER) is None


def test_an_uncommitted_deletion_and_move(repository: Repository) -> None:
    repository.commit(1, {A: text(), PAPER: b"1"})
    repository.move("meetings/2026/a", "meetings/2026/c")
    assert repository.kinds() == ["announced"]
    repository.put({"meetings/2026/c/index.md": None})
    assert repository.of().sequence == 0
    assert repository.history().gap == ""


# ---- Around the repository -----------------------------------------------------------------------


@pytest.mark.parametrize("content", [".", "content", "sites/my site/content"])
def test_content_may_lie_anywhere(content: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path, content)
    repository.commit(1, {A: text(), PAPER: b"1"})
    (tmp_path / "README.md").write_text("elsewhere")
    repository.commit(2)
    repository.commit(3, {A: MOVED})
    assert count(repository) == (1, day(3))
    assert repository.history().last_day(repository.content / PAPER) == date(2026, 1, 1)


HABITS = """
[log]
showRoot = false
showSignature = true
follow = true
date = relative
decorate = full
diffMerges = combined
[diff]
renames = copies
noprefix = true
mnemonicPrefix = true
relative = true
external = false
[color]
ui = always
[core]
quotePath = true
pager = false
fsmonitor = false
abbrev = 4
[format]
pretty = fuller
"""


def test_habits_of_the_machine_do_not_matter(
    forked: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_other(forked, 2, a=MOVED)
    forked.move(B, "meetings/2026/b c é/index.md")
    forked.commit(3)
    forked.merge(4, "other")
    forked.put({A: THIRD})
    plain = forked.history()
    habits = tmp_path / "gitconfig"
    habits.write_text(HABITS)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(habits))
    assert forked.history() == plain
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert forked.history() == plain
    assert plain.of("uid-a").sequence == 2


@pytest.mark.parametrize(
    ("make", "remedy"),
    [
        (lambda path: None, "commit the content"),
        (lambda path: Repository(path, "."), "commit the content"),
    ],
    ids=["no repository", "no commit"],
)
def test_without_commits_there_is_no_history(
    make: Callable[[Path], object], remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    make(tmp_path)
    history = read_history(find_sources(tmp_path))
    assert remedy in history.gap
    assert history == History(gap=history.gap)
    assert history.of("uid-a") == NO_COMMIT


def test_without_git_there_is_no_history(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(1, {A: text()})
    monkeypatch.setenv("PATH", "")
    assert repository.history() == History(gap="git cannot be run here: install it")


def test_a_shallow_clone_is_not_the_whole_history(repository: Repository, tmp_path: Path) -> None:
    repository.commit(1, {A: text()})
    repository.commit(2, {A: MOVED})
    clone = tmp_path / "clone"
    line = ["git", "clone", "--quiet", "--depth=1", f"file://{tmp_path}", str(clone)]
    subprocess.run(line, check=True)
    assert "git fetch --unshallow" in read_history(find_sources(clone / "content")).gap
    subprocess.run(["git", "fetch", "--quiet", "--unshallow"], cwd=clone, check=True)
    assert read_history(find_sources(clone / "content")).of("uid-a") == repository.of()


# ---- What is easily missed -----------------------------------------------------------------------


@pytest.mark.parametrize("form", ['"{}": {}\n', "  {}: {}\n"])
def test_a_meeting_in_unusual_form_moves_too(form: str, repository: Repository) -> None:
    def written(start: str) -> str:
        fields = {"uid": "uid-a", "title": "Kick-off", "groups": "[cities]", "start": start}
        return f"---\n{''.join(form.format(*field) for field in fields.items())}---\n"

    repository.commit(1, {A: written("2026-03-12 14:00")})
    repository.commit(2, {A: written("2026-03-13 14:00")})
    assert repository.kinds() == ["announced", "moved"]
    assert repository.of().sequence == 1


def test_the_usual_form_written_otherwise_is_no_change(repository: Repository) -> None:
    repository.commit(1, {A: text()})
    repository.commit(2, {A: text().replace("start:", '"start":')})
    assert repository.kinds() == ["announced"]
    assert repository.of().sequence == 0


@pytest.mark.parametrize("change", ["name: Towns", "short: T", "contact: {name: Office}"])
def test_what_entries_say_of_a_group_modifies_them(change: str, repository: Repository) -> None:
    """Programs keep an old entry unless DTSTAMP, LAST-MODIFIED or SEQUENCE moves."""
    group = "groups/cities/index.md"
    both = {A: text(groups="[energy, cities]"), B: text("uid-b", groups="[energy]")}
    repository.commit(1, {group: "---\nname: Cities\n---\n", **both})
    repository.commit(2, {group: f"---\n{change}\n---\n"})
    repository.commit(3, {group: f"---\n{change}\n---\nWith a mission.\n"})
    revision = repository.of()
    assert (revision.modified, revision.sequence) == (day(2), 0)
    assert repository.of("uid-b").modified == day(1)
    assert repository.kinds() == ["announced"]


def test_the_mode_of_a_file_is_not_its_content(repository: Repository) -> None:
    repository.commit(1, {A: text(), PAPER: b"paper"})
    repository.git("config", "core.fileMode", "true")
    (repository.content / PAPER).chmod(0o755)
    repository.commit(5, {B: text("uid-b")})
    assert repository.history().last_day(repository.content / PAPER) == date(2026, 1, 1)
    assert repository.of().modified == day(1)
