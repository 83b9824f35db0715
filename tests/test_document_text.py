"""The words inside documents: found in each kind, and never at any price."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from workgroups import document_text
from workgroups.document_text import look_inside

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
NOTES = "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"


def words_inside(data: bytes, label: str) -> str:
    return look_inside(data, label).words


def a_pdf(*pages: str, password: str = "") -> bytes:
    """A PDF with a line of text on each page."""
    writer, data = PdfWriter(), BytesIO()
    kind = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(k): NameObject(v) for k, v in kind.items()})
    fonts = DictionaryObject({NameObject("/F1"): font})
    for line in pages:
        page = writer.add_blank_page(width=595, height=842)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 50 800 Td ({line}) Tj ET".encode("latin-1"))
        page[NameObject("/Contents")] = stream
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if password:
        writer.encrypt("", owner_password=password, algorithm="RC4-128")
    writer.write(data)
    return data.getvalue()


def packed(compression: int = ZIP_DEFLATED, **members: str) -> bytes:
    """A zip container; `__` in a name stands for a slash, `_xml` for the ending."""
    data = BytesIO()
    with ZipFile(data, "w", compression) as container:
        for name, text in members.items():
            container.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return data.getvalue()


def word(body: str) -> bytes:
    xml = f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
    return packed(word__document_xml=xml)


def opened(body: str) -> bytes:
    names = f'xmlns:office="{OFFICE}" xmlns:text="{TEXT}" xmlns:presentation="{NOTES}"'
    return packed(content_xml=f"<office:document {names}>{body}</office:document>")


def slide(text: str) -> str:
    return f'<p:sld xmlns:p="p" xmlns:a="{A}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'


def test_a_pdf_has_the_words_of_its_pages() -> None:
    assert words_inside(a_pdf("Heat plans", "for cities"), "PDF") == "Heat plans for cities"


def test_a_locked_pdf_has_no_words_whatever_is_installed() -> None:
    locked = a_pdf("Heat plans", password="secret")
    assert PdfReader(BytesIO(locked)).pages[0].extract_text() == "Heat plans"
    assert words_inside(locked, "PDF") == ""


def test_a_pdf_is_read_up_to_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_text, "MOST_PAGES", 2)
    assert words_inside(a_pdf("one", "two", "three"), "PDF") == "one two"


def test_runs_are_one_word_and_paragraphs_are_not() -> None:
    body = "<w:p><w:r><w:t>Heat</w:t></w:r><w:r><w:t>ing</w:t></w:r></w:p>"
    body += "<w:p><w:r><w:t>plan</w:t><w:tab/><w:t>2026</w:t><w:br/><w:t>Ghent</w:t></w:r></w:p>"
    assert words_inside(word(body), "DOCX") == "Heating plan 2026 Ghent"


def test_what_was_deleted_or_stands_there_twice_is_left_out() -> None:
    body = "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:r><w:t>new</w:t></w:r>"
    body += "<mc:AlternateContent><mc:Choice><w:t>box</w:t></mc:Choice>"
    body += "<mc:Fallback><w:p><w:t>box</w:t></w:p></mc:Fallback></mc:AlternateContent></w:p>"
    assert words_inside(word(body), "DOCX") == "newbox"


def test_slides_come_in_the_order_of_their_numbers() -> None:
    names = {f"ppt__slides__slide{n}_xml": slide(f"no{n}") for n in (10, 2, 1)}
    notes = {"ppt__notesSlides__notesSlide1_xml": slide("aside")}
    assert words_inside(packed(**names, **notes), "PPTX") == "no1 no2 no10"


@pytest.mark.parametrize("kind", ["ODT", "ODP"])
def test_an_open_document_has_the_words_of_its_paragraphs(kind: str) -> None:
    body = "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
    body += "<text:h>Heat <text:span>pl</text:span>ans</text:h><text:p>for<text:s/>cities</text:p>"
    body += (
        "<text:p>and<office:annotation><text:p>really?</text:p></office:annotation> towns</text:p>"
    )
    body += "<presentation:notes><text:p>aside</text:p></presentation:notes>"
    assert words_inside(opened(body), kind) == "Heat plans for cities and towns"


def test_a_text_file_is_its_words() -> None:
    assert words_inside("L'énergie\r\n  partagée".encode(), "TXT") == "L'énergie partagée"


def test_what_nobody_can_read_is_no_word() -> None:
    assert words_inside("a\u202eb\0c \ufeffd\n".encode(), "TXT") == "a b c d"


@pytest.mark.parametrize("kind", ["PNG", "ZIP", "XLSX", ""])
def test_other_kinds_have_no_words(kind: str) -> None:
    assert words_inside(b"heat", kind) == ""


@pytest.mark.parametrize("kind", ["PDF", "DOCX", "PPTX", "ODT", "ODP", "TXT"])
@given(data=st.binary(max_size=300))
def test_whatever_lies_there_reading_it_ends(kind: str, data: bytes) -> None:
    assert isinstance(words_inside(data, kind), str)


@pytest.mark.parametrize("kind", ["PDF", "DOCX"])
@given(data=st.data())
def test_a_damaged_file_has_fewer_words_or_none(kind: str, data: st.DataObject) -> None:
    whole = a_pdf("Heat plans") if kind == "PDF" else word("<w:p><w:t>Heat plans</w:t></w:p>")
    place = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:place] + data.draw(st.binary(max_size=3)) + whole[place + 1 :]
    words_inside(damaged, kind).encode()


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "heat"><!ENTITY b "&a;&a;&a;">]>'
    xml = f'{bomb}<w:document xmlns:w="{W}"><w:p><w:t>&b; plans</w:t></w:p></w:document>'
    assert words_inside(packed(word__document_xml=xml), "DOCX") == ""


def test_a_packed_bomb_is_read_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_text, "LARGEST_MEMBER", 100_000)
    body = "<w:p><w:t>first</w:t></w:p>" + " " * 200_000 + "<w:p><w:t>last</w:t></w:p>"
    assert words_inside(word(body), "DOCX") == "first"


def test_a_long_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_text, "LONGEST", 10)
    assert words_inside(word("<w:p><w:t>heat plans for all</w:t></w:p>"), "DOCX") == "heat plans"
    assert words_inside(a_pdf("heat", "plans", "for", "all"), "PDF") == "heat plans"


def test_a_member_that_could_unpack_without_end_is_left_alone() -> None:
    xml = f'<w:document xmlns:w="{W}"><w:p><w:t>heat</w:t></w:p></w:document>'
    assert words_inside(packed(word__document_xml=xml), "DOCX") == "heat"
    assert words_inside(packed(ZIP_BZIP2, word__document_xml=xml), "DOCX") == ""
