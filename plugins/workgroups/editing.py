"""Editing: the files that editors' tools read, beside the content they help to write."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .schema import MODELS, schema_of
from .site import Site

FOLDERS = {"default": "meetings", "group": "groups", "page": "pages"}
"""The content types of Front Matter CMS and where their files lie.

It takes `type` for the name of a content type, and the one called default for all that has another:
so meetings are the default, being all that has a `type`.
"""


def editing_files(site: Site) -> dict[str, str]:
    """The text of each file by its path in the site's folder."""
    schemas = {name: schema_of(model, site) for name, model in MODELS.items()}
    files: dict[str, Any] = {
        f"schema/{name}.schema.json": schema for name, schema in schemas.items()
    }
    files["frontmatter.json"] = forms(schemas)
    return {
        path: f"{json.dumps(value, indent=2, ensure_ascii=False)}\n"
        for path, value in files.items()
    }


def forms(schemas: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The settings of Front Matter CMS: a form for each kind of file.

    New files are made by `tasks.py new`: those of its own would have every field, but empty, and
    no uid. It checks nothing: it takes a translation for a meeting, and `room: 53` for a mistake.
    """
    return {
        "$schema": "https://frontmatter.codes/frontmatter.schema.json",
        "frontMatter.validation.enabled": False,
        "frontMatter.content.pageFolders": [
            {
                "title": folder.capitalize(),
                "path": f"[[workspace]]/content/{folder}",
                "contentTypes": [name],
                "disableCreation": True,
            }
            for name, folder in FOLDERS.items()
        ],
        "frontMatter.taxonomy.contentTypes": [
            {
                "name": name,
                "pageBundle": folder != "pages",
                "fields": list(_inputs(schemas[folder.removesuffix("s")])),
            }
            for name, folder in FOLDERS.items()
        ],
    }


def _inputs(schema: dict[str, Any], inside: dict[str, Any] | None = None) -> Iterator[Any]:
    """A field of the form for each property that one can hold.

    Lists of mappings are left to the text: its own blocks write a key of their own into each item.
    Days and times are texts: its calendar can write neither a day nor a time alone.
    """
    for name, holds in (inside or schema)["properties"].items():
        if kind := _kind(schema, holds):
            title = name.replace("_", " ").capitalize()
            yield {"title": title, "name": name, "description": holds["description"], **kind}


def _kind(schema: dict[str, Any], holds: dict[str, Any]) -> dict[str, Any] | None:
    """The type of the input that holds such values; None where there is none."""
    for choice in holds.get("anyOf", ()):
        if "$ref" in choice:
            inner = schema["$defs"][choice["$ref"].rpartition("/")[2]]
            return {"type": "fields", "fields": list(_inputs(schema, inner))}
    if "enum" in holds:
        return {"type": "choice", "choices": [value for value in holds["enum"] if value]}
    types = holds["type"]
    if "object" in types or "$ref" in holds.get("items", ()):
        return None
    for kind, made in _KINDS.items():
        if kind in types:
            return made
    return {"type": "string", "single": True}


_KINDS: dict[str, dict[str, Any]] = {
    "array": {"type": "list"},
    "boolean": {"type": "choice", "choices": ["yes", "no"]},
}
