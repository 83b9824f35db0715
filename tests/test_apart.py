"""Documents that were made to harm whoever reads them, read apart."""

from __future__ import annotations

import io
import os
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from pypdf import PdfWriter

from workgroups import apart
from workgroups.apart import Reader, TooMuch, _believed
from workgroups.document_text import LONGEST, Inside

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def pdf(*objects: bytes, header: bytes = b"%PDF-1.7\n", trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is the catalog, with a right table."""
    data, places = bytearray(header), []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<</Root 1 0 R/Size %d%s>>\n" % (len(objects) + 1, trailer)
    return bytes(data + b"startxref\n%d\n%%%%EOF" % start)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]>>"


def stream(data: bytes, names: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), names, data)


def shown(data: bytes, names: bytes = b"") -> bytes:
    """A PDF of one page with this content."""
    return pdf(CATALOG, PAGES, PAGE, stream(data, names))


def nested(data: bytes, times: int) -> bytes:
    """A stream that has to be unpacked so many times."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return shown(data, b"/Filter[%s]" % (b"/FlateDecode" * times))


PDFS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"%PDF-1.7",
    "no table": lambda: b"%PDF-1.7\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
    "table that is its own predecessor": lambda: pdf(CATALOG, PAGES, PAGE, trailer=b"/Prev 9"),
    "table at a place that is not there": lambda: b"%PDF-1.7\nstartxref\n999999999\n%%EOF",
    "table of a billion entries": lambda: b"%PDF-1.7\nxref\n0 999999999\ntrailer<<>>\nstartxref\n9",
    "tree that is its own child": lambda: pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "tree that goes round": lambda: pdf(
        CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 9>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>"
    ),
    "tree that says it is endless": lambda: pdf(
        CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", PAGE, stream(b"")
    ),
    "tree of less than nothing": lambda: pdf(CATALOG, b"<</Type/Pages/Kids[]/Count -5>>"),
    "the same page a million times": lambda: pdf(
        CATALOG, b"<</Type/Pages/Kids[%s]/Count 100000>>" % (b"3 0 R " * 100_000), PAGE, stream(b"")
    ),
    "list in lists": lambda: pdf(CATALOG, b"[" * 50_000 + b"]" * 50_000),
    "dictionary in dictionaries": lambda: pdf(CATALOG, b"<</A" * 20_000 + b">>" * 20_000),
    "object that is itself": lambda: pdf(b"1 0 R"),
    "length that is itself": lambda: pdf(
        CATALOG, PAGES, PAGE, b"<</Length 4 0 R>>\nstream\nx\nendstream"
    ),
    "length of a terabyte": lambda: pdf(
        CATALOG, PAGES, PAGE, b"<</Length 999999999999>>\nstream\nx\nendstream"
    ),
    "packed once": lambda: nested(b" " * 200_000_000, 1),
    "packed twice": lambda: nested(b" " * 200_000_000, 2),
    "packed five times": lambda: nested(b" " * 10_000_000, 5),
    "a hundred filters": lambda: shown(b"x", b"/Filter[%s]" % (b"/ASCIIHexDecode" * 100)),
    "runs of one letter": lambda: shown(b"\x81 " * 2_000_000, b"/Filter/RunLengthDecode"),
    "letters by table": lambda: shown(b"\x80\x0b\x60\x50" * 100_000, b"/Filter/LZWDecode"),
    "letters in fives": lambda: shown(b"z" * 5_000_000 + b"~>", b"/Filter/ASCII85Decode"),
    "rows of a billion columns": lambda: shown(
        zlib.compress(b"\2" * 1000),
        b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 999999999>>",
    ),
    "a million operators": lambda: shown(b"q " * 1_000_000),
    "brackets that do not end": lambda: shown(b"(" * 1_000_000),
    "lists that do not end": lambda: shown(b"[" * 500_000),
    "picture within the text": lambda: shown(b"BI /W 9 ID " + b"E" * 3_000_000),
    "form that draws itself": lambda: pdf(
        CATALOG,
        PAGES,
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        stream(b"/F Do"),
        stream(b"/F Do", b"/Type/XObject/Subtype/Form/Resources<</XObject<</F 5 0 R>>>>"),
    ),
    "script and launch": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
        b"/AA<</WC<</S/Launch/F(/bin/sh)>>>>>>",
        PAGES,
        PAGE,
        stream(b""),
    ),
    "page of HTML before it": lambda: b"<script>alert(1)</script>\n" + shown(b""),
    "file in a file": lambda: shown(b"") + packed({"a.txt": b"a"}),
    "objects in an object that is in itself": lambda: pdf(
        CATALOG, PAGES, PAGE, stream(b"4 0 ", b"/Type/ObjStm/N 1/First 4/Extends 4 0 R")
    ),
    "locked with a password": lambda: locked("secret"),
    "locked without a password": lambda: locked(""),
    "ending in the middle": lambda: shown(b"BT (heat) Tj ET")[:200],
}


