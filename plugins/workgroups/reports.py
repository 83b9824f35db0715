"""Reports: problems and advice as people read them, and as the programs of git hosts do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .excerpt import excerpt, lines_of, visible
from .problems import Problem, Severity

FORMATS = ("text", "json", "sarif", "github")

_LONGEST = 1000
"""Characters of a message or remedy at a terminal; a value in it can be as long as a text."""

_EXCERPTS = 200
"""Problems of one file whose lines are shown; lines can be long, and problems thousands."""

_OF_ITSELF = "content"
"""In place of a rule's name, where no check found it: a field or file is wrong by itself."""

_SARIF = {
    "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
    "version": "2.1.0",
}
_LEVELS = {Severity.PROBLEM: "error", Severity.ADVICE: "note"}
_COMMANDS = {Severity.PROBLEM: "error", Severity.ADVICE: "notice"}


def as_text(problems: Iterable[Problem], root: Path) -> str:
    """Each with its place, the line it stands on and its remedy; files are named from `root`."""
    lines = cache(lambda file: lines_of(root / file))
    seen: Counter[str] = Counter()

    def shown(file: str) -> list[str]:
        seen[file] += 1
        return lines(file) if seen[file] <= _EXCERPTS else []

    return "\n".join(_told(problem, shown(problem.file)) for problem in problems)


def _told(problem: Problem, lines: list[str]) -> str:
    place = f"{visible(problem.file)}:{problem.line}:{problem.column}"
    parts = (
        f"{place}: {problem.severity}: {_short(problem.message)}",
        excerpt(lines, problem.line, problem.column),
        f"    {_short(problem.remedy)}",
    )
    return "\n".join(filter(None, parts))


def _short(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def as_json(problems: Iterable[Problem], counts: Mapping[str, int], prefix: str = "") -> str:
    """An object of `version`, `counts` and `problems`; files are named from where `prefix` begins.

    A problem has `severity`, `rule` (empty where a field or file is wrong by itself), `file`,
    `line`, `column`, `message` and `remedy`. Other fields may come; `version` counts what breaks.
    """
    found = [
        {
            "severity": problem.severity,
            "rule": problem.rule,
            "file": prefix + problem.file,
            "line": problem.line,
            "column": problem.column,
            "message": problem.message,
            "remedy": problem.remedy,
        }
        for problem in problems
    ]
    return json.dumps({"version": 1, "counts": dict(counts), "problems": found}, indent=2)


def as_sarif(problems: Iterable[Problem], prefix: str = "") -> str:
    """The log of OASIS SARIF 2.1.0 that code hosts show beside the lines of a change."""
    found = tuple(problems)
    rules = sorted({problem.rule or _OF_ITSELF for problem in found})
    run = {
        "tool": {"driver": {"name": "workgroups", "rules": [{"id": rule} for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, prefix, rules) for problem in found],
    }
    return json.dumps({**_SARIF, "runs": [run]}, indent=2)


def _result(problem: Problem, prefix: str, rules: list[str]) -> dict[str, Any]:
    rule = problem.rule or _OF_ITSELF
    place = {
        "artifactLocation": {"uri": _uri(prefix + problem.file), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    return {
        "ruleId": rule,
        "ruleIndex": rules.index(rule),
        "level": _LEVELS[problem.severity],
        "message": {"text": f"{problem.message}\n{problem.remedy}"},
        "locations": [{"physicalLocation": place}],
    }


def _uri(file: str) -> str:
    return quote(file, errors="replace")


def as_github(problems: Iterable[Problem], prefix: str = "") -> str:
    """Lines that GitHub's workflows turn into annotations of a change."""
    return "\n".join(_annotation(problem, prefix) for problem in problems)


def _annotation(problem: Problem, prefix: str) -> str:
    facts = {
        "file": visible(prefix + problem.file),
        "line": problem.line,
        "col": problem.column,
        "title": problem.severity.capitalize(),
    }
    properties = ",".join(f"{name}={_property(str(fact))}" for name, fact in facts.items())
    text = f"{_data(visible(problem.message))}%0A{_data(visible(problem.remedy))}"
    return f"::{_COMMANDS[problem.severity]} {properties}::{text}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
