"""The record of a build: what it was made from and what it made, so that nothing is made twice.

Stands alone and loads little: a build that has nothing to do is over before Pelican is loaded.
"""

from __future__ import annotations

import contextlib
import json
import runpy
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from workgroups.git import NoHistoryError, Repository
from workgroups.keeping import keep
from workgroups.processes import in_processes, processors
from workgroups.stamps import Listing

PLUGINS = Path(__file__).resolve().parents[1]

SETTLED = 50_000_000
"""Nanoseconds that a file must be old: one that is saved again at once may have the same times."""

V = TypeVar("V")

_OF_A_RUN = frozenset({"NOW", "PROGRESS"})
_CODE = ("__pycache__",)
_BESIDE_THE_SITE = (".git",)


@dataclass(frozen=True)
class Record:
    """What a build was made from, what it said, and what lay in its output when it was done.

    It holds from `since` until just before `until`; both are written as in ISO 8601.
    """

    made_from: str
    output: str
    since: str
    until: str
    holds: str
    files: int
    warnings: tuple[str, ...]

    def outcome(self, seconds: float) -> str:
        """What to tell of a build that had nothing to do."""
        return outcome(self.holds, (0, self.files, 0), seconds)

    def sealed(self) -> bytes:
        """The record as a file that shows when it is not whole."""
        return json.dumps([_digest(asdict(self)), asdict(self)]).encode()

    @classmethod
    def read(cls, data: bytes) -> Record | None:
        """The record in a file; None where it is not whole."""
        with contextlib.suppress(ValueError, TypeError, RecursionError):
            seal, said = json.loads(data)
            if seal == _digest(said):
                return cls(**{**said, "warnings": tuple(said["warnings"])})
        return None


class Unclear(Exception):
    """Whether anything has changed cannot be told without building."""


class Inputs:
    """What the site of a settings file is made from. Raises Unclear."""

    def __init__(self, file: Path, overrides: Mapping[str, Any]) -> None:
        self._file = file
        self.settings = {**_settings_in(file), **overrides}
        if self.settings.get("WHOLE_HISTORY"):
            raise Unclear("what is published is looked through each time")
        self.output = self._path("OUTPUT_PATH")
        self.record = self._path("CACHE_PATH") / "builds" / f"{_digest(str(self.output))}.json"

    def listed(self) -> tuple[str, int]:
        """A digest of all of it as it is now, and the latest time of a change (nanoseconds)."""
        folders = [self._path(name) for name in ("PATH", "THEME", "OVERRIDES")]
        listing = Listing([PLUGINS, *folders], _CODE)
        decided = {name: value for name, value in self.settings.items() if name not in _OF_A_RUN}
        parts = (
            [sys.version, _packages(), str(self._file), described(decided)],
            [listing.digest, _repository(folders[0])],
        )
        return _digest(parts), listing.newest

    def _path(self, name: str) -> Path:
        """The file or folder that a setting names."""
        value = self.settings.get(name)
        if not isinstance(value, (str, Path)):
            raise Unclear(f"there is no {name}")
        return (self._file.parent / value).resolve()


@dataclass(frozen=True)
class Noted:
    """What a build is made from, as it was when it began."""

    inputs: Inputs
    made_from: str

    @classmethod
    def beginning(cls, file: Path, overrides: Mapping[str, Any]) -> Noted | None:
        """To be taken before anything is read; None where no record can be kept."""
        with contextlib.suppress(Unclear, OSError, RecursionError):
            inputs = Inputs(file, overrides)
            made_from, newest = inputs.listed()
            if newest < time.time_ns() - SETTLED:
                return cls(inputs, made_from)
        return None

    def keep(
        self, since: datetime, until: datetime, holds: str, files: int, warnings: Iterable[str]
    ) -> None:
        """Keep the record of the build, which is done now."""
        output = listed(self.inputs.output).digest
        moments = since.isoformat(), until.isoformat()
        record = Record(self.made_from, output, *moments, holds, files, tuple(warnings))
        keep(self.inputs.record, record.sealed())


def still_holds(file: Path, overrides: Mapping[str, Any]) -> Record | None:
    """The record of the last build where another would make the same; None otherwise."""
    now = overrides.get("NOW")
    with contextlib.suppress(Unclear, OSError, RecursionError):
        inputs = Inputs(file, overrides)
        record = Record.read(inputs.record.read_bytes())
        if record and now and record.since <= now.isoformat() < record.until:
            looks = (lambda: inputs.listed()[0], lambda: listed(inputs.output).digest)
            if _at_once(looks) == [record.made_from, record.output]:
                return record
    return None


def _at_once(works: Sequence[Callable[[], V]]) -> list[V]:
    if processors() < len(works):
        return [work() for work in works]
    return in_processes(lambda number: works[number](), len(works))


def outcome(holds: str, files: tuple[int, int, int], seconds: float) -> str:
    """What to tell of a build: what the site holds, files written, unchanged, removed."""
    written, unchanged, removed = files
    done = f"{written} files written, {unchanged} unchanged, {removed} removed"
    return f"{holds}; {done}; {seconds:.1f} s"


def warn(text: str) -> None:
    """Tell of something that does not stop a build."""
    print(f"warning: {text}", file=sys.stderr)


def listed(output: Path) -> Listing:
    """What lies in an output folder."""
    return Listing([output], _BESIDE_THE_SITE)


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
    name = type(value).__qualname__
    if isinstance(value, (Path, date)):
        said: object = str(value)
    elif is_dataclass(value) and not isinstance(value, type):
        said = {field.name: described(getattr(value, field.name)) for field in fields(value)}
    else:
        # What a function or class does stands in the code, which is looked at as well.
        said = f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', '<')}"
        if "<" in said:
            raise Unclear(f"{value!r} can be anything")
    return [name, said]


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


def _repository(content: Path) -> object:
    """What git knows of the content beside what stands in it."""
    try:
        return Repository(content).state()
    except NoHistoryError as reason:
        return str(reason)


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True)
    return blake2b(text.encode(), digest_size=20).hexdigest()
