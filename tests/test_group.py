"""A group, a page: what is derived of what was written."""

from __future__ import annotations

from datetime import date

from factories import a_group

from workgroups.fields import ChairFields, ContactFields
from workgroups.group import Chair, Contact
from workgroups.page import Page
from workgroups.prose import Prose


def test_a_group_has_an_address() -> None:
    assert a_group("smart-cities").address == "/groups/smart-cities/"


def test_a_group_is_called_by_its_short_name_where_it_has_one() -> None:
    assert a_group().label == "Smart Cities"
    assert a_group(short="SC").label == "SC"


def test_a_group_is_closed_once_it_has_a_closing_day() -> None:
    assert not a_group().is_closed
    assert a_group(closed=date(2021, 12, 31)).is_closed


def test_people_are_kept_as_they_were_written() -> None:
    chair = {"name": "Ada", "organisation": "Region", "since": "2021-05", "until": "2023"}
    assert Chair.of(ChairFields(**chair)) == Chair("Ada", "Region", "2021-05", "2023")
    contact = {"name": "Ada", "email": "a@b.eu", "phone": "+32 2 555 01 00"}
    assert Contact.of(ContactFields(**contact)) == Contact("Ada", "a@b.eu", "+32 2 555 01 00")


def test_who_leads_a_group_now_comes_before_who_did() -> None:
    untils = ["2019", None, "2023-06", "2023", "2021-12-31", None]
    chairs = tuple(Chair(f"{number}", until=until) for number, until in enumerate(untils))
    assert [chair.name for chair in a_group(chairs=chairs).chairs_in_order] == list("152340")


def test_a_page_has_an_address() -> None:
    assert Page("about", "About", Prose(), "en", "content/pages/about.md").address == "/about/"
