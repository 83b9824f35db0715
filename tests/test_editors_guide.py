"""The editors' guide: every field is told with an example that holds, and its messages are ours."""

from __future__ import annotations

import re
import runpy
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import own_sites
import pytest
import sites
import yaml12
from factories import a_front
from jsonschema import Draft202012Validator

from workgroups import fields
from workgroups.difference import DELAY
from workgroups.documents import KINDS, ROLES
from workgroups.examination import examine
from workgroups.fields import inner_model
from workgroups.frontmatter import read
from workgroups.history import History
from workgroups.markup import to_html
from workgroups.problems import Problem
from workgroups.registration import FACTS
from workgroups.schema import MODELS, schema_of
from workgroups.site import Site
from workgroups.sources import find_sources
from workgroups.validation import validate

PAGES = sites.ROOT / "content" / "pages"
GUIDE, FIELDS = (PAGES / name for name in ("editors-guide.md", "fields.md"))
SITE: Site = runpy.run_path(str(sites.EXAMPLE))["WORKGROUPS"]
TODAY = datetime.fromisoformat(sites.NOW).date()

KINDS_OF_FILES = {
    "A meeting": "meeting",
    "A meeting in another language": "translation",
    "A group": "group",
    "A page": "page",
}
NEEDED = {
    "meeting": {"title": "Cool rooms", "groups": ["health"], "start": "2027-02-09"},
    "translation": {"title": "Pièces fraîches"},
    "group": {"name": "Cool rooms"},
    "page": {"title": "Cool rooms"},
}
HEAT = Path("meetings/2027/2027-02-09-heat-plans/index.md")
DOCUMENT = next((sites.ROOT / "content").rglob("agenda.pdf"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A block of fields, and which kind of file it stands in."""

    kind: str
    text: str

    @property
    def whole(self) -> str:
        """Its fields, with those that are needed and that it leaves out."""
        own = yaml12.read(self.text) or {}
        needed = {"uid": str(uuid5(NAMESPACE_URL, self.text)), **NEEDED[self.kind]}
        if self.kind != "meeting":
            del needed["uid"]
        if "end" in own:
            needed["start"] = "2027-02-09 14:00"
        more = {name: value for name, value in needed.items() if name not in own}
        return "".join(f"{name}: {value}\n" for name, value in more.items()) + self.text


@cache
def examples() -> tuple[Example, ...]:
    return tuple(
        Example(kind, text)
        for kind, section in sections()
        for language, text in FENCE.findall(section)
        if language == "yaml"
    )


@cache
def sections() -> tuple[tuple[str, str], ...]:
    """What FIELDS says of each kind of file."""
    titles = re.split(r"^## (.+)$", FIELDS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    told = dict(zip(titles[::2], titles[1::2], strict=True))
    return tuple((KINDS_OF_FILES[title], text) for title, text in told.items())


def fields_of(model: type[fields.Fields], above: str = "") -> Iterator[tuple[str, bool]]:
    """Each field, and whether it is needed; inner ones with the name of the outer."""
    for name, info in model.model_fields.items():
        yield f"{above}{name}", info.is_required()
        if inner := inner_model(model, name):
            yield from fields_of(inner, f"{above}{name}.")


def names_in(value: Any, above: str = "") -> Iterator[str]:
    """Each field that an example has."""
    for item in value if isinstance(value, list) else [value]:
        for name, inner in item.items() if isinstance(item, dict) else ():
            yield f"{above}{name}"
            yield from names_in(inner, f"{above}{name}.")


def blocks(kind: str) -> list[str]:
    """Those of a kind in GUIDE."""
    return [text for each, text in FENCE.findall(GUIDE.read_text(encoding="utf-8")) if each == kind]


# ---- Every field ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "text"), sections(), ids=[kind for kind, _ in sections()])
def test_it_tells_every_field_and_no_other(kind: str, text: str) -> None:
    """A field that comes or goes, or becomes needed, is told."""
    told = []
    for item in re.findall(r"^- (`.+?):", FENCE.sub("", text), re.MULTILINE | re.DOTALL):
        told.extend((name, bool(need)) for name, need in re.findall(r"`(.+?)`( \(needed\))?", item))
    assert sorted(told) == sorted(fields_of(MODELS[kind]))


@pytest.mark.parametrize("kind", MODELS)
def test_every_field_has_an_example(kind: str) -> None:
    shown = {
        name
        for example in examples()
        if example.kind == kind
        for name in names_in(yaml12.read(example.text))
        if not name.startswith("registration.prefill.")
    }
    assert shown == {name for name, _ in fields_of(MODELS[kind])}


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.kind)
def test_the_check_and_the_schema_take_its_examples(example: Example) -> None:
    problems: list[Problem] = []
    fields_read = validate(MODELS[example.kind], a_front(example.whole), problems)
    assert (bool(fields_read), problems) == (True, [])
    schema = Draft202012Validator(schema_of(MODELS[example.kind], SITE))
    assert [error.message for error in schema.iter_errors(yaml12.read(example.whole))] == []


# ---- What cannot be known of one file ------------------------------------------------------------


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Groups of the example, the meeting of the guide, and one that is held in place of another."""
    content = tmp_path / "content"
    for group in ("smart-cities", "health"):
        shutil.copytree(sites.ROOT / "content" / "groups" / group, content / "groups" / group)
    write(content, "meeting", "2027-03-16-heat-plans", Example("meeting", "").whole)
    [whole] = blocks("markdown")
    (content / HEAT).parent.mkdir(parents=True)
    (content / HEAT).write_text(whole, encoding="utf-8")
    shutil.copy(DOCUMENT, (content / HEAT).with_name("draft-position.pdf"))
    return content


def write(content: Path, kind: str, name: str, text: str) -> None:
    """A file with these fields, and the documents that they name beside it."""
    folder = content / f"{kind}s" / name
    if kind == "translation":
        folder = content / "meetings" / name
        write(content, "meeting", name, Example("meeting", text).whole)
    file = {
        "translation": folder / "index.fr.md",
        "page": folder.with_suffix(".md"),
    }.get(kind, folder / "index.md")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{text}---\n\nWhat it is about.\n", encoding="utf-8")
    for document in re.findall(r"file: (\S+)", text):
        shutil.copy(DOCUMENT, folder / document)


def told(content: Path) -> list[str]:
    """The problems of a content folder; advice is not for examples that say so little."""
    found = examine(find_sources(content), SITE, History(), TODAY)
    return [str(problem) for problem in found if problem.severity == "problem"]


def test_examples_of_fields_have_no_problem_in_a_site(content: Path) -> None:
    for number, example in enumerate(examples()):
        text = example.whole
        if example.kind == "group":
            # No two groups have the same name.
            text = re.sub("^name: .*$", f"name: Group {number}", text, flags=re.MULTILINE)
        write(content, example.kind, f"example-{number}", text)
    assert told(content) == []


def test_examples_of_the_guide_have_none_either(content: Path) -> None:
    for number, text in enumerate(blocks("yaml")):
        kind = "translation" if "Canicule" in text else "meeting"
        write(content, kind, f"guide-{number}", Example(kind, text).whole)
    assert told(content) == []


# ---- What else the guide says --------------------------------------------------------------------


def test_a_message_is_told_as_the_guide_says(content: Path) -> None:
    [message] = blocks("text")
    own_sites.edit(content / HEAT, "\nend: 17:00\n", "\nend: 09:00\n")
    ways = ("--content", "content", "--settings", sites.EXAMPLE, "--now", sites.NOW)
    done = sites.command("check", *ways, cwd=content.parent)
    assert done.stdout.rpartition("1 problem in")[0] == message


def test_it_says_how_long_calendar_programs_take() -> None:
    quoted = " ".join(re.findall("^> (.*)$", GUIDE.read_text("utf-8"), re.MULTILINE))
    assert quoted == DELAY


def test_it_names_every_role_type_of_file_service_and_fact() -> None:
    text = " ".join(FIELDS.read_text("utf-8").split())

    def named(after: str, before: str) -> list[str]:
        assert text.count(after) == 1
        return re.findall("`(.*?)`", text.partition(after)[2].partition(before)[0])

    assert sorted(named("`documents.role`:", ".")) == sorted(role.key for role in ROLES)
    endings = {f".{ending}" for ending in named("Files can be PDF,", ". ")}
    assert endings == KINDS.keys() - {".pdf"}
    assert named("here they are ", ".") == sorted(SITE.meeting_types)
    assert named("never of a person:", ".") == [f"{{{fact}}}" for fact in FACTS]
    table = text.partition("| `service` |")[2].partition("What can")[0]
    assert re.findall(r"\| `([a-z-]+)` \|", table) == list(SITE.form_services)


def test_its_pages_are_found_from_about_and_not_in_the_menu() -> None:
    about = (PAGES / "about.md").read_text(encoding="utf-8")
    assert "(editors-guide.md)" in about
    for page in (GUIDE, FIELDS, PAGES / "first-meeting.md"):
        assert "order" not in read(page.read_text("utf-8"), page.name, []).values
        if page != GUIDE:
            assert f"({page.name})" in GUIDE.read_text("utf-8")


def test_its_links_to_headings_lead_there_on_git_hosts_too() -> None:
    pages = {page.name: page.read_text("utf-8") for page in PAGES.glob("*.md")}
    links = [
        (file or page, heading)
        for page in (GUIDE.name, FIELDS.name, "first-meeting.md")
        for file, heading in re.findall(r"\]\(([\w.-]*)#([^)]+)\)", pages[page])
    ]
    assert len(links) > 20
    for file, heading in links:
        titles = re.findall("^##+ (.*)$", FENCE.sub("", pages[file]), re.MULTILINE)
        on_hosts = [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles]
        here = re.findall(r'<h\d id="([^"]+)"', to_html(FENCE.sub("", pages[file])))
        assert heading in on_hosts, heading
        assert heading in here, heading
