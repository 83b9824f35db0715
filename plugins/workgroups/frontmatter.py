"""Front matter: the YAML above a text, as plain strings that know their line and column.

`yaml.compose` stops before YAML 1.1 turns `14:00` into 840 and `NO` into False; what a string
means is decided by the field it stands in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from . import yaml_errors
from .problems import Problem

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml reads the same, ten times slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Place = tuple[str | int, ...]
"""The way to a value: ("agenda", 0, "title")."""

DEEPEST = 8
_FIRST_LINE = 2  # of the YAML, in the file: the first holds ---
_FENCE = re.compile(r"---[ \t]*")
# Only text that holds one of these can hold an anchor, an alias or a tag.
_SUSPECT = re.compile(r"(?:^|[\s\[{,])[&*!]\S", re.MULTILINE)
_LOST = re.compile(r"\s*(?<=\s)#[^\s#]\S*")
_TAB = re.compile(r"^ *\t", re.MULTILINE)


@dataclass(frozen=True)
class FrontMatter:
    """The fields of one file: nested mappings, lists and strings; an empty value is None.

    `marks` holds line and column (from 1) of every key and list item. `body` is the text below,
    `body_line` the line it begins on.
    """

    file: str
    values: dict[str, Any]
    marks: dict[Place, tuple[int, int]]
    body: str
    body_line: int

    def problem(self, place: Place, message: str, remedy: str) -> Problem:
        """A problem at the value, or at the nearest thing around it that was written."""
        while place and place not in self.marks:
            place = place[:-1]
        line, column = self.marks.get(place, (1, 1))
        return Problem(self.file, line, column, message, remedy)


def read(text: str, file: str, problems: list[Problem]) -> FrontMatter | None:
    """The front matter and body of a file; None where it cannot be read."""
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        message = "the file does not begin with front matter"
        remedy = "Put --- on the first line, the fields below it, then --- again."
        problems.append(Problem(file, 1, 1, message, remedy))
        return None
    end = next((i for i, line in enumerate(lines) if i and _FENCE.fullmatch(line)), None)
    if end is None:
        message = "the front matter has no end"
        remedy = "Put a line with --- alone below the last field."
        problems.append(Problem(file, 1, 1, message, remedy))
        return None
    reading = _Reading(file, "\n".join(lines[1:end]))
    values = reading.values()
    if reading.problems:
        problems.extend(reading.problems)
        return None
    return FrontMatter(file, values, reading.marks, "\n".join(lines[end + 1 :]), end + 2)


@dataclass
class _Reading:
    """One front matter while it is read."""

    file: str
    front: str
    marks: dict[Place, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def values(self) -> dict[str, Any]:
        if tab := _TAB.search(self.front):
            line = self.front.count("\n", 0, tab.end()) + _FIRST_LINE
            message = "there is a tab at the beginning of this line"
            self.tell((line, len(tab[0])), message, "Use spaces instead.")
            return {}
        try:
            if _SUSPECT.search(self.front):
                self.refuse_shorthand()
            node = yaml.compose(self.front, Loader=_Loader)
        except yaml.YAMLError as error:
            self.problems.append(yaml_errors.told(error, self.front, self.file))
            return {}
        except RecursionError:
            self.too_deep((_FIRST_LINE, 1))
            return {}
        if node is None:
            return {}
        if not isinstance(node, MappingNode):
            message = "the front matter is not made of fields"
            self.tell(_mark(node), message, "Write one field a line: name: value")
            return {}
        return self.mapping(node, ())

    def value(self, node: Node, place: Place) -> Any:
        if len(place) > DEEPEST:
            self.too_deep(_mark(node))
            return None
        if isinstance(node, MappingNode):
            return self.mapping(node, place)
        if isinstance(node, SequenceNode):
            return self.sequence(node, place)
        return self.scalar(node) if isinstance(node, ScalarNode) else None

    def scalar(self, node: ScalarNode) -> str | None:
        text: str = node.value
        if node.style:  # quoted, or a block
            return text
        self.refuse_lost_text(node)
        return None if text in ("", "~", "null") else text

    def sequence(self, node: SequenceNode, place: Place) -> list[Any]:
        self.marks.update({(*place, i): _mark(item) for i, item in enumerate(node.value)})
        return [self.value(item, (*place, index)) for index, item in enumerate(node.value)]

    def mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, mark = key_node.value, _mark(key_node)
            if not isinstance(key_node, ScalarNode):
                self.tell(mark, "the name of a field must be a word", "Write name: value")
            elif key in values:
                remedy = f"Keep one; the first is on line {self.marks[(*place, key)][0]}."
                self.tell(mark, f"{key} stands here twice", remedy)
            else:
                self.marks[(*place, key)] = mark
                values[key] = self.value(value_node, (*place, key))
        return values

    def refuse_shorthand(self) -> None:
        """Anchors, aliases and tags: abbreviations of YAML that no editor means to write."""
        for event in yaml.parse(self.front, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent):
                sign = "*"
            else:
                anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
                sign = "&" if anchor else "!" if tag else ""
            if sign:
                message = f"a text that begins with {sign} has a special meaning in YAML"
                self.tell(_mark(event), message, "Put the text in quotes.")

    def refuse_lost_text(self, node: ScalarNode) -> None:
        """A # after a space makes the rest of the line a comment: `title: Meeting #3`."""
        line = self.front.split("\n")[node.end_mark.line :][:1]
        if line and (lost := _LOST.match(line[0], node.end_mark.column)):
            message = f"everything from {lost[0].strip()} on is lost here"
            remedy = "Put the value in quotes; in a comment, write a space after #."
            mark = node.end_mark.line + _FIRST_LINE, line[0].index("#", lost.start()) + 1
            self.tell(mark, message, remedy)

    def too_deep(self, mark: tuple[int, int]) -> None:
        message = "fields are nested too deeply here"
        self.tell(mark, message, "Write the fields as the README shows them.")

    def tell(self, mark: tuple[int, int], message: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, *mark, message, remedy))


def _mark(thing: Node | yaml.Event) -> tuple[int, int]:
    mark = thing.start_mark
    return (mark.line + _FIRST_LINE, mark.column + 1) if mark else (1, 1)
