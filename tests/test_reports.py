"""Reports: what people read, and what the programs of git hosts do."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from fluidattacks_core.sarif import SarifLog
from hypothesis import example, given
from hypothesis import strategies as st

from workgroups.excerpt import excerpt
from workgroups.problems import Problem, Severity
from workgroups.reports import as_github, as_json, as_sarif, as_text

WRONG = Problem("content/x/index.md", 2, 8, "there is a colon", "Put it in quotes.")
ADVICE = Problem(
    "content/Énergie 1:2,3%.pdf", 1, 1, "seen twice", "Look.", Severity.ADVICE, "twice"
)
PROBLEMS = st.builds(
    Problem,
    st.text(st.characters(codec="utf-8"), min_size=1),
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    st.text(),
    st.text(),
    st.sampled_from(Severity),
    st.sampled_from(["", "uid-given-twice"]),
)


def test_people_read_place_line_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "content/x").mkdir(parents=True)
    (tmp_path / WRONG.file).write_text("---\ntitle: Heat: a plan\n")
    assert as_text([WRONG, ADVICE], tmp_path) == (
        "content/x/index.md:2:8: problem: there is a colon\n"
        "    2 | title: Heat: a plan\n"
        "      |        ^\n"
        "    Put it in quotes.\n"
        "content/Énergie 1:2,3%.pdf:1:1: advice: seen twice\n"
        "    Look."
    )


def test_what_an_editor_wrote_cannot_steer_a_terminal(tmp_path: Path) -> None:
    told = as_text([Problem("a\x1b.md", 1, 1, "\x1b[2Jx\n\u202e", "y" * 5000)], tmp_path)
    assert told == (
        f"a<U+001B>.md:1:1: problem: <U+001B>[2Jx <U+202E>\n    {'y' * 300} … {'y' * 300}"
    )


def test_programs_read_json() -> None:
    told = json.loads(as_json([WRONG, ADVICE], {"problems": 1, "advice": 1}, "docs/"))
    assert told == {
        "version": 1,
        "counts": {"problems": 1, "advice": 1},
        "problems": [
            {**asdict(WRONG), "file": "docs/content/x/index.md"},
            {**asdict(ADVICE), "file": "docs/content/Énergie 1:2,3%.pdf"},
        ],
    }


def test_github_annotates_the_lines_of_a_change() -> None:
    assert as_github([WRONG, ADVICE], "docs/") == (
        "::error file=docs/content/x/index.md,line=2,col=8,title=Problem"
        "::there is a colon%0APut it in quotes.\n"
        "::notice file=docs/content/Énergie 1%3A2%2C3%25.pdf,line=1,col=1,title=Advice"
        "::seen twice%0ALook."
    )


@given(st.lists(PROBLEMS))
def test_an_annotation_is_one_line_that_says_all(problems: list[Problem]) -> None:
    told = as_github(problems)
    lines = told.split("\n") if told else []
    assert len(lines) == len(problems)
    for line in lines:
        # As the runner splits them.
        assert re.fullmatch(
            r"::(error|notice) file=[^,:]+,line=\d+,col=\d+,title=\w+::.*%0A.*", line, re.DOTALL
        )
        assert len(line.splitlines()) == 1


def test_code_hosts_read_sarif() -> None:
    run = sarif([WRONG, ADVICE], "docs/")
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["content", "twice"]
    first, second = run["results"]
    assert (first["level"], second["level"]) == ("error", "note")
    assert first["message"]["text"] == "there is a colon\nPut it in quotes."
    (place,) = (place["physicalLocation"] for place in first["locations"])
    assert place["region"] == {"startLine": 2, "startColumn": 8}
    (place,) = (place["physicalLocation"] for place in second["locations"])
    uri = place["artifactLocation"]["uri"]
    assert uri == "docs/content/%C3%89nergie%201%3A2%2C3%25.pdf"


@given(st.lists(PROBLEMS))
def test_sarif_keeps_its_schema_and_every_problem(problems: list[Problem]) -> None:
    run = sarif(problems)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    for result, problem in zip(run["results"], problems, strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == (problem.rule or "content")
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii()
        assert unquote(uri) == problem.file


def sarif(problems: list[Problem], prefix: str = "") -> dict[str, Any]:
    """The one run of the log, which is held against the schema."""
    log = json.loads(as_sarif(problems, prefix))
    SarifLog.model_validate(log)
    (run,) = log["runs"]
    return dict(run)


SHARP = st.sampled_from(
    ["::error::x", "##[error]x", "\n", "\r\n", "%0A", "\x1b[2J", "::stop-commands::"]
)
ORDERS = st.lists(SHARP | st.text(max_size=5), max_size=4).map("".join)


@given(ORDERS, ORDERS, ORDERS)
@example("\n::error::x", "\r::error::x", "::error::x\n::error::x")
def test_no_line_for_people_is_an_order_to_who_reads_the_log(
    message: str, remedy: str, line: str
) -> None:
    """A runner takes lines that begin with :: or ##[, blanks aside."""
    problem = Problem("content/a.md", 1, 1, message, f"Write {remedy}")
    told = as_text([problem], Path("/nowhere")) + "\n" + excerpt([line], 1, 1)
    for each in re.split("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", told):
        assert not each.strip().startswith(("::", "##["))
    assert not set(told) & {*map(chr, range(32)), "\x7f"} - {"\n"}


@given(st.lists(PROBLEMS, max_size=3), st.permutations(["a", "b", "c"]))
def test_json_says_all_and_each_thing_as_it_is(problems: list[Problem], names: list[str]) -> None:
    counts = {name: number for number, name in enumerate(names)}
    found = json.loads(as_json(problems, counts, "docs/"))
    assert found["counts"] == counts
    assert [
        Problem(
            *(each[name] for name in ("file", "line", "column", "message", "remedy")),
            Severity(each["severity"]),
            each["rule"],
        )
        for each in found["problems"]
    ] == [replace(problem, file=f"docs/{problem.file}") for problem in problems]
