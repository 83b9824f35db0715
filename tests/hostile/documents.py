"""Documents that somebody made to harm whoever reads them, each in a few lines."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from warnings import catch_warnings, simplefilter
from zipfile import ZIP_DEFLATED, ZipFile

from pypdf import PdfReader, PdfWriter

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "word/document.xml"


# Zip containers


def a_zip(*members: tuple[str, bytes | str], pack: int = ZIP_DEFLATED) -> bytes:
    """A container of these members, in this order, also where names come twice."""
    data = BytesIO()
    with catch_warnings(), ZipFile(data, "w", pack) as container:
        simplefilter("ignore")
        for name, content in members:
            container.writestr(name, content)
    return data.getvalue()


def a_text(words: str = "heat plans") -> str:
    return f'<w:document xmlns:w="{W}"><w:p><w:t>{words}</w:t></w:p></w:document>'


def a_docx(xml: bytes | str = "", *more: tuple[str, bytes | str]) -> bytes:
    return a_zip((MAIN, xml or a_text()), *more)


def overlapping(count: int) -> bytes:
    """Many entries that all unpack the same bytes."""
    one = a_docx(a_text("x" * 1_000_000))
    start = one.index(b"PK\1\2")
    end = one.index(b"PK\5\6")
    entry = one[start:end]
    names = (f"word/footnotes.xml{n:06}"[:17].encode() for n in range(count))
    entries = b"".join(entry.replace(MAIN.encode(), name) for name in names) + entry
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(entries), start, 0)
    return one[:start] + entries + tail


def quoted_overlap() -> bytes:
    """Entries whose packed bytes quote the headers of those that come after (D. Fifield, 2019)."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = kernel.compress(b" " * 5_000_000) + kernel.flush()
    names = [b"word/document.xml", b"word/endnotes.xml", b"word/footnotes.xml"]
    body, places, size = packed, [], 5_000_000
    for index, name in enumerate(reversed(names)):
        head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, 0, len(body), size, len(name), 0)
        places.append((index, name, len(body), size))
        quote = struct.pack("<BHH", 0, len(head + name), len(head + name) ^ 0xFFFF)
        body, size = quote + head + name + body, size + len(head + name)
    body = body[5:]
    entries, start = b"", 0
    for _, name, length, size in reversed(places):
        entries += struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, length, size,
                               len(name), 0, 0, 0, 0, 0, start) + name  # fmt: skip
        start += 30 + len(name) + 5
    count = len(names)
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(entries), len(body), 0)
    return body + entries + tail


def with_sizes(packed: int, whole: int) -> bytes:
    """A container whose directory lies about the sizes of its member."""
    data = bytearray(a_docx())
    place = data.index(b"PK\1\2")
    data[place + 20 : place + 28] = struct.pack("<LL", packed, whole)
    return bytes(data)


def changed(place: int, value: bytes) -> bytes:
    """A container with other bytes in its directory of members."""
    data = bytearray(a_docx())
    place += data.index(b"PK\1\2")
    data[place : place + len(value)] = value
    return bytes(data)


def nested(depth: int) -> bytes:
    inner = a_zip(("x", bytes(1_000_000)))
    for _ in range(depth):
        inner = a_zip(("inner.docx", inner))
    return a_docx("", ("word/embeddings/inner.zip", inner))


