"""Validation: front matter against the models of `fields`, with every problem at its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .fields import DocumentFields, Fields, inner_model
from .frontmatter import FrontMatter, Place
from .problems import Problem, did_you_mean, nearest

Model = TypeVar("Model", bound=Fields)

# What people write who know other systems, and what it is here, where there is such a field.
_BULLETS = "-–—•·"
_OTHER_WORDS = {
    "address": "url",
    "attachments": "documents",
    "cancelled": "status",
    "category": "type",
    "date": "start",
    "email": "contact",
    "files": "documents",
    "language": "lang",
    "link": "url",
    "location": "place",
    "name": "title",
    "postponed": "status",
    "title": "name",
    "url": "address",
    "venue": "place",
    "zone": "timezone",
}


def validate(model: type[Model], front: FrontMatter, problems: list[Problem]) -> Model | None:
    """The fields as the model has them; None when any is wrong, each told as a problem.

    What the reading of the front matter has told already is not told again.
    """
    if not front.readable:
        return None
    try:
        return model.model_validate(_without_empty(front.values, model))
    except ValidationError as error:
        errors = _worth_telling(error.errors(include_url=False), model, front)
        problems.extend(_told(model, front, details) for details in errors)
        return None


def valid_documents(front: FrontMatter) -> tuple[DocumentFields, ...]:
    """The entries of documents up to the first that is wrong, in front matter that is wrong."""
    entries = front.values.get("documents")
    valid: list[DocumentFields] = []
    for entry in entries if isinstance(entries, list) else ():
        try:
            valid.append(DocumentFields.model_validate(_without_empty(entry, DocumentFields)))
        except ValidationError:
            break
    return tuple(valid)


def new_uid(front: FrontMatter) -> UUID:
    """A uid for this file: made of its whole text, so that no other meeting gets the same."""
    return uuid5(NAMESPACE_URL, front.file + repr(front.values))


def _without_empty(value: Any, model: type[Fields]) -> Any:
    """A known field that is left empty is a field left out.

    An unknown one stays, to be told: in `{time: 14:00, title: Welcome, coffee}` it is `coffee`.
    """
    if isinstance(value, dict):
        known = model.model_fields or value
        return {
            key: _without_empty(item, _model_at(model, (key,)))
            for key, item in value.items()
            if item is not None or key not in known
        }
    if isinstance(value, list):
        return [_without_empty(item, model) for item in value]
    return value


def _worth_telling(
    errors: list[ErrorDetails], model: type[Fields], front: FrontMatter
) -> Iterator[ErrorDetails]:
    """The errors without those that only follow from another: one mistake is told once."""
    unknown = [error["loc"] for error in errors if error["type"] == "extra_forbidden"]
    meant = {(*place[:-1], _meant(place, _model_at(model, place[:-1]))) for place in unknown}
    beside_unknown = {place[:-1] for place in unknown if len(place) > 1}
    wrong_items = {error["loc"][:-1] for error in errors}
    for error in errors:
        place = error["loc"]
        # `Title: Energy` also has no title, and `- 14:00: Welcome` neither time nor title.
        follows = place in meant or place[:-1] in beside_unknown
        if error["type"] != "extra_forbidden" and follows and place not in front.marks:
            continue
        if place in front.told:
            continue
        # A list whose items are all wrong is short, not empty.
        if error["type"] == "too_short" and place in wrong_items:
            continue
        yield error


def _told(model: type[Fields], front: FrontMatter, error: ErrorDetails) -> Problem:
    place: Place = tuple(error["loc"])
    if error["type"] == "told":
        context = error["ctx"]
        if context["at"] and place not in front.marks:
            place = (*place[:-1], context["at"])
        return front.problem(place, context["message"], context["remedy"])
    return front.problem(place, *_words(model, front, place, error))


def _words(
    model: type[Fields], front: FrontMatter, place: Place, error: ErrorDetails
) -> tuple[str, str]:
    """Message and remedy for what pydantic itself finds."""
    name, value, key = _name(place), error["input"], str(place[-1])
    around, inside = _model_at(model, place[:-1]), _model_at(model, place)
    match error["type"]:
        case "missing":
            words = _missing(place, around, front)
        case "extra_forbidden":
            remedy = _instead(place, around, front, value)
            words = f"there is no field called {key.strip()}", remedy
        case _ if value is None:
            words = f"{name} is empty", "Write it, or delete the line."
        case "literal_error" if isinstance(value, str):
            choices = re.findall(r"'([^']+)'", error["ctx"]["expected"])
            words = f"{value} is not a {name}", did_you_mean(value, choices)
        case "tuple_type":
            words = f"{name} must be a list", _as_list(name, value, inside)
        case "too_short":
            words = f"{name} is an empty list", f"Name at least one of the {name}."
        case "model_type" | "dict_type" | "model_attributes_type":
            words = f"{name} must have fields of its own", _as_fields(place, value, inside)
        case _:
            remedy = "Write one text after the name, in quotes if it begins with [ or {."
            words = f"{name} must be a single text", remedy
    return words


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
    siblings: Any = front.values
    for part in place[:-1]:
        siblings = siblings[part]
    for name, written in siblings.items():
        if written is None and key in _model_at(around, (name,)).model_fields:
            return f"If it belongs to {name}, write it further right than {name}."
    if meant := _meant(place, around):
        return f"Did you mean {meant}?"
    known = f"Known here: {', '.join(sorted(around.model_fields))}."
    if value is None and len(place) > 1:
        return f"If it is part of a text with a comma, put the text in quotes. {known}"
    return known


def _meant(place: Place, around: type[Fields]) -> str | None:
    """The field that was meant, where that can be guessed."""
    key = str(place[-1]).strip().casefold()
    other = _OTHER_WORDS.get(key)
    return other if other in around.model_fields else nearest(key, around.model_fields)


def _as_list(name: str, value: Any, item: type[Fields]) -> str:
    if isinstance(value, str) and not item.model_fields and value[:1] not in _BULLETS:
        items = value.strip("[]() ")
        return f"Write it in brackets, with commas between several: {name}: [{items}]"
    return f"Write {name}: alone, and below it each item on a line of its own, after - and a space."


def _as_fields(place: Place, value: Any, inside: type[Fields]) -> str:
    known = ", ".join(inside.model_fields) or 'question: "{title}"'
    if isinstance(place[-1], int):
        return f"Write - and its fields, one below the other: {known}."
    if isinstance(value, list):
        known = f"{known}; without - in front"
    return f"Write {place[-1]}: alone and its fields below it, indented ({known}), or leave it out."


def _name(place: Place) -> str:
    """What the editor calls it: the field's name, or that of the list an item stands in."""
    words = [part for part in place if isinstance(part, str)]
    if place and isinstance(place[-1], int):
        return f"item {place[-1] + 1} of {words[-1]}"
    return words[-1]


def _model_at(model: type[Fields], place: Place) -> type[Fields]:
    """The model of the mapping at this place; one without fields where there is none."""
    for part in place:
        if isinstance(part, str):
            model = (inner_model(model, part) if part in model.model_fields else None) or Fields
    return model
