"""The notation of targets: any text names one, or people are told what does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from targets.branch import Branch
from targets.folder import Folder
from targets.notation import NOTATIONS, target_of
from targets.rsync import Remote
from targets.target import CannotSend
from targets.upload import HOSTS, Upload

KINDS = st.sampled_from(["folder", "s3", "netlify", "cloudflare", "rsync", "git", "Folder", ""])
PLACES = st.lists(st.sampled_from(["-", "a", "@", ":", "/", ".", "\n", " ", "-o", "web@x.eu:/"]))


@given(KINDS, st.text(max_size=20) | PLACES.map("".join))
@example("rsync", "-oProxyCommand=x:/srv")
@example("rsync", "a@-o:/srv")
@example("git", "--upload-pack=x/y")
@example("s3", "///")
@example("folder", " ")
@example("folder", "/")
@example("folder", "..")
def test_any_text_names_a_target_or_is_told(kind: str, where: str) -> None:
    try:
        found = target_of(f"{kind}:{where}", keep=5)
    except CannotSend as told:
        assert str(told).startswith(f"{kind}:{where} names no target")  # noqa: PT017  Either is right.
        has_name = Path(where).absolute().name not in {"", ".."}
        assert not where or not (kind in HOSTS or (kind == "folder" and has_name))
        return
    assert kind in {"folder", "s3", "rsync", "git", *HOSTS}
    if isinstance(found, Remote):
        # What begins with a hyphen is an option to SSH.
        assert re.fullmatch(r"(\w[^\s@]*@)?\w[^\s@]*", found.host)
        assert found.link.is_absolute()
    if isinstance(found, Branch):
        assert not {found.remote[0], found.name[0]} & {"-", "+", ":"}
    if isinstance(found, Folder | Upload):
        assert (found.link if isinstance(found, Folder) else found.folder).is_absolute()


@pytest.mark.parametrize("text", NOTATIONS)
def test_each_that_people_are_shown_is_one(text: str) -> None:
    target_of(text, keep=5)
