"""Sites without their history: a build warns of it, and what is published refuses it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import sites


@pytest.fixture
def shallow(small_content: Path, tmp_path: Path) -> Path:
    """The content of a clone that holds the newest commit only."""
    clone = tmp_path / "clone"
    line = ["git", "clone", "--quiet", "--depth=1", f"file://{small_content.parent}", str(clone)]
    subprocess.run(line, env=sites.PLAIN, check=True)
    return clone / "content"


def test_a_build_warns_once(shallow: Path, tmp_path: Path) -> None:
    done = sites.command(
        *("build", "--settings", sites.SMALL, "--content", shallow),
        *("--output", tmp_path / "site", "--now", sites.EARLY),
    )
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1, done.stderr
    line = done.stderr
    assert line.startswith("warning: content: calendars and papers lack the history")
    assert "git fetch --unshallow" in line
    assert (tmp_path / "site/index.html").is_file()


@pytest.mark.parametrize("history", ["shallow", "none", "whole"])
def test_a_site_is_published_with_its_history_alone(
    history: str, shallow: Path, tmp_path: Path
) -> None:
    if history == "whole":
        line = ["git", "fetch", "--quiet", "--unshallow"]
        subprocess.run(line, cwd=shallow, env=sites.PLAIN, check=True)
    elif history == "none":
        shutil.rmtree(shallow.parent / ".git")
    settings = tmp_path / "settings.py"
    small = sites.SMALL.read_text(encoding="utf-8").replace("from pelicanconf", "from publishconf")
    small = small.replace("Path(__file__).parents[2]", f"Path({str(sites.ROOT)!r})")
    settings.write_text(small.replace("../..", str(sites.ROOT)), encoding="utf-8")
    done = sites.command(
        *("build", "--settings", settings, "--content", shallow),
        *("--output", tmp_path / "site", "--now", sites.EARLY),
        environment={
            "SITEURL": "https://groups.example",
            "GIT_CEILING_DIRECTORIES": os.fspath(tmp_path),
        },
    )
    assert done.returncode == (0 if history == "whole" else 1), done.stderr
    assert (tmp_path / "site").exists() == (history == "whole")
    remedy = {"shallow": "git fetch --unshallow", "none": "commit the content", "whole": ""}
    assert remedy[history] in done.stderr
    assert "Traceback" not in done.stderr
