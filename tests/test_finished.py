"""A finished site is looked at as a whole: each way to break it, with the words that tell it.

A folder in `finished/` is one case. `content/` is laid over the site around of `mistakes/`, after
what `removed.txt` names was removed; all of it is in git, the site around as the first commit. The
finished site has a plain page at each address of that content, with the links of its text, and then
what is in `site/`. `published.txt` is the ledger of what is published, and `withdrawn.txt` what
may go of it. `told.txt` is all that is told; `--bless` writes it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import repositories
import sites
from test_mistakes import AROUND, SITE

from commands.build import build_site
from commands.finished import check_finished, ledger_from
from commands.outcomes import Failed, Misused
from workgroups.history import History
from workgroups.ledger import NAME
from workgroups.links import file_at, sources_of
from workgroups.programme import Programme
from workgroups.reading import read_programme
from workgroups.sources import find_sources

CASES = Path(__file__).with_name("finished")
ADDRESS = "https://network.example"


def lay(tree: Path, address: str, body: str) -> None:
    file = tree / file_at(address)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'<!DOCTYPE html>\n<main id="Main">{body}</main>\n', encoding="utf-8")


def finish(tree: Path, programme: Programme) -> None:
    """A plain page for everything."""
    lay(tree, "/", "")
    things = (*programme.groups, *programme.meetings, *programme.pages)
    bodies = {thing.address: getattr(thing, "body", None) for thing in things}
    for address in sources_of(programme):
        body = bodies.get(address)
        lay(tree, address, body.html if body else "")
    for group in programme.groups:
        lay(tree, f"/fr{group.address}", "")
    for old, new in programme.redirects:
        lay(tree, old, f'<a href="{new}">On</a>')


def lines_of(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.is_file() else []


def write(case: Path, root: Path) -> Path:
    """The content of a case in its repository, whose first commit is what was published."""
    repository = repositories.Repository(root)
    copy(AROUND, repository.content)
    copy(case / "base", repository.content)
    repository.commit(on=1)
    for name in lines_of(case / "removed.txt"):
        (repository.content / name).unlink()
    copy(case / "content", repository.content)
    repository.commit(on=2)
    return repository.content


def copy(folder: Path, over: Path) -> None:
    if folder.is_dir():
        shutil.copytree(folder, over, dirs_exist_ok=True, copy_function=shutil.copyfile)


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_what_is_broken_is_told(
    case: str, tmp_path: Path, bless: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, tree = CASES / case, tmp_path / "tree"
    content = write(folder, tmp_path / "repository")
    programme = read_programme(find_sources(content), SITE, History())
    finish(tree, programme)
    copy(folder / "site", tree)
    published = folder / "published.txt"
    settings = {
        "PATH": str(content),
        "WORKGROUPS": SITE,
        "WITHDRAWN": lines_of(folder / "withdrawn.txt"),
    }
    context = {"programme": programme, "address": ADDRESS}
    try:
        before = published.read_bytes() if published.is_file() else None
        check_finished(tree, settings, context, before)
    except Failed as failed:
        told = f"{failed}\n"
        assert not (tree / NAME).exists()
    else:
        told = capsys.readouterr().err
        assert (tree / NAME).read_text().startswith("/\n")
    golden = folder / "told.txt"
    if bless:
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


# ---- The small site ------------------------------------------------------------------------------

STRICT = """\
import sys
sys.path.append({small!r})
from settings import *
SITEURL = "https://groups.example.eu"
WHOLE_HISTORY = True
OUTPUT_PATH = {output!r}
CACHE_PATH = {cache!r}
"""


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    """The settings of the small site, as it is published."""
    file = tmp_path / "published.py"
    small, output, cache = sites.SMALL.parent, tmp_path / "output", tmp_path / "cache"
    file.write_text(STRICT.format(small=str(small), output=str(output), cache=str(cache)))
    return file


def overrides(content: Path, **more: str) -> Mapping[str, Any]:
    return {"PATH": str(content), "NOW": datetime.fromisoformat(sites.EARLY), **more}


def test_a_whole_site_has_its_ledger_and_keeps_it(
    strict: Path, small_content: Path, tmp_path: Path
) -> None:
    build_site(strict, {**overrides(small_content)})
    ledger = tmp_path / "output" / NAME
    first = ledger.read_text()
    has = first.splitlines()
    assert has == sorted(set(has))
    meeting = "/meetings/2025-10-07-heat-plans/"
    assert {"/", "/groups/climate/", "/fr/", meeting, f"{meeting}meeting.ics"} <= set(has)
    assert {"/calendar.ics", "/changes.atom", "/meetings.json", f"{meeting}agenda.pdf"} <= set(has)
    turning = re.compile(
        r"/theme/|/search/.|/calendar/.|/archive/.|/documents/.|\.[0-9a-f]{8}\.|404"
    )
    assert not list(filter(turning.search, has))
    settings = {"PATH": str(small_content), "WORKGROUPS": SITE}
    programme = sites.programme_of(sites.SMALL, small_content)
    context = {"address": "https://groups.example.eu", "programme": programme}
    check_finished(ledger.parent, settings, context, first.encode())
    assert ledger.read_text() == first
    ledger.unlink()
    published = tmp_path / "published.txt"
    published.write_text(first.replace("/calendar.ics\n", "/calendar.ics\n/calendar/2019-01/\n", 1))
    with pytest.raises(Failed, match="/calendar/2019-01/ was published"):
        check_finished(ledger.parent, settings, context, ledger_from(str(published)))
    assert not ledger.exists()


def test_a_ledger_that_is_not_there_or_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(Misused, match="cannot be read: No such file"):
        ledger_from(str(tmp_path / "none"))
    settings = {"PATH": str(tmp_path), "WITHDRAWN": "/x/"}
    with pytest.raises(Misused, match="WITHDRAWN: write a list"):
        check_finished(tmp_path, settings, {"address": ADDRESS, "programme": Programme(
            SITE, (), (), ())}, b"/\n")  # fmt: skip
