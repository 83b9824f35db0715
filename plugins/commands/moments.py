"""Moments: which one a site is built for."""

from __future__ import annotations

from datetime import UTC, datetime

from commands.outcomes import Misused
from workgroups.times import YEARS


def instant(now: str) -> datetime:
    """The moment to build for: the one given, in UTC unless it says otherwise, or the present."""
    if not now:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(now)
    except ValueError:
        raise Misused(f"--now {now} is not a moment such as 2026-01-20T12:00:00Z.") from None
    # At the edges of Python's calendar no zone can be told.
    if moment.year not in YEARS:
        raise Misused(f"--now {now} is not in the years {YEARS[0]} to {YEARS[-1]}.")
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
