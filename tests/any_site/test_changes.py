"""Change feeds of a site: well made, and where its pages say they are."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from atom_feeds import assert_well_made

from workgroups.programme import Programme


def test_every_feed_is_well_made(site: Path, moment: datetime) -> None:
    assert_well_made(site, moment)


def test_every_group_has_a_feed_at_its_old_addresses_too(site: Path, programme: Programme) -> None:
    for group in programme.groups:
        feed = (site / group.address.strip("/") / "changes.atom").read_bytes()
        for alias in group.aliases:
            if re.fullmatch(r"/?groups/[^/]+/?", alias):
                assert (site / alias.strip("/") / "changes.atom").read_bytes() == feed, alias
