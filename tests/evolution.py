"""Someone who subscribes with Evolution: its data server, on a D-Bus that it has to itself."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import sites
import system_tools
from icalendar import Event
from jeepney import DBusAddress, HeaderFields, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection, unwrap_msg

SOURCE = """\
[Data Source]
DisplayName=Meetings
Enabled=true
Parent=webcal-stub

[Calendar]
BackendName=webcal

[Authentication]
Host={feed.hostname}
Port={feed.port}
Method=none

[WebDAV Backend]
ResourcePath={feed.path}

[Refresh]
Enabled=false
"""
"""What Evolution writes when someone subscribes; it then fetches only when it is told to."""

SETTINGS = """\
[org/gnome/evolution-data-server]
network-monitor-gio-name='always-online'
"""
"""Else it fetches nothing on a machine that has no way out to the world."""

BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""Without folders of services: no program starts but those that the test starts itself."""

NAME = "org.gnome.evolution.dataserver."
"""How its names on the bus begin; those of its services end in a number of the release."""

SECONDS = 30.0
"""How long to wait for an answer before giving up; it takes a hundredth of one."""


@dataclass(frozen=True)
class Bus:
    """A connection to a D-Bus."""

    connection: DBusConnection

    def call(self, name: str, path: str, interface: str, method: str, *text: str) -> Any:
        """What a method answers that takes nothing but text."""
        address = DBusAddress(path, bus_name=name, interface=interface)
        message = new_method_call(address, method, "s" * len(text) or None, text)
        return unwrap_msg(self.connection.send_and_get_reply(message, timeout=SECONDS))

    @contextmanager
    def signals(self, interface: str) -> Iterator[Iterator[tuple[str, tuple[Any, ...]]]]:
        """All signals of an interface from now on: each one's name and what it carries."""
        rule = MatchRule(type="signal", interface=interface)
        unwrap_msg(self.connection.send_and_get_reply(message_bus.AddMatch(rule)))
        with self.connection.filter(rule, bufsize=1000) as queue:

            def heard() -> Iterator[tuple[str, tuple[Any, ...]]]:
                while True:
                    signal = self.connection.recv_until_filtered(queue, timeout=SECONDS)
                    yield signal.header.fields[HeaderFields.member], signal.body

            yield heard()


@dataclass(frozen=True)
class Evolution:
    """Someone who subscribed to a feed in Evolution."""

    feed: str
    calendar: Callable[..., Any]
    signals: Iterator[tuple[str, tuple[Any, ...]]]

    def fetch(self) -> None:
        """Get the feed anew, and wait until all that came of it is in the calendar."""
        self.calendar("Refresh")
        self.wait_until_refreshed()

    def wait_until_refreshed(self) -> None:
        """Return at the end of a refresh, which progress of nothing tells."""
        next(body for name, body in self.signals if name == "Progress" and not body[1])

    def objects(self, wish: str = "#t") -> list[str]:
        """The entries that a wish in its own language is true of, as iCalendar."""
        return list(self.calendar("GetObjectList", wish)[0])

    def between(self, start: datetime, end: datetime) -> list[str]:
        """The titles of what it takes for going on between two instants."""
        times = (f'"{time.astimezone(UTC):%Y%m%dT%H%M%SZ}"' for time in (start, end))
        first, last = (f"(make-time {time})" for time in times)
        return [
            entry_of(text)[2] for text in self.objects(f"(occur-in-time-range? {first} {last})")
        ]

    def entries(self) -> list[tuple[str, ...]]:
        """What it holds, in order: from when, to when in Brussels, title and status."""
        return sorted(map(entry_of, self.objects()))

    def kept(self) -> dict[str, tuple[str, ...]]:
        """Each entry's text, by its uid."""
        return {str(Event.from_ical(text)["UID"]): (text,) for text in self.objects()}


def entry_of(text: str) -> tuple[str, ...]:
    """An entry as khal would show it."""
    event = Event.from_ical(text)
    first: date = event.decoded("DTSTART")
    last: date = event.decoded("DTEND")
    if not isinstance(last, datetime):
        last -= timedelta(days=1)  # Where days are whole, DTEND is the day after.
    return wall(first), wall(last), str(event["SUMMARY"]), str(event["STATUS"])


