"""What the tests of any site share: the site of this folder, built once, and what it is made from.

They ask what must hold whatever the content. They need nothing else of tests/, and go along with
every site that is made from here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import builds
import pytest
from pages import Page, read_pages

from workgroups.programme import Programme
from workgroups.wording import Wording, load


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all of its workers see."""
    return builds.shared_folder(tmp_path_factory)


@pytest.fixture(scope="session")
def moment(request: pytest.FixtureRequest, shared: Path) -> datetime:
    """The moment to build for: the present, but for an example that is written for another."""

    def note(file: Path) -> None:
        now = request.config.stash.get(builds.MOMENT, datetime.now(UTC))
        file.write_text(now.isoformat(), encoding="utf-8")

    noted = builds.build_once(shared, "moment", note)
    return datetime.fromisoformat(noted.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def site(shared: Path, moment: datetime) -> Path:
    """The site of this folder: a build of it has no problem and warns of nothing."""
    return builds.build_site(shared, moment)


@pytest.fixture(scope="session")
def programme() -> Programme:
    """What the site is made from."""
    return builds.programme_of()


@pytest.fixture(scope="session")
def wordings(programme: Programme) -> dict[str, Wording]:
    """What the site says in each of its languages."""
    strings = [builds.ROOT / folder / "strings" for folder in ("theme", "overrides")]
    return {lang: load(strings[0], lang, strings[1]) for lang in programme.site.languages}


@pytest.fixture(scope="session")
def pages(shared: Path, site: Path) -> dict[str, Page]:
    """Every page of the site by its file's name."""
    return read_pages(shared, "pages-of-the-site", site)


@pytest.fixture(scope="session")
def content_pages(pages: dict[str, Page]) -> list[Page]:
    """All but the old addresses, which only lead on."""
    return [page for page in pages.values() if not page.is_redirect]
