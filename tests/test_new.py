"""new meeting, new series, new group: by options and at a terminal, into the content."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pty
import re
import runpy
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import sites
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from commands import interview
from commands.outcomes import Misused
from workgroups import fields, frontmatter
from workgroups.examination import examine
from workgroups.history import History
from workgroups.problems import Severity
from workgroups.sources import find_sources

NUMBERS = (UUID(int=number, version=4) for number in count(1))
SMALL = runpy.run_path(str(sites.SMALL))["WORKGROUPS"]
TODAY = date(2026, 1, 15)
SITE = ("--settings", sites.SMALL)
WORKSHOP = {"group": "energy", "title": "Cool roofs", "type": "workshop"}
USUAL = {**WORKSHOP, "type": "working-group"}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The small site's content, in no repository."""
    return Path(shutil.copytree(sites.SMALL_CONTENT, tmp_path / "content"))


def new(kind: str, content: Path, **given: Any) -> str:
    """Write something new as a script does; what is told."""
    found = {"PATH": str(content), "WORKGROUPS": SMALL}
    options = {"content": "", "settings": "", **given}
    return interview.write_new(kind, found, options, partial(next, NUMBERS), TODAY, asking=False)


def written(content: Path, name: str) -> dict[str, Any]:
    text = (content / name / "index.md").read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text.startswith("---\n")
    return frontmatter.read(text, name, []).values


def told(content: Path) -> list[str]:
    """What `check` finds wrong in the content; a day without a meeting is advice."""
    found = examine(find_sources(content), SMALL, History(), TODAY)
    return [str(each) for each in found if each.severity is Severity.PROBLEM]


def tree(content: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in content.rglob("*") if path.is_file()}


# ---- By options ----------------------------------------------------------------------------------


def test_what_is_not_given_is_as_at_the_last_meeting(content: Path) -> None:
    new("meeting", content, **USUAL, start="2027-02-09 09:30")
    values = written(content, "meetings/2027/2027-02-09-cool-roofs")
    assert values == {
        "uid": values["uid"],
        "title": "Cool roofs",
        "groups": ["energy"],
        "type": "working-group",
        "start": "2027-02-09 09:30",
        "end": "12:30",
        "place": {
            "name": "Town Hall",
            "address": "Example Street 1, 1000 Brussels",
            "room": "2.04",
        },
    }
    assert told(content) == []


def test_the_zone_and_the_second_day_of_the_last_meeting(content: Path) -> None:
    new("meeting", content, **WORKSHOP, start="2027-02-09 13:00")
    values = written(content, "meetings/2027/2027-02-09-cool-roofs")
    assert values["end"] == "2027-02-10 11:30"
    assert values["timezone"] == "Europe/Lisbon"
    assert values["online"]["note"] == "The passcode comes by mail."
    assert "registration" not in values
    assert told(content) == []


def test_everything_can_be_given(content: Path) -> None:
    new(
        "meeting",
        content,
        group="mobility, energy",
        title='Cool: "roofs" #1 🔥',
        type="-",
        start="2027-02-09",
        end="2027-02-10",
        timezone="Europe/Athens",
        place="Town Hall",
        address="Street 1, Athens",
        room="-",
        online="https://meet.groups.example/roofs",
        contact="Office in Athens <athens@groups.example>",
        registration="https://ec.europa.eu/eusurvey/runner/Roofs2027",
        text="We meet.",
        folder="roofs",
        draft=True,
    )
    values = written(content, "meetings/2027/2027-02-09-roofs")
    assert values == {
        "uid": values["uid"],
        "title": 'Cool: "roofs" #1 🔥',
        "groups": ["mobility", "energy"],
        "start": "2027-02-09",
        "end": "2027-02-10",
        "timezone": "Europe/Athens",
        "place": {"name": "Town Hall", "address": "Street 1, Athens"},
        "online": {"address": "https://meet.groups.example/roofs"},
        "contact": {"name": "Office in Athens", "email": "athens@groups.example"},
        "registration": {"service": "eusurvey", "form": "Roofs2027"},
        "draft": "yes",
    }
    assert told(content) == []


