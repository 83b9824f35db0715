"""The record of a build: what it was made from and what it made, so that nothing is made twice.

It loads little: a build that has nothing to do is over before Pelican is loaded.
"""

from __future__ import annotations

import contextlib
import json
import os
import runpy
import sys
import sysconfig
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from types import ModuleType
from typing import Any

from commands.outcomes import outcome, warn
from workgroups.git import NoHistoryError, Repository
from workgroups.processes import at_once
from workgroups.stamps import Listing, Stamp, stamp_of

PLUGINS = Path(__file__).resolve().parents[1]

SETTLED = 50_000_000
"""Nanoseconds that a file must be old: one that is saved again at once may have the same times."""

_OF_A_RUN = frozenset({"NOW", "PROGRESS"})
_OF_CODE = ("PLUGIN_PATHS", "THEME_TEMPLATES_OVERRIDES")


Warnings = tuple[tuple[str, str], ...]
"""Each with the address that it is about, or none."""


@dataclass(frozen=True)
class Record:
    """What a build was made from, what it said, and what lay in its output when it was done.

    It holds from `since` until just before `until`, as in ISO 8601. `known` is what the store keeps
    of it.
    """

    made_from: str
    content: int
    output: int
    since: str
    until: str
    holds: str
    files: int
    warnings: Warnings
    known: str

    def told(self, seconds: float, files: tuple[int, int, int] | None = None) -> str:
        """What to tell of a build that had little or nothing to do; `files` are as in `outcome`."""
        return outcome(self.holds, files or (0, self.files, 0), seconds)

    def sealed(self) -> bytes:
        """The record as a file that shows when it is not whole."""
        return json.dumps([_digest(asdict(self)), asdict(self)]).encode()

    @classmethod
    def read(cls, file: Path) -> Record | None:
        """The record in a file; None where there is none, or not a whole one."""
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError, RecursionError):
            seal, said = json.loads(file.read_bytes())
            if seal == _digest(said):
                warnings = tuple((address, text) for address, text in said["warnings"])
                return cls(**{**said, "warnings": warnings})
        return None


class Unclear(Exception):
    """Whether anything has changed cannot be told without building."""


class Inputs:
    """What the site of a settings file is made from, as it is now. Raises Unclear.

    `settled` says whether a file that is saved again from now on will have other times.
    """

    def __init__(self, file: Path, overrides: Mapping[str, Any]) -> None:
        self._file = file
        self.settled = False
        self.settings = {**_settings_in(file), **overrides}
        if self.settings.get("WHOLE_HISTORY"):
            raise Unclear("what is published is looked through each time")
        # What the settings have loaded from beside them decides as well.
        self._beside = [each for each in _loaded_beside() if each[0] != str(file)]
        self.output = self.path("OUTPUT_PATH").resolve()
        self.record = record_of(self.path("CACHE_PATH"), self.output)
        self.store = self.record.with_suffix(".sqlite")

    @cached_property
    def content(self) -> Listing:
        """What lies in the content."""
        return _without_links(self._listed[0])

    @cached_property
    def code(self) -> Listing:
        """The program, the theme, and what a network has of its own."""
        return _without_links(self._listed[1])

    @cached_property
    def _listed(self) -> tuple[Listing, Listing]:
        listed = self._list()
        self.settled = all(each.newest < time.time_ns() - SETTLED for each in listed)
        if not self.settled:  # Or it has a time that is still to come, and is the same for long.
            time.sleep(SETTLED / 1e9)
            before, listed = listed, self._list()
            self.settled = all(
                one.digest == other.digest for one, other in zip(before, listed, strict=True)
            )
        return listed

    def _list(self) -> tuple[Listing, Listing]:
        ways = (self.settings.get(name) or () for name in _OF_CODE)
        own = (self._file.parent / way for folders in ways for way in folders)
        folders = [PLUGINS, self.path("THEME"), self.path("OVERRIDES"), *own]
        return Listing([self.path("PATH")]), Listing(folders, ["__pycache__"])

    @cached_property
    def repository(self) -> tuple[object, ...] | str:
        """What git knows beside the files of the content; a text where it knows nothing."""
        try:
            return Repository(self.path("PATH")).state()
        except NoHistoryError as reason:
            return str(reason)

    @cached_property
    def made_from(self) -> str:
        """A digest of all but the content."""
        decided = {name: value for name, value in self.settings.items() if name not in _OF_A_RUN}
        run_by = [sys.version, _packages(), str(self._file), self._beside]
        return _digest([run_by, described(decided), self.code.digest, self.repository])

    def path(self, name: str) -> Path:
        """The file or folder that a setting names."""
        value = self.settings.get(name)
        if not isinstance(value, (str, Path)):
            raise Unclear(f"there is no {name}")
        # As Pelican makes it whole: it does not look where links lead.
        return Path(os.path.abspath(self._file.parent / value))  # noqa: PTH100