ZIPS: dict[str, Callable[[], bytes]] = {
    "one huge member": lambda: a_docx(a_text(" " * 60_000_000)),
    "one huge member of words": lambda: a_docx(a_text("heat " * 3_000_000)),
    "bombs within bombs": lambda: nested(20),
    "many huge members": lambda: a_zip(
        *((f"ppt/slides/slide{n}.xml", a_text(" " * 400_000)) for n in range(150)),
        (MAIN, a_text()),
    ),
    "overlapping entries": lambda: overlapping(2_000),
    "quoted overlap": quoted_overlap,
    "100,000 entries": lambda: a_docx("", *((str(n), "") for n in range(100_000))),
    "says it is larger": lambda: with_sizes(2**32 - 2, 2**32 - 2),
    "says it is empty": lambda: with_sizes(0, 0),
    "says it is smaller": lambda: with_sizes(4, 4),
    "directory elsewhere": lambda: changed(42, b"\xff\xff\xff\x7f"),
    "wrong checksum": lambda: changed(16, b"\0\0\0\0"),
    "unknown packing": lambda: changed(10, b"\x63\0"),
    "locked": lambda: changed(8, b"\1\0"),
    "names that climb": lambda: a_docx("", ("../../../etc/cron.d/x", "x"), ("..\\x", "x")),
    "absolute names": lambda: a_docx("", ("/etc/passwd", "x"), ("C:\\windows\\x", "x")),
    "NUL in a name": lambda: a_docx().replace(MAIN.encode(), b"word/docum\0nt.xml"),
    "names twice": lambda: a_docx("", (MAIN, a_text("second")), (MAIN, a_text("third"))),
    **{
        f"cut at {n} %": lambda n=n: a_docx()[: len(a_docx()) * n // 100]
        for n in range(20, 100, 20)
    },  # type: ignore[misc]
    "junk before": lambda: b"PK" + bytes(1_000) + a_docx(),
    "a directory only": lambda: b"PK\5\6" + bytes(18),
    "a link": lambda: changed(38, b"\0\0\xff\xa1"),
}


# XML


def laughs() -> str:
    rows = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE d [<!ENTITY a0 "heat">{rows}]>{a_text("&a9;")}'


def external(uri: str) -> str:
    return f'<!DOCTYPE d [<!ENTITY x SYSTEM "{uri}">]>{a_text("&x;")}'


XMLS: dict[str, Callable[[], bytes]] = {
    "billion laughs": lambda: a_docx(laughs()),
    "quadratic entities": lambda: a_docx(
        f'<!DOCTYPE d [<!ENTITY a "{"x" * 50_000}">]>{a_text("&a;" * 50_000)}'
    ),
    "an entity of itself": lambda: a_docx(f'<!DOCTYPE d [<!ENTITY a "&a;">]>{a_text("&a;")}'),
    "parameter entities": lambda: a_docx(
        f"<!DOCTYPE d [<!ENTITY % a \"<!ENTITY b 'x'>\">%a;%a;]>{a_text('&b;')}"
    ),
    "an external file": lambda: a_docx(external("file:///etc/passwd")),
    "an external address": lambda: a_docx(external("http://127.0.0.1:9/")),
    "an external subset": lambda: a_docx(f'<!DOCTYPE d SYSTEM "file:///dev/zero">{a_text()}'),
    "deep nesting": lambda: a_docx("<a>" * 300_000),
    "deep nesting, closed": lambda: a_docx("<a>" * 100_000 + "</a>" * 100_000),
    "a gigantic attribute": lambda: a_docx(f'<a b="{"x" * 3_000_000}"/>'),
    "very many attributes": lambda: a_docx(
        "<a " + " ".join(f'b{n}=""' for n in range(100_000)) + "/>"
    ),
    "a gigantic name": lambda: a_docx(f"<{'a' * 2_000_000}/>"),
    "very many names": lambda: a_docx("<d>" + "".join(f"<a{n}/>" for n in range(100_000)) + "</d>"),
    "very many namespaces": lambda: a_docx(
        "<d " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(50_000)) + "/>"
    ),
    "UTF-16 with entities": lambda: a_docx(laughs().encode("utf-16")),
    "UTF-7": lambda: a_docx(f'<?xml version="1.0" encoding="UTF-7"?>{a_text("+ADw-script+AD4-")}'),
    "an unknown encoding": lambda: a_docx(f'<?xml version="1.0" encoding="x"?>{a_text()}'),
    "UTF-16 that is not": lambda: a_docx(f'<?xml version="1.0" encoding="UTF-16"?>{a_text()}'),
    "no end": lambda: a_docx(a_text()[:-20]),
    "NUL": lambda: a_docx(a_text("heat\0plans")),
    "instructions": lambda: a_docx("<?xml-stylesheet href='file:///etc/passwd'?>" + a_text()),
    "an inclusion": lambda: a_docx(
        '<d xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/></d>'
    ),
    "a gigantic comment": lambda: a_docx(f"<d><!--{'x' * 3_000_000}--></d>"),
    "CDATA": lambda: a_docx(a_text("<![CDATA[</script><script>]]>")),
}


# PDF


