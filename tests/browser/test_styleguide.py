"""The style guide in a browser: each example shows something, whole, beside the others, for all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from site_reader import Reader

pytestmark = pytest.mark.browser

# Of each example what is wrong with its box: nothing in it, more in it than it holds, or over
# another one's. A box may scroll what is as wide as it is; nothing may stick out of it.
WRONG = """() => {
  const examples = [...document.querySelectorAll('[data-example]')].map((element) => {
    const box = element.querySelector('.example__box');
    return { name: element.dataset.example, box, place: box.getBoundingClientRect() };
  });
  const empty = ({ box, place }) =>
    place.height < 8 || (!box.innerText.trim() && !box.querySelector('svg'));
  const beyond = ({ box, place }) => box.scrollWidth > box.clientWidth + 1
    || [...box.querySelectorAll('*')].some((part) => {
      const inside = part.getBoundingClientRect();
      return inside.width && !part.closest('.visually-hidden, pre, .prose table')
        && (inside.right > place.right + 1 || inside.left < place.left - 1);
    });
  const over = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  return examples.flatMap((example, at) => [
    ...(empty(example) ? [`${example.name}: empty`] : []),
    ...(beyond(example) ? [`${example.name}: sticks out`] : []),
    ...examples.slice(at + 1).filter((other) => over(example.place, other.place))
      .map((other) => `${example.name}: over ${other.name}`),
  ]);
}"""


@pytest.fixture(scope="module")
def guide(browser: Browser, served: str) -> Iterator[Page]:
    reader = Reader(browser, served)
    page = reader.opens("/styleguide/")
    page.evaluate(Axe().axe_script)
    yield page
    for context in reader.contexts:
        context.close()
    assert reader.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_each_example_is_whole(guide: Page, width: int, scheme: Literal["light", "dark"]) -> None:
    guide.set_viewport_size({"width": width, "height": 800})
    guide.emulate_media(color_scheme=scheme)
    assert guide.locator("[data-example]").count() > 60
    assert guide.evaluate(WRONG) == []
    assert guide.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_everyone_can_use_each_part(
    guide: Page, width: int, scheme: Literal["light", "dark"]
) -> None:
    guide.set_viewport_size({"width": width, "height": 800})
    guide.emulate_media(color_scheme=scheme)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = guide.evaluate("(rules) => axe.run(document, rules)", rules)["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found] == []


def test_every_colour_has_its_swatch(guide: Page) -> None:
    unseen = """() => [...document.querySelectorAll('.swatch__colour')]
      .filter((swatch) => getComputedStyle(swatch).backgroundColor === 'rgba(0, 0, 0, 0)')
      .map((swatch) => swatch.className)"""
    assert guide.evaluate(unseen) == []


def test_no_clock_changes_an_example(browser: Browser, served: str) -> None:
    reader = Reader(browser, served)
    page = reader.opens("/styleguide/", at="2035-01-01T00:00:00Z")
    assert page.locator(".register .button:visible").count() == 3
    assert page.locator(".badge--now:visible").count() == 3
    for context in reader.contexts:
        context.close()
