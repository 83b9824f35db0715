"""The lock of a bucket: an object that one publisher at a time has, and renews while it works."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError

from targets.target import CannotSend
from workgroups.serving import ASK

FRESH = 300
"""Seconds after which a lock that nobody renewed is that of a publisher who was killed."""

EVERY = 60
"""Seconds after which a lock is renewed."""

NOT_THERE = frozenset({"404", "NoSuchKey"})
_REFUSED = frozenset({"412", "PreconditionFailed", "ConditionalRequestConflict"})
_UNKNOWN = frozenset({"501", "NotImplemented"})


@dataclass(frozen=True)
class Found:
    """A lock as it lies in the store: whose it is, its tag, and its age in seconds."""

    text: str
    tag: str
    age: float


@dataclass
class Lock:
    """The lock at a place of a store; `where` is what it guards, for people."""

    store: Any
    place: Mapping[str, str]
    where: str
    text: str = field(
        default_factory=lambda: (
            f"{socket.gethostname()}, since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n{uuid4().hex}\n"
        )
    )
    renewed: float = 0.0
    conditional: bool = True

    def take(self) -> None:
        """Have it from now on. Raises CannotSend while somebody else has it."""
        try:
            self._put(IfNoneMatch="*")
        except ClientError as error:
            if code_of(error) not in _REFUSED | _UNKNOWN:
                raise
            # A store that knows no conditions tells two apart unless they begin at one moment.
            self.conditional = code_of(error) in _REFUSED
            self._take_over()

    def _take_over(self) -> None:
        found = self._found()
        if found and found.text == self.text:
            return  # The answer to the first request was lost, and it was made again.
        if found and found.age <= FRESH:
            holder = found.text.partition("\n")[0]
            raise CannotSend(
                f"Somebody else is publishing to {self.where}: {holder}.\n"
                f"If that was cut short, publish again in {FRESH // 60} minutes."
            )
        self._put_if(found)

    def renew_in_time(self) -> None:
        """Say that we are still at it. Raises CannotSend where somebody else has it by now."""
        # Not the monotonic clock, which stands still while a machine sleeps.
        if abs(time.time() - self.renewed) < EVERY:
            return
        found = self._found()
        if found is None or found.text != self.text:
            raise CannotSend(f"Somebody else has begun to publish to {self.where}.")
        self._put_if(found)

    def release(self) -> None:
        """Let others have it."""
        found = self._found()
        if found and found.text == self.text:
            self.store.delete_object(**self.place)

    def _put_if(self, found: Found | None) -> None:
        """Write it, unless what was found is not there any more."""
        condition = {"IfMatch": found.tag} if found else {"IfNoneMatch": "*"}
        try:
            self._put(**(condition if self.conditional else {}))
        except ClientError as error:
            if code_of(error) not in _REFUSED | NOT_THERE:
                raise
            raise CannotSend(f"Somebody else has just begun to publish to {self.where}.") from None

    def _put(self, **condition: str) -> None:
        self.store.put_object(
            **self.place,
            Body=self.text.encode(),
            ContentType="text/plain; charset=utf-8",
            CacheControl=ASK,
            **condition,
        )
        self.renewed = time.time()

    def _found(self) -> Found | None:
        try:
            answer = self.store.get_object(**self.place)
        except ClientError as error:
            if code_of(error) in NOT_THERE:
                return None
            raise
        # Both by the clock of the store, whatever the one here shows.
        now = parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])
        age = (now - answer["LastModified"]).total_seconds()
        return Found(answer["Body"].read().decode("utf-8", "replace"), answer["ETag"], age)


def code_of(error: ClientError) -> str:
    """What a store says in a word: NoSuchKey, or 404 where an answer has no body."""
    return str(error.response.get("Error", {}).get("Code", ""))
