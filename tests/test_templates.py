"""Templates: what is made once for all pages, and what each page has of its own."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import DictLoader, StrictUndefined, UndefinedError, pass_context
from jinja2.runtime import Context
from theme_pages import THEME

from templates import PageEnvironment, PageTemplate

PARTS = {
    "greeting": "{% from 'name' import name %}{% macro greet() %}Hello {{ name() }}{% endmacro %}",
    "name": "{% macro name() %}<b>{{ who }}</b>{% endmacro %}",
}


def an_environment(**templates: str) -> PageEnvironment:
    loader = DictLoader(PARTS | templates)
    return PageEnvironment(loader=loader, autoescape=True, undefined=StrictUndefined)


def test_parts_are_made_once_and_see_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    make = PageTemplate.make_module

    def counted(template: PageTemplate, *args: Any) -> Any:
        made.append(template.name)
        return make(template, *args)

    monkeypatch.setattr(PageTemplate, "make_module", counted)
    environment = an_environment(page="{% from 'greeting' import greet %}{{ greet() }}")
    assert environment.render("page", {"who": "A & B"}) == "Hello <b>A &amp; B</b>"
    assert environment.render("page", {"who": "C"}) == "Hello <b>C</b>"
    with pytest.raises(UndefinedError, match="'who' is undefined"):
        environment.render("page", {})
    assert made == ["greeting", "name"]


def test_what_is_made_once_holds_nothing_of_the_first_page() -> None:
    environment = an_environment(
        title="{% set title = who ~ '!' %}", page="{% from 'title' import title %}{{ title }}"
    )
    for who in ("A", "B"):
        with pytest.raises(UndefinedError, match="'who' is undefined"):
            environment.render("page", {"who": who})


def test_with_context_a_part_sees_also_what_the_page_has_set() -> None:
    environment = an_environment(
        title="{% set title = who ~ '!' %}{% macro louder() %}{{ title ~ mark }}{% endmacro %}",
        page="{% set mark = '?' %}{% from 'title' import louder with context %}{{ louder() }}",
    )
    assert environment.render("page", {"who": "A"}) == "A!?"
    assert environment.render("page", {"who": "B"}) == "B!?"


def test_what_extends_and_includes_sees_the_page() -> None:
    environment = an_environment(
        base="{% include 'foot' %} {% block main %}{% endblock %}",
        foot="{{ who }}",
        page="{% extends 'base' %}{% block main %}{{ who }}, {{ self.end() }}{% endblock %}"
        "{% block end %}{% for who in 'xy' %}{{ who }}{% endfor %}{% endblock %}",
    )
    assert environment.render("page", {"who": "A"}) == "A A, xy"


def test_what_asks_for_the_context_gets_it() -> None:
    @pass_context
    def told(context: Context, end: str) -> str:
        return str(context["who"]) + end

    class Caller:
        @pass_context
        def __call__(self, context: Context) -> str:
            return str(context["who"])

    page = "{% macro around() %}[{{ caller() }}]{% endmacro %}{% call around() %}{{ "
    environment = an_environment(page=page + "told('.') ~ caller_of() }}{% endcall %}")
    names = {"who": "A", "told": told, "caller_of": Caller()}
    assert environment.render("page", names) == "[A.A]"


@pytest.mark.parametrize("kind", ["{% from 'name' import name %}{{ name() }}", "{{ who }}"])
def test_a_name_of_a_template_wins_over_the_page(kind: str) -> None:
    environment = an_environment(page="{% set who = 'own' %}" + kind)
    assert ("own" in environment.render("page", {"who": "page"})) == (kind == "{{ who }}")


def test_the_theme_imports_nothing_anew_for_each_page() -> None:
    texts = [path.read_text("utf-8") for path in sorted((THEME / "templates").rglob("*.html"))]
    assert sum(text.count(" import ") for text in texts) > 100
    assert not [text for text in texts if "with context" in text]


def test_macros_take_arguments_in_their_order_by_name_or_not_at_all() -> None:
    environment = an_environment(
        page="{% macro two(a, b='<') %}{{ a }}{{ b }}{% endmacro %}" + "{{ two(" + "'&', b=1) }}"
        "{{ two(b=2, a=3) }}{{ two('>') }}{{ two(*[4, 5]) }}{{ 'x' if two('') == '' }}"
    )
    assert environment.render("page", {}) == "&amp;132&gt;&lt;45"


@pytest.mark.parametrize("given", ["1, 2", "1, one=2", "other=1"])
def test_a_macro_takes_nothing_that_it_does_not_name(given: str) -> None:
    page = "{% macro only(one) %}{{ one }}{% endmacro %}{{ only(" + given + ") }}"
    with pytest.raises(TypeError, match="macro 'only' takes no"):
        an_environment(page=page).render("page", {})
