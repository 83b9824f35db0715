"""Values: what the text of a field can mean, and how an editor is told that it cannot.

Each name below is a type for the models in `fields`: it reads the text, or refuses it with a
message and a remedy. It also says in JSON Schema what tools can know of it that read front matter
as YAML 1.2: there `2030` is a number, and `14:00` and `yes` are texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, GetPydanticSchema, WithJsonSchema
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import no_info_after_validator_function

from . import times
from .signs import SLUG, STRANGE

# Zones of the list that stand for an hour, not for a place; those with a digit do, too.
_OFFSETS = ("EST", "Factory", "HST", "MST")

_CITIES = {
    "America/Los_Angeles": "pdt pst",
    "America/New_York": "edt est et",
    "Asia/Tokyo": "jst",
    "Europe/Athens": "eest eet oez oesz",
    "Europe/Brussels": "brussels-time cest cet heure-de-bruxelles hec mesz mez",
    "Europe/Lisbon": "west wet",
    "Europe/London": "bst gmt uk",
}
_BY_ABBREVIATION = {word: zone for zone, words in _CITIES.items() for word in words.split()}
"""What people write for a zone, in small letters, and a city in it: never answered by another."""

LONGEST_ADDRESS = 2000
"""Characters; some mail programs and form services cut what is longer."""

_HOST = re.compile(r"([a-z0-9]([a-z0-9_-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z]")
_LONGEST_HOST = 253  # RFC 1035, section 2.3.4, without its dots at the ends.
IMITATES_REMEDY = "Write the host in the letters a to z; others can imitate a known name."
_NEVER = r'\s"<>\\'
"""Signs that no address holds."""


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


def _matching(
    pattern: str, what: str, remedy: str, example: str, number: int | None = None
) -> GetPydanticSchema:
    """A text that matches as a whole; tools may see it as a number of at least `number`."""
    compiled = re.compile(pattern, re.ASCII)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise wrong(f"{value} is not {what}", remedy)
        return value

    shown: dict[str, Any] = _pattern(pattern, example)
    if number is not None:
        shown |= {"type": ["string", "integer"], "minimum": number}
    return GetPydanticSchema(
        lambda source, handler: no_info_after_validator_function(check, handler(source)),
        lambda *_: shown.copy(),
    )


def _pattern(pattern: str, *examples: str) -> dict[str, Any]:
    """The JSON Schema of a text that matches as a whole."""
    return {"type": "string", "pattern": f"^({pattern})$", "examples": list(examples)}


def _any_case(word: str) -> str:
    """A pattern for a word in small or capital letters, for tools that cannot ignore case."""
    return "".join(f"[{letter.upper()}{letter}]" for letter in word)


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


def _is_place(zone_name: str) -> bool:
    return not re.search(r"[0-9]", zone_name) and zone_name not in _OFFSETS


def _places() -> list[str]:
    """The zones that a meeting can be in."""
    return sorted(filter(_is_place, times.zone_names()))


def _zone(value: str) -> str:
    if not _is_place(value):
        remedy = _of_abbreviation(value) or times.ZONE_REMEDY
        raise wrong(f"{value} is an offset, which does not follow summer time", remedy)
    try:
        times.zone(value)
    except times.TimeError as error:
        raise wrong(str(error), _zone_meant(value) or error.remedy) from None
    return value


def _of_abbreviation(value: str) -> str:
    city = _BY_ABBREVIATION.get(re.sub(r"[\s_]+", "-", value.casefold()))
    if not city:
        return ""
    return f"Write a large city of the zone: {city}. Without the line, the usual zone holds."


def _zone_meant(value: str) -> str:
    """The remedy for a zone that was named in another way; empty where none can be told."""
    if remedy := _of_abbreviation(value):
        return remedy
    small = value.casefold()
    if small == "utc":
        return "Did you mean UTC?"
    # Names of cities are what people remember: Brussels is near Europe/Brussels.
    cities = {n.rpartition("/")[2].casefold(): n for n in _places() if "/" in n and n[:4] != "Etc/"}
    near = get_close_matches(small.rpartition("/")[2], cities, n=1, cutoff=0.75)
    return f"Did you mean {cities[near[0]]}?" if near else ""


def imitates(host: str) -> bool:
    """Whether a host has letters that can look like those of another."""
    return not host.isascii() or "xn--" in host


def web_address(value: str) -> str:
    """An address that a page may link to. Raises what `wrong` makes."""
    if not value.casefold().startswith("https://"):
        remedy = f"Write the whole address: https://{_whole_address(value) or '...'}"
        raise wrong(f"{value} does not begin with https://", remedy)
    if found := re.search(f"[{_NEVER}]", value):
        sign = {'"': "a quotation mark"}.get(found[0]) or ("a space", found[0])[found[0] > " "]
        raise wrong(f"an address cannot hold {sign}", "Copy it again from the browser.")
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.username or parts.password:
        raise wrong(f"{value} holds a user name", "Write the address without the part before @.")
    if imitates(host):
        raise wrong(f"{host} can be mistaken for another host", IMITATES_REMEDY)
    if len(host) > _LONGEST_HOST or not _HOST.fullmatch(host):
        remedy = "Copy the address again from the browser."
        raise wrong(f"{value} does not lead to a host on the web", remedy)
    if len(value) > LONGEST_ADDRESS:
        message = f"this address is longer than {LONGEST_ADDRESS} characters"
        raise wrong(message, "Use a shorter one; some programs cut it.")
    return value


def _whole_address(value: str) -> str:
    """What probably stands behind https:// where it was left out, or http:// written."""
    found = re.search(r"\(https://([^()\s]+)\)", value) or re.fullmatch(
        r"(?:http://)?((?:[\w-]+\.)+[a-z]+/\S*|www\.(?:[\w-]+\.)+[a-z]+)", value
    )
    return found[1] if found and "@" not in value else ""


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
        remedy = f"Write it as the folder is called: {probably}"
        raise wrong(f"{value} is not the name of a folder", remedy)
    return value


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    seen: set[str] = set()
    for value in values:
        if value.casefold() in seen:
            raise wrong(f"{value} stands here twice", "Keep one.")
        seen.add(value.casefold())
    return values


