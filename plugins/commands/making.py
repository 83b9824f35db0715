"""A site of one's own: a house without the example, with a network's first decisions in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from commands.build import staging_beside
from commands.house import NOTE, House, house_in
from commands.outcomes import Misused
from commands.renewal import write_editing_files
from workgroups import form_services
from workgroups.editing import editing_files
from workgroups.signs import strange_character
from workgroups.site import FormService, SettingError, Site

TYPES = {
    "assembly": {"en": "General assembly", "fr": "Assemblée générale", "de": "Generalversammlung"},
    "site-visit": {"en": "Site visit", "fr": "Visite de terrain", "de": "Ortstermin"},
    "webinar": {"en": "Webinar", "fr": "Webinaire", "de": "Webinar"},
    "working-group": {
        "en": "Working group meeting",
        "fr": "Réunion du groupe de travail",
        "de": "Sitzung der Arbeitsgruppe",
    },
    "workshop": {"en": "Workshop", "fr": "Atelier", "de": "Workshop"},
}
"""Types of meetings that many have, with their labels; any other has the same in all languages."""

SERVICES = {
    "eusurvey": "EUSURVEY",
    "google-forms": "GOOGLE_FORMS",
    "microsoft-forms": "MICROSOFT_FORMS",
    "limesurvey": "limesurvey",
    "drupal-webform": "drupal_webform",
}
"""Form services by their name in a meeting, each with its name in `workgroups.form_services`."""

USUAL = {
    "address": "",
    "zone": "Europe/Brussels",
    "languages": "en",
    "types": "working-group, workshop, webinar",
    "services": "eusurvey, google-forms, microsoft-forms",
    "group": "First group",
    "contact": "",
}
"""What is decided by whoever decides nothing."""

QUESTIONS = {
    "name": "Name of the network",
    "address": "Address of the site, as https://groups.example.eu (empty if not known yet)",
    "zone": "Time zone, by its name in the IANA list",
    "languages": "Languages of the site, its own first: en, fr",
    "types": f"Types of meetings ({', '.join(TYPES)}; others by their names)",
    "services": f"Form services ({', '.join(SERVICES)}; of the last two with =HOST)",
    "group": "Name of the first group",
    "contact": "Mail address of the secretariat (empty for none)",
}

_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~%/-]*)?")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?")


@dataclass(frozen=True)
class Service:
    """A form service that the network uses; the host is that of one who runs it alone."""

    key: str
    maker: str
    host: str = ""

    @property
    def made(self) -> FormService:
        """What the settings then hold."""
        made = getattr(form_services, self.maker)
        return made(self.host) if self.host else made  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Decisions:
    """What a network decides for its site. Raises Misused where a decision cannot hold."""

    name: str
    address: str
    zone: str
    languages: tuple[str, ...]
    types: Mapping[str, Mapping[str, str]]
    services: tuple[Service, ...]
    group: str
    contact: str

    def __post_init__(self) -> None:
        if self.address and not _ADDRESS.fullmatch(self.address):
            raise Misused(f"--address {self.address} is not one such as https://groups.example.eu.")
        if self.contact and not _MAIL.fullmatch(self.contact):
            raise Misused(f"--contact {self.contact} is not a mail address.")
        if not self.group_slug:
            raise Misused(f"--group {self.group!r} has no letter that an address can have.")
        try:
            _ = self.site
        except SettingError as error:
            raise Misused(f"{error}.") from None

    @cached_property
    def site(self) -> Site:
        """What its settings say."""
        return Site(
            name=self.name,
            description=self.description,
            timezone=self.zone,
            languages=self.languages,
            meeting_types=self.types,
            form_services={service.key: service.made for service in self.services},
        )

    @cached_property
    def description(self) -> str:
        """What the site says of itself until somebody says it better."""
        words = {
            "en": f"Meetings, papers and calendars of the working groups of {self.name}.",
            "fr": f"Réunions, documents et calendriers des groupes de travail : {self.name}.",
            "de": f"Sitzungen, Dokumente und Kalender der Arbeitsgruppen: {self.name}.",
        }
        return words.get(self.languages[0], words["en"])

    @property
    def group_slug(self) -> str:
        """The folder of the first group."""
        return _slug(self.group)


def decide(given: Mapping[str, str], known_languages: frozenset[str]) -> Decisions:
    """The decisions, as texts, read; what is not given is as usual. Raises Misused."""
    said = {**USUAL, **{key: value.strip() for key, value in given.items() if value.strip()}}
    if not said.get("name"):
        raise Misused("--name: say the name of the network.")
    for key, text in said.items():
        if strange := strange_character(text):
            raise Misused(f"--{key}: it holds the character {strange[1]}; type it again.")
    languages = _items(said["languages"]) or ("en",)
    if unknown := [lang for lang in languages if lang not in known_languages]:
        known = ", ".join(sorted(known_languages))
        raise Misused(
            f"--languages {', '.join(unknown)}: the interface has words in {known} only. Begin "
            "with one of them; the manual says how another is added in overrides/strings/."
        )
    return Decisions(
        name=" ".join(said["name"].split()),
        address=said["address"].rstrip("/"),
        zone=said["zone"],
        languages=languages,
        types={_slug(text): _labels(text, languages) for text in _items(said["types"])},
        services=tuple(_service(text) for text in _items(said["services"])),
        group=" ".join(said["group"].split()),
        contact=said["contact"],
    )


def _items(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.strip() for item in text.split(",") if item.strip()))


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))


def _labels(text: str, languages: tuple[str, ...]) -> dict[str, str]:
    known = TYPES.get(_slug(text), {})
    return {lang: known.get(lang, known.get("en", text)) for lang in languages}


def _service(text: str) -> Service:
    key, _, host = (part.strip() for part in text.partition("="))
    if key not in SERVICES:
        raise Misused(f"--services {key} is none of {', '.join(SERVICES)}.")
    maker = SERVICES[key]
    if maker.isupper() and host:
        raise Misused(f"--services {text}: {key} has one host for all; leave out ={host}.")
    if maker.islower() and not _HOST.fullmatch(host):
        raise Misused(f"--services {key}: say on which host it is: {key}=forms.example.eu")
    return Service(key, maker, host)


# ---- The site ------------------------------------------------------------------------------------


def check_free(root: Path, folder: Path) -> Path:
    """The whole way to a folder in which a site can be made; raises Misused."""
    site = folder.resolve()
    if os.path.lexists(site) and not (site.is_dir() and not any(site.iterdir())):
        raise Misused(f"{folder} is there already, and not empty. Choose a folder that is not.")
    if site.is_relative_to(root):
        raise Misused(f"{folder} is within this one. Choose a folder beside it: ../{site.name}")
    if not site.parent.is_dir():
        raise Misused(f"There is no folder {site.parent} to make {site.name} in.")
    if not shutil.which("git"):
        raise Misused("git cannot be run here: install it. A site is a git repository.")
    return site


def make_site(root: Path, folder: Path, decisions: Decisions) -> list[str]:
    """Make the site in the folder, whole or not at all; what to tell of it. Raises Misused."""
    site = check_free(root, folder)
    try:
        with staging_beside(site) as staging:
            made = staging / site.name
            made.mkdir()
            house = house_in(root)
            for place, text in _own_files(root, site.name, decisions).items():
                _write(made / place, text)
            for place, file in house.files.items():
                (made / place).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, made / place)
            _write(made / NOTE, house.note)
            write_editing_files(made, editing_files(decisions.site))
            told = _commit(made, house, decisions)
            made.replace(site)
    except OSError as error:
        raise Misused(f"{folder} cannot be made: {error}") from None
    return [
        f"{folder} is the site of {decisions.name}: a git repository with its first commit.",
        *told,
        "Now, in that folder:",
        "  python3 tasks.py serve     shows it on this machine",
        "Its README.md says how meetings are written; the pages in content/pages/ want your words.",
    ]


def _own_files(root: Path, folder: str, decisions: Decisions) -> dict[str, str]:
    """What is the site's own from the first day, by its place."""
    # Texts for people, in Markdown and Python: nothing here is HTML.
    environment = Environment(  # noqa: S701
        loader=FileSystemLoader(root / "starter"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # JSON's texts are those of YAML, and of Python.
    environment.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    lang = decisions.languages[0]
    names = {
        **{field.name: getattr(decisions, field.name) for field in fields(decisions)},
        "description": decisions.description,
        "group_slug": decisions.group_slug,
        "lang": lang,
        "folder": folder,
        "timezone": decisions.zone,
        "first_type": next(iter(decisions.types), ""),
    }
    texts = lang if (root / "starter" / "pages" / lang).is_dir() else "en"
    places = {
        "README.md": "README.md.jinja",
        "pelicanconf.py": "pelicanconf.py.jinja",
        f"content/groups/{decisions.group_slug}/index.md": "group.md.jinja",
        "content/pages/contact.md": f"pages/{texts}/contact.md.jinja",
        "content/pages/privacy.md": f"pages/{texts}/privacy.md.jinja",
    }
    files = {place: environment.get_template(name).render(names) for place, name in places.items()}
    published = (root / "publishconf.py").read_text(encoding="utf-8")
    files["publishconf.py"] = published.replace(
        'get("SITEURL", "")', f'get("SITEURL", "{decisions.address}")'
    )
    return files


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def _commit(made: Path, house: House, decisions: Decisions) -> list[str]:
    """Make the folder a repository with one commit; what to tell of it."""
    ruff = (sys.executable, "-m", "ruff", "format", "--quiet", "--no-cache", "pelicanconf.py")
    subprocess.run(ruff, cwd=made, check=True)
    told: list[str] = []
    who: tuple[str, ...] = ()
    if not _is_known(made):
        mail = f"editors@{urlsplit(decisions.address).hostname or 'localhost'}"
        who = ("-c", f"user.name={decisions.name}", "-c", f"user.email={mail}")
        told = [
            "git does not know you yet: the commit is in the name of the network. Before the next:",
            '  git config --global user.name "Your name"',
            "  git config --global user.email you@your.address",
        ]
    message = f"The site of {decisions.name}, made with version {house.version} of the house"
    _git(made, "init", "--quiet")
    _git(made, "symbolic-ref", "HEAD", "refs/heads/main")
    # What somebody has git leave out everywhere is a part of the site all the same.
    _git(made, "add", "--all", "--force")
    _git(made, *who, "-c", "commit.gpgSign=false", "commit", "--quiet", "--message", message)
    return told


def _is_known(folder: Path) -> bool:
    """Whether git has been told who commits."""
    told = {"user.name": "GIT_AUTHOR_NAME", "user.email": "GIT_AUTHOR_EMAIL"}
    return all(
        os.environ.get(variable) or _asked(folder, "config", "--get", name)
        for name, variable in told.items()
    )


def _asked(folder: Path, *words: str) -> str:
    line = ("git", *words)
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False).stdout


def _git(folder: Path, *words: str) -> None:
    # What git itself sets for hooks would lead to another repository.
    leading = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
    env = {name: value for name, value in os.environ.items() if name not in leading}
    line = ("git", "-c", f"core.hooksPath={os.devnull}", *words)
    done = subprocess.run(line, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Misused(f"git {words[-1]}: {done.stderr.strip()}")


def languages_in(root: Path) -> frozenset[str]:
    """The languages of the theme."""
    return frozenset(file.stem for file in (root / "theme" / "strings").glob("*.toml"))


def ask(given: dict[str, str]) -> Iterator[tuple[str, str]]:
    """At a terminal, the decisions that were not given, each with its usual answer."""
    for key, question in QUESTIONS.items():
        usual = USUAL.get(key, "")
        while not given.get(key):
            answer = input(f"{question}{f' [{usual}]' if usual else ''}: ").strip() or usual
            if answer or key in USUAL:
                yield key, answer
                break
