"""Sources: the folders and files an editor keeps in content/, as they lie on the disk."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .problems import Problem, nearest
from .signs import SLUG, slug, strange_character

_INDEX = re.compile(r"index(?:\.([a-zA-Z-]+))?\.md")
_NEARLY_TRANSLATION = re.compile(
    r"index[ ._-]+([a-z]{2,3}|[a-z]{2}-[a-z]{2})\.(md|markdown)", re.IGNORECASE
)
_COPY = re.compile(r"(?:.*\W)?index(?:\W.*)?\.(?:md|markdown)(?:\W.*)?", re.IGNORECASE)
_NEARLY = re.compile(r"index.*\.(md|markdown|txt)", re.IGNORECASE)
LEFTOVER = re.compile(r"\..*|~\$.*|Thumbs\.db|desktop\.ini", re.IGNORECASE)
"""Names of what desktop systems and office programs leave behind; nobody means to publish it."""

_SPACES = str.maketrans("\n\t", "\0\0")
"""In a name, line feeds and tabs are as strange as NUL."""

FOLDERS = ("groups", "meetings", "pages")
TEXT_BUDGET = 1_000_000

DEEPEST = 10
"""How deep folders may lie in each other; systems end at paths of 4,096 bytes."""


@dataclass(frozen=True)
class Folder:
    """A thing with a folder of its own: a group or a meeting.

    `texts` are its index files by language (None: `index.md`), `files` what lies beside them.
    """

    path: Path
    shown: str
    texts: dict[str | None, Path]
    files: tuple[Path, ...]

    @property
    def slug(self) -> str:
        return self.path.name

    def show(self, path: Path) -> str:
        """The path as the editor knows it."""
        return f"{self.shown}/{path.relative_to(self.path).as_posix()}"


@dataclass(frozen=True)
class Sources:
    """Everything in `content` that is read, and what is told of the rest."""

    content: Path
    groups: tuple[Folder, ...]
    meetings: tuple[Folder, ...]
    pages: tuple[tuple[Path, str], ...]
    """Markdown files, each with its path as the editor knows it."""

    problems: tuple[Problem, ...]

    @property
    def files(self) -> Iterator[Path]:
        """Every file that is read or published."""
        for folder in (*self.groups, *self.meetings):
            yield from folder.texts.values()
            yield from folder.files
        for path, _ in self.pages:
            yield path


def find_sources(content: Path) -> Sources:
    """What lies in a content folder. Each folder is listed once, and no file is opened."""
    problems: list[Problem] = []
    if not content.is_dir():
        remedy = "Name the folder that holds groups/ and meetings/ with --content."
        problems.append(Problem(str(content), 1, 1, "there is no such folder", remedy))
        return Sources(content, (), (), (), tuple(problems))
    problems.extend(_strangers(content))
    groups = tuple(_things(content / "groups", f"{content.name}/groups", problems, deep=False))
    meetings = tuple(_things(content / "meetings", f"{content.name}/meetings", problems, deep=True))
    pages = tuple(_pages(content / "pages", f"{content.name}/pages", problems))
    return Sources(content, groups, meetings, pages, tuple(problems))


def meeting_folder(content: Path, path: Path) -> Folder | None:
    """The folder of a meeting, where there is nothing to tell of it; None otherwise."""
    problems: list[Problem] = []
    shown = f"{content.name}/{path.relative_to(content).as_posix()}"
    folder = next(_thing(path, shown, problems, deep=False), None)
    return None if problems else folder


def read_text(path: Path, shown: str, problems: list[Problem]) -> str | None:
    """The text of a file with line feeds alone at the ends of its lines; None if it is not text."""
    if path.stat().st_size > TEXT_BUDGET:
        message = f"the text is larger than {TEXT_BUDGET // 1000} kB"
        remedy = "Put the long part into a document beside it."
        problems.append(Problem(shown, 1, 1, message, remedy))
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = with_line_feeds(error.object[: error.start].decode())
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        message = "this letter is not written in UTF-8"
        remedy = "Save the file again, and choose UTF-8 as its encoding."
        problems.append(Problem(shown, line, column, message, remedy))
        return None
    return with_line_feeds(text)


def with_line_feeds(text: str) -> str:
    """A text whose lines end with line feeds alone: the lines that problems count."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _strangers(content: Path) -> Iterator[Problem]:
    """What lies straight in `content`, where nothing would ever read it."""
    for entry in _entries(content.resolve()):
        shown = f"{content.name}/{entry.name}"
        linked: list[Problem] = []
        if _is_refused(entry, shown, linked):
            yield from linked
        elif entry.name not in FOLDERS or not entry.is_dir():
            meant = nearest(entry.name, FOLDERS)
            remedy = f"Keep everything in {', '.join(FOLDERS)}."
            if meant and entry.is_dir():
                remedy = f"Did you mean {meant}?"
            yield Problem(shown, 1, 1, "nothing in here is published", remedy)