def wall(moment: date) -> str:
    """A day, or the time in Brussels."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return f"{moment.astimezone(ZoneInfo('Europe/Brussels')):%Y-%m-%d %H:%M}"


@contextmanager
def evolution(feed: str, folder: Path) -> Iterator[Evolution]:
    """Someone whose only folder is this one, and whose Evolution has fetched the feed once."""
    write_settings(feed, folder)
    with ExitStack() as stack:
        bus, address = stack.enter_context(bus_of_its_own(folder))
        start = starter(folder, address)

        def service(program: str, name: str) -> str:
            """Start it; its whole name, once it answers to that."""
            with bus.signals("org.freedesktop.DBus") as signals:
                stack.enter_context(start(program))
                owned = (body[0] for signal, body in signals if signal == "NameOwnerChanged")
                return str(next(owner for owner in owned if owner.startswith(NAME + name)))

        service("source-registry", "Sources")
        name = service("calendar-factory", "Calendar")
        factory = ("/org/gnome/evolution/dataserver/CalendarFactory", f"{NAME}CalendarFactory")
        path, name = bus.call(name, *factory, "OpenCalendar", "meetings")

        def calendar(method: str, *text: str) -> Any:
            return bus.call(name, path, f"{NAME}Calendar", method, *text)

        signals = stack.enter_context(bus.signals(f"{NAME}CalendarView"))
        # Whoever looks at a calendar is told of what is written and of the end of a refresh.
        bus.call(name, calendar("GetView", "#t")[0], f"{NAME}CalendarView", "Start")
        assert next(signals)[0] == "Complete", "the calendar is not empty at first"
        someone = Evolution(feed, calendar, signals)
        calendar("Open")
        someone.wait_until_refreshed()
        yield someone


def write_settings(feed: str, folder: Path) -> None:
    """Subscribe to the feed."""
    texts = {
        "bus.conf": BUS.format(folder=tempfile.gettempdir()),
        "config/evolution/sources/meetings.source": SOURCE.format(feed=urlsplit(feed)),
        "config/glib-2.0/settings/keyfile": SETTINGS,
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "runtime").mkdir(mode=0o700)


@contextmanager
def bus_of_its_own(folder: Path) -> Iterator[tuple[Bus, str]]:
    """A D-Bus for this folder alone, and its address."""
    command = ("dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--print-address")
    with running(command, folder, sites.PLAIN | {"HOME": str(folder)}) as process:
        assert process.stdout
        address = process.stdout.readline().decode().strip()
        with open_dbus_connection(address) as connection:
            yield Bus(connection), address


def starter(
    folder: Path, address: str
) -> Callable[[str], AbstractContextManager[subprocess.Popen[bytes]]]:
    """What starts a program of Evolution's data server, at home in the folder and on the bus."""
    place = os.environ.get("EVOLUTION") or system_tools.evolution()
    assert place
    programs = Path(place)
    modules = next(programs.parent.glob("lib*/evolution-data-server/calendar-backends"))
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C.UTF-8",
        "HOME": str(folder),
        **{f"XDG_{name.upper()}_HOME": f"{folder}/{name}" for name in ("config", "cache", "data")},
        "XDG_RUNTIME_DIR": f"{folder}/runtime",
        "DBUS_SESSION_BUS_ADDRESS": address,
        "GSETTINGS_BACKEND": "keyfile",
        "EDS_CALENDAR_MODULES": str(modules),
        # Of the registry's modules, for accounts at large providers, none is wanted.
        "EDS_REGISTRY_MODULES": f"{folder}/runtime",
    }
    return lambda program: running((programs / f"evolution-{program}",), folder, environment)


@contextmanager
def running(
    command: tuple[str | Path, ...], folder: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A program while the test needs it; what it complains of is in the folder."""
    with (folder / f"{Path(command[0]).name}.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log)
        with process:
            try:
                yield process
            finally:
                process.terminate()
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise


def left_running(folder: Path) -> list[str]:
    """The programs that are at home in the folder, also those that another one started."""
    home = f"HOME={folder}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if home in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "comm").read_text(encoding="utf-8").strip())
        except OSError:
            continue  # It has ended, or is not ours to look at.
    return sorted(found)
