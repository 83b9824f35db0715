"""The benchmarks measure what they say: equal sites, whole processes, and goals."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from bench.corpus import FIRST, LAST, corpus
from bench.goals import GOALS, IMPORT, LARGE, MARKDOWN, SHOWN, SMALL, START, Figures, judge
from bench.ours import EQUAL
from bench.peers import HUGO, PELICAN, for_hugo, for_pelican
from bench.report import goal_row, missed
from bench.rounds import COLD, EDITED, SCENARIOS, Entry, Measured, WrongOutput, play
from bench.timing import CommandFailed, Cost, cost_of

# ---- The corpus ----------------------------------------------------------------------------------


def test_a_corpus_is_the_same_each_time_and_another_with_each_seed() -> None:
    assert corpus(20) == corpus(20)
    assert corpus(20) != corpus(20, seed=2)


def test_its_meetings_are_spread_and_as_long_as_those_of_a_secretariat() -> None:
    made = corpus(200)
    days = [meeting.start.date() for meeting in made.meetings]
    assert days == sorted(days)
    assert (days[0], days[-1] < LAST) == (FIRST, True)
    assert {meeting.group for meeting in made.meetings} == {*made.groups}
    assert 2_500 < sum(len(meeting.body) for meeting in made.meetings) / 200 < 3_500
    assert made.papers == 400


@pytest.mark.parametrize("write", [for_hugo, for_pelican])
def test_every_form_says_all_that_there_is(write: Callable[..., str]) -> None:
    meeting = corpus(5).meetings[-1]
    text = write(meeting)
    papers = [paper.title for paper in meeting.papers]
    facts = (meeting.title, meeting.place, meeting.contact, meeting.summary, meeting.form)
    assert papers
    for said in (*facts, *papers, meeting.group.name, *meeting.tags, meeting.body):
        assert said in text


# ---- A round -------------------------------------------------------------------------------------


def test_an_equal_site_is_built_edited_and_counted(tmp_path: Path) -> None:
    entry = Entry.made(EQUAL, corpus(10), tmp_path, (COLD, EDITED))
    cold, edited = play([entry], 1)
    assert (cold.scenario, edited.scenario) == (COLD, EDITED)
    assert cold.files == edited.files
    assert 0 < edited.cost.processor < 60
    with pytest.raises(WrongOutput, match="not on"):
        entry.check("Never written.")
    (entry.output / "feed.atom").unlink()
    with pytest.raises(WrongOutput, match="4 instead of 5"):
        entry.check("")


HOLD = """
import subprocess, sys, time
held = bytearray(b"x" * 40_000_000)
if len(sys.argv) == 1:
    subprocess.run([sys.executable, __file__, "below"], check=True)
else:
    while time.process_time() < 0.4:
        pass
"""


def test_a_cost_is_that_of_all_processes(tmp_path: Path) -> None:
    program = tmp_path / "hold.py"
    program.write_text(HOLD, encoding="utf-8")
    cost = cost_of([sys.executable, str(program)], tmp_path, look=True)
    assert cost.seconds > 0.4
    assert cost.processor > 0.4
    assert 80_000_000 < cost.memory < 200_000_000


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no such thing"):
        cost_of([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)


# ---- Goals ---------------------------------------------------------------------------------------


def figures(ours: float) -> Figures:
    """Our builds take so many seconds and bytes for each meeting, everybody else's one."""
    builds = [
        Measured(size, name, scenario, Cost(*[size * of] * 2, int(size * of)))
        for size in (SMALL, LARGE)
        for name, of in ((EQUAL.name, ours), (HUGO.name, 1), (PELICAN.name, 1))
        for scenario in SCENARIOS
    ]
    others = {(MARKDOWN, LARGE): 2 * LARGE, (SHOWN, LARGE): 1, (START, 0): 3, (IMPORT, 0): 1}
    return Figures(tuple(builds), 2, {key: [value] for key, value in others.items()})


def test_goals_are_ratios_and_powers() -> None:
    found = {judged.goal.key: judged.value for judged in judge(figures(0.5))}
    assert found["cold-1000-hugo"] == found["cold-10000-stock-pelican"] == found["memory"] == 0.5
    assert found["cold-markdown"] == 0.5
    assert found["start"] == 3
    assert found["growth-cold"] == pytest.approx(1)
    assert found["save-to-page"] == 1 / (0.5 * LARGE)


def test_what_is_missed_is_told_with_its_reason() -> None:
    judged = {each.goal.key: each for each in judge(figures(0.5))}
    assert goal_row(judged["cold-1000-hugo"])[3:] == ("0.50", "reached")
    assert goal_row(judged["start"])[3:] == ("3.00", "missed")
    [told] = missed([replace(judged["start"], reason="It reads.")])
    assert told.endswith("same Python: It reads.\n")
    assert [*missed([judged["cold-1000-hugo"]])] == []


def test_what_was_not_measured_is_told() -> None:
    judged = [*judge(Figures((), 2))]
    assert len(judged) == len(GOALS)
    assert {goal_row(each)[-1] for each in judged} == {"not measured"}
