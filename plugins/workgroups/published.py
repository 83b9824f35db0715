"""Published: what must not change once subscribers and readers have it."""

from __future__ import annotations

from collections.abc import Iterator

from .editions import version_in
from .frontmatter import FrontMatter
from .papers import place_of
from .problems import Problem
from .version import Version, read_version
from .written import Written


def uid_changed(written: Written) -> Iterator[Problem]:
    """A published meeting under another uid: calendars would go on showing the old one beside it.

    No build knows what is published; whoever checks an edit against it must stop it, as nothing
    takes the old entry out of subscribers' calendars again.
    """
    uids = {meeting.uid for meeting, _ in written.meetings}
    for _, front in written.meetings:
        before = _before(written, front)
        if before and not before.draft and before.uid and before.uid not in uids:
            message = f"this meeting is in calendars with the uid {before.uid}"
            remedy = f"Write uid: {before.uid} again. A new meeting gets a folder of its own."
            yield front.problem(("uid",), message, remedy)


def document_replaced(written: Written) -> Iterator[Problem]:
    """Another file under the name of one that readers have, and no word of it."""
    replaced = {edit.path for edit in written.edits if edit.before and edit.after}
    for thing, front in written.holders if replaced else ():
        folder = path_of(front).rpartition("/")[0]
        before = _before(written, front)
        if getattr(thing, "draft", False) or (before and before.draft):
            continue
        for document in thing.documents:
            if document.source is None or f"{folder}/{document.source.name}" not in replaced:
                continue
            name = document.download_name
            if document.version == _version_before(written, front, name, document.version):
                message = f"{name} is no longer the file that was published under this name"
                remedy = f"Tell it in documents, with file: {name} and a new version, such as 2."
                yield front.problem(place_of(document, front), message, remedy)


def _before(written: Written, front: FrontMatter) -> Version | None:
    """What the published text says, where that is another one than now."""
    return read_version(written.texts_before.get(path_of(front), ""))


def _version_before(written: Written, front: FrontMatter, name: str, now: str | None) -> str | None:
    """The version that was published of a document."""
    if path_of(front) not in written.texts_before:
        return now
    return version_in(written.texts_before[path_of(front)], name, unknown=None)


def path_of(front: FrontMatter) -> str:
    """The file's path in the content, as edits have it."""
    return front.file.partition("/")[2]
