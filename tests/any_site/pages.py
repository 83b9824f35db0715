"""Pages as a browser has them: parsed by a parser that we did not write, and looked at."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
from builds import build_once, files


@dataclass(frozen=True)
class Page:
    """A page of a site: where its file is, what is wrong with its HTML, and what it holds."""

    file: str
    errors: tuple[object, ...]
    html: Element

    @property
    def address(self) -> str:
        """The way to it from the site's root."""
        return "/" + self.file.removesuffix("index.html")

    @property
    def main(self) -> Element:
        """What is its own, between the head and the foot that all pages have."""
        found = self.html.find(".//main")
        assert found is not None
        return found

    @property
    def is_redirect(self) -> bool:
        return self.html.find(".//meta[@http-equiv='refresh']") is not None

    def every(self, path: str) -> list[Element]:
        """The elements at a path such as `meta[@name='description']`, anywhere in the page."""
        return self.html.findall(f".//{path}")

    def one(self, path: str) -> Element:
        """The only element at a path."""
        (found,) = self.every(path)
        return found

    def section(self, heading: str) -> Element:
        """The section under the heading with this text."""
        (found,) = (
            section
            for section in self.html.iter("section")
            if any(text(child) == heading for child in section if child.tag in HEADINGS)
        )
        return found


HEADINGS = ("h2", "h3", "h4")


def parse(html: bytes, file: str = "index.html") -> Page:
    """The page in a file."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html, transport_encoding="utf-8")
    return Page(file, tuple(parser.errors), tree)


def text(element: Element) -> str:
    """What is read in it, whether shown or not, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def seen(element: Element) -> str:
    """What is read in it as long as no script has run: without all that is hidden."""
    return " ".join("".join(_seen(element)).split())


def _seen(element: Element) -> Iterator[str]:
    if element.get("hidden") is None and element.tag not in ("script", "title", "style"):
        yield element.text or ""
        for child in element:
            yield from _seen(child)
            yield child.tail or ""


def parse_site(site: Path) -> dict[str, Page]:
    """Every page of a site by its file's name, but the style guide, which is never published."""
    names = (name for name in files(site) if name.endswith(".html"))
    names = (name for name in names if not name.startswith("styleguide/"))
    return {name: parse((site / name).read_bytes(), name) for name in names}


def read_pages(shared: Path, name: str, site: Path) -> dict[str, Page]:
    """Every page of a site; parsed by the first worker that asks for them."""

    def make(file: Path) -> None:
        file.write_bytes(pickle.dumps(parse_site(site)))

    found: dict[str, Page] = pickle.loads(build_once(shared, name, make).read_bytes())
    return found
