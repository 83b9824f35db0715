"""The commands of tasks.py: the set-up, and what a build promises."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from types import ModuleType
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import sites
import system_tools
from invoke.exceptions import Exit
from system_tools import Tool

from commands.server import local_server

ROOT = Path(__file__).resolve().parents[1]
TASKS = ROOT / "tasks.py"


def command(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run tasks.py as a person would, with the Python at hand."""
    line = [sys.executable, str(TASKS), *map(str, arguments)]
    return subprocess.run(line, cwd=cwd, capture_output=True, text=True, check=False)


# ---- Set-up --------------------------------------------------------------------------------------


def load_tasks(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tasks.py as a module, for one test."""
    spec = importlib.util.spec_from_file_location("tasks_under_test", TASKS)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their own module up.
    monkeypatch.setitem(sys.modules, "tasks_under_test", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tasks.py for a project in a folder of its own, whose steps are written down, not taken."""
    module = load_tasks(monkeypatch)
    for name in ("ROOT", "VENV", "LOCK", "PROJECT", "STAMP"):
        place = tmp_path / getattr(module, name).relative_to(ROOT)
        monkeypatch.setattr(module, name, place)
    module.LOCK.write_text("pelican==4.12.0\n")
    module.PROJECT.write_text("[project]\n")
    module.steps = []

    def make_venv() -> None:
        module.steps.append("venv")
        module.venv_python().parent.mkdir(parents=True, exist_ok=True)
        module.venv_python().touch()

    monkeypatch.setattr(module, "make_venv", make_venv)
    monkeypatch.setattr(module, "pip_install", lambda *words: module.steps.append(words[-2]))
    return module


def test_set_up_is_done_once(tasks: ModuleType) -> None:
    assert tasks.set_up()
    assert tasks.steps == ["venv", "--editable"]
    assert not tasks.set_up()
    assert tasks.steps == ["venv", "--editable"]


def test_a_venv_that_is_a_link_is_not_emptied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = load_tasks(monkeypatch)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/mine.txt").touch()
    (tmp_path / ".venv").symlink_to(tmp_path / "elsewhere")
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    with pytest.raises(SystemExit, match="is a link"):
        module.make_venv()
    assert (tmp_path / "elsewhere/mine.txt").exists()


def test_a_changed_lock_makes_the_venv_anew(tasks: ModuleType) -> None:
    tasks.set_up()
    tasks.LOCK.write_text("pelican==4.13.0\n")
    assert tasks.set_up()
    assert tasks.steps == ["venv", "--editable"] * 2


def test_a_changed_project_file_installs_the_project_only(tasks: ModuleType) -> None:
    tasks.set_up()
    tasks.PROJECT.write_text("[project]\nname = 'other'\n")
    assert tasks.set_up()
    assert tasks.steps == ["venv", "--editable", "--editable"]


@pytest.mark.parametrize("cut_short_in", ["make_venv", "pip_install"])
def test_a_set_up_cut_short_is_done_again(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, cut_short_in: str
) -> None:
    tasks.set_up()
    tasks.LOCK.write_text("pelican==4.13.0\n")

    def cut_short(*_: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(tasks, cut_short_in, cut_short)
        with pytest.raises(KeyboardInterrupt):
            tasks.set_up()
    tasks.steps.clear()
    assert tasks.set_up()
    assert tasks.steps == ["venv", "--editable"]


def test_a_venv_without_its_python_is_made_anew(tasks: ModuleType) -> None:
    """As after an upgrade of the system has taken away the Python that it points to."""
    tasks.set_up()
    tasks.venv_python().unlink()
    assert tasks.set_up()
    assert tasks.steps == ["venv", "--editable"] * 2


def test_a_moved_project_is_set_up_again(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands in .venv/bin name the folder that they were made in."""
    tasks.set_up()
    monkeypatch.setattr(tasks, "ROOT", tasks.ROOT / "..")
    assert tasks.set_up()


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_missing_venv_module_is_told_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    module = load_tasks(monkeypatch)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else name)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        module.make_venv()


def test_an_older_python_is_told_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    # It has to be able to read the file before it can run the first lines.
    tree = ast.parse(TASKS.read_text(encoding="utf-8"), feature_version=(3, 7))
    first_lines = ast.Module(body=tree.body[:3], type_ignores=[])
    monkeypatch.setattr(sys, "version_info", (3, 7, 9))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is Python 3\.7\.$"):
        exec(compile(first_lines, str(TASKS), "exec"), {})


def imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names]


def test_only_the_standard_library_before_the_hand_over() -> None:
    text = TASKS.read_text(encoding="utf-8")
    before = ast.walk(ast.parse(text[: text.index('if __name__ == "__main__":')]))
    names = {
        name.split(".")[0]
        for node in before
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(node)
    }
    assert names <= sys.stdlib_module_names


def test_runs_from_any_folder(tmp_path: Path) -> None:
    done = command("--list", cwd=tmp_path)
    assert done.returncode == 0
    for name in ("build", "serve", "test", "lint", "lock", "tools", "bless", "clean"):
        assert re.search(rf"^  {name} ", done.stdout, re.MULTILINE)


def test_invoke_itself_knows_the_same_commands() -> None:
    line = [sys.executable, "-m", "invoke", "--list", "--list-format", "json"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "build" in {made["name"] for made in json.loads(done.stdout)["tasks"]}


# ---- Tests and what they need --------------------------------------------------------------------


@pytest.fixture
def no_browser(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """A machine where no browser can be had; the commands that are run there, as a growing list."""
    browser = Tool("browser", lambda: None, "CHROMIUM", "chromium", "browser tests", mark="browser")
    monkeypatch.setattr(system_tools, "install_tools", lambda: ({"FONT": "a.ttf"}, [browser]))
    ran: list[tuple[str, ...]] = []

    def note(*line: str, environment: dict[str, str]) -> int:
        ran.append((*line, *sorted(environment)))
        return 0

    monkeypatch.setattr(tasks, "run", note)
    return ran


def test_without_a_browser_its_tests_are_left_out_and_named(
    tasks: ModuleType,
    no_browser: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert tasks.run_pytest("-x") == 0
    assert no_browser[0][-4:] == ("-m", "not browser", "-x", "FONT")
    told = "Without browser (apt-get install chromium), left out: browser tests\n"
    assert capsys.readouterr().err == told


def test_in_ci_nothing_is_left_out(
    tasks: ModuleType, no_browser: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(Exit, match="nothing may be left out"):
        tasks.run_pytest()
    assert not no_browser


def test_what_is_missing_is_installed_with_apt(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = tmp_path / "chromium"
    ran: list[list[str]] = []

    def apt(line: list[str], **_: object) -> None:
        ran.append(line)
        there.touch()

    def find() -> str | None:
        return str(there) if there.exists() else None

    browser = Tool("browser", find, "CHROMIUM", "chromium", "browser tests")
    monkeypatch.setattr(system_tools, "needed_tools", lambda: (browser,))
    monkeypatch.setattr(system_tools.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system_tools.subprocess, "run", apt)
    monkeypatch.setattr(system_tools.os, "geteuid", lambda: 1000)
    assert system_tools.install_tools() == ({"CHROMIUM": str(there)}, [])
    assert [line[:2] for line in ran] == [["sudo", "-n"]] * 2
    assert ran[1][-1] == "chromium"
    ran.clear()
    assert system_tools.install_tools() == ({"CHROMIUM": str(there)}, [])
    assert not ran


def test_what_only_java_runs_may_lack_in_ci(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checker = Tool("a checker", lambda: None, "IT", "", "its word", mark="it", can_lack=True)
    monkeypatch.setattr(system_tools, "install_tools", lambda: ({}, [checker]))
    monkeypatch.setenv("CI", "true")
    assert tasks.tools_for_tests() == ({}, ["it"])
    assert capsys.readouterr().err == "Without a checker, left out: its word\n"


def test_no_second_node_or_java_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    tool = Tool("it", lambda: None, "IT", "nodejs npm libical3", "it")
    there = {"node", "npm"}
    monkeypatch.setattr(system_tools.shutil, "which", lambda name: name if name in there else None)
    assert system_tools.lacking(tool) == ["libical3"]
    there.remove("npm")
    assert system_tools.lacking(tool) == ["npm", "libical3"]


@pytest.mark.parametrize("system", ["debian", "ubuntu", ""])
def test_pages_are_judged_on_every_system(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_tools, "distribution", lambda: system)
    needed = {tool.variable: tool for tool in system_tools.needed_tools()}
    assert needed["LIGHTHOUSE"].else_run
    assert "NU_CHECKER" in needed


# ---- The lock ------------------------------------------------------------------------------------

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {
    "requirements.lock": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"],
    ".github/audit.lock": PROJECT["dependency-groups"]["audit"],
}


@pytest.mark.parametrize(("lock", "wanted"), LOCKS.items())
def test_the_lock_pins_every_dependency_with_hashes(lock: str, wanted: list[str]) -> None:
    locked = (ROOT / lock).read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", locked, re.MULTILINE))
    names = {re.split(r"[ <>=[]", line)[0].lower() for line in wanted}
    assert not {name.replace("_", "-") for name in names} - pinned.keys()
    for entry in re.findall(r"^\S.*?(?=^\S|\Z)", locked, re.MULTILINE | re.DOTALL):
        assert entry.startswith("#") or "--hash=sha256:" in entry


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_registry_and_no_machine(lock: str) -> None:
    locked = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|index-url|find-links|/(home|root|tmp)/", locked)


def test_a_set_up_takes_wheels_alone_and_only_those_whose_hashes_are_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = load_tasks(monkeypatch)
    ran: list[list[str]] = []

    def run(line: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(line)
        return subprocess.CompletedProcess(line, 0)

    monkeypatch.setattr(module.subprocess, "run", run)
    module.make_venv()
    [_, installing] = ran
    where = installing.index("install")
    assert installing[where + 1 :] == [
        *("--require-hashes", "--only-binary=:all:", "--requirement", str(module.LOCK))
    ]


def test_the_lock_of_npm_pins_each_release_with_its_hash_and_names_no_registry() -> None:
    project = json.loads((ROOT / "tests/npm/package.json").read_text(encoding="utf-8"))
    chosen = {**project["dependencies"], **project["overrides"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in chosen.values())
    packages = json.loads(system_tools.NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    locked = {name.rpartition("node_modules/")[2]: it for name, it in packages.items() if name}
    assert {name: locked[name]["version"] for name in chosen} == chosen
    assert all(package["integrity"].startswith("sha512-") for package in locked.values())
    assert not any("resolved" in package for package in locked.values())


# ---- Build: a site of one page, made by a door of its own ----------------------------------------

DOOR = """
import logging
import pathlib
from pelican import signals
from pelican.generators import Generator
from workgroups.problems import ContentProblems, Problem


class Door(Generator):
    def generate_context(self):
        text = pathlib.Path(self.path, "page.md").read_text()
        if "wrong" in text:
            what = "This is wrong.", "Write right."
            raise ContentProblems([Problem("page.md", line, 1, *what) for line in (9, 2)])
        self.context["text"] = text

    def generate_output(self, writer):
        pathlib.Path(self.output_path, "now.txt").write_text(self.settings["NOW"].isoformat())
        if "logged" in self.context["text"]:
            logging.getLogger("pelican.readers").error("Could not process %s\\n%s", "a.md", "why")
        if "warned" in self.context["text"]:
            logging.getLogger("pelican.readers").warning("Not so good.")
        template = self.get_template("page")
        writer.write_file("page.html", template, self.context, text=self.context["text"])


def get_generators(pelican):
    return Door


def register():
    signals.get_generators.connect(get_generators)
"""

SETTINGS = """
import sys
sys.path.append({root!r})
from pelicanconf import *
PATH, THEME, OUTPUT_PATH = "content", "theme", "out"
PLUGIN_PATHS, PLUGINS = ["."], ["one_page_door"]
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with the settings, the door, the theme and the content of a site of one page."""
    for folder in ("content", "theme/templates"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "conf.py").write_text(SETTINGS.format(root=str(ROOT)))
    (tmp_path / "one_page_door.py").write_text(DOOR)
    (tmp_path / "theme/templates/page.html").write_text("<p>{{ text }}</p>")
    write(tmp_path, "right & good")
    return tmp_path


def write(site: Path, text: str) -> None:
    (site / "content/page.md").write_text(text)


def build(site: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    settings = [] if "--settings" in arguments else ["--settings", "conf.py"]
    return command("build", *settings, *arguments, cwd=site)


def published(site: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of the output with its bytes and its time."""
    files = [path for path in (site / "out").rglob("*") if path.is_file()]
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.fixture(autouse=True)
def no_staging_left(tmp_path: Path) -> Iterator[None]:
    """Whatever a test does, nothing of a build stays beside its output."""
    yield
    assert not list(tmp_path.rglob(".*.staging*"))


def test_build_tells_what_it_did(site: Path) -> None:
    done = build(site, "--now", "2026-01-20T13:00:00+01:00")
    assert (done.returncode, done.stderr) == (0, "")
    line = r"1 pages, 0 feeds, 0 documents, 0 meetings; 2 files written, 0 unchanged, 0 removed; "
    assert re.fullmatch(line + r"\d+\.\d s\n", done.stdout)
    assert published(site)["page.html"][0] == b"<p>right &amp; good</p>"
    assert published(site)["now.txt"][0] == b"2026-01-20T12:00:00+00:00"


def test_a_second_build_writes_nothing(site: Path) -> None:
    build(site, "--now", "2026-01-20")
    before = published(site)
    done = build(site, "--now", "2026-01-20")
    assert "0 files written, 2 unchanged, 0 removed" in done.stdout
    assert published(site) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wrong", "page.md:2:1: problem: This is wrong.\n    Write right.\npage.md:9:1: problem: "),
        ("logged", "Could not process a.md: why\n"),
    ],
)
def test_a_problem_fails_the_build_and_changes_nothing(site: Path, text: str, told: str) -> None:
    build(site)
    before = published(site)
    write(site, text)
    done = build(site)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(told)
    assert "Traceback" not in done.stderr
    assert published(site) == before


def test_a_warning_is_told_and_does_not_fail_the_build(site: Path) -> None:
    write(site, "warned")
    done = build(site)
    assert (done.returncode, done.stderr) == (0, "warning: Not so good.\n")


def test_a_template_error_fails_the_build(site: Path) -> None:
    template = site / "theme/templates/page.html"
    template.write_text("<p>\n{{ txet }}</p>")
    wanted = "UndefinedError: 'txet' is undefined"
    done = build(site)
    assert (done.returncode, done.stderr) == (1, f"{template}:2: {wanted}\n")
    assert not (site / "out").exists()


@pytest.mark.parametrize(
    ("door", "told"),
    [
        ("import nowhere", "Cannot load plugin `one_page_door`: No module named 'nowhere'"),
        ("def register():\n    1 / 0", "division by zero"),
        ("def register(:", "SyntaxError: "),
    ],
)
def test_a_door_that_does_not_load_fails_the_build(site: Path, door: str, told: str) -> None:
    (site / "one_page_door.py").write_text(door)
    done = build(site)
    assert done.returncode == 1
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (site / "out").exists()


def test_given_paths_are_the_callers(site: Path) -> None:
    elsewhere = site / "elsewhere"
    (elsewhere / "texts").mkdir(parents=True)
    (elsewhere / "texts/page.md").write_text("another")
    way = ("--settings", "../conf.py", "--content", "texts", "--output", "made")
    done = command("build", *way, cwd=elsewhere)
    assert done.returncode == 0, done.stderr
    assert (elsewhere / "made/page.html").read_text() == "<p>another</p>"
    assert not (site / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--contnet", "x"], "No idea what '--contnet' is!"),
        (["--content", "nowhere"], "There is no content folder "),
        (["--settings", "nowhere.py"], "There is no settings file "),
        (["--now", "tomorrow"], "--now tomorrow is not a moment such as "),
        (["--now", "0001-01-01T00:00:00+23:00"], "is not in the years 1900 to 2199"),
        (["--now", "9999-12-31T23:59:59-10:00"], "is not in the years 1900 to 2199"),
        (["--output", "."], "must lie apart"),
        (["--output", "content/out"], "must lie apart"),
        (["--output", "theme"], "holds files that no build has made"),
        (["--output", "conf.py"], "is a file, not a folder"),
    ],
)
def test_a_wrong_command_is_told_in_one_line(site: Path, arguments: list[str], told: str) -> None:
    before = sorted(site.rglob("*"))
    done = build(site, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert sorted(site.rglob("*")) == before


def test_an_unknown_command_is_told_in_one_line() -> None:
    done = command("biuld")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "No idea what 'biuld' is!" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["new"], "Say what is new: "),
        (["new", "metting"], "No idea what 'new-metting' is!"),
        (["new", "--now", "x"], "No idea what '--now' is!"),
    ],
)
def test_new_wants_to_know_what(words: list[str], told: str) -> None:
    done = command(*words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert told in done.stderr


def test_a_wrong_decision_in_the_settings_is_told_in_one_line(site: Path) -> None:
    with (site / "conf.py").open("a") as conf:
        conf.write("WORKGROUPS = Site(name='', timezone='Europe/Brussels')\n")
    done = build(site)
    assert done.returncode == 2
    assert done.stderr.startswith("The settings cannot be read: ")
    assert done.stderr.endswith("SettingError: name: a site needs a name\n")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("SITEURL = 'groups.example.eu'", "SITEURL: 'groups.example.eu' is not a whole address"),
        ("SITEURL = ''", "SITEURL: '' is not a whole address"),
        ("WORKGROUPS = {'name': 'x'}", "WORKGROUPS: the settings must make it a"),
    ],
)
def test_a_setting_that_every_page_needs_is_told_in_one_line(
    site: Path, line: str, told: str
) -> None:
    with (site / "conf.py").open("a") as conf:
        conf.write(f"{line}\n")
    done = build(site)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(told)


