"""A map: the link by which one on the web finds a street address."""

from __future__ import annotations

from urllib.parse import quote, urlencode

OPENSTREETMAP = "https://www.openstreetmap.org/search"


def map_address(address: str) -> str:
    """Where OpenStreetMap looks an address up, once somebody goes there."""
    return f"{OPENSTREETMAP}?{urlencode({'query': address}, quote_via=quote, safe='')}"