def test_another_building_has_another_address(content: Path) -> None:
    new("meeting", content, **USUAL, start="2027-02-09 09:30", place="Library")
    values = written(content, "meetings/2027/2027-02-09-cool-roofs")
    assert values["place"] == {"name": "Library"}


@pytest.mark.parametrize(
    ("registration", "form"),
    [
        ("Roofs2027", {"service": "eusurvey", "form": "Roofs2027"}),
        ("eusurvey Roofs2027", {"service": "eusurvey", "form": "Roofs2027"}),
        (
            "https://ec.europa.eu/eusurvey/runner/Roofs2027?surveylanguage=fr",
            {"url": "https://ec.europa.eu/eusurvey/runner/Roofs2027?surveylanguage=fr"},
        ),
    ],
)
def test_a_form_is_known_by_its_address_or_its_name(
    content: Path, registration: str, form: dict[str, str]
) -> None:
    new("meeting", content, **WORKSHOP, start="2027-02-09 13:00", registration=registration)
    assert written(content, "meetings/2027/2027-02-09-cool-roofs")["registration"] == form
    assert told(content) == []


@settings(max_examples=15)
@for_all(st.text(min_size=1, max_size=80))
def test_any_title_is_written_as_given_or_refused_in_a_line(title: str) -> None:
    given = {**USUAL, "title": title, "start": "2027-02-09 09:30"}
    with contextlib.ExitStack() as stack:
        drafts = stack.enter_context(_kept())
        try:
            new("meeting", sites.SMALL_CONTENT, **given)
        except Misused as error:
            refused = str(error)
            assert "\n" not in refused
            return
        [(name, text)] = drafts.items()
        values = frontmatter.read(text, name, []).values
        assert values["title"] == " ".join(title.split())


@contextlib.contextmanager
def _kept() -> Iterator[dict[str, str]]:
    """Drafts are checked, but kept instead of written."""
    kept: dict[str, str] = {}

    def keep(content: Any, drafts: dict[str, str]) -> list[Path]:
        assert content.problems_with(drafts) == []
        kept.update(drafts)
        return [content.path / name for name in drafts]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interview, "write", keep)
        yield kept


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("meeting", {}, "add --group, --title, --start."),
        ("series", {"group": "energy"}, "add --title, --every, --from, --until."),
        ("group", {}, "add --name."),
        ("meeting", {"group": "climate", "title": "x", "start": "2027-02-09 10:00"}, "add --end."),
        (
            "meeting",
            {**USUAL, "group": "enrgy", "start": "2027-02-09"},
            "--group enrgy: there is no group enrgy. ",
        ),
        (
            "meeting",
            {**USUAL, "start": "9/2/2027"},
            "--start 9/2/2027: 9/2/2027 is not a date. ",
        ),
        (
            "meeting",
            {**USUAL, "start": "2027-03-28 02:30"},
            "--start 2027-03-28 02:30: 02:30 on 28 March 2027 does not exist in Europe/Brussels",
        ),
        (
            "meeting",
            {**USUAL, "start": "2027-02-09 10:00", "end": "09:00"},
            "--end 09:00: end is before start: 10:00 to 09:00 on 9 February 2027. ",
        ),
        (
            "meeting",
            {**USUAL, "start": "2027-02-09", "registration": "https://forms.example/1"},
            "forms.example is not a host that registrations may lead to. ",
        ),
        (
            "meeting",
            {**USUAL, "start": "2027-02-09", "contact": "Office <office>"},
            "--contact Office <office>: office is not a mail address. ",
        ),
        ("meeting", {**USUAL, "title": "-", "start": "2027-02-09"}, "--title -: This is needed."),
        (
            "meeting",
            {**USUAL, "start": "2027-02-09", "folder": "Dächer!"},
            "Dächer! cannot be part of an address. Use small letters a to z, digits and hyphens: d",
        ),
        ("meeting", {**USUAL, "start": "2027-02-09", "title": "\udcff"}, "not in UTF-8"),
        (
            "meeting",
            {**USUAL, "start": "2027-02-09", "text": "See [there](there.md)."},
            "the link leads nowhere: there.md",
        ),
        ("group", {"name": "climate"}, "the group in content/groups/climate/index.md has the same"),
        (
            "group",
            {"name": "Sea", "mailing_list": "sea"},
            "--mailing-list sea: sea is not a mailing",
        ),
        (
            "group",
            {"name": "Sea", "parent": "nope"},
            "--parent nope: there is no group nope. Known here: climate, energy, mobility.",
        ),
        (
            "series",
            {**USUAL, "every": "second Tuesday", "from_": "2027-01-01", "until": "2027-12-31"},
            "--every second Tuesday: every second Tuesday can mean two things. ",
        ),
        (
            "series",
            {**USUAL, "every": "Tuesday", "from_": "soon", "until": "2027-12-31"},
            "--from soon: soon is not a date. ",
        ),
        (
            "series",
            {**USUAL, "every": "Tuesday", "from_": "2027-01-01", "count": "many"},
            "--count many: many is not a number from 1 to 150. ",
        ),
        (
            "series",
            {**USUAL, "every": "Tuesday", "from_": "2027-01-01", "count": "0"},
            "--count 0: 0 is not a number from 1 to 150. ",
        ),
        (
            "series",
            {**USUAL, "every": "Tuesday", "from_": "2027-01-01", "count": "100000"},
            "--count 100000: 100000 is not a number from 1 to 150. ",
        ),
        (
            "series",
            {**USUAL, "every": "week", "from_": "2027-01-01", "count": "3", "until": "2027-12-31"},
            "--count and --until both say when it ends; write one of them.",
        ),
    ],
)
def test_what_is_wrong_or_missing_is_told_and_nothing_is_written(
    content: Path, kind: str, given: dict[str, Any], message: str
) -> None:
    before = tree(content)
    with pytest.raises(Misused, match=re.escape(message)):
        new(kind, content, **given)
    assert tree(content) == before


