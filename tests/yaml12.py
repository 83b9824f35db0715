"""YAML 1.2 as editors' tools read it: all is text but numbers, true, false and null."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml


def _whole(text: str) -> int:
    return int(text, 0 if text[:2] in {"0o", "0x"} else 10)


# The core schema of YAML 1.2.2, section 10.3.2.
_KINDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "null": ("~|null|Null|NULL|", lambda _: None),
    "bool": ("true|True|TRUE|false|False|FALSE", lambda text: text[0] in "tT"),
    "int": ("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", _whole),
    "float": (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", float),
}


class _Core(yaml.SafeLoader):
    """PyYAML without the rules of YAML 1.1."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012  PyYAML's own name and kind


def _constructor(read: Callable[[str], Any]) -> Callable[[Any, Any], Any]:
    return lambda _, node: read(node.value)


for _kind, (_pattern, _read) in _KINDS.items():
    _tag = f"tag:yaml.org,2002:{_kind}"
    _Core.add_implicit_resolver(_tag, re.compile(f"^({_pattern})$"), None)
    _Core.add_constructor(_tag, _constructor(_read))


def read(text: str) -> Any:
    """What the text means."""
    return yaml.load(text, _Core)
