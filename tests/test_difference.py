"""What subscribers are told of a change before it is published."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sites
from factories import a_document, a_group, a_meeting, a_programme, a_site, at
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from workgroups.difference import DELAY, difference
from workgroups.group import Group
from workgroups.meeting import Meeting, Online, Place
from workgroups.programme import Programme
from workgroups.prose import Prose
from workgroups.reading import read_leniently
from workgroups.sources import find_sources
from workgroups.wording import load

ROOT = Path(__file__).parent.parent
WORDS = load(ROOT / "theme" / "strings", "en")
OLD = a_meeting()
HEAT = "content/meetings/2025/2025-10-07-heat-plans/index.md"


def told(new: Meeting, old: Meeting = OLD) -> list[str]:
    """The lines of the list, without the meeting's name."""
    text = difference(a_programme(old), a_programme(new), WORDS)
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    return [line.replace("Energy in cities (Smart Cities): ", "") for line in lines]


def test_nothing_is_told_when_nothing_changes() -> None:
    assert difference(a_programme(OLD), a_programme(OLD), WORDS) == ""


@pytest.mark.parametrize(
    "change",
    [
        {"body": Prose("<p>Better words.</p>")},
        {"tags": ("energy",)},
        {"slug": "2026-01-21-energy-again"},
        {"source": "content/meetings/elsewhere/index.md"},
    ],
)
def test_what_no_calendar_shows_does_not_count(change: dict[str, object]) -> None:
    assert told(replace(OLD, **change)) == []


def test_a_moved_meeting_with_both_times_in_its_zone() -> None:
    assert told(a_meeting(when=at("2026-07-28 14:00", "2026-07-28 16:00"))) == [
        (
            "- **Moved**: was: Wednesday 21 January 2026, 14:00 to 17:00, Brussels time (CET);"
            " now: Tuesday 28 July 2026, 14:00 to 16:00, Brussels time (CEST)"
        )
    ]


def test_of_several_days_old_and_new_are_plainly_told_apart() -> None:
    two_days = a_meeting(when=at("2026-03-12 13:30", "2026-03-13 12:00", "Europe/Lisbon"))
    later = a_meeting(when=at("2026-03-12 14:30", "2026-03-13 12:00", "Europe/Lisbon"))
    [line] = told(later, two_days)
    _, was, now = re.split("was: |; now: ", line)
    assert was == f"{WORDS.span_and_zone(two_days.when)}"
    assert now == f"{WORDS.span_and_zone(later.when)}"


def test_the_same_hour_in_another_zone_is_a_move() -> None:
    [line] = told(a_meeting(when=at("2026-01-21 14:00", "2026-01-21 17:00", "Europe/Lisbon")))
    assert line.endswith("14:00 to 17:00, Lisbon time (WET)")


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("confirmed", "cancelled", "Cancelled"),
        ("confirmed", "postponed", "Postponed"),
        ("cancelled", "confirmed", "Reinstated"),
        ("postponed", "tentative", "Reinstated, to be confirmed"),
        ("tentative", "confirmed", "Confirmed"),
        ("confirmed", "tentative", "No longer certain"),
        ("cancelled", "postponed", "Postponed"),
    ],
)
def test_status(old: str, new: str, wanted: str) -> None:
    notice = "The hosts are ill."
    [line] = told(a_meeting(status=new, notice=notice), a_meeting(status=old, notice=notice))
    assert line.startswith(f"- **{wanted}**: Wednesday 21 January 2026, 14:00 to 17:00")
    assert line.endswith(notice) == (new in {"cancelled", "postponed"})


@pytest.mark.parametrize("status", ["confirmed", "tentative", "cancelled", "postponed"])
def test_a_notice(status: str) -> None:
    old, new = (a_meeting(status=status, notice=f"Room {room}.") for room in (2, 3))
    assert told(new, old) == ["- **New notice**: Room 3."]
    assert told(a_meeting(status=status), old) == ["- **Notice gone**: Room 2."]


def test_a_notice_that_says_why_is_told_once() -> None:
    new = a_meeting(status="cancelled", notice="The hosts are ill.")
    assert len(told(new)) == 1
    assert told(a_meeting(notice="It is on.", status="tentative")) == [
        ("- **No longer certain**: Wednesday 21 January 2026, 14:00 to 17:00, Brussels time (CET)"),
        "- **New notice**: It is on.",
    ]


def test_new_and_gone() -> None:
    other = a_meeting("other", when=at("2025-01-01"))
    text = difference(a_programme(OLD), a_programme(other), WORDS)
    assert text.index("**New**") < text.index("**Gone**"), "in the order of the meetings' days"
    assert "status: cancelled" in text
    assert text.endswith(f"{DELAY}\n")


def test_place() -> None:
    assert told(a_meeting(place=Place("Norway House"))) == [
        (
            "- **New place**: was: House of Regions, Room 3, Rue de l'Exemple 1, 1000 Brussels;"
            " now: Norway House"
        )
    ]
    assert told(a_meeting(online=Online("https://meet.example/x"))) == [
        "- **New place**: how to join online"
    ]