def test_a_folder_that_is_there_is_never_touched(content: Path) -> None:
    """Not even one that only holds documents, or lies in another year's folder."""
    elsewhere = content / "meetings/2027/2027-02-09-cool-roofs"
    elsewhere.mkdir(parents=True)
    (elsewhere / "agenda.pdf").write_bytes(b"%PDF")
    before = tree(content)
    with pytest.raises(Misused, match="add --folder"):
        new("meeting", content, **USUAL, start="2027-02-09")
    message = "--folder cool-roofs: there is a folder 2027-02-09-cool-roofs already. "
    with pytest.raises(Misused, match=message):
        new("meeting", content, **USUAL, start="2027-02-09", folder="cool-roofs")
    assert tree(content) == before
    new("meeting", content, **USUAL, start="2027-02-09", folder="cooler-roofs")
    assert before.items() < tree(content).items()


def test_a_link_out_of_the_content_is_not_followed(content: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (content / "meetings/2027").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Misused, match="leads out of the content"):
        new("meeting", content, **USUAL, start="2027-02-09")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_problems_that_are_there_already_hinder_nobody(content: Path) -> None:
    (content / "groups/climate/index.md").write_text("no fields\n")
    before = told(content)
    assert before
    new("meeting", content, **USUAL, start="2027-02-09 10:00")
    assert told(content) == before


def test_a_group_gets_a_folder_from_its_name(content: Path) -> None:
    new(
        "group",
        content,
        name="Santé: l'été à Łódź",
        short="Santé",
        parent="climate",
        chairs="Adviser, West Finland European Office; Policy officer",
        contact="Secretariat <sante@groups.example>",
        mailing_list="sante@lists.groups.example",
        timezone="Europe/Warsaw",
        text="Towns in summer.",
    )
    values = written(content, "groups/sante-lete-a-lodz")
    assert values == {
        "name": "Santé: l'été à Łódź",
        "short": "Santé",
        "parent": "climate",
        "chairs": [
            {"name": "Adviser", "organisation": "West Finland European Office"},
            {"name": "Policy officer"},
        ],
        "contact": {"name": "Secretariat", "email": "sante@groups.example"},
        "mailing_list": "sante@lists.groups.example",
        "timezone": "Europe/Warsaw",
    }
    new("group", content, name="Sea")
    assert told(content) == []
    # Its first meeting has nothing before it.
    new("meeting", content, group="sea", title="Start", start="2027-02-09 10:00", end="12:00")
    assert told(content) == []


