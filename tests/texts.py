"""Texts of a meeting as checks read them, in Markdown or as a whole file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import yaml
from factories import a_meeting, a_site
from hypothesis import strategies as st

from workgroups import frontmatter
from workgroups.meeting import Meeting
from workgroups.problems import Problem
from workgroups.written import Written

Check = Callable[[Written], Iterator[Problem]]


def texts_with(*parts: str) -> st.SearchStrategy[str]:
    """Texts in which these stand in any order, between whatever else can be typed."""
    signs = st.text("[]()<>!#|-=`*_: \n\t\\\xa0é1", max_size=4)
    any_words = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=6)
    return st.lists(st.sampled_from(parts) | signs | any_words, max_size=12).map("".join)


def told_of(
    check: Check,
    body: str,
    meeting: Meeting | None = None,
    lang: str = "en",
    languages: tuple[str, ...] = ("en",),
    **fields: Any,
) -> list[str]:
    """The words from which on the check tells something, or the name of the field.

    The text is that of a meeting on Wednesday 21 January 2026, 14:00 to 17:00.
    """
    thing = meeting or a_meeting(lang=lang)
    problems: list[Problem] = []
    head = yaml.safe_dump({"title": thing.title} | fields, sort_keys=False, allow_unicode=True)
    text = f"---\n{head}---\n{body}\n"
    front = frontmatter.read(text, thing.source, problems)
    assert not problems
    found = check(Written(a_site(languages=languages, meeting_types={}), meetings=[(thing, front)]))
    lines = text.split("\n")
    return [_behind(lines[problem.line - 1][problem.column - 1 :]) for problem in found]


def _behind(line: str) -> str:
    """The first two words, or the name of a field."""
    first, *rest = line.split()[:2]
    return first if first.endswith(":") else " ".join((first, *rest)).rstrip(".,")
