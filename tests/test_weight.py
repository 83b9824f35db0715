"""What readers must fetch of the theme stays small, and is fetched anew only when it is new."""

from __future__ import annotations

import gzip
import re
from hashlib import sha256
from pathlib import Path

import pytest

KB = 1000


def packed(site: Path, pattern: str) -> int:
    """The bytes of all files of a kind, as they travel."""
    found = list((site / "theme").glob(pattern))
    assert found
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in found)


@pytest.mark.parametrize(("kind", "most"), [("*.css", 12 * KB), ("*.js", 10 * KB)])
def test_all_styles_and_all_scripts_are_light(example_site: Path, kind: str, most: int) -> None:
    assert packed(example_site, kind) < most


def test_a_name_changes_with_what_lies_there(example_site: Path) -> None:
    made = [path for kind in ("*.css", "*.js") for path in (example_site / "theme").glob(kind)]
    assert made
    for path in made:
        digest = sha256(path.read_bytes()).hexdigest()[:10]
        assert re.fullmatch(rf"[\w-]+\.{digest}\.(css|js)", path.name), path.name
