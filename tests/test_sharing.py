"""Sharing: what a letter says before somebody has written a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from factories import ADDRESS, a_meeting, at
from hypothesis import given
from hypothesis import strategies as st

from workgroups.meeting import Meeting, Online, Translation
from workgroups.prose import Prose
from workgroups.sharing import letter
from workgroups.wording import load

STRINGS = Path(__file__).parent.parent / "theme" / "strings"
WORDS = {lang: load(STRINGS, lang) for lang in ("en", "fr")}
PAGE = f"{ADDRESS}/meetings/2026-01-21-energy/"


def read(address: str) -> tuple[str, list[str]]:
    """Subject and lines of the body, as a mail program takes them from the address."""
    scheme, _, fields = address.partition("?")
    subject, body = fields.split("&")
    assert scheme == "mailto:"
    assert subject.startswith("subject=")
    assert body.startswith("body=")
    return unquote(subject[8:], errors="strict"), unquote(body[5:], errors="strict").split("\r\n")


def told(
    text: Translation | None = None, lang: str = "en", **changes: Any
) -> tuple[str, list[str]]:
    meeting = a_meeting(**changes)
    return read(letter(meeting, text or meeting.original, WORDS[lang], ADDRESS))


def test_it_says_what_when_where_and_the_page() -> None:
    assert told() == (
        "Energy in cities",
        [
            "Energy in cities",
            "Wednesday 21 January 2026, 14:00 to 17:00, Brussels time (CET)",
            "House of Regions, Room 3, Rue de l'Exemple 1, 1000 Brussels",
            PAGE,
        ],
    )


def test_as_an_address_it_has_no_sign_that_ends_or_divides_it() -> None:
    address = letter(meeting := a_meeting(), meeting.original, WORDS["en"], ADDRESS)
    assert address.startswith(
        "mailto:?subject=Energy%20in%20cities&body=Energy%20in%20cities%0D%0A"
    )
    assert "+" not in address


@pytest.mark.parametrize(
    ("status", "title"),
    [
        ("tentative", "Energy in cities"),
        ("cancelled", "CANCELLED: Energy in cities"),
        ("postponed", "POSTPONED: Energy in cities"),
    ],
)
def test_it_says_when_it_is_not_held(status: str, title: str) -> None:
    subject, (first, *_) = told(status=status)
    assert subject == first == title


@pytest.mark.parametrize(
    ("online", "lines"), [(None, []), (Online("https://meet.example/1"), ["Online"])]
)
def test_without_a_place_it_says_no_more_than_is_known(
    online: Online | None, lines: list[str]
) -> None:
    days = "Thursday 12 to Friday 13 March 2026"
    _, body = told(place=None, online=online, when=at("2026-03-12", "2026-03-13"))
    assert body == ["Energy in cities", days, *lines, PAGE]


def test_a_translation_leads_to_its_own_page() -> None:
    french = Translation("fr", "L'énergie en ville", Prose())
    subject, body = told(french, "fr", translations=(french,))
    assert subject == "L'énergie en ville"
    assert body[1].startswith("mercredi 21 janvier 2026, de 14:00 à 17:00")
    assert body[-1] == f"{ADDRESS}/fr/meetings/2026-01-21-energy/"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_no_title_can_add_anything_to_the_letter(title: str) -> None:
    meeting: Meeting = a_meeting(title=title)
    address = letter(meeting, meeting.original, WORDS["en"], ADDRESS)
    assert address.isascii()
    assert not set(address) & set("\"<> #'")
    subject, body = read(address)
    assert subject == body[0] == title
