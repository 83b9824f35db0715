"""Times: wall times, zones, gaps and folds, against zoneinfo."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from factories import BRUSSELS, at
from hypothesis import example, given
from hypothesis import strategies as st

from workgroups import times
from workgroups.times import TimeError, When, in_zone, instant, state_at, zone

NAMES = st.sampled_from(sorted(times.zone_names()))
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


def walls_of(wall: datetime, name: str) -> int:
    """How often a clock on the wall shows this time: each offset that holds nearby is tried."""
    zone = times.zone(name)
    around = wall.replace(tzinfo=UTC)
    offsets = {
        (around + timedelta(hours=hours)).astimezone(zone).utcoffset() for hours in range(-30, 31)
    }
    instants = {around - offset for offset in offsets if offset is not None}
    return sum(moment.astimezone(zone).replace(tzinfo=None) == wall for moment in instants)


@given(NAMES, INSTANTS)
def test_a_wall_time_that_exists_once_comes_back(name: str, moment: datetime) -> None:
    wall = moment.astimezone(times.zone(name)).replace(tzinfo=None, fold=0)
    if walls_of(wall, name) == 1:
        assert in_zone(wall, name).astimezone(UTC) == moment
        assert str(in_zone(wall, name).tzinfo) == name


@given(st.sampled_from(["Europe/Brussels", "America/New_York", "Australia/Lord_Howe"]), st.data())
def test_gaps_and_folds_are_refused_and_nothing_else(name: str, data: st.DataObject) -> None:
    """Minutes around the changes of the clocks, of which random ones would miss nearly all."""
    minute = data.draw(st.integers(-200, 200))
    wall = data.draw(st.sampled_from(CHANGES[name])) + timedelta(minutes=minute)
    found = walls_of(wall, name)
    if found == 1:
        in_zone(wall, name)
        return
    with pytest.raises(TimeError, match="twice" if found else "does not exist"):
        in_zone(wall, name)


def changes_of_the_clock(name: str) -> list[datetime]:
    """The wall times around which the offset of a zone changes, 2000 to 2039."""
    zone = times.zone(name)
    days = [datetime(2000, 1, 1) + timedelta(days=n) for n in range(40 * 365)]
    return [
        day + timedelta(hours=2)
        for day in days
        if day.replace(tzinfo=zone).utcoffset()
        != (day + timedelta(days=1)).replace(tzinfo=zone).utcoffset()
    ]


CHANGES = {
    name: changes_of_the_clock(name)
    for name in ("Europe/Brussels", "America/New_York", "Australia/Lord_Howe")
}


def test_most_days_have_no_change() -> None:
    assert {name: len(changes) for name, changes in CHANGES.items()} == dict.fromkeys(CHANGES, 80)


def test_a_time_that_does_not_exist_says_so() -> None:
    with pytest.raises(TimeError) as told:
        in_zone(datetime(2026, 3, 29, 2, 30), BRUSSELS)
    assert str(told.value) == (
        "02:30 on 29 March 2026 does not exist in Europe/Brussels: the clocks go forward"
    )


def test_a_time_that_exists_twice_says_so() -> None:
    with pytest.raises(TimeError) as told:
        in_zone(datetime(2026, 10, 25, 2, 30), BRUSSELS)
    assert str(told.value) == (
        "02:30 on 25 October 2026 exists twice in Europe/Brussels: the clocks go back"
    )


def test_zones_come_from_the_pinned_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """`ZoneInfo(name)` would take the machine's own."""
    only_from_file = type("OnlyFromFile", (), {"from_file": ZoneInfo.from_file})
    monkeypatch.setattr(times, "ZoneInfo", only_from_file)
    times.zone.cache_clear()
    assert times.zone("Pacific/Chatham").key == "Pacific/Chatham"


@pytest.mark.parametrize("name", ["", "Brussels", "CEST", "../../etc/passwd", "europe/brussels"])
def test_only_names_of_the_list_are_zones(name: str) -> None:
    with pytest.raises(TimeError):
        times.zone(name)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_comes_back(day: date) -> None:
    assert times.read_date(f" {day.isoformat()} ") == day
    assert times.read_moment(day.isoformat()) == day


