"""Addresses: where a link leads that an editor wrote as a git host's preview has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.addresses import GROUP_FILES, MEETING_FILES, Addresses, old_address
from workgroups.prose import NOT_PUBLISHED
from workgroups.sources import Folder

CONTENT = Path("/site/content")
GROUP = CONTENT / "groups/energy"
MEETING = CONTENT / "meetings/2026/kick-off"


def a_folder(path: Path, *files: str) -> Folder:
    """A folder with a text in two languages and these documents."""
    texts = {None: path / "index.md", "fr": path / "index.fr.md"}
    return Folder(path, str(path), texts, tuple(path / name for name in files))


def the_addresses() -> Addresses:
    """A group, a meeting and a page."""
    addresses = Addresses()
    addresses.add_folder(a_folder(GROUP, "Work plan.pdf"), "/groups/energy/", GROUP_FILES)
    addresses.add_folder(a_folder(MEETING, "Agenda.PDF"), "/meetings/kick-off/", MEETING_FILES)
    addresses.add_page(CONTENT / "pages/about.md", "/about/")
    return addresses


def found(link: str, folder: Path = MEETING, at: str = "/meetings/kick-off/") -> str | None:
    return the_addresses().find(link, folder, at)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("Agenda.PDF", "/meetings/kick-off/agenda.pdf"),
        ("./Agenda.PDF", "/meetings/kick-off/agenda.pdf"),
        ("index.md", "/meetings/kick-off/"),
        ("index.fr.md", "/fr/meetings/kick-off/"),
        ("../../../groups/energy/index.md", "/groups/energy/"),
        ("../../../groups/energy", "/groups/energy/"),
        ("../../../groups/energy/Work plan.pdf", "/groups/energy/work-plan.pdf"),
        ("../../../pages/about.md", "/about/"),
    ],
)
def test_a_link_to_a_file_leads_to_where_it_is_published(link: str, address: str) -> None:
    assert found(link) == address


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/", "/"),
        ("/groups/energy/", "/groups/energy/"),
        ("/groups/energy", "/groups/energy/"),
        ("/about/", "/about/"),
        ("../../groups/energy/", "/groups/energy/"),
        ("agenda.pdf", "/meetings/kick-off/agenda.pdf"),
        ("meeting.ics", "/meetings/kick-off/meeting.ics"),
        ("/groups/energy/calendar.ics", "/groups/energy/calendar.ics"),
        ("/groups/energy/calendar-archive.ics", "/groups/energy/calendar-archive.ics"),
        ("/calendar.ics", "/calendar.ics"),
    ],
)
def test_a_link_to_an_address_leads_there(link: str, address: str) -> None:
    assert found(link) == address


@pytest.mark.parametrize(
    "link",
    [
        "minutes.pdf",
        "/groups/energy/Work plan.pdf",
        "/groups/energy/meeting.ics",
        "calendar.ics",
        "../other/index.md",
        "../../../../../etc/passwd",
        "/site/content/pages/about.md",
        "//example.eu/",
    ],
)
def test_a_link_to_nothing_leads_nowhere(link: str) -> None:
    assert found(link) is None


def test_the_same_link_means_another_file_in_another_folder() -> None:
    assert found("index.md", GROUP, "/groups/energy/") == "/groups/energy/"


def test_only_drafts_link_to_drafts() -> None:
    addresses = the_addresses()
    draft = CONTENT / "meetings/2026/draft"
    address = "/meetings/draft/"
    addresses.add_folder(a_folder(draft, "a.pdf"), address, MEETING_FILES, draft=True)
    for at in (address, "/fr/meetings/draft/"):
        assert addresses.find("a.pdf", draft, at) == "/meetings/draft/a.pdf"
        assert addresses.find("index.fr.md", draft, at) == "/fr/meetings/draft/"
        assert addresses.find("../kick-off/index.md", draft, at) == "/meetings/kick-off/"
    for link in ("../draft/index.md", "../draft/a.pdf", address, "../draft"):
        assert addresses.find(link, MEETING, "/meetings/kick-off/") == NOT_PUBLISHED


@pytest.mark.parametrize(
    ("alias", "address"),
    [
        ("/events/heat", "/events/heat/"),
        ("/events/heat/", "/events/heat/"),
        ("/events/heat.html", "/events/heat.html"),
        ("/events/heat.aspx", "/events/heat.aspx"),
        ("/events/index.html", "/events/"),
        ("/index.html", "/"),
        ("/agenda.pdf", "/agenda.pdf/"),
    ],
)
def test_an_old_address_is_that_of_a_folder_or_of_a_page(alias: str, address: str) -> None:
    assert old_address(alias) == address


@given(st.text(st.sampled_from("./abIndexmd \0é"), max_size=30) | st.text())
def test_a_link_leads_to_what_is_published_or_nowhere(link: str) -> None:
    address = found(link)
    assert address is None or found(address) == address
