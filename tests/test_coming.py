"""Coming: the next meetings of a group, and the small calendar of its year."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from factories import a_group, a_meeting, a_programme, at
from theme_pages import wording

from next_meetings import add_pages
from sheets import Shelf
from workgroups.coming import coming_feed, page_address
from workgroups.programme import Programme

GROUP = a_group(aliases=("/groups/cities/", "/elsewhere/"))
CHILD = a_group("mobility", parent="smart-cities")
OTHER = a_group("water")


def programme() -> Programme:
    def meeting(slug: str, day: str, **more: object) -> object:
        return a_meeting(
            slug, when=at(f"{day} 14:00", f"{day} 17:00"), **{"groups": (GROUP,), **more}
        )

    return a_programme(
        meeting("last-year", "2025-11-03"),
        meeting("over", "2026-01-05"),
        meeting("today", "2026-01-10"),
        meeting("off", "2026-01-12", status="cancelled"),
        meeting("childs", "2026-01-14", groups=(CHILD,)),
        meeting("others", "2026-01-15", groups=(OTHER,)),
        meeting("later", "2027-01-20"),
    )


@pytest.mark.parametrize(
    ("now", "slugs"),
    [
        ("2026-01-10T15:59:59+00:00", ["today", "childs", "later"]),
        ("2026-01-10T16:00:00+00:00", ["childs", "later"]),
        ("2027-01-20T16:00:00+00:00", []),
    ],
)
def test_the_next_is_the_first_that_is_held_and_not_over(now: str, slugs: list[str]) -> None:
    found = programme().coming(datetime.fromisoformat(now), GROUP)
    assert [meeting.slug for meeting in found] == slugs


def test_addresses() -> None:
    feed = coming_feed(programme(), GROUP, datetime(2026, 1, 10, tzinfo=UTC), wording("en"))
    assert page_address(GROUP) == "/groups/smart-cities/next/"
    assert feed.address == "/groups/smart-cities/next.ics"
    assert feed.old_addresses == ("/groups/cities/next.ics",)
    assert feed.name == "Smart Cities: next meetings"


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2025-12-31T22:59:59+00:00", "last-year"),
        ("2025-12-31T23:00:00+00:00", "over"),
        ("2026-12-31T22:59:59+00:00", "over"),
        ("2026-12-31T23:00:00+00:00", "later"),
    ],
)
def test_the_calendar_begins_with_the_year_of_the_sites_clock(now: str, first: str) -> None:
    feed = coming_feed(programme(), GROUP, datetime.fromisoformat(now), wording("en"))
    slugs = [meeting.slug for meeting in programme().meetings_of(GROUP)]
    assert [meeting.slug for meeting in feed.meetings] == slugs[slugs.index(first) :]
    assert "others" not in slugs


def test_old_addresses_lead_on_in_each_language() -> None:
    group = a_group(aliases=("/groups/cities/",))
    whole = a_programme(groups=(group,), languages=("en", "fr"))
    shelf = Shelf(whole.site)
    now = datetime(2026, 1, 15, 12, tzinfo=UTC)
    context = {"programme": whole, "shelf": shelf, "now": now}
    add_pages([SimpleNamespace(context=context)])
    found = {s.address: s.names()["target"] for s in shelf.sheets if s.template == "redirect"}
    assert found == {
        "/groups/cities/next/": "/groups/smart-cities/next/",
        "/fr/groups/cities/next/": "/fr/groups/smart-cities/next/",
    }
