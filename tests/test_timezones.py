"""Time zones: what the yearly rules say, against zoneinfo."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from io import StringIO
from itertools import pairwise
from pathlib import Path

import icalendar
import pytest
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from workgroups import timezones
from workgroups.times import TimeError, zone, zone_names

GOLDEN = Path(__file__).with_name("timezones")
FROM, TO = datetime(2000, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)

Onsets = list[tuple[datetime, timedelta]]


def onsets(rules: timezones.Rules) -> Onsets:
    """Instants and the offsets that hold from them on, read from the text as a client does it."""
    text = rules.vtimezone().to_ical()
    observances = icalendar.Timezone.from_ical(text).walk()[1:]
    return sorted(onset for observance in observances for onset in _of(observance))


def _of(observance: icalendar.Component) -> Iterator[tuple[datetime, timedelta]]:
    first = observance["DTSTART"].dt
    walls = [first]
    if "RRULE" in observance:
        rule = rrulestr(observance["RRULE"].to_ical().decode(), dtstart=first)
        walls = rule.between(first, TO.replace(tzinfo=None), inc=True)
    for wall in walls:
        yield (wall - observance.TZOFFSETFROM).replace(tzinfo=UTC), observance.TZOFFSETTO


def offset(name: str, instant: datetime) -> timedelta:
    return instant.astimezone(zone(name)).utcoffset()


def distinct_zones() -> list[str]:
    """One name for each zone; the other names lead to the same bytes."""
    data = files("tzdata.zoneinfo")
    return sorted({data.joinpath(n).read_bytes(): n for n in sorted(zone_names())}.values())


@pytest.fixture(scope="session")
def days() -> list[datetime]:
    """Every day from 2000 to 2040 (UTC); no clock was ever set and set back within one."""
    return [FROM + DAY * number for number in range((TO - FROM) // DAY)]


@pytest.mark.parametrize("name", distinct_zones())
def test_rules_agree_with_zoneinfo(name: str, days: list[datetime]) -> None:
    """On every day for which they hold, at each change, and at the last second before it."""
    if not (rules := timezones.rules(name)):
        return
    here = zone(name)
    changes = [*onsets(rules), (TO, timedelta())]
    for (start, expected), (end, _) in pairwise(changes):
        span = days[bisect_left(days, start) : bisect_left(days, end)]
        assert {moment.astimezone(here).utcoffset() for moment in span} <= {expected}, start
        if start < end:
            assert offset(name, start) == expected, start
            assert offset(name, end - timedelta(seconds=1)) == expected, end


@pytest.mark.parametrize("name", distinct_zones())
def test_names_are_those_of_today(name: str) -> None:
    """Or rather of the last year we look at, in January and July."""
    if not (rules := timezones.rules(name)):
        return
    moments = (datetime(2099, month, 1, tzinfo=UTC).astimezone(zone(name)) for month in (1, 7))
    told = {(o.first.after, o.name) for o in rules.observances}
    assert told == {(moment.utcoffset(), moment.tzname()) for moment in moments}


@pytest.mark.parametrize(
    "name", ["Europe/Brussels", "Europe/Dublin", "Europe/Lisbon", "America/Sao_Paulo"]
)
def test_golden(name: str, bless: bool) -> None:
    golden = GOLDEN / (name.rpartition("/")[2].lower() + ".ics")
    written = timezones.rules(name).vtimezone().to_ical()
    if bless:
        golden.write_bytes(written)
    assert written == golden.read_bytes()


def test_brussels_in_winter_and_summer() -> None:
    found = timezones.rules("Europe/Brussels").vtimezone().to_tz(lookup_tzid=False)
    assert datetime(2026, 1, 21, 14, tzinfo=found).astimezone(UTC).hour == 13
    assert datetime(2026, 7, 21, 14, tzinfo=found).astimezone(UTC).hour == 12


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("Europe/London", "1971-06-01", "1996-06-01"),  # British Standard Time all year, to 1971
        ("Europe/Istanbul", "2015-12-01", "2016-06-01"),  # summer time for ever
        ("Europe/Moscow", "2014-07-01", "2014-11-01"),  # winter time for ever
        ("America/New_York", "2006-07-01", "2007-07-01"),  # longer summers from 2007 on
    ],
)
def test_an_era_has_a_beginning(name: str, before: str, after: str) -> None:
    assert not timezones.holds(name, datetime.fromisoformat(before).replace(tzinfo=UTC))
    assert timezones.holds(name, datetime.fromisoformat(after).replace(tzinfo=UTC))


@pytest.mark.parametrize("name", ["Asia/Jerusalem", "America/Santiago", "Africa/Cairo"])
def test_what_no_yearly_rule_can_say_is_refused(name: str) -> None:
    assert timezones.rules(name) is None
    assert not timezones.holds(name, TO)


def test_most_zones_have_rules() -> None:
    refused = [name for name in zone_names() if not timezones.rules(name)]
    assert len(refused) < 20
    assert not [name for name in refused if name.startswith("Europe/")]


@pytest.mark.parametrize(
    ("day", "positions"),
    [
        ("2026-03-01", {1}),
        ("2026-03-08", {2}),
        ("2026-02-22", {4, -1}),
        ("2026-03-22", {4}),
        ("2026-03-25", {4, -1}),
        ("2026-03-29", {-1}),
    ],
)
def test_positions_in_the_month(day: str, positions: set[int]) -> None:
    assert timezones._positions(datetime.fromisoformat(day)) == positions


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(TimeError):
        timezones.rules("Mars/Olympus_Mons")


INSTANTS = st.integers(0, int(TO.timestamp()) - 1).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


@settings(max_examples=40)
@given(
    st.sampled_from(
        [
            "Europe/Brussels",
            "Europe/Dublin",
            "America/New_York",
            "Asia/Kolkata",
            "Australia/Sydney",
            "Europe/Istanbul",
            "Africa/Casablanca",
        ]
    ),
    INSTANTS,
)
def test_another_reader_has_the_same_hour(name: str, instant: datetime) -> None:
    """That of python-dateutil, wherever the rules are said to hold."""
    if not timezones.holds(name, instant):
        return
    rules = timezones.rules(name)
    assert rules is not None
    theirs = tzical(StringIO(rules.vtimezone().to_ical().decode())).get(name)
    wall = instant.astimezone(zone(name)).replace(tzinfo=None)
    if wall - rules.since.replace(tzinfo=None) > 2 * DAY:
        assert wall.replace(tzinfo=theirs).utcoffset() in {
            offset(name, instant),
            offset(name, instant - DAY / 12),
            offset(name, instant + DAY / 12),
        }
