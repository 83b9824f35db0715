"""The README says what the code does: its tables are those of the models and modules."""

import ast
import re
from pathlib import Path

import pytest

from workgroups import fields

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CORE = ROOT / "plugins" / "workgroups"


def rows(model: type[fields.Fields], above: str = "") -> list[str]:
    """A line of the table for each field, those of inner mappings after their own."""
    lines = []
    for name, field in model.model_fields.items():
        need = " (needed)" if field.is_required() else ""
        lines.append(f"| `{above}{name}` | {field.description}{need} |")
        inner = fields.inner_model(model, name)
        if inner:
            lines.extend(rows(inner, f"{above}{name}."))
    return lines


def modules() -> list[str]:
    """A line for each module of the core, in the order of the data."""
    line = ast.get_docstring(ast.parse((CORE / "__init__.py").read_text(encoding="utf-8"))) or ""
    names = re.findall(r"(\w+)(?= ·|$)", line.split("\n\n")[-1].replace(" ·\n", " · "))
    return [f"| `{name}` | {first_line(CORE / f'{name}.py')} |" for name in names]


def first_line(module: Path) -> str:
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return docstring.split("\n", 1)[0]


TABLES = {
    "fields: meeting": ["| field | what it is |", "|---|---|", *rows(fields.MeetingFields)],
    "fields: group": ["| field | what it is |", "|---|---|", *rows(fields.GroupFields)],
    "fields: page": ["| field | what it is |", "|---|---|", *rows(fields.PageFields)],
    "modules": ["| module | what it is |", "|---|---|", *modules()],
}


@pytest.mark.parametrize("name", TABLES)
def test_table_is_that_of_the_code(name: str, bless: bool) -> None:
    """A field or module that comes, goes or changes is told in the README."""
    text = README.read_text(encoding="utf-8")
    wanted = "\n".join(TABLES[name])
    pattern = re.compile(rf"(?<=<!-- {name} -->\n)(.*?)(?=\n?<!-- end -->)", re.DOTALL)
    if bless:
        README.write_text(pattern.sub(lambda _: f"\n{wanted}\n", text, count=1), encoding="utf-8")
    found = pattern.search(README.read_text(encoding="utf-8"))
    assert found is not None
    assert found[0].strip() == wanted