def a_stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def objects(*bodies: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, with its table."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(data), len(bodies) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return data


ROOT = b"<</Type/Catalog/Pages 2 0 R>>"
ONE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>"
)
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def a_pdf(content: bytes, entries: bytes = b"", *more: bytes, root: bytes = ROOT) -> bytes:
    """A PDF of one page with this content; `more` are objects from number 6 on."""
    content = content.replace(b"BT", b"BT /F1 9 Tf", 1)
    return objects(root, ONE, PAGE, a_stream(content, entries), FONT, *more)


def acting(action: bytes) -> bytes:
    root = b"<</Type/Catalog/Pages 2 0 R/OpenAction<<" + action + b">>>>"
    return a_pdf(b"BT (heat plans) Tj ET", root=root)


def flate(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def previous(place: int) -> bytes:
    """A PDF whose table says that an earlier one lies here."""
    return objects(ROOT, ONE, PAGE, a_stream(b""), FONT, trailer=b"/Root 1 0 R/Prev %d" % place)


def of_streams(first: bytes) -> bytes:
    """A PDF whose table is a stream, in which object 1 lies within object 2."""
    head = b"%PDF-1.7\n"
    holder = b"2 0 obj\n" + a_stream(first, b"/Type/ObjStm/N 1/First 4") + b"\nendobj\n"
    start = len(head + holder)
    rows = b"".join(
        struct.pack(">BIB", *row) for row in ((0, 0, 255), (2, 2, 0), (1, 9, 0), (1, start, 0))
    )
    table = a_stream(rows, b"/Type/XRef/Size 4/W[1 4 1]/Root 1 0 R")
    return head + holder + b"3 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (table, start)


def pages(kids: bytes, count: int) -> bytes:
    return b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)


