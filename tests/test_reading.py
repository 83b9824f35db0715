"""Reading: every field that an editor can write is kept, and every problem comes at once."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from factories import BRUSSELS, a_service, a_site

from workgroups.documents import ROLE
from workgroups.fields import GroupFields, MeetingFields, PageFields, TranslationFields
from workgroups.group import Chair, Contact, Group, Link
from workgroups.history import History
from workgroups.meeting import AgendaItem, Meeting, Online, Place, Speaker, Translation
from workgroups.page import Page
from workgroups.problems import ContentProblems
from workgroups.programme import Programme
from workgroups.reading import read_programme
from workgroups.sources import find_sources
from workgroups.story import Revision
from workgroups.times import in_zone

SITE = a_site(languages=("en", "fr"), form_services={"forms": a_service()})

GROUP = """\
---
name: Smart cities and regions
short: Smart cities
parent: cities
chairs:
  - {name: Ada Example, organisation: Region, since: 2021-05, until: 2023}
contact: {name: Secretariat, email: sc@network.example, phone: +32 2 555 01 00}
mailing_list: https://lists.network.example/sc
colour: "#0b6e4f"
timezone: Europe/Lisbon
status: closed
closed: 2030-12-31
links:
  - {title: Partnership, url: https://example.eu/partnership}
documents:
  - {file: terms.txt, title: Terms of reference, role: paper, order: 1, lang: en, date: 2021-01-01}
lang: en
aliases: [/sc/]
---
See the [kick-off](../../meetings/2026/kick-off/index.md).
"""

MEETING = """\
---
uid: 5b3c6f0e-8a5f-4f3c
title: "Energy: the kick-off"
groups: [smart-cities, cities]
type: working-group
start: 2026-03-12 14:00
end: 2026-03-13 12:00
timezone: Europe/Athens
status: postponed
notice: The room is closed.
replaced_by: second
place: {name: House, address: "Street 1, Athens", room: Hall}
online: {address: https://call.example/1, note: Camera off.}
contact: {name: Grace, email: grace@network.example, phone: +30 210 555 0100}
speakers:
  - {name: Ada, organisation: Region, topic: Heat}
agenda:
  - {time: 14:00, title: Welcome, speaker: Ada}
  - {time: 9:00, title: Second day, day: 2026-03-13}
registration:
  service: forms
  form: kick-off
  prefill: {meeting: "{title}"}
  opens: 2026-02-01
  closes: 2026-03-10 18:00
  full: yes
  waiting_list: https://forms.example/waiting
  note: One seat each.
documents:
  - {file: agenda.txt, title: Agenda, role: agenda, order: 3, lang: fr, date: 2026-03-01}
  - {url: https://example.eu/talk, title: Talk, role: recording}
tags: [energy, heat]
lang: en
aliases: [/events/7/]
draft: no
---
Read the [agenda](agenda.txt).
"""

FRENCH = """\
---
title: "Énergie : le lancement"
notice: La salle est fermée.
agenda:
  - {time: 14:00, title: Accueil}
---
Lisez l'[ordre du jour](agenda.txt).
"""

SECOND = """\
---
uid: 5b3c6f0e-8a5f-4f3d
title: Second
groups: [smart-cities]
start: 2026-04-01
---
"""

PAGE = """\
---
title: About
summary: Who we are.
order: 2
lang: fr
aliases: [/who/]
draft: no
---
Nous.
"""

KICK_OFF = "meetings/2026/kick-off/index.md"
FILES = {
    "groups/cities/index.md": "---\nname: Cities\ncontact: {name: Office}\n---\n",
    "groups/smart-cities/index.md": GROUP,
    "groups/smart-cities/terms.txt": "terms",
    KICK_OFF: MEETING,
    "meetings/2026/kick-off/index.fr.md": FRENCH,
    "meetings/2026/kick-off/agenda.txt": "agenda",
    "meetings/2026/second/index.md": SECOND,
    "pages/about.md": PAGE,
}


def read(root: Path, **changes: str | None) -> Programme:
    """The programme of these files; a change is a text by the file's path."""
    for name, text in (FILES | changes).items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is not None:
            path.write_text(text, encoding="utf-8")
    return read_programme(find_sources(root / "content"), SITE, History())


def problems(root: Path, **changes: str | None) -> list[tuple[str, int, int]]:
    """File, line and column of every problem."""
    with pytest.raises(ContentProblems) as told:
        read(root, **changes)
    return [(p.file.removeprefix("content/"), p.line, p.column) for p in told.value.problems]


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    return read(tmp_path)


def test_the_texts_of_these_tests_name_every_field() -> None:
    texts = {
        MeetingFields: MEETING,
        GroupFields: GROUP,
        PageFields: PAGE,
        TranslationFields: FRENCH,
    }
    for model, text in texts.items():
        assert [name for name in model.model_fields if f"\n{name}:" not in text] == []


def group_of(programme: Programme, slug: str) -> Group:
    return next(group for group in programme.groups if group.slug == slug)


def test_a_group_keeps_every_field(programme: Programme) -> None:
    group = group_of(programme, "smart-cities")
    [terms] = group.documents
    assert group == Group(
        slug="smart-cities",
        name="Smart cities and regions",
        mission=group.mission,
        timezone="Europe/Lisbon",
        lang="en",
        source="content/groups/smart-cities/index.md",
        short="Smart cities",
        parent="cities",
        chairs=(Chair("Ada Example", "Region", "2021-05", "2023"),),
        contact=Contact("Secretariat", "sc@network.example", "+32 2 555 01 00"),
        mailing_list="https://lists.network.example/sc",
        colour="#0b6e4f",
        closed=date(2030, 12, 31),
        links=(Link("Partnership", "https://example.eu/partnership"),),
        documents=(terms,),
        aliases=("/sc/",),
    )
    assert (terms.title, terms.role, terms.order) == ("Terms of reference", ROLE["paper"], 1)
    assert (terms.lang, terms.date) == ("en", date(2021, 1, 1))
    assert "../../meetings/kick-off/" in group.mission.html


def test_a_meeting_keeps_every_field(programme: Programme) -> None:
    meeting = programme.meeting("kick-off")
    assert meeting == Meeting(
        slug="kick-off",
        uid="5b3c6f0e-8a5f-4f3c",
        title="Energy: the kick-off",
        groups=(group_of(programme, "smart-cities"), group_of(programme, "cities")),
        when=meeting.when,
        lang="en",
        body=meeting.body,
        source="content/meetings/2026/kick-off/index.md",
        type="working-group",
        status="postponed",
        notice="The room is closed.",
        replaced_by="second",
        place=Place("House", "Street 1, Athens", "Hall"),
        online=Online("https://call.example/1", "Camera off."),
        contact=Contact("Grace", "grace@network.example", "+30 210 555 0100"),
        speakers=(Speaker("Ada", "Region", "Heat"),),
        agenda=(
            AgendaItem(date(2026, 3, 12), time(14), "Welcome", "Ada"),
            AgendaItem(date(2026, 3, 13), time(9), "Second day"),
        ),
        registration=meeting.registration,
        documents=meeting.documents,
        tags=("energy", "heat"),
        aliases=("/events/7/",),
        translations=meeting.translations,
    )
    assert meeting.when.begins == datetime(2026, 3, 12, 12, tzinfo=UTC)
    assert meeting.when.ends == datetime(2026, 3, 13, 10, tzinfo=UTC)
    assert meeting.when.zone_name == "Europe/Athens"
    assert 'href="agenda.txt"' in meeting.body.html


def test_a_registration_keeps_every_field(programme: Programme) -> None:
    registration = programme.meeting("kick-off").registration
    assert registration is not None
    assert registration.form == "https://forms.example/kick-off"
    assert registration.service == SITE.form_services["forms"]
    assert registration.prefill == {"meeting": "{title}"}
    assert registration.opens == date(2026, 2, 1)
    assert registration.closes == in_zone(datetime(2026, 3, 10, 18), "Europe/Athens")
    assert registration.waiting_list == "https://forms.example/waiting"
    assert registration.note == "One seat each."


def test_full_is_a_state(tmp_path: Path) -> None:
    text = MEETING.replace("postponed", "confirmed").replace("replaced_by: second\n", "")
    meeting = read(tmp_path, **{KICK_OFF: text}).meeting("kick-off")
    assert meeting.registration is not None
    assert meeting.registration.timeline[0] == (None, "full")


def test_documents_keep_every_field(programme: Programme) -> None:
    agenda, talk = programme.meeting("kick-off").documents
    assert (agenda.title, agenda.role, agenda.order) == ("Agenda", ROLE["agenda"], 3)
    assert (agenda.lang, agenda.date) == ("fr", date(2026, 3, 1))
    assert agenda.address == "/meetings/kick-off/agenda.txt"
    assert (talk.title, talk.role, talk.address) == (
        "Talk",
        ROLE["recording"],
        "https://example.eu/talk",
    )


def test_a_translation_keeps_every_field(programme: Programme) -> None:
    [french] = programme.meeting("kick-off").translations
    item = AgendaItem(date(2026, 3, 12), time(14), "Accueil")
    assert french == Translation(
        "fr", "Énergie : le lancement", french.body, "La salle est fermée.", (item,)
    )
    assert 'href="../../../meetings/kick-off/agenda.txt"' in french.body.html


def test_a_page_keeps_every_field(programme: Programme) -> None:
    [page] = programme.pages
    assert page == Page(
        slug="about",
        title="About",
        body=page.body,
        lang="fr",
        source="content/pages/about.md",
        summary="Who we are.",
        order=2,
        aliases=("/who/",),
    )
    assert "Nous." in page.body.html


def test_what_is_not_written_comes_from_the_group_and_the_site(programme: Programme) -> None:
    second = programme.meeting("second")
    assert second.when.zone_name == "Europe/Lisbon"
    assert second.contact == group_of(programme, "smart-cities").contact
    assert second.lang == "en"
    assert group_of(programme, "cities").timezone == BRUSSELS
    for field in fields(Meeting):
        if field.default == ():
            assert getattr(second, field.name) == ()


def test_the_first_group_with_a_contact_is_asked(tmp_path: Path) -> None:
    text = SECOND.replace("[smart-cities]", "[smart-cities, cities]")
    group = GROUP.replace("\ncontact:", "\n#")
    changes = {"meetings/2026/second/index.md": text, "groups/smart-cities/index.md": group}
    second = read(tmp_path, **changes).meeting("second")
    assert second.contact == Contact("Office")


def test_a_draft_is_read_and_left_out(tmp_path: Path) -> None:
    draft = SECOND.replace("---\nuid", "---\ndraft: yes\nuid")
    kick_off = MEETING.replace("replaced_by: second\n", "")
    changes = {
        "meetings/2026/second/index.md": f"{draft}\nThe [plan](plan.txt).\n",
        "meetings/2026/second/index.fr.md": "---\ntitle: Deux\n---\nLe [plan](plan.txt).\n",
        "meetings/2026/second/plan.txt": "plan",
        KICK_OFF: kick_off,
    }
    assert [meeting.slug for meeting in read(tmp_path, **changes).meetings] == ["kick-off"]


def test_a_meeting_has_the_history_of_its_uid(tmp_path: Path) -> None:
    read(tmp_path)
    content = tmp_path / "content"
    noon = datetime(2026, 1, 3, 12, tzinfo=UTC)
    uid = read_programme(find_sources(content), SITE, History()).meeting("second").uid
    history = History(revisions={uid: Revision(noon, noon, 2)})
    second = read_programme(find_sources(content), SITE, history).meeting("second")
    assert second.revision == Revision(noon, noon, 2)


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    changes = {
        "groups/cities/index.md": "---\nnam: Cities\n---\n",
        "groups/smart-cities/index.md": GROUP.replace("kick-off/index.md", "kick-of/index.md"),
        "meetings/2026/kick-off/index.fr.md": FRENCH.replace("title:", "titel:"),
        "meetings/2026/kick-off/setup.exe": "x",
        "meetings/2026/second/index.md": SECOND.replace(
            "2026-04-01", "2026-03-29 01:30\nend: 4:00"
        ),
        "pages/about.md": "About\n",
    }
    found = problems(tmp_path, **changes)
    assert sorted({file for file, *_ in found}) == sorted(changes)
    assert ("meetings/2026/second/index.md", 5, 1) in found


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (KICK_OFF, "day: 2026-03-13", "day: 2026-03-14"),
        (
            KICK_OFF,
            "time: 9:00, title: Second day, day: 2026-03-13",
            "time: 13:00, title: Second day, day: 2026-03-12",
        ),
        (KICK_OFF, "lang: en", "lang: de"),
        (KICK_OFF, "type: working-group", "type: working"),
        (KICK_OFF, "service: forms", "service: form"),
        ("meetings/2026/kick-off/index.fr.md", "time: 14:00", "time: 14:60"),
        ("groups/smart-cities/index.md", "lang: en\n", "lang: de\n"),
        ("groups/smart-cities/index.md", "file: terms.txt", "file: term.txt"),
        ("pages/about.md", "lang: fr", "lang: de"),
    ],
)
def test_a_problem_is_told_where_it_stands(file: str, old: str, new: str, tmp_path: Path) -> None:
    assert FILES[file].count(old) == 1
    text = FILES[file].replace(old, new)
    before = text[: text.index(new)].split("\n")
    assert problems(tmp_path, **{file: text}) == [(file, len(before), len(before[-1]) + 1)]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("groups/cities/index.fr.md", ("groups/cities/index.fr.md", 1, 1)),
        ("meetings/2026/second/index.de.md", ("meetings/2026/second/index.de.md", 1, 1)),
        ("meetings/2026/second/index.en.md", ("meetings/2026/second/index.en.md", 1, 1)),
    ],
)
def test_a_text_in_a_language_that_has_no_page_is_told(
    name: str, place: tuple[str, int, int], tmp_path: Path
) -> None:
    assert problems(tmp_path, **{name: FRENCH}) == [place]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentProblems, match="there is no such folder"):
        read_programme(find_sources(tmp_path / "content"), SITE, History())


def test_an_empty_folder_is_an_empty_programme(tmp_path: Path) -> None:
    assert read_programme(find_sources(tmp_path), SITE, History()) == Programme.of(SITE, [], [], [])
