"""The project's commands, and the set-up that lets them run: `python3 tasks.py --list`.

Runs from any folder. Needs Python 3.11 and nothing else: .venv is made from requirements.lock
when it is missing or no longer fits, and this file then runs again in it, under Invoke.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  An older Python gets this far, and must be told.
    sys.exit("This needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))

# ---- Set-up: standard library only ---------------------------------------------------------------

import contextlib
import hashlib
import importlib.util
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
IS_SITE = (ROOT / "house" / "SHA256SUMS").is_file()
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"

# Written last, so that a set-up cut short leaves none and is done again.
STAMP = VENV / "made-from.txt"

NO_VENV = """\
This Python cannot make virtual environments: its modules venv and ensurepip are missing.
On Debian and Ubuntu, install them with: apt-get install python3-venv"""


def made_from() -> list[str]:
    """What a set-up depends on: where and for which Python, the lock, the project file."""
    place = f"{ROOT}, Python {sys.version_info.major}.{sys.version_info.minor}"
    return [place, *(hashlib.sha256(file.read_bytes()).hexdigest() for file in (LOCK, PROJECT))]


def stamped() -> list[str]:
    """What the present .venv was made from; nothing when it is missing, broken or half made."""
    if not STAMP.is_file() or not venv_python().exists():
        return []
    return STAMP.read_text(encoding="utf-8").splitlines()


def venv_python() -> Path:
    """The Python in .venv, there or not."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def set_up() -> bool:
    """Make or renew .venv unless it fits; whether anything was done."""
    if stamped() == made_from():
        return False
    with alone():
        have, want = stamped(), made_from()
        if have == want:
            return False
        STAMP.unlink(missing_ok=True)
        if have[:2] != want[:2]:
            make_venv()
        # Only the project itself, and with the build backend of the lock: nothing is fetched.
        pip_install("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        STAMP.write_text("\n".join(want) + "\n", encoding="utf-8")
    return True


def make_venv() -> None:
    """Make .venv anew and fill it from the lock, whose hashes every file must match."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        sys.exit(NO_VENV)
    if VENV.is_symlink():  # It would be emptied.
        sys.exit(f"{VENV} is a link, which would be emptied where it leads: delete it.")
    print("Setting up .venv; this takes about a minute, once.", file=sys.stderr)
    # When .venv's own Python is the one running, the one it came from makes it anew.
    python = getattr(sys, "_base_executable", None) or sys.executable
    if subprocess.run([python, "-m", "venv", "--clear", str(VENV)], check=False).returncode:
        sys.exit(f"{VENV} could not be made; the lines above say why.")
    # Only wheels: building from source would run code that no hash vouches for.
    pip_install("--require-hashes", "--only-binary=:all:", "--requirement", str(LOCK))


def pip_install(*arguments: str) -> None:
    """Run the venv's pip, quietly unless it fails."""
    pip = [str(venv_python()), "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
    if subprocess.run([*pip, *arguments], check=False).returncode:
        sys.exit("Setting up .venv failed; the lines above say why. The next run tries again.")


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait for another set-up of this folder to end. The lock goes with the process."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def hand_over() -> None:
    """Set up, then go on in the venv's Python: returns only when that is the one running."""
    if not set_up() and Path(sys.prefix).resolve() == VENV.resolve():
        return
    command = [str(venv_python()), str(Path(__file__).resolve()), *sys.argv[1:]]
    if os.name == "nt":  # exec there returns to the prompt at once
        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    hand_over()

# ---- From here on in .venv; what most builds need ------------------------------------------------

import signal


def settings_of(settings: str, **given: str) -> tuple[Path, dict[str, Any]]:
    """The settings file, and the folders given instead of those in it."""
    # Given paths are the caller's; those in a settings file are from that file's folder.
    file = Path(settings).resolve() if settings else ROOT / "pelicanconf.py"
    return file, {key: str(Path(way).resolve()) for key, way in given.items() if way}


def build_plainly(words: list[str]) -> None:
    """Build, and end, where the words are plain options; else return.

    Invoke, which tells of words that are not, takes longer to load than there often is to do.
    """
    given = dict(zip(words[::2], words[1::2], strict=False))
    if len(words) != 2 * len(given) or any(value.startswith("-") for value in given.values()):
        return
    if not given.keys() <= {"--content", "--output", "--settings", "--now"}:
        return
    folders = {"PATH": given.get("--content", ""), "OUTPUT_PATH": given.get("--output", "")}
    file, overrides = settings_of(given.get("--settings", ""), **folders)
    from commands.again import build_again
    from commands.outcomes import Failed, Misused

    try:
        print(build_again(file, overrides, given.get("--now", "")))
    except (Failed, Misused) as error:
        print(error, file=sys.stderr)
        sys.exit(2 if isinstance(error, Misused) else 1)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        sys.exit(130)
    sys.stdout.flush()
    # All that was made goes with the process: taking ten thousand meetings apart takes a second.
    os._exit(0)


@contextlib.contextmanager
def ending_plainly() -> Iterator[None]:
    """End without a traceback where nobody listens, or where the system refuses something."""
    # A closed stream is opened to nowhere, or the next file that is opened takes its place.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        listen_to_nothing()
        sys.exit(141)  # as of a program that SIGPIPE ends
    except OSError as error:
        listen_to_nothing()
        print(error, file=sys.stderr)
        sys.exit(2)


def listen_to_nothing() -> None:
    """Let what cannot be told go nowhere: Python would try again as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    # A build that is told to stop still removes its staging folder.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if sys.argv[1:2] == ["build"]:
        with ending_plainly():
            build_plainly(sys.argv[2:])

# ---- The tasks, under Invoke ---------------------------------------------------------------------

import inspect
import io
import re
import shlex
import shutil
import time
from datetime import datetime
from typing import Any

from invoke.collection import Collection
from invoke.context import Context
from invoke.exceptions import Exit, ParseError
from invoke.program import Program
from invoke.tasks import Task, task


def run(*command: str | Path, environment: Mapping[str, str] | None = None) -> int:
    """Run a command in the project's folder, its output going where ours goes; its exit code."""
    line = [str(part) for part in command]
    return subprocess.run(
        line, cwd=ROOT, env={**os.environ, **(environment or {})}, check=False
    ).returncode


def usage(message: str) -> Exit:
    """The command was not given rightly: one plain line, exit code 2."""
    return Exit(message, code=2)


@contextlib.contextmanager
def told_in_a_line() -> Iterator[None]:
    """Turn what commands raise into Exit: 2 where they were asked wrongly, else 1."""
    try:
        yield
    except Exception as error:
        # Only now: where nothing is raised, none of it need be loaded.
        from commands.outcomes import Failed, Misused
        from targets.target import CannotSend

        if isinstance(error, Misused):
            raise usage(str(error)) from None
        if isinstance(error, CannotSend | Failed):
            raise Exit(str(error), code=1) from None
        raise


# ---- Build ---------------------------------------------------------------------------------------


def build_or_exit(content: str, output: str, settings: str, now: str, **more: object) -> None:
    """Build as the command line says, and print the outcome. Raises Exit."""
    from commands.again import build_again

    file, overrides = settings_of(settings, PATH=content, OUTPUT_PATH=output)
    with told_in_a_line():
        print(build_again(file, {**overrides, **more}, now))


BUILD_HELP = {
    "content": "Folder of groups, meetings and pages (the settings' own)",
    "output": "Folder to write to (the settings' own)",
    "settings": "Settings file (pelicanconf.py)",
    "now": "Build for this moment, such as 2026-01-20T12:00:00Z (the present)",
}
CHECK_HELP = {
    "format": "text, json, sarif or github (text)",
    "content": BUILD_HELP["content"],
    "settings": BUILD_HELP["settings"],
    "now": "Check as on this day, such as 2026-01-20 (the present)",
    "base": "Branch that is published, to tell what may not change (origin's, or main)",
}
CONTENT_HELP = {name: BUILD_HELP[name] for name in ("content", "settings")}


@task(help={**BUILD_HELP, "profile": "Folder to write to where the time went: table, flame graph"})
def build(
    _: Context,
    content: str = "",
    output: str = "",
    settings: str = "",
    now: str = "",
    profile: str = "",
) -> None:
    """Build the site once; with any problem, say all of them and change nothing."""
    if not profile:
        build_or_exit(content, output, settings, now)
        return
    from commands.profiling import profiled

    with told_in_a_line(), profiled(Path(profile).resolve()):
        build_or_exit(content, output, settings, now)


PREVIEW_HELP = {
    **BUILD_HELP,
    "settings": "Settings file (publishconf.py)",
    "ledger": "addresses.txt that is published, a file or its address: tell what would vanish",
    "external": "Ask other sites whether what the links lead to is there",
}


@task(help=PREVIEW_HELP)
def preview(  # noqa: PLR0913, PLR0917  Each is an option of the command line.
    _: Context,
    content: str = "",
    output: str = "",
    settings: str = "",
    now: str = "",
    ledger: str = "",
    external: bool = False,
) -> None:
    """Build the site as it will be published, and check that every link of it leads somewhere."""
    strict = settings or str(ROOT / "publishconf.py")
    build_or_exit(content, output, strict, now, LEDGER=ledger, EXTERNAL=external)


PUBLISH_HELP = {
    "to": "Where to: folder:/srv/www/site and others, see README.md (PUBLISH_TO of the settings)",
    "keep": "How many releases stay, where a target has releases (5)",
    **{name: BUILD_HELP[name] for name in ("content", "now")},
    "settings": "Settings file (publishconf.py)",
}


@task(help=PUBLISH_HELP)
def publish(
    _: Context, to: str = "", keep: str = "5", content: str = "", settings: str = "", now: str = ""
) -> None:
    """Build the site as preview does, and publish it where nothing is wrong."""
    if not re.fullmatch("[1-9][0-9]{0,3}", keep):
        raise usage(f"--keep {keep} is not a number of releases from 1.")
    file, overrides = settings_of(settings or str(ROOT / "publishconf.py"), PATH=content)
    from commands.moments import instant
    from commands.publishing import publish_site

    with told_in_a_line():
        print(publish_site(file, {**overrides, "NOW": instant(now)}, to, int(keep)))


@task(help={name: PUBLISH_HELP[name] for name in ("to", "settings")})
def rollback(_: Context, to: str = "", settings: str = "") -> None:
    """Publish again the release before the one that is published now."""
    file, overrides = settings_of(settings or str(ROOT / "publishconf.py"))
    from commands.publishing import roll_back

    with told_in_a_line():
        print(roll_back(file, overrides, to))


@task(help=CHECK_HELP)
def check(
    _: Context,
    format_: str = "text",
    content: str = "",
    settings: str = "",
    now: str = "",
    base: str = "",
) -> None:
    """Tell everything that is wrong in the content, or in the FILES named, and make no page."""
    started = time.monotonic()
    from commands.check import check_site
    from commands.moments import instant
    from workgroups.reports import FORMATS

    if format_ not in FORMATS:
        raise usage(f"--format {format_} is none of {', '.join(FORMATS)}.")
    file = Path(settings).resolve() if settings else ROOT / "pelicanconf.py"
    folder = Path(content).resolve() if content else None
    with told_in_a_line():
        checked = check_site(file, folder, instant(now), base, map(Path, after_dashes()))
    # Letters that a terminal's own encoding lacks are spelt out.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    report = checked.report(format_)
    if report:
        print(report)
    line = f"{checked.line}; {time.monotonic() - started:.1f} s"
    print(line, file=sys.stderr if format_ in {"json", "sarif"} else sys.stdout)
    if checked.counts["problems"]:
        raise Exit(code=1)


@task(positional=["base"], help={"base": "Commit, branch or tag to compare with", **CONTENT_HELP})
def diff(_: Context, base: str, content: str = "", settings: str = "") -> None:
    """Tell what subscribers will see change since BASE, as Markdown; nothing when nothing does."""
    from commands.diff import site_difference

    file, overrides = settings_of(settings, PATH=content)
    with told_in_a_line():
        print(site_difference(file, overrides, base), end="")


@task(help={**CONTENT_HELP, "now": BUILD_HELP["now"], "port": "Port on 127.0.0.1"})
def serve(
    _: Context, content: str = "", settings: str = "", now: str = "", port: str = "8000"
) -> None:
    """Show the site on this machine; each change is seen at once, problems on top of the page."""
    from commands.serving import CannotServe, serve_site

    number = int(port) if re.fullmatch("[0-9]{1,5}", port) else -1
    if not 0 <= number < 2**16:
        raise usage(f"--port {port} is not a number from 0 to 65535.")
    file, overrides = settings_of(settings, PATH=content)
    if now:
        from commands.moments import instant

        with told_in_a_line():
            overrides["NOW"] = instant(now).isoformat()
    # A shell that starts a command in the background makes it deaf to interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            serve_site(file, overrides, number)
    except OSError as error:
        reason = f"Port {port} cannot be had: {error.strerror}."
        raise usage(f"{reason} Choose another with --port.") from None
    except CannotServe as reason:
        raise Exit(str(reason), code=reason.code) from None


# ---- New content ---------------------------------------------------------------------------------


MEETING_HELP = {
    "group": "Folder name of its group; several with commas",
    "title": "Title",
    "type": "One of the site's meeting types",
    "start": "Day and wall time, such as '2027-02-09 14:00', or the day alone",
    "end": "The same, or the time alone",
    "timezone": "IANA zone, if it is not the group's",
    "place": "Who hosts, or the name of the building",
    "address": "Street, postal code, town",
    "room": "Room or floor",
    "online": "Address of the call, or how to get it",
    "contact": "Whom to ask: 'Secretariat <mail@organisation.eu>'",
    "registration": "Address of the form, or its name at the form service of the last meeting",
    "text": "What it is about, in Markdown",
    "folder": "Name of the folder after its day, if it is not the title's",
    "draft": "Checked, but not published",
    **CONTENT_HELP,
    "yes": "Ask nothing: what is not given is as at the group's last meeting; - is for nothing",
}
SERIES_HELP = {
    "every": "'2 weeks', 'Tuesday', 'first Thursday', 'second Tuesday of the month', 'last Friday'",
    "from_": "First day it can be on",
    "until": "Last day it can be on",
    "count": "How many meetings, instead of the last day",
    "skip": "Days to leave out, with commas",
    "skip_holidays": "Leave out public holidays, and when the European institutions are closed",
    "skip_month": "Months to leave out, with commas, such as August",
    **MEETING_HELP,
    "start": "Wall time, such as 14:00; - for whole days",
}
GROUP_HELP = {
    "name": "Name of the group",
    "short": "Name where there is little room",
    "parent": "Folder name of the group above it",
    "chairs": "'Role, organisation', with semicolons between several",
    "contact": MEETING_HELP["contact"],
    "mailing_list": "Its mail address, or where to join",
    "timezone": "IANA zone of its meetings, if it is not the site's",
    "text": "Its mission, in Markdown",
    "folder": "Name of its folder, if it is not the name's",
    **CONTENT_HELP,
    "yes": "Ask nothing",
}


def options(texts: Mapping[str, str]) -> Callable[[Callable[..., None]], Any]:
    """A task with these options, each a text; a few are given or not."""

    def with_options(body: Callable[..., None]) -> Any:
        given = [
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, default=name not in SWITCHES and ""
            )
            for name in texts
        ]
        context = inspect.Parameter("_", inspect.Parameter.POSITIONAL_ONLY)
        body.__signature__ = inspect.Signature([context, *given])  # type: ignore[attr-defined]
        return task(body, help={name.strip("_"): text for name, text in texts.items()})

    return with_options


SWITCHES = ("draft", "skip_holidays", "yes")


def write_new(kind: str, given: dict[str, Any]) -> None:
    """Write something new of this kind, from the command line and what is asked. Raises Exit."""
    from uuid import uuid4
    from zoneinfo import ZoneInfo

    from commands import interview
    from commands.build import read_settings

    file = Path(given["settings"]).resolve() if given["settings"] else ROOT / "pelicanconf.py"
    content = {"PATH": str(Path(given["content"]).resolve())} if given["content"] else {}
    asking = sys.stdin.isatty() and sys.stdout.isatty() and not given["yes"]
    try:
        with told_in_a_line():
            settings = read_settings(file, content)
            today = datetime.now(ZoneInfo(settings["WORKGROUPS"].timezone)).date()
            print(interview.write_new(kind, settings, given, uuid4, today, asking=asking))
    except (EOFError, KeyboardInterrupt):
        raise Exit("\nNothing was written.", code=130) from None


@options(MEETING_HELP)
def new_meeting(_: Context, **given: Any) -> None:
    """Write a meeting; at a terminal, what is not given is asked."""
    write_new("meeting", given)


@options(SERIES_HELP)
def new_series(_: Context, **given: Any) -> None:
    """Write a meeting for each day of a series; at a terminal, what is not given is asked."""
    write_new("series", given)


@options(GROUP_HELP)
def new_group(_: Context, **given: Any) -> None:
    """Write a group; at a terminal, what is not given is asked."""
    write_new("group", given)


@task(help={"settings": BUILD_HELP["settings"]})
def schema(_: Context, settings: str = "") -> None:
    """Renew the files by which editors' tools know the fields: schema/ and frontmatter.json."""
    from commands.build import read_settings
    from workgroups.editing import editing_files

    file = Path(settings).resolve() if settings else ROOT / "pelicanconf.py"
    with told_in_a_line():
        site = read_settings(file, {})["WORKGROUPS"]
    for path, text in editing_files(site).items():
        target = file.parent / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


@task
def new(_: Context) -> None:
    """Write something new into the content: each kind is a command, `new KIND`, listed below."""
    kinds = [name.replace("-", " ") for name in namespace.task_names if name.startswith("new-")]
    raise usage(f"Say what is new: {', '.join(sorted(kinds))}.")


SITE_HELP = {
    "folder": "Folder to make it in, beside this one: ../our-site",
    "name": "Name of the network",
    "address": "Where it will be published: https://groups.example.eu",
    "zone": "Time zone of its meetings (Europe/Brussels)",
    "languages": "Of the interface, the site's own first (en)",
    "types": "Of meetings, with commas (working-group, workshop, webinar)",
    "services": "Form services, with commas: eusurvey, limesurvey=survey.example.eu",
    "group": "Name of the first group (First group)",
    "contact": "Mail address of the secretariat (none)",
}


@task(positional=["folder"], help=SITE_HELP)
def new_site(  # noqa: PLR0913, PLR0917  Each is an option of the command line.
    _: Context,
    folder: str,
    name: str = "",
    address: str = "",
    zone: str = "",
    languages: str = "",
    types: str = "",
    services: str = "",
    group: str = "",
    contact: str = "",
) -> None:
    """Make a site for another network; at a terminal, what is not given is asked."""
    from commands.making import ask, check_free, decide, languages_in, make_site

    answers = (name, address, zone, languages, types, services, group, contact)
    keys = ("name", "address", "zone", "languages", "types", "services", "group", "contact")
    given = dict(zip(keys, answers, strict=True))
    with told_in_a_line():
        check_free(ROOT, Path(folder))
        if sys.stdin.isatty():
            given |= dict(ask(given))
        decisions = decide(given, languages_in(ROOT))
        print("\n".join(make_site(ROOT, Path(folder), decisions)))


@task(positional=["folder"], help={"folder": "Folder of a site that was made with new site"})
def renew(_: Context, folder: str) -> None:
    """Give a site this version of the house; its content, settings and overrides stay."""
    from commands.house import house_in
    from commands.renewal import renew as renew_site

    with told_in_a_line():
        print("\n".join(renew_site(house_in(ROOT), Path(folder))))


# ---- Tests and what they need --------------------------------------------------------------------


def tools_for_tests() -> tuple[dict[str, str], list[str]]:
    """Install what is missing and say what goes untested.

    The variables that tell tests the rest, and the marks of the tests that are left out. Where CI
    runs, nothing may be: raises Exit.
    """
    if IS_SITE:  # its tests need none
        return {}, []
    sys.path.append(str(ROOT / "tests"))
    from system_tools import install_tools

    variables, missing = install_tools()
    for tool in missing:
        how = f"apt-get install {tool.package}" if tool.package else shlex.join(tool.else_run)
        hint = f" ({how})" if how else ""
        print(f"Without {tool.name}{hint}, left out: {tool.without}", file=sys.stderr)
    if os.environ.get("CI") == "true" and not all(tool.can_lack for tool in missing):
        raise Exit("In CI nothing may be left out.", code=1)
    return variables, [tool.mark for tool in missing if tool.mark]


@task
def tools(_: Context) -> None:
    """Install what tests need from the system: a browser, libical, nginx, Lighthouse and others."""
    for variable, path in sorted(tools_for_tests()[0].items()):
        print(f"{variable}={path}")


def run_lint() -> int:
    """Ruff, its formatter as a check, and mypy; 0 when all are content."""
    python = sys.executable
    return max(
        run(python, "-m", "ruff", "check", "--quiet", "."),
        run(python, "-m", "ruff", "format", "--check", "--quiet", "."),
        run(python, "-m", "mypy", "--no-error-summary"),
    )


@task
def lint(_: Context) -> None:
    """Check the code: ruff, its formatting, mypy."""
    if run_lint():
        raise Exit("lint: not clean; `ruff format .` mends the formatting.", code=1)


def run_pytest(*arguments: str) -> int:
    """Pytest over all cores, with the system's tools found or installed first; its exit code."""
    variables, left_out = tools_for_tests()
    chosen = ["-m", " and ".join(f"not {mark}" for mark in left_out)] if left_out else []
    pytest = (sys.executable, "-m", "pytest", "-n", "auto", *chosen)
    return run(*pytest, *arguments, environment=variables)


def files_last(words: list[str]) -> list[str]:
    """The command line with the FILES of `check` after --, where Invoke leaves them alone."""
    if words[1:2] != ["check"] or "--" in words:
        return words
    options, files, rest = words[:2], list[str](), iter(words[2:])
    for word in rest:
        if not word.startswith("-"):
            files.append(word)
            continue
        options.append(word)
        # Every option takes a value, as the next word where it is not in this one.
        joined = "=" in word or word == "--help" or (word[1] != "-" and len(word) > 2)
        options.extend([] if joined else [value for value in [next(rest, None)] if value])
    return [*options, "--", *files] if files else words


def after_dashes() -> list[str]:
    """What the command line holds after --. Invoke has it too, but with the quoting lost."""
    return sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []


@task
def test(_: Context) -> None:
    """Install what is needed, check the code, run all tests. After --, arguments for pytest."""
    unclean = run_lint()
    code = run_pytest(*after_dashes())
    if unclean:
        print("lint: not clean; see above the tests.", file=sys.stderr)
    if code or unclean:
        raise Exit(code=code or 1)


@task
def bless(_: Context) -> None:
    """Rewrite the golden files as the code makes them now. After --, arguments for pytest."""
    code = run_pytest("--bless", *after_dashes())
    run("git", "status", "--short", "tests")
    print("Read `git diff tests` before you commit: it is what readers and subscribers will get.")
    if code:
        raise Exit(code=code)


# ---- Upkeep --------------------------------------------------------------------------------------


# What audits the others is in neither: it comes into an environment that is used for nothing else.
LOCKS = {
    LOCK.name: ("--group", "dev", PROJECT.name),
    ".github/audit.lock": ("--group", f"{PROJECT.name}:audit"),
}


@task(help={"keep": "Keep what is pinned; add or drop only what pyproject.toml changed"})
def lock(_: Context, keep: bool = False) -> None:
    """Renew both locks: every release with its hashes, for all systems and Pythons."""
    # A mirror or a folder of wheels set for this machine alone must not show in the lock.
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        del os.environ[name]
    for file, wanted in LOCKS.items():
        code = run(
            *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-config"),
            *("--universal", "--python-version", "3.11", "--generate-hashes"),
            *("--custom-compile-command", "python3 tasks.py lock"),
            *(() if keep else ("--upgrade",)),
            *("--output-file", file, *wanted),
        )
        if code:
            raise Exit(code=code)


@task
def licences(_: Context) -> None:
    """List what the site and the work on it need, with the licence of each, as Markdown."""
    from commands.licences import as_table, dependencies

    found = dependencies(LOCK)
    print(as_table(found))
    wrong = [dependency.row for dependency in found if not dependency.is_fine]
    if wrong:
        raise Exit("\n".join(["Unknown, or not to go with AGPL-3.0-or-later:", *wrong]), code=1)


BENCH_HELP = {
    "peers": "Instead compare builds with those of Hugo and stock Pelican, and write BENCHMARKS.md",
    "sizes": "Of the networks to compare, in meetings (1000,10000)",
    "runs": "How often each is built (3)",
}


@task(help=BENCH_HELP)
def bench(_: Context, peers: bool = False, sizes: str = "1000,10000", runs: str = "3") -> None:
    """Time a large network: history, from save to page, and subscribers who poll. Slow."""
    if not re.fullmatch("[1-9][0-9]{1,5}(,[1-9][0-9]{1,5})*", sizes):
        raise usage(f"--sizes {sizes} are not numbers of meetings from 10, such as 1000,10000.")
    if not re.fullmatch("[1-9][0-9]?", runs):
        raise usage(f"--runs {runs} is not a number from 1 to 99.")
    ways = os.pathsep.join(str(ROOT / way) for way in ("tests", "tests/any_site"))
    environment = {**tools_for_tests()[0], "PYTHONPATH": ways}
    alone = (("bench.history",), ("bench.serving",), ("bench.polling",))
    modules = [("bench", sizes, runs)] if peers else alone
    code = max(run(sys.executable, "-m", *module, environment=environment) for module in modules)
    if code:
        raise Exit(code=code)


@task(help={"seconds": "How long to look (60)"})
def fuzz(_: Context, seconds: str = "60") -> None:
    """Look for input that breaks a promise; what finds new paths joins the corpus of the tests."""
    if not re.fullmatch("[1-9][0-9]{0,5}", seconds):
        raise usage(f"--seconds {seconds} is not a number of seconds from 1.")
    if importlib.util.find_spec("atheris") is None:
        raise usage("For this system and Python there is no atheris, which looks for input.")
    if run(sys.executable, "tests/fuzz/search.py", seconds):
        raise Exit(code=1)


@task
def screenshots(_: Context) -> None:
    """Take pictures of each kind of page into screenshots/, and those that the README shows."""
    variables, missing = tools_for_tests()
    if "browser" in missing or run(sys.executable, "tests/screenshots.py", environment=variables):
        raise Exit(code=1)


@task
def clean(_: Context) -> None:
    """Remove the built site and the tools' caches; .venv stays."""
    from workgroups.mirror import NotOurs, check_ours

    output = ROOT / "output"
    try:
        check_ours(output)
    except NotOurs as error:
        raise usage(str(error)) from None
    caches = (
        ".cache",
        ".hypothesis",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        "screenshots",
        "test-results",
    )
    for folder in (output, *(ROOT / name for name in caches), ROOT / ".output.staging"):
        shutil.rmtree(folder, ignore_errors=True)


# ---- A site made from here: what is for the house alone is not among its commands ----------------

FOR_THE_HOUSE = (bench, bless, fuzz, licences, lock, new_site, renew, screenshots, tools)

namespace = Collection(
    *(
        each
        for each in list(globals().values())
        if isinstance(each, Task) and not (IS_SITE and each in FOR_THE_HOUSE)
    )
)


# ---- Hand-over to Invoke -------------------------------------------------------------------------


class Commands(Program):
    """Invoke over the tasks of this file; what it cannot read is told in a line, exit code 2."""

    def parse_core(self, argv: list[str] | None) -> None:
        """Read the options before the task's name; `new meeting` is the task new-meeting."""
        words = list(sys.argv if argv is None else argv)
        first = next((i for i, word in enumerate(words) if i and not word.startswith("-")), 0)
        kind = words[first + 1 : first + 2]
        if words[first] == "new" and kind and not kind[0].startswith("-"):
            words[first : first + 2] = [f"new-{kind[0]}"]
        # Invoke would take it for the folder where a task needs one.
        options = words[first + 1 : words.index("--")] if "--" in words else words[first + 1 :]
        if first and {"--help", "-h"} & {*options}:
            words = [words[0], "--help", words[first]]
        with plainly():
            super().parse_core(words)

    def parse_tasks(self) -> None:
        """Read the task's name and its options."""
        with plainly():
            super().parse_tasks()

    def execute(self) -> None:
        """Do the task; an interrupt ends it as it ends other programs."""
        try:
            super().execute()
        except KeyboardInterrupt:
            raise Exit("Stopped.", code=130) from None


@contextlib.contextmanager
def plainly() -> Iterator[None]:
    """Turn Invoke's ParseError, whose exit code is 1, into ours."""
    try:
        yield
    except ParseError as error:
        raise usage(f"{error} See: python3 tasks.py --list, or --help TASK.") from None


if __name__ == "__main__":
    sys.argv = files_last(sys.argv)
    with ending_plainly():
        Commands(namespace=namespace, binary="tasks.py").run()
