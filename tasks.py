"""The project's commands, and the set-up that lets them run: `python3 tasks.py --list`.

Runs from any folder. Needs Python 3.11 and nothing else: .venv is made from requirements.lock
when it is missing or no longer fits, and this file then runs again in it, under Invoke.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("This needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))

# ---- Set-up: standard library only ---------------------------------------------------------------

import contextlib
import hashlib
import importlib.util
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
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
    os.execv(command[0], command)


if __name__ == "__main__":
    hand_over()

# ---- From here on in .venv -----------------------------------------------------------------------

import logging
import platform
import shlex
import shutil
import signal
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from invoke.collection import Collection
from invoke.context import Context
from invoke.exceptions import Exit, ParseError
from invoke.program import Program
from invoke.tasks import task


def run(*command: str | Path, environment: Mapping[str, str] | None = None) -> int:
    """Run a command in the project's folder, its output going where ours goes; its exit code."""
    environment = {**os.environ, **(environment or {})}
    return subprocess.run(list(map(str, command)), cwd=ROOT, env=environment, check=False).returncode


def usage(message: str) -> Exit:
    """The command was not given rightly: one plain line, exit code 2."""
    return Exit(message, code=2)


# ---- Build ---------------------------------------------------------------------------------------


class Failed(Exception):
    """The site cannot be built; the text says why, in lines for people."""


class Ledger(logging.Handler):
    """What Pelican logs during a build.

    Pelican logs that a plugin did not load or a template failed, goes on, and exits with 0.
    Here an error fails the build, and a warning is told at once.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error, print a warning; both on one line and without a traceback."""
        text = ": ".join(record.getMessage().splitlines())
        if record.exc_info and record.exc_info[1]:
            text += f": {told(record.exc_info[1])}"
        if record.levelno >= logging.ERROR:
            self.errors.append(text)
        else:
            print(f"warning: {text}", file=sys.stderr)


def told(error: BaseException) -> str:
    """An unforeseen error in one line: what it says, and the line of ours it comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    # Templates are among the frames: Jinja gives them their own file and line.
    ours = [f for f in frames if Path(f.filename).is_relative_to(ROOT) and ".venv" not in f.filename]
    where = f"{Path(ours[-1].filename).relative_to(ROOT)}:{ours[-1].lineno}: " if ours else ""
    return f"{where}{type(error).__name__}: {' '.join(str(error).split())}"


@dataclass
class Bar:
    """A progress bar that shows itself once two seconds have passed, at a terminal only."""

    started: float = field(default_factory=time.monotonic)
    shown: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Tell that `done` of `total` pages are made."""
        if self.shown is None and time.monotonic() - self.started > 2:
            from rich.console import Console
            from rich.progress import Progress

            self.shown = Progress(console=Console(stderr=True), transient=True)
            self.shown.add_task("Building", total=total)
            self.shown.start()
        if self.shown is not None:
            self.shown.update(self.shown.task_ids[0], completed=done, total=total)

    def close(self) -> None:
        """Take the bar away."""
        if self.shown is not None:
            self.shown.stop()


def read_settings(file: Path, overrides: dict[str, Any]) -> dict[str, Any]:
    """Pelican's settings from `file`; raises Exit when they cannot be had."""
    import pelican.settings

    if not file.is_file():
        raise usage(f"There is no settings file {file}.")
    content = overrides.get("PATH")
    if content and not Path(content).is_dir():
        raise usage(f"There is no content folder {content}.")
    try:
        settings: dict[str, Any] = pelican.settings.read_settings(str(file), overrides)
    except Exception as error:
        raise usage(f"The settings cannot be read: {told(error)}") from None
    return settings


