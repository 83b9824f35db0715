"""An ordinary page: a title and a text."""

from __future__ import annotations

from dataclasses import dataclass

from .prose import Prose


@dataclass(frozen=True)
class Page:
    """A page of the site itself; `order` is its place in the menu, None outside it."""

    slug: str
    title: str
    body: Prose
    lang: str
    source: str
    summary: str | None = None
    order: int | None = None
    aliases: tuple[str, ...] = ()
    draft: bool = False

    @property
    def address(self) -> str:
        """The way to it from the site's root."""
        return page_address(self.slug)


def page_address(slug: str) -> str:
    """The address of the page in the file of this name."""
    return f"/{slug}/"