def test_papers() -> None:
    agenda, draft = a_document(), a_document("/meetings/2026-01-21-energy/d.pdf", title="Draft")
    other = replace(agenda, sha256="other")
    assert told(a_meeting(documents=(agenda, draft))) == ["- **New papers**: Agenda, Draft"]
    assert told(a_meeting(documents=(other,)), a_meeting(documents=(agenda,))) == [
        "- **Papers replaced**: Agenda"
    ]
    assert told(a_meeting(), a_meeting(documents=(draft,))) == ["- **Papers gone**: Draft"]


def test_papers_kept_elsewhere_are_known_by_their_whole_address() -> None:
    a, b = (a_document(f"https://cloud.example/s/{x}/download", title=x.upper()) for x in "ab")
    assert told(a_meeting(documents=(a, b))) == ["- **New papers**: A, B"]
    assert told(a_meeting(documents=(a, b)), a_meeting(documents=(a,))) == ["- **New papers**: B"]
    assert told(a_meeting(documents=(b,)), a_meeting(documents=(a,))) == [
        "- **New papers**: B",
        "- **Papers gone**: A",
    ]


def test_papers_stay_the_same_in_a_folder_of_another_name() -> None:
    old, new = (a_document(f"/meetings/{folder}/agenda.pdf") for folder in ("old", "new"))
    assert told(a_meeting(documents=(new,)), a_meeting(documents=(old,))) == []


# ---- Calendars of groups and types ---------------------------------------------------------------

NETWORK = a_group("network")
ENERGY, MOBILITY = (a_group(slug, parent="network") for slug in ("energy", "mobility"))
GROUPS = (NETWORK, ENERGY, MOBILITY)


def told_of_calendars(
    old: Meeting, new: Meeting, before: tuple[Group, ...] = GROUPS, after: tuple[Group, ...] = ()
) -> list[str]:
    programmes = a_programme(old, groups=before), a_programme(new, groups=after or GROUPS)
    lines = difference(*programmes, WORDS).splitlines()
    return [line.split("): ")[1] for line in lines if line.startswith("- **Other calendars**")]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ((ENERGY, MOBILITY), (MOBILITY,), ["no longer in Energy"]),
        ((ENERGY,), (ENERGY, MOBILITY), ["now in Mobility"]),
        ((ENERGY,), (MOBILITY,), ["no longer in Energy; now in Mobility"]),
        ((ENERGY,), (NETWORK,), ["no longer in Energy"]),
        ((NETWORK,), (NETWORK, ENERGY), ["now in Energy"]),
        ((ENERGY, MOBILITY), (MOBILITY, ENERGY), []),
        ((NETWORK, ENERGY), (ENERGY,), []),
    ],
)
def test_a_meeting_that_comes_into_a_calendar_or_goes(
    old: tuple[Group, ...], new: tuple[Group, ...], wanted: list[str]
) -> None:
    assert told_of_calendars(a_meeting(groups=old), a_meeting(groups=new)) == wanted


def test_a_new_parent_has_the_meetings_of_its_new_child() -> None:
    alone = replace(ENERGY, parent=None)
    before = (NETWORK, alone)
    lines = told_of_calendars(a_meeting(groups=(alone,)), a_meeting(groups=(ENERGY,)), before)
    assert lines == ["now in Network"]


def test_a_calendar_that_moves_goes_on_and_a_new_one_has_no_subscribers() -> None:
    power = a_group("power", aliases=("/groups/energy/",))
    old, new = (a_meeting(groups=(group,)) for group in (a_group("energy"), power))
    assert told_of_calendars(old, new, before=(), after=(power,)) == []
    founded = a_meeting(groups=(power, a_group("water")))
    assert told_of_calendars(old, founded, before=(), after=(power,)) == []


def test_another_type_is_another_calendar() -> None:
    typed, other = a_meeting(type="working-group"), a_meeting("other", type="working-group")
    untyped = a_meeting()
    both = a_programme(typed, other), a_programme(untyped, other)
    assert "no longer in Working group meeting" in difference(*both, WORDS)
    assert "now in Working group meeting" in difference(*reversed(both), WORDS)
    unknown = a_meeting(type="renamed-since")
    assert difference(a_programme(unknown), a_programme(typed), WORDS) == ""


# ---- The words on delay --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("program", "wanted"),
    [
        ("google", "8 to 24 hours"),
        ("thunderbird", "every 30 minutes while it is open"),
        ("outlook_work", "every few hours at best"),
        ("outlook_work", "more than a day"),
        ("outlook_personal", "few hours at best"),
    ],
)
def test_the_delay_is_that_of_the_page_for_subscribers(program: str, wanted: str) -> None:
    assert wanted in WORDS.t(f"subscribe.{program}_delay")
    assert wanted in DELAY


