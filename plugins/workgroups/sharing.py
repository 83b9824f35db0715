"""Sharing: a letter that tells somebody else of a meeting, as the link that begins to write it."""

from __future__ import annotations

from urllib.parse import quote

from .meeting import Meeting, Translation
from .wording import Wording


def letter(meeting: Meeting, text: Translation, words: Wording, site_address: str) -> str:
    """A mailto address (RFC 6068) to nobody yet: what, when, where, and the page that tells more.

    `text` is one of `meeting.texts`; `site_address` is whole, without a slash at the end.
    """
    title = text.title
    if not meeting.happens:
        title = words.t(f"calendar.{meeting.status}", title=title)
    when, page = words.span_and_zone(meeting.when), site_address + meeting.address_in(text.lang)
    body = "\r\n".join(filter(None, (title, when, _where(meeting, words), page)))
    return f"mailto:?subject={quote(title, safe='')}&body={quote(body, safe='')}"


def _where(meeting: Meeting, words: Wording) -> str:
    if meeting.place:
        return str(meeting.place)
    return words.t("calendar.online") if meeting.online else ""
