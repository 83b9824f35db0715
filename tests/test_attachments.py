"""Attachments: which files beside a meeting are published, and as what."""

from __future__ import annotations

import hashlib
import os
import tracemalloc
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from factories import a_front
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from workgroups.attachments import Attachments, _holds
from workgroups.document_text import Inside, look_inside
from workgroups.documents import KINDS, ODF, Document
from workgroups.editions import editions_of
from workgroups.fields import DocumentFields
from workgroups.history import History
from workgroups.problems import Problem
from workgroups.sources import Folder


def a_pdf(pages: int = 1, **locked: Any) -> bytes:
    """A PDF of blank pages, locked by a password where one is given."""
    writer, data = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if locked:
        writer.encrypt(**locked)
    writer.write(data)
    return data.getvalue()


def a_zip(*names: str, **texts: str) -> bytes:
    """A zip container with these members."""
    data = BytesIO()
    with ZipFile(data, "w") as container:
        for name in names:
            container.writestr(name, "x" * 200)
        for name, text in texts.items():
            container.writestr(name, text)
    return data.getvalue()


RIGHT = {
    ".pdf": a_pdf(),
    ".docx": a_zip("[Content_Types].xml", "word/document.xml"),
    ".xlsx": a_zip("xl/workbook.xml"),
    ".pptx": a_zip("ppt/presentation.xml"),
    ".odt": a_zip(mimetype=ODF + "text"),
    ".ods": a_zip(mimetype=ODF + "spreadsheet"),
    ".odp": a_zip(mimetype=ODF + "presentation"),
    ".zip": a_zip("a.txt"),
    ".csv": b"a;b\n1;2\n",
    ".txt": "été".encode("latin-1"),
    ".png": b"\x89PNG\r\n\x1a\n...",
    ".jpg": b"\xff\xd8\xff...",
    ".jpeg": b"\xff\xd8\xff...",
    ".webp": b"RIFF....WEBP",
    ".mp3": b"ID3",
    ".mp4": b"\0\0\0\x20ftypisom",
}
OFFICE = [ending for ending, data in RIGHT.items() if data.startswith(b"PK") and ending != ".zip"]


class Shelf:
    """A meeting's folder with these files, and what is made of them."""

    def __init__(self, folder: Path, files: dict[str, bytes], budget: int = 10_000) -> None:
        for name, data in files.items():
            (folder / name).write_bytes(data)
        paths = tuple(sorted(folder.iterdir()))
        self.folder = Folder(folder, "content/meetings/a", {}, paths)
        self.history = History()
        self.budget = budget
        self.problems: list[Problem] = []

    def documents(self, *entries: dict[str, Any]) -> list[Document]:
        yaml = "documents:\n" + "".join(f"  - {entry}\n" for entry in entries)
        attachments = Attachments(
            self.folder,
            "/meetings/a/",
            a_front(yaml if entries else ""),
            self.history.last_day,
            lambda path, version: editions_of(path, version, self.history),
            lambda path, label, _: look_inside(path.read_bytes(), label),
            self.budget,
            self.problems,
        )
        return list(attachments.documents([DocumentFields.model_validate(e) for e in entries]))

    @property
    def told(self) -> list[str]:
        return [problem.message for problem in self.problems]


def test_a_file_needs_no_entry(tmp_path: Path) -> None:
    data = a_pdf(3)
    shelf = Shelf(tmp_path, {"Draft contribution.PDF": data})
    [document] = shelf.documents()
    assert document == Document(
        title="Draft contribution",
        role=document.role,
        address="/meetings/a/draft-contribution.pdf",
        label="PDF",
        media_type="application/pdf",
        download_name="Draft contribution.PDF",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        pages=3,
        source=tmp_path / "Draft contribution.PDF",
    )
    assert document.role.key == "paper"
    assert not document.external


def test_an_entry_says_what_the_name_cannot(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, {"x.pdf": a_pdf()})
    [document] = shelf.documents(
        {"file": "x.pdf", "title": "Minutes", "role": "minutes", "order": "2", "lang": "fr",
         "date": "2026-02-01"}
    )  # fmt: skip
    assert (document.title, document.role.key, document.order) == ("Minutes", "minutes", 2)
    assert (document.lang, document.date) == ("fr", date(2026, 2, 1))


def test_a_file_has_the_date_of_its_last_commit(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, {"x.pdf": a_pdf()})
    noon = datetime(2026, 1, 3, 12, tzinfo=UTC)
    shelf.history = History(changed={(tmp_path / "x.pdf").resolve(): noon})
    assert shelf.documents()[0].date == noon.date()


def test_a_document_may_be_kept_elsewhere(tmp_path: Path) -> None:
    [document] = Shelf(tmp_path, {}).documents(
        {"url": "https://example.eu/b.pdf?v=2", "title": "B", "role": "slides"}
    )
    assert document.external
    assert (document.address, document.label) == ("https://example.eu/b.pdf?v=2", "PDF")
    assert (document.role.key, document.size, document.pages) == ("slides", None, None)


