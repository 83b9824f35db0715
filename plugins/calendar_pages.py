"""Door: the programme as a calendar, a page a month."""

from __future__ import annotations

from functools import partial
from typing import Any

from pelican import signals
from pelican.generators import Generator

from sheets import Sheet
from workgroups.months import ADDRESS, Month, Months


def add_months(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    programme, shelf, lang = context["programme"], context["shelf"], context["site"].language
    months = Months(programme)
    today = partial(names_of, months, months.at(context["now"]))
    shelf.add_in_languages(Sheet("calendar", ADDRESS, lang, today))
    for month in months:
        names = partial(names_of, months, month)
        shelf.add_in_languages(Sheet("calendar", month.address, lang, names))


def names_of(months: Months, month: Month) -> dict[str, Any]:
    return {"month": month, "months": months}


def register() -> None:
    """Called by Pelican."""
    signals.all_generators_finalized.connect(add_months)
