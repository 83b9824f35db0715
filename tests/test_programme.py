"""The programme: order, groups within groups, before and after."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from factories import a_document, a_group, a_meeting, a_programme, a_site, at
from hypothesis import given, settings
from hypothesis import strategies as st

from workgroups.documents import Document
from workgroups.group import Group
from workgroups.meeting import Meeting, Translation
from workgroups.page import Page
from workgroups.programme import Entry, Programme
from workgroups.prose import Prose

CITIES = a_group("cities", name="Cities")
SMART = a_group("smart", name="Smart cities", parent="cities")
LIGHT = a_group("light", name="Street light", parent="smart")
WATER = a_group("water", name="Water")
GROUPS = (CITIES, SMART, LIGHT, WATER)
NOON = datetime(2026, 1, 21, 12, tzinfo=UTC)


def on(day: int, slug: str = "", **changes: object) -> Meeting:
    """A meeting in the afternoon of this day of January."""
    when = at(f"2026-01-{day:02} 14:00", f"2026-01-{day:02} 17:00")
    return a_meeting(slug or f"day-{day}", when=when, **changes)


def slugs(meetings: tuple[Meeting, ...]) -> list[str]:
    return [meeting.slug for meeting in meetings]


MEETINGS = st.lists(
    st.builds(
        lambda day, slug, groups: on(day, slug, groups=tuple(groups)),
        st.integers(1, 28),
        st.from_regex(r"[a-z]{1,3}", fullmatch=True),
        st.lists(st.sampled_from(GROUPS), min_size=1, unique_by=lambda group: group.slug),
    ),
    unique_by=lambda meeting: meeting.slug,
    max_size=6,
)
SOME = settings(max_examples=40)
GROUP = st.sampled_from(GROUPS)
INSTANTS = st.integers(0, 29 * 24).map(
    lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
)


@SOME
@given(MEETINGS, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_disk(meetings: list[Meeting], random: Random) -> None:
    shuffled = random.sample(meetings, len(meetings))
    assert a_programme(*meetings, groups=GROUPS) == a_programme(*shuffled, groups=GROUPS[::-1])


@SOME
@given(MEETINGS, GROUP)
def test_after_is_the_other_way_of_before(meetings: list[Meeting], group: Group) -> None:
    programme = a_programme(*meetings, groups=GROUPS)
    held = programme.meetings_of(group)
    for meeting in held:
        after, before = programme.next(meeting, group), programme.previous(meeting, group)
        assert after is None or programme.previous(after, group) == meeting
        assert before is None or programme.next(before, group) == meeting
        assert (after is None) == (meeting == held[-1])
        assert (before is None) == (meeting == held[0])
        assert after is None or after.when.begins >= meeting.when.begins


@SOME
@given(MEETINGS, st.none() | GROUP, INSTANTS)
def test_every_meeting_that_is_not_over_is_to_come(
    meetings: list[Meeting], group: Group | None, now: datetime
) -> None:
    programme = a_programme(*meetings, groups=GROUPS)
    meetings = programme.meetings_of(group)
    to_come = tuple(meeting for meeting in meetings if meeting.phase(now) != "past")
    assert programme.upcoming(now, group) == to_come


@SOME
@given(MEETINGS)
def test_a_parent_holds_its_childrens_meetings_once(meetings: list[Meeting]) -> None:
    programme = a_programme(*meetings, groups=GROUPS)
    below = {"cities": {"cities", "smart", "light"}, "smart": {"smart", "light"}}
    for group in GROUPS:
        ours = below.get(group.slug, {group.slug})
        assert list(programme.meetings_of(group)) == [
            meeting
            for meeting in programme.meetings
            if ours & {holder.slug for holder in meeting.groups}
        ]


@SOME
@given(MEETINGS, GROUP)
def test_years_hold_every_meeting_the_latest_first(meetings: list[Meeting], group: Group) -> None:
    programme = a_programme(*meetings, groups=GROUPS)
    flat = [meeting for _, of_year in programme.by_year(group) for meeting in of_year]
    assert flat == list(programme.meetings_of(group))[::-1]


def test_a_meeting_is_its_groups_and_of_those_above_them() -> None:
    programme = a_programme(on(1, groups=(LIGHT, WATER)), groups=GROUPS)
    (meeting,) = programme.meetings
    assert programme.holders(meeting) == ("cities", "light", "smart", "water")


def test_types_are_those_that_a_meeting_is_of_in_the_order_of_the_site() -> None:
    kinds = {kind: {"en": kind.title()} for kind in ("workshop", "webinar", "visit")}
    meetings = on(1, type="visit"), on(20, type="workshop"), on(25, type="visit"), on(26)
    programme = a_programme(*meetings, meeting_types=kinds)
    assert programme.types == ("workshop", "visit")
    assert slugs(programme.upcoming_of_type(NOON, "visit")) == ["day-25"]
    assert slugs(programme.upcoming_of_type(NOON, "webinar")) == []


def test_years_are_apart() -> None:
    meetings = [a_meeting(f"y{year}", when=at(f"{year}-06-01")) for year in (2024, 2026, 2025)]
    years = a_programme(*meetings).by_year(meetings[0].groups[0])
    assert [(year, slugs(of_year)) for year, of_year in years] == [
        (2026, ["y2026"]),
        (2025, ["y2025"]),
        (2024, ["y2024"]),
    ]


def test_meetings_at_one_time_are_in_the_order_of_their_names() -> None:
    assert slugs(a_programme(on(3, "b"), on(3, "a"), on(2, "c")).meetings) == ["c", "a", "b"]


def test_a_meeting_that_is_on_is_still_upcoming() -> None:
    programme = a_programme(on(20), on(21), on(22))
    during = NOON + timedelta(hours=2)
    assert slugs(programme.upcoming(during)) == ["day-21", "day-22"]


def test_drafts_are_not_in_it() -> None:
    page = Page("about", "About", Prose(), "en", "about.md", draft=True)
    programme = Programme.of(a_site(), [], [on(3, draft=True)], [page])
    assert (programme.meetings, programme.pages) == ((), ())


def test_groups_are_in_the_order_of_their_names() -> None:
    groups = (a_group("c", name="b"), a_group("b", name="A"), a_group("a", name="B"))
    assert [group.slug for group in a_programme(groups=groups).groups] == ["b", "a", "c"]


def test_pages_are_in_the_order_of_the_menu() -> None:
    orders = {"a": None, "b": 2, "c": 0, "d": 1, "e": 1}
    pages = [Page(slug, slug, Prose(), "en", slug, order=order) for slug, order in orders.items()]
    programme = Programme.of(a_site(), [], [], pages)
    assert [page.slug for page in programme.pages] == ["c", "d", "e", "b", "a"]


def test_what_is_where() -> None:
    programme = a_programme(on(3, groups=(LIGHT,)), groups=GROUPS)
    assert programme.meeting("day-3").slug == "day-3"
    assert programme.children(CITIES) == (SMART,)
    assert programme.parent(SMART) == CITIES
    assert programme.parent(CITIES) is None


def test_old_addresses_lead_to_new_ones() -> None:
    programme = a_programme(
        on(
            3,
            aliases=("/events/3", "/e3/", "/e3.html", "/e/index.html"),
            groups=(a_group(aliases=("/sc/",)),),
        )
    )
    assert list(programme.redirects) == [
        ("/sc/", "/groups/smart-cities/"),
        ("/events/3/", "/meetings/day-3/"),
        ("/e3/", "/meetings/day-3/"),
        ("/e3.html", "/meetings/day-3/"),
        ("/e/", "/meetings/day-3/"),
    ]


def test_old_addresses_of_translations_lead_to_them() -> None:
    french = Translation("fr", "Énergie", Prose())
    aliases = ("/meetings/old", "/meetings/older/", "/e3/", "/fr/meetings/older/")
    programme = a_programme(on(3, translations=(french,), aliases=aliases))
    assert list(programme.redirects) == [
        ("/meetings/old/", "/meetings/day-3/"),
        ("/meetings/older/", "/meetings/day-3/"),
        ("/e3/", "/meetings/day-3/"),
        ("/fr/meetings/older/", "/meetings/day-3/"),
        ("/fr/meetings/old/", "/fr/meetings/day-3/"),
    ]


def test_old_addresses_of_a_group_lead_to_it_in_each_language() -> None:
    group = a_group(aliases=("/groups/cities/", "/sc/", "/fr/groups/towns/", "/groups/towns"))
    programme = a_programme(groups=(group,), languages=("en", "fr"))
    assert list(programme.redirects) == [
        ("/groups/cities/", "/groups/smart-cities/"),
        ("/sc/", "/groups/smart-cities/"),
        ("/fr/groups/towns/", "/groups/smart-cities/"),
        ("/groups/towns/", "/groups/smart-cities/"),
        ("/fr/groups/cities/", "/fr/groups/smart-cities/"),
    ]


def test_the_register_holds_every_document_the_newest_meetings_first() -> None:
    def paper(name: str) -> tuple[Document, ...]:
        return (a_document(f"/{name}.pdf"),)

    water = a_group("water", documents=paper("terms"))
    programme = a_programme(
        on(3, documents=paper("old"), groups=(CITIES,)),
        on(4, documents=paper("new"), groups=(LIGHT, water)),
        groups=GROUPS[:3],
    )

    def names(entries: tuple[Entry, ...]) -> list[str]:
        return [entry.document.address.rpartition("/")[2] for entry in entries]

    assert names(programme.documents) == ["new.pdf", "old.pdf", "terms.pdf"]
    assert names(programme.documents_of(CITIES)) == ["new.pdf", "old.pdf"]
    assert names(programme.documents_of(water)) == ["new.pdf", "terms.pdf"]
    assert [[group.slug for group in entry.groups] for entry in programme.documents] == [
        ["light", "water"],
        ["cities"],
        ["water"],
    ]