@given(st.times().map(lambda clock: clock.replace(second=0, microsecond=0)))
def test_a_time_of_day_comes_back(clock: time) -> None:
    assert times.read_time(f"{clock:%H:%M}") == clock
    assert times.read_time(f"{clock.hour}:{clock:%M}") == clock


@pytest.mark.parametrize(
    "text", ["2026-01-21 14:00", "2026-01-21T14:00", "2026-01-21 14:00:00", "2026-01-21  14:00"]
)
def test_a_day_and_a_time_of_day_are_one_moment(text: str) -> None:
    assert times.read_moment(text) == datetime(2026, 1, 21, 14)


@given(st.text(st.sampled_from("0123456789-:T Z+"), max_size=20) | st.text())
@example("0001-01-01")
@example("9999-12-31 23:59")
def test_what_is_read_can_be_told_in_every_zone(text: str) -> None:
    """So nothing after it can go wrong; any other text is refused with a remedy."""
    try:
        day = times.read_moment(text)
    except TimeError as error:
        assert error.remedy  # noqa: PT017
        return
    for name in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        assert instant(day, name) < When(day, day + timedelta(days=1), name).ends


@pytest.mark.parametrize(
    "text",
    [
        *("2026-02-30", "21-01-2026", "2026-1-2", "0226-01-21", "2026-01-21 24:00"),
        *("2026-01-21 14:00Z", "2026-01-21T14:00+01:00", "2026-01-21 14:00:30", "2026-01-21 2pm"),
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(TimeError):
        times.read_moment(text)


def test_an_offset_is_refused_for_what_it_is() -> None:
    with pytest.raises(TimeError, match="has an offset from UTC"):
        times.read_moment("2026-01-21T14:00+01:00")


def test_whole_days_end_with_their_last_day() -> None:
    when = at("2026-03-28", "2026-03-29")
    assert when.all_day
    assert (when.first_day, when.last_day) == (date(2026, 3, 28), date(2026, 3, 29))
    assert when.begins == datetime(2026, 3, 27, 23, tzinfo=UTC)
    assert when.ends == datetime(2026, 3, 29, 22, tzinfo=UTC)  # that night the clocks changed


def test_hours_are_those_of_the_wall() -> None:
    when = at("2026-01-21 14:00", "2026-01-21 17:00")
    assert not when.all_day
    assert when.one_day
    assert when.begins == datetime(2026, 1, 21, 13, tzinfo=UTC)
    assert when.ends == datetime(2026, 1, 21, 16, tzinfo=UTC)


def test_a_meeting_over_midnight_has_two_days() -> None:
    assert not at("2026-01-21 20:00", "2026-01-22 01:00").one_day


@given(INSTANTS, NAMES, NAMES)
def test_by_other_clocks_it_is_the_same_hour(start: datetime, name: str, other: str) -> None:
    when = When(start.astimezone(zone(name)), start.astimezone(zone(name)), name)
    there = when.by_clocks_of(other)
    assert (there.begins, there.ends, there.zone_name) == (when.begins, when.ends, other)
    assert there.begins.astimezone(zone(other)).date() == there.first_day


def test_whole_days_are_the_same_by_all_clocks() -> None:
    assert at("2026-01-21", "2026-01-22").by_clocks_of("Asia/Tokyo") == at(
        "2026-01-21", "2026-01-22"
    )


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), NAMES)
def test_a_day_has_an_end(day: date, name: str) -> None:
    """Some have 23 hours, some 25, and Samoa once had a day that was left out."""
    assert When(day, day, name).begins <= When(day, day, name).ends


@given(st.lists(INSTANTS, min_size=1, unique=True), st.data())
def test_what_holds_is_what_began_last(begins: list[datetime], data: st.DataObject) -> None:
    now = data.draw(INSTANTS | st.sampled_from(begins))
    timeline = ((None, "before"), *((moment, moment.isoformat()) for moment in sorted(begins)))
    begun = [moment for moment in begins if moment <= now]
    assert state_at(timeline, now) == (max(begun).isoformat() if begun else "before")


def test_days_are_told_in_words() -> None:
    told = [times.in_words(date(2020, month, 21)) for month in (1, 9, 12)]
    assert told == ["21 January 2020", "21 September 2020", "21 December 2020"]
