"""The schemas that editors' tools read take and refuse what the site's own check does."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
import regress
import sites
import yaml12
from factories import a_front
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from test_mistakes import CASES, MISTAKES, SITE

from workgroups.fields import DocumentFields, Fields, inner_model
from workgroups.frontmatter import read
from workgroups.problems import Problem
from workgroups.schema import MODELS, schema_of
from workgroups.validation import validate

SCHEMAS = {name: Draft202012Validator(schema_of(model, SITE)) for name, model in MODELS.items()}

BEYOND = {
    "fields/all-of-one-file-at-once",  # which comes first, start or end
    "fields/tag-twice",  # in capitals and in small letters
    "fields/turning-character",
    "groups/chair-day-that-is-not",
    "groups/chair-until-before-since",
    "times/31-february",
    "times/day-that-is-not",
    "times/end-at-start",
    "times/end-before-start",
    "times/end-in-the-next-year",
    "times/last-day-before-first",
}
"""Mistakes in fields that a schema cannot know: it has no calendar and compares no values."""


def kind_of(file: Path) -> str:
    """What this file of a content folder describes."""
    if re.search(r"\.[a-z]{2}\.md$", file.name):
        return "translation"
    folder = file.parts[file.parts.index("content") + 1] if "content" in file.parts else ""
    return {"groups": "group", "pages": "page"}.get(folder, "meeting")


def fields_of(file: Path) -> Any:
    """The front matter as an editors' tool sees it."""
    return yaml12.read(file.read_text("utf-8").replace("\r\n", "\n").split("---\n")[1])


def mistakes_in_fields() -> list[tuple[str, Path]]:
    """The golden mistakes, with the file of each, in which fields that can be read are wrong."""
    found = []
    for case in CASES:
        folder = MISTAKES / case
        for file in sorted((*folder.glob("bad.md"), *folder.glob("content/**/*.md"))):
            problems: list[Problem] = []
            try:
                front = read(file.read_text("utf-8"), file.name, problems)
            except UnicodeDecodeError:
                continue
            if not problems and not validate(MODELS[kind_of(file)], front, problems):
                found.append((case, file))
    return found


def told(name: str, fields: Any) -> list[str]:
    """What the schema finds wrong."""
    return [error.message for error in SCHEMAS[name].iter_errors(fields)]


@pytest.mark.parametrize("model", MODELS)
def test_it_is_a_schema(model: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[model].schema)


@pytest.mark.parametrize("model", MODELS)
def test_tools_in_javascript_can_read_its_patterns(model: str) -> None:
    found = re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(SCHEMAS[model].schema))
    assert found
    for pattern in found:
        regress.Regex(json.loads(pattern), "u")


def test_it_takes_the_whole_example_site() -> None:
    site = runpy.run_path(str(sites.EXAMPLE))["WORKGROUPS"]
    schemas = {name: Draft202012Validator(schema_of(model, site)) for name, model in MODELS.items()}
    files = sorted((sites.ROOT / "content").rglob("*.md"))
    assert {kind_of(file) for file in files} == MODELS.keys()
    for file in files:
        errors = [error.message for error in schemas[kind_of(file)].iter_errors(fields_of(file))]
        assert (file, errors) == (file, [])


MISTAKEN = mistakes_in_fields()


@pytest.mark.parametrize(("case", "file"), MISTAKEN, ids=[case for case, _ in MISTAKEN])
def test_it_refuses_the_mistakes_that_it_can_know(case: str, file: Path) -> None:
    assert bool(told(kind_of(file), fields_of(file))) == (case not in BEYOND)


def test_what_it_cannot_know_is_there() -> None:
    assert {case for case, _ in MISTAKEN} >= BEYOND


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("type", "fields/type-unknown"),
        ("lang", "fields/lang-unknown"),
        ("service", "registration/service-unknown"),
    ],
)
def test_it_knows_the_lists_of_the_site(name: str, file: str) -> None:
    fields = fields_of(MISTAKES / file / "bad.md")
    assert told("meeting", fields)
    fields.get("registration", fields)[name] = {"lang": "fr", "type": "webinar"}.get(
        name, "eusurvey"
    )
    assert told("meeting", fields) == []


