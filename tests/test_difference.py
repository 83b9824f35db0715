"""What subscribers are told of a change before it is published."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sites
from factories import a_document, a_meeting, a_programme, at

from workgroups.difference import DELAY, difference
from workgroups.meeting import Meeting, Online, Place
from workgroups.prose import Prose
from workgroups.wording import load

ROOT = Path(__file__).parent.parent
WORDS = load(ROOT / "theme" / "strings", "en")
OLD = a_meeting()


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
            "- **Moved**: from Wednesday 21 January 2026, 14:00 to 17:00, Brussels time (CET)"
            " to Tuesday 28 July 2026, 14:00 to 16:00, Brussels time (CEST)"
        )
    ]


def test_the_same_hour_in_another_zone_is_a_move() -> None:
    [line] = told(a_meeting(when=at("2026-01-21 14:00", "2026-01-21 17:00", "Europe/Lisbon")))
    assert line.endswith("14:00 to 17:00, Lisbon time (WET)")


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("confirmed", "cancelled", "Cancelled"),
        ("confirmed", "postponed", "Postponed"),
        ("cancelled", "confirmed", "Reinstated"),
        ("postponed", "tentative", "Reinstated"),
        ("tentative", "confirmed", "Confirmed"),
    ],
)
def test_status(old: str, new: str, wanted: str) -> None:
    notice = "The hosts are ill."
    [line] = told(a_meeting(status=new, notice=notice), a_meeting(status=old))
    assert line.startswith(f"- **{wanted}**: Wednesday 21 January 2026, 14:00 to 17:00")
    assert line.endswith(notice) == (new in {"cancelled", "postponed"})


def test_new_and_gone() -> None:
    other = a_meeting("other", when=at("2025-01-01"))
    text = difference(a_programme(OLD), a_programme(other), WORDS)
    assert text.index("**New**") < text.index("**Gone**"), "in the order of the meetings' days"
    assert "status: cancelled" in text
    assert text.endswith(f"{DELAY}\n")


def test_place() -> None:
    assert told(a_meeting(place=Place("Norway House"))) == [
        (
            "- **New place**: from House of Regions, Room 3, Rue de l'Exemple 1, 1000 Brussels"
            " to Norway House"
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
