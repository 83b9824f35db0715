"""Tags tell of any HTML what HTMLParser tells of it, which reads tidy HTML only here."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workgroups import tags
from workgroups.prose import render
from workgroups.tags import Tags

Told = list[tuple[object, ...]]

NAMES = ("a", "p", "h2", "br", "img", "B", "script", "style", "textarea", "x-y", "")
ATTRIBUTES = (
    ' href="a.pdf?b=1&amp;c=2"', ' title="&quot;&#233;"', ' a="&copy"', " b='c'", " d", ' E="f" ',
    ' g="<h>"', ' i=""', ' j="&copy;"', ' k="l"m="n"', ' o="p\nq"', "\n", "/", " /",
)  # fmt: skip

pieces = st.one_of(
    st.builds(
        "<{}{}{}>".format,
        st.sampled_from(["", "", "/"]),
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(ATTRIBUTES), max_size=2).map("".join),
    ),
    st.sampled_from(
        ["<!-- a -->", "<?b?>", "<![CDATA[c]]>", "<", ">", "&", "&amp;", "&copy", "&#8"]
    ),
    st.text("abé \n\t\x00\"'&;<>=/", max_size=8),
)


class Theirs(HTMLParser):
    """What the parser of the standard library tells."""

    def __init__(self) -> None:
        super().__init__()
        self.told: Told = []

    def read(self, html: str) -> None:
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.told.append((tag, list(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.told.append((tag,))

    def handle_data(self, data: str) -> None:
        self.told.append(("", data))


class Ours(Theirs, Tags):
    """What we tell."""

    def read(self, html: str) -> None:
        Tags.read(self, html)


def told(reader: Theirs, html: str) -> Told | None:
    try:
        reader.read(html)
    except AssertionError:  # Some versions have no answer to what begins with <![ and a sign.
        return None
    return reader.told


@given(st.lists(pieces, max_size=12).map("".join))
@example('<p>a &lt; b<br /><img alt="c" src="d" /></p>\n')
@example('<a title="a > b">c</a>')
@example("<b /c>")
@example("</b />")
@example('</b c="d">')
@example("a &amp")
def test_any_html_is_told_as_by_the_standard_library(html: str) -> None:
    assert told(Ours(), html) == told(Theirs(), html)


@pytest.mark.parametrize("case", ["meeting", "code"])
def test_what_a_text_becomes_is_tidy(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (Path(__file__).parent / "prose" / f"{case}.md").read_text(encoding="utf-8")
    prose, _ = render(text, file="", first_line=1, at="/", resolve=lambda address: address)
    expected = told(Theirs(), prose.html)
    monkeypatch.setattr(tags.Tags, "feed", lambda *_: pytest.fail("it was not tidy"))
    assert told(Ours(), prose.html) == expected
