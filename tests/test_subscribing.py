"""Subscribing: each program gets the link that it understands."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.subscribing import subscription

FEED = "https://network.example/groups/smart-cities/calendar.ics"
HELD = subscription(FEED, "Smart Cities & water (Example, née Réseau)")


def test_each_program_has_one_way() -> None:
    clients = [way.client for way in HELD.ways]
    outlook = ["outlook_work", "outlook_personal"]
    assert clients == [*outlook, "google", "apple", "thunderbird", "other"]


@pytest.mark.parametrize(
    ("client", "host"),
    [("outlook_work", "outlook.office.com"), ("outlook_personal", "outlook.live.com")],
)
def test_outlook_gets_the_address_and_the_name_at_the_host_of_the_account(
    client: str, host: str
) -> None:
    way = HELD.way(client)
    parts = urlsplit(way.address)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", host, "/calendar/0/addfromweb")
    name = "Smart Cities & water (Example, née Réseau)"
    assert parse_qsl(parts.query, strict_parsing=True) == [("url", FEED), ("name", name)]
    assert "+" not in parts.query, "read as a plus by some, as a space by others"
    assert way.on_the_web
    assert not way.pastes


def test_google_takes_the_address_by_hand_only() -> None:
    way = HELD.way("google")
    assert way.pastes
    assert way.address == "https://calendar.google.com/calendar/u/0/r/settings/addbyurl"


@pytest.mark.parametrize("scheme", ["https", "http"])
@pytest.mark.parametrize("client", ["apple", "thunderbird"])
def test_programs_are_opened_by_webcal(client: str, scheme: str) -> None:
    way = subscription(f"{scheme}://network.example:8000/calendar.ics", "All").way(client)
    assert way.address == "webcal://network.example:8000/calendar.ics"
    assert not way.on_the_web


def test_any_other_program_gets_the_address_to_paste() -> None:
    way = HELD.way("other")
    assert (way.address, way.pastes, way.on_the_web) == ("", True, False)
    assert HELD.address == FEED


@given(
    st.from_regex(r"https://[a-z]{1,9}\.example/[!-\"$-~]{0,20}", fullmatch=True),
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30),
)
def test_any_address_and_name_arrive_as_they_are(address: str, name: str) -> None:
    for way in subscription(address, name).ways:
        if way.client.startswith("outlook"):
            assert way.address.isascii()
            query = parse_qsl(urlsplit(way.address).query, strict_parsing=True)
            assert query == [("url", address), ("name", name)]
