"""Words: everything that people read, in its language and at its place; the example site has none
that is worth advice, and no text takes long."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from factories import a_meeting, a_site, at

from pelicanconf import WORKGROUPS
from workgroups import claims, privacy, writing
from workgroups.advice import ADVICE
from workgroups.frontmatter import FrontMatter
from workgroups.history import History
from workgroups.markup import SIZE
from workgroups.reading import read_written
from workgroups.sources import find_sources
from workgroups.words import sentence_around
from workgroups.written import Written

EXAMPLE = Path(__file__).parents[1] / "content"
CHECKS = [
    check
    for check in ADVICE
    if check.__module__ in (claims.__name__, privacy.__name__, writing.__name__)
]

GROUP = (
    "---\nname: Heat\nlinks:\n  - {title: Observatory, url: https://europa.eu/}\n---\nMission.\n"
)
MEETING = """---
uid: 5b3c6f0e-2a41-4c1d-8f7e-90d1c2b3a4f5
title: Heat plans
groups: [heat]
start: 2026-01-21 14:00
end: 17:00
lang: fr
notice: New room.
---
**Some** `code` <!-- and a comment --> [words](https://europa.eu/).
"""


def laid(tmp_path: Path) -> Written:
    texts = {
        "groups/heat/index.md": GROUP,
        "meetings/heat-plans/index.md": MEETING,
        "meetings/heat-plans/index.en.md": "---\ntitle: Plans\n---\nIn English.\n",
        "meetings/heat-plans/index.fr.md": "---\ntitle: Plans\n---\nTwice French.\n",
        "meetings/heat-plans/index.de.md": "---\ntitel: Plan\n---\nA field that is wrong.\n",
        "pages/about.md": "---\ntitle: About\n---\nWho we are.\n",
    }
    for name, text in texts.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    site = a_site(languages=("en", "fr", "de"), meeting_types={})
    return read_written(find_sources(tmp_path / "content"), site, History())[0]


def test_words_of_everything_in_their_languages(tmp_path: Path) -> None:
    found = [(words.lang, words.front.file, words.body.text) for words in laid(tmp_path).words]
    assert [(lang, file, " ".join(text.split())) for lang, file, text in found] == [
        ("en", "content/groups/heat/index.md", "Mission."),
        ("fr", "content/meetings/heat-plans/index.md", "Some words ."),
        ("en", "content/pages/about.md", "Who we are."),
        ("en", "content/meetings/heat-plans/index.en.md", "In English."),
    ]


def test_sentences_are_the_body_and_the_fields_that_have_some(tmp_path: Path) -> None:
    group, meeting, _, _ = laid(tmp_path).words
    assert [passage.place for passage in group.sentences] == [None, ("links", 0, "title")]
    assert [passage.place for passage in meeting.sentences] == [None, ("title",), ("notice",)]


def test_what_is_published_holds_code_and_addresses_but_no_comment(tmp_path: Path) -> None:
    group, meeting, _, _ = laid(tmp_path).words
    assert "`code`" in meeting.published[0].text
    assert "europa.eu" in meeting.published[0].text
    assert "comment" not in meeting.published[0].text
    assert ("links", 0, "url") in [passage.place for passage in group.published]
    assert meeting.has_one_of(["europa.eu"])
    assert not meeting.has_one_of(["comment"])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Here it is. Three.", "Here it is."),
        ("From 2 p.m. here to 4 p.m. and on.", "From 2 p.m. here to 4 p.m. and on."),
        ("One\n\nhere it is\n\nthree", "here it is"),
        ("- one\n- here it is\n- three", "here it is"),
        ("One\nhere\nthree", "One\nhere\nthree"),
    ],
)
def test_the_sentence_around_a_word(text: str, sentence: str) -> None:
    at_here = text.lower().index("here")
    begin, end = sentence_around(text, at_here, at_here + 4)
    assert text[begin:end].strip(" -\n") == sentence


def test_the_example_site_needs_none_of_this_advice() -> None:
    written, problems = read_written(find_sources(EXAMPLE), WORKGROUPS, History())
    assert not problems
    assert [str(problem) for check in CHECKS for problem in check(written)] == []


SIGNS = """
](  [  <a  <!--  `  a@  +32 4  00  1:00-  ((  \\  _  =  aaaaaaaaa  |  agenda below  mobile 0
14:00-16:00  21 January 2026  Monday 21 January  register  please register  inscription
https://x/  a.b.  attached  find attached  the attached x  password:  mobile +1  melden sie sich
The meeting takes place 14:00-16:00.  Please find enclosed the agenda.
"""


@pytest.mark.parametrize("sign", [*SIGNS.replace("\n", "  ").strip().split("  "), "```\n", "- 1\n"])
def test_no_text_takes_long(sign: str) -> None:
    body = (f"{sign} " * SIZE)[:SIZE]
    begun = time.process_time()
    for lang in ("en", "fr", "de"):
        meeting = a_meeting(lang=lang, when=at("2026-01-21 09:00", "2026-01-21 10:00"))
        written = Written(a_site(), meetings=[(meeting, FrontMatter("x.md", {}, {}, body, 1))])
        for check in CHECKS:
            list(check(written))
    assert time.process_time() - begun < 4
