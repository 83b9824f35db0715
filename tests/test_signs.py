"""Signs: what names are made of, and what nobody types."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from workgroups.signs import SLUG, STRANGE, slug, strange_character


@given(st.text(max_size=40))
@example("Ǆ’ß")
@example("\U0001d400 ½")
def test_a_slug_can_be_a_part_of_an_address_and_is_its_own(text: str) -> None:
    name = slug(text)
    assert not name or re.fullmatch(SLUG, name)
    assert slug(name) == name


@given(st.text("aZé' -9", max_size=20))
def test_capitals_and_small_letters_have_one_slug(text: str) -> None:
    assert slug(text.upper()) == slug(text.lower())
    assert set("z9") & set(text.lower()) <= set(slug(text))


@given(st.text(max_size=20), st.sampled_from("\x00\x1b\x7f\x85\u200b\u202e\ufeff\uffff\ud800"))
def test_what_nobody_types_is_found_where_it_stands(before: str, strange: str) -> None:
    found = strange_character(before + strange)
    assert found is not None
    offset, name = found
    assert offset <= len(before)
    assert name.startswith(f"U+{ord((before + strange)[offset]):04X} (")


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_letters_numbers_and_marks_are_not_strange(text: str) -> None:
    assert strange_character(unicodedata.normalize("NFC", text)) is None


@given(
    st.text("\0\t\n\r\x0ba\U0001f3f4\U000e0000\U000e0020\U000e0062\U000e007f\ud800\uffff\u200bé")
)
def test_carriage_returns_and_letters_without_a_form_have_their_places(text: str) -> None:
    strange = re.compile(
        "[\0\x0b\u200b\ud800\uffff]|\r(?!\n)"
        "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]"
    )
    assert [*map(re.Match.span, STRANGE.finditer(text))] == [
        *map(re.Match.span, strange.finditer(text))
    ]
