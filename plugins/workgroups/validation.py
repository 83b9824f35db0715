"""Validation: front matter against the models of `fields`, with every problem at its line."""

from __future__ import annotations

import re
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, uuid5

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .fields import Fields, inner_model
from .frontmatter import FrontMatter, Place
from .problems import Problem, did_you_mean

Model = TypeVar("Model", bound=Fields)


def validate(model: type[Model], front: FrontMatter, problems: list[Problem]) -> Model | None:
    """The fields as the model has them; None when any is wrong, each told as a problem."""
    try:
        return model.model_validate(_without_empty(front.values))
    except ValidationError as error:
        problems.extend(_told(model, front, details) for details in error.errors(include_url=False))
        return None


def _without_empty(value: Any) -> Any:
    """A field that is named but left empty is a field left out."""
    if isinstance(value, dict):
        return {key: _without_empty(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value


def _told(model: type[Fields], front: FrontMatter, error: ErrorDetails) -> Problem:
    place: Place = tuple(error["loc"])
    if error["type"] == "told":
        context = error["ctx"]
        return front.problem(place, context["message"], context["remedy"])
    return front.problem(place, *_words(model, front, place, error))


def _words(
    model: type[Fields], front: FrontMatter, place: Place, error: ErrorDetails
) -> tuple[str, str]:
    """Message and remedy for what pydantic itself finds."""
    name, value, key = _name(place), error["input"], str(place[-1])
    around = _model_at(model, place[:-1])
    match error["type"]:
        case "missing":
            words = f"{name} is missing", _how_to_add(key, around, front)
        case "extra_forbidden":
            words = f"there is no field called {key}", did_you_mean(key, around.model_fields)
        case "literal_error":
            choices = re.findall(r"'([^']+)'", error["ctx"]["expected"])
            words = f"{value} is not a {name}", did_you_mean(str(value), choices)
        case "tuple_type":
            remedy = f"Write {name}: and below it each item on its own line, with - in front."
            words = f"{name} must be a list", remedy
        case "too_short":
            words = f"{name} is an empty list", f"Name at least one of the {name}."
        case "model_type" | "dict_type" | "model_attributes_type":
            inner = ", ".join(_model_at(model, place).model_fields) or "name: value"
            remedy = f"Write them below it, indented: {inner}."
            words = f"{name} must have fields of its own", remedy
        case _ if value is None:
            words = f"{name} is empty", "Write it, or delete the line."
        case _:
            remedy = "Write a text on the same line, in quotes if it holds a colon."
            words = f"{name} must be a single text", remedy
    return words


def _how_to_add(name: str, around: type[Fields], front: FrontMatter) -> str:
    if name == "uid":
        # Made of the whole text, so that no other meeting gets the same; kept once written.
        return f"Add this line: uid: {uuid5(NAMESPACE_URL, front.file + repr(front.values))}"
    return f"Add {name}: {around.model_fields[name].description}."


def _name(place: Place) -> str:
    """What the editor calls it: the field's name, or that of the list an item stands in."""
    words = [part for part in place if isinstance(part, str)]
    if place and isinstance(place[-1], int):
        return f"item {place[-1] + 1} of {words[-1]}"
    return words[-1]


def _model_at(model: type[Fields], place: Place) -> type[Fields]:
    """The model of the mapping at this place."""
    for part in place:
        if isinstance(part, str) and part in model.model_fields:
            model = inner_model(model, part) or Fields
    return model
