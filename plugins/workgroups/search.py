"""Search: an index in many small files, of which a reader's browser fetches the few it needs.

Finds are numbered, the oldest first. For each word the index has the numbers of those it stands in,
each with how well it stands there; words with the same beginning share a file, a shard. What is
shown of a find has a file of its own.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from .finds import Find
from .folding import words_of

FOLDER = "/search/index/"
"""Where all files of the index lie."""

SHARDS = "shards.json"
"""The file that tells which shards there are."""

PLACES = ("text of a document", "text", "name", "title")
"""Where a word can stand; its place in this row, from 0, is how much it counts."""

LARGEST_SHARD = 24_000
"""Bytes; about a third of it on the way. A single word may have more."""

EVERYWHERE = 1_000
"""A word that stands in so many finds, and in a third of all, is not asked for among others."""

LONGEST_TEXT = 20_000
"""Characters of a text in which the words that were found can be shown."""


@dataclass(frozen=True)
class Index:
    """For each word, in order, the finds that it stands in; see `packed`."""

    finds: Sequence[Find]
    words: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, finds: Iterable[Find], first: int = 0) -> Index:
        """The index of these, which come the oldest first; `first` is the number of that one."""
        numbered: list[Find] = []
        words: dict[str, array[int]] = defaultdict(lambda: array("L"))
        for number, find in enumerate(finds, first):
            numbered.append(replace(find, text=find.text[:LONGEST_TEXT]))
            for word, place in places_of(find).items():
                words[word].append(number * len(PLACES) + place)
        return cls(numbered, {word: words[word] for word in sorted(words)})

    @classmethod
    def joined(cls, parts: Sequence[Index]) -> Index:
        """The index of the finds of all these, which come one behind the other."""
        words: dict[str, array[int]] = defaultdict(lambda: array("L"))
        for part in parts:
            for word, sums in part.words.items():
                words[word].extend(sums)
        finds = [find for part in parts for find in part.finds]
        return cls(finds, {word: words[word] for word in sorted(words)})

    def files(self) -> Iterator[tuple[str, bytes]]:
        """All files of the index by name."""
        lines = [(word, packed(sums)) for word, sums in self.words.items()]
        shards = dict(shards_of(lines))
        least = most_of(len(self.finds))
        everywhere = [word for word, sums in self.words.items() if len(sums) >= least]
        yield SHARDS, as_json({"shards": [*shards], "everywhere": everywhere})
        for beginning, found in shards.items():
            yield shard_name(beginning), shard(found)
        for number, find in enumerate(self.finds):
            yield find_name(number), as_json(shown(find))


def most_of(finds: int) -> float:
    """In how many of all finds a word must stand to be everywhere."""
    return max(EVERYWHERE, finds / 3)


def places_of(find: Find) -> dict[str, int]:
    """The words of a find, each with the best place it stands in, as a number from 0."""
    fields = find.text if find.inside else "", "" if find.inside else find.text
    return {
        word: place
        for place, text in enumerate((*fields, f"{find.names} {find.besides}", find.title))
        for word in words_of(text)
    }


def packed(sums: Sequence[int]) -> str:
    """Numbers and places as one row: each is four times the number and the place, less the last."""
    before = 0
    row = []
    for each in sums:
        row.append(str(each - before))
        before = each
    return f"[{','.join(row)}]"


Line = tuple[str, str]
"""A word and its row."""

_BETWEEN = ",\n"


def shards_of(lines: Iterable[Line], length: int = 1) -> Iterator[tuple[str, list[Line]]]:
    """Words with their numbers by the first signs of the word: as few signs as make them small."""
    for beginning, group in groupby(lines, key=lambda line: line[0][:length]):
        found = list(group)
        if len(found) == 1 or sum(len(word + numbers) for word, numbers in found) <= LARGEST_SHARD:
            yield beginning, found
        else:
            yield from shards_of(found, length + 1)


def shard(lines: Iterable[Line]) -> bytes:
    """A shard as a file."""
    return f"{{{_BETWEEN.join(f'{_text(word)}:{numbers}' for word, numbers in lines)}}}".encode()


def lines_of(file: bytes) -> Iterator[Line]:
    """What stands in the file of a shard."""
    for line in file.decode()[1:-1].split(_BETWEEN):
        word, _, numbers = line.partition(":")
        yield json.loads(word), numbers


def shard_name(beginning: str) -> str:
    """The file of the words that begin so: in letters that every disk and server takes.

    The hyphen keeps it from being `con.json`, which Windows has no file of.
    """
    safe = (s if s.isascii() and s.isalnum() else f"_{ord(s):x}_" for s in beginning)
    return f"words/{''.join(safe)}-.json"


def find_name(number: int) -> str:
    """The file of a find."""
    return f"finds/{number}.json"


def shown(find: Find) -> dict[str, Any]:
    """What a reader sees of a find."""
    facts = {
        "kind": find.kind,
        "title": find.title,
        "lang": find.lang,
        "address": find.address,
        "day": find.day.isoformat() if find.day else "",
        "standing": find.standing,
        "label": find.label,
        "groups": find.groups,
        "of": [(way.lang, way.title, way.address) for way in find.of],
        "names": find.names,
        "text": find.text[:LONGEST_TEXT],
    }
    return {name: fact for name, fact in facts.items() if fact}


def as_json(value: Any) -> bytes:
    """A file of the index."""
    return (_text(value) + "\n").encode()


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
