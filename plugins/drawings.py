"""Drawings: icons of Lucide, to stand among the words of a page.

The package itself opens its archive of all icons anew for each one, which takes as long as a page.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from markupsafe import Markup


@cache
def lucide(name: str, *, size: int, **attributes: str) -> Markup:
    """The icon of this name as SVG, so many pixels wide and high; `aria_hidden` is aria-hidden."""
    svg = ET.fromstring(_archive().read(f"{name}.svg"))  # noqa: S314  The package's own.
    for element in svg.iter():
        element.tag = element.tag.rpartition("}")[2]  # without the namespace, as in HTML
    told = {"width": str(size), "height": str(size)} | attributes
    svg.attrib.update({name.replace("_", "-"): value for name, value in told.items()})
    return Markup(ET.tostring(svg, encoding="unicode"))  # noqa: S704  It escapes.


@cache
def _archive() -> ZipFile:
    return ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes()))
