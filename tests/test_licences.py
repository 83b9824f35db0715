"""Licences of what the lock names: each is known, and goes with ours."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
import sites

from commands import licences
from commands.licences import READ_BY_US, as_table, dependencies, goes_with_ours, in_metadata

LOCK = sites.ROOT / "requirements.lock"


def test_everything_in_the_lock_has_a_licence_that_goes_with_ours() -> None:
    found = dependencies(LOCK)
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    assert [f"{each.name}=={each.version}" for each in found] == [
        line.split()[0] for line in lines if "==" in line and line[0].isalpha()
    ]
    assert [each.row for each in found if not each.is_fine] == []
    assert all(each.needed_by for each in found)


@pytest.mark.parametrize("name", READ_BY_US)
def test_only_where_metadata_does_not_tell_a_licence_is_read_by_us(name: str) -> None:
    assert name in {each.name for each in dependencies(LOCK)}
    assert not any(goes_with_ours(licence) for licence, _ in in_metadata(name))


def test_a_row_says_who_needs_it_and_which_field_told() -> None:
    rows = as_table(dependencies(LOCK)).splitlines()
    [pelican] = [row for row in rows if row.startswith("| pelican |")]
    assert pelican.endswith("| AGPL-3.0-or-later | Classifier | the site |")
    [pluggy] = [row for row in rows if row.startswith("| pluggy |")]
    assert pluggy.endswith("| MIT | License | hatchling, pytest |")
    [ruff] = [row for row in rows if row.startswith("| ruff |")]
    assert ruff.endswith("| MIT | License-Expression | work on the site |")


@pytest.mark.parametrize(
    ("licence", "fine"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("MIT AND Proprietary", False),
        ("SSPL-1.0 OR Apache-2.0", True),
        ("SSPL-1.0 OR BUSL-1.1", False),
        ("GPL-2.0-only", False),
        ("(MIT OR Apache-2.0) AND ISC", True),
        ("(MIT OR SSPL-1.0) AND ISC", False),
        ("", False),
    ],
)
def test_each_part_of_an_expression_counts(licence: str, fine: bool) -> None:
    assert goes_with_ours(licence) == fine


@pytest.mark.parametrize(
    ("told", "row"),
    [
        ([("GPL-2.0-only", "License-Expression")], "| a | 1 | GPL-2.0-only | License-Expression |"),
        ([], "| a | 1 | unknown |  |"),
    ],
)
def test_one_that_does_not_go_or_is_unknown_is_told(
    told: list[tuple[str, str]], row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "lock"
    below = "    --hash=sha256:0\n    # via\n    #   b\n    #   c\n"
    lock.write_text(f"a==1 ; os_name == 'nt' \\\n{below}", encoding="utf-8")

    def in_metadata(name: str) -> Iterator[tuple[str, str]]:
        yield from told

    monkeypatch.setattr(licences, "in_metadata", in_metadata)
    [found] = dependencies(lock)
    assert not found.is_fine
    assert found.row == f"{row} b, c |"


def test_a_package_that_is_not_installed_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def metadata(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(licences, "metadata", metadata)
    assert [*in_metadata("pelican")] == []
