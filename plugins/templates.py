"""Templates: Jinja as our pages need it, so that parts are made once, and not for every page.

What is imported without context Jinja makes once, and keeps. Its macros look names up whenever they
are called; here they find those of the page that is being written, too.

Jinja asks at each call whether what is called takes its context, and wraps each text as it escapes
it. Pages have hundreds of both, so here that is decided when a template is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache
from keyword import iskeyword
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from drawings import lucide
from workgroups.serving import PAGE_POLICY
from workgroups.times import Timeline

PLAIN = frozenset({"exactly", "link", "local", "lucide", "t"})
"""Names of a page that are functions and take nothing of Jinja's."""

_SHORT = 100
"""Signs of a text that may well come again, such as a name, a day or a label."""


class PageCode(CodeGenerator):
    """Writes templates as Python, in which macros, methods and plain functions are just called."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write a template: what it imports is macros, and so is what it defines as such."""
        imported = (name for each in node.find_all(nodes.FromImport) for name in each.names)
        self._plain = {
            *PLAIN,
            *(name if isinstance(name, str) else name[1] for name in imported),
            *(macro.name for macro in node.find_all(nodes.Macro)),
        }
        super().visit_Template(node, frame)

    def visit_Call(  # noqa: N802
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,
    ) -> None:
        """Write a call."""
        if forward_caller or not self._is_plain(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for each in (*node.args, *node.kwargs):
            self.visit(each, frame)
            self.write(", ")
        self.write(")")

    def _is_plain(self, node: nodes.Call) -> bool:
        called, starred = node.node, node.dyn_args or node.dyn_kwargs
        if starred or any(iskeyword(each.key) for each in node.kwargs):
            return False
        is_known = isinstance(called, nodes.Name) and called.name in self._plain
        return is_known or isinstance(called, nodes.Getattr)


class PageMacro(Macro):
    """A macro that takes the arguments it names and no others, and escapes what it shows."""

    def __init__(self, environment: Environment, function: Callable[..., str], *rest: Any) -> None:
        super().__init__(environment, function, *rest)
        self._function = function
        self._takes_more = self.catch_kwargs or self.catch_varargs or self.caller

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """What it makes of its arguments, given in their order or by name."""
        if self._takes_more:
            return super().__call__(*args, **kwargs)
        named = [kwargs.pop(name, missing) for name in self.arguments[len(args) :]]
        if kwargs or len(args) > len(self.arguments):  # of which Jinja tells
            return super().__call__(*args, **kwargs)
        return str.__new__(Markup, self._function(*args, *named))


def _shown(value: object) -> str:
    """A value as it stands in a page."""
    if type(value) is Markup:
        return value
    if type(value) is str and len(value) < _SHORT:
        return _escaped(value)
    return escape(value)


@lru_cache(maxsize=10_000)
def _escaped(text: str) -> str:
    return escape(text)


@lru_cache(maxsize=10_000)
def _as_json(timeline: Timeline) -> Markup:
    """States with their instants, as now.js reads them between single quotes."""
    told = [[begins and f"{begins:%Y-%m-%dT%H:%M:%SZ}", state] for begins, state in timeline]
    return Markup(json.dumps(told, separators=(",", ":")))  # noqa: S704  Nobody else's words.


class PageContext(Context):
    """Where a template finds names: its own first, then those of the page."""

    environment: PageEnvironment

    def resolve_or_missing(self, key: str) -> Any:
        """The value of a name."""
        if key in self.vars:
            return self.vars[key]
        if key in self.parent:
            return self.parent[key]
        return self.environment.page.get(key, missing)


class PageTemplate(Template):
    """A template; what is kept of it for all pages has seen none of them."""

    environment: PageEnvironment

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002  Jinja's own name.
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """The template that was written as this code."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__.update(Macro=PageMacro, escape=_shown)
        return template

    def make_module(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002  Jinja's own name.
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002
    ) -> TemplateModule:
        """What others import of it; without `vars`, Jinja keeps it.

        A name of the page that is used outside of macros is then undefined: not that of whichever
        page came first.
        """
        if vars is not None:
            return super().make_module(vars, shared, locals)
        page, self.environment.page = self.environment.page, {}
        try:
            return super().make_module()
        finally:
            self.environment.page = page


class PageEnvironment(Environment):
    """Renders one page after the other, never two at once."""

    code_generator_class = PageCode
    context_class = PageContext
    template_class = PageTemplate

    def __init__(self, loader: BaseLoader | None, **options: Any) -> None:
        """`options` are Jinja's, and win over what is decided here."""
        # A name that does not exist stops the build instead of printing nothing; templates do not
        # change during a run.
        decided = {"undefined": StrictUndefined, "auto_reload": False}
        super().__init__(loader=loader, **{**decided, **options})
        self.filters["as_json"] = _as_json
        self.globals.update(lucide=lucide, page_policy=PAGE_POLICY)

    page: Mapping[str, Any] = {}
    """The names of the page that is being written."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that all templates have: those of the environment alone, which are compared
        with each import."""
        return super().make_globals(d) if d else self.globals

    def render(self, template: str, names: Mapping[str, Any]) -> str:
        """A page made of a template, with these names."""
        self.page = names
        return self.get_template(template).render()