@pytest.mark.parametrize(
    ("words", "usage"),
    [
        (("renew", "--help"), "renew"),
        (("new", "site", "--help"), "new-site"),
        (("new", "site", "../ours", "-h"), "new-site"),
        (("new", "meeting", "--help"), "new-meeting"),
        (("diff", "--help"), "diff"),
        (("check", "--help"), "check"),
        (("check", "README.md", "--help"), "check"),
    ],
)
def test_help_is_help_also_where_a_folder_is_needed(words: tuple[str, ...], usage: str) -> None:
    done = sites.command(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert f" {usage} [--options]" in done.stdout


def test_pelican_alone_writes_nothing(site: Path) -> None:
    """Whatever lies in the content, the settings leave every page to the doors."""
    (site / "one_page_door.py").write_text("def register():\n    pass\n")
    blog = "title: Post\ndate: 2026-01-20\ntags: a\nauthor: b\ncategory: c\n\ntext\n"
    for place in ("page.md", "pages/page.md", "images/page.md"):
        (site / "content" / place).parent.mkdir(exist_ok=True)
        (site / "content" / place).write_text(blog)
    build(site)
    assert sorted(published(site)) == [".workgroups-output"]


@pytest.mark.parametrize(
    ("told_by", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["ended", "interrupted"]
)
def test_a_build_told_to_stop_leaves_nothing_behind(
    site: Path, told_by: signal.Signals, code: int
) -> None:
    wait = "        pathlib.Path(self.path, '../begun').touch()\n        time.sleep(60)\n"
    slow = DOOR.replace("        template =", wait + "        template =")
    (site / "one_page_door.py").write_text("import time\n" + slow)
    line = [sys.executable, str(TASKS), "build", "--settings", "conf.py"]
    with subprocess.Popen(line, cwd=site) as building:
        try:
            wait_for((site / "begun").exists)
        except AssertionError:
            building.kill()
            raise
        assert list(site.glob(".out.staging"))
        another = build(site)
        building.send_signal(told_by)
    assert building.returncode == code
    assert not (site / "out").exists()
    told = f"Another build is writing to {site / 'out'}.\n"
    assert (another.returncode, another.stderr) == (2, told)


def test_what_a_killed_build_has_left_is_cleared_away(site: Path) -> None:
    left = site / ".out.staging"
    left.joinpath("groups").mkdir(parents=True)
    left.joinpath("groups/old.html").touch()
    left.joinpath("old.html").symlink_to("conf.py")
    assert build(site).returncode == 0
    assert "old.html" not in published(site)


def wait_for(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


# ---- Serve ---------------------------------------------------------------------------------------


def test_serve_answers_as_a_real_server(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("nothing here")
    (tmp_path / "calendar.ics").write_text("BEGIN:VCALENDAR")
    (tmp_path / ".workgroups-output").write_text("made here")
    (tmp_path / "folder").mkdir()
    with local_server(tmp_path, 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        with urlopen(f"{address}/calendar.ics") as answer:
            assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        for absent in ("nowhere/", "folder/", ".workgroups-output", "%2e/calendar.ics"):
            with pytest.raises(HTTPError) as missing:
                urlopen(f"{address}/{absent}")
            with missing.value as answer:
                assert (answer.code, answer.read()) == (404, b"nothing here")
        server.shutdown()


@pytest.mark.parametrize("site_url", ["http://127.0.0.1:8000", "https://groups.example"])
def test_a_site_is_served_where_it_says_it_is(site: Path, site_url: str) -> None:
    """One that is on this machine alone is at the port that could be had."""
    with (site / "conf.py").open("a") as settings:
        settings.write(f'SITEURL = "{site_url}"\n')
    (site / "theme/templates/page.html").write_text("<body>{{ SITEURL }}</body>")
    line = [sys.executable, str(TASKS), "serve", "--settings", "conf.py", "--port", "0"]
    with subprocess.Popen(line, cwd=site, stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout
            address = serving.stdout.readline().split(" ")[0]
            wanted = address.rstrip("/") if "127.0.0.1" in site_url else site_url
            with urlopen(f"{address}page.html", timeout=30) as answer:
                assert f"<body>{wanted}<" in answer.read().decode()
            serving.send_signal(signal.SIGINT)
            serving.wait(30)
        finally:
            serving.kill()
    assert serving.returncode == 0


@pytest.mark.parametrize(
    ("settings", "code", "told"),
    [("SITEURL = 'nowhere'", 2, "SITEURL"), ("PLUGINS = ['nothing']", 1, "nothing")],
)
def test_a_site_that_cannot_be_shown_is_told(
    site: Path, settings: str, code: int, told: str
) -> None:
    with (site / "conf.py").open("a") as file:
        file.write(f"{settings}\n")
    done = command("serve", "--settings", "conf.py", "--port=0", cwd=site)
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["99999", "-1", "abc", "80a", ""])
def test_a_port_that_is_none_is_told_before_the_build(site: Path, port: str) -> None:
    done = command("serve", "--settings", "conf.py", f"--port={port}", cwd=site)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--port" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (site / "out").exists()
