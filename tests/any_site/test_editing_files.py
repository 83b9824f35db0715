"""What editors' tools read of a site: made from its settings as they are."""

from __future__ import annotations

import builds
import pytest

from workgroups.editing import editing_files

FILES = editing_files(builds.settings()["WORKGROUPS"])


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_that_of_the_code_and_the_settings(path: str) -> None:
    written = (builds.ROOT / path).read_text(encoding="utf-8")
    assert written == FILES[path], "python3 tasks.py schema renews it"
