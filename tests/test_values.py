"""Values: what the text of a field may be, and what it is refused for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from workgroups import values


def told(kind: Any, text: Any) -> str:
    """Why a value is refused."""
    with pytest.raises(ValidationError) as error:
        TypeAdapter(kind).validate_python(text)
    return str(error.value.errors()[0].get("ctx", {}).get("message", ""))


RIGHT = [
    (values.Slug, "smart-cities"),
    (values.Uid, "5b3c6f0e-8a5f-4f3c-9d5e-0c8f6f3c1a2b"),
    (values.Uid, "20200121-abc@network.example"),
    (values.Language, "fr"),
    (values.Language, "pt-BR"),
    (values.Colour, "#0b6e4f"),
    (values.Mailbox, "first.last+wg@sub.network.example"),
    (values.Phone, "+32 (0)2 555 01-00"),
    (values.WebAddress, "https://example.eu/a?b=c&d=%20#e"),
    (values.MailingList, "https://lists.example.eu/energy"),
    (values.MailingList, "energy@lists.example.eu"),
    (values.SiteAddress, "/events/2019/smart.cities"),
    (values.PartOfDate, "2021"),
    (values.PartOfDate, "2021-05-17"),
    (values.Zone, "Europe/Brussels"),
]

WRONG = [
    (values.Slug, "Smart Cities"),
    (values.Slug, "smart--cities"),
    (values.Slug, "../smart-cities"),
    (values.Uid, "short"),
    (values.Uid, "a uid with spaces"),
    (values.Language, "french"),
    (values.Colour, "green"),
    (values.Colour, "#0b6e4"),
    (values.Mailbox, "name at example.eu"),
    (values.Mailbox, "name@example"),
    (values.Mailbox, "a@b.eu, c@d.eu"),
    (values.Phone, "02 555 01 00"),
    (values.WebAddress, "http://example.eu/"),
    (values.WebAddress, "example.eu"),
    (values.WebAddress, "javascript:alert(1)"),
    (values.WebAddress, "https://user:secret@example.eu/"),
    (values.WebAddress, "https://exаmple.eu/"),  # with a Cyrillic а
    (values.WebAddress, "https://xn--exmple-4nf.eu/"),
    (values.WebAddress, "https://[::1/"),
    (values.WebAddress, "https://"),
    (values.WebAddress, "https://example.eu/" + "a" * values.LONGEST_ADDRESS),
    (values.SiteAddress, "events/"),
    (values.SiteAddress, "//example.eu/"),
    (values.SiteAddress, "/../secrets/"),
    (values.SiteAddress, "/events/.."),
    (values.SiteAddress, "/events/./a/"),
    (values.SiteAddress, "/events/?id=3"),
    (values.PartOfDate, "2021-13"),
    (values.PartOfDate, "May 2021"),
    (values.Zone, "Europe/Brusels"),
    (values.Line, ""),
    (values.Line, " \n "),
    (values.Line, "turned \u202etext"),
    (values.Line, "\ufeffpasted"),
    (values.Line, "Smart\u200b cities"),
    (values.YesOrNo, "perhaps"),
    (values.WholeNumber, "-1"),
    (values.WholeNumber, "1.5"),
    (values.Clock, "2 pm"),
    (values.Date, ["2021-05-17"]),
]


@pytest.mark.parametrize(("kind", "text"), RIGHT)
def test_right(kind: Any, text: str) -> None:
    assert TypeAdapter(kind).validate_python(text) == text


@pytest.mark.parametrize(("kind", "text"), WRONG)
def test_wrong(kind: Any, text: Any) -> None:
    assert told(kind, text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("yes", True), ("No", False), ("true", True), ("FALSE", False), (True, True), (False, False)],
)
def test_yes_and_no_are_written_in_many_ways(text: Any, meant: bool) -> None:
    assert TypeAdapter(values.YesOrNo).validate_python(text) is meant


def test_a_line_is_one_line() -> None:
    assert TypeAdapter(values.Line).validate_python(" Smart\n  cities ") == "Smart cities"


def test_a_text_keeps_its_lines() -> None:
    assert TypeAdapter(values.Text).validate_python("One.\n\nTwo.\n") == "One.\n\nTwo."


@pytest.mark.parametrize(
    ("text", "zone"),
    [("Brussels", "Europe/Brussels"), ("Europe/Brusels", "Europe/Brussels"), ("roma", "Rome")],
)
def test_a_zone_is_found_by_its_city(text: str, zone: str) -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(values.Zone).validate_python(text)
    assert zone in error.value.errors()[0]["ctx"]["remedy"]


@given(st.text() | st.text().map("https://".__add__) | st.text().map("https://a.eu/".__add__))
def test_an_address_leads_where_it_says(text: str) -> None:
    """What is accepted is https, to a host of plain letters, without a user's name or a space."""
    try:
        address = TypeAdapter(values.WebAddress).validate_python(text)
    except ValidationError:
        return
    parts = urlsplit(address)
    assert parts.scheme == "https"
    assert parts.hostname
    assert parts.hostname.isascii()
    assert parts.username is None
    assert len(address.split()) == 1


@pytest.mark.parametrize("text", ["CEST", "BST", "EST", "cet", "HEC", "MST7", "eest", "PST"])
def test_an_abbreviation_is_not_answered_with_another(text: str) -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(values.Zone).validate_python(text)
    assert "Europe/" in (remedy := error.value.errors()[0]["ctx"]["remedy"]) or "America/" in remedy
    assert "Did you mean" not in remedy
