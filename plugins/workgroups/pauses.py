"""Pauses: when people rest, and by how much a regular row of days may be off."""

from __future__ import annotations

from datetime import date


def paused(first: date, last: date) -> int:
    """How many days of August, or of the turn of a year, lie between two days and on them."""
    return sum(
        max(0, (min(last, ends) - max(first, begins)).days + 1)
        for year in range(first.year - 1, last.year + 1)
        for begins, ends in (
            (date(year, 8, 1), date(year, 8, 31)),
            (date(year, 12, 20), date(year + 1, 1, 6)),
        )
    )


def tolerance(step: int) -> int:
    """A month has four weeks or five; who meets more often keeps the day, or nearly."""
    return 7 if step >= 4 * 7 else 2
