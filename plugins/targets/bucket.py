"""A bucket: an S3-compatible object store, behind whatever network of caches there is before it.

A store cannot turn to a whole new site in one step. Each object is replaced in one, and in such an
order that whatever page readers come to, all that it leads to is there: what is new before what
leads to it, feeds after the pages that they lead to, and deletions after all of them.

Pages lead to each other in circles, so that no order of new pages has each after those it leads to.
None of them is led to before all are there.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from targets.lock import EVERY, NOT_THERE, Lock, code_of
from targets.target import CannotSend, Finished, Sent
from workgroups.addresses import PAGE_ENDINGS
from workgroups.serving import ASK, headers_of

NOTE = ".workgroups-published"
"""The object that says what was sent: of every name the tag that the store gave it, and digests of
its bytes and of its headers."""

LOCK = ".workgroups-lock"
"""The object that keeps other publishers away while it is fresh."""

AT_ONCE = 8
"""Requests at one time."""

SENT_AS = {
    "Cache-Control": "CacheControl",
    "Content-Disposition": "ContentDisposition",
    "Content-Type": "ContentType",
}
"""Headers that a store keeps with each object, and its names for them; others are the cache's."""

FEEDS = frozenset({".ics", ".atom", ".json", ".xml"})

RECORDS = 4
"""The turn of what no reader reads but the next publication, which must not begin from a half one:
after the deletions."""

T = TypeVar("T")
R = TypeVar("R")


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
        return [self.md5.hex(), _md5(told).hex()]


