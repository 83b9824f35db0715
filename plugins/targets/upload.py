"""A folder for a host's own uploader: the site, with headers and redirects as that host reads them.

Nobody reads the site from there; what the uploader takes is published by the host in one step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from targets.target import CannotSend, Finished, Sent
from workgroups.hosting import (
    Redirects,
    cloudflare_redirects,
    headers_file,
    netlify_redirects,
)
from workgroups.mirror import NotOurs, bring_over

HOSTS: dict[str, Callable[[Redirects], str]] = {
    "netlify": netlify_redirects,
    "cloudflare": cloudflare_redirects,
}
"""The hosts that read `_headers` and `_redirects`, each with how it has the second."""


@dataclass(frozen=True)
class Upload:
    """A folder that is taken to one of the HOSTS."""

    folder: Path
    host: str

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing to hold: the build that writes the folder keeps others away."""
        yield

    def read(self, name: str) -> bytes | None:
        """What a file held that was last laid there."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CannotSend(f"{self.folder / name} cannot be read: {error.strerror}.") from None

    def send(self, finished: Finished) -> Sent:
        """Lay the site there, for the uploader; what did not change stays as it is."""
        tree = finished.tree
        files = (file for file in tree.rglob("*") if file.is_file())
        addresses = [f"/{file.relative_to(tree).as_posix()}" for file in files]
        try:
            (tree / "_headers").write_text(headers_file(addresses), encoding="utf-8")
            (tree / "_redirects").write_text(HOSTS[self.host](finished.redirects), encoding="utf-8")
            brought = bring_over(tree, self.folder)
        except (OSError, NotOurs) as error:
            raise CannotSend(f"{self.folder} cannot be written: {error}") from None
        where = f"{self.folder}, for {self.host}"
        return Sent(where, brought.written, brought.unchanged, brought.removed)
