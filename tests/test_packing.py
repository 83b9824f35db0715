"""Packing: what comes out is what went in, and JSON can hold what lies between."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workgroups.packing import Packing
from workgroups.times import zone


@dataclass(frozen=True)
class Inner:
    """Something within something else."""

    day: date
    name: str = ""


@dataclass(frozen=True)
class Thing:
    """Of each type of field one."""

    text: str
    number: int | None
    sign: Literal["a", "b"]
    moment: date | datetime
    instant: datetime | None
    clock: time
    way: Path | None
    inner: Inner | None
    inners: tuple[Inner, ...]
    pair: tuple[str, date]
    names: frozenset[str]
    titles: Mapping[str, str]
    days: Mapping[str, date]

    @cached_property
    def length(self) -> int:
        return len(self.inners)


ZONES = st.sampled_from(["Europe/Brussels", "Europe/Lisbon", "Africa/Casablanca", "UTC"])
WALLS = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1))
MOMENTS = st.builds(
    lambda wall, name, fold: wall.replace(tzinfo=zone(name), fold=fold),
    WALLS,
    ZONES,
    st.sampled_from([0, 1]),
)
INSTANTS = WALLS.map(lambda wall: wall.replace(tzinfo=UTC))
TEXTS = st.text(st.characters(), max_size=5)
INNERS = st.builds(Inner, st.dates(), TEXTS)
THINGS = st.builds(
    Thing,
    TEXTS,
    st.none() | st.integers(),
    st.sampled_from("ab"),
    st.dates() | MOMENTS | INSTANTS,
    st.none() | INSTANTS | MOMENTS,
    st.times(),
    st.none() | st.sampled_from([Path("/a/é b"), Path("c")]),
    st.none() | INNERS,
    st.lists(INNERS, max_size=3).map(tuple),
    st.tuples(TEXTS, st.dates()),
    st.frozensets(TEXTS, max_size=3),
    st.dictionaries(TEXTS, TEXTS, max_size=3),
    st.dictionaries(TEXTS, st.dates(), max_size=3),
)


def through(thing: Any) -> Any:
    """The thing after it was packed, written, read and unpacked."""
    way = Packing({}).of(type(thing))
    return way.unpack(json.loads(json.dumps(way.pack(thing))))


@settings(max_examples=60)
@given(THINGS)
def test_what_comes_out_is_what_went_in(thing: Thing) -> None:
    found = through(thing)
    assert isinstance(found, Thing)
    assert found == thing
    assert thing == found
    assert found == through(thing)
    for name in ("moment", "instant"):
        one, other = getattr(found, name), getattr(thing, name)
        assert type(one) is type(other)
        if isinstance(other, datetime):
            assert (one.tzinfo, one.fold, one.replace(tzinfo=None)) == (
                other.tzinfo, other.fold, other.replace(tzinfo=None)
            )  # fmt: skip
    assert list(found.titles) == list(thing.titles)


@given(THINGS)
@settings(max_examples=20)
def test_what_was_unpacked_can_be_packed_again(thing: Thing) -> None:
    way = Packing({}).of(Thing)
    packed = json.loads(json.dumps(way.pack(thing)))
    assert way.pack(way.unpack(packed)) == packed
    changed = replace(way.unpack(packed), text="other")
    assert way.pack(changed) == way.pack(replace(thing, text="other"))
    assert changed == replace(thing, text="other")


A_THING = Thing(
    *("a", None, "a", date(2026, 1, 1), None, time(9), None),
    *(Inner(date(2026, 1, 2)), (), ("x", date(2026, 1, 3)), frozenset(), {}, {}),
)


def test_what_differs_is_not_equal_in_either_direction() -> None:
    other = replace(A_THING, inner=Inner(date(2026, 1, 2), "b"))
    assert through(A_THING) != other
    assert other != through(A_THING)
    assert through(A_THING) != "a"
    assert hash(through(Inner(date(2026, 1, 2)))) == hash(Inner(date(2026, 1, 2)))
    assert len({through(A_THING.inner), A_THING.inner}) == 1


def test_a_second_wall_time_of_one_name_stays_the_second() -> None:
    second = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=zone("Europe/Brussels"))
    found = through(replace(A_THING, moment=second)).moment
    assert found.utcoffset() == second.utcoffset() != second.replace(fold=0).utcoffset()


def test_properties_are_those_of_the_thing() -> None:
    assert through(replace(A_THING, inners=(Inner(date.min),) * 3)).length == 3


@pytest.mark.parametrize("kind", [object, int | str, bytes, dict[int, str], list[str], Any])
def test_what_cannot_be_packed_is_told_before_anything_is(kind: Any) -> None:
    with pytest.raises(TypeError):
        Packing({}).way(kind)


def test_what_json_holds_as_it_is_has_no_way_of_its_own() -> None:
    assert Packing({}).way(str | None) is None
    with pytest.raises(TypeError):
        Packing({}).of(str)
