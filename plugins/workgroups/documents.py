"""Documents: the files beside a meeting or a group, and what a reader should know of each."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import BadZipFile, ZipFile

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from .fields import DocumentFields
from .frontmatter import FrontMatter
from .history import History
from .problems import Problem, did_you_mean
from .site import MEGABYTE
from .sources import Folder


@dataclass(frozen=True, order=True)
class Role:
    """What a document is for; `place` orders the roles as people look for them."""

    place: int
    key: str
    icon: str
    words: tuple[str, ...] = ()
    """Beginnings of file names that mean this role, in the languages editors write."""


ROLES = (
    Role(0, "agenda", "list", ("agenda", "ordre-du-jour", "programme", "tagesordnung")),
    Role(1, "minutes", "pen", ("minutes", "compte-rendu", "report", "proces-verbal", "protokoll")),
    Role(2, "paper", "page", ("paper", "draft", "discussion", "position", "note", "work-plan")),
    Role(3, "slides", "screen", ("slides", "presentation", "deck")),
    Role(4, "recording", "play", ("recording", "enregistrement", "aufzeichnung")),
    Role(5, "other", "file"),
)
"""The one place that decides order, icon and key (the label is the key's in theme/strings)."""

_BY_KEY = {role.key: role for role in ROLES}
_OTHER = _BY_KEY["other"]


@dataclass(frozen=True)
class Kind:
    """A type of file that may be published, and how its content begins."""

    label: str
    media_type: str
    magic: bytes = b""
    inside: str = ""
    """For zip containers: the beginning of a member's name that tells this kind from others."""


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
KINDS = {
    ".pdf": Kind("PDF", "application/pdf", b"%PDF-"),
    ".docx": Kind("DOCX", _OOXML + "wordprocessingml.document", b"PK", "word/"),
    ".xlsx": Kind("XLSX", _OOXML + "spreadsheetml.sheet", b"PK", "xl/"),
    ".pptx": Kind("PPTX", _OOXML + "presentationml.presentation", b"PK", "ppt/"),
    ".odt": Kind("ODT", _ODF + "text", b"PK", "content.xml"),
    ".ods": Kind("ODS", _ODF + "spreadsheet", b"PK", "content.xml"),
    ".odp": Kind("ODP", _ODF + "presentation", b"PK", "content.xml"),
    ".zip": Kind("ZIP", "application/zip", b"PK"),
    ".csv": Kind("CSV", "text/csv"),
    ".txt": Kind("TXT", "text/plain"),
    ".png": Kind("PNG", "image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": Kind("JPEG", "image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": Kind("JPEG", "image/jpeg", b"\xff\xd8\xff"),
    ".webp": Kind("WebP", "image/webp", b"RIFF"),
    ".mp3": Kind("MP3", "audio/mpeg"),
    ".mp4": Kind("MP4", "video/mp4"),
}
"""The allow-list: a file of another type is a problem. HTML and SVG would be pages of their own."""


@dataclass(frozen=True)
class Document:
    """A file beside a meeting or group, or (`external`) one kept elsewhere.

    `address` is the way from the site's root, or a whole web address; `size` is in bytes;
    `download_name` is what the editor called the file; `source` is the file itself.
    """

    title: str
    role: Role
    address: str
    order: int = 0
    label: str = ""
    media_type: str = "text/html"
    download_name: str = ""
    size: int | None = None
    sha256: str = ""
    pages: int | None = None
    date: date | None = None
    lang: str | None = None
    source: Path | None = None

    @property
    def external(self) -> bool:
        return self.source is None

    @property
    def host(self) -> str:
        """Where an external document lies."""
        return urlsplit(self.address).hostname or ""

    @property
    def file_name(self) -> str:
        """The last part of the address."""
        return self.address.rpartition("/")[2]


def read_documents(
    folder: Folder,
    address: str,
    entries: Sequence[DocumentFields],
    front: FrontMatter,
    *,
    history: History,
    budget: int,
    problems: list[Problem],
) -> tuple[Document, ...]:
    """The documents of a meeting or group at `address`, in the order people look for them.

    `budget` is the largest size of one file, in bytes. A file that the front matter gives no date
    has that of its newest commit.
    """
    told = _entries_by_file(folder, entries, front, problems)
    documents = [_kept_elsewhere(entry) for entry in entries if entry.url]
    names: dict[str, str] = {}
    for path in folder.files:
        document = _read(path, address, told.get(path.name), folder.show(path), budget, problems)
        if document is None:
            continue
        if document.address in names:
            message = f"{path.name} would have the same address as {names[document.address]}"
            problems.append(Problem(folder.show(path), 1, 1, message, "Rename one of the two."))
        names[document.address] = path.name
        if document.date is None:
            document = replace(document, date=history.last_day(path))
        documents.append(document)
    return tuple(sorted(documents, key=lambda d: (d.role, d.order, d.title, d.address)))


def _entries_by_file(
    folder: Folder,
    entries: Sequence[DocumentFields],
    front: FrontMatter,
    problems: list[Problem],
) -> dict[str, DocumentFields]:
    """What the front matter says of each file; a file that is not there is a problem."""
    files = {unicodedata.normalize("NFC", path.name): path.name for path in folder.files}
    told: dict[str, DocumentFields] = {}
    for index, entry in enumerate(entries):
        if entry.file is None:
            continue
        place = ("documents", index, "file")
        name = files.get(unicodedata.normalize("NFC", entry.file))
        if "/" in entry.file or "\\" in entry.file:
            message = f"{entry.file} is outside this folder"
            problems.append(front.problem(place, message, "Put the file beside index.md."))
        elif name is None:
            message = f"there is no file {entry.file} in this folder"
            remedy = did_you_mean(entry.file, files) if files else "Put the file beside index.md."
            problems.append(front.problem(place, message, remedy))
        elif name in told:
            message = f"{entry.file} is named twice"
            problems.append(front.problem(place, message, "Keep one of the entries."))
        else:
            told[name] = entry
    return told


def _kept_elsewhere(entry: DocumentFields) -> Document:
    role = _BY_KEY[entry.role] if entry.role else _OTHER
    assert entry.url and entry.title  # the model sees to it
    kind = KINDS.get(Path(urlsplit(entry.url).path).suffix.casefold())
    return Document(
        title=entry.title,
        role=role,
        address=entry.url,
        order=entry.order or 0,
        label=kind.label if kind else "",
        media_type=kind.media_type if kind else "text/html",
        date=entry.date,
        lang=entry.lang,
    )


def _read(
    path: Path,
    address: str,
    entry: DocumentFields | None,
    shown: str,
    budget: int,
    problems: list[Problem],
) -> Document | None:
    kind = KINDS.get(path.suffix.casefold())
    size = path.stat().st_size
    if fault := _fault(path, kind, size, budget):
        problems.append(Problem(shown, 1, 1, *fault))
        return None
    assert kind is not None  # an unknown kind is a fault
    data = path.read_bytes()
    if not _holds(kind, data):
        message = f"{path.name} is not the {kind.label} file that its name says"
        problems.append(Problem(shown, 1, 1, message, "Save it again in that format."))
        return None
    entry = entry or DocumentFields(file=path.name)
    role = _BY_KEY[entry.role] if entry.role else _role_of(path.stem)
    return Document(
        title=entry.title or _title_of(path.stem),
        role=role,
        address=address + safe_name(path.name),
        order=entry.order or 0,
        label=kind.label,
        media_type=kind.media_type,
        download_name=unicodedata.normalize("NFC", path.name),
        size=size,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=_pages(data) if kind.label == "PDF" else None,
        date=entry.date,
        lang=entry.lang,
        source=path,
    )


def _fault(path: Path, kind: Kind | None, size: int, budget: int) -> tuple[str, str] | None:
    """Message and remedy when the file cannot be published."""
    if kind is None:
        types = ", ".join(sorted(suffix[1:] for suffix in KINDS))
        return f"{path.name} is of a type that is not published", f"Published are: {types}."
    if size == 0:
        return f"{path.name} is empty", "Save the file again, or delete it."
    if size > budget:
        found, allowed = f"{size / MEGABYTE:.1f}", f"{budget / MEGABYTE:g}"
        message = f"{path.name} has {found} MB, more than the {allowed} MB that the site allows"
        return message, "Make it smaller, or keep it elsewhere and name its url in documents."
    return None


def _holds(kind: Kind, data: bytes) -> bool:
    """Whether the content is what the name's ending promises."""
    if not data.startswith(kind.magic):
        return False
    if kind.magic == b"PK":
        try:
            with ZipFile(BytesIO(data)) as container:
                names = container.namelist()
                if kind.media_type.startswith(_ODF):
                    return container.read("mimetype").decode("ascii") == kind.media_type
        except (BadZipFile, KeyError, UnicodeDecodeError, NotImplementedError, RuntimeError):
            return False
        return any(name.startswith(kind.inside) for name in names)
    return b"\x00" not in data[:4096] if kind.media_type.startswith("text/") else True


def _pages(data: bytes) -> int | None:
    """How many pages a PDF has; None where it is broken or locked."""
    try:
        return len(PdfReader(BytesIO(data)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def safe_name(name: str) -> str:
    """The file's name as part of an address: `Présentation (1).PDF` is `presentation-1.pdf`."""
    stem, dot, suffix = unicodedata.normalize("NFKD", name).rpartition(".")
    ascii_stem = stem.encode("ascii", "ignore").decode().casefold()
    safe = "-".join(re.findall(r"[a-z0-9_]+", ascii_stem))
    # A name in another alphabet leaves nothing; a digest keeps two such names apart.
    return (safe or hashlib.sha256(name.encode()).hexdigest()[:12]) + dot + suffix.casefold()


def _title_of(stem: str) -> str:
    words = re.sub(r"[-_\s]+", " ", unicodedata.normalize("NFC", stem)).strip() or stem
    return words[0].upper() + words[1:]


def _role_of(stem: str) -> Role:
    name = safe_name(stem + ".x").rpartition(".")[0]
    for role in ROLES:
        if any(re.match(rf"{word}s?(-|_|$)", name) for word in role.words):
            return role
    return _OTHER
