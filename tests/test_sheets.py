"""Sheets: which pages there are, and in which languages."""

from __future__ import annotations

from functools import partial

import pytest
from factories import a_site

from sheets import Sheet, Shelf, exactly, link


def a_shelf() -> Shelf:
    shelf = Shelf(a_site(languages=("en", "fr")))
    shelf.add_in_languages(Sheet("home", "/", "en"), Sheet("group", "/groups/eau/", "fr"))
    shelf.add(Sheet("page", "/about/", "en"), Sheet("redirect", "/old/", "en"))
    return shelf


def test_its_own_language_is_at_the_plain_address() -> None:
    addresses = [(sheet.address, sheet.lang) for sheet in a_shelf().sheets]
    assert addresses[:2] == [("/", "en"), ("/fr/", "fr")]
    assert addresses[2:4] == [("/groups/eau/", "fr"), ("/en/groups/eau/", "en")]


def test_a_link_stays_in_its_language_where_it_can() -> None:
    shelf = a_shelf()
    assert shelf.local("fr", "/") == "/fr/"
    assert shelf.local("fr", "/#Groups") == "/fr/#Groups"
    assert shelf.local("fr", "/groups/eau/") == "/groups/eau/"
    assert shelf.local("en", "/groups/eau/") == "/en/groups/eau/"
    assert shelf.local("fr", "/about/") == "/about/"


def test_links_are_relative_to_the_page() -> None:
    local = partial(a_shelf().local, "fr")
    assert link("../../", local, "/groups/eau/") == "../../groups/eau/"
    assert link("", local, "/") == "fr/"
    assert link("../", local, "https://elsewhere.example/") == "https://elsewhere.example/"
    assert exactly("", "/") == "./"
    assert exactly("../", "/") == "../"


def test_a_page_knows_its_languages_in_the_order_of_the_site() -> None:
    shelf = a_shelf()
    both = [("en", "/en/groups/eau/"), ("fr", "/groups/eau/")]
    assert shelf.versions("/groups/eau/") == shelf.versions("/en/groups/eau/") == both
    assert shelf.versions("/about/") == [("en", "/about/")]
    assert shelf.versions("/old/") == []


def test_a_second_page_at_one_address_is_refused() -> None:
    with pytest.raises(ValueError, match="/fr/"):
        a_shelf().add(Sheet("redirect", "/fr/", "en"))


def test_pages_that_nobody_looks_for_are_in_no_sitemap() -> None:
    listed = [address for versions in a_shelf().lasting() for _, address in versions]
    assert sorted(listed) == ["/", "/about/", "/en/groups/eau/", "/fr/", "/groups/eau/"]
