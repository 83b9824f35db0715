"""Documents: what a file's name becomes, in an address, a title and a role."""

from __future__ import annotations

import re
import unicodedata

import pytest
from factories import a_document
from hypothesis import example, given
from hypothesis import strategies as st

from workgroups.documents import KINDS, LONGEST_NAME, ROLE, ROLES, role_of, safe_name, title_of

STEMS = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1)
ENDINGS = st.sampled_from(sorted(KINDS)) | st.sampled_from([ending.upper() for ending in KINDS])


@given(STEMS, ENDINGS)
@example("../../etc/passwd", ".pdf")
@example("Ωμέγα", ".PDF")
@example("x\uff0epdf", ".pdf")
def test_a_safe_name_is_safe_in_every_address(stem: str, ending: str) -> None:
    name = safe_name(stem + ending)
    assert re.fullmatch(r"[a-z0-9_-]+\.[a-z0-9]+", name)
    assert name.endswith(ending.lower())
    assert safe_name(name) == name


@given(STEMS, ENDINGS)
def test_a_name_is_the_same_however_its_accents_are_stored(stem: str, ending: str) -> None:
    name = stem + ending
    composed, parted = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    assert safe_name(composed) == safe_name(parted)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("agenda.pdf", "agenda.pdf"),
        ("Présentation (1).PDF", "presentation-1.pdf"),
        ("2020-01-21_Draft  v1.2.docx", "2020-01-21_draft-v1-2.docx"),
        ("Straße.pdf", "strae.pdf"),
        (".pdf.pdf", "pdf.pdf"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_names_in_another_alphabet_stay_apart() -> None:
    greek, cyrillic = safe_name("Πρακτικά.pdf"), safe_name("Протокол.pdf")
    assert greek != cyrillic
    assert re.fullmatch(r"[0-9a-f]{12}\.pdf", greek)


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("draft-contribution", "Draft contribution"),
        ("work_plan 2026", "Work plan 2026"),
        ("e\u0301tude", "Étude"),
        ("---", "---"),
    ],
)
def test_titles(stem: str, title: str) -> None:
    assert title_of(stem) == title


@given(STEMS)
def test_every_file_has_a_title_and_a_role(stem: str) -> None:
    assert title_of(stem)
    assert role_of(stem) in ROLES


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("agenda", "agenda"),
        ("Agenda_v2", "agenda"),
        ("Ordre du jour", "agenda"),
        ("Compte-rendu final", "minutes"),
        ("Procès-verbal", "minutes"),
        ("notes", "paper"),
        ("Work plan 2026", "paper"),
        ("presentations-day-1", "slides"),
        ("enregistrement", "recording"),
        ("agendasetting", "other"),
        ("the-agenda", "other"),
        ("notebook", "other"),
        ("Πρακτικά", "other"),
    ],
)
def test_a_role_is_what_the_name_begins_with(stem: str, key: str) -> None:
    assert role_of(stem).key == key


def test_roles_are_in_the_order_people_look_for_them() -> None:
    keys = [role.key for role in sorted(ROLES)]
    assert keys == ["agenda", "minutes", "paper", "slides", "recording", "other"] == list(ROLE)


def test_nothing_that_can_run_may_be_published() -> None:
    assert not {".html", ".htm", ".svg", ".xhtml", ".xml", ".js", ".exe"} & set(KINDS)


def test_a_document_elsewhere_has_a_host() -> None:
    elsewhere = a_document("https://example.eu/papers/a.pdf")
    assert elsewhere.external
    assert elsewhere.host == "example.eu"


def test_a_document_here_has_none() -> None:
    here = a_document("/meetings/a/agenda.pdf")
    assert not here.external
    assert here.host == ""


def test_a_name_has_room_on_every_file_system() -> None:
    names = [safe_name("Ⅷ" * 80 + end) for end in (".pdf", "b.pdf", "c.PDF")]
    assert len(set(names)) == len(names)
    for name in names:
        assert len(name) == LONGEST_NAME + len(".pdf")
        assert name.startswith("viii")
