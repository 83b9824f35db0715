"""Adding one meeting: what calendars on the web are asked to write down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from factories import ADDRESS, a_meeting, a_site, at
from hypothesis import given
from hypothesis import strategies as st

from workgroups.adding import LONGEST, ways
from workgroups.calendars import Calendars
from workgroups.meeting import Meeting, Online, Place
from workgroups.prose import Prose
from workgroups.wording import load

STRINGS = Path(__file__).parent.parent / "theme" / "strings"
WORDS = {lang: load(STRINGS, lang) for lang in ("en", "fr")}
PAGE = f"{ADDRESS}/meetings/2026-01-21-energy/"
CLIENTS = ["outlook_work", "outlook_personal", "google", "yahoo"]

TIMED = at("2026-01-21 14:00", "2026-01-21 17:00")
SUMMER = at("2026-07-21 14:00", "2026-07-22 12:30")
FAR = at("2026-07-21 23:30", "2026-07-22 01:00", "Asia/Kathmandu")
A_DAY = at("2026-10-25")
DAYS = at("2026-12-30", "2027-01-01")


def addresses(meeting: Meeting) -> dict[str, str]:
    found = ways(meeting, Calendars(a_site(), ADDRESS, WORDS))
    return {way.client: way.address for way in found}


def asked(meeting: Meeting, client: str) -> Mapping[str, str]:
    """What an address asks for, decoded as a server does it."""
    pairs = parse_qsl(urlsplit(addresses(meeting)[client]).query, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def test_each_calendar_has_one_address() -> None:
    found = addresses(a_meeting())
    assert list(found) == CLIENTS
    starts = {client: address.partition("?")[0] for client, address in found.items()}
    assert starts == {
        "outlook_work": "https://outlook.office.com/calendar/0/deeplink/compose",
        "outlook_personal": "https://outlook.live.com/calendar/0/deeplink/compose",
        "google": "https://calendar.google.com/calendar/render",
        "yahoo": "https://calendar.yahoo.com/",
    }
    assert asked(a_meeting(), "google")["action"] == "TEMPLATE"
    assert asked(a_meeting(), "yahoo")["v"] == "60"
    outlook = asked(a_meeting(), "outlook_work")
    assert (outlook["path"], outlook["rru"]) == ("/calendar/action/compose", "addevent")


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_does_not_take_place_is_not_added(status: str) -> None:
    assert addresses(a_meeting(status=status, notice="The house is closed.")) == {}


@pytest.mark.parametrize(
    ("when", "dates"),
    [
        (TIMED, "20260121T130000Z/20260121T160000Z"),
        (SUMMER, "20260721T120000Z/20260722T103000Z"),
        (FAR, "20260721T174500Z/20260721T191500Z"),
        (A_DAY, "20261025/20261026"),
        (DAYS, "20261230/20270102"),
    ],
)
def test_google_is_told_from_when_to_when(when: Any, dates: str) -> None:
    assert asked(a_meeting(when=when), "google")["dates"] == dates


@pytest.mark.parametrize("client", ["outlook_work", "outlook_personal"])
@pytest.mark.parametrize(
    ("when", "begins", "ends"),
    [
        (TIMED, "2026-01-21T13:00:00Z", "2026-01-21T16:00:00Z"),
        (SUMMER, "2026-07-21T12:00:00Z", "2026-07-22T10:30:00Z"),
        (A_DAY, "2026-10-25", "2026-10-26"),
        (DAYS, "2026-12-30", "2027-01-02"),
    ],
)
def test_outlook_is_told_from_when_to_when(when: Any, begins: str, ends: str, client: str) -> None:
    found = asked(a_meeting(when=when), client)
    assert (found["startdt"], found["enddt"]) == (begins, ends)
    assert found.get("allday") == ("true" if when.all_day else None)


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (TIMED, {"st": "20260121T130000Z", "et": "20260121T160000Z"}),
        (SUMMER, {"st": "20260721T120000Z", "et": "20260722T103000Z"}),
        (A_DAY, {"st": "20261025", "dur": "allday"}),
        (DAYS, {"st": "20261230", "et": "20270102"}),
    ],
)
def test_yahoo_is_told_from_when_to_when(when: Any, told: Mapping[str, str]) -> None:
    found = asked(a_meeting(when=when), "yahoo")
    assert {key: found[key] for key in ("st", "et", "dur") if key in found} == told


NAMES = {
    "google": ("text", "location", "details"),
    "outlook_work": ("subject", "location", "body"),
    "outlook_personal": ("subject", "location", "body"),
    "yahoo": ("title", "in_loc", "desc"),
}


@pytest.mark.parametrize("client", CLIENTS)
def test_title_place_and_text_are_told(client: str) -> None:
    title, location, details = NAMES[client]
    found = asked(a_meeting(title="Énergie; heat, 100% + cold 🔥"), client)
    assert found[title] == "Énergie; heat, 100% + cold 🔥"
    assert found[location] == "House of Regions, Room 3, Rue de l'Exemple 1, 1000 Brussels"
    ends = found[details].replace("<br>", "\n").split("\n\n")
    assert sorted(ends) == sorted(["We look at energy.", PAGE])


def test_outlook_is_given_a_text_it_does_not_break() -> None:
    """Its subject ends at an ampersand; its body is HTML, which a text must not become."""
    found = asked(a_meeting(title="R&D", body=Prose("<p>a &lt; b<br>c</p>")), "outlook_work")
    assert found["subject"] == "R＆D"
    assert found["body"] == f"{PAGE}<br><br>a &lt; b<br>c"


def test_online_meetings_say_so() -> None:
    online = a_meeting(place=None, online=Online("https://meet.example/1"))
    found = asked(online, "google")
    assert found["location"] == "Online"
    assert "https://meet.example/1" in found["details"]


def test_a_place_that_is_not_known_is_left_out() -> None:
    assert "location" not in asked(a_meeting(place=None), "google")


LONG = st.text(st.characters(exclude_categories=["Cs"]), max_size=50).map(lambda text: text * 60)


@given(title=LONG, place=LONG, text=LONG, prefix=st.sampled_from(["", "word ", "🔥", "é "]))
def test_addresses_are_short_and_name_the_page(
    title: str, place: str, text: str, prefix: str
) -> None:
    meeting = a_meeting(
        title=prefix + title,
        place=Place(prefix + place or "x"),
        online=Online("https://meet.example/1", prefix + text),
    )
    for client, address in addresses(meeting).items():
        assert len(address) <= LONGEST
        assert address.isascii()
        details = asked(meeting, client)[NAMES[client][2]]
        assert PAGE in details.replace("<br>", "\n").splitlines()


def test_what_is_cut_is_cut_between_words() -> None:
    words = "smart cities meet " * 300
    body = Prose(f"<p>{words}</p>")
    found = asked(a_meeting(title=words, body=body), "google")
    for name, end in (("text", ""), ("details", f"\n\n{PAGE}")):
        assert found[name].endswith(f" …{end}")
        kept = found[name].removesuffix(f" …{end}").split()
        assert set(kept) == {"smart", "cities", "meet"}
    assert len(addresses(a_meeting(title=words, body=body))["google"]) > LONGEST - 20


def test_a_meeting_in_the_night_of_the_clocks_keeps_its_length() -> None:
    night = at("2026-10-25 01:00", "2026-10-25 12:00")
    begins, ends = asked(a_meeting(when=night), "google")["dates"].split("/")
    instants = [datetime.strptime(m, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for m in (begins, ends)]
    assert instants == [night.begins, night.ends]
