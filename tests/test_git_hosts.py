"""The files for git hosts: what they run is there, and a stranger's branch can misuse none."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sites
import yaml12
from invoke.collection import Collection
from invoke.parser import Parser

SPEC = importlib.util.spec_from_file_location("tasks", sites.ROOT / "tasks.py")
assert SPEC is not None
assert SPEC.loader is not None
TASKS = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(TASKS)

GITHUB = sites.ROOT / ".github"
DEPENDABOT = GITHUB / "dependabot.yml"
GITLAB = sites.ROOT / ".gitlab-ci.yml"
FILES = {path.stem: path for path in sorted((GITHUB / "workflows").iterdir())}
WORKFLOWS = {name: yaml12.read(path.read_text("utf-8")) for name, path in FILES.items()}
JOBS = {
    f"{name}: {job}": told for name, flow in WORKFLOWS.items() for job, told in flow["jobs"].items()
}
GITLAB_JOBS = yaml12.read(GITLAB.read_text("utf-8"))

WRITING = {
    "comment: comment": {"pull-requests"},
    "publish: deploy": {"pages", "id-token"},
    "publish: awake": {"actions"},
}
"""The jobs that may write, and what."""


def steps_of(job: dict[str, Any], action: str) -> list[dict[str, Any]]:
    """The steps that use an action."""
    return [step for step in job["steps"] if step.get("uses", "").startswith(f"{action}@")]


def lines() -> list[tuple[str, str]]:
    """Every line that is run, with the place it stands in."""
    runs = [
        (name, step["run"]) for name, job in JOBS.items() for step in job["steps"] if "run" in step
    ]
    runs += [
        (f"GitLab: {name}", "\n".join(job["script"]))
        for name, job in GITLAB_JOBS.items()
        if "script" in job
    ]
    return [(name, line) for name, run in runs for line in run.splitlines()]


def check(tool: str, *arguments: str | Path) -> None:
    """Run one of the tools of .venv; it must be content."""
    line = [Path(sys.executable).with_name(tool), *arguments]
    done = subprocess.run(line, cwd=sites.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_they_keep_the_schemas_of_their_hosts() -> None:
    github = ("--builtin-schema", "vendor.github-workflows")
    check("check-jsonschema", *github, *FILES.values())
    check("check-jsonschema", "--builtin-schema", "vendor.dependabot", DEPENDABOT)
    gitlab = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    check("check-jsonschema", *gitlab, GITLAB)


def test_an_independent_eye_finds_nothing_to_misuse() -> None:
    check("zizmor", "--offline", "--quiet", "--no-progress", GITHUB / "workflows", DEPENDABOT)


@pytest.mark.parametrize(("place", "line"), [pair for pair in lines() if "tasks.py" in pair[1]])
def test_a_command_that_is_run_is_there(place: str, line: str) -> None:
    words = shlex.split(re.split(r"[|>]", line)[0])
    words = words[words.index("tasks.py") + 1 :]
    contexts = Collection.from_module(TASKS).to_contexts()
    [found] = Parser(contexts=contexts).parse_argv(words)
    assert found.name == words[0]


@pytest.mark.parametrize("place", JOBS)
def test_a_job_may_write_only_what_it_is_for(place: str) -> None:
    assert WORKFLOWS[place.partition(":")[0]]["permissions"] in ({}, {"contents": "read"})
    given = JOBS[place].get("permissions", {})
    assert {name for name, level in given.items() if level != "read"} == WRITING.get(place, set())


@pytest.mark.parametrize("place", WRITING)
def test_who_may_write_runs_no_code_of_a_pull_request(place: str) -> None:
    job = JOBS[place]
    assert not any("tasks.py" in step.get("run", "") for step in job["steps"])
    for step in steps_of(job, "actions/checkout"):
        assert step["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert not steps_of(job, "actions/download-artifact")


def test_of_a_pull_request_only_the_content_is_read() -> None:
    """Its code lies in a folder that nothing is run from."""
    job = JOBS["pull-request: content"]
    own, proposed = steps_of(job, "actions/checkout")
    assert own["with"]["ref"] == "${{ github.event.pull_request.base.sha }}"
    assert "path" not in own["with"]
    assert proposed["with"]["path"] == "proposed"
    run = [line for place, line in lines() if place == "pull-request: content"]
    ours = [line for line in run if "tasks.py" in line]
    assert len(ours) == 3
    for line in ours:
        assert line.startswith("python3 tasks.py ")
        assert re.findall(r"proposed\S*", line) == ["proposed/content"]
    assert not any("proposed" in line for line in run if line not in ours)


@pytest.mark.parametrize("place", JOBS)
def test_nothing_is_written_into_a_shell_line(place: str) -> None:
    """A branch may be called `$(rm -rf /)`: it comes as a variable."""
    assert not any("${{" in step.get("run", "") for step in JOBS[place]["steps"])


@pytest.mark.parametrize("name", FILES)
def test_no_secret_is_named(name: str) -> None:
    assert "secrets." not in FILES[name].read_text("utf-8")
    assert "pull_request_target" not in WORKFLOWS[name]["on"]


@pytest.mark.parametrize("place", JOBS)
def test_who_builds_has_the_whole_history_and_keeps_no_token(place: str) -> None:
    job = JOBS[place]
    checkouts = steps_of(job, "actions/checkout")
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    builds = any("tasks.py" in step.get("run", "") for step in job["steps"])
    assert any(step["with"].get("fetch-depth") == 0 for step in checkouts) == builds
    assert job["timeout-minutes"] <= 60


ACTION = re.compile(r"(actions/[a-z-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)")


def test_actions_are_those_of_github_itself_each_at_one_commit() -> None:
    texts = (path.read_text("utf-8") for path in (*FILES.values(), sites.ROOT / "starter/ci.yml"))
    used = [line for text in texts for line in re.findall(r"uses: (.*)", text)]
    found = [match.groups() for line in used if (match := ACTION.fullmatch(line))]
    assert [line for line in used if not ACTION.fullmatch(line)] == []
    assert len({*found}) == len({action for action, *_ in found})


def test_what_audits_the_locks_comes_with_hashes_and_installs_none_of_them() -> None:
    workflow, gitlab = (
        [line for place, line in lines() if place == name and "audit" in line]
        for name in ("audit: audit", "GitLab: audit")
    )
    assert workflow == gitlab
    installed = [line for line in workflow if " install " in line]
    assert [line.split()[2:] for line in installed] == [
        ["--require-hashes", "--only-binary=:all:", "--requirement", ".github/audit.lock"]
    ]
    audited = [line.split()[-1] for line in workflow if "bin/pip-audit" in line]
    assert audited == ["requirements.lock", ".github/audit.lock"]
    for told in (WORKFLOWS["audit"]["on"][event] for event in ("push", "pull_request")):
        assert told["paths"] == audited


def test_the_comment_follows_the_run_that_makes_its_text() -> None:
    assert WORKFLOWS["comment"]["on"]["workflow_run"]["workflows"] == [
        WORKFLOWS["pull-request"]["name"]
    ]
    [step] = [
        step
        for step in steps_of(JOBS["pull-request: content"], "actions/upload-artifact")
        if step["with"]["name"] == "changes"
    ]
    assert step["with"]["path"] == "changes.md"


def test_the_nightly_build_keeps_itself_awake() -> None:
    [step] = JOBS["publish: awake"]["steps"]
    assert "/actions/workflows/publish.yml/enable" in step["run"]
    assert WORKFLOWS["publish"]["on"]["schedule"]


def test_gitlab_has_the_whole_history() -> None:
    assert GITLAB_JOBS["variables"]["GIT_DEPTH"] == "0"


def publishing_jobs() -> tuple[str, str]:
    """The jobs that README gives for a server of one's own: GitHub's and GitLab's."""
    blocks = re.findall(
        r"```yaml\n(.*?)```", (sites.ROOT / "deploy" / "README.md").read_text("utf-8"), re.DOTALL
    )
    [github, gitlab] = [block for block in blocks if "tasks.py publish" in block]
    return github, gitlab