@dataclass(frozen=True)
class Bucket:
    """The site at `prefix` of a bucket, which is empty or ends with a slash."""

    bucket: str
    prefix: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}"

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

    @cached_property
    def lock(self) -> Lock:
        """The lock that this publisher takes."""
        return Lock(self.store, self._at(LOCK), str(self))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other publishers away."""
        with self.told():
            self.lock.take()
        try:
            yield
        finally:
            # Without an answer it stays until it is old, and what went wrong before is told.
            with suppress(CannotSend), self.told():
                self.lock.release()

    def read(self, name: str) -> bytes | None:
        """What a file of the published site holds."""
        with self.told():
            try:
                return bytes(self.store.get_object(**self._at(name))["Body"].read())
            except ClientError as error:
                if code_of(error) in NOT_THERE:
                    return None
                raise

    def send(self, finished: Finished) -> Sent:
        """Send what is not there yet, in order; then delete what the site had and has no more."""
        with self.told():
            items, there, note = list(_items(finished.tree)), self._listing(), self._note()
            missing = self._missing(items, there, note)
            # Only what was sent from here: others may keep things of their own in the bucket.
            gone = sorted(there.keys() & note.keys() - {item.name for item in items})
        tags = there
        if missing or gone:
            # Whatever dies from here on, the next publisher knows which objects are ours.
            self._put_note({**{item.name: None for item in items}, **note})
            tags = there | self._send_in_order(missing, gone, there)
        noted = {item.name: [tags[item.name], *item.digests] for item in items}
        if noted != note:
            self._put_note(noted)
        return Sent(str(self), len(missing), len(items) - len(missing), len(gone))

    def _send_in_order(
        self, missing: list[Item], gone: list[str], there: Mapping[str, str]
    ) -> dict[str, str]:
        """Each turn begins when the one before has ended; the tags of what was sent."""
        turns: list[list[Item]] = [[] for _ in range(RECORDS + 1)]
        for item in sorted(missing, key=lambda item: item.name):
            turns[turn_of(item.name, is_new=item.name not in there)].append(item)
        sent: dict[str, str] = {}
        with self.told(sent, len(missing)):
            for number, turn in enumerate(turns):
                if number == RECORDS:
                    self._delete(gone)
                for item, tag in self._each(self._put, turn):
                    sent[item.name] = tag
        return sent

    def _delete(self, names: Iterable[str]) -> None:
        """Delete pages, then what they led to."""
        for are_pages in (True, False):
            some = [self._at(name) for name in names if _is_page(name) == are_pages]
            for _ in self._each(lambda place: self.store.delete_object(**place), some):
                pass

    def _each(self, work: Callable[[T], R], these: Iterable[T]) -> Iterator[tuple[T, R]]:
        """Do some work for each of these, several at once; each with what came of it, as it ends.

        All of it has ended when this does, also when one fails.
        """
        waiting, doing = iter(these), dict[Future[R], T]()
        with ThreadPoolExecutor(AT_ONCE) as threads:
            try:
                while True:
                    # What waited in the pool would be sent even when the lock is lost.
                    for one in islice(waiting, AT_ONCE - len(doing)):
                        doing[threads.submit(work, one)] = one
                    if not doing:
                        return
                    done, _ = wait(doing, EVERY, FIRST_COMPLETED)
                    for ended in done:
                        yield doing.pop(ended), ended.result()
                    self.lock.renew_in_time()
            finally:
                threads.shutdown(cancel_futures=True)

    def _put(self, item: Item) -> str:
        """Send a file; its tag. A store refuses what did not come as it was sent."""
        headers = {SENT_AS[name]: text for name, text in item.headers.items()}
        with item.file.open("rb") as body:
            answer = self.store.put_object(
                **self._at(item.name), Body=body, ContentMD5=_base64(item.md5), **headers
            )
        return str(answer["ETag"]).strip('"')

    def _missing(
        self, items: Iterable[Item], there: Mapping[str, str], note: Mapping[str, Any]
    ) -> list[Item]:
        """What the store has not, or has with other bytes or headers."""
        missing: list[Item] = []
        unsure: list[Item] = []
        for item in items:
            tag = there.get(item.name)
            if tag is None or note.get(item.name) != [tag, *item.digests]:
                (unsure if tag == item.md5.hex() else missing).append(item)
        # Sent by a publisher who was killed before noting it, or by other means.
        asked = self._each(self._has_headers, unsure)
        return missing + [item for item, right in asked if not right]

    def _has_headers(self, item: Item) -> bool:
        head = self.store.head_object(**self._at(item.name))
        return all(head.get(key) == item.headers.get(name) for name, key in SENT_AS.items())

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
        except (ValueError, RecursionError):
            return {}
        return note if isinstance(note, dict) else {}

    def _put_note(self, note: Mapping[str, Any]) -> None:
        body = json.dumps(note, sort_keys=True).encode()
        with self.told():
            self.store.put_object(
                **self._at(NOTE),
                Body=body,
                ContentMD5=_base64(_md5(body)),
                ContentType="application/json",
                CacheControl=ASK,
            )

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": self.prefix + name}

    @contextmanager
    def told(self, sent: Sized = (), wanted: int = 0) -> Iterator[None]:
        """Turn what the store or the network says into CannotSend, with how much was sent."""
        try:
            yield
        except (BotoCoreError, ClientError, OSError) as error:
            said = " ".join(str(error).split())
            so_far = f"{len(sent)} of {wanted} files were sent. " if wanted else ""
            raise CannotSend(
                f"{self}: {said}\n{so_far}Publish again, and it goes on from there."
            ) from None


def turn_of(name: str, *, is_new: bool) -> int:
    """When a file is sent: files, new pages, other pages, feeds, records."""
    if name.startswith("."):
        return RECORDS
    if _is_page(name):
        return 1 if is_new else 2
    # A feed that is new has no reader yet, and pages lead to it.
    return 3 if posixpath.splitext(name)[1] in FEEDS and not is_new else 0


def _is_page(name: str) -> bool:
    return posixpath.splitext(name)[1] in PAGE_ENDINGS


def _items(tree: Path) -> Iterator[Item]:
    for file in sorted(file for file in tree.rglob("*") if file.is_file()):
        name = file.relative_to(tree).as_posix()
        told = headers_of(f"/{name}")
        with file.open("rb") as read:
            digest = hashlib.file_digest(read, _new_md5).digest()
        yield Item(name, file, digest, {header: told[header] for header in SENT_AS.keys() & told})


def _new_md5(data: bytes = b"") -> Any:
    """What stores compare with the bytes that they got (RFC 1864): against accidents only."""
    return hashlib.md5(data, usedforsecurity=False)


def _md5(data: bytes) -> bytes:
    return bytes(_new_md5(data).digest())


def _base64(digest: bytes) -> str:
    return b64encode(digest).decode()
