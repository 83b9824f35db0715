"""The hook before a commit: a mistake in the content is refused with the editor's message."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import sites
import yaml12

CONFIG = yaml12.read((sites.ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
[HOOK] = [hook for hook in CONFIG["repos"][0]["hooks"] if hook["id"] == "content"]
MEETING = Path("content/meetings/2025/2025-10-07-heat-plans/index.md")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The small site in a repository with the hook, which runs the commands of this folder."""
    sites.write_small_content(tmp_path)
    (tmp_path / "tasks.py").symlink_to(sites.ROOT / "tasks.py")
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parents[1])
    # Else it would look at the site of this folder.
    entry = f"{HOOK['entry']} --content content --settings {sites.SMALL}"
    config = {"repos": [{"repo": "local", "hooks": [HOOK | {"entry": entry}]}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(json.dumps(config), encoding="utf-8")
    sites.git(tmp_path, "add", ".pre-commit-config.yaml")
    return tmp_path


def hook(repository: Path) -> subprocess.CompletedProcess[str]:
    """Run it as git would before a commit."""
    environment = sites.PLAIN | {
        "PRE_COMMIT_HOME": str(repository / "home"),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    line = [Path(sys.executable).with_name("pre-commit"), "run", "--color", "never"]
    return subprocess.run(
        line, cwd=repository, env=environment, capture_output=True, text=True, check=False
    )


def change(repository: Path, old: str, new: str) -> None:
    meeting = repository / MEETING
    text = meeting.read_text("utf-8")
    assert old in text
    meeting.write_text(text.replace(old, new), encoding="utf-8")
    sites.git(repository, "add", str(MEETING))


def test_a_mistake_is_refused_in_the_editors_words(repository: Path) -> None:
    change(repository, "\ntitle:", "\ntitel:")
    done = hook(repository)
    assert done.returncode == 1
    assert f"{MEETING}:" in done.stdout
    assert "there is no field called titel" in done.stdout
    assert "Did you mean title?" in done.stdout


def test_what_is_right_may_be_committed(repository: Path) -> None:
    change(repository, "Heat plans:", "New heat plans:")
    done = hook(repository)
    assert (done.returncode, "Passed" in done.stdout) == (0, True), done.stdout


def test_what_a_deleted_group_leaves_behind_is_refused(repository: Path) -> None:
    sites.git(repository, "rm", "-rq", "content/groups/climate")
    done = hook(repository)
    assert done.returncode == 1, done.stdout
    assert "there is no group climate" in done.stdout
