"""The writer of the site: every file that is published goes through it, under its address."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pelican.writers import Writer


class SiteWriter(Writer):
    """Pelican's writer, which also takes what is no page; a build writes at once what it is given.

    An address is that of the site, such as /groups/energy/ or /calendar.ics.
    """

    def __init__(self, output_path: str, settings: dict[str, Any] | None = None) -> None:
        super().__init__(output_path, settings)
        self.gone: set[str] = set()

    def remove(self, address: str) -> None:
        """Have a file gone that lies at an address since an earlier build."""
        self.gone.add(name_of(address))

    def put(self, address: str, write: Callable[[], None], *, last: bool = False) -> None:  # noqa: ARG002
        """Have the file at an address written by `write`; `last` is of what gathers from others."""
        write()

    def put_data(self, make: Callable[[], bytes], *addresses: str, last: bool = False) -> None:
        """Have the bytes that `make` gives written to the file at each address."""
        for address in addresses:
            self.put(address, partial(self.write_made, make, address), last=last)

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

    def write_made(self, make: Callable[[], bytes], address: str) -> None:
        """Write the file that `make` gives."""
        self.write_bytes(address, make())

    def write_bytes(self, address: str, data: bytes) -> None:
        """Write the file that answers at an address."""
        path = f"{self.output_path}/{name_of(address)}"
        folder = os.path.dirname(path)
        if not os.path.isdir(folder):
            os.makedirs(folder, exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)


def name_of(address: str) -> str:
    """The file that answers at an address, from the folder of the site."""
    return address.lstrip("/") + ("index.html" if address.endswith("/") else "")
