"""A bucket of an object store: what readers find there at any moment. The store is moto's."""

from __future__ import annotations

import base64
import hashlib
import itertools
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path
from threading import Lock as ThreadLock
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import sites
from botocore.awsrequest import AWSResponse
from botocore.exceptions import EndpointConnectionError
from killing import killed_at_each_step
from web_server import wait_for

from commands.publishing import ASSETS
from targets import bucket as of_buckets
from targets import lock as of_locks
from targets.bucket import FEEDS, LOCK, NOTE, SENT_AS, Bucket, _is_page, turn_of
from targets.notation import target_of
from targets.target import CannotSend, Finished
from workgroups.serving import headers_of

OLD = {
    "index.html": '<a href="meetings/a/">A</a> <a href="/meetings/b/">B</a> <a href="all.ics">',
    "meetings/a/index.html": '<a href="../../">Home</a> <a href="paper.pdf">Paper</a> old',
    "meetings/a/paper.pdf": "%PDF- old",
    "meetings/a/meeting.ics": "BEGIN:VCALENDAR old",
    "meetings/b/index.html": '<a href="minutes.pdf">Minutes</a> <a href="../a/">A</a>',
    "meetings/b/minutes.pdf": "%PDF- minutes",
    "all.ics": "BEGIN:VCALENDAR all old",
    "theme/site.0123456789.css": "body{}",
    "meetings.json": "{}",
    ASSETS: "theme/site.0123456789.css",
}
NEW = {
    "index.html": '<a href="meetings/a/">A</a> <a href="/meetings/c/">C</a> <a href="all.ics">',
    "meetings/a/index.html": '<a href="new.pdf">New</a> <img src="/theme/x.svg"> new',
    "meetings/a/new.pdf": "%PDF- new",
    "meetings/a/meeting.ics": "BEGIN:VCALENDAR new",
    "meetings/c/index.html": '<a href="meeting.ics">Calendar</a> <a href="../d/">D</a>',
    "meetings/c/meeting.ics": "BEGIN:VCALENDAR c",
    "meetings/d/index.html": '<a href="../c/">C</a> <a href="../a/">A</a>',
    "all.ics": "BEGIN:VCALENDAR all new",
    "old.php": '<a href="meetings/c/">Moved</a>',
    "theme/site.0123456789.css": "body{}",
    "theme/site.9876543210.css": "body{color:red}",
    "theme/x.svg": "<svg/>",
    "meetings.json": '{"meetings": 3}',
    ASSETS: "theme/site.9876543210.css",
}
# All but one style are sent, and a page, its minutes and a paper go.
CHANGED = (13, 1, 3)


def lay(tree: Path, files: Mapping[str, str]) -> Finished:
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


