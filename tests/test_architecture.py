"""The core is a line, not a graph: no module imports from below, nor what belongs elsewhere."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import workgroups

CORE = Path(workgroups.__file__).parent
LINE = (workgroups.__doc__ or "").partition(":\n\n")[2].replace("·", " ").split()
# What Pelican loads, as against the commands beside it.
DOORS = [
    path.stem for path in sorted(CORE.parent.glob("*.py")) if "def register" in path.read_text()
]
ALLOWED = {
    "unidecode": {"signs"},
    "yaml": {"frontmatter", "yaml_errors"},
    "pydantic": {"values", "fields", "schema", "validation"},
    "pydantic_core": {"values", "schema", "remedies", "validation"},
    "markdown": {"lists", "markup", "prose"},
    "nh3": {"prose"},
    "pypdf": {"document_text"},
    "icalendar": {"timezones", "properties"},
    "babel": {"wording", "countries", "mentions"},
    "dateutil": {"days_off", "series"},
    "holidays": {"days_off"},
    "feedgenerator": {"atom"},
    "rich": {"excerpt"},
    "brotli": {"variants"},
}

READ_OR_WRITE = """
    signs slips times series sources yaml_errors frontmatter values drafting schema editing
    validation lists markup blanks tags prose plain git version history_cache editions documents
    document_text apart interiors attachments addresses registration accents maps countries gone
    mentions claims privacy writing misprints excerpt reports wording timezones properties
    calendars subscribing adding sharing changes atom listing difference structured folding finds
    search reindexing sitemap mirror serving hosting variants links ledger answers
""".split()  # noqa: SIM905  Names in rows are easier to read than one a line.
"""The modules that read what others wrote, or write what others read."""

TESTED_WITH = {"plain": "prose", "serving": "headers"}
"""Those whose tests lie elsewhere than in a file of their name."""


def imports_of(path: Path) -> set[str]:
    """The modules that a file names in its imports, without the name of the core."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            ours = node.level or node.module == "workgroups"
            inside = [alias.name for alias in node.names] if ours else []
            found.update([node.module] if node.module and node.module != "workgroups" else inside)
    return {name.removeprefix("workgroups.").partition(".")[0] for name in found}


def test_every_module_has_its_place_in_the_line() -> None:
    assert sorted(LINE) == sorted(path.stem for path in CORE.glob("*.py") if path.stem[0] != "_")


@pytest.mark.parametrize("module", LINE)
def test_a_module_imports_only_those_above_it(module: str) -> None:
    inside, outside = set(), set()
    for name in imports_of(CORE / f"{module}.py") - sys.stdlib_module_names:
        (inside if name in LINE else outside).add(name)
    assert inside <= set(LINE[: LINE.index(module)])
    assert {name for name in outside if module not in ALLOWED.get(name, ())} == set()


def test_each_that_reads_or_writes_is_in_the_line_once() -> None:
    assert [module for module in LINE if module in READ_OR_WRITE] == READ_OR_WRITE


@pytest.mark.parametrize("module", READ_OR_WRITE)
def test_what_reads_or_writes_is_tried_with_any_input(module: str) -> None:
    """Its test file uses it, and holds a property: a function that Hypothesis gives its input."""
    file = Path(__file__).with_name(f"test_{TESTED_WITH.get(module, module)}.py")
    assert {module, TESTED_WITH.get(module)} & imports_of(file)
    functions = [
        node
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    decorated = [ast.unparse(each) for function in functions for each in function.decorator_list]
    assert any(each.startswith("given(") for each in decorated)


@pytest.mark.parametrize("door", DOORS)
def test_a_door_knows_no_other_door(door: str) -> None:
    assert not imports_of(CORE.parent / f"{door}.py") & set(DOORS)


def test_the_core_runs_without_pelican() -> None:
    program = (
        f"import sys; from workgroups import {', '.join(LINE)}\n"
        "assert not {'pelican', 'jinja2'} & {name.partition('.')[0] for name in sys.modules}"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
