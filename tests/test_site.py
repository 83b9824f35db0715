"""The site's decisions: wrong ones stop at once, and say why."""

from __future__ import annotations

from typing import Any

import pytest
from factories import a_service, a_site

from workgroups.site import SettingError


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": " "}, "name"),
        ({"timezone": "Europe/Brusels"}, "timezone: Europe/Brusels"),
        ({"languages": ()}, "languages"),
        ({"languages": ("en", "french")}, "'french'"),
        ({"meeting_types": {"Work Shop": {"en": "Workshop"}}}, "'Work Shop'"),
        ({"languages": ("en", "fr"), "meeting_types": {"visit": {"en": "Visit"}}}, "label in fr"),
        ({"form_services": {"EU Survey": a_service()}}, "'EU Survey'"),
        ({"form_services": {"eusurvey": "https://ec.europa.eu"}}, "a FormService"),
        ({"name": None}, "name: None must be a text"),
        ({"languages": "en"}, "languages: 'en' must have a comma"),
        ({"languages": ("en", 1)}, "languages: 1 must be a text"),
        ({"meeting_types": ("visit",)}, "meeting_types"),
        ({"meeting_types": {"visit": "Visit"}}, "meeting_types: visit: 'Visit' must be written"),
        (
            {"registration_hosts": ("pretix.eu")},
            "registration_hosts: 'pretix.eu' must have a comma",
        ),
        ({"registration_hosts": ("https://pretix.eu",)}, "is not a host"),
        ({"document_budget": "20 MB"}, "document_budget: '20 MB' must be a whole number of bytes"),
        ({"document_budget": 0}, "document_budget: 0 is not"),
        ({"document_budget": True}, "document_budget: True must be"),
        ({"closing_soon": -5}, "closing_soon: -5 is not a number of hours"),
        ({"closing_soon": 7.5}, "closing_soon: 7.5 must be a whole number of hours"),
    ],
)
def test_a_wrong_decision_names_itself(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingError, match=told):
        a_site(**wrong)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"address": "https://forms.example/"}, "address must hold {form}"),
        ({"address": "https://forms.example/{form}/{id}"}, "address must hold {form}"),
        ({"address": "http://forms.example/{form}"}, "https://"),
        ({"key": "entry"}, "key must hold {key}"),
        ({"hosts": "forms.example"}, "hosts: 'forms.example' must have a comma"),
        ({"edit_paths": ("/edit")}, "edit_paths: '/edit' must have a comma"),
        ({"date_format": None}, "date_format: None must be a text"),
    ],
)
def test_a_form_service_has_one_way_to_make_addresses(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingError, match=told):
        a_service(**wrong)


def test_the_first_language_is_the_sites_own() -> None:
    site = a_site(languages=("fr", "en"), meeting_types={})
    assert site.language == "fr"


def test_registrations_lead_to_the_services_and_the_listed_hosts() -> None:
    services = {"one": a_service(), "two": a_service(hosts=("a.example", "b.example"))}
    site = a_site(form_services=services, registration_hosts=("c.example",))
    assert site.hosts == {"forms.example", "a.example", "b.example", "c.example"}
