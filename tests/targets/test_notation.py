"""The notation of targets: any text names one, or people are told what does."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from targets.folder import Folder
from targets.notation import NOTATIONS, target_of
from targets.target import CannotSend
from targets.upload import HOSTS, Upload

KINDS = st.sampled_from(["folder", "s3", "netlify", "cloudflare", "rsync", "Folder", ""])


@given(KINDS, st.text(max_size=20) | st.text("/:.-a", max_size=10))
@example("s3", "///")
@example("folder", " ")
def test_any_text_names_a_target_or_is_told(kind: str, where: str) -> None:
    try:
        found = target_of(f"{kind}:{where}", keep=5)
    except CannotSend as told:
        assert str(told).startswith(f"{kind}:{where} names no target")  # noqa: PT017  Either is right.
        is_one = where and kind in {"folder", *HOSTS}
        assert not is_one
        return
    assert kind in {"folder", "s3", *HOSTS}
    if isinstance(found, Folder | Upload):
        assert (found.link if isinstance(found, Folder) else found.folder).is_absolute()


@pytest.mark.parametrize("text", NOTATIONS)
def test_each_that_people_are_shown_is_one(text: str) -> None:
    target_of(text, keep=5)