def test_a_job_that_publishes_elsewhere_keeps_its_secrets(tmp_path: Path) -> None:
    github, gitlab = publishing_jobs()
    workflow, pipeline = tmp_path / "publish.yml", tmp_path / ".gitlab-ci.yml"
    workflow.write_text(FILES["publish"].read_text("utf-8") + github, encoding="utf-8")
    pipeline.write_text(f"{GITLAB.read_text('utf-8')}\n{gitlab}", encoding="utf-8")
    check("check-jsonschema", "--builtin-schema", "vendor.github-workflows", workflow)
    transform = ("--data-transform", "gitlab-ci")
    check("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", *transform, pipeline)
    ours = ("--config", GITHUB / "zizmor.yml")
    check("zizmor", "--offline", "--quiet", "--no-progress", *ours, workflow)
    job = yaml12.read(workflow.read_text("utf-8"))["jobs"]["server"]
    assert "github.ref == 'refs/heads/main'" in job["if"]
    assert (job["environment"], job["permissions"]) == ("site", {"contents": "read"})
    assert not any("${{" in step.get("run", "") for step in job["steps"])
    # The same release as elsewhere, where it is renewed.
    checkout = steps_of(job, "actions/checkout")
    assert checkout == steps_of(JOBS["publish: build"], "actions/checkout")
    [rule] = yaml12.read(pipeline.read_text("utf-8"))["server"]["rules"]
    assert rule == {"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}