def _pages(root: Path, shown: str, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    for entry in _entries(root):
        name = f"{shown}/{entry.name}"
        if _is_refused(entry, name, problems):
            continue
        path = Path(entry.path)
        if path.suffix != ".md" or not entry.is_file():
            message = f"{entry.name} is not a page"
            remedy = "Keep only .md files here; put documents beside a group or a meeting."
            problems.append(Problem(name, 1, 1, message, remedy))
        else:
            _check_slug(path.stem, name, problems)
            yield path, name


def _things(root: Path, shown: str, problems: list[Problem], *, deep: bool) -> Iterator[Folder]:
    """The folders in `root` that hold a group or meeting; however deep they lie, if `deep`."""
    return _among(_entries(root), shown, problems, deep=deep)


def _among(
    entries: Iterable[_Entry], shown: str, problems: list[Problem], *, deep: bool
) -> Iterator[Folder]:
    alike: dict[str, str] = {}
    for entry in entries:
        name = f"{shown}/{entry.name}"
        if _is_refused(entry, name, problems) or _is_alike(entry, name, alike, problems):
            continue
        if entry.is_dir():
            yield from _thing(Path(entry.path), name, problems, deep=deep)
        else:
            message = "this file belongs to no group and no meeting"
            remedy = "Make a folder for it, with the text in index.md."
            problems.append(Problem(name, 1, 1, message, remedy))


def _thing(path: Path, shown: str, problems: list[Problem], *, deep: bool) -> Iterator[Folder]:
    entries = _listed(path)
    indexes = [(found[1], entry) for entry in entries if (found := _INDEX.fullmatch(entry.name))]
    refused = [
        entry for _, entry in indexes if _is_refused(entry, f"{shown}/{entry.name}", problems)
    ]
    texts = {
        lang: Path(entry.path)
        for lang, entry in indexes
        if entry not in refused and entry.is_file()
    }
    if None in texts:
        _check_slug(path.name, shown, problems)
        others = [entry for entry in entries if entry not in refused]
        yield Folder(path, shown, texts, _documents(others, shown, texts, problems))
    elif refused:
        return
    elif texts:
        remedy = "Write the meeting or group in index.md; index.fr.md is for its translation."
        problems.append(Problem(shown, 1, 1, "there is no index.md in this folder", remedy))
    elif deep and any(map(_is_folder, entries)):
        yield from _among(entries, shown, problems, deep=deep)
    elif entries:
        remedy = "Add an index.md that says what this is, or move the files."
        if nearly := [entry.name for entry in entries if _NEARLY.fullmatch(entry.name)]:
            remedy = f"Give {nearly[0]} this name, in small letters."
        problems.append(Problem(shown, 1, 1, "there is no index.md in this folder", remedy))


def _documents(
    entries: Iterable[_Entry],
    shown: str,
    texts: dict[str | None, Path],
    problems: list[Problem],
) -> tuple[Path, ...]:
    files = []
    own = {path.name for path in texts.values()}
    folders = list(filter(_is_folder, entries))
    inner = [entry.name for entry in folders if Path(entry.path, "index.md").is_file()]
    if inner:
        message = f"{', '.join(inner)} cannot lie in the folder of another group or meeting"
        remedy = "Move this index.md, or what lies beside it, into a folder of its own."
        problems.append(Problem(f"{shown}/index.md", 1, 1, message, remedy))
    for entry in entries:
        name = f"{shown}/{entry.name}"
        if entry.name in own or _is_refused(entry, name, problems):
            continue
        if told := _nearly_a_text(entry.name):
            problems.append(Problem(name, 1, 1, *told))
        elif entry.is_file():
            files.append(Path(entry.path))
        elif not entry.is_dir():
            message = "this is neither a file nor a folder"
            problems.append(Problem(name, 1, 1, message, "Delete it."))
        elif entry.name not in inner:
            message = "documents in here are not published"
            remedy = "Put the documents straight beside index.md."
            problems.append(Problem(name, 1, 1, message, remedy))
    return tuple(files)


def _nearly_a_text(name: str) -> tuple[str, str] | None:
    """Message and remedy for a file that is called nearly as a text is; None for others."""
    if nearly := _NEARLY_TRANSLATION.fullmatch(name):
        remedy = f"If it is the translation, name it index.{nearly[1].lower()}.md"
        return f"{name} is neither a document nor a translation", remedy
    if _COPY.fullmatch(name):
        remedy = "Delete it; or rename it index.md, in a folder of its own."
        return f"{name} is a copy of the text, and not a document", remedy
    return None


def _is_folder(entry: _Entry) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _is_alike(entry: _Entry, shown: str, before: dict[str, str], problems: list[Problem]) -> bool:
    """Whether a Mac or Windows would take this for one `before`, whose name is another here."""
    form = unicodedata.normalize("NFKC", entry.name).casefold()
    if form in before:
        message = f"many systems take this for the same as {before[form]}"
        problems.append(Problem(shown, 1, 1, message, "Rename one, or put all into one folder."))
        return True
    before[form] = entry.name
    return False


def _is_refused(entry: _Entry, shown: str, problems: list[Problem]) -> bool:
    """Whether this cannot be taken: it is a link, cannot be read, or its name is no text."""
    told = _refusal(entry, shown)
    if told:
        problems.append(told)
    return told is not None


def _refusal(entry: _Entry, shown: str) -> Problem | None:
    remedy = "Rename it, best with letters a to z."
    try:
        entry.name.encode()
    except UnicodeEncodeError:
        name = shown.encode(errors="surrogateescape").decode(errors="replace")
        return Problem(name, 1, 1, "this name holds letters that cannot be read", remedy)
    if strange := strange_character(entry.name.translate(_SPACES)):
        return Problem(shown, 1, 1, f"this name holds the character {strange[1]}", remedy)
    if entry.is_symlink():
        message = "this is a symbolic link, which can point out of the content"
        return Problem(shown, 1, 1, message, "Put the file itself here.")
    if shown.count("/") > DEEPEST:
        message = f"folders lie more than {DEEPEST} deep in each other here"
        return Problem(shown, 1, 1, message, "Use fewer levels.")
    if not os.access(entry.path, os.R_OK | (os.X_OK if entry.is_dir() else 0)):
        return Problem(shown, 1, 1, "this may not be read", "Allow it in its properties.")
    return None


def _check_slug(name: str, shown: str, problems: list[Problem]) -> None:
    if re.fullmatch(SLUG, name):
        return
    better = slug(name) or "a-short-name"
    message = f"{name} cannot be part of an address"
    remedy = f"Use small letters a to z, digits and hyphens: {better}."
    problems.append(Problem(shown, 1, 1, message, remedy))


_Entry = os.DirEntry[str]


def _entries(folder: Path) -> list[_Entry]:
    """What lies in a folder, by name; nothing in a link to one, which is told where it lies."""
    return [] if folder.is_symlink() else _listed(folder)


def _listed(folder: Path) -> list[_Entry]:
    """What lies in a folder, by name; nothing where there is none, or none any more."""
    try:
        with os.scandir(folder) as listed:
            entries = [entry for entry in listed if not LEFTOVER.fullmatch(entry.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(entries, key=lambda entry: entry.name)
