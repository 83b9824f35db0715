"""Every field that an editor can write is shown where somebody looks for it.

The models say which fields there are. Each takes a text of its own, `Marker of place.room`, which
must be read on the page; a field that takes something else has a line in `WRITTEN`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
import sites
from pages import parse, seen

from workgroups.fields import (
    Fields,
    GroupFields,
    MeetingFields,
    PageFields,
    TranslationFields,
    inner_model,
)

MODELS: dict[str, type[Fields]] = {
    "meeting": MeetingFields,
    "translation": TranslationFields,
    "group": GroupFields,
    "page": PageFields,
}

EVERYTHING = "meetings/everything/index.md"
OTHER = "meetings/other/index.md"
CANCELLED = "meetings/cancelled/index.md"
FULL = "meetings/full/index.md"
LATER = "meetings/later/index.md"
DRAFT = "meetings/draft/index.md"
GROUP = "groups/everything/index.md"
CLOSED = "groups/closed/index.md"
PAGE = "pages/everything.md"
DRAFT_PAGE = "pages/draft.md"

HOLDERS = {
    "meeting": EVERYTHING,
    "translation": "meetings/cancelled/index.fr.md",
    "group": GROUP,
    "page": PAGE,
}
"""The file that holds the fields of each model, unless their line in `WRITTEN` says another."""

FORM = "https://ec.europa.eu/eusurvey/runner/"


@dataclass(frozen=True)
class Written:
    """What is written into a field of a file, and what is then read in a file of the site."""

    value: Any
    shown: str
    file: str = ""
    at: str = ""


WRITTEN = {
    "meeting.uid": Written("uid-of-everything", "UID:uid-of-everything", at="meeting.ics"),
    "meeting.groups": Written(["everything"], "Marker of short"),
    "meeting.type": Written("workshop", "Workshop"),
    "meeting.start": Written("2026-12-10 14:05", "Thursday 10 December 2026, 14:05"),
    "meeting.end": Written("2026-12-12 16:45", "Saturday 12 December 2026, 16:45"),
    "meeting.timezone": Written("Europe/Lisbon", "Lisbon time"),
    "meeting.status": Written("cancelled", "This meeting is cancelled", CANCELLED),
    "meeting.notice": Written("Marker of a notice", "Marker of a notice", OTHER),
    "meeting.replaced_by": Written("everything", "Instead: Marker of title", CANCELLED),
    "meeting.online.address": Written("https://meet.example/m", "href=https://meet.example/m"),
    "meeting.contact.email": Written("ask@towns.example", "ask@towns.example"),
    "meeting.contact.phone": Written("+32 2 555 77 01", "+32 2 555 77 01"),
    "meeting.agenda.time": Written("14:35", "14:35 Marker of agenda.title"),
    "meeting.agenda.day": Written("2026-12-11", "Friday 11 December 2026"),
    "meeting.registration.url": Written(f"{FORM}other", f"href={FORM}other", OTHER),
    "meeting.registration.service": Written("eusurvey", "Register on ec.europa.eu"),
    "meeting.registration.form": Written("marked", f"href={FORM}marked?"),
    "meeting.registration.prefill": Written({"when": "{date}"}, "when=10%2F12%2F2026"),
    "meeting.registration.opens": Written("2026-02-03", "opens on 3 February 2026", LATER),
    "meeting.registration.closes": Written("2026-12-01", "Closes at the end of 1 December 2026"),
    "meeting.registration.full": Written("yes", "This meeting is full.", FULL),
    "meeting.registration.waiting_list": Written(f"{FORM}wait", f"href={FORM}wait", FULL),
    "meeting.documents.file": Written("paper.csv", "href=../../meetings/everything/paper.csv"),
    "meeting.documents.url": Written("https://doc.example/1", "href=https://doc.example/1", OTHER),
    "meeting.documents.role": Written("slides", "Slides"),
    "meeting.documents.order": Written(
        "7", "A paper without an order Slides · CSV · 1 kB · 15 January 2026 Marker of"
    ),
    "meeting.documents.lang": Written("fr", "French"),
    "meeting.documents.date": Written("2024-02-03", "3 February 2024"),
    "meeting.lang": Written("fr", "html lang=fr", OTHER),
    "meeting.aliases": Written(["/old/meeting/"], "meetings/everything/", at="/old/meeting/"),
    "meeting.draft": Written("yes", "", DRAFT, at="nowhere"),
    "translation.agenda.time": Written("9:35", "09:35 Marker of agenda.title"),
    "translation.agenda.day": Written("2026-12-14", "lundi 14 décembre 2026"),
    "group.parent": Written("closed", "Part of The closed group"),
    "group.chairs.since": Written("2021-05", "May 2021 to"),
    "group.chairs.until": Written("2023-06-30", "to 30 June 2023"),
    "group.contact.email": Written("group@towns.example", "group@towns.example"),
    "group.contact.phone": Written("+32 2 555 77 02", "+32 2 555 77 02"),
    "group.mailing_list": Written("list@towns.example", "href=mailto:list@towns.example"),
    "group.colour": Written(
        "#12ab9c", ".group-everything{--group:#12ab9c}", at="/theme/site.*.css"
    ),
    "group.timezone": Written("Atlantic/Azores", "Azores time", at="/meetings/cancelled/"),
    "group.status": Written("closed", "Ce groupe a été clos", CLOSED),
    "group.closed": Written("2024-05-06", "6 mai 2024", CLOSED),
    "group.links.url": Written("https://link.example/1", "href=https://link.example/1"),
    "group.documents.file": Written("plan.csv", "href=../../groups/everything/plan.csv"),
    "group.documents.url": Written("https://doc.example/2", "href=https://doc.example/2", CLOSED),
    "group.documents.role": Written("minutes", "Minutes"),
    "group.documents.order": Written(
        "7", "A plan without an order Minutes · CSV · 1 kB · 15 January 2026 Marker of"
    ),
    "group.documents.lang": Written("fr", "French"),
    "group.documents.date": Written("2024-03-04", "4 March 2024"),
    "group.lang": Written("fr", "html lang=fr", CLOSED),
    "group.aliases": Written(["/old/group/"], "groups/everything/", at="/old/group/"),
    "page.order": Written("3", "The second page Marker of title", at="/documents/"),
    "page.lang": Written("fr", "html lang=fr"),
    "page.aliases": Written(["/old/page/"], "everything/", at="/old/page/"),
    "page.draft": Written("yes", "", DRAFT_PAGE, at="nowhere"),
}

PLAIN_MEETING = {"groups": ["everything"], "start": "2026-12-13", "place": {"name": "Somewhere"}}
OTHER_PAPER = {"file": "other.csv", "title": "A paper without an order", "role": "slides"}
OTHER_PLAN = {"file": "other.csv", "title": "A plan without an order", "role": "minutes"}
FRONT: dict[str, dict[str, Any]] = {
    EVERYTHING: {"documents": [{}, OTHER_PAPER]},
    OTHER: {
        **PLAIN_MEETING,
        "uid": "uid-of-other",
        "title": "Other",
        "documents": [{"title": "Elsewhere"}],
    },
    CANCELLED: {
        "uid": "uid-of-cancelled",
        "title": "Cancelled",
        "notice": "The reason.",
        "groups": ["everything"],
        "start": "2026-12-13 10:00",
        "end": "2026-12-14 12:00",
        "online": {"note": "By mail."},
    },
    FULL: {
        **PLAIN_MEETING,
        "uid": "uid-of-full",
        "title": "Full",
        "registration": {"url": f"{FORM}full"},
    },
    LATER: {
        **PLAIN_MEETING,
        "uid": "uid-of-later",
        "title": "Later",
        "registration": {"url": f"{FORM}later"},
    },
    DRAFT: {**PLAIN_MEETING, "uid": "uid-of-draft", "title": "Marker of a draft"},
    HOLDERS["translation"]: {},
    GROUP: {"documents": [{}, OTHER_PLAN]},
    CLOSED: {"name": "The closed group", "documents": [{"title": "Elsewhere"}]},
    PAGE: {},
    "pages/second.md": {"title": "The second page", "order": "2"},
    "pages/apart.md": {"title": "A page apart"},
    DRAFT_PAGE: {"title": "Marker of a draft"},
}
"""What each file needs beside the fields that are looked for."""

# Headings that the page has too: ids must not meet.
BODY = (
    "Marker of the body.\n\n## Documents\n\nOf them.\n\n## Contact\n\n## Agenda\n\n## Subscribe\n"
)


def leaves(model: type[Fields], above: str) -> Iterator[str]:
    """Every field of a model that takes no mapping of others: `meeting.place.room`."""
    for name in model.model_fields:
        inner = inner_model(model, name)
        if inner:
            yield from leaves(inner, f"{above}.{name}")
        else:
            yield f"{above}.{name}"


FIELDS = [leaf for name, model in MODELS.items() for leaf in leaves(model, name)]


def model_of(field: str) -> str:
    return field.partition(".")[0]


def line(field: str) -> Written:
    """What is written into a field; a text of its own unless `WRITTEN` says otherwise."""
    name = field.partition(".")[2]
    marker = f"Marker of {name}"
    listed = get_origin(_annotation(field)) is tuple
    return WRITTEN.get(field) or Written([marker] if listed else marker, marker)


def _annotation(field: str) -> Any:
    model_name, *way, name = field.split(".")
    model = MODELS[model_name]
    for step in way:
        model = inner_model(model, step) or model
    return model.model_fields[name].annotation


def put(front: dict[str, Any], field: str, value: Any) -> None:
    """Write a value into front matter, in the first mapping where there is a list of them."""
    model_name, *way, name = field.split(".")
    model: type[Fields] = MODELS[model_name]
    for step in way:
        annotation = model.model_fields[step].annotation
        is_list = get_origin(annotation) is tuple or tuple in map(get_origin, get_args(annotation))
        front = front.setdefault(step, [{}])[0] if is_list else front.setdefault(step, {})
        model = inner_model(model, step) or model
    front[name] = value


def write_content(content: Path) -> None:
    """A content folder in which every field is written."""
    fronts = json.loads(json.dumps(FRONT))
    for field in FIELDS:
        written = line(field)
        put(fronts[written.file or HOLDERS[model_of(field)]], field, written.value)
    for name, front in fronts.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(f"---\n{json.dumps(front, indent=1)}\n---\n{BODY}")
    for name in ("meetings/everything/paper", "meetings/everything/other"):
        (content / f"{name}.csv").write_text("a,b\n")
    for name in ("groups/everything/plan", "groups/everything/other"):
        (content / f"{name}.csv").write_text("a,b\n")


@pytest.fixture(scope="module")
def site(shared: Path) -> Path:
    """The site of that content."""

    def make(output: Path) -> None:
        repository = output.with_name("repository-with-every-field")
        shutil.rmtree(repository, ignore_errors=True)
        write_content(repository / "content")
        sites.git(repository, "init", "--quiet")
        sites.commit(repository, sites.EARLY, "content")
        sites.build(repository / "content", output)

    return sites.build_once(shared, "site-with-every-field", make)


def read(file: Path) -> str:
    """What a reader of the file gets: words that are seen, where links lead, languages."""
    if file.suffix != ".html":
        return file.read_bytes().decode().replace("\r\n ", "")
    page = parse(file.read_bytes())
    leading = (f"href={e.get('href')}" for e in page.html.iter("a") if e.get("href"))
    return "\n".join((seen(page.html), f"html lang={page.html.get('lang')}", *leading))


def file_of(field: str, site: Path) -> Path:
    """The file of the site where a field should be read."""
    written = line(field)
    source = written.file or HOLDERS[model_of(field)]
    if written.at.startswith("/"):
        found = next(site.glob(written.at[1:]), site / written.at[1:])
    elif source.startswith("pages/"):
        found = site / Path(source).stem / written.at
    else:
        language = "fr" if source.endswith(".fr.md") else ""
        found = site / language / Path(source).parent / written.at
    return found if found.suffix else found / "index.html"


@pytest.mark.parametrize("field", [f for f in FIELDS if line(f).at != "nowhere"])
def test_a_field_is_shown(field: str, site: Path) -> None:
    file = file_of(field, site)
    assert line(field).shown in read(file), f"{field} is not in {file.relative_to(site)}"


def test_drafts_are_shown_nowhere(site: Path) -> None:
    for name, data in sites.files(site).items():
        assert "draft" not in Path(name).parts
        assert b"Marker of a draft" not in data, name
        assert b"uid-of-draft" not in data, name


def test_a_page_without_an_order_is_in_no_menu(site: Path) -> None:
    assert "A page apart" in read(site / "apart" / "index.html")
    assert "A page apart" not in read(site / "index.html")


@pytest.mark.parametrize("model", HOLDERS)
def test_the_text_below_the_fields_is_shown(model: str, site: Path) -> None:
    field = next(field for field in FIELDS if field.startswith(f"{model}."))
    assert "Marker of the body." in read(file_of(field, site).with_name("index.html"))


def test_headings_of_texts_have_ids_of_their_own(site: Path) -> None:
    for name in sites.files(site):
        if name.endswith(".html"):
            ids = [e.get("id") for e in parse((site / name).read_bytes()).html.iter()]
            found = sorted(id_ for id_ in ids if id_)
            assert found == sorted(set(found)), name


def test_every_line_is_that_of_a_field() -> None:
    assert not WRITTEN.keys() - set(FIELDS)
