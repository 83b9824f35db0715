"""Subscribing: the link by which each calendar program follows a feed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

GOOGLE = "https://calendar.google.com/calendar/u/0/r/settings/addbyurl"
OUTLOOK = {
    "outlook_work": "https://outlook.office.com/calendar/0/",
    "outlook_personal": "https://outlook.live.com/calendar/0/",
}
"""Who signs in at the wrong one of the two is led to its home page, and to nothing else."""


@dataclass(frozen=True)
class Way:
    """How one program takes a meeting or a feed: the link that it understands.

    Without an `address` there is none. Where it `pastes`, people copy the feed's address over.
    """

    client: str
    address: str = ""
    pastes: bool = False

    @property
    def on_the_web(self) -> bool:
        """Whether the link leads to another site, and not into a program."""
        return self.address.startswith("https://")


@dataclass(frozen=True)
class Subscription:
    """A feed for people to follow: its whole address, and the way of each program to it."""

    address: str
    ways: tuple[Way, ...]

    def way(self, client: str) -> Way:
        """The way of one program."""
        return next(way for way in self.ways if way.client == client)


def subscription(address: str, name: str) -> Subscription:
    """How to follow the feed at a whole address; its name is what Outlook calls it.

    Google's `?cid=` link, which would need no pasting, is documented nowhere and has been broken
    for months on end. Outlook gets no webcal link: the new one for Windows loses the scheme.
    """
    webcal = "webcal://" + address.partition("://")[2]
    outlook = urlencode({"url": address, "name": name}, quote_via=quote, safe="")
    ways = (
        *(Way(client, f"{host}addfromweb?{outlook}") for client, host in OUTLOOK.items()),
        Way("google", GOOGLE, pastes=True),
        Way("apple", webcal),
        Way("thunderbird", webcal, pastes=True),
        Way("other", pastes=True),
    )
    return Subscription(address, ways)
