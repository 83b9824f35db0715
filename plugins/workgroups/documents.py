"""Documents: what a reader should know of a file, before opening it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from .editions import Edition


@dataclass(frozen=True, order=True)
class Role:
    """What a document is for; `place` orders the roles as people look for them."""

    place: int
    key: str
    icon: str
    words: tuple[str, ...] = ()
    """Beginnings of file names that mean this role, in the languages editors write."""

    @property
    def of_outcome(self) -> bool:
        """Whether it tells what came of a meeting, and not what is to be read before."""
        return self.key in ("minutes", "slides", "recording")


ROLES = (
    Role(0, "agenda", "list", ("agenda", "ordre-du-jour", "programme", "tagesordnung")),
    Role(1, "minutes", "pen", ("minutes", "compte-rendu", "report", "proces-verbal", "protokoll")),
    Role(2, "paper", "page", ("paper", "draft", "discussion", "position", "note", "work-plan")),
    Role(3, "slides", "screen", ("slides", "presentation", "deck")),
    Role(4, "recording", "play", ("recording", "enregistrement", "aufzeichnung")),
    Role(5, "other", "file"),
)
"""The one place that decides order, icon and key (the label is the key's in theme/strings)."""

ROLE = {role.key: role for role in ROLES}
"""The roles by key."""


@dataclass(frozen=True)
class Kind:
    """A type of file that may be published; `begins` matches the beginning of its content."""

    label: str
    media_type: str
    begins: re.Pattern[bytes] = re.compile(b"")
    inside: str = ""
    """For zip containers: the beginning of a member's name that tells this kind from others."""


def _begins(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


PACKED = _begins(b"PK")
_OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
KINDS = {
    ".pdf": Kind("PDF", "application/pdf", _begins(b"%PDF-")),
    ".docx": Kind("DOCX", _OOXML + "wordprocessingml.document", PACKED, "word/"),
    ".xlsx": Kind("XLSX", _OOXML + "spreadsheetml.sheet", PACKED, "xl/"),
    ".pptx": Kind("PPTX", _OOXML + "presentationml.presentation", PACKED, "ppt/"),
    ".odt": Kind("ODT", ODF + "text", PACKED, "content.xml"),
    ".ods": Kind("ODS", ODF + "spreadsheet", PACKED, "content.xml"),
    ".odp": Kind("ODP", ODF + "presentation", PACKED, "content.xml"),
    ".zip": Kind("ZIP", "application/zip", PACKED),
    ".csv": Kind("CSV", "text/csv"),
    ".txt": Kind("TXT", "text/plain"),
    ".png": Kind("PNG", "image/png", _begins(rb"\x89PNG\r\n\x1a\n")),
    ".jpg": Kind("JPEG", "image/jpeg", _begins(rb"\xff\xd8\xff")),
    ".jpeg": Kind("JPEG", "image/jpeg", _begins(rb"\xff\xd8\xff")),
    ".webp": Kind("WebP", "image/webp", _begins(b"RIFF....WEBP")),
    ".mp3": Kind("MP3", "audio/mpeg", _begins(rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")),
    ".mp4": Kind("MP4", "video/mp4", _begins(b"....ftyp")),
}
"""The allow-list: a file of another type is a problem. HTML and SVG would be pages of their own."""


@dataclass(frozen=True)
class Document:
    """A file beside a meeting or group, or (`external`) one kept elsewhere.

    `address` is the way from the site's root, or a whole web address; `size` is in bytes;
    `download_name` is what the editor called the file; `source` is the file itself,
    `editions` are what it was earlier, the newest first.
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
    version: str | None = None
    source: Path | None = None
    editions: tuple[Edition, ...] = ()

    @property
    def external(self) -> bool:
        return self.source is None

    @property
    def host(self) -> str:
        """Where an external document lies."""
        return urlsplit(self.address).hostname or ""

    def address_of(self, edition: Edition) -> str:
        """Where what it was earlier is published: `agenda.0123abcd.pdf` beside `agenda.pdf`."""
        stem, dot, ending = self.address.rpartition(".")
        return f"{stem}.{edition.blob[:8]}{dot}{ending}"


LONGEST_NAME = 100
"""Characters before the ending: no file system takes a name of more than 255 bytes."""


@lru_cache(maxsize=10_000)  # Many are called agenda.pdf.
def safe_name(name: str) -> str:
    """The file's name as part of an address: `Présentation (1).PDF` is `presentation-1.pdf`."""
    stem, dot, suffix = unicodedata.normalize("NFKD", name).rpartition(".")
    ascii_stem = stem.encode("ascii", "ignore").decode().casefold()
    safe = "-".join(re.findall(r"[a-z0-9_]+", ascii_stem))
    # A name in another alphabet leaves nothing; a digest keeps two such names apart.
    digest = hashlib.sha256(unicodedata.normalize("NFC", name).encode()).hexdigest()
    if len(safe) > LONGEST_NAME:
        safe = f"{safe[: LONGEST_NAME - 13]}-{digest[:12]}"
    return (safe or digest[:12]) + dot + suffix.casefold()


def title_of(stem: str) -> str:
    """A title made of a file's name: `draft-contribution` is `Draft contribution`."""
    words = re.sub(r"[-_\s]+", " ", unicodedata.normalize("NFC", stem)).strip() or stem
    return words[0].upper() + words[1:]


def role_of(stem: str) -> Role:
    """The role that a file's name begins with; other where it names none."""
    name = safe_name(stem + ".x").rpartition(".")[0]
    for role in ROLES:
        if any(re.match(rf"{word}s?(-|_|$)", name) for word in role.words):
            return role
    return ROLE["other"]
