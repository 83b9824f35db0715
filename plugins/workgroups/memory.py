"""Memory: what was made before, given again while everything it was made from is the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

from .editions import Edition
from .group import Group
from .stamps import Stamp
from .story import Revision
from .surroundings import Surroundings

V = TypeVar("V")


class Memory:
    """What one process made of each file, with all the questions it asked while making it.

    A thing is given again where it is made from the same, and every question has the same answer.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, _Made] = {}
        self._used: set[Hashable] = set()

    def recall(
        self,
        key: Hashable,
        made_from: tuple[object, ...],
        around: Surroundings,
        make: Callable[[Surroundings], V],
    ) -> V:
        """The thing known by this key: the one that is kept, or made anew."""
        self._used.add(key)
        kept = self._kept.get(key)
        if kept is None or not kept.holds(made_from, around):
            asking = _Asking(around)
            kept = _Made(make(asking), made_from, asking.answers)
            self._kept[key] = kept
        return cast("V", kept.thing)

    def forget_unused(self) -> None:
        """Let go of what nobody has asked for since this was last called."""
        for key in self._kept.keys() - self._used:
            del self._kept[key]
        self._used = set()


_Question = tuple[str, *tuple[Hashable, ...]]


@dataclass(frozen=True)
class _Made:
    thing: object
    made_from: tuple[object, ...]
    answers: dict[_Question, Any]

    def holds(self, made_from: tuple[object, ...], around: Surroundings) -> bool:
        if self.made_from != made_from:
            return False
        try:
            return all(
                getattr(around, name)(*about) == answer
                for (name, *about), answer in self.answers.items()
            )
        except OSError:  # a file has gone
            return False


class _Asking(Surroundings):
    """Surroundings that note what they are asked and what they answer.

    What is inside a document follows from its bytes, of which the stamp tells.
    """

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around.history, around.interiors, around.addresses, around.groups)
        self.answers: dict[_Question, Any] = {}

    def stamp(self, path: Path) -> Stamp:
        return self._noted("stamp", path, answer=super().stamp(path))

    def address(self, link: str, folder: Path, at: str) -> str | None:
        return self._noted("address", link, folder, at, answer=super().address(link, folder, at))

    def group(self, slug: str) -> Group | None:
        return self._noted("group", slug, answer=super().group(slug))

    def revision(self, uid: str) -> Revision:
        return self._noted("revision", uid, answer=super().revision(uid))

    def last_day(self, path: Path) -> date | None:
        return self._noted("last_day", path, answer=super().last_day(path))

    def editions(self, path: Path, version: str | None) -> tuple[Edition, ...]:
        return self._noted("editions", path, version, answer=super().editions(path, version))

    def _noted(self, name: str, *about: Hashable, answer: V) -> V:
        self.answers[name, *about] = answer
        return answer