def locked(password: str) -> bytes:
    writer, data = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=9, height=9)
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    writer.write(data)
    return data.getvalue()


def packed(members: dict[str, bytes], compression: int = ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with ZipFile(data, "w", compression) as container:
        for name, text in members.items():
            container.writestr(name, text)
    return data.getvalue()


def word(xml: bytes, **more: bytes) -> bytes:
    return packed({"word/document.xml": xml, **more})


def body(text: str) -> bytes:
    return f'<w:document xmlns:w="{W}"><w:body>{text}</w:body></w:document>'.encode()


def laughs(name: str) -> bytes:
    """Entities of entities: a text of a billion letters in a kilobyte."""
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    return f"<!DOCTYPE {name} [{entities}]>".encode() + body("<w:p><w:t>&a9;</w:t></w:p>")


def with_wrong_size(data: bytes) -> bytes:
    """A container that says a member is small which is not."""
    place = data.rindex(b"PK\1\2") + 24
    return data[:place] + b"\1\0\0\0" + data[place + 4 :]


def overlapping() -> bytes:
    """Twenty members that are all the same bytes of the file."""
    one = packed({"word/document.xml": body("<w:p>" * 9 + "x" * 1_000_000)})
    entry = one[one.rindex(b"PK\1\2") : one.rindex(b"PK\5\6")]
    end = one[one.rindex(b"PK\5\6") :]
    count = (20).to_bytes(2, "little")
    end = end[:8] + count * 2 + (len(entry) * 20).to_bytes(4, "little") + end[16:]
    return one[: one.rindex(b"PK\1\2")] + entry * 20 + end


OFFICE: dict[str, Callable[[], bytes]] = {
    "a member of a gigabyte": lambda: word(body("<w:p><w:t>" + " " * 300_000_000)),
    "words of a gigabyte": lambda: word(body("<w:p><w:t>" + "heat " * 20_000_000)),
    "container in containers": lambda: packed(
        {"word/document.xml": packed({"word/document.xml": b"0" * 1_000_000})}
    ),
    "a hundred thousand members": lambda: packed(
        {f"word/{n}.xml": b"" for n in range(30_000)} | {"word/document.xml": body("")}, ZIP_STORED
    ),
    "members that are the same bytes": overlapping,
    "a size that is not true": lambda: with_wrong_size(word(body("x" * 1000))),
    "names that lead out": lambda: packed(
        {"../../word/document.xml": body(""), "/etc/passwd": b"", "word/document.xml": body("")}
    ),
    "entities of entities": lambda: word(laughs("document")),
    "entity that is a file": lambda: word(
        b'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        + body("<w:p><w:t>&f;</w:t></w:p>")
    ),
    "elements in elements": lambda: word(body("<w:p>" * 300_000)),
    "attribute of ten megabytes": lambda: word(body(f'<w:p a="{"x" * 10_000_000}"/>')),
    "a million attributes": lambda: word(
        body("<w:p " + " ".join(f'a{n}="{n}"' for n in range(200_000)) + "/>")
    ),
    "a million names": lambda: word(body("".join(f"<a{n}/>" for n in range(300_000)))),
    "letters in another code": lambda: word(
        '<?xml version="1.0" encoding="UTF-16"?>'.encode("utf-16")
        + body("").decode().encode("utf-16")
    ),
    "letters in a code that hides": lambda: word(
        b'<?xml version="1.0" encoding="UTF-7"?>' + body("+ADw-script+AD4-")
    ),
    "no XML": lambda: word(b"\0\1\2" * 1000),
    "nothing": lambda: b"PK\5\6" + b"\0" * 18,
    "cut": lambda: word(body("<w:p><w:t>heat</w:t></w:p>"))[:-30],
}

SAID = {
    ("PDF", "script and launch"): Inside(1),
    ("PDF", "page of HTML before it"): Inside(1),
    ("PDF", "file in a file"): Inside(1),
    ("PDF", "locked without a password"): Inside(),
    ("PDF", "form that draws itself"): Inside(1),
}
"""What holds something all the same; a locked file whose lock is open has a number of pages."""

HOSTILE = [("PDF", name, make) for name, make in PDFS.items()] + [
    ("DOCX", name, make) for name, make in OFFICE.items()
]


@pytest.mark.parametrize(
    ("label", "name", "make"), HOSTILE, ids=[f"{label} {name}" for label, name, _ in HOSTILE]
)
def test_a_hostile_document_harms_nobody(
    label: str, name: str, make: Callable[[], bytes], tmp_path: Path, reader: Reader
) -> None:
    file = tmp_path / "document"
    file.write_bytes(make())
    began = time.monotonic()
    try:
        found = reader.look_inside(file, label)
    except TooMuch:
        found = Inside()
    assert time.monotonic() - began < apart.SECONDS + 10
    assert len(found.words) <= LONGEST
    assert "root" not in found.words
    if (label, name) in SAID:
        assert found == SAID[label, name]
    assert reader.look_inside(a_text(tmp_path), "TXT") == Inside(None, "heat plans")


def a_text(folder: Path) -> Path:
    file = folder / "notes.txt"
    file.write_text("heat plans")
    return file


def test_the_system_holds_the_bounds(tmp_path: Path) -> None:
    with Reader() as reader:
        reader.look_inside(a_text(tmp_path), "TXT")
        assert reader._process
        limits = Path("/proc", str(reader._process.pid), "limits").read_text()
    bounds = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()}
    assert bounds["Max address space"] == str(apart.MEMORY)
    assert bounds["Max file size"] == bounds["Max core file size"] == "0"
    assert apart.SECONDS <= int(bounds["Max cpu time"]) <= apart.SECONDS + 5


