"""Door: styles and scripts of the theme, and what a network has of its own, become files.

Puts `assets` into Pelican's context: by name, `site.css` or `now.js`, the address of each. It holds
a digest of what lies there, so that browsers may keep the file for ever.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from pelican import signals
from pelican.generators import Generator
from rcssmin import cssmin
from rjsmin import jsmin

from site_writer import SiteWriter
from workgroups import accents

FOLDER = "/theme/"
"""Where all of it is published."""

STYLES = "site.css"
"""All styles in one file: the theme's, the colours of the groups, and the network's own."""

OWN_STYLES = "own.css"


class ThemeAssets(Generator):
    """Writes styles, scripts, and whatever lies beside them."""

    def generate_output(self, writer: SiteWriter) -> None:
        for address, data in self.context["asset_files"].items():
            writer.put_data(data, address)


def collect_assets(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    settings = generators[0].settings
    folders = [Path(settings["THEME"]), Path(settings["OVERRIDES"])]
    files = files_of(*(folder / "static" for folder in folders))
    styles = [files.pop(name).read_text("utf-8") for name in layers(files)]
    styles.append(accents.stylesheet(context["programme"].groups))
    if OWN_STYLES in files:
        styles.append(files.pop(OWN_STYLES).read_text("utf-8"))
    made = {STYLES: cssmin("\n".join(styles))}
    scripts = [name for name in files if name.startswith("js/")]
    for name in scripts:
        made[name.removeprefix("js/")] = jsmin(files.pop(name).read_text("utf-8"))
    context["assets"] = {name: FOLDER + fingerprinted(name, text) for name, text in made.items()}
    context["asset_files"] = {
        **{FOLDER + name: path.read_bytes for name, path in files.items()},
        **{context["assets"][name]: text.encode for name, text in made.items()},
    }


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
    signals.all_generators_finalized.connect(collect_assets)
