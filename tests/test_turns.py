"""Turns: until the next one nothing that pages and calendars say of an instant is another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
import sites
from factories import a_group, a_meeting, a_programme, at
from hypothesis import given, settings
from hypothesis import strategies as st

from workgroups.cadence import cadence_of
from workgroups.calendars import feeds
from workgroups.changes import Changes
from workgroups.coming import coming_feed
from workgroups.months import Months
from workgroups.programme import Programme
from workgroups.registration import offer
from workgroups.story import Event, Revision
from workgroups.turns import next_turn
from workgroups.wording import load

WORDS = load(sites.ROOT / "theme" / "strings", "en", Path("nowhere"))
TICK = timedelta(microseconds=1)


@cache
def example() -> Programme:
    """The example site's programme, whose meetings are in several zones and years."""
    return sites.programme_of()


def said(programme: Programme, now: datetime) -> Iterator[object]:
    """All that depends on the moment that a site is built for."""
    site = programme.site
    for meeting in programme.meetings:
        yield meeting.phase(now)
        if meeting.registration:
            yield offer(meeting.registration, meeting.facts("https://x.example"), now).state
    for group in (None, *programme.groups):
        yield [meeting.slug for meeting in programme.upcoming(now, group)]
    for group in programme.groups:
        yield coming_feed(programme, group, now, WORDS)
        yield [meeting.slug for meeting in programme.coming(now, group)]
        if cadence := cadence_of(group, programme.meetings_of(group)):
            yield cadence.phase(now)
    yield feeds(programme, now, WORDS)
    changes = Changes(programme, now)
    yield [(change.id, change.instant) for change in changes.all]
    yield [change.id for change in changes.current(now)]
    yield now.year
    months = Months(programme)
    yield months.at(now).address, months.over(now), site.name


INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(
    lambda wall: wall.replace(tzinfo=UTC)
)


@settings(max_examples=15)
@given(INSTANTS, st.floats(0, 1))
def test_until_the_next_turn_all_is_the_same(now: datetime, share: float) -> None:
    turn = next_turn(example(), now)
    assert now < turn <= now + timedelta(days=1, hours=2)
    last = turn - TICK
    before = [*said(example(), now)]
    assert [*said(example(), last)] == before
    assert [*said(example(), now + share * (last - now))] == before
    # Asked at any time until then, it is the same one.
    assert next_turn(example(), last) == turn


NOON = datetime(2026, 1, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "turn"),
    [
        pytest.param("2026-01-21T12:00", "2026-01-21T13:00", id="it begins"),
        pytest.param("2026-01-21T13:00", "2026-01-21T16:00", id="it ends"),
        pytest.param("2026-01-21T12:59:59", "2026-01-21T13:00", id="a second before"),
        pytest.param("2026-01-21T16:00", "2026-01-21T18:15", id="a day begins in Kathmandu"),
        pytest.param("2026-01-21T18:15", "2026-01-21T23:00", id="a day begins in Brussels"),
        pytest.param("2026-01-21T23:00", "2026-01-22T00:00", id="a day begins in UTC"),
        pytest.param("2026-03-28T23:00", "2026-03-29T00:00", id="the clocks go forward"),
        pytest.param("2026-03-29T18:15", "2026-03-29T22:00", id="a short day is over"),
    ],
)
def test_each_turn_in_its_turn(now: str, turn: str) -> None:
    far = a_group("far", timezone="Asia/Kathmandu")
    zoned = a_programme(a_meeting(), groups=(far,))
    found = next_turn(zoned, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(turn).replace(tzinfo=UTC)


def test_a_commit_that_is_dated_later_is_one() -> None:
    instant = NOON + timedelta(minutes=7)
    event = Event("announced", instant, "c0ffee", None, None, ())
    revision = Revision(instant, instant, 0, (event,))
    programme = a_programme(a_meeting(when=at("2027-01-21"), revision=revision))
    assert next_turn(programme, NOON) == instant


def test_without_meetings_days_begin_all_the_same() -> None:
    assert next_turn(a_programme(), NOON) == datetime(2026, 1, 21, 23, tzinfo=UTC)
