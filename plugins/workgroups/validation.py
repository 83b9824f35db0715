"""Validation: front matter against the models of `fields`, with every problem at its line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .fields import DocumentFields, Fields, GroupFields, MeetingFields, PageFields
from .frontmatter import FrontMatter, Place
from .problems import Problem
from .remedies import better, meant, model_at, words

Model = TypeVar("Model", bound=Fields)


def validate(model: type[Model], front: FrontMatter, problems: list[Problem]) -> Model | None:
    """The fields as the model has them; None when any is wrong, each told as a problem.

    What the reading of the front matter has told already is not told again.
    """
    if not front.readable:
        return None
    try:
        return model.model_validate(_without_empty(front.values, model))
    except ValidationError as error:
        if misplaced := _misplaced(model, front):
            problems.append(misplaced)
            return None
        errors = _worth_telling(error.errors(include_url=False), model, front)
        problems.extend(_told(model, front, details) for details in errors)
        return None


def _misplaced(model: type[Fields], front: FrontMatter) -> Problem | None:
    """A meeting among groups or pages, or a group among meetings: told once, not field by field."""
    strangers = front.values.keys() - model.model_fields.keys()
    if model in (GroupFields, PageFields) and strangers >= {"groups", "start"}:
        remedy = "Move its folder into meetings."
        if model is PageFields:
            remedy = "Make a folder for it in meetings, and in there name this file index.md."
        return front.problem((), "this is a meeting, which cannot be published here", remedy)
    if model is MeetingFields and "name" in strangers and strangers & {"chairs", "mailing_list"}:
        message = "this is a group, which cannot be published here"
        return front.problem((), message, "Move its folder into groups.")
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


def _without_empty(value: Any, model: type[Fields], *way: str) -> Any:
    """A known field that is left empty is a field left out; `way` leads from the model to it.

    An unknown one stays, to be told: in `{time: 14:00, title: Welcome, coffee}` it is `coffee`.
    """
    if isinstance(value, dict):
        inside = model_at(model, way)
        known = inside.model_fields or value
        return {
            key: _without_empty(item, inside, key)
            for key, item in value.items()
            if item is not None or key not in known
        }
    if isinstance(value, list):
        return [_without_empty(item, model, *way) for item in value]
    return value


def _worth_telling(
    errors: list[ErrorDetails], model: type[Fields], front: FrontMatter
) -> Iterator[ErrorDetails]:
    """The errors without those that only follow from another: one mistake is told once."""
    unknown = [error["loc"] for error in errors if error["type"] == "extra_forbidden"]
    probably = {(*place[:-1], meant(place, model_at(model, place[:-1]))) for place in unknown}
    beside_unknown = {place[:-1] for place in unknown if len(place) > 1}
    wrong_items = {error["loc"][:-1] for error in errors}
    for error in errors:
        place = error["loc"]
        # `Title: Energy` also has no title, and `- 14:00: Welcome` neither time nor title.
        follows = place in probably or place[:-1] in beside_unknown
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
        remedy = better(place, front, error["input"]) or context["remedy"]
        return front.problem(place, context["message"], remedy)
    return front.problem(place, *words(model, front, place, error))
