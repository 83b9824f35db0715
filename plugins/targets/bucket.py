"""A bucket: an S3-compatible object store, behind whatever network of caches there is before it.

A store cannot turn to a whole new site in one step. Each object is replaced in one, and in such an
order that whatever page a reader has, all that it leads to is there: what is new before what leads
to it, feeds after the pages that they lead to, and deletions last.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from targets.target import CannotSend, Finished, Sent
from workgroups.serving import ASK, headers_of

NOTE = ".workgroups-published"
"""The object that says what was sent: every name, with digests of its bytes and of its headers."""

LOCK = ".workgroups-lock"
"""The object that keeps other publishers away while it is fresh."""

FRESH = 300
"""Seconds after which a lock that nobody renewed is that of a publisher who was killed."""

AT_ONCE = 8
"""Requests at one time."""

SENT_AS = {
    "Cache-Control": "CacheControl",
    "Content-Disposition": "ContentDisposition",
    "Content-Type": "ContentType",
}
"""Headers that a store keeps with each object, and its names for them; others are the cache's."""

_FEEDS = (".ics", ".atom", ".json", ".xml", ".txt")


@dataclass(frozen=True)
class Item:
    """A file to be in the store: its name there, where it lies here, and what it is sent with."""

    name: str
    file: Path
    md5: bytes
    headers: Mapping[str, str]

    @property
    def digests(self) -> list[str]:
        """What the note says of it."""
        told = json.dumps(self.headers, sort_keys=True).encode()
        return [self.md5.hex(), hashlib.md5(told, usedforsecurity=False).hexdigest()]


