"""Door: styles and scripts of the theme, and what a network has of its own, become files.

Puts `assets` into Pelican's context: by name, `site.css` or `now.js`, the address of each. It holds
a digest of what lies there, so that browsers may keep the file for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from lightningcss import process_stylesheet
from pelican import signals
from pelican.generators import Generator
from rjsmin import jsmin

from site_writer import SiteWriter
from workgroups import accents
from workgroups.group import Group

FOLDER = "/theme/"
"""Where all of it is published."""

STYLES = "site.css"
"""All styles in one file: the theme's, the colours of the groups, and the network's own."""

OWN_STYLES = "own.css"


@dataclass(frozen=True)
class Assets:
    """The address of each style and script by name, and what makes every file by address."""

    addresses: Mapping[str, str]
    files: Mapping[str, Callable[[], bytes]]


class ThemeAssets(Generator):
    """Writes styles, scripts, and whatever lies beside them."""

    def generate_output(self, writer: SiteWriter) -> None:
        for address, data in self.context["asset_files"].items():
            writer.put_data(data, address)


def collect(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context, settings = generators[0].context, generators[0].settings
    folders = [Path(settings[key]) / "static" for key in ("THEME", "OVERRIDES")]
    assets = assets_of(context["programme"].groups, *folders)
    # The style guide is there only on the machine of who changes the theme.
    of_guide = () if settings["SITEURL"].startswith(settings["LOCAL"]) else f"{FOLDER}styleguide/"
    context["assets"] = assets.addresses
    context["asset_files"] = {
        address: data for address, data in assets.files.items() if not address.startswith(of_guide)
    }


def assets_of(groups: Iterable[Group], *folders: Path) -> Assets:
    """What the folders hold, each over the one before it, and the colours of the groups."""
    files = files_of(*folders)
    styles = [files.pop(name).read_text("utf-8") for name in layers(files)]
    styles.append(accents.stylesheet(groups))
    if OWN_STYLES in files:
        styles.append(files.pop(OWN_STYLES).read_text("utf-8-sig"))
    made = {STYLES: process_stylesheet("\n".join(styles), minify=True)}
    for name in [name for name in files if name.startswith("js/")]:
        made[name.removeprefix("js/")] = jsmin(files.pop(name).read_text("utf-8"))
    addresses = {name: FOLDER + fingerprinted(name, text) for name, text in made.items()}
    copied = {FOLDER + name: path.read_bytes for name, path in files.items()}
    return Assets(addresses, copied | {addresses[name]: made[name].encode for name in made})


def files_of(*folders: Path) -> dict[str, Path]:
    """The files below some folders by name; those of a later folder win."""
    return {
        path.relative_to(folder).as_posix(): path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def layers(files: dict[str, Path]) -> list[str]:
    """The names of the styles; the file that says the order of the layers comes first."""
    names = [name for name in files if name.startswith("css/")]
    return sorted(names, key=lambda name: (name != "css/tokens.css", name))


def fingerprinted(name: str, text: str) -> str:
    """The name with a digest of the text: `now.0123456789.js`."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{sha256(text.encode()).hexdigest()[:10]}.{ending}"


def _generator(_: object) -> type[ThemeAssets]:
    return ThemeAssets


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(collect)
