"""The README says what the code does: its table is that of the modules, its examples hold."""

import ast
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
import sites

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CORE = ROOT / "plugins" / "workgroups"


def modules() -> list[str]:
    """A line for each module of the core, in the order of the data."""
    line = ast.get_docstring(ast.parse((CORE / "__init__.py").read_text(encoding="utf-8"))) or ""
    names = re.findall(r"(\w+)(?= ·|$)", line.split("\n\n")[-1].replace(" ·\n", " · "))
    return [f"| `{name}` | {first_line(CORE / f'{name}.py')} |" for name in names]


def first_line(module: Path) -> str:
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return docstring.split("\n", 1)[0]


TABLES = {
    "modules": ["| module | what it is |", "|---|---|", *modules()],
}


@pytest.mark.parametrize("name", TABLES)
def test_table_is_that_of_the_code(name: str, bless: bool) -> None:
    """A module that comes, goes or changes is told in the README."""
    text = README.read_text(encoding="utf-8")
    wanted = "\n".join(TABLES[name])
    pattern = re.compile(rf"(?<=<!-- {name} -->\n)(.*?)(?=\n?<!-- end -->)", re.DOTALL)
    if bless:
        README.write_text(pattern.sub(lambda _: f"\n{wanted}\n", text, count=1), encoding="utf-8")
    found = pattern.search(README.read_text(encoding="utf-8"))
    assert found is not None
    assert found[0].strip() == wanted


# ---- What an editor copies from it ---------------------------------------------------------------

HEAT = Path("meetings/2026/2026-12-08-heat-plans/index.md")


def blocks(kind: str) -> list[str]:
    """The examples of a kind, as they stand in the README."""
    text = README.read_text("utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [block for name, block in found if name == kind]


[MEETING] = blocks("markdown")
[MISTAKE] = [block for block in blocks("") if block.startswith("content/") and ".md:" in block]
[MORE] = [block for block in blocks("yaml") if "agenda:" in block]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The example site's groups, with the README's meeting among them."""
    groups = tmp_path / "content" / "groups"
    for group in ("smart-cities", "health"):
        shutil.copytree(ROOT / "content" / "groups" / group, groups / group)
    write(tmp_path, HEAT, MEETING.replace("registration:", f"{MORE}registration:"))
    paper = next((ROOT / "content" / "meetings").rglob("agenda.pdf"))
    shutil.copy(paper, tmp_path / "content" / HEAT.with_name("agenda.pdf"))
    sites.git(tmp_path, "init", "--quiet")
    sites.commit(tmp_path, sites.EARLY, "content")
    return tmp_path


def write(repository: Path, name: Path, text: str) -> None:
    file = repository / "content" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_its_meeting_can_be_built(repository: Path) -> None:
    out = repository / "out"
    sites.build(repository / "content", out, settings=sites.EXAMPLE, now=sites.NOW)
    page = (out / "meetings" / "2026-12-08-heat-plans" / "index.html").read_text("utf-8")
    assert "What the summer of 2025 taught us" in page


def test_its_mistake_is_told_as_it_says(repository: Path) -> None:
    assert "\nend: 15:30\n" in MEETING
    write(repository, HEAT, MEETING.replace("\nend: 15:30\n", "\nend: 09:30\n"))
    paths = ("--content", "content", "--output", "out", "--settings", sites.EXAMPLE)
    done = sites.command("build", *paths, cwd=repository)
    assert done.returncode == 1
    assert done.stderr == MISTAKE


def test_its_ways_to_something_new_work(repository: Path) -> None:
    """Whole as they stand, or, as nobody can be asked here, told what is missing."""
    content = ("--content", repository / "content", "--settings", sites.EXAMPLE)
    text = "".join(blocks("sh")).replace("\\\n", " ")
    lines = [
        shlex.split(line) for line in text.splitlines() if re.search(" tasks.py new (?!site)", line)
    ]
    kinds = {}
    for python, tasks, new, kind, *options in lines:
        assert (python, tasks, new) == ("python3", "tasks.py", "new")
        done = sites.command(new, kind, *options, *content)
        kinds[kind] = (done.returncode, done.stderr)
    assert kinds == {
        "meeting": (2, "Nobody can be asked here; add --group, --title, --start.\n"),
        "group": (2, "Nobody can be asked here; add --name.\n"),
        "series": (0, ""),
    }
    made = sorted((repository / "content/meetings/2027").iterdir())
    assert [folder.name[5:7] for folder in made] == [
        f"{month:02}" for month in range(1, 13) if month not in (5, 8)
    ]  # The first Thursday of May is Ascension.


def test_a_meeting_without_uid_is_told_its_line(repository: Path) -> None:
    write(repository, HEAT, re.sub("^uid: .*\n", "", MEETING, flags=re.MULTILINE))
    paths = ("--content", "content", "--output", "out", "--settings", sites.EXAMPLE)
    done = sites.command("build", *paths, cwd=repository)
    assert "Add this line: uid: " in done.stderr


def test_its_way_to_publish_works(repository: Path) -> None:
    [block] = [block for block in blocks("sh") if "SITEURL" in block]
    export, *lines = (shlex.split(line, comments=True) for line in block.splitlines())
    name, _, address = export[1].partition("=")
    environment = {**os.environ, name: address}
    out, link = repository / "out", repository / "site"
    more = {
        "preview": ("--output", str(out)),
        "publish": ("--to", f"folder:{link}"),
    }
    for python, tasks, command, *_ in lines:
        assert (python, tasks) == ("python3", "tasks.py")
        words = (command, *more[command], "--content", str(repository / "content"))
        done = sites.command(*words, environment=environment)
        assert (done.returncode, done.stderr) == (0, "")
        without = sites.command(*words, environment={name: ""})
        assert without.returncode == 2
        assert "Set SITEURL" in without.stderr
    for site in (out, link):
        assert f"{address}/" in (site / "index.html").read_text("utf-8")
