"""Answers: what other sites said of the links that lead to them, kept for a week where it was good.

The file of the cache is believed or ignored; it can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from . import adding, maps, subscribing
from .keeping import keep
from .problems import Problem, Severity

KEPT = timedelta(days=7)
"""For how long a good answer is believed."""

_UNREADABLE = (
    *(OSError, ValueError, TypeError, AttributeError, LookupError, OverflowError, RecursionError),
)

_GONE = {404: "not found", 410: "gone"}
_MADE = (
    *(adding.GOOGLE, adding.YAHOO, subscribing.GOOGLE, maps.OPENSTREETMAP),
    *("https://outlook.office.com/calendar/", "https://outlook.live.com/calendar/"),
)
"""Where the site itself leads for each meeting and place: nobody wrote these links."""


@dataclass(frozen=True)
class Answer:
    """What became of a question: `status` is that of HTTP, None where nobody answered.

    `reason` says why nobody did; `is_lost` whether that is for good, as with an unknown host.
    """

    status: int | None = None
    reason: str = ""
    is_lost: bool = False

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 400

    def problem(self, address: str, place: tuple[str, int, int]) -> Problem:
        """An answer that is not good, told at the place of the link."""
        said = self.reason or _GONE.get(self.status or 0, "")
        if self.is_lost or self.status in _GONE:
            code = f"{self.status}, {said}" if self.status else said
            message = f"{address} leads nowhere: {code}"
            remedy = "Find where the page went and write its new address, or take the link out."
            return Problem(*place, message, remedy, rule="lost-elsewhere")
        code = said or f"the answer was {self.status}"
        message = f"whether {address} is there could not be seen: {code}"
        remedy = "Open it in a browser, if in doubt. Publishing goes on."
        return Problem(*place, message, remedy, Severity.ADVICE, "unseen-elsewhere")


def to_ask(addresses: Iterable[str]) -> list[str]:
    """Those of which somebody who wrote them should know whether they are there."""
    return sorted(address for address in addresses if not address.startswith(_MADE))


@dataclass
class Answers:
    """The good answers of the last days: `now` is the present, in UTC."""

    now: datetime
    good: dict[str, datetime] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path, now: datetime) -> Answers:
        """What is kept in a file; nothing where it cannot be believed."""
        with contextlib.suppress(*_UNREADABLE):
            moments = json.loads(file.read_bytes())["good"].items()
            read = {key: datetime.fromtimestamp(moment, UTC) for key, moment in moments}
            fresh = {a: moment for a, moment in read.items() if now - KEPT < moment <= now}
            return cls(now, fresh)
        return cls(now)

    def learn(self, answers: Mapping[str, Answer]) -> None:
        """Keep the good ones."""
        self.good |= {address: self.now for address, said in answers.items() if said.is_good}

    def write(self, file: Path) -> None:
        """Keep them in a file; where that cannot be, they are asked for again, and that is all."""
        kept = {address: int(moment.timestamp()) for address, moment in sorted(self.good.items())}
        keep(file, json.dumps({"good": kept}, indent=0).encode())
