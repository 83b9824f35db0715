"""A bucket of an object store: what readers find there at any moment. The store is moto's."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from posixpath import join, normpath
from typing import Any

import pytest
from killing import killed_at_each_step
from moto.server import ThreadedMotoServer

from targets import bucket as of_buckets
from targets.bucket import LOCK, NOTE, Bucket, turn_of
from targets.notation import target_of
from targets.target import CannotSend, Finished
from workgroups.serving import headers_of

OLD = {
    "index.html": '<a href="meetings/a/">A</a> <a href="meetings/b/">B</a> <a href="calendar.ics">',
    "meetings/a/index.html": '<a href="../../">Home</a> <a href="paper.pdf">Paper</a> old',
    "meetings/a/paper.pdf": "%PDF- old",
    "meetings/a/meeting.ics": "BEGIN:VCALENDAR old",
    "meetings/b/index.html": '<a href="minutes.pdf">Minutes</a>',
    "meetings/b/minutes.pdf": "%PDF- minutes",
    "calendar.ics": "BEGIN:VCALENDAR all old",
    "theme/site.0123456789.css": "body{}",
    "meetings.json": "{}",
}
NEW = {
    "index.html": '<a href="meetings/a/">A</a> <a href="meetings/c/">C</a> <a href="calendar.ics">',
    "meetings/a/index.html": '<a href="../../">Home</a> <a href="new.pdf">New</a> new',
    "meetings/a/new.pdf": "%PDF- new",
    "meetings/a/meeting.ics": "BEGIN:VCALENDAR new",
    "meetings/c/index.html": '<a href="meeting.ics">Calendar</a> <a href="../a/">A</a>',
    "meetings/c/meeting.ics": "BEGIN:VCALENDAR c",
    "calendar.ics": "BEGIN:VCALENDAR all new",
    "theme/site.0123456789.css": "body{}",
    "theme/site.9876543210.css": "body{color:red}",
    "meetings.json": '{"meetings": 2}',
}
PAGES = {name for name in NEW if name.endswith(".html")}


def lay(tree: Path, files: dict[str, str]) -> Finished:
    for name, text in files.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(text)
    return Finished(tree, "https://groups.example.eu")


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return lay(tmp_path_factory.mktemp("old"), OLD)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return lay(tmp_path_factory.mktemp("new"), NEW)


@pytest.fixture(scope="module")
def store() -> Iterator[None]:
    """An empty store on this machine, and the environment that names it."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_CONFIG_FILE", os.devnull)
        Bucket("groups", "").store.create_bucket(Bucket="groups")
        yield
        server.stop()


@dataclass
class Prefixes:
    """A place of its own in the store for each use."""

    count: int = 0

    def __call__(self) -> Bucket:
        self.count += 1
        return Bucket("groups", f"{self.count}/")


@pytest.fixture(scope="module")
def anew(store: None) -> Prefixes:
    return Prefixes()


def publish(bucket: Bucket, finished: Finished) -> tuple[int, int, int]:
    with bucket.held():
        sent = bucket.send(finished)
    return sent.sent, sent.unchanged, sent.removed


def objects(bucket: Bucket) -> dict[str, str]:
    """What readers find."""
    names = bucket._listing().keys() - {NOTE, LOCK}
    return {name: (bucket.read(name) or b"").decode() for name in sorted(names)}


def head(bucket: Bucket, name: str) -> dict[str, Any]:
    return dict(bucket.store.head_object(Bucket=bucket.bucket, Key=bucket.prefix + name))


def requests_of(bucket: Bucket) -> list[str]:
    """The requests to come, as they are made: `PutObject 1/index.html`."""
    made: list[str] = []

    def note(params: dict[str, Any], model: Any, **_: Any) -> None:
        made.append(f"{model.name} {params['url_path']}".replace(f"/{bucket.bucket}/", ""))

    bucket.store.meta.events.register("before-call.s3", note)
    return made


def test_only_what_changed_is_sent(anew: Prefixes, old: Finished, new: Finished) -> None:
    bucket = anew()
    assert publish(bucket, old) == (9, 0, 0)
    assert objects(bucket) == OLD
    assert publish(bucket, old) == (0, 9, 0)
    assert publish(bucket, new) == (9, 1, 3)
    assert objects(bucket) == NEW
    assert LOCK not in bucket._listing()


