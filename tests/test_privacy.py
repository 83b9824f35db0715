"""Privacy: secrets and what is somebody's own is told wherever it stands; numbers that look so not.

The mistakes themselves are in `mistakes/privacy/`; here are their nearest neighbours.
"""

from __future__ import annotations

import pytest
from factories import a_group, a_site
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import texts_with, told_of

from workgroups import frontmatter
from workgroups.privacy import passcode_in_public, personal_phone, private_mail
from workgroups.problems import Problem
from workgroups.written import Written


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Passcode: 48Xw2!", ["Passcode:"]),
        ("the password is region2020", ["password is"]),
        ("**PIN:** `471122`", ["PIN:** `471122`"]),
        ("Mot de passe : Ville2020", ["Mot de"]),
        ("Kennwort lautet 2020stadt", ["Kennwort lautet"]),
        ("The code for the call is 123456.", ["code for"]),
        ("Dial-in PIN 4433#", ["Dial-in PIN"]),
        ("Then type the PIN 4433 2211#.", ["PIN 4433"]),
        ("Code d'accès : 123 456", ["Code d'accès"]),
        ("Code d'accès\u00a0: 123\u202f456", ["Code d'accès"]),
        ("[join](https://calls.example/j/1?pwd=Qm1)", ["pwd=Qm1)"]),
        ("https://calls.example/meet/123?p=Qm1", ["meet/123?p=Qm1"]),
    ],
)
def test_a_passcode(text: str, where: list[str]) -> None:
    assert told_of(passcode_in_public, text) == where


@pytest.mark.parametrize(
    "text",
    [
        "The passcode will be sent to those who register.",
        "Passcode: with the confirmation of your registration. Password: none.",
        "You do not need a password:\n2020 people joined without one.",
        "The access code of the building changes every day. Pin 2020 badges to the wall.",
        "https://calls.example/j/1?language=en&page=2 and https://example.eu/?p=123",
        "The postal code is 1000. A code of conduct: 2020 edition.",
        "<!-- Passcode: 48Xw2! -->",
        "The code for the meeting is sent on the day. The code of conduct for the call is new.",
        "PIN 2020 was a project. The meeting PIN will follow. Access code: in 12 towns.",
    ],
)
def test_no_passcode(text: str) -> None:
    assert told_of(passcode_in_public, text) == []


def test_a_passcode_in_any_field() -> None:
    fields = {"documents": [{"url": "https://calls.example/r?pwd=Qm1", "title": "Recording"}]}
    assert told_of(passcode_in_public, "", **fields) == ["url:"]
    assert told_of(passcode_in_public, "", notice="Passcode: 48Xw2!") == ["notice:"]


@pytest.mark.parametrize(
    "number",
    [
        *("+32 475 12 34 56", "+32 (0)475/12.34.56", "+32475123456", "0032 475 12 34 56"),
        *("+33 6 12 34 56 78", "+33 (0) 7 12 34 56 78", "+49 171 1234567", "+44 7700 900123"),
        *("+31 6 12345678", "+353 87 123 4567", "+358 40 1234567", "+48 601 234 567"),
        *("+39 333 123 4567", "+34 612 34 56 78", "+36 30 123 4567", "+352 621 123 456"),
    ],
)
def test_a_mobile_number(number: str) -> None:
    text = f"Call {number}."
    first = number.split(maxsplit=1)[0]
    assert [found.split(maxsplit=1)[0] for found in told_of(personal_phone, text)] == [first]
    assert told_of(personal_phone, "", contact={"name": "Chair", "phone": number}) == ["phone:"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Call me on 0475 12 34 56.", ["0475 12"]),
        ("Appelez-moi au 06 12 34 56 78.", ["06 12"]),
        ("Sie erreichen mich unter 0171 1234567.", ["0171 1234567"]),
        ("Call me on +32 475 12 34 56.", ["+32 475"]),
    ],
)
def test_a_mobile_number_of_somebody_who_is_called(text: str, where: list[str]) -> None:
    assert told_of(personal_phone, text) == where


@pytest.mark.parametrize(
    "text",
    [
        "Call me on 02 555 01 00. Call the office on 0475 12 34 56. Tell me at 07:30.",
        "+32 2 555 01 00, +33 1 40 00 00 00, +49 30 123456, +44 20 7946 0958, +31 20 123 4567",
        "+353 1 234 5678, +39 06 1234 5678, +45 20 12 34 56",
        "The region has 0.0046123456789 more, and +33 6 % in ten years; 1,0033 6123 4567.",
        "Accounts: BE68 5390 0754 7034. Grant 101003367. +3470877773E-20",
        "Mobile services: 2020 and 2021. Mobile 5G: 10 000 sites. A signal: 0 of 27.",
        "A cell of 0,5 ha.",
    ],
)
def test_no_mobile_number(text: str) -> None:
    assert told_of(personal_phone, text) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Write to heat.regions@gmail.com.", ["heat.regions@gmail.com"]),
        ("[Chair](mailto:chair@yahoo.co.uk)", ["chair@yahoo.co.uk)"]),
        ("chair@hotmail.fr", ["chair@hotmail.fr"]),
        ("chair@orange.fr", ["chair@orange.fr"]),
    ],
)
def test_a_private_address(text: str, where: list[str]) -> None:
    assert told_of(private_mail, text) == where


@pytest.mark.parametrize(
    "text",
    [
        "heat@regions.example, office@outlook-region.eu, office@gmail.com.regions.example",
        "office@live.regions.example, office@orange.example, @gmail.com, me.com",
        "office@free.fr-regions.example",
    ],
)
def test_the_address_of_an_office(text: str) -> None:
    assert told_of(private_mail, text) == []


def test_groups_are_looked_at_too() -> None:
    problems: list[Problem] = []
    text = "---\nmailing_list: heat@googlegroups.com\ncontact:\n  email: heat@gmail.com\n---\n"
    front = frontmatter.read(text, "index.md", problems)
    [problem] = private_mail(Written(a_site(), groups=[(a_group(), front)]))
    assert (problem.line, problem.column) == (4, 3)


TEXTS = texts_with(
    *(" Passcode: 48Xw2! ", " +32 475 12 34 56 ", " ada@gmail.com ", " mobile: 0475 12 34 56 "),
    *("passcode: ", "PIN ", "a1b2", "?pwd=x1", "https://x.eu/", "+32 475 ", "12 34 56", "mobile "),
    *("call me on 0475 12 34 56", "@gmail.com", "ada", "0032 (0)4"),
)


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_any_text_is_looked_at_and_told_where_something_stands(text: str, title: str) -> None:
    for check in (passcode_in_public, personal_phone, private_mail):
        assert all(told_of(check, text, title=f"T{title}".replace("\n", " ")))


@given(st.text(max_size=10), st.text(" \n.,;(*_", min_size=1, max_size=3))
def test_a_secret_is_told_whatever_stands_before_it(before: str, between: str) -> None:
    text = f"{before}{between}"
    if text.isprintable() and not set(text) & set("`<-["):
        assert told_of(passcode_in_public, f"Words {text} Passcode: 48Xw2!")
