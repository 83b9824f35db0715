"""Checks across the programme: each finds its mistake at its line, and nothing else."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from datetime import date
from inspect import isfunction
from typing import Any

import pytest
import yaml
from factories import a_front, a_group, a_meeting, a_service, a_site, at
from test_architecture import LINE

from workgroups import checks
from workgroups.advice import ADVICE, advice_on
from workgroups.checks import CHECKS, problems_of
from workgroups.frontmatter import FrontMatter
from workgroups.group import Group
from workgroups.meeting import Meeting, Translation
from workgroups.page import Page
from workgroups.problems import Problem
from workgroups.prose import Prose
from workgroups.registration import Registration
from workgroups.written import Written

Check = Callable[[Written], Iterator[Problem]]
FRENCH = Translation("fr", "Énergie", Prose())


def front(thing: Group | Meeting | Page, **fields: Any) -> FrontMatter:
    """As much front matter as the checks look at."""
    return a_front(yaml.safe_dump(fields, sort_keys=False), thing.source)


def a_page(slug: str, **changes: Any) -> Page:
    return Page(slug, slug.title(), Prose(), "en", f"content/pages/{slug}.md", **changes)


def written(*things: Group | Meeting | Page) -> Written:
    """These, each in its file; the groups of the meetings are there as well."""
    meetings = [thing for thing in things if isinstance(thing, Meeting)]
    groups = {group.slug: group for meeting in meetings for group in meeting.groups}
    groups |= {thing.slug: thing for thing in things if isinstance(thing, Group)}
    return Written(
        a_site(languages=("en", "fr")),
        [(g, front(g, parent=g.parent, aliases=[*g.aliases])) for g in groups.values()],
        [
            (
                meeting,
                front(
                    meeting,
                    uid=meeting.uid,
                    groups=[group.slug for group in meeting.groups],
                    replaced_by=meeting.replaced_by,
                    aliases=[*meeting.aliases],
                ),
            )
            for meeting in meetings
        ],
        [(t, front(t, aliases=[*t.aliases])) for t in things if isinstance(t, Page)],
        frozenset(groups),
        frozenset(meeting.slug for meeting in meetings),
    )


def told(check: Check, *things: Group | Meeting | Page) -> list[tuple[str, str]]:
    """Each problem's file and the text on its line."""
    return list(lines_of(check, written(*things)))


def lines_of(check: Check, whole: Written) -> Iterator[tuple[str, str]]:
    fronts = {f.file: f for f in (*dict(whole.meetings).values(), *dict(whole.groups).values(),
                                  *dict(whole.pages).values())}  # fmt: skip
    for problem in check(whole):
        marks = fronts[problem.file].marks
        places = [place for place, mark in marks.items() if mark == (problem.line, problem.column)]
        yield problem.file.removeprefix("content/"), ".".join(map(str, (places or [()])[0]))


A, B = a_meeting("a"), a_meeting("b")


def test_what_is_right_has_no_problem() -> None:
    whole = written(
        a_meeting("a", aliases=("/events/1/",), status="postponed", replaced_by="b"),
        a_meeting(
            "b", aliases=("/events/2", "/meetings/old/", "/old.html"), translations=(FRENCH,)
        ),
        a_group("cities", aliases=("/groups/towns/",)),
        a_group("smart", parent="cities"),
        a_group("old", closed=date(2021, 1, 1)),
        a_page("about", aliases=("/who-we-are/",)),
    )
    assert list(problems_of(whole)) == []


