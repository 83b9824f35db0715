"""A site of one's own: whole, without the example, and right from its first day."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
from pathlib import Path

import own_sites
import pytest
import sites
from hypothesis import example, given, settings
from hypothesis import strategies as st
from own_sites import FLAGS, GROUP, NAME, SOMEONE, git, run, run_tests

from commands import making
from commands.house import SOURCES, house_in
from commands.outcomes import Misused
from workgroups import frontmatter
from workgroups.problems import Problem


@pytest.fixture(scope="module")
def site(shared: Path) -> Path:
    """A site as it was made; not to be changed."""

    def make(folder: Path) -> None:
        folder.mkdir()
        own_sites.make(folder / "rhine")

    return sites.build_once(shared, "made-site", make) / "rhine"


@pytest.fixture
def mine(site: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(site, tmp_path / "mine"))


# ---- What is made --------------------------------------------------------------------------------


def test_it_is_a_repository_with_one_commit_of_everything(site: Path) -> None:
    assert git(site, "status", "--porcelain") == ""
    told = f"Editor main The site of {NAME}, made with version {house_in(sites.ROOT).version}"
    assert git(site, "log", "--format=%an %S %s", "main").strip() == f"{told} of the house"


def test_it_has_the_house_and_nothing_of_the_example(site: Path) -> None:
    here = {name for name in git(site, "ls-files", "-z").split("\0") if name}
    own = {
        *("README.md", "pelicanconf.py", "publishconf.py", GROUP),
        *("content/pages/contact.md", "content/pages/privacy.md"),
        *("frontmatter.json", "house/SHA256SUMS"),
    }
    schemas = {name for name in here if name.startswith("schema/")}
    assert here - schemas - own == set(house_in(sites.ROOT).files)
    assert schemas
    for name in own - {"frontmatter.json"}:
        text = (site / name).read_text(encoding="utf-8")
        for word in ("European Regions Network", "regions.example", "Brussels"):
            assert word not in text, name


def test_every_file_of_the_project_is_the_houses_or_told_apart() -> None:
    """What is new at the top has a line in SOURCES of commands/house.py, or is named here."""
    ours = {
        *("content", "frontmatter.json", "pelicanconf.py", "publishconf.py", "schema", "starter"),
        *("tests", ".github/dependabot.yml"),
    }
    line = ["git", "ls-files", "-z"]
    listed = subprocess.run(line, cwd=sites.ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        ways = [Path(name), *Path(name).parents]
        assert any(way.as_posix() in {*SOURCES.values(), *ours} for way in ways), name


def test_modes_are_kept(site: Path) -> None:
    assert os.access(site / ".ci" / "run", os.X_OK)
    assert (site.stat().st_mode & 0o777) == 0o777 & ~umask()


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_its_note_is_what_sha256sum_reads(site: Path) -> None:
    line = ["sha256sum", "--check", "--strict", "--quiet", "house/SHA256SUMS"]
    assert subprocess.run(line, cwd=site, check=False).returncode == 0


def test_links_in_its_texts_lead_somewhere(site: Path) -> None:
    texts = sorted((site / "house").rglob("*.md"))
    assert len(texts) > 5
    for name in ("README.md", *(file.relative_to(site).as_posix() for file in texts)):
        text = (site / name).read_text(encoding="utf-8")
        text = re.sub(r"(?ms)^```.*?^```$|`[^`\n]+`", "", text)
        for link in re.findall(r"\]\(([^)#]+)", text):
            assert "://" in link or (site / name).parent.joinpath(link).exists(), f"{name}: {link}"


def test_its_commands_are_those_that_a_site_has(site: Path) -> None:
    listed = set(re.findall(r"^  ([a-z-]+) ", run(site, "--list").stdout, re.MULTILINE))
    assert {"build", "check", "serve", "test", "schema", "clean"} <= listed
    assert not {"bench", "bless", "lock", "new-site", "renew", "tools"} & listed


# ---- It works ------------------------------------------------------------------------------------


def test_it_builds_and_has_nothing_to_be_checked(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(site, "build", "--output", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 meetings" in done.stdout
    page = (out / "groups/energie-climat/index.html").read_text(encoding="utf-8")
    assert "Énergie &amp; climat" in page
    assert "Écrivez ici" in page
    assert not (out / "privacy").exists(), "it wants words of the network first"
    done = run(site, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("no problems in no meetings, 1 group, 2 pages;")
    assert git(site, "status", "--porcelain") == ""


@pytest.mark.parametrize(("languages", "words"), [("de", "Schreiben Sie"), ("fr, de", "Écrivez")])
def test_it_needs_no_english(tmp_path: Path, languages: str, words: str) -> None:
    mine = own_sites.make(tmp_path / "mine", languages=languages)
    out = tmp_path / "out"
    done = run(mine, "build", "--output", out)
    assert (done.returncode, done.stderr) == (0, "")
    page = (out / "groups/energie-climat/index.html").read_text(encoding="utf-8")
    assert f"<p>{words}" in page
    guide = (out / "styleguide/index.html").read_text(encoding="utf-8")
    assert f'<html lang="{languages[:2]}"' in guide
    for name in ("contact", "privacy"):
        text = (mine / f"content/pages/{name}.md").read_text(encoding="utf-8")
        starter = sites.ROOT / f"starter/pages/{languages[:2]}/{name}.md.jinja"
        assert text.splitlines()[1] == starter.read_text(encoding="utf-8").splitlines()[1]


def test_it_is_published_at_its_address(site: Path, tmp_path: Path) -> None:
    done = run(site, "preview", "--output", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    calendar = (tmp_path / "out" / "calendar.ics").read_text(encoding="utf-8")
    assert "https://groups.rhine.example/calendar.ics" in calendar.replace("\r\n ", "")


def test_its_tests_pass(mine: Path) -> None:
    folder = mine / "content/meetings/2027/2027-03-09-first"
    folder.mkdir(parents=True)
    facts = "groups: [energie-climat]\ntype: table-ronde\nstart: 2027-03-09 14:00\nend: 17:00\n"
    uid = "uid: 8c1f2f4e-6f0a-4d0b-9f5e-0a4be7f2a3d1\n"
    form = "registration: {service: limesurvey, form: '123456'}\nplace: {name: Rathaus}\n"
    text = f"---\n{uid}title: Première réunion\n{facts}{form}---\n\nVoici.\n"
    (folder / "index.md").write_text(text, encoding="utf-8")
    own_sites.commit(mine)
    # What mypy found out about libraries is true there as well, and takes longest.
    known = sites.ROOT / ".mypy_cache"
    if known.is_dir():
        shutil.copytree(known, mine / ".mypy_cache")
    done = run(mine, "test", "--", "-q", "-n", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d+ passed", done.stdout)
    assert "skipped" not in done.stdout


def test_its_tests_find_what_its_own_templates_break(mine: Path) -> None:
    parts = mine / "overrides/templates/parts"
    parts.mkdir(parents=True)
    (parts / "footer.html").write_text('<footer><a href="/nowhere/">x</b></footer>\n')
    own_sites.commit(mine)
    done = run_tests(mine, "-k", "test_pages")
    assert done.returncode == 1
    failed = set(re.findall(r"^FAILED \S+::(\w+)", done.stdout, re.MULTILINE))
    assert {"test_html_has_no_error", "test_every_link_within_the_site_leads_somewhere"} <= failed


# ---- Its own templates, styles and words ---------------------------------------------------------


def test_overrides_win_and_the_rest_is_the_themes(site: Path, mine: Path, tmp_path: Path) -> None:
    own = mine / "overrides"
    for folder in ("templates/parts", "static", "strings"):
        (own / folder).mkdir(parents=True)
    (own / "templates/parts/footer.html").write_text("<footer>Ours</footer>\n", encoding="utf-8")
    (own / "static/own.css").write_text(":root { --brand: #630; }\n", encoding="utf-8")
    (own / "strings/fr.toml").write_text('[site]\nskip = "Au fait"\n', encoding="utf-8")
    before, after = tmp_path / "before", tmp_path / "after"
    for folder, out in ((site, before), (mine, after)):
        done = run(folder, "build", "--output", out)
        assert (done.returncode, done.stderr) == (0, "")
    (styles,) = (after / "theme").glob("site.*.css")
    assert styles.read_text("utf-8").endswith(":root{--brand:#630}\n") or styles.read_text(
        "utf-8"
    ).endswith(":root{--brand:#630}")
    changed = sites.files(before).keys() ^ sites.files(after).keys()
    assert {name.partition(".")[0] for name in changed} == {"theme/site"}
    page = (after / "index.html").read_text(encoding="utf-8")
    assert "<footer>Ours</footer>" in page
    assert ">Au fait</a>" in page
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == [f"theme/{styles.name}"]
    other = (before / "index.html").read_text(encoding="utf-8")
    header = re.compile(r"<header.*?</header>", re.DOTALL)
    assert header.findall(page) == header.findall(other)


def test_a_word_that_the_interface_has_not_is_told(mine: Path) -> None:
    strings = mine / "overrides/strings"
    strings.mkdir(parents=True)
    (strings / "fr.toml").write_text('[site]\nskpi = "Au fait"\n', encoding="utf-8")
    done = run(mine, "build")
    assert done.returncode == 1
    assert "overrides/strings/fr.toml: site.skpi is not a string of the interface" in done.stderr


# ---- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ((), "--name: say the name of the network."),
        (("--name", "N", "--zone", "Brussels"), "timezone: Brussels is not a name of the IANA"),
        (("--name", "N", "--address", "groups.example.eu"), "is not one such as https://groups"),
        (("--name", "N", "--languages", "en,el"), "--languages el: the interface has words in"),
        (("--name", "N", "--services", "limesurvey"), "limesurvey=forms.example.eu"),
        (("--name", "N", "--services", "eusurvey=x.example"), "leave out =x.example"),
        (("--name", "N", "--services", "doodle"), "doodle is none of eusurvey, google-forms"),
        (("--name", "N", "--contact", "us"), "--contact us is not a mail address"),
        (("--name", "N", "--group", "***"), "has no letter"),
    ],
)
def test_a_decision_that_cannot_hold_makes_nothing(
    tmp_path: Path, flags: tuple[str, ...], told: str
) -> None:
    done = sites.command("new", "site", tmp_path / "site", *flags)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert told in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = sites.command("new", "site", tmp_path, *FLAGS)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is there already, and not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_site_is_made_beside_the_house_and_in_a_folder_that_there_is(tmp_path: Path) -> None:
    done = sites.command("new", "site", sites.ROOT / "sub", *FLAGS)
    assert (done.returncode, "../sub" in done.stderr) == (2, True)
    done = sites.command("new", "site", tmp_path / "no" / "site", *FLAGS)
    assert (done.returncode, f"There is no folder {tmp_path / 'no'}" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_run_cut_short_leaves_nothing_and_stops_no_other(tmp_path: Path) -> None:
    """The folder beside is what a killed run has left; an empty folder is as good as none."""
    half = tmp_path / ".site.staging"
    (half / "site" / "plugins").mkdir(parents=True)
    (tmp_path / "site").mkdir()
    assert own_sites.make(tmp_path / "site").is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    program = tmp_path / "bin"
    program.mkdir()
    (program / "git").write_text("#!/bin/sh\necho no room >&2\nexit 1\n")
    (program / "git").chmod(0o755)
    way = {"PATH": f"{program}:{os.environ['PATH']}"}
    done = sites.command("new", "site", tmp_path / "other", *FLAGS, environment=SOMEONE | way)
    assert (done.returncode, "no room" in done.stderr) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "site"]


def test_who_is_unknown_to_git_gets_a_site_and_is_told(tmp_path: Path) -> None:
    nobody = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
    done = sites.command("new", "site", tmp_path / "site", *FLAGS, environment=nobody)
    assert (done.returncode, done.stderr) == (0, "")
    assert "git config --global user.email" in done.stdout
    who = git(tmp_path / "site", "log", "--format=%an <%ae>").strip()
    assert who == f"{NAME} <editors@groups.rhine.example>"


# ---- What is written into its files --------------------------------------------------------------

WORDS = st.text("\"'\\{}%#\n:é\u2028\x85\ufeff0a- ", min_size=1, max_size=15) | st.text(
    st.characters(exclude_categories=("Cs",)), min_size=1, max_size=15
)


@settings(max_examples=40)
@given(WORDS, WORDS, WORDS, st.just("") | st.text("/\\\"'){}%éa0?#", max_size=8))
@example('" + exit() + "', "a: b", "{{ name }}", "")
@example("x", "a", "b", "/\\")
@example("x", "a\x7f", "b", "")
def test_decisions_are_only_texts_in_the_settings(
    name: str, group: str, kind: str, path: str
) -> None:
    """Read again as Python and YAML are, without running anything."""
    said = {
        "name": name,
        "group": f"G{group}",
        "types": f"T{kind}",
        "address": f"https://x.eu{path}",
    }
    try:
        decisions = making.decide(said, frozenset({"en"}))
    except Misused:
        return
    files = making._own_files(sites.ROOT, "site", decisions)
    (call,) = (
        node.value
        for node in ast.parse(files["pelicanconf.py"]).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
    )
    written = {
        each.arg: ast.literal_eval(each.value)
        for each in call.keywords
        if each.arg in {"name", "meeting_types", "description"}
    }
    assert written["name"] == decisions.name
    assert written["meeting_types"] == decisions.types
    constants = (
        n.value for n in ast.walk(ast.parse(files["publishconf.py"])) if isinstance(n, ast.Constant)
    )
    assert decisions.address in set(constants)
    text = files[f"content/groups/{decisions.group_slug}/index.md"]
    problems: list[Problem] = []
    assert frontmatter.read(text, "index.md", problems).values["name"] == decisions.group
    assert not problems
