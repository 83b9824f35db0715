"""What the tests need from the system beyond the lock: each program, how to find and to get it."""

from __future__ import annotations

import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from ctypes.util import find_library
from dataclasses import dataclass, replace
from pathlib import Path


def system_chromium() -> str | None:
    """Debian's Chromium without windows: the whole one takes five times as long for a page."""
    return shutil.which("chromium-headless-shell")


def playwright_chromium() -> str | None:
    """Playwright's own Chromium, when it has been downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def dejavu_fonts() -> str | None:
    """A font with every letter that the tests show, so that a page is as wide everywhere."""
    return next(map(str, Path("/usr/share/fonts").rglob("DejaVuSans.ttf")), None)


def libical() -> str | None:
    """The library that Evolution, KOrganizer and others read calendars with."""
    return find_library("ical")


UNPACKED = Path(sys.prefix) / "system"
"""Where packages are only unpacked to."""


def nginx() -> str | None:
    """The web server: the system's, whose folder is not on everyone's PATH, or the unpacked one."""
    places = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:{UNPACKED}/usr/sbin"
    return shutil.which("nginx", path=places)


def nginx_brotli() -> str | None:
    """The module with which nginx sends what is compressed with Brotli, beside it or unpacked."""
    program = os.environ.get("NGINX") or nginx()
    of_nginx = [Path(program).resolve().parents[2]] if program else []
    places = (root / "usr/lib/nginx/modules" for root in (*of_nginx, UNPACKED))
    found = (place / "ngx_http_brotli_static_module.so" for place in places)
    return next((str(file) for file in found if file.is_file()), None)


def sshd() -> str | None:
    """The server of SSH, not on everyone's PATH either; as root it needs a user of its own."""
    places = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:{UNPACKED}/usr/sbin"
    found = shutil.which("sshd", path=places)
    users = [line.partition(":")[0] for line in Path("/etc/passwd").read_text("utf-8").splitlines()]
    return found if os.geteuid() or "sshd" in users else None


def rsync() -> str | None:
    """What takes a site to another machine; that of macOS is another program."""
    return shutil.which("rsync") if sys.platform == "linux" else None


def wrk() -> str | None:
    """A program that asks a web server as a thousand subscribers do."""
    return shutil.which("wrk")


def evolution() -> str | None:
    """The folder of Evolution's data server, if it can run: with its libraries and a D-Bus."""
    places = (folder / "usr/libexec" for folder in (Path("/"), UNPACKED))
    found = [place for place in places if (place / "evolution-calendar-factory").exists()]
    can_run = find_library("edata-cal-2.0") and shutil.which("dbus-daemon")
    return str(found[0]) if found and can_run else None


NPM_LOCK = Path(__file__).parent / "npm" / "package-lock.json"
"""What is had from npm, each release with its hash; renewed by `npm install` in that folder."""

FROM_NPM = Path(sys.prefix) / "npm"
"""Where it is installed to; a copy of the lock is put there last."""


def of_npm(path: str) -> str | None:
    """A file of what npm brought, unless another lock brought it."""
    file, of = FROM_NPM / "node_modules" / path, FROM_NPM / "made-from.json"
    fits = of.is_file() and of.read_bytes() == NPM_LOCK.read_bytes()
    return str(file) if fits and file.exists() else None


def lighthouse() -> str | None:
    """Lighthouse's command, if there is a Node that runs it."""
    return of_npm("lighthouse/cli/index.js") if shutil.which("node") else None


def nu_checker() -> str | None:
    """The Nu Html Checker, if there is a Java that runs it: macOS has a command that does not."""
    jar = of_npm("vnu-jar/build/dist/vnu.jar")
    if not jar or not shutil.which("java"):
        return None
    said = subprocess.run(["java", "-jar", jar, "--version"], capture_output=True, check=False)
    return None if said.returncode else jar


@dataclass(frozen=True)
class Tool:
    """A program of the system that tests need, beyond what the lock holds.

    `find` gives its path, which the tests get in the environment variable `variable`.
    `package` is its name in apt, or several; `else_run` gets what is not to be installed. Without
    it, the tests with the mark `mark` are left out; in CI too only where it `can_lack`.
    """

    name: str
    find: Callable[[], str | None]
    variable: str
    package: str
    without: str
    else_run: tuple[str, ...] = ()
    mark: str = ""
    can_lack: bool = False


BROWSER = Tool(
    "browser",
    system_chromium,
    "CHROMIUM",
    "chromium-headless-shell",
    "browser tests",
    mark="browser",
)


def unpack(*packages: str, then: str = "true") -> tuple[str, ...]:
    """The command that gets packages but does not install them, so that no service starts."""
    gets = [
        f"apt-get -qq download {name} && dpkg-deb --extract {name}_*.deb ." for name in packages
    ]
    line = " && ".join((f'mkdir -p "{UNPACKED}" && cd "{UNPACKED}"', *gets, then))
    return ("sh", "-c", line)


SSHD_USER = (
    "{ test $(id -u) != 0 || getent passwd sshd >/dev/null"
    " || useradd --system --no-create-home --shell /bin/false sshd; }"
)
"""What its package would do, too: root's server leaves strangers to this user."""


