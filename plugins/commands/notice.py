"""The notice on every page of a site that is being written: problems, and a script that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath

from workgroups.excerpt import excerpt, lines_of, visible
from workgroups.group import group_address
from workgroups.meeting import meeting_address
from workgroups.page import page_address
from workgroups.problems import Problem

EVENTS = "/.serve/events"
"""Where a page hears of the next state of the site."""

# Files of their own, since the site forbids styles and scripts within its pages.
_SCRIPT, _STYLE = "/.serve/follow.js", "/.serve/notice.css"

FILES = {
    _SCRIPT: (
        "text/javascript",
        b"""\
const { state, events } = document.currentScript.dataset;
new EventSource(events).onmessage = (event) => {
  if (event.data !== state) location.reload();
};
""",
    ),
    _STYLE: (
        "text/css",
        b"""\
/* In sight however far the page was scrolled when it was made anew. */
#content-problems { position: sticky; inset-block-start: 0; z-index: 9; max-block-size: 45vh;
  overflow: auto; padding: 1rem 1.5rem; background: #fff4e5; color: #1a1a1a;
  border-block-end: 4px solid #b45309; font: 1rem/1.5 system-ui, sans-serif; }
#content-problems :is(h2, summary) { font-size: 1.1rem; font-weight: 700; margin: 0; }
#content-problems ol { margin: .5rem 0; padding: 0; list-style: none; }
#content-problems li { margin: .75rem 0; padding-inline-start: .75rem;
  border-inline-start: 3px solid #b45309; }
#content-problems :is(p, pre) { margin: .1rem 0; max-inline-size: none; }
#content-problems :is(code, pre) { font-family: ui-monospace, monospace; font-size: .9rem;
  background: none; color: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
#content-problems li pre { white-space: pre; overflow-x: auto; }
#content-problems a { color: #1d4ed8; }
#content-problems summary { cursor: pointer; }
@media print { #content-problems { display: none; } }
""",
    ),
}
"""What the notice needs beside the page, by address: media type and content."""

_EMPTY_PAGE = b"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>No page here</title><body></body></html>
"""

_AS_BEFORE = "Until this is put right, you see the site as it was before."
_NOT_YET = "There is nothing else to see until this is put right."


@dataclass(frozen=True)
class Notice:
    """What is wrong since the site was last made; nothing where `text` is empty.

    `content` is the folder with the files of the problems, `text` all that the terminal says,
    `state` names this state of the site.
    """

    content: Path
    problems: tuple[Problem, ...] = ()
    text: str = ""
    state: str = ""

    def put_on(self, address: str, page: bytes) -> bytes:
        """The page of this address with the notice on top; for no page, one of the notice alone."""
        after = _AS_BEFORE if page else _NOT_YET
        page = page or _EMPTY_PAGE
        start = page.find(b">", page.find(b"<body")) + 1
        end = page.rfind(b"</body>")
        script = f'<script src="{_SCRIPT}" data-state="{self.state}" data-events="{EVENTS}">'
        parts = (
            page[:start],
            self.html(address, after),
            page[start:end],
            f"{script}</script>",
            page[end:],
        )
        return b"".join(part.encode() if isinstance(part, str) else part for part in parts)

    def html(self, address: str, after: str = "") -> str:
        """What stands on top of a page, its own problems first; `after` is its last sentence."""
        if not self.text:
            return ""
        pages = {problem.file: page_of(problem.file, self.content) for problem in self.problems}
        here = [problem for problem in self.problems if pages[problem.file] == address]
        others = [problem for problem in self.problems if pages[problem.file] != address]
        parts = [
            f'<link rel="stylesheet" href="{_STYLE}">',
            '<aside id="content-problems" lang="en" tabindex="0">',
        ]
        if here:
            parts.append(f"<h2>{_count(len(here))} on this page</h2>{self._listed(here, pages)}")
        if others:
            also = " elsewhere" if here else " in the content"
            opened = "" if here else " open"
            parts.append(f"<details{opened}><summary>{_count(len(others))}{also}</summary>")
            parts.append(f"{self._listed(others, pages)}</details>")
        if not self.problems:
            parts.append(f"<h2>The site cannot be made</h2><pre>{escape(self.text)}</pre>")
        parts.append(f"<p>{after}</p></aside>")
        return "".join(parts)

    def _listed(self, problems: Iterable[Problem], pages: Mapping[str, str | None]) -> str:
        """One after the other, each with a link to its page."""
        items = []
        for problem in problems:
            place = escape(visible(f"{problem.file}:{problem.line}:{problem.column}"))
            if page := pages[problem.file]:
                place = f'<a href="{escape(page)}">{place}</a>'
            lines = lines_of(self.content.parent / problem.file)
            line = escape(excerpt(lines, problem.line, problem.column))
            said = (escape(visible(text)) for text in (problem.message, problem.remedy))
            items.append(f"<li><p><code>{place}</code></p><p>{'</p><p>'.join(said)}</p>")
            items.append(f'<pre tabindex="0">{line}</pre></li>' if line else "</li>")
        return f"<ol>{''.join(items)}</ol>"


def _count(number: int) -> str:
    return f"{number} problem{'s' if number > 1 else ''}"


def page_of(file: str, content: Path) -> str | None:
    """The address of the page that a file of the content is for, if it is for one.

    The file is named as editors know it, from the folder that the content lies in.
    """
    path = PurePosixPath(file.removeprefix(f"{content.name}/"))
    match path.parts:
        case ["groups", slug, *_]:
            return group_address(slug)
        case ["pages", name]:
            return page_address(PurePosixPath(name).stem)
        case ["meetings", _, *_]:
            address = meeting_address(path.parent.name if path.suffix else path.name)
            lang = path.name.removeprefix("index").removesuffix("md").strip(".")
            return f"/{lang}{address}" if path.match("index.*.md") else address
    return None