def test_nothing_new_costs_four_requests(anew: Prefixes, old: Finished) -> None:
    bucket = anew()
    publish(bucket, old)
    made = requests_of(bucket)
    publish(bucket, old)
    operations = [request.split(" ")[0] for request in made]
    assert operations == ["PutObject", "ListObjectsV2", "GetObject", "DeleteObject"]


def test_each_object_goes_out_as_the_table_says(anew: Prefixes, new: Finished) -> None:
    bucket = anew()
    publish(bucket, new)
    for name in NEW:
        told, found = headers_of(f"/{name}"), head(bucket, name)
        assert found["ContentType"] == told["Content-Type"]
        assert found["CacheControl"] == told["Cache-Control"]


def test_files_then_pages_then_feeds_then_deletions(
    anew: Prefixes, old: Finished, new: Finished
) -> None:
    bucket = anew()
    publish(bucket, old)
    made = requests_of(bucket)
    publish(bucket, new)
    names = [
        (request.split(" ")[0], request.partition(bucket.prefix)[2])
        for request in made
        if "workgroups" not in request
    ]
    turns = [
        4 if operation == "DeleteObject" else turn_of(name, is_new=name not in OLD)
        for operation, name in names
        if operation != "ListObjectsV2"
    ]
    assert turns == sorted(turns)
    assert set(turns) == {0, 1, 2, 3, 4}


def test_what_is_not_ours_stays(anew: Prefixes, old: Finished, new: Finished) -> None:
    bucket = anew()
    for key in (f"{bucket.prefix}letter.txt", "elsewhere.txt"):
        bucket.store.put_object(Bucket="groups", Key=key, Body=b"mine")
    publish(bucket, old)
    publish(bucket, new)
    assert objects(bucket) == NEW | {"letter.txt": "mine"}
    assert Bucket("groups", "").read("elsewhere.txt") == b"mine"


@pytest.mark.parametrize("note", [b"", b"[]", b"\xff", b'{"index.html": 7}', None])
def test_a_note_that_is_wrong_is_not_believed(
    anew: Prefixes, old: Finished, new: Finished, note: bytes | None
) -> None:
    bucket = anew()
    publish(bucket, old)
    if note is None:
        bucket._delete(NOTE)
    else:
        bucket.store.put_object(Bucket="groups", Key=bucket.prefix + NOTE, Body=note)
    assert publish(bucket, old) == (0, 9, 0)
    publish(bucket, new)
    assert NEW.items() <= objects(bucket).items()


def test_an_object_that_somebody_changed_is_sent_again(anew: Prefixes, old: Finished) -> None:
    bucket = anew()
    publish(bucket, old)
    key = f"{bucket.prefix}index.html"
    bucket.store.put_object(Bucket="groups", Key=key, Body=b"spoilt")
    assert publish(bucket, old) == (1, 8, 0)
    assert objects(bucket) == OLD


