"""The files that editors' tools read are those of the fields; forms hold what can be written."""

from __future__ import annotations

import json
import runpy
import shutil
from pathlib import Path
from typing import Any

import pytest
import sites
from factories import a_service, a_site
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from workgroups.editing import FOLDERS, editing_files
from workgroups.fields import Fields, inner_model
from workgroups.schema import MODELS
from workgroups.signs import SLUG

SITE = runpy.run_path(str(sites.EXAMPLE))["WORKGROUPS"]
FILES = editing_files(SITE)
FORMS = json.loads(FILES["frontmatter.json"])
TYPES = {form["name"]: form for form in FORMS["frontMatter.taxonomy.contentTypes"]}


def test_the_command_writes_them_beside_the_settings(tmp_path: Path) -> None:
    settings = tmp_path / "pelicanconf.py"
    shutil.copy(sites.EXAMPLE, settings)
    for folder in ("content", "theme"):
        (tmp_path / folder).mkdir()
    done = sites.command("schema", "--settings", settings)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    for path, text in FILES.items():
        assert (tmp_path / path).read_text(encoding="utf-8") == text


def test_there_is_nothing_else_among_the_schemas() -> None:
    found = {f"schema/{path.name}" for path in (sites.ROOT / "schema").iterdir()}
    assert found == {path for path in FILES if path.startswith("schema/")}


def test_each_kind_of_file_has_its_folder_and_its_form() -> None:
    folders = {
        folder["path"].removeprefix("[[workspace]]/"): folder["contentTypes"]
        for folder in FORMS["frontMatter.content.pageFolders"]
    }
    assert folders.keys() == {f"content/{path.name}" for path in (sites.ROOT / "content").iterdir()}
    assert [name for [name] in folders.values()] == list(TYPES)


def test_only_what_is_the_default_has_a_type() -> None:
    """Front Matter CMS looks for a content type of that name, then for the default."""
    assert [name for name, form in TYPES.items() if field(form, "type")] == ["default"]
    assert not TYPES.keys() & SITE.meeting_types.keys()


@pytest.mark.parametrize("name", FOLDERS)
def test_a_form_has_every_field_but_lists_of_mappings(name: str) -> None:
    model = MODELS[FOLDERS[name].removesuffix("s")]
    assert names(TYPES[name]) == expected(model)


def test_what_a_form_offers_can_be_written() -> None:
    meeting = TYPES["default"]
    assert field(meeting, "type")["choices"] == list(SITE.meeting_types)
    assert field(meeting, "draft")["choices"] == ["yes", "no"]
    assert field(meeting, "groups")["type"] == "list"
    assert field(field(meeting, "registration"), "service")["choices"] == list(SITE.form_services)


def field(form: Any, name: str) -> Any:
    """The field of a form, if it is there."""
    return next((field for field in form["fields"] if field["name"] == name), None)


def names(form: Any) -> list[Any]:
    """The names of its fields, with those of the fields within."""
    return [
        (field["name"], names(field)) if field["type"] == "fields" else field["name"]
        for field in form["fields"]
    ]


def expected(model: type[Fields]) -> list[Any]:
    """The same, of what a form can hold."""
    found: list[Any] = []
    for name, field in model.model_fields.items():
        inner = inner_model(model, name)
        if inner and field.default is None:
            found.append((name, expected(inner)))
        elif not inner and name != "prefill":
            found.append(name)
    return found


KEYS = st.from_regex(SLUG, fullmatch=True).map(lambda name: name[:20].strip("-"))


@settings(max_examples=6)
@given(
    st.dictionaries(KEYS, st.fixed_dictionaries({"en": st.text(max_size=9)}), max_size=3),
    st.sets(KEYS, max_size=2),
)
def test_forms_offer_what_the_network_decided_and_nothing_else(
    types: dict[str, dict[str, str]], services: set[str]
) -> None:
    site = a_site(meeting_types=types, form_services={key: a_service() for key in services})
    files = {path: json.loads(text) for path, text in editing_files(site).items()}
    (form,) = (
        form
        for form in files["frontmatter.json"]["frontMatter.taxonomy.contentTypes"]
        if form["name"] == "default"
    )
    offered = field(form, "type").get("choices", [])
    assert sorted(offered) == sorted(types)
    for name in MODELS:
        Draft202012Validator.check_schema(files[f"schema/{name}.schema.json"])
