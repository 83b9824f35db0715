"""Drafting: the file of something new, as an editor would have written it.

Fields that are left out stand there as comments with an example: without `# ` in front they hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from . import frontmatter
from .fields import Fields, GroupFields, MeetingFields, inner_model
from .problems import Problem
from .signs import slug

ELSE = "What else can be said; delete the first # and space of a line to say it:"

LONGEST_NAME = 60
"""Of a folder, in characters without its day; addresses are read aloud, too."""

BODY = {
    MeetingFields: "What the meeting is about, in Markdown, in place of this comment.",
    GroupFields: "The mission of the group, in Markdown, in place of this comment.",
}

EXAMPLES: Mapping[type[Fields], Mapping[str, Any]] = {
    MeetingFields: {
        "timezone": "Europe/Athens",
        "status": "tentative",
        "notice": "Please bring a document of identity; the building asks for it.",
        "place": {
            "name": "European Committee of the Regions",
            "address": "Rue Belliard 101, 1040 Brussels",
            "room": "JDE 53",
        },
        "online": {"note": "The link is sent to those who have registered."},
        "contact": {"name": "Secretariat", "email": "secretariat@regions.example"},
        "speakers": [{"name": "Head of public health", "organisation": "Region of Lazio"}],
        "tags": ["heat", "buildings"],
    },
    GroupFields: {
        "short": "Heat",
        "chairs": [
            {
                "name": "Head of public health",
                "organisation": "Region of Lazio",
                "since": "2026-09",
            }
        ],
        "contact": {"name": "Secretariat", "email": "secretariat@regions.example"},
        "mailing_list": "heat@lists.regions.example",
        "colour": "#9c2f10",
        "links": [
            {
                "title": "European Climate and Health Observatory",
                "url": "https://climate-adapt.eea.europa.eu/observatory",
            }
        ],
    },
}
"""Of the fields that are written often. What each is for is said where it is declared."""


def draft(
    model: type[Fields],
    values: Mapping[str, Any],
    body: str = "",
    examples: Mapping[str, Any] | None = None,
) -> str:
    """The whole text of an index.md: fields in the order of their model, then the body.

    A value is a text, a list or a mapping. `examples` are those that depend on the site or on what
    is written beside them; others are in EXAMPLES.
    """
    examples = {**EXAMPLES[model], **(examples or {})}
    names = [name for name in model.model_fields if values.get(name)]
    lines = [line for name in names for line in _written(model, name, values[name], examples)]
    left_out = [name for name in model.model_fields if name in examples and name not in names]
    if left_out:
        lines.append(f"# {ELSE}")
    lines.extend(line for name in left_out for line in _offered(model, name, examples[name]))
    # A comment of HTML is not published: forgotten, it does no harm.
    text = body.strip() or f"<!-- {BODY[model]} -->"
    return "\n".join(["---", *lines, "---", "", text, ""])


def folder_name(day: date | None, title: str) -> str:
    """The name of a folder: the day, where there is one, and the title, cut at a word."""
    words = slug(title)
    if len(words) > LONGEST_NAME:
        words = words[: LONGEST_NAME + 1].rpartition("-")[0] or words[:LONGEST_NAME]
    parts = [f"{day:%Y-%m-%d}" if day else "", words]
    return "-".join(filter(None, parts))


def _written(
    model: type[Fields], name: str, value: Any, examples: Mapping[str, Any]
) -> Iterator[str]:
    """A field with its value; in a mapping, what is left out is offered with its example."""
    if not isinstance(value, Mapping):
        yield from _plainly(name, value)
        return
    yield f"{name}:"
    inner, example = inner_model(model, name), examples.get(name, {})
    for key, item in value.items():
        yield from (f"  {line}" for line in _plainly(key, item))
    for key in (key for key in example if inner and key not in value):
        yield from (f"  {line}" for line in _offered(inner, key, example[key]))


def _offered(model: type[Fields] | None, name: str, example: Any) -> Iterator[str]:
    """A field as a comment, with an example and with what it is for."""
    said = model.model_fields[name].description if model else ""
    first, *others = _plainly(name, example)
    yield f"# {first}  # {said}"
    yield from (f"# {line}" for line in others)


def _plainly(name: str, value: Any) -> Iterator[str]:
    """A field with a text, a list or a mapping, as YAML."""
    if isinstance(value, Mapping):
        yield f"{name}:"
        for key, item in value.items():
            yield from (f"  {line}" for line in _plainly(key, item))
    elif isinstance(value, str):
        yield f"{name}: {_scalar(value)}"
    elif value and isinstance(value[0], Mapping):
        yield f"{name}:"
        for item in value:
            lines = [line for key, each in item.items() for line in _plainly(key, each)]
            yield from (f"  {'  ' if i else '- '}{line}" for i, line in enumerate(lines))
    else:
        yield f"{name}: [{', '.join(_scalar(item, within='[{}]') for item in value)}]"


def _scalar(text: str, within: str = "{}") -> str:
    """The text as YAML: in quotes only where it would be read as something else without."""
    # What JSON writes, YAML reads: backslashes, quotation marks and control characters, too.
    for quoted in (text, f'"{text}"', f"'{text}'"):
        problems: list[Problem] = []
        front = frontmatter.read(f"---\nname: {within.format(quoted)}\n---", "", problems)
        if not problems and front.values == {"name": text if within == "{}" else [text]}:
            return quoted
    return json.dumps(text, ensure_ascii=False)
