"""Attachments: the files beside a meeting or group, read and checked, become its documents."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from .document_text import BROKEN_ZIP, COUNTED, Inside
from .documents import KINDS, ODF, PACKED, ROLE, Document, Kind, role_of, safe_name, title_of
from .editions import Edition
from .fields import DocumentFields
from .frontmatter import FrontMatter
from .problems import Problem, did_you_mean
from .site import MEGABYTE
from .sources import Folder


@dataclass(frozen=True)
class Attachments:
    """The files of a folder that is published at `address`.

    `budget` is the largest size of one file, in bytes. A file that the front matter gives no date
    has that of its newest commit, which `last_day` tells; `editions` tells what it was earlier,
    and `inside` what it holds.
    """

    folder: Folder
    address: str
    front: FrontMatter
    last_day: Callable[[Path], date | None]
    editions: Callable[[Path, str | None], tuple[Edition, ...]]
    inside: Callable[[Path, str, str], Inside]
    budget: int
    problems: list[Problem]

    def documents(self, entries: Iterable[DocumentFields]) -> tuple[Document, ...]:
        """The documents in the order people look for them; `entries` say what names cannot."""
        told = self._by_file(enumerate(entries))
        documents = [_kept_elsewhere(entry) for entry in entries if entry.url]
        names: dict[str, str] = {}
        for path in self.folder.files:
            document = self._read(path, told.get(path.name) or DocumentFields(file=path.name))
            if document is None:
                continue
            if document.address in names:
                message = f"{path.name} would have the same address as {names[document.address]}"
                self._tell(path, message, "Rename one of the two.")
            names[document.address] = path.name
            documents.append(document)
        return tuple(sorted(documents, key=lambda d: (d.role, d.order, d.title, d.address)))

    def _by_file(self, entries: Iterable[tuple[int, DocumentFields]]) -> dict[str, DocumentFields]:
        """What the front matter says of each file; a file that is not there is a problem."""
        # Macs write é as two characters, everyone else as one.
        files = {unicodedata.normalize("NFC", path.name): path.name for path in self.folder.files}
        told: dict[str, DocumentFields] = {}
        for index, entry in entries:
            if entry.file is None:
                continue
            name = files.get(unicodedata.normalize("NFC", entry.file))
            if name and name not in told:
                told[name] = entry
                continue
            if "/" in entry.file or "\\" in entry.file:
                words = f"{entry.file} is outside this folder", "Put the file beside index.md."
            elif name:
                words = f"{entry.file} is named twice", "Keep one of the entries."
            else:
                remedy = did_you_mean(entry.file, files) if files else "Put it beside index.md."
                words = f"there is no document {entry.file} in this folder", remedy
            self.problems.append(self.front.problem(("documents", index, "file"), *words))
        return told

    def _read(self, path: Path, entry: DocumentFields) -> Document | None:
        kind = KINDS.get(path.suffix.casefold())
        if kind is None:
            types = ", ".join(sorted(suffix[1:] for suffix in KINDS))
            message = f"{path.name} is of a type that is not published"
            self._tell(path, message, f"Save it as PDF. Published are: {types}.")
            return None
        size = path.stat().st_size
        if size > self.budget:
            found, allowed = f"{size / MEGABYTE:.1f}", f"{self.budget / MEGABYTE:g}"
            found = f"{found} MB" if float(found) > self.budget / MEGABYTE else f"{size:,} bytes"
            message = f"{path.name} has {found}, more than the {allowed} MB that the site allows"
            remedy = "Make it smaller, or keep it elsewhere and name its url in documents."
            self._tell(path, message, remedy)
            return None
        data = path.read_bytes()
        if not data:
            self._tell(path, f"{path.name} is empty", "Save it again, or delete it.")
            return None
        if not _holds(kind, data):
            message = f"{path.name} is not the {kind.label} file that its name says"
            self._tell(path, message, "Save it again in that format.")
            return None
        digest = hashlib.sha256(data).hexdigest()
        return Document(
            title=entry.title or title_of(path.stem),
            role=ROLE[entry.role] if entry.role else role_of(path.stem),
            address=self.address + safe_name(path.name),
            order=entry.order or 0,
            label=kind.label,
            media_type=kind.media_type,
            download_name=unicodedata.normalize("NFC", path.name),
            size=size,
            sha256=digest,
            # Others have only words, which nobody wants before all is searched.
            pages=self.inside(path, kind.label, digest).pages if kind.label in COUNTED else None,
            date=entry.date or self.last_day(path),
            lang=entry.lang,
            version=entry.version,
            source=path,
            editions=self.editions(path, entry.version),
        )

    def _tell(self, path: Path, message: str, remedy: str) -> None:
        self.problems.append(Problem(self.folder.show(path), 1, 1, message, remedy))


def _kept_elsewhere(entry: DocumentFields) -> Document:
    url = entry.url or ""
    kind = KINDS.get(Path(urlsplit(url).path).suffix.casefold())
    return Document(
        title=entry.title or url,
        role=ROLE[entry.role or "other"],
        address=url,
        order=entry.order or 0,
        label=kind.label if kind else "",
        media_type=kind.media_type if kind else "text/html",
        date=entry.date,
        lang=entry.lang,
        version=entry.version,
    )


def _holds(kind: Kind, data: bytes) -> bool:
    """Whether the content is what the ending of the file's name promises."""
    if not kind.begins.match(data):
        return False
    if kind.media_type.startswith("text/"):
        return b"\x00" not in data
    return kind.begins is not PACKED or _container_holds(kind, data)


def _container_holds(kind: Kind, data: bytes) -> bool:
    try:
        with ZipFile(BytesIO(data)) as container:
            if kind.media_type.startswith(ODF):
                return _says(container, kind.media_type.encode())
            return any(name.startswith(kind.inside) for name in container.namelist())
    except BROKEN_ZIP:
        return False


def _says(container: ZipFile, media_type: bytes) -> bool:
    """Whether an OpenDocument file says that it is of this type; a packed one could be endless."""
    member = container.getinfo("mimetype")
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return False
    with container.open(member) as said:
        return said.read(len(media_type) + 1) == media_type
