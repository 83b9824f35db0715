"""Search as readers meet it: by keyboard, with an address of its own, and without scripts."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect
from site_reader import Reader
from sites import ROOT

from workgroups.folding import words_of

pytestmark = pytest.mark.browser

PHRASE = "a shunting engine and a driver"
"""It stands in the minutes of the meeting on night trains, and nowhere else."""

NIGHT_TRAINS = "/meetings/2026-10-23-night-trains/"


def ask(page: Page, words: str) -> None:
    """Type a question, and wait for what is said of it."""
    field = page.get_by_role("searchbox")
    field.fill(words)
    expect(page.get_by_role("status")).not_to_be_empty()
    expect(page).to_have_url(re.compile(r"\?q="))


def titles(page: Page) -> list[str]:
    return page.locator("#Hits h2 a").all_inner_texts()


def test_what_stands_only_inside_a_document_leads_to_its_meeting(reader: Reader) -> None:
    page = reader.opens("/search/")
    ask(page, PHRASE)
    expect(page.get_by_role("status")).to_have_text("1 result")
    hit = page.locator("#Hits > li")
    expect(hit).to_contain_text("Minutes · PDF · 23 October 2026")
    assert {"shunting", "engine", "driver"} <= set(hit.locator("mark").all_inner_texts())
    assert hit.locator("h2 a").get_attribute("href").endswith(f"{NIGHT_TRAINS}minutes.pdf")
    hit.get_by_role("link", name="Night trains").click()
    expect(page).to_have_url(re.compile(NIGHT_TRAINS))


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("treves", "Rue de"),
        ("sonderborg district", "Positive energy districts"),
        ("SØNDERBORG District", "Positive energy districts"),
        ("archimede", "Cities"),
        ("nurs", "Keeping nurses"),
        ("valenc", "minutes"),
    ],
)
def test_accents_capitals_and_endings_make_no_difference(
    reader: Reader, words: str, title: str
) -> None:
    page = reader.opens("/search/")
    ask(page, words)
    expect(
        page.locator("#Hits").get_by_text(re.compile(title, re.IGNORECASE)).first
    ).to_be_visible()
    assert page.locator("#Hits mark").count() > 0


def test_a_document_is_found_by_the_name_of_its_file(reader: Reader) -> None:
    page = reader.opens("/search/")
    ask(page, "presentation dut odp")
    assert len(titles(page)) == 1


def test_all_words_must_stand_there(reader: Reader) -> None:
    page = reader.opens("/search/")
    ask(page, "shunting nurses")
    expect(page.get_by_role("status")).to_contain_text("Nothing was found")
    assert titles(page) == []


def test_what_has_the_word_in_its_title_comes_first_then_what_is_new(reader: Reader) -> None:
    page = reader.opens("/search/")
    ask(page, "nurses")
    assert titles(page)[0].startswith("Keeping nurses")
    ask(page, "minutes")
    expect(page.locator("#Hits > li")).to_have_count(10)
    facts = page.locator("#Hits > li > .facts:nth-child(2)").all_inner_texts()
    years = [int(text[-4:]) for text in facts]
    assert years == sorted(years, reverse=True)


def test_more_results_are_shown_when_they_are_wanted(reader: Reader) -> None:
    page = reader.opens("/search/")
    ask(page, "minutes")
    expect(page.locator("#Hits > li")).to_have_count(10)
    page.get_by_role("button", name="More results").press("Enter")
    expect(page.locator("#Hits > li")).to_have_count(20)
    focused = "document.querySelectorAll('#Hits > li')[10].contains(document.activeElement)"
    page.wait_for_function(focused)


def test_a_meeting_that_is_off_says_so(reader: Reader) -> None:
    page = reader.opens("/search/")
    ask(page, "regional biobanks")
    hit = page.locator("#Hits > li").filter(has_text="Meeting · 4 February 2027")
    expect(hit.locator(".badge")).to_have_text("Cancelled")


def test_by_keyboard_alone(reader: Reader) -> None:
    page = reader.opens("/search/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("night/trains")
    expect(page.get_by_role("status")).to_contain_text("result")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(NIGHT_TRAINS))


def test_the_key_can_be_turned_off_and_stays_off(reader: Reader) -> None:
    page = reader.opens("/search/")
    page.get_by_role("checkbox").uncheck()
    for _ in range(2):
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox")).not_to_be_focused()
        page.reload()
        expect(page.get_by_role("checkbox")).not_to_be_checked()


def test_the_address_holds_the_question(reader: Reader) -> None:
    page = reader.opens("/search/")
    ask(page, "night trains")
    expect(page).to_have_url(re.compile(r"/search/\?q=night\+trains$"))
    found = titles(page)
    assert found
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("night trains")
    expect(page.get_by_role("status")).to_contain_text("result")
    assert titles(page) == found
    page.get_by_role("link", name="Français").click()
    expect(page.get_by_role("status")).to_contain_text("résultat")
    ask(page, "   ")


def test_without_a_question_there_are_the_groups(reader: Reader) -> None:
    page = reader.opens("/search/?q=trains")
    groups = page.get_by_role("navigation", name="By group")
    expect(groups).to_be_hidden()
    page.get_by_role("searchbox").fill("")
    expect(groups).to_be_visible()
    expect(page).to_have_url(re.compile("/search/$"))
    expect(page.locator("#Hits > li")).to_have_count(0)
    page.get_by_role("searchbox").fill("a")
    expect(page.get_by_role("status")).to_have_text("Type at least two letters.")


def test_in_french_it_leads_to_what_is_french(reader: Reader) -> None:
    page = reader.opens("/fr/search/?q=smart+cities")
    group = page.locator("#Hits > li").filter(has_text="Groupe").first
    expect(group.locator("h2 a")).to_have_attribute("href", re.compile("groups/smart-cities/$"))
    group.locator("h2 a").click()
    expect(page).to_have_url(re.compile("/fr/groups/smart-cities/$"))
    page = reader.opens("/fr/search/?q=position+draft+mission")
    paper = page.locator("#Hits > li").filter(has_text="Document de travail").first
    assert paper.locator("h2 a").get_attribute("lang") == "en"
    expect(paper.locator(".facts").first).to_have_text(
        re.compile("^Document de travail .* · anglais$")
    )
    paper.get_by_role("link").last.click()
    expect(page).to_have_url(re.compile("/fr/meetings/2026-12-01-mission-after-2027/$"))


def test_without_scripts_there_are_links_by_year_and_group(
    reader: Reader, example_site: Path
) -> None:
    page = reader.opens("/search/", scripts=False)
    assert page.get_by_role("searchbox").count() == 0
    groups = page.get_by_role("navigation", name="By group").get_by_role("link")
    assert groups.count() == len(list((ROOT / "content/groups").glob("*/index.md")))
    years = sorted((p.name for p in (example_site / "archive").glob("[0-9]*")), reverse=True)
    linked = page.get_by_role("navigation", name="By year").get_by_role("link")
    assert linked.all_inner_texts() == years
    groups.first.click()
    expect(page).to_have_url(re.compile("/groups/advanced-manufacturing/$"))


def test_every_page_leads_to_search(reader: Reader) -> None:
    page = reader.opens(NIGHT_TRAINS)
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    expect(page).to_have_url(re.compile("/search/$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_results_can_be_used_by_all(reader: Reader, width: int, scheme: str) -> None:
    page = reader.opens("/search/?q=biobanks+health", width=width, scheme=scheme)
    expect(page.get_by_role("status")).to_contain_text("result")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)


# ---- The index -----------------------------------------------------------------------------------


def test_a_first_question_costs_little(reader: Reader) -> None:
    page = reader.opens("/search/")
    sizes: list[int] = []
    page.on("response", lambda r: sizes.append(len(r.body())) if "/index/" in r.url else None)
    ask(page, PHRASE)
    expect(page.locator("#Hits > li")).to_have_count(1)
    assert sum(sizes) < 60_000, "before it is packed for the way"


def test_a_word_that_is_everywhere_is_not_asked_for_among_others(reader: Reader) -> None:
    page = reader.opens("/search/")
    ask(page, "unheardof shunting")
    expect(page.get_by_role("status")).to_contain_text("Nothing")

    def everywhere(route: Route) -> None:
        said = json.loads(route.fetch().body()) | {"everywhere": ["unheardof"]}
        route.fulfill(body=json.dumps(said))

    page.route("**/shards.json", everywhere)
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("result")


def test_a_beginning_that_would_cost_too_much_asks_for_another_letter(reader: Reader) -> None:
    page = reader.opens("/search/")
    many = json.dumps({"shards": [f"sh{sign}" for sign in "aeiouwy"], "everywhere": []})
    page.route("**/shards.json", lambda route: route.fulfill(body=many))
    ask(page, "sh")
    expect(page.get_by_role("status")).to_contain_text("With another letter")


def test_what_cannot_be_fetched_is_told_and_tried_again(reader: Reader) -> None:
    page = reader.opens("/search/")
    page.route("**/words/**", lambda route: route.abort())
    ask(page, "shunting")
    expect(page.get_by_role("status")).to_contain_text("could not be loaded")
    page.unroute_all()
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("result")
    assert any("failed" in complaint for complaint in reader.complaints)
    reader.complaints.clear()


def test_the_script_folds_as_the_index_does(reader: Reader) -> None:
    """Every character that has a name, each within a word and with capitals."""
    points = (
        *range(0x3000),
        *range(0xA640, 0xAC00),
        *range(0xF900, 0x10900),
        *range(0x1D400, 0x1E000),
    )
    signs = [chr(p) for p in points if unicodedata.category(chr(p)) not in ("Cn", "Cs", "Co")]
    texts = [f"x{sign}Y {sign}{sign}" for sign in signs]
    page = reader.opens("/search/")
    source = page.locator("script[src*=search]").evaluate("script => script.src")
    said = page.evaluate(
        """async ([source, texts]) => {
          const { wordsOf } = await import(source);
          return texts.map((text) => wordsOf(text));
        }""",
        [source, texts],
    )
    wrong = {t: (w, words_of(t)) for t, w in zip(texts, said, strict=True) if set(w) != words_of(t)}
    assert wrong == {}