def test_documents_are_in_the_order_people_look_for_them(tmp_path: Path) -> None:
    names = ["agenda.pdf", "minutes.pdf", "paper-b.pdf", "paper-a.pdf", "a.pdf"]
    shelf = Shelf(tmp_path, dict.fromkeys(names, a_pdf()))
    found = shelf.documents(
        {"file": "paper-a.pdf", "order": "1"}, {"url": "https://example.eu/", "title": "0"}
    )
    assert [d.title for d in found] == ["Agenda", "Minutes", "Paper b", "Paper a", "0", "A"]


@pytest.mark.parametrize("ending", KINDS)
def test_every_kind_is_known_by_its_content(ending: str, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, {f"a{ending}": RIGHT[ending], f"b{ending.upper()}": RIGHT[ending]})
    assert len(shelf.documents()) == 2
    assert shelf.told == []


@pytest.mark.parametrize("ending", [e for e, kind in KINDS.items() if not kind.begins.match(b"<")])
def test_what_another_program_saved_is_told(ending: str, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, {f"a{ending}": b"<html>Please log in</html>"})
    assert shelf.documents() == []
    assert shelf.told == [f"a{ending} is not the {KINDS[ending].label} file that its name says"]


@pytest.mark.parametrize("ending", OFFICE)
@pytest.mark.parametrize("other", [*OFFICE, ".zip"])
def test_containers_are_told_apart(ending: str, other: str) -> None:
    assert _holds(KINDS[ending], RIGHT[other]) == (ending == other)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.html", b"<p>", "a.html is of a type that is not published"),
        ("a", b"x", "a is of a type that is not published"),
        ("a.pdf", b"", "a.pdf is empty"),
        ("a.csv", b"a\0b", "a.csv is not the CSV file that its name says"),
        (
            "a.txt",
            b"x" * 2001,
            "a.txt has 2,001 bytes, more than the 0.002 MB that the site allows",
        ),
        ("a.webp", b"RIFF....WAVEfmt", "a.webp is not the WebP file that its name says"),
    ],
)
def test_refused(name: str, data: bytes, told: str, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, {name: data}, budget=2000)
    assert shelf.documents() == []
    assert shelf.told == [told]
    assert shelf.problems[0].file == f"content/meetings/a/{name}"


@pytest.mark.parametrize("packed", [ZIP_DEFLATED, ZIP_BZIP2])
def test_an_endless_type_is_not_unpacked(packed: int) -> None:
    data = BytesIO()
    with ZipFile(data, "w", packed) as container:
        container.writestr("mimetype", (ODF + "text").encode() + bytes(50_000_000))
    tracemalloc.start()
    assert not _holds(KINDS[".odt"], data.getvalue())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


def test_a_type_may_be_packed() -> None:
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as container:
        container.writestr("mimetype", ODF + "text")
    assert _holds(KINDS[".odt"], data.getvalue())


def test_two_files_cannot_have_one_address(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, {"a b.pdf": a_pdf(), "a-b.pdf": a_pdf()})
    shelf.documents()
    assert shelf.told == ["a-b.pdf would have the same address as a b.pdf"]


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        (["b.pdf"], "b.pdf"),
        (["a.pdf", "a.pdf"], "twice"),
        (["../b/a.pdf"], "outside"),
    ],
)
def test_an_entry_names_a_file_beside_it(entries: list[str], told: str, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, {"a.pdf": a_pdf()})
    shelf.documents(*({"file": entry} for entry in entries))
    [message] = shelf.told
    assert told in message
    assert shelf.problems[0].line == len(entries) + 2


def test_accents_may_be_stored_in_two_ways(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, {"re\u0301sume\u0301.pdf": a_pdf()})
    [document] = shelf.documents({"file": "r\u00e9sum\u00e9.pdf", "title": "Summary"})
    assert shelf.told == []
    assert (document.title, document.download_name) == ("Summary", "r\u00e9sum\u00e9.pdf")


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128"])
def test_a_locked_pdf_is_published_without_a_number_of_pages(algorithm: str) -> None:
    assert look_inside(a_pdf(user_password="secret", algorithm=algorithm), "PDF") == Inside()


def test_a_pdf_locked_as_offices_do_it_today() -> None:
    """AES, for which pypdf wants a library that we do not need otherwise."""
    aes = (
        b"%PDF-1.6\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 4/R 4/Length 128/P -1/O<" + b"00" * 32 + b">/U<"
        + b"00" * 32 + b">/CF<</StdCF<</CFM/AESV2/Length 16>>>>/StmF/StdCF/StrF/StdCF>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\nstartxref\n0\n%%EOF"
    )  # fmt: skip
    assert look_inside(aes, "PDF") == Inside()


@given(st.data())
def test_a_damaged_file_stops_nothing(data: st.DataObject) -> None:
    ending = data.draw(st.sampled_from([".pdf", *OFFICE]))
    whole = bytearray(RIGHT[ending])
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=20)):
        whole[place] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    for damaged in (bytes(whole), cut):
        _holds(KINDS[ending], damaged)
        look_inside(damaged, "PDF")


def test_the_content_decides_and_not_the_time_of_the_file(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, {"a.pdf": a_pdf()})
    before = shelf.documents()
    os.utime(tmp_path / "a.pdf", (0, 0))
    assert shelf.documents() == before