MAILBOX = r'[^\s@<>"(),:;?&%#/\\]+@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+'
_ADDRESS = (
    _any_case("https")
    + f"://{_HOST.pattern.replace('a-z', 'A-Za-z')}(:[0-9]*)?([/?#][^{_NEVER}]*)?"
)
_YES_OR_NO = "|".join(map(_any_case, ("yes", "no", "true", "false")))

Text = Annotated[
    str,
    AfterValidator(_text),
    WithJsonSchema({"type": ["string", "number"], "pattern": r"\S"}),
]
Line = Annotated[Text, AfterValidator(_line)]
Tags = Annotated[
    tuple[Line, ...],
    AfterValidator(_once),
    GetPydanticSchema(
        get_pydantic_json_schema=lambda core, handler: {**handler(core), "uniqueItems": True}
    ),
]
Slug = Annotated[
    Line,
    AfterValidator(_slug),
    WithJsonSchema(
        _pattern(SLUG, "smart-cities") | {"type": ["string", "integer"], "minimum": 0},
    ),
]
Uid = Annotated[
    Line,
    _matching(
        r"[A-Za-z0-9@._:+-]{8,255}",
        "a uid",
        "Write 8 to 255 letters, digits or hyphens, once and for ever.",
        "8c1f2f4e-6f0a-4d0b-9f5e-0a4be7f2a3d1",
        number=10_000_000,
    ),
]
Language = Annotated[
    Line,
    _matching(
        r"[a-z]{2,3}(-[A-Z]{2})?", "the code of a language", "Write its two letters: en, fr.", "fr"
    ),
]
Colour = Annotated[
    Line,
    _matching(
        r"#[0-9a-fA-F]{6}",
        "a colour",
        'Write # and six digits in quotes: "#0b6e4f".',
        "#0b6e4f",
    ),
]
Mailbox = Annotated[
    Line,
    _matching(
        MAILBOX,
        "a mail address",
        "Write one address alone: name@organisation.eu.",
        "name@organisation.eu",
    ),
]
Phone = Annotated[
    Line,
    _matching(
        r"\+([ ().-]{0,2}[0-9]){6,15}",
        "a telephone number",
        "Begin with + and the country's code, digits alone: +32 2 555 01 10.",
        "+32 2 555 01 10",
        number=100_000,
    ),
]
WebAddress = Annotated[
    Line,
    AfterValidator(web_address),
    WithJsonSchema(
        _pattern(_ADDRESS, "https://www.organisation.eu/") | {"maxLength": LONGEST_ADDRESS}
    ),
]
MailingList = Annotated[
    Line,
    _matching(
        rf"https://.+|{MAILBOX}",
        "a mailing list",
        "Write its mail address, or the https:// address where people join.",
        "heat@lists.organisation.eu",
    ),
    AfterValidator(lambda value: web_address(value) if value.startswith("https:") else value),
    WithJsonSchema(_pattern(f"{_ADDRESS}|{MAILBOX}", "heat@lists.organisation.eu")),
]
SiteAddress = Annotated[
    Line,
    _matching(
        r"(?!.*/\.\.?(/|$))/([A-Za-z0-9._~-]+/)*[A-Za-z0-9._~-]+/?",
        "an address on this site",
        "Write the part after the host, beginning with /: /events/smart-cities/",
        "/events/smart-cities/",
    ),
]
PartOfDate = Annotated[
    Line,
    _matching(
        r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?",
        "a year, a month or a day",
        "Write 2021, 2021-05 or 2021-05-17.",
        "2021-05",
        number=times.YEARS[0],
    ),
    AfterValidator(_day_that_is),
]
Zone = Annotated[
    Line,
    AfterValidator(_zone),
    GetPydanticSchema(get_pydantic_json_schema=lambda *_: {"enum": _places()}),
]
Date = Annotated[
    date, _read_with(times.read_date), WithJsonSchema(_pattern(times.DAY, "2026-12-08"))
]
Clock = Annotated[time, _read_with(times.read_time), WithJsonSchema(_pattern(times.CLOCK, "14:00"))]
Moment = Annotated[
    datetime | date,
    _read_with(times.read_moment),
    WithJsonSchema(_pattern(times.MOMENT, "2026-12-08 14:00", "2026-12-08")),
]
MomentOrClock = Annotated[
    datetime | date,
    _read_with(times.read_moment),
    WithJsonSchema(
        _pattern(f"{times.MOMENT}|{times.CLOCK}(:00)?", "17:00", "2026-12-09 17:00", "2026-12-09")
    ),
]
YesOrNo = Annotated[
    bool,
    BeforeValidator(_yes_or_no),
    WithJsonSchema(_pattern(_YES_OR_NO, "yes", "no") | {"type": ["string", "boolean"]}),
]
WholeNumber = Annotated[
    int,
    BeforeValidator(_whole_number),
    WithJsonSchema(
        _pattern("[0-9]{1,4}")
        | {"type": ["integer", "string"], "minimum": 0, "maximum": 9999, "examples": [1]}
    ),
]
