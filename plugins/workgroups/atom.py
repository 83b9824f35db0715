"""Atom: changes as a feed of RFC 4287, for feed readers and whoever watches the meetings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from io import BytesIO

from feedgenerator import Atom1Feed

from .changes import Change
from .story import BEFORE_HISTORY
from .wording import Wording

LONGEST = 100
"""Entries of a feed, the newest ones: a number, not a span of time, so that no day changes it."""

# XML cannot write some of these (XML 1.0, 2.2), and readers take the others for what they are not.
_NO_CHARACTERS = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Feed(Atom1Feed):
    """A feed that is as old as its newest entry; the library asks the clock for an empty one."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=BEFORE_HISTORY)


@dataclass(frozen=True)
class ChangeFeed:
    """A feed of changes; `address` is the way to it, and `page` that to the page it tells of."""

    address: str
    page: str
    title: str
    changes: tuple[Change, ...]


def atom(feed: ChangeFeed, site_address: str, author: str, words: Wording) -> bytes:
    """The feed as a file, in the language of `words`.

    `site_address` is whole and without a slash at the end; `author` is who tells it.
    """
    whole = site_address + feed.address
    written = _Feed(
        title=_text(feed.title),
        link=site_address + feed.page,
        description=None,
        language=words.lang,
        feed_url=whole,
        feed_guid=whole,
        author_name=_text(author),
    )
    for change in feed.changes[:LONGEST]:
        page = site_address + change.meeting.address
        facts = change.facts(words)
        written.add_item(
            title=_text(change.title(words)),
            link=page,
            description=_text("<br>".join(map(escape, facts))),
            content=_text(_content(change, facts, page)),
            pubdate=change.instant,
            updateddate=change.instant,
            unique_id=change.id,
            categories=[_text(group.name) for group in change.meeting.groups],
        )
    file = BytesIO()
    written.write(file, "utf-8")
    return file.getvalue()


def _content(change: Change, facts: Iterable[str], page: str) -> str:
    """The facts, and the way to the meeting, as HTML."""
    lines = [escape(fact) for fact in facts]
    lines.append(f'<a href="{escape(page)}">{escape(change.meeting.title)}</a>')
    return "".join(f"<p>{line}</p>" for line in lines)


def _text(text: str) -> str:
    return _NO_CHARACTERS.sub("", text)
