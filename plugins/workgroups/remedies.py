"""Remedies: what an editor is told of a field that its model refuses, and what to write instead."""

from __future__ import annotations

import re
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic_core import ErrorDetails

from .fields import Fields, inner_model
from .frontmatter import FrontMatter, Place
from .problems import did_you_mean, nearest
from .signs import slug
from .values import MAILBOX

# What people write who know other systems, and what it is here, where there is such a field.
_BULLETS = "-–—•·"
_CURLY = "“”„‟«»‘’"
_CLOCK_AND_TEXT = re.compile(r"(\d{1,2}:\d{2})\s+(\S.*)")
_AND = r"\s+(?:and|et|und|y|e)\s+|\s*[&+,;]\s*"
_FILE = re.compile(r"[^/:]+\.[A-Za-z0-9]{2,4}")
_OTHER_WORDS = {
    "address": "url",
    "attachments": "documents",
    "cancelled": "status",
    "category": "type",
    "date": "start",
    "email": "contact",
    "document": "file",
    "filename": "file",
    "files": "documents",
    "language": "lang",
    "link": "url",
    "location": "place",
    "name": "title",
    "path": "file",
    "postponed": "status",
    "title": "name",
    "url": "address",
    "venue": "place",
    "zone": "timezone",
}


def new_uid(front: FrontMatter) -> UUID:
    """A uid for this file: made of its whole text, so that no other meeting gets the same."""
    return uuid5(NAMESPACE_URL, front.file + repr(front.values))


def better(place: Place, front: FrontMatter, value: Any) -> str:
    """What helps more than the remedy of the value's type; empty where nothing does."""
    if isinstance(value, str) and value[:1] in _CURLY and value.strip(_CURLY):
        return f"Delete the quotation marks: {value.strip(_CURLY)}"
    if place == ("uid",) and isinstance(value, str) and value.strip():
        return f"Put back what stood there; for a new meeting, write uid: {new_uid(front)}"
    if isinstance(value, str) and place:
        return _other_digits(value) or _mailbox(place, value) or _groups(place, value)
    return ""


def _other_digits(value: str) -> str:
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in value)
    return f"Write it with the digits 0 to 9: {plain}" if plain != value else ""


def _mailbox(place: Place, value: str) -> str:
    """`mailto:x@organisation.eu`, `x [at] organisation.eu`: the address alone."""
    if place[-1] not in ("email", "mailing_list") or "://" in value:
        return ""
    plain = re.sub(r"\s*[\[({]\s*(?:at|@)\s*[\])}]\s*|\s+at\s+", "@", value)
    plain = re.sub(r"\s*[\[({]\s*(?:dot|point)\s*[\])}]\s*|\s+dot\s+", ".", plain)
    found = {mailbox[0] for mailbox in re.finditer(MAILBOX, plain)}
    return f"Write the address alone: {found.pop()}" if len(found) == 1 else ""


def _groups(place: Place, value: str) -> str:
    """`health and blue-economy`, which are two groups, or one of this name."""
    if place[0] != "groups" or not re.search(_AND, value):
        return ""
    several = ", ".join(map(slug, re.split(_AND, value)))
    return f"For several groups, write groups: [{several}]; for one of this name: {slug(value)}"


def words(
    model: type[Fields], front: FrontMatter, place: Place, error: ErrorDetails
) -> tuple[str, str]:
    """Message and remedy for what pydantic itself finds."""
    name, value, key = _name(place), error["input"], str(place[-1])
    around, inside = model_at(model, place[:-1]), model_at(model, place)
    match error["type"]:
        case "missing":
            told = _missing(place, around, front)
        case "extra_forbidden":
            remedy = _instead(place, around, front, value)
            told = f"there is no field called {key.strip()}", remedy
        case _ if value is None:
            told = f"{name} is empty", "Write it, or delete the line."
        case "literal_error" if isinstance(value, str):
            choices = re.findall(r"'([^']+)'", error["ctx"]["expected"])
            told = f"{value} is not a {name}", did_you_mean(value, choices)
        case "tuple_type":
            told = _no_list(name, value, inside)
        case "too_short":
            told = (
                f"{name} is an empty list",
                f"Name at least one between [ and ], or below {name}:.",
            )
        case "model_type" | "dict_type" | "model_attributes_type":
            told = f"{name} must have fields of its own", _as_fields(place, value, inside)
        case _:
            told = f"{name} must be a single text", _as_text(place, front)
    return told


def _missing(place: Place, around: type[Fields], front: FrontMatter) -> tuple[str, str]:
    key = str(place[-1])
    said = around.model_fields[key].description or key
    what = said[0].lower() + said[1:]
    if key == "uid":
        return "uid is missing", f"Add this line: uid: {new_uid(front)}"
    if place in front.marks:
        return f"{key} is empty", f"Write it after the colon: {what}."
    if len(place) > 1:
        return f"{_name(place[:-1])} has no {key}", f"Add {key}: to its fields ({what})."
    return f"{key} is missing", f"Add a line that begins with {key}: ({what})."