def run_pelican(settings: dict[str, Any]) -> dict[str, Any]:
    """Let Pelican write the site; its context. Raises Failed, and ContentProblems of the doors."""
    import pelican
    from pelican.log import console
    from pelican.plugins import signals
    from workgroups.problems import ContentProblems

    context: dict[str, Any] = {}

    def keep_context(generators: Sequence[Any]) -> None:
        context.update(generators[0].context)

    ledger = Ledger()
    console.quiet = True  # "Processed 0 articles" is all it has to say.
    logging.getLogger().addHandler(ledger)
    signals.all_generators_finalized.connect(keep_context)
    try:
        pelican.Pelican(settings).run()
    except ContentProblems:
        raise
    except Exception as error:  # noqa: BLE001  Whatever it is, the build fails and says so.
        ledger.errors.append(told(error))
    finally:
        signals.all_generators_finalized.disconnect(keep_context)
        logging.getLogger().removeHandler(ledger)
    if ledger.errors:
        raise Failed("\n".join(dict.fromkeys(ledger.errors)))
    return context


@contextlib.contextmanager
def staging_beside(output: Path) -> Iterator[Path]:
    """A folder on the output's file system that is gone afterwards, whatever happens."""
    output.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{output.name}.staging-", dir=output.parent))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def summary(site: Path, context: Mapping[str, Any]) -> str:
    """What a finished site holds: `92 pages, 20 feeds, 75 documents, 64 meetings`."""
    files = [file.relative_to(site) for file in site.rglob("*") if file.is_file()]
    pages = sum(file.suffix == ".html" for file in files)
    feeds = sum(file.suffix in {".ics", ".atom"} and file.stem != "meeting" for file in files)
    things = [file for file in files if file.parts[0] in {"groups", "meetings"}]
    documents = sum(file.suffix not in {".html", ".ics", ".atom", ".json"} for file in things)
    programme = context.get("programme")
    meetings = len(programme.meetings) if programme else 0
    return f"{pages} pages, {feeds} feeds, {documents} documents, {meetings} meetings"


def build_site(settings: dict[str, Any], output: Path) -> str:
    """Build into a staging folder and bring it over `output`; one line that tells what was done.

    Raises Failed or ContentProblems with `output` untouched, NotOurs if it is somebody else's.
    """
    from workgroups.mirror import bring_over, check_ours

    started = time.monotonic()
    check_ours(output)
    with staging_beside(output) as staging:
        context = run_pelican({**settings, "OUTPUT_PATH": str(staging)})
        holds = summary(staging, context)
        brought = bring_over(staging, output)
    return (
        f"{holds}; {brought.written} files written, {brought.unchanged} unchanged, "
        f"{brought.removed} removed; {time.monotonic() - started:.1f} s"
    )


def build_or_exit(content: str, output: str, settings: str, now: str) -> Path:
    """Build as the command line says, print the outcome; the output folder. Raises Exit."""
    from workgroups.mirror import NotOurs
    from workgroups.problems import ContentProblems

    bar = Bar()
    overrides: dict[str, Any] = {"NOW": instant(now)}
    if sys.stderr.isatty():
        overrides["PROGRESS"] = bar
    # Given paths are the caller's; those in a settings file are from that file's folder.
    if content:
        overrides["PATH"] = str(Path(content).resolve())
    if output:
        overrides["OUTPUT_PATH"] = str(Path(output).resolve())
    found = read_settings(Path(settings).resolve() if settings else ROOT / "pelicanconf.py", overrides)
    target, source = Path(found["OUTPUT_PATH"]).resolve(), Path(found["PATH"]).resolve()
    if target.is_relative_to(source) or source.is_relative_to(target):
        raise usage(f"The output {target} and the content {source} must not hold one another.")
    try:
        line = build_site(found, target)
    except NotOurs as error:
        raise usage(str(error)) from None
    except (ContentProblems, Failed) as error:
        raise Exit(str(error), code=1) from None
    finally:
        bar.close()
    print(line)
    return target


