"""Folding: a text as the words by which people look for it, without accents and capitals.

theme/static/js/search.js does the same with what a reader types; a test compares the two.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SHORTEST = 2
"""Signs of a word; single letters are everywhere and lead nowhere."""

LETTERS = {
    **dict(zip("øđðħıłŋŧς", "oddhilntσ", strict=True)),
    **dict(zip("ßæœþ", ("ss", "ae", "oe", "th"), strict=True)),
}
"""Letters that are no other letter with an accent, as they are typed without them."""

UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Signs within words that nobody sees: where they may be parted, where not."""

_LETTERS = str.maketrans(LETTERS)
_WORD = re.compile(rf"[^\W_]{{{SHORTEST},}}")


def words_of(text: str) -> frozenset[str]:
    """The different words of a text: `L'Énergie, Straße` is energie and strasse."""
    return frozenset().union(*map(_folded, set(text.split())))


@lru_cache(maxsize=100_000)  # A few words make up most of what is written.
def _folded(part: str) -> tuple[str, ...]:
    if not part.isascii():
        letters = unicodedata.normalize("NFKD", part)
        part = "".join(sign for sign in letters if not _is_dropped(sign))
    return tuple(_WORD.findall(part.lower().translate(_LETTERS)))


def _is_dropped(sign: str) -> bool:
    return sign in UNSEEN or unicodedata.category(sign).startswith("M")
