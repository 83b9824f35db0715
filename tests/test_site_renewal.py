"""A newer house for a site: its files come and go, and whatever is the site's own stays."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import own_sites
import pytest
import sites
from own_sites import GROUP, edit, git, run

from commands.house import NOTE, digest, house_in, is_newer

TEMPLATE = "theme/templates/parts/footer.html"
NEW_PLUGIN = "plugins/workgroups/newer.py"
GONE = "deploy/nginx.conf"


@pytest.fixture(scope="module")
def made(shared: Path) -> Path:
    """A folder with a site, `rhine`, and the newer house, `newer`; not to be changed."""

    def make(folder: Path) -> None:
        folder.mkdir()
        site, newer = own_sites.make(folder / "rhine"), own_sites.copy_house(folder / "newer")
        # What the network has done since.
        edit(site / GROUP, "Écrivez ici à quoi sert le groupe.", "Le climat.")
        edit(site / "pelicanconf.py", "registration_hosts=()", 'registration_hosts=("a.example",)')
        (site / "overrides/strings").mkdir(parents=True)
        (site / "overrides/strings/fr.toml").write_text('[site]\nskip = "Au fait"\n')
        (site / "deploy/ours.conf").write_text("# ours\n")
        own_sites.commit(site)
        # What has become of the house.
        edit(newer / TEMPLATE, "<footer class=", "<footer data-newer class=")
        (newer / NEW_PLUGIN).write_text('"""Newer: a module that was not there."""\n')
        (newer / GONE).unlink()
        edit(newer / "pyproject.toml", '\nversion = "0.1.0"', '\nversion = "0.2.0"')
        edit(
            newer / "CHANGELOG.md",
            "## [Unreleased]\n",
            "## [Unreleased]\n\n## [0.2.0]\n\n- Foot.\n",
        )

    return sites.build_once(shared, "site-and-newer-house", make)


@pytest.fixture
def both(made: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The site, to be changed, and the newer house."""
    return Path(shutil.copytree(made / "rhine", tmp_path / "rhine")), made / "newer"


def state(site: Path) -> dict[str, bytes]:
    """Every file of a site but for what git keeps."""
    return {name: data for name, data in sites.files(site).items() if not name.startswith(".git/")}


def test_the_house_is_replaced_and_all_else_stays(both: tuple[Path, Path], tmp_path: Path) -> None:
    site, newer = both
    before = state(site)
    done = run(newer, "renew", site)
    assert (done.returncode, done.stderr) == (0, "")
    after = state(site)
    house = house_in(newer)
    own = before.keys() - {*house.files, NOTE, GONE}
    assert {*own} >= {GROUP, "pelicanconf.py", "README.md", "overrides/strings/fr.toml"}
    assert {name: after[name] for name in own} == {name: before[name] for name in own}
    assert after.keys() == {*own, *house.files, NOTE}
    assert {name: digest(site / name) for name in house.files} == {
        name: digest(file) for name, file in house.files.items()
    }
    status = git(site, "status", "--porcelain", "--untracked-files=all").splitlines()
    changed = {line[3:] for line in status}
    wanted = {TEMPLATE, NEW_PLUGIN, GONE, NOTE, "pyproject.toml", "house/CHANGELOG.md"}
    assert changed == wanted
    assert "had version 0.1.0 of the house, and now has 0.2.0:\n4 files written, 1 removed" in (
        done.stdout
    )
    assert "What is new:\n\n\n## [0.2.0]\n\n- Foot.\n" in done.stdout
    # It builds, and what is its own still wins.
    done = run(site, "build", "--output", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "<footer data-newer class=" in page
    assert ">Au fait</a>" in page
    own_sites.commit(site)
    done = run(newer, "renew", site)
    assert (done.returncode, "has this version already" in done.stdout) == (0, True)


def in_the_house(site: Path) -> None:
    edit(site / TEMPLATE, "<footer class=", "<footer id=X class=")
    (site / "theme/static/favicon.svg").unlink()
    own_sites.commit(site)


def not_committed(site: Path) -> None:
    (site / "content/pages/new.md").write_text("---\ntitle: New\n---\n")


def by_the_same_name(site: Path) -> None:
    (site / NEW_PLUGIN).write_text("ours = 1\n")
    own_sites.commit(site)


def a_link(site: Path) -> None:
    shutil.move(site / "theme", site.parent / "theme")
    (site / "theme").symlink_to(site.parent / "theme")
    own_sites.commit(site)


def without_git(site: Path) -> None:
    shutil.rmtree(site / ".git")


def newer_still(site: Path) -> None:
    edit(site / "pyproject.toml", '\nversion = "0.1.0"', '\nversion = "0.10.0"')
    own_sites.commit(site)


def no_site(site: Path) -> None:
    shutil.rmtree(site / "house")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (
            in_the_house,
            ["  theme/static/favicon.svg\n", f"  {TEMPLATE}\n", "overrides/"],
        ),
        (not_committed, ["are in no commit:\n  content/pages/new.md\n", "git stash"]),
        (by_the_same_name, [f"  {NEW_PLUGIN}\n", "rename yours"]),
        (a_link, ["  theme/static/", "more"]),
        (without_git, ["is in no git repository"]),
        (newer_still, ["has version 0.10.0, which is newer than 0.2.0 here"]),
        (no_site, ["is no site"]),
    ],
    ids=lambda spoil: getattr(spoil, "__name__", None),
)
def test_nothing_is_touched_when_something_would_be_lost(
    both: tuple[Path, Path], spoil: Callable[[Path], None], told: list[str]
) -> None:
    site, newer = both
    spoil(site)
    before = state(site)
    done = run(newer, "renew", site)
    assert (done.returncode, done.stdout) == (2, "")
    for words in told:
        assert words in done.stderr
    assert state(site) == before


def test_its_remedy_helps(both: tuple[Path, Path]) -> None:
    site, newer = both
    in_the_house(site)
    [remedy] = [
        line for line in run(newer, "renew", site).stderr.splitlines() if "checkout" in line
    ]
    git(site, *remedy.split()[1:])
    own_sites.commit(site)
    assert run(newer, "renew", site).returncode == 0


def test_line_ends_of_another_system_are_no_change(both: tuple[Path, Path]) -> None:
    site, newer = both
    file = site / TEMPLATE
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    own_sites.commit(site)
    assert run(newer, "renew", site).returncode == 0


def test_settings_that_the_newer_version_does_not_take_are_told(both: tuple[Path, Path]) -> None:
    site, newer = both
    edit(site / "pelicanconf.py", "registration_hosts=", "registration_hots=")
    own_sites.commit(site)
    done = run(newer, "renew", site)
    assert done.returncode == 0
    assert "registration_hots" in done.stdout
    assert "python3 tasks.py schema" in done.stdout


def test_versions_are_numbers() -> None:
    assert is_newer("0.10.0", "0.9.2")
    assert not is_newer("1.0.0", "1.0.0")
    assert not is_newer("1.2.3", "1.10.0")