FOR_CALENDARS = (
    Tool("libical", libical, "LIBICAL", "libical3", "a reader of calendars", mark="libical"),
    Tool(
        "nginx",
        nginx,
        "NGINX",
        "",  # Installing it would start a web server on this machine.
        "calendar programs that fetch the site",
        unpack("nginx"),
        mark="clients",
    ),
    Tool(
        "nginx's Brotli",
        nginx_brotli,
        "NGINX_BROTLI",
        "",
        "what nginx sends compressed with Brotli",
        unpack("libnginx-mod-http-brotli-static"),
        mark="brotli",
    ),
    Tool("rsync", rsync, "RSYNC", "rsync openssh-client", "publishing by SSH", mark="ssh"),
    Tool(
        "a server of SSH",
        sshd,
        "SSHD",
        "",
        "publishing by SSH",
        unpack("openssh-server", "libwrap0", then=SSHD_USER),
        mark="ssh",
    ),
    Tool("wrk", wrk, "WRK", "wrk", "a thousand subscribers at one time", mark="wrk"),
    Tool(
        "Evolution's data server",
        evolution,
        "EVOLUTION",
        # Installing the server itself would bring 60 packages more, a keyring among them.
        "dbus-daemon libedata-cal-2.0-*",
        "Evolution that subscribes to the site",
        unpack("evolution-data-server"),
        mark="evolution",
    ),
)
"""Installed where apt can; elsewhere found or left out."""


def npm_install() -> tuple[str, ...]:
    """The command that brings what the lock of npm says, and runs nothing of it."""
    to, source = shlex.quote(str(FROM_NPM)), shlex.quote(str(NPM_LOCK.parent))
    # In a folder of its own: npm looks for settings and packages in those above, too.
    copy = f"rm -rf {to} && mkdir -p {to} && cp {source}/package*.json {source}/.npmrc {to}"
    get = "npm ci --ignore-scripts --silent && cp package-lock.json made-from.json"
    return ("sh", "-c", f"{copy} && cd {to} && {get}")


JUDGES = (
    Tool(
        "Lighthouse",
        lighthouse,
        "LIGHTHOUSE",
        "nodejs npm",
        "its marks for pages",
        npm_install(),
        mark="lighthouse",
    ),
    # Comes with Lighthouse.
    Tool(
        "the Nu Html Checker",
        nu_checker,
        "NU_CHECKER",
        "default-jre-headless",
        "its word on every page",
        mark="nu_checker",
        can_lack=True,
    ),
)
"""From npm, wherever that and Java are or can be installed."""


def distribution() -> str:
    """The Linux distribution's short name, such as debian; empty elsewhere."""
    try:
        return platform.freedesktop_os_release()["ID"]
    except OSError:
        return ""


def atheris() -> str | None:
    """What looks for inputs by the code they reach, where the lock has it for this system."""
    found = importlib.util.find_spec("atheris")
    return found.origin if found else None


FUZZER = Tool(
    "atheris", atheris, "ATHERIS", "", "a short search for new inputs", mark="fuzz", can_lack=True
)


def needed_tools() -> tuple[Tool, ...]:
    """Everything the tests need from this system."""
    if distribution() == "debian":
        browser = BROWSER
    else:
        install = (sys.executable, "-m", "playwright", "install", "chromium")
        browser = replace(BROWSER, find=playwright_chromium, package="", else_run=install)
    if distribution() not in {"debian", "ubuntu"}:
        elsewhere = (replace(tool, package="", else_run=()) for tool in FOR_CALENDARS)
        return (browser, FUZZER, *elsewhere, *(replace(tool, package="") for tool in JUDGES))
    fonts = Tool("fonts", dejavu_fonts, "FONT", "fonts-dejavu-core", "equal widths of text")
    return (browser, fonts, FUZZER, *FOR_CALENDARS, *JUDGES)


def install_tools() -> tuple[dict[str, str], list[Tool]]:
    """Install what is missing; the variables for the tests, and what cannot be had."""
    tools_here = needed_tools()
    missing = [tool for tool in tools_here if not tool.find()]
    apt_install([package for tool in missing for package in lacking(tool)])
    for tool in missing:
        if tool.else_run:
            subprocess.run(tool.else_run, check=False)
    found = {tool: tool.find() for tool in tools_here}
    variables = {tool.variable: path for tool, path in found.items() if path}
    return variables, [tool for tool, path in found.items() if not path]


PROGRAMS = {"nodejs": "node", "npm": "npm", "default-jre-headless": "java"}
"""Of packages whose program many have from elsewhere, its name."""


def lacking(tool: Tool) -> list[str]:
    """The packages that a tool needs, without those whose program is there."""
    names = tool.package.split()
    return [name for name in names if name not in PROGRAMS or not shutil.which(PROGRAMS[name])]


def apt_install(packages: Sequence[str]) -> None:
    """Install Debian packages as root, or with sudo where it asks for no password."""
    if not packages or not shutil.which("apt-get"):
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and not shutil.which("sudo"):
        return
    # Through env, since sudo would drop the variable; it stops packages from asking questions.
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    subprocess.run([*apt, "update"], check=False)
    install = ["install", "--yes", "--no-install-recommends", *packages]
    subprocess.run([*apt, *install], check=False)
