"""Templates: Jinja as our pages need it, so that parts are made once, and not for every page.

What is imported without context Jinja makes once, and keeps. Its macros look names up whenever they
are called; here they find those of the page that is being written, too.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.utils import missing

from drawings import lucide
from workgroups.serving import PAGE_POLICY

_CALLED = {BuiltinFunctionType, FunctionType, MethodType, partial}


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

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """The value of a call. Jinja asks more than this does, and pages make hundreds of calls."""
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in _CALLED or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


class PageTemplate(Template):
    """A template; what is kept of it for all pages has seen none of them."""

    environment: PageEnvironment

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

    context_class = PageContext
    template_class = PageTemplate

    def __init__(self, loader: BaseLoader | None, **options: Any) -> None:
        """`options` are Jinja's, and win over what is decided here."""
        # A name that does not exist stops the build instead of printing nothing; templates do not
        # change during a run.
        decided = {"undefined": StrictUndefined, "auto_reload": False}
        super().__init__(loader=loader, **{**decided, **options})
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
