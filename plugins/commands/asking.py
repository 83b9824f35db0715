"""Asking: what other sites answer at an address, politely, and never anybody in our own network."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from commands.outcomes import Failed
from workgroups.answers import Answer, Answers, to_ask
from workgroups.ledger import LARGEST, NAME

AT_ONCE = 8
"""Hosts that are asked at one time; of each host one page at a time."""

PAUSE = 1.0
PATIENCE = 15.0
"""Seconds between two questions to a host, and for one answer."""

REDIRECTS = 5

_NOT_HEAD = {400, 403, 404, 405, 406, 410, 429, 500, 501, 503}
"""Answers that servers give who only do not like to be asked for the head of a page."""


class Unreachable(Exception):
    """Nobody answers at an address; the text says why. `is_lost` where that will not pass."""

    def __init__(self, reason: str, *, is_lost: bool = False) -> None:
        super().__init__(reason)
        self.is_lost = is_lost


def is_public(ip: str) -> bool:
    """Whether a number belongs to the internet: a link must not lead into our own network."""
    address = ip_address(ip.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast


@dataclass(frozen=True)
class Asker:
    """Somebody who asks in the name of a site; `may_ask` says of a number whether it is allowed."""

    site: str
    may_ask: Callable[[str], bool] = is_public
    patience: float = PATIENCE
    pause: float = PAUSE
    wait: Callable[[float], None] = time.sleep

    def answer(self, address: str) -> Answer:
        """What is said of an address, redirects followed."""
        try:
            status, _ = self.follow("HEAD", address)
            if status in _NOT_HEAD:
                self.wait(self.pause)
                status, _ = self.follow("GET", address, Range="bytes=0-0")
        except Unreachable as reason:
            return Answer(None, str(reason), reason.is_lost)
        # 416: the page is there, and empty.
        return Answer(200 if status == http.client.REQUESTED_RANGE_NOT_SATISFIABLE else status)

    def all_of_a_host(self, addresses: Iterable[str]) -> dict[str, Answer]:
        """What is said of addresses, one after the other."""
        answers: dict[str, Answer] = {}
        for address in addresses:
            if answers:
                self.wait(self.pause)
            answers[address] = self.answer(address)
        return answers

    def follow(self, method: str, address: str, most: int = 0, **headers: str) -> tuple[int, bytes]:
        """The status and the first `most` bytes at an address. Raises Unreachable."""
        for _ in range(REDIRECTS + 1):
            status, onward, data = self.ask(method, address, most, headers)
            if status not in {301, 302, 303, 307, 308} or not onward:
                return status, data
            address = _onward(address, onward)
        raise Unreachable(f"it leads on more than {REDIRECTS} times")

    def ask(
        self, method: str, address: str, most: int, headers: Mapping[str, str]
    ) -> tuple[int, str, bytes]:
        """Ask once: the status, where it leads on, and the first `most` bytes."""
        try:
            parts = urlsplit(address)
            host, port = parts.hostname or "", parts.port
            path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
            query = quote(parts.query, safe="/%:@!$&'()*+,;=~?")
            connection = self.connect(parts.scheme, host, port)
        except ValueError:
            raise Unreachable("it is no address", is_lost=True) from None
        try:
            asked = {"User-Agent": f"link check of {self.site}", "Accept": "*/*", **headers}
            connection.request(method, path + (f"?{query}" if query else ""), headers=asked)
            response = connection.getresponse()
            data = response.read(most)
            if most and response.length and len(data) < most:
                raise Unreachable("the answer was cut short")
            return response.status, response.getheader("Location", ""), data
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreachable(_why(error)) from None
        finally:
            connection.close()

    def connect(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        """A connection to the very number that was looked at. Raises Unreachable."""
        if scheme not in {"http", "https"} or not host:
            raise Unreachable("it is no address of the web", is_lost=True)
        secure = scheme == "https"
        number = self.number_of(host, port or (443 if secure else 80))
        connection = http.client.HTTPConnection(host, port, timeout=self.patience)
        if secure:
            connection = http.client.HTTPSConnection(host, port, timeout=self.patience)
        try:
            wire = socket.create_connection((number, connection.port), timeout=self.patience)
            connection.sock = wire
            if secure:
                context = ssl.create_default_context()
                connection.sock = context.wrap_socket(wire, server_hostname=host)
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(
                f"its certificate is not valid: {error.verify_message}", is_lost=True
            ) from None
        except OSError as error:
            raise Unreachable(_why(error)) from None
        return connection

    def number_of(self, host: str, port: int) -> str:
        """The first number of a host, if all of them are allowed. Raises Unreachable."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            unknown = error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)}
            reason = f"there is no host {host}" if unknown else f"{host} cannot be looked up"
            raise Unreachable(reason, is_lost=unknown) from None
        except UnicodeError:
            raise Unreachable(f"{host} is no name of a host", is_lost=True) from None
        numbers = [str(each[4][0]) for each in found]
        if not all(map(self.may_ask, numbers)):
            raise Unreachable(f"{host} is in a network of its own, which is never asked")
        return numbers[0]


def _onward(address: str, onward: str) -> str:
    """Where an address leads on; whatever a server may say. Raises Unreachable."""
    try:
        return urljoin(address, onward)
    except ValueError:
        raise Unreachable("it leads on to what is no address") from None


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "nobody answered in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "the answer was none of HTTP"


def ask_others(
    addresses: Iterable[str], cache: Path, now: datetime, asker: Asker
) -> dict[str, Answer]:
    """What is said of addresses, where it is not good; good answers are believed for some days."""
    known = Answers.read(cache, now)
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in to_ask(addresses):
        if address not in known.good:
            hosts[address.split("/")[2].lower()].append(address)
    answers: dict[str, Answer] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for said in pool.map(asker.all_of_a_host, hosts.values()):
            answers |= said
    known.learn(answers)
    known.write(cache)
    return {address: said for address, said in answers.items() if not said.is_good}


def fetch_ledger(address: str, asker: Asker) -> bytes | None:
    """The ledger at an address; None where the site has none yet. Raises Failed otherwise."""
    try:
        status, data = asker.follow("GET", address, LARGEST + 1)
    except Unreachable as reason:
        raise Failed(f"{address} cannot be had: {reason}.") from None
    if status == http.client.NOT_FOUND:
        return None
    if status != http.client.OK:
        raise Failed(f"{address} cannot be had: the answer was {status}. {NAME} must be readable.")
    return data
