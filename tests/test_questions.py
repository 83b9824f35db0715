"""Questions: an answer is read as it was meant, and offered as it would be typed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commands.outcomes import Misused
from commands.questions import chairs, clean, contact, names, online, said

ANSWERS = st.text(max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
NAMES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
NAMES = NAMES | st.tuples(NAMES, NAMES).map(" ".join)


@given(NAMES, NAMES)
@example("A <b", "c")
@example("<", ">")
def test_a_contact_that_is_offered_is_read_as_it_was(name: str, mail: str) -> None:
    """`Secretariat <mail@organisation.eu>`: the name may hold such brackets, the mail none."""
    if not set(mail) & set("<>"):
        whole = {"name": name, "email": mail}
        assert contact(said(whole)) == whole


@given(ANSWERS)
def test_any_answer_is_read(answer: str) -> None:
    assert contact(answer)
    assert said(online(answer)) == answer
    assert all(part == part.strip() != "" for part in names(answer))
    assert ",".join(names(answer)).replace(" ", "") in answer.replace(" ", "").replace(",,", ",")
    assert all(all(chair.values()) for chair in chairs(answer))


@given(st.text(max_size=20))
def test_what_was_typed_is_one_line(text: str) -> None:
    assert clean(text) == " ".join(text.split())


def test_letters_that_the_terminal_broke_are_told() -> None:
    with pytest.raises(Misused, match="not in UTF-8"):
        clean("\udce9")
