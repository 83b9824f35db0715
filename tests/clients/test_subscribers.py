"""What a subscriber sees of a meeting's life: each change once, and at the right hour."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest
import sites
from evolution import Evolution, evolution, left_running
from subscriber import Subscriber
from web_server import nginx

pytestmark = pytest.mark.clients

MEETING = "meetings/2026/2026-03-12-grids-and-buses"

# Two of them are in Lisbon, where clocks are an hour behind those of Brussels.
HEAT = (
    "2025-10-07 14:00",
    "2025-10-07 17:00",
    "Heat plans: what the first ten towns wrote",
    "CONFIRMED",
)
GRIDS = ("2026-03-12 14:30", "2026-03-13 13:00", "Grids and buses", "CONFIRMED")
NIGHT = ("2026-05-06 11:00", "2026-05-06 13:00", "CANCELLED: Night charging", "CANCELLED")
DAYS = ("2026-11-18", "2026-11-19", "Annual days of the network", "TENTATIVE")
AT_FIRST = [HEAT, GRIDS, NIGHT, DAYS]


class Reader(Protocol):
    """Someone who subscribed to a feed, with any calendar program."""

    @property
    def feed(self) -> str:
        """Its address."""

    def fetch(self) -> None:
        """Get the feed anew."""

    def entries(self) -> list[tuple[str, ...]]:
        """What is shown, in order: from when, to when in Brussels, title and status."""

    def kept(self) -> dict[str, tuple[str, ...]]:
        """Each entry's text, and the time it was written where the program shows that."""


@dataclass(frozen=True)
class Network:
    """A published site whose editors go on writing, and one who subscribes to all of it."""

    content: Path
    output: Path
    subscriber: Reader

    def change(self, old: str, new: str, moment: str = "2026-01-14T09:00:00Z") -> None:
        """Edit the meeting, commit that, and publish."""
        file = self.content / MEETING / "index.md"
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), encoding="utf-8")
        self.publish(moment, f"content/{MEETING}")

    def publish(self, moment: str, *paths: str) -> None:
        """Commit and build."""
        sites.commit(self.content.parent, moment, *paths)
        sites.build(self.content, self.output)

    def shown(self) -> list[tuple[str, ...]]:
        """What the subscriber sees after the next fetch."""
        self.subscriber.fetch()
        return self.subscriber.entries()


@pytest.fixture
def content(tmp_path: Path, small_content: Path) -> Path:
    """The small site's content, to be changed."""
    return Path(shutil.copytree(small_content.parent, tmp_path / "repository")) / "content"


Subscribe = Callable[[str, str], Reader]


@pytest.fixture(params=["khal", pytest.param("evolution", marks=pytest.mark.evolution)])
def subscribe(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Subscribe]:
    """What makes someone of a feed and a name, who has then fetched it once."""
    with ExitStack() as stack:

        def with_khal(feed: str, name: str) -> Subscriber:
            someone = Subscriber.of(feed, tmp_path / name)
            someone.fetch()
            return someone

        def with_evolution(feed: str, name: str) -> Evolution:
            return stack.enter_context(evolution(feed, tmp_path / name))

        yield with_khal if request.param == "khal" else with_evolution


@pytest.fixture
def network(content: Path, tmp_path: Path, subscribe: Subscribe) -> Iterator[Network]:
    """The small site behind nginx; its subscriber has fetched it once."""
    output = tmp_path / "site"
    sites.build(content, output)
    with nginx(output, tmp_path / "nginx") as address:
        yield Network(content, output, subscribe(f"{address}/calendar.ics", "subscriber"))


only_khal = pytest.mark.parametrize("subscribe", ["khal"], indirect=True)
only_evolution = pytest.mark.parametrize(
    "subscribe", [pytest.param("evolution", marks=pytest.mark.evolution)], indirect=True
)


def test_every_meeting_is_there_once_at_its_hour(network: Network) -> None:
    assert network.subscriber.entries() == AT_FIRST


@only_khal
def test_hours_are_those_of_who_looks(network: Network, tmp_path: Path) -> None:
    far = Subscriber.of(network.subscriber.feed, tmp_path / "far", "America/New_York")
    far.fetch()
    # In March 2026, New York has its summer time already and Lisbon not yet.
    assert [entry[:2] for entry in far.entries()] == [
        ("2025-10-07 08:00", "2025-10-07 11:00"),
        ("2026-03-12 09:30", "2026-03-13 08:00"),
        ("2026-05-06 05:00", "2026-05-06 07:00"),
        ("2026-11-18", "2026-11-19"),
    ]


def test_nothing_new_writes_nothing(network: Network) -> None:
    """Also after a build without a change, on another day."""
    before = network.subscriber.kept()
    assert len(before) == 4
    sites.build(network.content, network.output, now="2026-03-02T07:00:00Z")
    assert network.shown() == AT_FIRST
    assert network.subscriber.kept() == before