def test_headers_that_change_are_sent(
    anew: Prefixes, old: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = anew()
    publish(bucket, old)
    monkeypatch.setattr(
        of_buckets,
        "headers_of",
        lambda address: headers_of(address) | {"Cache-Control": "max-age=1"},
    )
    assert publish(bucket, old) == (9, 0, 0)
    assert head(bucket, "index.html")["CacheControl"] == "max-age=1"


def test_two_publishers(anew: Prefixes, old: Finished) -> None:
    bucket = anew()
    other = Bucket(bucket.bucket, bucket.prefix)
    with bucket.held(), pytest.raises(CannotSend, match="Somebody else is publishing"):
        publish(other, old)
    assert publish(other, old) == (9, 0, 0)


def test_a_lock_that_was_left_is_taken_over(
    anew: Prefixes, old: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = anew()
    bucket._take_lock()
    monkeypatch.setattr(of_buckets, "FRESH", -1)
    assert publish(Bucket(bucket.bucket, bucket.prefix), old) == (9, 0, 0)


def test_who_lost_the_lock_stops(anew: Prefixes) -> None:
    bucket = anew()
    with bucket.held():
        Bucket(bucket.bucket, bucket.prefix)._put_lock()
        with pytest.raises(CannotSend, match="Somebody else has begun"):
            bucket._renew_lock()


def check_what_readers_find(bucket: Bucket) -> bool:
    """Whether it is the new site as a whole; whatever it is, it must be of use."""
    found = objects(bucket)
    for name, text in found.items():
        assert text in {OLD.get(name), NEW.get(name)}
        assert head(bucket, name)["ContentType"] == headers_of(f"/{name}")["Content-Type"]
    check_links(found)
    for name in (name for name in OLD.keys() & NEW.keys() if name.endswith((".ics", ".json"))):
        if found[name] == NEW[name] != OLD[name]:
            assert all(found.get(page) == NEW[page] for page in PAGES), "feeds come after pages"
    if OLD.keys() - NEW.keys() - found.keys():
        assert NEW.items() <= found.items(), "deletions come last"
    return found == NEW


def check_links(found: dict[str, str]) -> None:
    """Whoever begins at the first page comes to no dead end."""
    waiting, seen = ["index.html"], set()
    while waiting:
        page = waiting.pop()
        seen.add(page)
        for way in re.findall('href="([^"]*)"', found[page]):
            name = normpath(join("/", page, "..", way)).lstrip("/")
            name = normpath(join(name, "index.html")) if way.endswith("/") else name
            assert name in found, f"{page} leads to {name}"
            if name.endswith(".html") and name not in seen:
                waiting.append(name)


def test_killed_at_each_request(anew: Prefixes, old: Finished, new: Finished) -> None:
    places = [anew()]
    publish(places[-1], old)

    def work() -> None:
        bucket = Bucket(places[-1].bucket, places[-1].prefix)
        events = bucket.store.meta.events
        events.register("before-send.s3", lambda **_: sys.audit("store.request"))
        publish(bucket, new)

    finished = []
    for _ in killed_at_each_step(work, frozenset({"store.request"})):
        finished.append(check_what_readers_find(places[-1]))
        places.append(anew())
        publish(places[-1], old)
    assert check_what_readers_find(places[-1])
    # One more to take the lock away, and one to note what is there.
    assert finished.index(True) == len(finished) - 2
    assert len(finished) > 15


def test_what_was_killed_goes_on_from_there(
    anew: Prefixes, old: Finished, new: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_buckets, "AT_ONCE", 1)
    bucket = anew()
    publish(bucket, old)
    killed = Bucket(bucket.bucket, bucket.prefix)
    sent = 0

    def die(**_: Any) -> None:
        nonlocal sent
        sent += 1
        if sent == 6:
            raise KeyboardInterrupt

    with killed.held():
        killed.store.meta.events.register("before-send.s3.PutObject", die)
        with pytest.raises(KeyboardInterrupt):
            killed.send(new)
    already = sum(NEW.get(name) == text != OLD.get(name) for name, text in objects(bucket).items())
    assert already >= 4
    assert publish(bucket, new) == (9 - already, 1 + already, 3)
    assert objects(bucket) == NEW


def test_a_lost_network_is_told(
    anew: Prefixes, old: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(CannotSend, match=r"(?s)Could not connect .* publish again"):
        publish(Bucket("groups", "nowhere/"), old)


def test_a_bucket_that_is_not_there_is_told(anew: Prefixes, old: Finished) -> None:
    with pytest.raises(CannotSend, match="NoSuchBucket"):
        publish(Bucket("other", ""), old)


@pytest.mark.parametrize(
    ("text", "bucket", "prefix"),
    [
        ("s3://groups", "groups", ""),
        ("s3://groups/", "groups", ""),
        ("s3://groups/a/b", "groups", "a/b/"),
        ("s3://groups/a/b/", "groups", "a/b/"),
    ],
)
def test_its_notation(text: str, bucket: str, prefix: str) -> None:
    target = target_of(text, keep=1)
    assert isinstance(target, Bucket)
    assert (target.bucket, target.prefix) == (bucket, prefix)


def test_the_clock_of_the_store_counts(anew: Prefixes) -> None:
    """A lock is as old as the store says, whatever the clock here shows."""
    bucket = anew()
    bucket._take_lock()
    lock = head(bucket, LOCK)
    age = of_buckets._moment(lock["ResponseMetadata"]["HTTPHeaders"]["date"]) - lock["LastModified"]
    assert timedelta(seconds=-2) < age < timedelta(seconds=10)
    assert lock["LastModified"] <= datetime.now(UTC) + timedelta(seconds=2)