def test_who_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.3)
    os.mkfifo(tmp_path / "never.txt")
    with Reader() as reader:
        with pytest.raises(TooMuch):
            reader.look_inside(tmp_path / "never.txt", "TXT")
        monkeypatch.setattr(apart, "PATIENCE", 60)
        assert reader.look_inside(a_text(tmp_path), "TXT").words == "heat plans"


def test_who_dies_is_followed_by_another(tmp_path: Path) -> None:
    with Reader() as reader:
        reader.look_inside(a_text(tmp_path), "TXT")
        assert reader._process
        reader._process.kill()
        reader._process.wait()
        with pytest.raises(TooMuch):
            reader.look_inside(a_text(tmp_path), "TXT")
        assert reader.look_inside(a_text(tmp_path), "TXT").words == "heat plans"


def test_nothing_of_ours_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No secret of the environment, and no file that is open here."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with Reader() as reader:
        reader.look_inside(a_text(tmp_path), "TXT")
        assert reader._process
        there = Path("/proc", str(reader._process.pid))
        assert b"secret" not in (there / "environ").read_bytes()
        assert len(list((there / "fd").iterdir())) <= 4


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\n",
        b"null",
        b"{}",
        b"[]",
        b'[1, "a", "b"]',
        b'["1", "a"]',
        b'[true, "a"]',
        b'[-1, "a"]',
        b"[1, 2]",
        b'[1, "a',
        b"\xff",
        b"[1.5, null]",
        b"[" * 100_000,
        b'[null, "%s"]' % (b"x" * (LONGEST + 1)),
    ],
)
def test_an_answer_that_is_none_is_not_believed(answer: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  Of several kinds, none of which anybody reads.
        _believed(answer)
