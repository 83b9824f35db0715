"""The programme of a site for other programs: held against its schema, by a validator not ours."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from workgroups.programme import Programme


def test_it_keeps_its_schema_and_lists_every_meeting(site: Path, programme: Programme) -> None:
    rules, found = (
        json.loads((site / name).read_bytes()) for name in ("meetings.schema.json", "meetings.json")
    )
    Draft202012Validator(rules).validate(found)
    assert [m["uid"] for m in found["meetings"]] == [m.uid for m in programme.meetings]
