"""The register: years, what stands on which page, and what people can look for."""

from __future__ import annotations

from datetime import date

from factories import a_document, a_group, a_meeting, a_programme, at
from hypothesis import given
from hypothesis import strategies as st

from workgroups.documents import ROLE
from workgroups.meeting import Meeting
from workgroups.register import ENOUGH, Register

CITIES = a_group("cities")
LIGHT = a_group("light", parent="cities", documents=(a_document("/groups/light/plan.pdf"),))
WATER = a_group("water")


def held(day: str, papers: int, **changes: object) -> Meeting:
    """A meeting on a day, with so many papers."""
    documents = tuple(a_document(f"/meetings/{day}/{number}.pdf") for number in range(papers))
    return a_meeting(day, when=at(f"{day} 14:00"), documents=documents, **changes)


def register(*meetings: Meeting) -> Register:
    return Register.of(a_programme(*meetings))


def counts(found: Register) -> list[tuple[str, int]]:
    return [(year.key, len(year.entries)) for year in found.years]


def test_a_year_has_the_documents_of_its_meetings() -> None:
    found = register(held("2025-12-31", 2), held("2026-01-01", 1), held("2026-03-03", 1))
    assert counts(found) == [("2026", 2), ("2025", 2)]
    newest = [entry.document.address for entry in found.years[0].entries]
    assert newest == ["/meetings/2026-03-03/0.pdf", "/meetings/2026-01-01/0.pdf"]
    assert found.size == 4


def test_a_document_of_a_group_is_looked_for_under_its_own_day() -> None:
    dated = a_document("/groups/water/plan.pdf", date=date(2026, 2, 2))
    undated = a_document("https://plans.example/", label="")
    group = a_group("water", documents=(dated, undated))
    found = Register.of(a_programme(held("2026-03-03", 1), held("2026-01-01", 1), groups=(group,)))
    assert counts(found) == [("2026", 3), ("undated", 1)]
    assert found.years[0].entries[1].document == dated
    assert found.years[1].address == "/documents/undated/"
    assert found.elsewhere


def test_the_first_page_holds_whole_years_until_there_are_enough() -> None:
    many = [held(f"{year}-03-03", ENOUGH // 2) for year in range(2020, 2027)]
    first = register(*many).first
    assert [year.number for year in first.years] == [2026, 2025]
    assert len(first.entries) == ENOUGH
    assert not first.whole
    assert [year.number for year in register(held("2026-03-03", 500), *many[:2]).first.years] == [
        2026
    ]
    assert register(*many[:2]).first.whole


@given(st.lists(st.integers(1, 300), max_size=6))
def test_every_document_stands_on_the_page_of_its_year(sizes: list[int]) -> None:
    found = register(*(held(f"{2000 + n}-05-05", size) for n, size in enumerate(sizes)))
    first, *rest = found.pages
    assert [page.address for page in rest] == [year.address for year in found.years]
    assert [page.only for page in rest] == list(found.years)
    assert sum(len(page.entries) for page in rest) == found.size == sum(sizes)
    assert first.years == found.years[: len(first.years)]
    assert first.whole == (first.years == found.years)
    assert first.whole or len(first.entries) >= ENOUGH


def test_nothing_is_published() -> None:
    found = register(a_meeting())
    assert found.years == ()
    assert [page.address for page in found.pages] == ["/documents/"]
    assert found.first.whole


def test_what_can_be_looked_for_is_what_there_is() -> None:
    documents = (
        a_document("/meetings/a/a.pdf", role=ROLE["minutes"]),
        a_document("/meetings/a/b.csv", label="CSV", lang="de"),
    )
    meeting = a_meeting("a", groups=(LIGHT,), lang="fr", documents=documents)
    found = Register.of(a_programme(meeting, groups=(CITIES, LIGHT, WATER)))
    assert [group.slug for group in found.groups] == ["cities", "light"]
    assert [role.key for role in found.roles] == ["agenda", "minutes"]
    assert found.types == ("CSV", "PDF")
    # A group's paper is in the language of the group where nothing else is told.
    assert found.languages == ("de", "en", "fr")
    assert not found.elsewhere


def test_an_entry_is_found_under_the_groups_above_its_own() -> None:
    programme = a_programme(groups=(CITIES, LIGHT, WATER))
    [entry] = programme.documents
    assert programme.names_over(entry) == ["cities", "light"]
    assert entry.groups == (LIGHT,)