# ---- What any fields can be ----------------------------------------------------------------------

MEETING = {
    "uid": "5b3c6f0e-8a5f-4f3c",
    "title": "Energy",
    "groups": ["smart-cities"],
    "start": "2026-01-21 14:00",
    "end": "17:00",
}
VALID = {
    "meeting": MEETING,
    "translation": {"title": "Énergie"},
    "group": {"name": "Energy"},
    "page": {"title": "About"},
}
OWN = {"type": ["webinar"], "lang": ["en", "fr"], "service": ["eusurvey"]}
"""Fields whose values are the site's; that these are others is told when all files are read."""

WORDS = """Energy smart-cities Smart-Cities 5b3c6f0e-8a5f fr fr-BE French 2026-01-21 1899-01-01
2026-01-21T9:05 2026-13-01 2200-01-01 17:00 9:30 17 24:00 25:00 2021 2021-05 2021-13 0999 840
Europe/Brussels Brussels UTC Etc/GMT-1 EST +01:00 a@b.eu a@b <a@b.eu> +3225550110 02555 #0b6e4f
https://a.eu HTTPS://A.eu/b?c#d http://a.eu https://a https://a.eu:443/ https://u@a.eu /a/b/
https://a.eu/<b> mailto:a@b.eu /a/../b a/b / confirmed cancelled closed active yes No TRUE maybe
agenda poster 3 10000 1.5 ~ {title}"""
SENTENCES = [
    *("2026-01-21 14:00", "2026-01-21  14:00:00", "2026-01-21 24:00", "2026-01-21 14:60"),
    *("+32 2 555 01 10", "https://a b.eu", "Smart Cities", " "),
]
TEXTS = st.sampled_from([*WORDS.split(), *SENTENCES]) | st.from_regex(
    "[a-z0-9:/.@+-]{1,12}", fullmatch=True
).filter(
    # Read as numbers, they are no longer what was written.
    lambda text: not re.fullmatch("0[0-9]{4,}|0[ox].*|[0-9.]+e[+-]?[0-9]+", text)
)

NO_CALENDAR = re.compile(
    "before|not after|would last|does not exist|in the year|twice|mistaken|hold|lead to a host"
    # Of +3225550110 a tool sees the number.
    "|not a telephone number"
)


def anything(model: type[Fields], name: str) -> st.SearchStrategy[Any]:
    """What may stand in a field, or may not."""
    if name in OWN and model is not DocumentFields:
        return st.sampled_from(OWN[name])
    if inner := inner_model(model, name):
        fields = mapping(inner)
        return fields | st.lists(fields, max_size=2) | TEXTS
    return TEXTS | st.lists(TEXTS, max_size=2) | st.dictionaries(TEXTS, TEXTS, max_size=1)


def mapping(model: type[Fields]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the fields of a model, and perhaps one that it does not have."""
    names = {name: anything(model, name) | st.none() for name in model.model_fields}
    return st.fixed_dictionaries({}, optional={**names, "foo": TEXTS})


def in_yaml(value: Any) -> str:
    """As an editor may write it: without quotes where that is possible."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{in_yaml(key)}: {in_yaml(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(in_yaml, value))}]"
    plain = value is None or re.fullmatch(r"[\w/<~]([\w:/.@<>? ~-]*[\w/>])?", value)
    return value or "~" if plain else json.dumps(value)


@pytest.mark.parametrize("name", MODELS)
@given(data=st.data())
def test_it_agrees_with_the_check(name: str, data: st.DataObject) -> None:
    """It never refuses what is right, nor takes what is wrong in a way that it can know."""
    model = MODELS[name]
    changes = st.sampled_from(sorted(model.model_fields)).flatmap(
        lambda field: st.fixed_dictionaries({field: anything(model, field) | st.none()})
    )
    text = in_yaml(VALID[name] | data.draw(changes | mapping(model)))
    problems: list[Problem] = []
    right = validate(model, a_front(text), problems) is not None
    errors = told(name, yaml12.read(text))
    if right:
        # A text that is only the word true is one in quotes.
        assert [error for error in errors if not error.startswith("True is not of type")] == []
    elif not errors:
        assert all(NO_CALENDAR.search(problem.message) for problem in problems)
