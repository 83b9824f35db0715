"""Prose: an editor's Markdown as sanitised HTML."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from urllib.parse import SplitResult, quote, unquote, urlsplit

import nh3

from .blanks import lines_of, without_code
from .lists import TooIntricate
from .markup import to_html
from .problems import Problem, did_you_mean
from .signs import STRANGE, strange_character
from .tags import Tags
from .values import IMITATES_REMEDY, imitates

Resolve = Callable[[str], str | None]
"""The site-rooted address of what an editor's address names, or None when nothing is there.

Both are plain: without percent-encoding, query and fragment. The answer is NOT_PUBLISHED where
something is there, but only as a draft.
"""

NOT_PUBLISHED = ""

SCHEMES = {"http", "https", "mailto", "tel", "webcal"}

_TAGS = set(
    """
    a abbr b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong
    sub summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()  # noqa: SIM905  Names in rows are easier to read than one a line.
)
_ATTRIBUTES = {
    "*": {"id", "title", "lang", "dir"},
    "a": {"href", "hreflang"},
    "code": {"class"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
# On a phone these scroll, and who has no mouse must get there to do it.
_SCROLLED = {tag: {"tabindex": "0"} for tag in ("pre", "table")}

_ENTITY = re.compile(r"&#?\w+;")
_TAG_OR_ATTRIBUTE = re.compile(r"<[A-Za-z][^\s<>/]*|(?<=[\s\"'/])[\w:-]+(?=\s*=)")
_ADDRESS = re.compile(
    r"""(?:\]\(|\]:|[=<])[ \t\n]*(?:<(?P<b>[^<>\n]*)>|"(?P<d>[^"\n]*)"|'(?P<s>[^'\n]*)'"""
    r"""|(?P<p>[^\s"'<>]+))"""
)


_SAID = re.compile(r"(?:https?://|(?=www\.))([^\s/?#]+)")
"""The host that the text of a link says."""


@dataclass(frozen=True)
class Prose:
    """An editor's text as HTML that is safe to put into a page; false when there is none."""

    html: str = ""

    def __bool__(self) -> bool:
        return bool(self.html)


def render(
    text: str, *, file: str, first_line: int, at: str, resolve: Resolve
) -> tuple[Prose, list[Problem]]:
    """The text as HTML, and all that its author has to put right, sorted.

    `first_line` is the line of `file` on which the text begins, `at` the site-rooted address of
    the page that it stands on: addresses within the site are written relative to it.
    """
    source = _Source(text.replace("\r\n", "\n"), file, first_line)
    try:
        written = to_html(source.text)
    except TooIntricate as reason:
        source.tell_at(source.text.find(reason.near), str(reason), reason.remedy)
        return Prose(), source.problems
    page = _Reading(source, at, resolve)
    page.read(written)
    html = _clean(written, page.attribute)
    # Where nothing was to be changed, nothing is a second time.
    again = html if html == written else _clean(html, lambda _tag, _name, value: value)
    if again != html:
        message = "the HTML tags of this text do not fit into each other"
        source.tell("<", message, "Write Markdown instead.")
    return Prose(STRANGE.sub("", again).strip()), source.problems


def _clean(html: str, attribute: Callable[[str, str, str], str | None]) -> str:
    """The HTML with nothing left in it that could run or reach elsewhere."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=attribute,
        set_tag_attribute_values=_SCROLLED,
        url_schemes=SCHEMES,
        link_rel=None,
    )


class _Source:
    """The Markdown as written; knows where in it stands what is wrong with the HTML."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        self.text = text
        self.file = file
        self.first_line = first_line
        self._found: set[Problem] = set()
        self._told: set[tuple[str, str]] = set()
        if STRANGE.search(text):
            self._tell_each_strange()
            self.text = STRANGE.sub(" ", text)
        self._prose, unended = without_code(self.text)
        if unended:
            opened, fence = unended
            message = "the code that begins here does not end"
            self.tell_at(opened, message, f"End it with a line of {fence}.")
        for entity in _ENTITY.finditer(self._prose):
            if strange := strange_character(unescape(entity[0])):
                self._tell_strange(entity.start(), strange[1])
        if (comment := self._prose.rfind("<!--")) > self._prose.rfind("-->"):
            self.tell_at(comment, "the comment that begins here does not end", "End it with -->.")

    @property
    def problems(self) -> list[Problem]:
        """All that was told, each once."""
        return sorted(self._found)

    def tell(self, what: str, message: str, remedy: str) -> None:
        """Tell it at each place where this tag, attribute or address is written."""
        if (what, message) in self._told:
            return
        self._told.add((what, message))
        for place in self._places.get(what) or [self.text.find(what)]:
            self.tell_at(place, message, remedy)

    def tell_at(self, place: int, message: str, remedy: str) -> None:
        """Tell it at this offset; -1 is the beginning."""
        before = self.text[: max(place, 0)]
        line = self.first_line + before.count("\n")
        column = len(before) - before.rfind("\n")
        self._found.add(Problem(self.file, line, column, message, remedy))

    def _tell_each_strange(self) -> None:
        for start, line in lines_of(self.text):
            if strange := strange_character(line):
                self._tell_strange(start + strange[0], strange[1])

    def _tell_strange(self, place: int, name: str) -> None:
        self.tell_at(place, f"the text holds the character {name}", "Take it out; type it anew.")

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places = defaultdict(list)
        for found in _TAG_OR_ATTRIBUTE.finditer(self._prose):
            places[found[0].lower()].append(found.start())
        for found in _ADDRESS.finditer(self._prose):
            address = found[found.lastgroup or 0]
            if found["p"]:
                address = _up_to_bracket(address)
            places[address].append(found.start(found.lastgroup or 0))
        return places


def _up_to_bracket(address: str) -> str:
    """The address up to the bracket that closes the link around it."""
    depth = 0
    for i, sign in enumerate(address):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return address[:i]
    return address


class _Reading(Tags):
    """What the HTML of a text holds: the addresses to write, and all that cannot stay."""

    def __init__(self, source: _Source, at: str, resolve: Resolve) -> None:
        super().__init__()
        self.source = source
        self.at = at
        self.resolve = resolve
        self._addresses: dict[str, str] = {}
        self._ids: set[str] = set()
        self._leads_to = ""  # The address of the link that is open.

    def read(self, html: str) -> None:
        """Read the whole and tell its problems."""
        try:
            super().read(html)
        except AssertionError:
            remedy = "Leave it out; where the sign itself is meant, write \\<."
            self.source.tell("<![", "what begins with <![ here cannot be read", remedy)
        for address in self._addresses:
            target = unquote(address[1:])
            if address.startswith("#") and target not in {*self._ids, "", "top"}:
                message = f"the link leads to no heading of this text: {address}"
                self.source.tell(address, message, did_you_mean(target, self._ids))

    def attribute(self, _tag: str, name: str, value: str) -> str | None:
        """What nh3 writes for an attribute: an address that was not read here is left out."""
        return self._addresses.get(value) if name in ("href", "src") else value

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            remedy = "Write Markdown instead; where the sign itself is meant, write \\<."
            self.source.tell(f"<{tag}", f"<{tag}> cannot be used in a text", remedy)
            return
        if not attrs and tag != "img":
            return
        for name, _ in attrs:
            if name not in _ATTRIBUTES["*"] | _ATTRIBUTES.get(tag, set()):
                message = f"{name} cannot be used on <{tag}>"
                self.source.tell(name, message, "Leave it out, or write Markdown instead.")
        values = {name: value or "" for name, value in attrs}
        self._note_id(values.get("id"))
        if tag == "a" and "href" in values:
            self._leads_to = self._link(values["href"]) or ""
            self._note(values["href"], self._leads_to or None)
        if tag == "img":
            self._note(values.get("src", ""), self._picture(values.get("src", ""), values))

    def _note_id(self, name: str | None) -> None:
        if name in self._ids:
            self.source.tell("id", f"two things have the id {name}", "Give each its own.")
        if name and name[0].isupper():  # those are the page's own, around the text
            self.source.tell("id", f"the id {name} begins with a capital", "Write it small.")
        if name:
            self._ids.add(name)

    def _note(self, written: str, address: str | None) -> None:
        if address is not None:
            self._addresses[written] = address

    def _link(self, written: str) -> str | None:
        if not written:
            self.source.tell("]()", "the link has no address", "Write it in the round brackets.")
            return None
        parts = _split(written)
        if parts and not (parts.scheme or parts.netloc):
            if written.startswith("#"):
                return written
            remedy = "Put the file beside this one, or write the whole address with https://."
            if written.startswith("www."):
                remedy = f"Write the whole address: https://{written}"
            return self._found(written, parts, f"the link leads nowhere: {written}", remedy)
        whole = parts and (parts.netloc or parts.scheme not in {"http", "https"})
        if parts and parts.scheme in SCHEMES and whole:
            return written if self._is_honest(written, parts) else None
        message = f"this address cannot be used: {written}"
        self.source.tell(written, message, "Write an address that begins with https:// or mailto:.")
        return None

    def _is_honest(self, written: str, parts: SplitResult) -> bool:
        """Whether readers can see where an address leads."""
        if "@" in parts.netloc or "\\" in written:
            remedy = "Write the address without the part before @."
            self.source.tell(written, f"this address hides its host: {written}", remedy)
        elif imitates(parts.netloc):
            message = f"{parts.netloc} can be mistaken for another host"
            self.source.tell(written, message, IMITATES_REMEDY)
        else:
            return True
        return False

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._leads_to = ""

    def handle_data(self, data: str) -> None:
        said = _SAID.match(data.strip()) if self._leads_to else None
        if said and not _same_host(said[1], self._leads_to):
            message = f"the link says {said[0]}, and leads to {urlsplit(self._leads_to).netloc}"
            self.source.tell(self._leads_to, message, "Write the address that it leads to.")

    def _picture(self, written: str, values: dict[str, str]) -> str | None:
        if not values.get("alt", "").strip():
            message = f"the picture has no description: {written}"
            self.source.tell(written, message, f"Write what it shows: ![what it shows]({written}).")
        parts = _split(written)
        remedy = "Put the picture beside this file and write its name."
        if parts and not (parts.scheme or parts.netloc):
            return self._found(written, parts, f"there is no such picture: {written}", remedy)
        self.source.tell(written, f"the picture is not part of this site: {written}", remedy)
        return None

    def _found(self, written: str, parts: SplitResult, message: str, remedy: str) -> str | None:
        target = self.resolve(unquote(parts.path)) if parts.path else None
        if target == NOT_PUBLISHED:
            message = f"this leads to a draft, which is not published: {written}"
            remedy = "Delete draft: yes there, or make the link later."
        if not target:
            self.source.tell(written, message, remedy)
            return None
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return _relative(target, self.at) + query + fragment


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _same_host(said: str, address: str) -> bool:
    host = urlsplit(address).netloc.casefold().removeprefix("www.")
    return not host or said.casefold().removeprefix("www.") == host


def _relative(target: str, at: str) -> str:
    """The way from one site-rooted address to another, so that the site works under any path."""
    way = quote(posixpath.relpath(target, at))
    return f"{way}/" if target.endswith("/") else way
