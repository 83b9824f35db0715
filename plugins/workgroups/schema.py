"""Schema: what editors may write in front matter, as JSON Schema for the tools they write with."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from .fields import Fields, GroupFields, MeetingFields, PageFields, TranslationFields
from .site import Site

MODELS: dict[str, type[Fields]] = {
    "meeting": MeetingFields,
    "translation": TranslationFields,
    "group": GroupFields,
    "page": PageFields,
}
"""What has front matter, each with its fields."""


def schema_of(model: type[Fields], site: Site) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a front matter that was read as YAML 1.2.

    Where a field names something that the site decides, it has the site's own list. What needs a
    calendar, other files or the history is not in it: the site's own check finds more.
    """
    made = model.model_json_schema(schema_generator=_Schema)
    inner: dict[str, Any] = made.get("$defs", {})
    for definition in (made, *inner.values()):
        del definition["title"]
    own = (
        (made, "type", site.meeting_types),
        (made, "lang", site.languages),
        (inner.get("RegistrationFields", {}), "service", site.form_services),
    )
    for around, name, choices in own:
        if field := around.get("properties", {}).get(name):
            around["properties"][name] = {
                "description": field["description"],
                "enum": [*choices, None],
            }
    return {"$schema": _Schema.schema_dialect, **made}


class _Schema(GenerateJsonSchema):
    """Pydantic's, but a field that need not be there may also be empty, and none has a title."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = _or_empty(self.generate_inner(schema["schema"]))
        default = schema.get("default")
        return made | {"default": default} if default not in (None, ()) else made

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return _or_empty(self.generate_inner(schema["schema"]))

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Any names; one without a value is left out, as a field is."""
        value = _or_empty(self.generate_inner(schema["values_schema"]))
        return {"type": "object", "additionalProperties": value}

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002
        return False


def _or_empty(made: JsonSchemaValue) -> JsonSchemaValue:
    if "$ref" in made:
        return {"anyOf": [made, {"type": "null"}]}
    made = dict(made)
    if "enum" in made and None not in made["enum"]:
        made["enum"] = [*made["enum"], None]
    types = made.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and "null" not in types:
        made["type"] = [*types, "null"]
    return made
