"""Values: what the text of a field can mean, and how an editor is told that it cannot.

Each name below is a type for the models in `fields`: it reads the text, or refuses it with a
message and a remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from . import times
from .signs import SLUG, STRANGE

# Zones of the list that stand for an hour, not for a place; those with a digit do, too.
_OFFSETS = ("EST", "Factory", "HST", "MST")

LONGEST_ADDRESS = 2000
"""Characters; some mail programs and form services cut what is longer."""

_HOST = re.compile(r"([a-z0-9]([a-z0-9_-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z]")


def wrong(message: str, remedy: str, at: str = "") -> PydanticCustomError:
    """What a validator raises: the message and the remedy as the editor will read them.

    `at` names the field beside it that asks for one which is not there.
    """
    told = {"message": message, "remedy": remedy, "at": at}
    return PydanticCustomError("told", "{message}", told)


def _text(value: str) -> str:
    if found := STRANGE.search(value):
        message = f"there is a character that cannot be seen (U+{ord(found[0]):04X})"
        raise wrong(message, "Delete it and write the word again.")
    if not value.strip():
        raise wrong("there is nothing between the quotes", "Write a text, or leave the field out.")
    return value.strip()


def _line(value: str) -> str:
    return " ".join(value.split())


def _matching(pattern: str, what: str, remedy: str) -> AfterValidator:
    compiled = re.compile(pattern, re.ASCII)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise wrong(f"{value} is not {what}", remedy)
        return value

    return AfterValidator(check)


def _single(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong("this must be a single value", "Write it on the same line, after the name.")
    return value


def _read_with(read: Callable[[str], Any]) -> BeforeValidator:
    def check(value: Any) -> Any:
        try:
            return read(_single(value))
        except times.TimeError as error:
            raise wrong(str(error), error.remedy) from None

    return BeforeValidator(check)


def _zone(value: str) -> str:
    if re.search(r"[0-9]", value) or value in _OFFSETS:
        remedy = "Write the region and a large city of the zone: Europe/Brussels, Europe/Athens."
        raise wrong(f"{value} is an offset, which does not follow summer time", remedy)
    try:
        times.zone(value)
    except times.TimeError as error:
        # Names of cities are what people remember: Brussels is near Europe/Brussels.
        last_parts = {name.rpartition("/")[2].casefold(): name for name in times.zone_names()}
        near = get_close_matches(value.rpartition("/")[2].casefold(), last_parts, n=1, cutoff=0.75)
        remedy = f"Did you mean {last_parts[near[0]]}?" if near else error.remedy
        raise wrong(str(error), remedy) from None
    return value


def web_address(value: str) -> str:
    """An address that a page may link to. Raises what `wrong` makes."""
    if not value.casefold().startswith("https://"):
        raise wrong(f"{value} does not begin with https://", "Write the whole address: https://...")
    if found := re.search(r"[\s\"<>\\]", value):
        sign = {'"': "a quotation mark"}.get(found[0]) or ("a space", found[0])[found[0] > " "]
        raise wrong(f"an address cannot hold {sign}", "Copy it again from the browser.")
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.username or parts.password:
        raise wrong(f"{value} holds a user name", "Write the address without the part before @.")
    if not host.isascii() or "xn--" in host:
        remedy = "Write the host in the letters a to z; others can imitate a known name."
        raise wrong(f"{host} can be mistaken for another host", remedy)
    if not _HOST.fullmatch(host):
        remedy = "Copy the address again from the browser."
        raise wrong(f"{value} does not lead to a host on the web", remedy)
    if len(value) > LONGEST_ADDRESS:
        message = f"this address is longer than {LONGEST_ADDRESS} characters"
        raise wrong(message, "Use a shorter one; some programs cut it.")
    return value


def _yes_or_no(value: Any) -> Any:
    answers = {"yes": True, "true": True, "no": False, "false": False}
    answer = answers.get(_single(value).casefold()) if value not in (True, False) else value
    if answer is None:
        raise wrong(f"{value} is neither yes nor no", "Write yes or no.")
    return answer


def _whole_number(value: Any) -> Any:
    if not re.fullmatch(r"[0-9]{1,4}", _single(value)):
        raise wrong(f"{value} is not a whole number", "Write a number from 0 to 9999.")
    return int(value)


def _day_that_is(value: str) -> str:
    try:
        times.read_date(f"{value}-01-01"[:10])
    except times.TimeError as error:
        raise wrong(str(error), error.remedy) from None
    return value


def _slug(value: str) -> str:
    if not re.fullmatch(SLUG, value):
        probably = "-".join(re.findall(r"[a-z0-9]+", value.rstrip("/").rpartition("/")[2].lower()))
        remedy = f"Write it as the folder is called: {probably}; put commas between several."
        raise wrong(f"{value} is not the name of a folder", remedy)
    return value


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    seen: set[str] = set()
    for value in values:
        if value.casefold() in seen:
            raise wrong(f"{value} stands here twice", "Keep one.")
        seen.add(value.casefold())
    return values


_MAILBOX = r"[^\s@<>\"(),:;]+@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+"

Text = Annotated[str, AfterValidator(_text)]
Line = Annotated[Text, AfterValidator(_line)]
Tags = Annotated[tuple[Line, ...], AfterValidator(_once)]
Slug = Annotated[
    Line,
    AfterValidator(_slug),
    WithJsonSchema({"type": "string", "pattern": f"^{SLUG}$"}),
]
Uid = Annotated[
    Line,
    _matching(
        r"[A-Za-z0-9@._:+-]{8,255}",
        "a uid",
        "Write 8 to 255 letters, digits or hyphens, once and for ever.",
    ),
]
Language = Annotated[
    Line,
    _matching(
        r"[a-z]{2,3}(-[A-Z]{2})?", "the code of a language", "Write its two letters: en, fr."
    ),
]
Colour = Annotated[
    Line,
    _matching(r"#[0-9a-fA-F]{6}", "a colour", 'Write # and six digits in quotes: "#0b6e4f".'),
]
Mailbox = Annotated[
    Line, _matching(_MAILBOX, "a mail address", "Write one address alone: name@organisation.eu.")
]
Phone = Annotated[
    Line,
    _matching(
        r"\+([ ().-]{0,2}[0-9]){6,15}",
        "a telephone number",
        "Begin with + and the country's code, digits alone: +32 2 555 01 10.",
    ),
]
WebAddress = Annotated[
    Line, AfterValidator(web_address), WithJsonSchema({"type": "string", "pattern": "^https://"})
]
MailingList = Annotated[
    Line,
    _matching(
        rf"https://.+|{_MAILBOX}",
        "a mailing list",
        "Write its mail address, or the https:// address where people join.",
    ),
    AfterValidator(lambda value: web_address(value) if value.startswith("https:") else value),
    WithJsonSchema({"type": "string", "pattern": rf"^(https://.+|{_MAILBOX})$"}),
]
SiteAddress = Annotated[
    Line,
    _matching(
        r"(?!.*/\.\.?(/|$))/([A-Za-z0-9._~-]+/)*[A-Za-z0-9._~-]+/?",
        "an address on this site",
        "Write the part after the host, beginning with /: /events/smart-cities/",
    ),
]
PartOfDate = Annotated[
    Line,
    _matching(
        r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?",
        "a year, a month or a day",
        "Write 2021, 2021-05 or 2021-05-17.",
    ),
    AfterValidator(_day_that_is),
]
Zone = Annotated[Line, AfterValidator(_zone)]
Date = Annotated[date, _read_with(times.read_date)]
Clock = Annotated[
    time,
    _read_with(times.read_time),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}:\d{2}$"}),
]
Moment = Annotated[
    datetime | date,
    _read_with(times.read_moment),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}([ T]\d{1,2}:\d{2})?$"}),
]
MomentOrClock = Annotated[
    datetime | date,
    _read_with(times.read_moment),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2}([ T]\d{1,2}:\d{2})?|\d{1,2}:\d{2})$"}
    ),
]
YesOrNo = Annotated[
    bool, BeforeValidator(_yes_or_no), WithJsonSchema({"enum": ["yes", "no", True, False]})
]
WholeNumber = Annotated[
    int, BeforeValidator(_whole_number), WithJsonSchema({"type": "integer", "minimum": 0})
]
