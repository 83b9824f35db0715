"""Hosting: headers and redirects in the notations of nginx, Netlify and Cloudflare Pages.

Every address is percent-encoded or quoted: nothing in it can end its line or stand for others.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import quote

from .serving import ASK, DOCUMENT_POLICY, SECURITY, TYPES, headers_of, is_fingerprinted

Redirects = Iterable[tuple[str, str]]
"""Old addresses with those that they lead to, both from the top of the site."""

CLOUDFLARE_REDIRECTS = 2_000
"""The most without a placeholder that Cloudflare Pages reads; a longer line it leaves out."""
CLOUDFLARE_LINE = 1_000

CLOUDFLARE_HEADERS = 100
"""The most rules for headers that Cloudflare Pages reads."""

_SAFE = "/-._~"

# As long as the buckets in deploy/nginx.conf can hold.
_LOOKED_UP = re.compile(r"/(?!/)[a-z0-9/._-]{0,400}")


def encoded(address: str) -> str:
    """An address percent-encoded. Raises ValueError unless it is one of this site."""
    # With two slashes, the first word would be another host.
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        raise ValueError(f"{address!r} is no address of the site.")
    return quote(address, safe=_SAFE)


def nginx_redirects(redirects: Redirects) -> str:
    """Lines for a `map $uri`, which holds addresses decoded; raises ValueError as `encoded`.

    nginx looks a text up, but takes capitals for small letters, and tries one pattern after the
    other: 2,000 of them leave it a fifth of its speed. So only what is no plain text is a pattern.
    """
    pairs = list(redirects)
    # Led on by its twin in small letters, an address could be sent to itself.
    spellings = Counter(address.lower() for address in {a for pair in pairs for a in pair})
    return "".join(
        f"{old if _LOOKED_UP.fullmatch(old) and spellings[old] == 1 else _pattern(old)} "
        f"{encoded(new)};\n"
        for old, new in pairs
    )


def _pattern(address: str) -> str:
    """An address as a regular expression in quotes, in which only letters stand for themselves."""
    encoded(address)
    plain = re.compile(r"[A-Za-z0-9/_-]")
    letters = (
        letter if plain.fullmatch(letter) else "".join(f"\\x{byte:02x}" for byte in letter.encode())
        for letter in address
    )
    return f'"~^{"".join(letters)}$"'


def netlify_redirects(redirects: Redirects) -> str:
    """`_redirects` for Netlify; each is forced, as the build has put a page at every old address.

    Raises ValueError as `encoded`.
    """
    return "".join(f"{encoded(old)} {encoded(new)} 301!\n" for old, new in redirects)


def cloudflare_redirects(redirects: Redirects) -> str:
    """`_redirects` for Cloudflare Pages, as far as it reads them; pages answer for the others.

    Raises ValueError as `encoded`.
    """
    lines = (f"{encoded(old)} {encoded(new)} 301\n" for old, new in redirects)
    short = (line for line in lines if len(line) <= CLOUDFLARE_LINE)
    return "".join(islice(short, CLOUDFLARE_REDIRECTS))


def headers_file(addresses: Iterable[str]) -> str:
    """`_headers` for Netlify and Cloudflare Pages, of a site that has files at these addresses.

    Both give a file what all the rules say that it fits, and differ where two say the same header:
    so no two do. Left out is what both do by themselves, which is to have everything asked for.
    """
    rules = islice(_rules(sorted(addresses)), CLOUDFLARE_HEADERS)
    return "".join(
        "\n".join((pattern, *(f"  {name}: {value}" for name, value in headers.items()), ""))
        for pattern, headers in rules
    )


def _rules(addresses: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    # One for documents too. Pages say the whole policy themselves, and browsers keep both.
    yield "/*", {"Content-Security-Policy": DOCUMENT_POLICY} | SECURITY
    for suffix in sorted({posixpath.splitext(address)[1] for address in addresses} & TYPES.keys()):
        headers = headers_of(f"/any{suffix}")
        names = (
            ["Content-Type"]
            if headers["Cache-Control"] == ASK
            else ["Cache-Control", "Content-Type"]
        )
        yield f"/*{suffix}", {name: headers[name] for name in names}
    for address in filter(is_fingerprinted, addresses):
        yield encoded(address), {"Cache-Control": headers_of(address)["Cache-Control"]}