@pytest.mark.parametrize(
    ("check", "things", "places"),
    [
        (
            checks.uid_given_twice,
            (a_meeting("a", uid="one-uid"), a_meeting("b", uid="one-uid")),
            [("meetings/2026/b/index.md", "uid")],
        ),
        (
            checks.folder_name_used_twice,
            (A, a_meeting("a", uid="other", source="content/meetings/2027/a/index.md")),
            [("meetings/2027/a/index.md", "")],
        ),
        (
            checks.unknown_group,
            (a_meeting("a", groups=(a_group("x"), a_group("y"), a_group("x"))),),
            [("meetings/2026/a/index.md", "groups.2")],
        ),
        (
            checks.unknown_parent,
            (a_group("x", parent="nowhere"),),
            [("groups/x/index.md", "parent")],
        ),
        (
            checks.unknown_parent,
            (a_group("x", parent="x"),),
            [("groups/x/index.md", "parent")],
        ),
        (
            checks.unknown_parent,  # and z, which only leads to them, is not told
            (a_group("x", parent="y"), a_group("y", parent="x"), a_group("z", parent="x")),
            [("groups/x/index.md", "parent"), ("groups/y/index.md", "parent")],
        ),
        *(
            (
                checks.replaced_by_nothing,
                (a_meeting("a", status=status, replaced_by=other), B),
                [("meetings/2026/a/index.md", "replaced_by")],
            )
            for status, other in (("cancelled", "c"), ("cancelled", "a"), ("confirmed", "b"))
        ),
        *(
            (
                checks.address_used_twice,
                (
                    a_meeting("a", aliases=("/fine/", alias), translations=(FRENCH,)),
                    a_page("about"),
                ),
                [("meetings/2026/a/index.md", "aliases.1")],
            )
            for alias in (
                *("/fine", "/about", "/meetings/a/", "/fr/meetings/a/", "/groups/smart-cities/"),
                *("/calendar/", "/calendar/2026-01/", "/theme/x/", "/subscribe", "/old.pdf"),
                *(
                    "/",
                    "/index.html",
                    "/404.html",
                    "/about/index.html",
                    "/.git/x/",
                    "/.html",
                    "/a.ics/b/",
                ),
                *("/a.html/b.html", "/a/..html/b"),
            )
        ),
        (
            checks.page_on_reserved_address,
            (a_page("calendar"), a_page("fr"), a_page("about")),
            [("pages/calendar.md", ""), ("pages/fr.md", "")],
        ),
        (
            checks.link_to_draft,
            (a_meeting("a", replaced_by="b"), a_meeting("b", draft=True)),
            [("meetings/2026/a/index.md", "replaced_by")],
        ),
        (
            checks.meeting_of_a_closed_group,
            (a_meeting("a", groups=(a_group("x"), a_group("y", closed=date(2026, 1, 20)))),),
            [("meetings/2026/a/index.md", "groups.1")],
        ),
    ],
)
def test_each_mistake_is_found_where_it_stands(
    check: Check, things: tuple[Any, ...], places: list[tuple[str, str]]
) -> None:
    assert check in CHECKS
    assert told(check, *things) == places


@pytest.mark.parametrize(("title", "problems"), [("é" * 200, 0), ("é" * 350, 1)])
def test_what_is_measured_is_the_filled_address(title: str, problems: int) -> None:
    """Each é becomes six characters."""
    registration = Registration(
        "https://forms.example/a", None, date(2026, 1, 1), (), a_service(), {"m": "{title}{page}"}
    )
    meeting = a_meeting("a", title=title, registration=registration)
    found = list(checks.filled_address_too_long(written(meeting)))
    assert len(found) == problems


def test_a_group_without_a_folder_is_unknown() -> None:
    meeting = a_meeting("a", groups=())
    whole = Written(a_site(), meetings=[(meeting, a_front("groups: [x, ' y ']"))],
                    group_slugs=frozenset("y"))  # fmt: skip
    assert [problem.column for problem in checks.unknown_group(whole)] == [10]


def test_spaces_kept_by_quotes_are_no_part_of_a_name() -> None:
    closed = a_group("y", closed=date(2026, 1, 20))
    meeting = a_meeting("a", groups=(closed,))
    whole = Written(a_site(), meetings=[(meeting, a_front("groups: [' y ']"))])
    assert len(list(checks.meeting_of_a_closed_group(whole))) == 1


def test_a_group_may_meet_on_the_day_it_closes() -> None:
    group = a_group(closed=date(2026, 1, 21))
    assert told(checks.meeting_of_a_closed_group, a_meeting(groups=(group,))) == []
    later = a_meeting(groups=(group,), when=at("2026-01-22"))
    assert len(told(checks.meeting_of_a_closed_group, later)) == 1


def test_every_check_is_in_a_list() -> None:
    """Whatever takes all that is written and yields problems is asked."""
    modules = (importlib.import_module(f"workgroups.{name}") for name in LINE)
    asked = {"written": "Written", "return": "Iterator[Problem]"}
    theirs = {
        thing
        for module in modules
        for thing in vars(module).values()
        if isfunction(thing) and thing.__annotations__ == asked and thing is not advice_on
    }
    assert len({*CHECKS, *ADVICE}) == len(CHECKS) + len(ADVICE)
    assert theirs == {*CHECKS, *ADVICE}