def test_two_years_of_a_series_keep_their_hour_and_can_be_built(
    content: Path, tmp_path: Path
) -> None:
    days = {"every": "second Tuesday of the month", "from_": "2027-01-01", "until": "2028-12-31"}
    line = new(
        "series",
        content,
        **USUAL,
        **days,
        start="14:00",
        skip_month="August",
        skip="2027-05-11",
        skip_holidays=True,
    )
    folders = sorted((content / "meetings").glob("202[78]/*"))
    assert len(folders) == 24 - 2 - 1 - 1  # 9 May 2028
    values = [written(content, str(folder.relative_to(content))) for folder in folders]
    assert len({each["uid"] for each in values}) == len(folders)
    assert {(each["start"][11:], each["end"]) for each in values} == {("14:00", "17:00")}
    for folder, each in zip(folders, values, strict=True):
        day = datetime.fromisoformat(each["start"])
        assert (day.weekday(), 8 <= day.day <= 14) == (1, True)
        assert folder.name == f"{day:%Y-%m-%d}-cool-roofs"
    assert re.search(r"^git add \S*meetings/2027 \S*meetings/2028$", line, re.MULTILINE)
    assert told(content) == []
    sites.build(content, tmp_path / "out")
    hours = (tmp_path / "out/groups/energy/calendar.ics").read_text("utf-8")
    assert hours.count("DTSTART;TZID=Europe/Brussels:2027") == 10
    assert len(set(re.findall(r"DTSTART;TZID=Europe/Brussels:202[78]\d{4}T(\d+)", hours))) == 1


