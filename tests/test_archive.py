"""The archive: each meeting in its year and month, and nothing counted that is not there."""

from __future__ import annotations

from datetime import date

from factories import a_document, a_group, a_meeting, a_programme, at
from hypothesis import given
from hypothesis import strategies as st

from workgroups.archive import RECENT, Activity, Strip, activity, recent, table, volumes
from workgroups.meeting import Meeting
from workgroups.programme import Programme

CITIES = a_group("cities")
LIGHT = a_group("light", parent="cities")
WATER = a_group("water")
NEVER = a_group("never")
GROUPS = (CITIES, LIGHT, NEVER, WATER)


def on(day: str, **changes: object) -> Meeting:
    return a_meeting(f"m{day}", when=at(f"{day} 14:00", f"{day} 17:00"), **changes)


def programme() -> Programme:
    paper = (a_document("/meetings/m2024-03-05/agenda.pdf"),)
    return a_programme(
        on("2021-05-04", groups=(WATER,)),
        on("2024-03-05", groups=(LIGHT,), documents=paper),
        on("2024-03-07", groups=(WATER, LIGHT)),
        on("2024-11-19", groups=(CITIES,), status="cancelled"),
        on("2027-01-12", groups=(WATER,)),
        groups=GROUPS,
    )


def test_the_table_has_a_line_a_year_and_a_column_for_each_group_that_met() -> None:
    rows = table(programme())
    assert [(row.year, row.count) for row in rows] == [(2027, 1), (2024, 3), (2021, 1)]
    counts = [{group.slug: count for group, count in row.cells} for row in rows]
    assert counts == [
        {"cities": 0, "light": 0, "water": 1},
        {"cities": 3, "light": 2, "water": 1},
        {"cities": 0, "light": 0, "water": 1},
    ]


def test_every_number_of_the_table_is_that_of_a_page() -> None:
    whole = programme()
    pages = {
        volume.address: len(volume.meetings)
        for group in (None, *GROUPS)
        for volume in volumes(whole, group)
    }
    numbers = {f"/archive/{row.year}/": row.count for row in table(whole)}
    for row in table(whole):
        for group, count in row.cells:
            if count:
                numbers[f"/groups/{group.slug}/{row.year}/"] = count
    assert numbers == pages


def test_a_volume_knows_its_neighbours_months_and_documents() -> None:
    newest, middle, oldest = volumes(programme())
    assert [(v.before, v.year, v.after) for v in (oldest, middle, newest)] == [
        (None, 2021, 2024),
        (2021, 2024, 2027),
        (2024, 2027, None),
    ]
    assert [(month, len(found)) for month, found in middle.months] == [
        (date(2024, 3, 1), 2),
        (date(2024, 11, 1), 1),
    ]
    assert [meeting.slug for meeting in middle.meetings] == sorted(m.slug for m in middle.meetings)
    [of_cities] = volumes(programme(), CITIES)
    assert [entry.document.title for entry in of_cities.entries] == ["Agenda"]
    assert volumes(programme(), WATER)[1].entries == ()
    assert volumes(programme(), NEVER) == []


def test_a_month_comes_once_whatever_the_zone() -> None:
    """In Auckland a day has begun before the one before it is over in Brussels."""
    early = a_meeting("a", when=at("2024-06-01 00:30", "2024-06-01 02:00", "Pacific/Auckland"))
    late = a_meeting("b", when=at("2024-05-31 15:00", "2024-05-31 16:00"))
    [volume] = volumes(a_programme(early, late))
    assert [month for month, _ in volume.months] == [date(2024, 5, 1), date(2024, 6, 1)]


MEETINGS = st.lists(st.dates(date(1960, 1, 1), date(2060, 1, 1)), unique=True, max_size=40).map(
    lambda days: [on(f"{day}") for day in days]
)


@given(MEETINGS)
def test_volumes_hold_every_meeting_once_in_order(meetings: list[Meeting]) -> None:
    whole = a_programme(*meetings)
    found = [m for volume in reversed(volumes(whole)) for m in volume.meetings]
    assert found == list(whole.meetings)
    assert found == [
        m for volume in reversed(volumes(whole)) for _, month in volume.months for m in month
    ]


# ---- Activity ------------------------------------------------------------------------------------


def test_the_months_of_a_year() -> None:
    days = ["2026-01-13", "2026-01-20", "2026-12-01", *(f"2026-06-{day:02}" for day in range(1, 8))]
    [strip] = activity([on(day) for day in days]).strips
    assert strip.months == (2, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 1)
    assert strip.levels == (2, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 1)
    assert strip.count == 10


def test_years_without_a_meeting_are_shown_and_what_was_off_is_not_counted() -> None:
    meetings = [on("2024-05-01"), on("2026-05-01"), on("2026-06-01", status="cancelled")]
    found = activity(meetings)
    counts = {strip.year: strip.count for strip in found.strips}
    assert list(counts.items()) == [(2026, 1), (2025, 0), (2024, 1)]
    assert activity(meetings[2:]) == activity([]) == Activity(())


@given(MEETINGS)
def test_decades_are_twelve_lines_and_a_sum(meetings: list[Meeting]) -> None:
    found = activity(meetings)
    assert len(found.strips) <= 12
    years = [strip.year for strip in found.strips]
    assert years == sorted(range(min(years), max(years) + 1), reverse=True) if years else True
    assert sum(strip.count for strip in found.strips) + found.count == len(meetings)
    if found.count:
        assert found.first <= found.last < years[-1]
        assert found.first == min(meeting.year for meeting in meetings)
    assert all(isinstance(strip, Strip) and len(strip.months) == 12 for strip in found.strips)


# ---- The page of a group -------------------------------------------------------------------------


def test_the_newest_years_stand_on_the_page_of_a_group() -> None:
    years = [(year, ()) for year in (2028, 2027, 2026, 2025, 2023, 2020, 2019, 2010, 2009)]
    shown, earlier = recent(years, 2026)
    assert [year for year, _ in shown] == [2028, 2027, 2026, 2025, 2023, 2020, 2019]
    assert earlier == [2010, 2009]
    assert recent(years[:4], 2026) == (years[:4], [])
    assert len(recent(years, 2030)[0]) == RECENT
    assert recent([], 2026) == ([], [])
