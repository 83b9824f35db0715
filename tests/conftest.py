"""What all tests share: the option that rewrites golden files, and whole sites, built once."""

from __future__ import annotations

import locale
import signal
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import builds
import pytest
import sites
from hypothesis import HealthCheck, settings
from live_sites import copy_site

from commands.build import read_settings
from commands.live import Live

# A busy machine is slow at times; a rule is right or wrong at any speed.
settings.register_profile("any-speed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-speed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --bless; `python3 tasks.py bless` gives it."""
    parser.addoption("--bless", action="store_true", help="rewrite the golden files")


def pytest_configure(config: pytest.Config) -> None:
    """The example is written for a day of its own; interrupts are what they are to people."""
    # A shell that runs tests in the background has interrupts ignored, also by what tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.stash[builds.MOMENT] = datetime.fromisoformat(sites.NOW)


@pytest.fixture(scope="session")
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--bless"))


@pytest.fixture(autouse=True)
def _locale_kept() -> Iterator[None]:
    """Pelican sets the locale of the process that it runs in; other tests count on theirs."""
    before = locale.setlocale(locale.LC_ALL)
    yield
    locale.setlocale(locale.LC_ALL, before)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all of its workers see."""
    return builds.shared_folder(tmp_path_factory)


@pytest.fixture(scope="session")
def example_site(shared: Path) -> Path:
    """The example site, built for sites.NOW."""
    return builds.build_site(shared, datetime.fromisoformat(sites.NOW))


@pytest.fixture(scope="session")
def small_content(shared: Path) -> Path:
    """The content of the small site in a repository of its own; not to be changed."""
    return sites.build_once(shared, "small-content", sites.write_small_content) / "content"


@pytest.fixture(scope="session")
def small_site(shared: Path, small_content: Path) -> Path:
    """The small site, built for sites.EARLY; not to be changed."""

    def make(output: Path) -> None:
        sites.build(small_content, output)

    return sites.build_once(shared, "small-site", make)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The small site in a folder of its own, to be changed, with a copy of the theme."""
    copy_site(tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def live(site: Path) -> Iterator[Live]:
    """That site while it is being written, made."""
    overrides = {"PATH": str(site / "content"), "THEME": str(site / "theme")}
    with Live(read_settings(site / "settings.py", overrides)) as live:
        live.refresh()
        yield live
