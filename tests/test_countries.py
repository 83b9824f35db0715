"""Countries: told from the end of an address, in the site's languages, or from a zone."""

from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from workgroups.countries import country_name, country_of, country_of_zone
from workgroups.times import zone_names

BOTH = ("en", "fr")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("Rue Belliard 101, 1040 Brussels, Belgium", "BE"),
        ("Rue Belliard 101, 1040 Bruxelles (Belgique)", "BE"),
        ("Marktplatz 1; Stuttgart; ALLEMAGNE ", "DE"),
        ("Rue Belliard 101, 1040 Brussels", None),
        ("Belgium Street 3, 1000 Town", None),
        ("Place de l'Europe, Europe", None),
        ("", None),
        (" , ", None),
    ],
)
def test_the_country_of_an_address(address: str, code: str | None) -> None:
    assert country_of(address, BOTH) == code


def test_only_the_languages_of_the_site_are_known() -> None:
    assert country_of("Stuttgart, Allemagne", ("en",)) is None
    assert country_of("Stuttgart, Germany", ("xx", "en")) == "DE"
    assert country_of("Lisboa, Portugal", ("pt-BR",)) == "PT"


def test_the_country_of_a_zone() -> None:
    assert country_of_zone("Europe/Brussels") == "BE"
    assert country_of_zone("Atlantic/Azores") == "PT"
    assert country_of_zone("Etc/UTC") is None
    named = {code for zone in zone_names() if (code := country_of_zone(zone))}
    assert len(named) > 200
    assert all(country_name(code) != code for code in named)


TEXTS = st.text(max_size=40)
NAMED = sorted(
    (name, code)
    for lang in BOTH
    for code, name in Locale(lang).territories.items()
    # A name with brackets is two parts of an address.
    if code.isalpha() and len(code) == 2 and not set(name) & set("(),")
)


@given(TEXTS, st.sampled_from(NAMED), st.sampled_from([", ", " ; ", " (", ",,"]))
def test_an_address_that_ends_with_a_country_lies_in_it(
    street: str, named: tuple[str, str], between: str
) -> None:
    name, code = named
    assert country_of(f"{street}{between}{name.upper()} )", BOTH) == code


@given(TEXTS)
def test_any_address_lies_somewhere_or_nobody_knows(address: str) -> None:
    code = country_of(address, BOTH)
    assert code is None or country_name(code) != code