@dataclass(frozen=True)
class Bucket:
    """The site at `prefix` of a bucket, which is empty or ends with a slash."""

    bucket: str
    prefix: str
    # By this clock a lock that is renewed in time is told from one that was left.
    token: str = field(default_factory=lambda: uuid4().hex)

    @cached_property
    def store(self) -> Any:
        """The client; address, region and keys are those of the environment, as boto3 reads it."""
        config = Config(
            retries={"mode": "standard", "max_attempts": 4},
            connect_timeout=10,
            read_timeout=60,
            max_pool_connections=AT_ONCE,
            # Content-MD5 says the same to every store; some do not know the newer checksums.
            request_checksum_calculation="when_required",
        )
        return boto3.client("s3", config=config)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other publishers away, as far as the store knows conditional requests."""
        with self.told():
            self._take_lock()
        try:
            yield
        finally:
            with self.told():
                self.store.delete_object(**self._at(LOCK))

    def read(self, name: str) -> bytes | None:
        """What a file of the published site holds."""
        with self.told():
            try:
                return bytes(self.store.get_object(**self._at(name))["Body"].read())
            except ClientError as error:
                if _code(error) in {"404", "NoSuchKey"}:
                    return None
                raise

    def send(self, finished: Finished) -> Sent:
        """Send what is not there yet, in order; then delete what the site had and has no more."""
        items = {item.name: item for item in _items(finished.tree)}
        with self.told():
            there, note = self._listing(), self._note()
            missing = [item for item in items.values() if not self._is_there(item, there, note)]
            gone = sorted(there.keys() & note.keys() - items.keys())
            if missing or gone:
                # Whatever dies from here on, the next publisher knows which objects are ours.
                self._put_note({**dict.fromkeys(items), **note})
                self._send_in_order(missing, there)
                self._do(self._delete, gone)
                self._put_note({name: item.digests for name, item in items.items()})
        where = f"s3://{self.bucket}/{self.prefix}"
        return Sent(where, len(missing), len(items) - len(missing), len(gone))

    def _send_in_order(self, missing: Iterable[Item], there: Mapping[str, str]) -> None:
        turns: dict[int, list[Item]] = {}
        for item in missing:
            turns.setdefault(turn_of(item.name, is_new=item.name not in there), []).append(item)
        for turn in sorted(turns):
            self._do(self._put, turns[turn])

    def _do(self, work: Any, these: Iterable[Any]) -> None:
        """Do some work for each of these, several at once; ends when all are done, or one fails."""
        renewed = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as threads:
            doing = [threads.submit(work, each) for each in these]
            try:
                for done in as_completed(doing):
                    done.result()
                    if time.monotonic() - renewed > FRESH / 5:
                        self._renew_lock()
                        renewed = time.monotonic()
            except BaseException:
                threads.shutdown(cancel_futures=True)
                raise

    def _put(self, item: Item) -> None:
        headers = {SENT_AS[name]: text for name, text in item.headers.items()}
        body = item.file.read_bytes()
        self.store.put_object(**self._at(item.name), Body=body, ContentMD5=_md5(body), **headers)

    def _delete(self, name: str) -> None:
        self.store.delete_object(**self._at(name))

    def _is_there(self, item: Item, there: Mapping[str, str], note: Mapping[str, Any]) -> bool:
        """Whether the store has the file as it is, with the headers it is to have.

        The note is believed where the listing does not say otherwise: a store that encrypts may
        give an object another tag than the digest of its bytes.
        """
        tag = there.get(item.name)
        if tag is None:
            return False
        if note.get(item.name) == item.digests:
            return tag == item.digests[0] or "-" in tag or len(tag) != len(item.digests[0])
        if tag != item.digests[0]:
            return False
        # Sent by a publisher who was killed before noting it.
        head = self.store.head_object(**self._at(item.name))
        return all(head.get(SENT_AS[name]) == text for name, text in item.headers.items())

    def _listing(self) -> dict[str, str]:
        """The names of all objects below the prefix, with their tags."""
        pages = self.store.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self.prefix
        )
        return {
            entry["Key"].removeprefix(self.prefix): entry["ETag"].strip('"')
            for page in pages
            for entry in page.get("Contents", ())
        }

    def _note(self) -> dict[str, Any]:
        try:
            note = json.loads(self.read(NOTE) or b"{}")
        except ValueError:
            return {}
        return note if isinstance(note, dict) else {}

    def _put_note(self, note: Mapping[str, Any]) -> None:
        body = json.dumps(note, sort_keys=True).encode()
        self.store.put_object(
            **self._at(NOTE),
            Body=body,
            ContentMD5=_md5(body),
            ContentType="application/json",
            CacheControl=ASK,
        )

    def _take_lock(self) -> None:
        try:
            self._put_lock(IfNoneMatch="*")
        except ClientError as error:
            if _code(error) == "NotImplemented":  # A store that cannot keep two apart.
                return
            if _code(error) not in {"412", "PreconditionFailed", "ConditionalRequestConflict"}:
                raise
            self._take_over()

    def _take_over(self) -> None:
        """Take the lock of a publisher who was killed. Raises CannotSend if it is still fresh."""
        try:
            lock = self.store.head_object(**self._at(LOCK))
            # Both by the clock of the store.
            now = lock["ResponseMetadata"]["HTTPHeaders"]["date"]
            age = (_moment(now) - lock["LastModified"]).total_seconds()
            if age > FRESH:
                self._put_lock(IfMatch=lock["ETag"])
                return
        except ClientError as error:
            if _code(error) not in {"404", "412", "NoSuchKey", "PreconditionFailed"}:
                raise
        raise CannotSend(
            f"Somebody else is publishing to s3://{self.bucket}/{self.prefix} at this moment.\n"
            f"If that publisher was killed, it is free {FRESH // 60} minutes after that."
        )

    def _renew_lock(self) -> None:
        lock = self.read(LOCK)
        if lock is not None and lock.decode() != self.token:
            raise CannotSend("Somebody else has begun to publish; run it again when that is done.")
        self._put_lock()

    def _put_lock(self, **condition: str) -> None:
        body = self.token.encode()
        self.store.put_object(
            **self._at(LOCK), Body=body, ContentType="text/plain", CacheControl=ASK, **condition
        )

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": self.prefix + name}

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn what the store or the network says into CannotSend."""
        try:
            yield
        except (BotoCoreError, ClientError) as error:
            said = " ".join(str(error).split())
            raise CannotSend(
                f"s3://{self.bucket}/{self.prefix}: {said}\n"
                "What was sent stays; publish again, and it goes on from there."
            ) from None


def turn_of(name: str, *, is_new: bool) -> int:
    """When a file is sent: each turn begins when the one before has ended."""
    if name.endswith(".html"):
        return 1 if is_new else 2
    # A feed that is new has no reader yet, and pages lead to it.
    return 3 if name.endswith(_FEEDS) and not is_new else 0


def _items(tree: Path) -> Iterator[Item]:
    for file in sorted(file for file in tree.rglob("*") if file.is_file()):
        name = file.relative_to(tree).as_posix()
        headers = {
            header: text for header, text in headers_of(f"/{name}").items() if header in SENT_AS
        }
        digest = hashlib.md5(file.read_bytes(), usedforsecurity=False).digest()
        yield Item(name, file, digest, headers)


def _md5(body: bytes) -> str:
    """What a store compares with the bytes that it got (RFC 1864)."""
    from base64 import b64encode

    return b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _moment(date: str) -> Any:
    from email.utils import parsedate_to_datetime

    return parsedate_to_datetime(date)
