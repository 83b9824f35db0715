"""Packing: dataclasses as plain values that JSON can hold, by the types of their fields.

Unpacking runs nothing and makes nothing but what the types say. Of thousands of things few fields
are ever asked for: those that JSON does not hold as they are wait until then.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from .times import zone

Change = Callable[[Any], Any]


class Way(NamedTuple):
    """How values of a type are packed and unpacked again."""

    pack: Change
    unpack: Change


_WALL = len("2026-01-20T14:00:00.000000")
_PLAIN = {str, int, float, bool, type(None)}


class Packing:
    """The ways of types; `others` are those of types whose fields do not tell."""

    def __init__(self, others: Mapping[Any, Way | None]) -> None:
        self.known = {
            date: Way(date.isoformat, date.fromisoformat),
            datetime: Way(_pack_moment, _unpack_moment),
            time: Way(time.isoformat, time.fromisoformat),
            Path: Way(str, Path),
            **others,
        }

    def of(self, kind: type) -> Way:
        """The way of a dataclass. Raises TypeError where one of its fields has none."""
        way = self.way(kind)
        if way is None:
            raise TypeError(f"{kind} is packed as it is")
        return way

    def way(self, kind: Any) -> Way | None:
        """The way of a type; None where its values are packed as they are. Raises TypeError."""
        if kind not in self.known:
            self.known[kind] = self._found(kind)
        return self.known[kind]

    def _found(self, kind: Any) -> Way | None:
        origin, inner = get_origin(kind), get_args(kind)
        if kind in _PLAIN or origin is Literal:
            return None
        if is_dataclass(kind):
            return self._of_fields(kind)
        if origin in (Union, types.UnionType):
            return self._of_union(frozenset(inner) - {type(None)})
        if origin is tuple and inner[1:] != (...,):
            return _row([self.way(one) for one in inner])
        if origin in (tuple, frozenset):
            return _each(self.way(inner[0]), origin)
        if origin is Mapping and inner[0] is str:
            return _values(self.way(inner[1]))
        raise TypeError(f"{kind} cannot be packed")

    def _of_union(self, kinds: frozenset[Any]) -> Way | None:
        """Of something that may be missing; of days that may have an hour."""
        if kinds == {date, datetime}:
            return _or_none(Way(_pack_moment, _unpack_moment))
        if len(kinds) != 1:
            raise TypeError(f"{kinds} cannot be packed")
        way = self.way(next(iter(kinds)))
        return way and _or_none(way)

    def _of_fields(self, kind: Any) -> Way:
        """Of a dataclass: as a list; fields with ways of their own are unpacked when asked for."""
        hints = get_type_hints(kind)
        names = [field.name for field in fields(kind)]
        ways = [self.way(hints[name]) for name in names]
        plain = [(place, names[place]) for place, way in enumerate(ways) if way is None]
        later = {
            name: _Later(name, place, way.unpack)
            for place, (name, way) in enumerate(zip(names, ways, strict=True))
            if way
        }

        def is_equal(one: Any, other: Any) -> Any:
            if not isinstance(other, kind):
                return NotImplemented
            return all(getattr(one, name) == getattr(other, name) for name in names)

        # Its class differs from that of what was not packed, which is no difference.
        same = {"__eq__": is_equal, "__hash__": kind.__hash__}
        unpacked = type(kind.__name__, (kind,), {**later, **same})

        changes = [(place, way.pack) for place, way in enumerate(ways) if way]

        def pack(thing: Any) -> list[Any]:
            # Of one that was unpacked, and is whole.
            if "packed" in thing.__dict__:
                return thing.__dict__["packed"]  # type: ignore[no-any-return]
            values = [getattr(thing, name) for name in names]
            for place, change in changes:
                values[place] = change(values[place])
            return values

        def unpack(values: list[Any]) -> Any:
            thing: Any = object.__new__(unpacked)
            held = thing.__dict__
            held["packed"] = values
            for place, name in plain:
                held[name] = values[place]
            return thing

        return Way(pack, unpack)


class _Later:
    """A field that is unpacked when it is first asked for."""

    def __init__(self, name: str, place: int, unpack: Change) -> None:
        self.name = name
        self.place = place
        self.unpack = unpack

    def __get__(self, thing: Any, _: object = None) -> Any:
        held = thing.__dict__
        value = held[self.name] = self.unpack(held["packed"][self.place])
        return value


def _or_none(way: Way) -> Way:
    pack, unpack = way
    return Way(
        lambda value: None if value is None else pack(value),
        lambda value: None if value is None else unpack(value),
    )


def _each(way: Way | None, collection: Change) -> Way:
    """Of a tuple or set: as a list; that of a set in an order of its own."""
    order = sorted if collection is frozenset else tuple
    if way is None:
        return Way(lambda values: list(order(values)), collection)
    pack, unpack = way
    return Way(
        lambda values: [pack(value) for value in order(values)],
        lambda values: collection([unpack(value) for value in values]),
    )


def _row(ways: list[Way | None]) -> Way:
    """Of a tuple whose places have types of their own."""
    same = Way(lambda value: value, lambda value: value)
    packs, unpacks = zip(*(way or same for way in ways), strict=True)
    return Way(
        lambda values: [pack(value) for pack, value in zip(packs, values, strict=True)],
        lambda values: tuple([unpack(v) for unpack, v in zip(unpacks, values, strict=True)]),
    )


def _values(way: Way | None) -> Way:
    """Of a mapping from texts."""
    pack, unpack = way or Way(str, str)
    return Way(
        lambda mapping: {key: pack(value) for key, value in mapping.items()},
        lambda mapping: {key: unpack(value) for key, value in mapping.items()},
    )


def _pack_moment(moment: date | datetime) -> str:
    """A day; or a wall time, whether it is the second one of that name, and its zone."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    zone_name = "" if moment.tzinfo is UTC else str(moment.tzinfo)
    wall = moment.isoformat(timespec="microseconds")[:_WALL]
    return f"{wall}|{moment.fold}|{zone_name}"


def _unpack_moment(text: str) -> date | datetime:
    wall, found, rest = text.partition("|")
    if not found:
        return date.fromisoformat(wall)
    fold, zone_name = rest.split("|")
    known = zone(zone_name) if zone_name else UTC
    return datetime.fromisoformat(wall).replace(tzinfo=known, fold=int(fold))
