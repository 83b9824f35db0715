"""Examination: everything that can be said of the content, without making a page of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .advice import advice_on
from .checks import problems_of
from .git import Edit
from .history import History
from .problems import Problem
from .reading import read_written
from .site import Site
from .sources import Sources


def examine(
    sources: Sources, site: Site, history: History, today: date, edits: tuple[Edit, ...] = ()
) -> tuple[Problem, ...]:
    """Problems and advice, sorted and without repetition.

    `today` is the day in the site's time zone; `edits` are what differs from the branch that is
    published, where there is one.
    """
    written, problems = read_written(sources, site, history)
    written = replace(written, today=today, edits=edits)
    found = {*problems, *problems_of(written), *advice_on(written)}
    return tuple(sorted(found))
