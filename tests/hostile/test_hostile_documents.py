"""Documents made to do harm: published without details or refused, at a price that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import documents as hostile
import pytest
from factories import a_front
from hypothesis import given
from hypothesis import strategies as st

from workgroups.apart import Reader
from workgroups.attachments import Attachments
from workgroups.document_text import Inside
from workgroups.documents import KINDS, ODF, Document
from workgroups.problems import Problem
from workgroups.sources import Folder


@pytest.fixture(scope="module")
def texts() -> Iterator[Reader]:
    """What reads all these documents, one after the other."""
    with Reader() as texts:
        yield texts


def put(
    folder: Path, name: str, data: bytes, texts: Reader, budget: int = 100_000_000
) -> tuple[Document | None, list[Problem]]:
    """What becomes of a file beside a meeting."""
    (folder / name).write_bytes(data)
    problems: list[Problem] = []
    attachments = Attachments(
        Folder(folder, "content/meetings/a", {}, (folder / name,)),
        "/meetings/a/",
        a_front(""),
        lambda _: None,
        lambda _path, _version: (),
        lambda path, label, _: texts.look_inside(path, label) if label == "PDF" else Inside(),
        budget,
        problems,
    )
    return next(iter(attachments.documents([])), None), problems


def outcome(folder: Path, name: str, data: bytes, texts: Reader) -> str:
    """`refused`, or what is known of it: `1 page, "heat plans"`."""
    document, problems = put(folder, name, data, texts)
    if document is None:
        assert all(problem.message and problem.remedy for problem in problems)
        assert len(problems) == 1
        return "refused"
    assert problems == []
    words = texts.look_inside(folder / name, document.label).words
    pages = document.pages
    found = [f"{pages} page{'s' * (pages > 1)}"] if pages else []
    return ", ".join(found + ([repr(words[:10])] if words else [])) or "no details"


PLANS = "'heat plans'"
ZIPS = {
    "one huge member of words": "'heat heat '",
    "bombs within bombs": PLANS,
    "many huge members": PLANS,
    "overlapping entries": "'xxxxxxxxxx'",
    "100,000 entries": PLANS,
    "says it is larger": PLANS,
    "names that climb": PLANS,
    "absolute names": PLANS,
    "names twice": "'third'",
    "junk before": PLANS,
    "a link": PLANS,
    "a directory only": "refused",
}
XMLS = {
    "no end": PLANS,
    "NUL": "'heat'",
    "instructions": PLANS,
    "CDATA": "'</script><'",
}
PDFS = {
    **dict.fromkeys(
        (
            "a start that loops",
            "an enormous size",
            "JavaScript",
            "a launch",
            "an address",
            "a form sent",
            "a page of HTML as well",
            "a zip as well",
        ),
        f"1 page, {PLANS}",
    ),
    "many streams of content": "1 page, 'heatheathe'",
    "text in a rush": "1 page, 'heatheathe'",
    "one page very often": "100000 pages",
    **dict.fromkeys(
        (
            "a page tree in a circle",
            "a page tree in a larger circle",
            "a tree that doubles",
            "a deep tree",
            "deep dictionaries",
            "an object stream in itself",
            "a root in itself",
            "a reference to itself",
            "a table before the beginning",
            "an enormous table",
            "locked",
            "locked without a password",
            "names without end",
        ),
        "no details",
    ),
}


@pytest.mark.parametrize("case", hostile.ZIPS)
def test_containers(case: str, tmp_path: Path, texts: Reader) -> None:
    found = outcome(tmp_path, "a.docx", hostile.ZIPS[case](), texts)
    assert found == ZIPS.get(case, "refused" if "cut" in case else "no details")


@pytest.mark.parametrize("case", hostile.XMLS)
def test_xml(case: str, tmp_path: Path, texts: Reader) -> None:
    found = outcome(tmp_path, "a.docx", hostile.XMLS[case](), texts)
    assert found == XMLS.get(case, "no details")


@pytest.mark.parametrize("case", hostile.PDFS)
def test_pdf(case: str, tmp_path: Path, texts: Reader) -> None:
    found = outcome(tmp_path, "a.pdf", hostile.PDFS[case](), texts)
    assert found == PDFS.get(case, "no details" if "cut" in case else "1 page")


HTML = b"<!DOCTYPE html><script>alert(1)</script>"
CONTENTS = {
    "HTML": HTML,
    "HTML after a mark": b"\xef\xbb\xbf" + HTML,
    "HTML in UTF-16": HTML.decode().encode("utf-16"),
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "a program": b"MZ\x90\0" + bytes(60),
    "PDF after junk": b"junk\n" + hostile.WORDS,
    "PDF": hostile.WORDS,
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "JPEG": b"\xff\xd8\xff\xe0" + bytes(20),
    "WebP": b"RIFF\1\0\0\0WEBP",
    "MP3": b"ID3" + bytes(20),
    "MP4": b"\0\0\0\x20ftypisom",
    "DOCX": hostile.a_docx(),
    "XLSX": hostile.a_zip(("xl/workbook.xml", "x")),
    "PPTX": hostile.a_zip(("ppt/presentation.xml", "x")),
    "ODT": hostile.a_zip(("mimetype", ODF + "text")),
    "ODS": hostile.a_zip(("mimetype", ODF + "spreadsheet")),
    "ODP": hostile.a_zip(("mimetype", ODF + "presentation")),
}
AS_TEXT = {"HTML", "HTML after a mark", "SVG", "a script", "PDF after junk", "PDF"}
"""What stays harmless as a text: it is sent as text/plain or text/csv."""


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize("content", CONTENTS)
def test_content_against_ending(content: str, ending: str, tmp_path: Path, texts: Reader) -> None:
    document, problems = put(tmp_path, f"a{ending}", CONTENTS[content], texts)
    kind = KINDS[ending]
    packed = CONTENTS[content].startswith(b"PK")
    text = kind.media_type.startswith("text/")
    right = kind.label == content or (kind.label == "ZIP" and packed)
    assert (document is not None) == (right or (text and content in AS_TEXT))
    if document:
        assert document.media_type == kind.media_type
    else:
        assert [problem.message for problem in problems] == [
            f"a{ending} is not the {kind.label} file that its name says"
        ]


NAMES = [
    *("a.html", "a.HTM", "a.xhtml", "a.svg", "a.svgz", "a.xml", "a.js", "a.mjs", "a.css", "a.swf"),
    *("a.shtml", "a.mht", "a.exe", "a.jar", "a.pdf.html", "a.html ", "a.pdf.", "a.php", "a.wasm"),
    *("a", ".pdf"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("content", ["HTML", "SVG", "PDF"])
def test_other_endings_are_refused_whatever_is_inside(
    name: str, content: str, tmp_path: Path, texts: Reader
) -> None:
    document, [problem] = put(tmp_path, name, CONTENTS[content], texts)
    assert document is None
    assert "of a type that is not published" in problem.message
    assert problem.remedy.startswith("Save it as PDF.")


def test_no_kind_is_one_that_browsers_run() -> None:
    runs = re.compile("html|xml$|svg|script|css|wasm|flash|multipart")
    assert [kind.label for kind in KINDS.values() if runs.search(kind.media_type)] == []


@pytest.mark.parametrize("ending", KINDS)
def test_an_empty_file_is_refused(ending: str, tmp_path: Path, texts: Reader) -> None:
    document, [problem] = put(tmp_path, f"a{ending}", b"", texts)
    assert document is None
    assert problem.message == f"a{ending} is empty"


@pytest.mark.parametrize("ending", KINDS)
def test_a_file_of_50_megabytes_is_not_even_read(
    ending: str, tmp_path: Path, texts: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / f"a{ending}").open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(Path, "write_bytes", lambda *_: None)
    monkeypatch.setattr(Path, "read_bytes", None)
    document, [problem] = put(tmp_path, f"a{ending}", b"", texts, budget=20_000_000)
    assert document is None
    assert problem.message.startswith(f"a{ending} has 50.0 MB, more than the 20 MB")


@given(data=st.data())
def test_whatever_comes_the_reader_goes_on(
    data: st.DataObject, texts: Reader, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Arbitrary bytes, and valid files in which bytes were changed, left out or put twice."""
    label = data.draw(st.sampled_from(["PDF", "DOCX", "PPTX", "ODT", "ODP", "TXT"]))
    whole = hostile.WORDS if label == "PDF" else hostile.a_docx()
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    between = data.draw(st.binary(max_size=20) | st.just(whole[start:end] * 2))
    changed = whole[:start] + between + whole[end:]
    sent = data.draw(st.binary(max_size=200) | st.just(changed))
    process = texts._process
    file = tmp_path_factory.getbasetemp() / "whatever"
    file.write_bytes(sent)
    found = texts.look_inside(file, label)
    assert found.pages is None or label == "PDF"
    assert process is None or texts._process is process