def test_days_off_are_left_out_with_their_names(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those of the country where the group met, and of the European institutions."""
    days = {"every": "Thursday", "from_": "2027-04-23", "until": "2027-06-11"}
    new("series", content, **WORKSHOP, **days, start="-", skip_holidays=True)  # in Lisbon
    assert [line for line in capsys.readouterr().out.splitlines() if "left out" in line] == [
        "left out: Thu 6 May 2027 (the European institutions are closed)",
        "left out: Thu 27 May 2027 (Corpus Christi)",
        "left out: Thu 10 June 2027 (Day of Portugal, Camões, and the Portuguese Communities)",
    ]


def test_advice_that_something_new_brings_is_told_after_it_is_written(content: Path) -> None:
    line = new("meeting", content, **USUAL, start="2027-02-09 09:00")
    assert "look at this again" not in line
    given = {**USUAL, "title": "Cooler roofs", "start": "2027-02-09 08:00"}
    line = new("meeting", content, **given)
    # Told at the later one, which was there before.
    file = "content/meetings/2027/2027-02-09-cool-roofs/index.md"
    [advice] = [each for each in line.splitlines() if ": advice: " in each]
    assert advice.startswith(f"{file}:6:1: advice: ")
    assert " has another meeting at this time: " in advice
    assert (content / "meetings/2027/2027-02-09-cooler-roofs").is_dir()
    line = new("meeting", content, **{**given, "title": "Other", "start": "2027-05-09 08:00"})
    [advice] = [each for each in line.splitlines() if ": advice: " in each]
    assert advice.endswith("on 9 May 2027, the European institutions are closed")


def test_a_series_of_two_days_each_and_one_of_whole_days(content: Path) -> None:
    days = {"every": "first Monday", "from_": "2027-01-01", "count": "3"}
    new("series", content, **WORKSHOP, **days, start="13:00")
    ends = [
        written(content, f"meetings/2027/2027-{day}-cool-roofs")["end"]
        for day in ("01-04", "03-01")
    ]
    assert ends == ["2027-01-05 11:30", "2027-03-02 11:30"]
    new("series", content, **WORKSHOP, **days, start="-", folder="whole")
    assert written(content, "meetings/2027/2027-03-01-whole")["start"] == "2027-03-01"
    assert told(content) == []


# ---- As a command --------------------------------------------------------------------------------


def test_the_command_writes_and_says_what_to_do_next(content: Path) -> None:
    options = ("--group", "energy", "--title", "- Cool roofs", "--start", "2027-02-09 14:00")
    paths = ("--content", content, *SITE)
    done = sites.command("new", "meeting", *options, *paths, cwd=content.parent)
    name = "content/meetings/2027/2027-02-09-cool-roofs"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"{name}/index.md is written.",
        "Look at it, put documents beside it, and commit it:",
        f"python3 tasks.py serve --content {content} --settings {sites.SMALL}",
        f"git add {name}",
        "git commit -m 'New: 2027-02-09-cool-roofs'",
    ]
    uid = written(content, "meetings/2027/2027-02-09-cool-roofs")["uid"]
    assert UUID(uid).version == 4


@pytest.mark.parametrize("options", [(), ("--yes",)])
def test_without_a_terminal_nobody_is_asked(content: Path, options: tuple[str, ...]) -> None:
    line = [sys.executable, str(sites.ROOT / "tasks.py"), "new", "meeting", *options]
    paths = ["--content", str(content), *map(str, SITE)]
    done = subprocess.run(
        [*line, *paths],
        stdin=subprocess.PIPE,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    missing = "Nobody can be asked here; add --group, --title, --start.\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", missing)


@pytest.fixture(scope="module")
def tasks() -> Any:
    spec = importlib.util.spec_from_file_location("tasks_with_help", sites.ROOT / "tasks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "tasks_with_help", module)
        spec.loader.exec_module(module)
        yield SimpleNamespace(**vars(module))


def test_every_option_is_used(tasks: Any) -> None:
    """An option that nothing reads would be swallowed without a word."""
    code = "".join(
        (sites.ROOT / "plugins/commands" / f"{name}.py").read_text("utf-8")
        for name in ("interview", "sheet", "days", "questions", "drafts")
    )
    for table in (tasks.MEETING_HELP, tasks.SERIES_HELP, tasks.GROUP_HELP):
        for name in table.keys() - {"yes"}:
            assert f'"{name}"' in code, name


# ---- At a terminal -------------------------------------------------------------------------------


def at_terminal(
    *words: str | Path, answers: list[str], content: Path, leave: bytes = b"\x04", at: bytes = b""
) -> tuple[int, str]:
    """Run a command at a terminal of its own, with all answers typed ahead.

    A question more than there are answers finds `leave`, which is typed when `at` is shown.
    """
    ours, theirs = pty.openpty()
    line = [sys.executable, str(sites.ROOT / "tasks.py"), *map(str, words)]
    line += ["--content", str(content), *map(str, SITE)]
    env = {**os.environ, "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
    # The terminal must be its own, as otherwise no Ctrl+C comes through.
    join = f"import os, sys; os.login_tty({theirs}); os.execv(sys.argv[1], sys.argv[1:])"
    running = subprocess.Popen([sys.executable, "-c", join, *line], env=env, pass_fds=[theirs])
    os.close(theirs)
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    said, quiet, left = b"", 0, False
    # Linux ends a terminal that nobody holds any more with an error.
    with contextlib.suppress(OSError):
        while quiet < 30:
            more = select.select([ours], [], [], 2)[0]
            said += os.read(ours, 4096) if more else b""
            quiet += not more
            # A Ctrl+C in the moment before Python waits for a line is lost, and pressed again.
            if at in said and not (left and more):
                os.write(ours, leave)
                left = True
        running.kill()
    os.close(ours)
    return running.wait(timeout=30), said.decode("utf-8").replace("\r\n", "\n")


def test_at_a_terminal_wrong_answers_are_told_and_asked_again(content: Path) -> None:
    answers = [
        *("enrgy", "energy", "", "Cool roofs: what next?", "working-group"),
        *("9 February", "2027-02-09", "2pm", "14:30", ""),
        *("", "", "Room 5", "", "Office <office>", "Office <office@groups.example>"),
        *("https://forms.example/1", "-", "yes"),
    ]
    code, said = at_terminal("new", "meeting", answers=answers, content=content)
    assert code == 0, said
    for line in (
        "Groups: climate, energy, mobility",
        "    there is no group enrgy. ",
        "    This is needed. Ctrl+C leaves, and writes nothing.\n",
        "    9 February is not a date. ",
        "    2pm is not a time of day. ",
        "    office is not a mail address. ",
        "    forms.example is not a host that registrations may lead to. ",
        "Place: host or building [Town Hall]: ",
        "Ends at, as 17:00 [17:30]: ",
        'title: "Cool roofs: what next?"',
    ):
        assert line in said, said
    values = written(content, "meetings/2027/2027-02-09-cool-roofs-what-next")
    assert (values["start"], values["end"]) == ("2027-02-09 14:30", "17:30")
    assert values["place"]["room"] == "Room 5"
    assert values["contact"]["email"] == "office@groups.example"
    assert told(content) == []


def test_at_a_terminal_the_days_of_a_series_are_shown_before_any_is_written(content: Path) -> None:
    head = ["energy", "Cool roofs", "working-group", "second Tuesday", "2 weeks", "2027-01-05"]
    head += ["no", "3"]
    before = tree(content)
    code, said = at_terminal("new", "series", answers=[*head, "-", "-", "no"], content=content)
    assert (code, tree(content)) == (2, before)
    assert "    every second Tuesday can mean two things. Write second Tuesday of the month" in said
    assert "Tue 5 January 2027\nTue 19 January 2027\nTue 2 February 2027\n3 meetings\n" in said
    assert said.endswith("Nothing was written.\n")
    rest = ["-", "2027-01-19", "yes", *[""] * 8, "yes"]
    code, said = at_terminal("new", "series", answers=[*head, *rest], content=content)
    assert code == 0, said
    assert "left out: Tue 19 January 2027 (as you said)\n" in said
    assert [path.name for path in sorted((content / "meetings/2027").iterdir())] == [
        *("2027-01-05-cool-roofs", "2027-02-02-cool-roofs", "2027-02-16-cool-roofs")
    ]


def test_at_a_terminal_a_taken_folder_is_told_and_another_asked(content: Path) -> None:
    new("group", content, name="Sea", folder="see")
    answers = ["sea", "See", *[""] * 6, "see", "seas", "yes"]
    code, said = at_terminal("new", "group", answers=answers, content=content)
    assert code == 0, said
    assert "    the group in content/groups/see/index.md has the same name. " in said
    assert "    there is a folder see already. " in said
    assert written(content, "groups/seas") == {"name": "See"}


@pytest.mark.parametrize("leave", [b"\x03", b"\x04"])
def test_who_leaves_leaves_nothing_behind(content: Path, leave: bytes) -> None:
    before = tree(content)
    words, answers = ("new", "meeting"), ["energy"]
    code, said = at_terminal(*words, answers=answers, content=content, leave=leave, at=b"Title: ")
    assert (code, tree(content)) == (130, before)
    assert said.endswith("Nothing was written.\n")
    assert "Traceback" not in said


def test_fields_that_can_be_answered_are_fields(tasks: Any) -> None:
    """A field that is renamed takes its question along."""
    files = (sites.ROOT / f"plugins/commands/{name}.py" for name in ("interview", "sheet"))
    code = "".join(file.read_text("utf-8") for file in files)
    asked = set(re.findall(r'sheet\.ask\("([a-z_]+)', code))
    known = {*fields.MeetingFields.model_fields, *fields.GroupFields.model_fields}
    assert asked
    assert asked <= known
