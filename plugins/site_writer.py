"""The writer of the site: every file that is published goes through it, under its address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from functools import partial
from pathlib import Path

from pelican.writers import Writer


class SiteWriter(Writer):
    """Pelican's writer, which also takes what is no page; a build writes at once what it is given.

    An address is that of the site, such as /groups/energy/ or /calendar.ics.
    """

    def put(self, address: str, write: Callable[[], None], *, last: bool = False) -> None:  # noqa: ARG002
        """Have the file at an address written by `write`; `last` is of what gathers from others."""
        write()

    def put_data(self, make: Callable[[], bytes], *addresses: str, last: bool = False) -> None:
        """Have the bytes that `make` gives written to the file at each address."""
        made: list[bytes] = []

        def write(address: str) -> None:
            if not made:
                made.append(make())
            self.write_bytes(address, made[0])

        for address in addresses:
            self.put(address, partial(write, address), last=last)

    def learn(self, memo: MutableMapping[str, bytes]) -> None:
        """Have what the writing of files adds to this at hand for the last ones."""

    def put_folder(self, make: Callable[[], Mapping[str, bytes]], address: str) -> None:
        """Have files written below an address; what `make` gives says which, by name."""
        self.put_all(partial(self.write_folder, make, address), address)

    def put_all(self, write: Callable[[], None], address: str) -> None:  # noqa: ARG002
        """Have all files below an address written by `write`."""
        write()

    def finish(self) -> None:
        """Called when every door has said what is to be written."""

    def write_folder(self, make: Callable[[], Mapping[str, bytes]], address: str) -> None:
        """Write the files that `make` gives."""
        for name, data in make().items():
            self.write_bytes(address + name, data)

    def write_bytes(self, address: str, data: bytes) -> None:
        """Write the file that answers at an address."""
        path = Path(self.output_path) / name_of(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def name_of(address: str) -> str:
    """The file that answers at an address, from the folder of the site."""
    return address.lstrip("/") + ("index.html" if address.endswith("/") else "")