def test_a_meeting_that_moves_is_moved(network: Network) -> None:
    others = network.subscriber.kept()
    network.change("start: 2026-03-12 13:30", "start: 2026-03-11 09:00")
    moved = ("2026-03-11 10:00", *GRIDS[1:])
    assert network.shown() == [HEAT, moved, NIGHT, DAYS]
    kept = others.items() & network.subscriber.kept().items()
    assert len(kept) == 3, "only the entry of the meeting is written again"


def test_a_meeting_that_is_cancelled_says_so_and_can_come_back(network: Network) -> None:
    network.change("groups: [energy", "status: cancelled\nnotice: No bus.\ngroups: [energy")
    off = (*GRIDS[:2], "CANCELLED: Grids and buses", "CANCELLED")
    assert network.shown() == [HEAT, off, NIGHT, DAYS]
    again = "2026-01-15T09:00:00Z"
    network.change("status: cancelled\nnotice: No bus.\n", "", again)
    assert network.shown() == AT_FIRST


def test_a_meeting_whose_folder_is_renamed_is_the_same(network: Network) -> None:
    for file in network.content.glob("meetings/*/*/index.md"):
        text = file.read_text(encoding="utf-8")  # One of them has a link to it.
        file.write_text(text.replace("/2026-03-12-grids-and-buses/", "/2026-03-12-buses/"), "utf-8")
    old = network.content / MEETING
    old.rename(old.with_name("2026-03-12-buses"))
    network.publish("2026-01-14T09:00:00Z", "content/meetings")
    assert network.shown() == AT_FIRST
    kept = network.subscriber.kept().values()
    text = "".join(entry for entry, *_ in kept).replace("\r\n ", "")
    assert "URL:https://groups.example/meetings/2026-03-12-buses/\r\n" in text
    assert "2026-03-12-grids-and-buses" not in text


def test_a_group_that_is_renamed_keeps_its_subscribers(
    network: Network, subscribe: Subscribe
) -> None:
    feed = network.subscriber.feed.replace("/calendar.ics", "/groups/mobility/calendar.ics")
    member = subscribe(feed, "member")
    assert member.entries() == [GRIDS, NIGHT]
    old = network.content / "groups/mobility"
    index = old / "index.md"
    text = index.read_text(encoding="utf-8")
    index.write_text(text.replace("---\n", "---\naliases: [/groups/mobility/]\n", 1), "utf-8")
    old.rename(old.with_name("buses"))
    for file in network.content.rglob("index.md"):
        text = file.read_text(encoding="utf-8")
        new = text.replace("mobility]", "buses]").replace("../mobility/", "../buses/")
        file.write_text(new, encoding="utf-8")
    network.publish("2026-01-14T09:00:00Z", "content")
    member.fetch()
    assert member.entries() == [GRIDS, NIGHT]


@only_evolution
def test_evolution_means_the_hours_that_it_shows(network: Network) -> None:
    """By its own reckoning, from the time zones in the feed: to the minute."""
    someone = network.subscriber
    assert isinstance(someone, Evolution)
    minute, brussels = timedelta(minutes=1), ZoneInfo("Europe/Brussels")
    for *hours, title, _ in (HEAT, GRIDS, NIGHT):
        begins, ends = (datetime.fromisoformat(hour).replace(tzinfo=brussels) for hour in hours)
        assert someone.between(begins - minute, begins) == []
        assert someone.between(begins, begins + minute) == [title]
        assert someone.between(ends - minute, ends) == [title]
        assert someone.between(ends, ends + minute) == []


@only_evolution
@pytest.mark.parametrize("moved", ["SEQUENCE", "DTSTAMP", "LAST-MODIFIED"])
def test_evolution_believes_that_an_entry_is_new_only_by_its_revision(
    network: Network, moved: str
) -> None:
    """Why a feed must say so: with none of the three properties moved, the old hour stays.

    Two meetings get another hour, by hand; only one of them also another revision.
    """
    feed = network.output / "calendar.ics"
    grids, heat = "Grids and buses", "Heat plans"
    entries = feed.read_bytes().decode("utf-8").split("BEGIN:VEVENT\r\n")
    for place, entry in enumerate(entries):
        if f"SUMMARY:{grids}" in entry or f"SUMMARY:{heat}" in entry:
            entries[place] = re.sub(r"(DTSTART;\S+T\d\d)\d\d", r"\g<1>15", entry)
        if f"SUMMARY:{grids}" in entry:
            entries[place] = re.sub(rf"({moved}:)\d", r"\g<1>3", entries[place])
    feed.write_bytes("BEGIN:VEVENT\r\n".join(entries).encode("utf-8"))
    later = feed.stat().st_mtime + 60  # Within a second, nginx could not tell the two apart.
    os.utime(feed, (later, later))
    assert network.shown() == [HEAT, ("2026-03-12 14:15", *GRIDS[1:]), NIGHT, DAYS]


@pytest.mark.evolution
def test_evolution_leaves_nothing_running(small_site: Path, tmp_path: Path) -> None:
    home = tmp_path / "someone"
    with nginx(small_site, tmp_path / "nginx") as address:
        with evolution(f"{address}/calendar.ics", home):
            programs = " ".join(left_running(home))
            assert re.fullmatch(r"dbus-daemon evolution-calen\S* evolution-sourc\S*", programs)
        assert left_running(home) == []