def doubling(depth: int) -> bytes:
    """A page tree whose every node is there twice in the one above it."""
    nodes = [pages(b"%d 0 R %d 0 R" % (n + 1, n + 1), 2**depth) for n in range(2, depth + 2)]
    return objects(ROOT, *nodes, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def locked(user: str) -> bytes:
    """A PDF that opens with this password; an empty one is asked of nobody."""
    writer, data = PdfWriter(PdfReader(BytesIO(WORDS))), BytesIO()
    writer.encrypt(user, owner_password="secret", algorithm="RC4-128")
    writer.write(data)
    return data.getvalue()


BOMB = flate(bytes(300_000_000))
WORDS = a_pdf(b"BT (heat plans) Tj ET")

PDFS: dict[str, Callable[[], bytes]] = {
    "a page tree in a circle": lambda: objects(ROOT, pages(b"2 0 R", 1)),
    "a page tree in a larger circle": lambda: objects(ROOT, pages(b"3 0 R", 1), pages(b"2 0 R", 1)),
    "an enormous count": lambda: objects(ROOT, pages(b"3 0 R", 2**40), b"<</Type/Page>>"),
    "a negative count": lambda: objects(ROOT, pages(b"3 0 R", -5), b"<</Type/Page>>"),
    "a tree that doubles": lambda: doubling(40),
    "a deep tree": lambda: objects(
        ROOT, *(pages(b"%d 0 R" % (n + 1), 1) for n in range(2, 5_000)), b"<</Type/Page>>"
    ),
    "one page very often": lambda: objects(ROOT, pages(b"3 0 R " * 100_000, 1), PAGE),
    "deep arrays": lambda: a_pdf(b"[" * 200_000),
    "deep dictionaries": lambda: objects(b"<</A" * 50_000),
    "deep brackets": lambda: a_pdf(b"BT " + b"(" * 200_000),
    "an object stream in itself": lambda: of_streams(b"2 0 <</Type/Catalog>>"),
    "a root in itself": lambda: of_streams(b"1 0 1 0 R"),
    "a reference to itself": lambda: objects(b"1 0 R"),
    "a length of itself": lambda: a_pdf(b"x").replace(b"/Length 1>", b"/Length 4 0 R>"),
    "a Flate bomb": lambda: a_pdf(BOMB, b"/Filter/FlateDecode"),
    "a Flate bomb twice packed": lambda: a_pdf(flate(BOMB), b"/Filter[/FlateDecode/FlateDecode]"),
    "a Flate bomb that predicts": lambda: a_pdf(
        flate(bytes(3_000_000)),
        b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 1>>",
    ),
    "an LZW bomb": lambda: a_pdf(b"\x80\x0b\x60\x50" * 100_000, b"/Filter/LZWDecode"),
    "a RunLength bomb": lambda: a_pdf(b"\x81\x41" * 2_000_000, b"/Filter/RunLengthDecode"),
    "an ASCIIHex bomb": lambda: a_pdf(b"20" * 5_000_000, b"/Filter/ASCIIHexDecode"),
    "an ASCII85 bomb": lambda: a_pdf(b"z" * 2_000_000, b"/Filter/ASCII85Decode"),
    "a thousand filters": lambda: a_pdf(
        b"20" * 1_000, b"/Filter[" + b"/ASCIIHexDecode" * 1_000 + b"]"
    ),
    "a gigantic image": lambda: a_pdf(
        b"/X Do",
        b"",
        a_stream(
            b"x",
            b"/Type/XObject/Subtype/Image/Width 999999/Height 999999"
            b"/ColorSpace/DeviceRGB/BitsPerComponent 8",
        ),
    ),
    "an endless inline image": lambda: a_pdf(b"BI /W 99999 /H 99999 ID " + b"x" * 2_000_000),
    "a form in itself": lambda: a_pdf(
        b"/X Do",
        b"",
        a_stream(b"/X Do", b"/Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>"),
    ),
    "a table before itself": lambda: previous(WORDS.index(b"xref")),
    "a table that is its own": lambda: previous(len(previous(0).partition(b"xref\n")[0]) + 1),
    "a table beyond the end": lambda: previous(10**12),
    "a table before the beginning": lambda: previous(-5),
    "a start that loops": lambda: WORDS[: WORDS.rindex(b"startxref")] + b"startxref\n0\n%%EOF",
    "an enormous table": lambda: WORDS.replace(b"xref\n0 6", b"xref\n0 999999999"),
    "an enormous size": lambda: WORDS.replace(b"/Size 6", b"/Size 99999999999"),
    "locked": lambda: locked("user"),
    "locked without a password": lambda: locked(""),
    "JavaScript": lambda: acting(b"/S/JavaScript/JS(app.alert\\(1\\))"),
    "a launch": lambda: acting(b"/S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>"),
    "an address": lambda: acting(b"/S/URI/URI(http://127.0.0.1:9/)"),
    "a form sent": lambda: acting(b"/S/SubmitForm/F(http://127.0.0.1:9/)"),
    "an external stream": lambda: a_pdf(b"", b"/F(/etc/passwd)/FFilter/FlateDecode"),
    "a page of HTML as well": lambda: WORDS + b"<html><script>alert(1)</script></html>",
    "a zip as well": lambda: WORDS + a_docx(),
    "many objects": lambda: objects(ROOT, ONE, PAGE, a_stream(b""), FONT, *[b"null"] * 50_000),
    "many streams of content": lambda: objects(
        ROOT,
        ONE,
        PAGE.replace(b"4 0 R", b"[" + b"4 0 R " * 1_000 + b"]", 1),
        a_stream(b"BT (heat) Tj ET"),
        FONT,
    ),
    "a font map that never ends": lambda: (
        a_pdf(b"BT (heat) Tj ET")
        .replace(b"/BaseFont", b"/ToUnicode 6 0 R/BaseFont")
        .replace(
            b"xref",
            b"6 0 obj\n"
            + a_stream(
                b"1 begincodespacerange <0000> <ffffffff> endcodespacerange\n"
                b"1 beginbfrange <00000000> <7fffffff> <0000> endbfrange"
            )
            + b"\nendobj\nxref",
            1,
        )
    ),
    "numbers without end": lambda: a_pdf(b"BT " + b"9" * 200_000 + b" 0 Td (heat) Tj ET"),
    "names without end": lambda: objects(b"<</" + b"A" * 5_000_000 + b" 1>>"),
    "text in a rush": lambda: a_pdf(b"BT " + b"(heat) Tj " * 20_000 + b"ET"),
    **{f"cut at {n} %": lambda n=n: WORDS[: len(WORDS) * n // 100] for n in range(10, 100, 10)},  # type: ignore[misc]
}