def look(file: Path, overrides: Mapping[str, Any]) -> tuple[Inputs | None, Record | None]:
    """What a site would be made from now, and the record of the last build.

    The former is None where it cannot be told; the latter where anything but the content has
    changed since then: the program, what is decided, the day, or what lies in the output.
    """
    try:
        inputs = Inputs(file, overrides)
        record, now = Record.read(inputs.record), overrides["NOW"].isoformat()
        found, _ = at_once(
            lambda: _output_of(inputs, record), lambda: (inputs.made_from, inputs.content.digest)
        )
    except (Unclear, OSError, RecursionError):
        return None, None
    holds = (
        record
        and record.since <= now < record.until
        and (inputs.made_from, found) == (record.made_from, record.output)
    )
    return inputs, record if holds else None


def _output_of(inputs: Inputs, record: Record | None) -> int:
    return listed(inputs.output).digest if record else 0


def listed(output: Path) -> Listing:
    """What lies in an output folder."""
    return Listing([output], [f"{output}/.git"])


def record_of(cache: Path, output: Path) -> Path:
    """The file of the record of what lies in an output."""
    return cache / "builds" / f"{_digest(str(output))}.json"


def tell(warnings: Warnings) -> None:
    """Tell of them, each once."""
    for text in dict.fromkeys(text for _, text in warnings):
        warn(text)


def described(value: object) -> object:
    """A setting as JSON can hold it, the same in each run. Raises Unclear."""
    match value:
        case None | str() | int() | float():
            return value
        case Mapping():
            return [[described(key), described(each)] for key, each in value.items()]
        case list() | tuple():
            return [described(each) for each in value]
        case set() | frozenset():
            return sorted(json.dumps(described(each)) for each in value)
    return _told_apart(value)


def _told_apart(value: object) -> list[object]:
    """Something by the name of its class, and what it holds."""
    name = type(value).__qualname__
    if isinstance(value, (Path, date)):
        return [name, str(value)]
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: described(getattr(value, field.name)) for field in fields(value)}
        return [name, held]
    return [name, _named(value)]


def _named(value: object) -> str:
    """A function or class: what it does stands in the code, which is looked at as well."""
    said = f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', '<')}"
    alone = isinstance(getattr(value, "__self__", None), ModuleType | None)
    if "<" in said or not alone or getattr(value, "__closure__", None):
        raise Unclear(f"{value!r} can be anything")
    return said


def _without_links(listing: Listing) -> Listing:
    """The same. Raises Unclear where it holds a link: what it leads to changes unseen."""
    if listing.links:
        raise Unclear("links can lead anywhere")
    return listing


def _loaded_beside() -> list[tuple[str, Stamp]]:
    """The modules that are neither ours nor a package's, which is known by its version."""
    places = *(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")), str(PLUGINS)
    files = {getattr(module, "__file__", None) for module in [*sys.modules.values()]}
    beside = sorted(file for file in files if file and not file.startswith(places))
    return [(file, stamp_of(file)) for file in beside]


def _settings_in(file: Path) -> dict[str, Any]:
    """What a settings file says. Raises Unclear where it cannot be read: the build tells why."""
    try:
        return {key: value for key, value in runpy.run_path(str(file)).items() if key.isupper()}
    except (Exception, SystemExit) as error:  # noqa: BLE001  It is code: it may raise anything.
        raise Unclear(str(error)) from None


def _packages() -> list[str]:
    """The packages that are installed, each with its version."""
    return sorted(
        entry.name
        for folder in sys.path
        if folder.endswith("-packages") and Path(folder).is_dir()
        for entry in Path(folder).glob("*.dist-info")
    )


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True)
    return blake2b(text.encode(), digest_size=20).hexdigest()