def instant(now: str) -> datetime:
    """The moment to build for: the one given, in UTC unless it says otherwise, or the present."""
    if not now:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(now)
    except ValueError:
        raise usage(f"--now {now} is not a moment such as 2026-01-20T12:00:00Z.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


BUILD_HELP = {
    "content": "Folder of groups, meetings and pages (the settings' own)",
    "output": "Folder to write to (the settings' own)",
    "settings": "Settings file (pelicanconf.py)",
    "now": "Build for this moment, such as 2026-01-20T12:00:00Z (the present)",
}


@task(help=BUILD_HELP)
def build(
    _: Context, content: str = "", output: str = "", settings: str = "", now: str = ""
) -> None:
    """Build the site once; with any problem, say all of them and change nothing."""
    build_or_exit(content, output, settings, now)


@task(help={**BUILD_HELP, "port": "Port on 127.0.0.1"})
def serve(  # noqa: PLR0913  One argument for each option.
    _: Context,
    content: str = "",
    output: str = "",
    settings: str = "",
    now: str = "",
    port: int = 8000,
) -> None:
    """Build the site and serve it on this machine."""
    target = build_or_exit(content, output, settings, now)
    with local_server(target, port) as server:
        print(f"http://127.0.0.1:{server.server_port}/ - Ctrl+C stops it", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()


def local_server(folder: Path, port: int) -> Any:
    """A server of `folder` that answers as the real ones do: types, and 404.html with a 404."""
    from http import HTTPStatus
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Answer(SimpleHTTPRequestHandler):
        extensions_map = {
            **SimpleHTTPRequestHandler.extensions_map,
            ".atom": "application/atom+xml; charset=utf-8",
            ".html": "text/html; charset=utf-8",
            ".ics": "text/calendar; charset=utf-8",
        }

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def send_error(
            self, code: int, message: str | None = None, explain: str | None = None
        ) -> None:
            page = folder / "404.html"
            if code != HTTPStatus.NOT_FOUND or not page.is_file():
                super().send_error(code, message, explain)
                return
            body = page.read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing: what a reader of this terminal wants to see is the problems."""

    try:
        return ThreadingHTTPServer(("127.0.0.1", port), Answer)
    except OSError as error:
        raise usage(f"Port {port} cannot be had: {error.strerror}. Choose another with --port.") from None


# ---- Tests and what they need --------------------------------------------------------------------


def system_chromium() -> str | None:
    """The system's Chromium; not Ubuntu's, which is a snap that tests cannot drive."""
    return None if distribution() == "ubuntu" else shutil.which("chromium")


def playwright_chromium() -> str | None:
    """Playwright's own Chromium, when it has been downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def dejavu_fonts() -> str | None:
    """A font with every letter that the tests show, so that a page is as wide everywhere."""
    return next(map(str, Path("/usr/share/fonts").rglob("DejaVuSans.ttf")), None)


@dataclass(frozen=True)
class Tool:
    """A program of the system that tests need, beyond what the lock holds.

    `find` gives its path, which the tests get in the environment variable `variable`.
    `package` is its name in apt; `else_run` gets it where apt has none.
    """

    name: str
    find: Callable[[], str | None]
    variable: str
    package: str
    without: str
    else_run: tuple[str, ...] = ()


def distribution() -> str:
    """The Linux distribution's short name, such as debian; empty elsewhere."""
    try:
        return platform.freedesktop_os_release()["ID"]
    except OSError:
        return ""


def needed_tools() -> tuple[Tool, ...]:
    """Everything the tests need from this system."""
    if distribution() == "debian":
        browser = Tool("browser", system_chromium, "CHROMIUM", "chromium", "browser tests")
    else:
        install = (sys.executable, "-m", "playwright", "install", "chromium")
        browser = Tool("browser", playwright_chromium, "CHROMIUM", "", "browser tests", install)
    if distribution() in {"debian", "ubuntu"}:
        fonts = Tool("fonts", dejavu_fonts, "FONT", "fonts-dejavu-core", "nothing, but widths differ")
        return (browser, fonts)
    return (browser,)


def install_tools() -> tuple[dict[str, str], list[Tool]]:
    """Install what is missing; the variables for the tests, and what cannot be had."""
    tools_here = needed_tools()
    missing = [tool for tool in tools_here if not tool.find()]
    apt_install([tool.package for tool in missing if tool.package])
    for tool in missing:
        if tool.else_run:
            run(*tool.else_run)
    found = {tool: tool.find() for tool in tools_here}
    variables = {tool.variable: path for tool, path in found.items() if path}
    return variables, [tool for tool, path in found.items() if not path]


def apt_install(packages: Sequence[str]) -> None:
    """Install Debian packages as root, or with sudo where it asks for no password."""
    if not packages or not shutil.which("apt-get"):
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and not shutil.which("sudo"):
        return
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(*as_root, "apt-get", "-qq", "update", environment=quiet)
    install = ("apt-get", "-qq", "install", "--yes", "--no-install-recommends")
    run(*as_root, *install, *packages, environment=quiet)


def tell_left_out(missing: Sequence[Tool]) -> None:
    """Say what goes untested here; where CI runs, nothing may."""
    for tool in missing:
        how = f"apt-get install {tool.package}" if tool.package else shlex.join(tool.else_run)
        print(f"Without {tool.name} ({how}), left out: {tool.without}", file=sys.stderr)
    if missing and os.environ.get("CI") == "true":
        raise Exit("In CI nothing may be left out.", code=1)


@task
def tools(_: Context) -> None:
    """Install the system's programs that the tests need: a browser, fonts."""
    variables, missing = install_tools()
    for variable, path in sorted(variables.items()):
        print(f"{variable}={path}")
    tell_left_out(missing)


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
    variables, missing = install_tools()
    tell_left_out(missing)
    chosen = [] if "CHROMIUM" in variables else ["-m", "not browser"]
    pytest = (sys.executable, "-m", "pytest", "-n", "auto", *chosen)
    return run(*pytest, *arguments, environment=variables)


@task
def test(context: Context) -> None:
    """Install what is needed, check the code, run all tests. After --, arguments for pytest."""
    unclean = run_lint()
    code = run_pytest(*shlex.split(context.remainder))
    if unclean:
        print("lint: not clean; see above the tests.", file=sys.stderr)
    if code or unclean:
        raise Exit(code=code or 1)


@task
def bless(context: Context) -> None:
    """Rewrite the golden files as the code makes them now. After --, arguments for pytest."""
    code = run_pytest("--bless", *shlex.split(context.remainder))
    run("git", "status", "--short", "tests")
    print("Read `git diff tests` before you commit: it is what readers and subscribers will get.")
    if code:
        raise Exit(code=code)


# ---- Upkeep --------------------------------------------------------------------------------------


@task(help={"keep": "Keep what is pinned; add or drop only what pyproject.toml changed"})
def lock(_: Context, keep: bool = False) -> None:
    """Renew requirements.lock: every release with its hashes, for all systems and Pythons."""
    # A mirror or a folder of wheels set for this machine alone must not show in the lock.
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        del os.environ[name]
    code = run(
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-config"),
        *("--universal", "--python-version", "3.11", "--group", "dev", "--generate-hashes"),
        *("--custom-compile-command", "python3 tasks.py lock"),
        *(() if keep else ("--upgrade",)),
        *("--output-file", LOCK.name, PROJECT.name),
    )
    if code:
        raise Exit(code=code)


@task
def clean(_: Context) -> None:
    """Remove the built site and the tools' caches; .venv stays."""
    from workgroups.mirror import NotOurs, check_ours

    output = ROOT / "output"
    try:
        check_ours(output)
    except NotOurs as error:
        raise usage(str(error)) from None
    caches = (".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "test-results")
    for folder in (output, *(ROOT / name for name in caches), *ROOT.glob(".output.staging-*")):
        shutil.rmtree(folder, ignore_errors=True)


# ---- Hand-over to Invoke -------------------------------------------------------------------------


class Commands(Program):
    """Invoke over the tasks of this file; what it cannot read is told in a line, exit code 2."""

    def parse_core(self, argv: list[str] | None) -> None:
        """Read the options before the task's name."""
        with plainly():
            super().parse_core(argv)

    def parse_tasks(self) -> None:
        """Read the task's name and its options."""
        with plainly():
            super().parse_tasks()


@contextlib.contextmanager
def plainly() -> Iterator[None]:
    """Turn Invoke's ParseError, whose exit code is 1, into ours."""
    try:
        yield
    except ParseError as error:
        raise usage(f"{error} See: python3 tasks.py --list, or --help TASK.") from None


if __name__ == "__main__":
    # A build that is told to stop still removes its staging folder.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    Commands(namespace=Collection.from_module(sys.modules[__name__]), binary="tasks.py").run()
