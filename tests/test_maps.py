"""A map: the link that finds a street address."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.maps import map_address
from workgroups.meeting import Place


def test_an_address_is_looked_up() -> None:
    assert map_address("Rue de Trèves 59-61, 1040 Brussels") == (
        "https://www.openstreetmap.org/search?query=Rue%20de%20Tr%C3%A8ves%2059-61%2C%201040%20Brussels"
    )


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_whatever_the_address_it_is_all_that_is_asked(address: str) -> None:
    found = urlsplit(map_address(address))
    assert map_address(address).isascii()
    assert (found.netloc, found.path, found.fragment) == ("www.openstreetmap.org", "/search", "")
    assert parse_qsl(found.query, strict_parsing=True) == [("query", address)]


@pytest.mark.parametrize(
    ("place", "found"),
    [(Place("Hall", "Street 1", "Room 2"), "query=Street%201"), (Place("Hall", room="2"), "")],
)
def test_a_place_is_looked_up_by_its_street_address_alone(place: Place, found: str) -> None:
    assert place.on_map.partition("?")[2] == found
