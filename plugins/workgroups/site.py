"""The site's decisions: one typed object, written in pelicanconf.py as WORKGROUPS."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from urllib.parse import parse_qsl, urlsplit

from .signs import SLUG
from .times import zone_names

_KEY = re.compile(SLUG)
_HOST = re.compile(r"[a-z0-9.-]+(:[0-9]+)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
MEGABYTE = 1_000_000


class SettingError(ValueError):
    """A decision in pelicanconf.py cannot hold; the text says which and why."""


@dataclass(frozen=True, kw_only=True)
class FormService:
    """How the addresses of one form service are made.

    `address` holds `{form}`, `key` holds `{key}`: the name of the parameter that fills a question.
    `date_format` is a strftime format. `reserved` keys belong to the service and cannot be filled;
    nor can those of its address, of its language, and those that are `fixed`.
    `edit_paths` are parts of addresses at which a form is made, not filled in.
    """

    name: str
    hosts: tuple[str, ...]
    address: str
    key: str = "{key}"
    date_format: str = "%Y-%m-%d"
    language_parameter: str | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    reserved: frozenset[str] = frozenset()
    short_hosts: tuple[str, ...] = ()
    edit_paths: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("name", "address", "key", "date_format"):
            _check_kind(f"form service {self.name}: {name}", getattr(self, name), str, "a text")
        for name in ("hosts", "reserved", "short_hosts", "edit_paths"):
            _check_texts(f"form service {self.name}: {name}", getattr(self, name))
        for name, wanted in (("address", "form"), ("key", "key")):
            if _placeholders(getattr(self, name)) != {wanted}:
                raise SettingError(f"{self.name}: {name} must hold {{{wanted}}} and nothing else")
        if not self.address.startswith("https://"):
            raise SettingError(f"{self.name}: address must begin with https://")

    def owns(self, key: str) -> bool:
        """Whether a key belongs to the service itself, and is no question of a form."""
        in_address = (name for name, _ in parse_qsl(urlsplit(self.address).query))
        own = {*self.reserved, *self.fixed, *in_address, self.language_parameter}
        return key in own or self.parameter(key) in own

    def edits(self, path: str) -> bool:
        """Whether a form is made, not filled in, at the path of an address."""
        return any(f"{part}/" in f"{path}/" for part in self.edit_paths)

    def parameter(self, key: str) -> str:
        """The parameter that fills a question, whose key may be written as the service shows it."""
        before, _, after = self.key.partition("{key}")
        whole = key.startswith(before) and key.endswith(after) and len(key) > len(before + after)
        return key if whole else self.key.format(key=key)


@dataclass(frozen=True, kw_only=True)
class Site:
    """What a network decides once for all its groups and meetings.

    `languages` are those of the interface, the first one being the site's own. `document_budget`
    is the largest size of one document, in bytes. `closing_soon` is in hours.
    """

    name: str
    timezone: str
    description: str = ""
    languages: tuple[str, ...] = ("en",)
    meeting_types: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    form_services: Mapping[str, FormService] = field(default_factory=dict)
    registration_hosts: tuple[str, ...] = ()
    document_budget: int = 20 * MEGABYTE
    closing_soon: int = 72

    def __post_init__(self) -> None:
        self._check_kinds()
        if not self.name.strip():
            raise SettingError("name: a site needs a name")
        if self.timezone not in zone_names():
            raise SettingError(f"timezone: {self.timezone} is not a name of the IANA list")
        self._check_languages()
        for key, labels in self.meeting_types.items():
            self._check_type(key, labels)
        for key, service in self.form_services.items():
            if not _KEY.fullmatch(key) or not isinstance(service, FormService):
                raise SettingError(f"form_services: {key!r} must be a short name and a FormService")

    def _check_kinds(self) -> None:
        for name in ("name", "timezone", "description"):
            _check_kind(name, getattr(self, name), str, "a text")
        for name in ("languages", "registration_hosts"):
            _check_texts(name, getattr(self, name))
        for name in ("meeting_types", "form_services"):
            _check_kind(name, getattr(self, name), Mapping, "written {key: value}")
        for host in self.registration_hosts:
            if not _HOST.fullmatch(host):
                raise SettingError(f"registration_hosts: {host!r} is not a host: 'pretix.eu'")
        for name, least, most, unit in (
            ("document_budget", 1, sys.maxsize, "bytes: 20 * MEGABYTE"),
            ("closing_soon", 0, 10_000, "hours: 72"),
        ):
            value = getattr(self, name)
            _check_kind(name, value, int, f"a whole number of {unit}")
            if not least <= value <= most:
                raise SettingError(f"{name}: {value} is not a number of {unit}")

    def _check_languages(self) -> None:
        if not self.languages:
            raise SettingError("languages: name at least one language")
        for language in self.languages:
            if not _LANGUAGE.fullmatch(language):
                raise SettingError(f"languages: {language!r} is not a language code such as 'en'")

    def _check_type(self, key: str, labels: Mapping[str, str]) -> None:
        _check_kind(f"meeting_types: {key}", labels, Mapping, "written {language: label}")
        if not _KEY.fullmatch(key):
            raise SettingError(f"meeting_types: {key!r} must be letters, digits and hyphens")
        if missing := [language for language in self.languages if language not in labels]:
            raise SettingError(f"meeting_types: {key} has no label in {', '.join(missing)}")

    @property
    def language(self) -> str:
        """The site's own language."""
        return self.languages[0]

    @property
    def hosts(self) -> frozenset[str]:
        """Every host a registration link may lead to."""
        services = (service.hosts for service in self.form_services.values())
        return frozenset(self.registration_hosts).union(*services)


def _check_kind(name: str, value: object, kind: type, wanted: str) -> None:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise SettingError(f"{name}: {value!r} must be {wanted}")


def _check_texts(name: str, values: object) -> None:
    """A lone ("pretix.eu") is a text, whose letters would each be taken for an item."""
    if not isinstance(values, tuple | list | set | frozenset):
        raise SettingError(f"{name}: {values!r} must have a comma after each item: ('a', 'b',)")
    for value in values:
        _check_kind(name, value, str, "a text")


def _placeholders(template: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}
