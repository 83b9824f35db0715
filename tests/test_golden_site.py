"""The small site, byte for byte: whatever readers and subscribers get, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import sites

EXPECTED = sites.SMALL.with_name("expected")
WRITTEN = {".atom", ".html", ".ics", ".json"}
"""What the code writes; all other files are copies of the theme's and of documents."""

DIGEST = re.compile(rb"\.[0-9a-f]{10}(?=\.(css|js)\b)")


def is_written(name: str) -> bool:
    return Path(name).suffix in WRITTEN or name in ("robots.txt", "sitemap.xml")


def without_digests(found: dict[str, bytes]) -> dict[str, bytes]:
    """The same as if styles and scripts never changed; test_theme_assets.py looks at those."""
    return {
        DIGEST.sub(b"", name.encode()).decode(): DIGEST.sub(b"", data)
        for name, data in found.items()
        if not name.endswith((".css", ".js"))
    }


def copies(content: Path) -> dict[str, bytes]:
    """The files that are only brought to their addresses."""
    static = sites.ROOT / "theme" / "static"
    papers = content / "meetings" / "2025" / "2025-10-07-heat-plans"
    names = {"agenda.pdf": "agenda.pdf", "heat-demand-2024.csv": "Heat demand (2024).csv"}
    return {
        "theme/favicon.svg": (static / "favicon.svg").read_bytes(),
        **{
            f"meetings/{papers.name}/{name}": (papers / file).read_bytes()
            for name, file in names.items()
        },
    }


def test_every_file_is_as_expected(small_site: Path, small_content: Path, bless: bool) -> None:
    found = without_digests(sites.files(small_site))
    if bless:
        write_expected({name: data for name, data in found.items() if is_written(name)})
    expected = sites.files(EXPECTED) | copies(small_content)
    assert sorted(found) == sorted(expected)
    for name, data in expected.items():
        assert found[name] == data, f"{name} differs; python3 tasks.py bless writes what it is now"


def write_expected(found: dict[str, bytes]) -> None:
    """Make the folder hold these files and no other."""
    for name in sites.files(EXPECTED):
        (EXPECTED / name).unlink()
    for name, data in found.items():
        (EXPECTED / name).parent.mkdir(parents=True, exist_ok=True)
        (EXPECTED / name).write_bytes(data)