def _instead(place: Place, around: type[Fields], front: FrontMatter, value: Any) -> str:
    """The remedy for a field that is not known."""
    key = str(place[-1]).strip()
    siblings = _written(front, place[:-1])
    for name, written in siblings.items():
        if written is None and key in model_at(around, (name,)).model_fields:
            return f"If it belongs to {name}, write it further right than {name}."
    if clock := re.fullmatch(r"\d{1,2}:\d{2}", key) if "time" in around.model_fields else None:
        return f"Write - time: {clock[0]} and on the next line, straight below time, title: {value}"
    if key in {"cancelled", "postponed"} and "status" in around.model_fields:
        return f"Write status: {key}, and the reason in notice."
    of_file = "file" in around.model_fields and _FILE.fullmatch(str(value))
    if near := "file" if of_file else meant(place, around):
        return f"Did you mean {near}?"
    known = f"Known here: {', '.join(sorted(around.model_fields))}."
    if value is None and len(place) > 1:
        return f"If it is part of a text with a comma, put the text in quotes. {known}"
    return known


def meant(place: Place, around: type[Fields]) -> str | None:
    """The field that was meant, where that can be guessed."""
    key = str(place[-1]).strip().casefold()
    other = _OTHER_WORDS.get(key)
    return other if other in around.model_fields else nearest(key, around.model_fields)


def _no_list(name: str, value: Any, item: type[Fields]) -> tuple[str, str]:
    # `-name: Head of energy` is a field called -name.
    text = next(iter(value), "") if isinstance(value, dict) else value
    on_lines = "on a line of its own, after - and a space."
    if isinstance(text, str) and text[:1] in tuple(_BULLETS):
        return f"the items of {name} do not begin with - and a space", f"Write each {on_lines}"
    remedy = f"Write {name}: alone, and below it each item {on_lines}"
    if isinstance(value, str) and value and not item.model_fields:
        items = value.strip("[]() ")
        if "," not in items and (several := _groups((name,), items)):
            return f"{name} must be a list", several
        remedy = f"Write it in brackets, with commas between several: {name}: [{items}]"
    return f"{name} must be a list", remedy


def _written(front: FrontMatter, place: Place) -> Any:
    """What stands at a place, empty values too; nothing where nothing was written."""
    value: Any = front.values
    for part in place:
        try:
            value = value[part]
        except (LookupError, TypeError):
            return None
    return value


def _as_text(place: Place, front: FrontMatter) -> str:
    """The remedy for brackets around a text: `title: [Energy]`, `meeting: {title}`."""
    key, value = place[-1], _written(front, place)
    if isinstance(key, int):
        return _as_item(place, front, value)
    if isinstance(value, dict) and not any(value.values()):
        return f'Put it in quotes: {key}: "{{{", ".join(value)}}}"'
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return f"Write it without brackets: {key}: {value[0]}"
    return "Write one text after the name, in quotes if it begins with [ or {."


def _as_item(place: Place, front: FrontMatter, value: Any) -> str:
    """The remedy for brackets around an item: `tags: [[heat]]`, `- [heat]`."""
    texts = value if isinstance(value, list) else []
    if not texts or not all(isinstance(text, str) for text in texts):
        return "Write one text for each item, in quotes if it holds a colon, or begins with [ or {."
    around = place[:-1]
    if front.marks.get(around, (0, 0))[0] == front.marks.get(place, (1, 1))[0]:
        items = ", ".join(texts)
        return f"Write it in one pair of brackets: {around[-1]}: [{items}]"
    if len(texts) == 1:
        return f"Write it without brackets: - {texts[0]}"
    return "Write each on a line of its own, after - and a space, without brackets."


def _as_fields(place: Place, value: Any, inside: type[Fields]) -> str:
    known = ", ".join(inside.model_fields) or 'question: "{title}"'
    first = _first_field(value, inside)
    if isinstance(place[-1], int):
        if "time" in inside.model_fields and (item := _CLOCK_AND_TEXT.fullmatch(str(value))):
            first = f"time: {item[1]} and on the next line, straight below time, title: {item[2]}"
        if first:
            return f"Write it on a line of its own, below {place[-2]}: - {first}"
        return f"Write - and its fields, one below the other: {known}."
    if first:
        return f"Leave it out, or write {place[-1]}: alone and below it, after two spaces: {first}"
    if isinstance(value, list):
        known = f"{known}; without - in front"
    return f"Write {place[-1]}: alone and its fields below it, indented ({known}), or leave it out."


def _first_field(value: Any, inside: type[Fields]) -> str:
    """The field that a text was probably to be: `name: Brussels`; empty where none is likely."""
    if not isinstance(value, str) or not value.strip():
        return ""
    likely = ("url", "address") if value.startswith("https://") else ("name", "file")
    field = next((name for name in likely if name in inside.model_fields), None)
    return f"{field}: {value}" if field and "@" not in value else ""


def _name(place: Place) -> str:
    """What the editor calls it: the field's name, or that of the list an item stands in."""
    words = [part for part in place if isinstance(part, str)]
    if place and isinstance(place[-1], int):
        return f"item {place[-1] + 1} of {words[-1]}"
    return words[-1]


def model_at(model: type[Fields], place: Place) -> type[Fields]:
    """The model of the mapping at this place; one without fields where there is none."""
    for part in place:
        if isinstance(part, str):
            model = (inner_model(model, part) if part in model.model_fields else None) or Fields
    return model