@dataclass
class Prefixes:
    """A place of its own in the store for each use."""

    count: int = 0

    def __call__(self) -> Bucket:
        self.count += 1
        return Bucket("groups", f"{self.count}/")


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefixes]:
    """An empty store, in a process of its own, and the environment that names it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    log = (tmp_path_factory.mktemp("store") / "log").open("wb")
    server = subprocess.Popen(command, stdout=log, stderr=log)
    with log, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_CONFIG_FILE", os.devnull)
        try:
            wait_for(port, server)
            Bucket("groups", "").store.create_bucket(Bucket="groups")
            yield Prefixes()
        finally:
            server.terminate()
            server.wait(timeout=10)


def again(bucket: Bucket) -> Bucket:
    """The same place, as another publisher has it."""
    return Bucket(bucket.bucket, bucket.prefix)


def publish(bucket: Bucket, finished: Finished) -> tuple[int, int, int]:
    with bucket.held():
        sent = bucket.send(finished)
    return sent.sent, sent.unchanged, sent.removed


def objects(bucket: Bucket) -> dict[str, bytes]:
    """What readers find; each with the headers that it is to have."""
    found = {}
    for name in sorted(bucket._listing().keys() - {NOTE, LOCK}):
        answer = bucket.store.get_object(**bucket._at(name))
        told = headers_of(f"/{name}")
        assert {key: answer.get(key) for key in SENT_AS.values()} == {
            key: told.get(header) for header, key in SENT_AS.items()
        }
        found[name] = answer["Body"].read()
    return found


def encoded(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files.items()}


def put(bucket: Bucket, name: str, data: bytes) -> None:
    """Put something there as others do."""
    told = headers_of(f"/{name}")
    headers = {key: told[header] for header, key in SENT_AS.items() if header in told}
    bucket.store.put_object(**bucket._at(name), Body=data, **headers)


def requests_of(bucket: Bucket) -> list[str]:
    """The requests to come, as they are made: `PutObject index.html`."""
    made: list[str] = []

    def note(params: dict[str, Any], model: Any, **_: Any) -> None:
        made.append(f"{model.name} {params['url_path'].partition(bucket.prefix)[2]}")

    bucket.store.meta.events.register("before-call.s3", note)
    return made


def test_only_what_changed_is_sent(anew: Prefixes, old: Finished, new: Finished) -> None:
    bucket = anew()
    assert publish(bucket, old) == (10, 0, 0)
    assert objects(bucket) == encoded(OLD)
    assert publish(bucket, old) == (0, 10, 0)
    assert publish(bucket, new) == CHANGED
    assert objects(bucket) == encoded(NEW)
    assert LOCK not in bucket._listing()


def test_nothing_new_costs_five_requests(anew: Prefixes, old: Finished) -> None:
    bucket = anew()
    publish(bucket, old)
    made = requests_of(bucket)
    publish(bucket, old)
    assert made == [
        f"PutObject {LOCK}",
        "ListObjectsV2 ",
        f"GetObject {NOTE}",
        f"GetObject {LOCK}",
        f"DeleteObject {LOCK}",
    ]


def test_what_an_editor_put_there_is_no_page_of_ours(anew: Prefixes, tmp_path: Path) -> None:
    bucket = anew()
    publish(bucket, lay(tmp_path, {"meetings/a/logo.svg": "<svg/>", "a/x.ics": "BEGIN"}))
    answer = bucket.store.head_object(**bucket._at("meetings/a/logo.svg"))
    assert answer["ContentDisposition"] == "attachment"
    answer = bucket.store.head_object(**bucket._at("a/x.ics"))
    assert answer["ContentType"] == "text/calendar; charset=utf-8"
    assert "ContentDisposition" not in answer


def test_files_then_pages_then_feeds_then_deletions(
    anew: Prefixes, old: Finished, new: Finished
) -> None:
    bucket = anew()
    publish(bucket, old)
    made = requests_of(bucket)
    publish(bucket, new)
    steps = [step.split(" ") for step in made]
    own = [step for step in steps if step[1] not in {"", LOCK, NOTE}]
    puts = [turn_of(name, is_new=name not in OLD) for kind, name in own if kind == "PutObject"]
    assert puts == sorted(puts)
    assert set(puts) == {0, 1, 2, 3, 4}
    # Pages go before what they led to, and the next publication's list is the very last.
    last = [name for _, name in own[-4:]]
    assert (last[0], last[3]) == ("meetings/b/index.html", ASSETS)
    assert own[-5][1].endswith((".ics", ".json"))


@pytest.mark.parametrize(
    ("name", "new", "other"),
    [
        ("theme/site.css", 0, 0),
        ("a/paper.pdf", 0, 0),
        ("a/index.html", 1, 2),
        ("old.php", 1, 2),
        ("calendar.ics", 0, 3),
        ("changes.atom", 0, 3),
        ("meetings.json", 0, 3),
        ("sitemap.xml", 0, 3),
        (ASSETS, 4, 4),
    ],
)
def test_when_a_file_is_sent(name: str, new: int, other: int) -> None:
    assert (turn_of(name, is_new=True), turn_of(name, is_new=False)) == (new, other)


def test_some_at_once_but_not_too_many(anew: Prefixes, tmp_path: Path) -> None:
    bucket = anew()
    now, most, counting = 0, 0, ThreadLock()

    def begin(**_: Any) -> None:
        nonlocal now, most
        with counting:
            now += 1
            most = max(most, now)

    def end(**_: Any) -> None:
        nonlocal now
        with counting:
            now -= 1

    bucket.store.meta.events.register("before-call.s3", begin)
    bucket.store.meta.events.register("after-call.s3", end)
    publish(bucket, lay(tmp_path, {f"{number}.pdf": "%PDF-" for number in range(40)}))
    assert 1 < most <= of_buckets.AT_ONCE


def test_what_is_not_ours_stays(anew: Prefixes, old: Finished, new: Finished) -> None:
    bucket = anew()
    beside = Bucket("groups", f"{bucket.prefix.rstrip('/')}x/")
    put(bucket, "letter.txt", b"mine")
    put(beside, "index.html", b"mine")
    publish(bucket, old)
    publish(bucket, new)
    assert objects(bucket) == encoded(NEW | {"letter.txt": "mine"})
    assert objects(beside) == {"index.html": b"mine"}


@pytest.mark.parametrize("note", [b"", b"[]", b"[" * 100_000, b"\xff", b'{"index.html": 7}', None])
def test_a_note_that_is_wrong_is_not_believed(
    anew: Prefixes, old: Finished, new: Finished, note: bytes | None
) -> None:
    bucket = anew()
    publish(bucket, old)
    if note is None:
        bucket.store.delete_object(**bucket._at(NOTE))
    else:
        put(bucket, NOTE, note)
    assert publish(bucket, old) == (0, 10, 0)
    made = requests_of(bucket)
    publish(bucket, old)
    assert len(made) == 5, "it was written anew"
    publish(bucket, new)
    assert encoded(NEW).items() <= objects(bucket).items()


def test_an_object_that_somebody_changed_is_sent_again(anew: Prefixes, old: Finished) -> None:
    bucket = anew()
    publish(bucket, old)
    put(bucket, "index.html", b"spoilt")
    assert publish(bucket, old) == (1, 9, 0)
    assert objects(bucket) == encoded(OLD)


def test_what_other_programs_sent_gets_its_headers(anew: Prefixes, old: Finished) -> None:
    bucket = anew()
    for name, data in encoded(OLD).items():
        put(bucket, name, data)
    bucket.store.put_object(**bucket._at("all.ics"), Body=OLD["all.ics"].encode())
    assert publish(bucket, old) == (1, 9, 0)
    assert objects(bucket) == encoded(OLD)


def test_headers_that_change_are_sent(
    anew: Prefixes, old: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = anew()
    publish(bucket, old)
    other = {"Cache-Control": "max-age=1"}
    monkeypatch.setattr(of_buckets, "headers_of", lambda address: headers_of(address) | other)
    assert publish(bucket, old) == (10, 0, 0)
    head = bucket.store.head_object(**bucket._at("index.html"))
    assert head["CacheControl"] == "max-age=1"


def encrypt(bucket: Bucket) -> Bucket:
    """Let the store give other tags than digests, as one does that encrypts."""

    def other(parsed: dict[str, Any], **_: Any) -> None:
        for told in (parsed, *parsed.get("Contents", ())):
            if "ETag" in told:
                told["ETag"] = f'"{told["ETag"][-2:0:-1]}"'

    bucket.store.meta.events.register("after-call.s3", other)
    return bucket


def test_tags_that_are_no_digests(anew: Prefixes, old: Finished, new: Finished) -> None:
    bucket = encrypt(anew())
    assert publish(bucket, old) == (10, 0, 0)
    assert publish(encrypt(again(bucket)), old) == (0, 10, 0)
    assert publish(encrypt(again(bucket)), new) == CHANGED
    put(bucket, "index.html", b"spoilt")
    assert publish(encrypt(again(bucket)), new) == (1, 13, 0)
    assert objects(bucket) == encoded(NEW)


def test_each_upload_says_what_it_must_come_as(anew: Prefixes, old: Finished) -> None:
    """A store refuses what does not have the digest that is told."""
    bucket, seen = anew(), []

    def look(request: Any, **_: Any) -> None:
        body = request.body.read()
        request.body.seek(0)
        digest = base64.b64encode(hashlib.md5(body).digest())
        seen.append(request.headers["Content-MD5"] in {digest, digest.decode()})

    with bucket.held():
        bucket.store.meta.events.register("before-send.s3.PutObject", look)
        bucket.send(old)
    assert seen == [True] * 12


# ---- Two publishers ------------------------------------------------------------------------------


def test_two_publishers(anew: Prefixes, old: Finished) -> None:
    bucket = anew()
    told = f"(?s)Somebody else is publishing to .*: {socket.gethostname()}, since .* 5 minutes"
    with bucket.held(), pytest.raises(CannotSend, match=told):
        publish(again(bucket), old)
    assert publish(again(bucket), old) == (10, 0, 0)


def test_the_lock_goes_also_when_something_went_wrong(anew: Prefixes) -> None:
    bucket = anew()
    with pytest.raises(ZeroDivisionError), bucket.held():
        raise ZeroDivisionError
    assert LOCK not in bucket._listing()


def test_a_lock_that_was_left_is_taken_over(
    anew: Prefixes, old: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = anew()
    bucket.lock.take()
    monkeypatch.setattr(of_locks, "FRESH", -1)
    with again(bucket).held():
        # The first one wakes up: it neither goes on nor takes the lock of the other away.
        monkeypatch.setattr(of_locks, "EVERY", 0)
        with pytest.raises(CannotSend, match="Somebody else has begun to publish"):
            bucket.send(old)
        bucket.lock.release()
        assert LOCK in bucket._listing()
    assert LOCK not in bucket._listing()


def test_only_one_takes_over(anew: Prefixes) -> None:
    bucket = anew()
    bucket.lock.take()
    first, second = again(bucket).lock, again(bucket).lock
    found = second._found()
    first._put_if(found)
    with pytest.raises(CannotSend, match="has just begun"):
        second._put_if(found)


def test_a_lock_is_renewed_while_its_holder_works(
    anew: Prefixes, old: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_locks, "EVERY", 0)
    bucket = anew()
    made = requests_of(bucket)
    assert publish(bucket, old) == (10, 0, 0)
    assert made.count(f"PutObject {LOCK}") > 3


def test_an_answer_that_was_lost_locks_nobody_out(anew: Prefixes) -> None:
    bucket = anew()
    bucket.lock.take()
    bucket.lock.take()
    bucket.lock.release()
    assert LOCK not in bucket._listing()


def without_conditions(bucket: Bucket) -> Bucket:
    """Let the store answer as those do that know no conditional writes."""

    def answer(request: Any, **_: Any) -> AWSResponse | None:
        if not {"If-Match", "If-None-Match"} & {name.title() for name in [*request.headers]}:
            return None
        body = BytesIO(b"<Error><Code>NotImplemented</Code></Error>")
        body.stream = lambda *_, **__: iter([body.read()])  # type: ignore[attr-defined]
        return AWSResponse(request.url, 501, {}, body)

    bucket.store.meta.events.register("before-send.s3.PutObject", answer)
    return bucket


def test_a_store_without_conditions(anew: Prefixes, old: Finished) -> None:
    bucket = without_conditions(anew())
    with bucket.held():
        with pytest.raises(CannotSend, match="Somebody else is publishing"):
            publish(without_conditions(again(bucket)), old)
        assert LOCK in bucket._listing()
    assert publish(without_conditions(again(bucket)), old) == (10, 0, 0)


# ---- Cut short -----------------------------------------------------------------------------------


def check_what_readers_find(
    bucket: Bucket, old: Mapping[str, bytes], new: Mapping[str, bytes]
) -> None:
    """Whatever there is of both sites, it must be whole and of use."""
    found = objects(bucket)
    for name, data in found.items():
        assert data in {old.get(name), new.get(name)}, f"{name} is half"
    check_links(found, {name for name in old.keys() & new.keys() if _is_page(name)})
    are_new = [found.get(name) == data for name, data in new.items() if _is_page(name)]
    for name in (name for name in old.keys() & new.keys() if Path(name).suffix in FEEDS):
        assert all(are_new) or found[name] == old[name], f"{name} comes before pages"
    if old.keys() - found.keys():
        lacking = {name for name, data in new.items() if found.get(name) != data}
        assert lacking <= {ASSETS}, "deletions come before this"


def check_links(found: Mapping[str, bytes], known: set[str]) -> None:
    """Whoever begins at a page that is known comes to no dead end; no page lacks a file."""
    leads = {name: set(links(name, data)) for name, data in found.items() if _is_page(name)}
    for page, names in leads.items():
        lacking = {name for name in names - found.keys() if not _is_page(name)}
        assert not lacking, f"{page} needs {lacking}"
    waiting, seen = list(known), set(known)
    while waiting:
        page = waiting.pop()
        assert leads[page] <= found.keys(), f"{page} leads to {leads[page] - found.keys()}"
        further = {name for name in leads[page] - seen if _is_page(name)}
        waiting += further
        seen |= further


def links(page: str, data: bytes) -> Iterator[str]:
    """The names of what a page leads to on its own site."""
    here = f"https://groups.example/{page}"
    for way in re.findall(r'(?:href|src)="([^"]*)"', data.decode()):
        parts = urlsplit(urljoin(here, unescape(way)))
        if (parts.scheme, parts.netloc) == ("https", "groups.example"):
            name = unquote(parts.path).lstrip("/")
            yield f"{name}index.html" if name.endswith("/") or not name else name


def bytes_of(finished: Finished) -> dict[str, bytes]:
    return {item.name: item.file.read_bytes() for item in of_buckets._items(finished.tree)}


def check_killed(
    anew: Prefixes, old: Finished, new: Finished, every: int = 1
) -> Iterator[tuple[int, int, int]]:
    """Kill the publication of a site at each request; what the next one then does."""
    place = anew()
    publish(place, old)
    before, after = bytes_of(old), bytes_of(new)

    def work() -> None:
        bucket = again(place)
        events = bucket.store.meta.events
        events.register("before-send.s3", lambda **_: sys.audit("store.request"))
        publish(bucket, new)

    for _ in killed_at_each_step(work, frozenset({"store.request"}), every):
        check_what_readers_find(place, before, after)
        found = objects(place)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(of_locks, "FRESH", -1)
            counts = publish(again(place), new)
        assert objects(place) == after
        assert counts[0] == sum(found.get(name) != data for name, data in after.items())
        assert counts[2] == len(found.keys() - after.keys())
        yield counts
        place = anew()
        publish(place, old)
    assert objects(place) == after


def test_killed_at_each_request(anew: Prefixes, old: Finished, new: Finished) -> None:
    counts = list(check_killed(anew, old, new))
    assert counts[0] == counts[3] == CHANGED
    assert counts[-1] == (0, 14, 0)
    # Lock, listing, note, note, files, deletions, note, lock, lock.
    assert len(counts) == 4 + 13 + 3 + 3


def test_a_real_site_killed_on_its_way(anew: Prefixes, small_site: Path, tmp_path: Path) -> None:
    """A meeting has got another address, and every page another word."""
    for name in sites.files(small_site):
        data = (small_site / name).read_bytes()
        place = tmp_path / name.replace("heat-plans", "cool-plans")
        place.parent.mkdir(parents=True, exist_ok=True)
        data = data.replace(b"heat-plans", b"cool-plans")
        place.write_bytes(data.replace(b"</html>", b"<!-- new --></html>"))
    new = Finished(tmp_path, "https://groups.example.eu")
    old = Finished(small_site, new.address)
    assert len(list(check_killed(anew, old, new, every=60))) == 2


def test_a_lost_network_on_the_way_is_told(
    anew: Prefixes, old: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_buckets, "AT_ONCE", 1)
    bucket, sent = anew(), itertools.count()

    def die(**_: Any) -> None:
        if next(sent) >= 6:
            raise EndpointConnectionError(endpoint_url="https://store.example")

    with bucket.held():
        bucket.store.meta.events.register("before-send.s3.PutObject", die)
        with pytest.raises(CannotSend, match=r"\n5 of 10 files were sent. Publish again"):
            bucket.send(old)
    assert publish(again(bucket), old) == (5, 5, 0)


def test_a_lost_network_is_told(old: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    monkeypatch.setattr("time.sleep", lambda _: None)
    with pytest.raises(CannotSend, match=r"(?s)Could not connect .*Publish again"):
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


def test_without_its_library_the_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "targets.bucket", None)
    with pytest.raises(CannotSend, match="pip install boto3"):
        target_of("s3://groups", keep=1)


def test_the_readme_names_what_a_store_does_not_keep() -> None:
    readme = (sites.ROOT / "deploy" / "README.md").read_text("utf-8")
    [part] = re.findall(
        r"^The network of caches before it.*?\n\n", readme, re.DOTALL | re.MULTILINE
    )
    named = set(re.findall(r"`([A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]+)+)`", part))
    assert named - {"Cache-Control"} == headers_of("/").keys() - SENT_AS.keys()