def test_words_of_editors_are_only_words() -> None:
    [line] = told(a_meeting(title="*Energy* <b> @team [x](y)"))
    assert r"\*Energy\* \<b\> \@team \[x\](y)" in line


def the_command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """`python3 tasks.py diff` with the small site's settings."""
    line = [sys.executable, str(ROOT / "tasks.py"), "diff", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def test_the_command_compares_with_where_the_branch_began(tmp_path: Path) -> None:
    content = sites.write_small_content(tmp_path)
    options = ("--content", content, "--settings", ROOT / "tests" / "site" / "settings.py")
    sites.git(tmp_path, "branch", "published")
    assert the_command("published", *options).stdout == ""

    meeting = content / "meetings/2025/2025-10-07-heat-plans/index.md"
    text = meeting.read_text(encoding="utf-8")
    meeting.write_text(text.replace("start: 2025-10-07 ", "start: 2025-10-06 "), encoding="utf-8")
    assert "**Moved**" in the_command("published", *options).stdout

    meeting.write_text("---\ntitle: x\n---\n", encoding="utf-8")
    wrong = the_command("published", *options)
    assert wrong.returncode == 1
    assert "index.md:1:1: problem: uid is missing" in wrong.stderr

    unknown = the_command("nowhere", *options)
    assert unknown.returncode == 2
    assert len(unknown.stderr.splitlines()) == 1


def test_what_was_published_need_not_fit_the_settings_of_now(tmp_path: Path) -> None:
    content = sites.write_small_content(tmp_path)
    heat = content / "meetings/2025/2025-10-07-heat-plans/index.md"
    good = {path: path.read_text(encoding="utf-8") for path in content.rglob("index.md")}
    buses = content / "meetings/2026/2026-03-12-grids-and-buses/index.md"
    buses.write_text(good[buses].replace("\nstart: ", "\nbegins: "), encoding="utf-8")
    sites.commit(tmp_path, "2026-01-13T10:00:00Z", "content")

    buses.write_text(good[buses], encoding="utf-8")
    renamed = good[heat].replace("type: working-group", "type: group-meeting")
    heat.write_text(renamed.replace("start: 2025-10-07 ", "start: 2025-10-06 "), encoding="utf-8")
    settings = tmp_path / "settings.py"
    now = sites.SMALL.read_text(encoding="utf-8").replace('"working-group":', '"group-meeting":')
    settings.write_text(now, encoding="utf-8")

    done = the_command("HEAD", "--content", content, "--settings", settings)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line for line in done.stdout.splitlines() if line.startswith("- ")]
    assert [line.partition(":")[0] for line in lines] == [
        "- **Moved**",
        "- content/meetings/2026/2026-03-12-grids-and-buses/index.md",
    ]


def read(content: Path, **site: object) -> tuple[Programme, frozenset[str]]:
    return read_leniently(find_sources(content), a_site(**site))


def test_of_a_group_that_cannot_be_read_no_meeting_is_compared(tmp_path: Path) -> None:
    content = Path(shutil.copytree(sites.SMALL_CONTENT, tmp_path / "content"))
    (content / "groups/energy/index.md").write_text("---\nname:\n---\n", encoding="utf-8")
    programme, unread = read(content)
    assert "energy" not in {group.slug for m in programme.meetings for group in m.groups}
    assert {"content/groups/energy/index.md", HEAT} <= unread
    new = read(sites.SMALL_CONTENT)[0]
    text = difference(programme, new, WORDS, unread)
    assert f"- {HEAT}\n" in text
    assert "**" not in text
    assert DELAY not in text


def test_what_these_settings_would_refuse_was_published_under_others() -> None:
    strict = {"document_budget": 1, "languages": ("nl",), "meeting_types": {}}
    programme, unread = read(sites.SMALL_CONTENT, **strict)
    assert not unread
    assert {meeting.type for meeting in programme.meetings} >= {"working-group", "workshop"}
    assert any(entry.document.source for entry in programme.documents)


MARKDOWN = MarkdownIt("gfm-like").disable("linkify")
TEXTS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=30)
SIGNS = st.text("*_`~[]()<>!&;#|\\$@:/ab1.- \n", max_size=30)


@given(TEXTS | SIGNS)
@example("AT&amp;T")
@example("![x](y)")
@example("\\")
@example("<!-- -->")
def test_a_reader_of_markdown_shows_what_was_written(title: str) -> None:
    """By a reader of others; nothing of it is a link, a picture or markup."""
    text = difference(a_programme(OLD), a_programme(a_meeting(title=f"T{title}.")), WORDS)
    inline = [token for token in MARKDOWN.parse(text) if token.type == "inline"]
    (line,) = (token for token in inline if token.content.startswith("**"))
    kinds = {child.type for child in line.children or ()}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close"}
    shown = "".join(child.content for child in line.children or ())
    assert shown.startswith(f"New title: {' '.join(f'T{title}.'.split())} (Smart Cities): was: ")
