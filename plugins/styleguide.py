"""Door: the style guide, /styleguide/: every part of the theme in every state it can be in.

For those who change the theme, so only in the build that they look at, on their own machine.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup
from pelican import signals
from pelican.generators import Generator

import specimens
from sheets import Sheet, Shelf
from workgroups.changes import Changes
from workgroups.group import Group
from workgroups.meeting import Meeting
from workgroups.programme import Programme
from workgroups.site import Site

ADDRESS = "/styleguide/"

_FIRST_COMMENT = re.compile(r"\{# (.*?) #\}", re.DOTALL)
_NAMING = re.compile(r'\b(id|for|aria-labelledby|data-filled|data-empty|href)="(#?)([A-Z][^"]*)"')
_COLOUR = re.compile(r"--([a-z-]+): #")


def add_page(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context, settings = generators[0].context, generators[0].settings
    if settings["SITEURL"].startswith(settings["LOCAL"]):
        theme = Path(settings["THEME"])
        names = partial(names_of, context["programme"], context["shelf"], theme)
        context["shelf"].add(Sheet("styleguide", ADDRESS, context["site"].language, names))


def names_of(programme: Programme, shelf: Shelf, theme: Path) -> dict[str, Any]:
    """What the page is made of, at the instant of the specimens instead of the build's."""
    shown = programme_of_specimens(programme)
    tokens = (theme / "static" / "css" / "tokens.css").read_text("utf-8")
    return {
        "programme": shown,
        "now": specimens.NOW,
        "changes": Changes(shown, specimens.NOW),
        "local": partial(local, shelf),
        "versions": [],
        "specimens": specimens_of(programme.site),
        "contracts": contracts(theme / "templates" / "parts"),
        "colours": tuple(dict.fromkeys(_COLOUR.findall(tokens))),
        "apart": apart,
    }


def specimens_of(site: Site) -> SimpleNamespace:
    """The specimens by name, as this site could have them."""
    named = {name: value for name, value in vars(specimens).items() if name.isupper()}
    return SimpleNamespace(**{name: fitted(value, site) for name, value in named.items()})


def fitted(thing: Any, site: Site) -> Any:
    """A specimen, or some: groups and meetings in languages and of a type that the site has."""
    if isinstance(thing, tuple):
        return tuple(fitted(each, site) for each in thing)
    if not isinstance(thing, (Group, Meeting)):
        return thing
    lang = thing.lang if thing.lang in site.languages else site.language
    if isinstance(thing, Group):
        return replace(thing, lang=lang)
    others = {*site.languages} - {lang}
    return replace(
        thing,
        lang=lang,
        groups=fitted(thing.groups, site),
        type=thing.type if thing.type in site.meeting_types else None,
        translations=tuple(text for text in thing.translations if text.lang in others),
    )


def programme_of_specimens(programme: Programme) -> Programme:
    """The specimens as a programme of this site, with its pages, which the foot leads to."""
    shown = specimens_of(programme.site)
    made = Programme.of(programme.site, list(shown.GROUPS), list(shown.MEETINGS), [])
    return replace(made, pages=programme.pages)


def local(shelf: Shelf, address: str) -> str:
    """An address of the site; specimens have no pages, so links to them lead back to this one."""
    of_specimens = address.startswith(("/groups/", "/meetings/", "/types/"))
    return ADDRESS if of_specimens and not shelf.versions(address) else address


def contracts(parts: Path) -> dict[str, str]:
    """What each part says of itself in its first comment, by its name."""
    texts = {file.stem: file.read_text("utf-8") for file in sorted(parts.glob("*.html"))}
    found = {name: _FIRST_COMMENT.match(text) for name, text in texts.items()}
    return {name: " ".join(comment[1].split()) for name, comment in found.items() if comment}


def apart(html: str, name: str) -> Markup:
    """An example whose ids are its own, so that a part can stand on a page many times."""
    own = re.sub(r"\W+", "-", name)

    def renamed(match: re.Match[str]) -> str:
        attribute, sign, value = match.groups()
        if attribute == "href" and not sign:
            return match[0]
        return f'{attribute}="{sign}{value}-{own}"'

    return Markup(_NAMING.sub(renamed, html))  # noqa: S704  It was markup before.


def register() -> None:
    """Called by Pelican."""
    signals.all_generators_finalized.connect(add_page)
