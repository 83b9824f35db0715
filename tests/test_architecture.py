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
    "icalendar": {"timezones", "calendars"},
    "babel": {"wording", "countries", "mentions"},
    "dateutil": {"days_off", "series"},
    "holidays": {"days_off"},
    "feedgenerator": {"atom"},
    "rich": {"excerpt"},
    "brotli": {"variants"},
}


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


@pytest.mark.parametrize("door", DOORS)
def test_a_door_knows_no_other_door(door: str) -> None:
    assert not imports_of(CORE.parent / f"{door}.py") & set(DOORS)


def test_the_core_runs_without_pelican() -> None:
    program = (
        f"import sys; from workgroups import {', '.join(LINE)}\n"
        "assert not {'pelican', 'jinja2'} & {name.partition('.')[0] for name in sys.modules}"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
