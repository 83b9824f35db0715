"""Front matter: the YAML above a text, as plain strings that know their line and column.

`yaml.compose` stops before YAML 1.1 turns `14:00` into 840 and `NO` into False; what a string
means is decided by the field it stands in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from . import yaml_errors
from .problems import Problem
from .signs import LINE_END

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml reads the same, ten times slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Place = tuple[str | int, ...]
"""The way to a value: ("agenda", 0, "title")."""

DEEPEST = 8
BUDGET = 100_000
"""Characters; the longest fields seen were a tenth of it."""

LINES = 2_000
"""The most lines of fields: an agenda of some 500 items."""

SAFE = 10_000
"""Characters; brackets in a longer text could nest so deeply that libyaml ends the program."""

_FIRST_LINE = 2  # of the YAML, in the file: the first holds ---
_FENCE = re.compile(r"---[ \t]*")
# What git leaves where two people changed the same lines.
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
_FIELDS_AGAIN = re.compile(
    r"\s*(?:^---[ \t]*\n)?(?=(?:uid|title|groups|start|name): \S(?:.*\n)+?---[ \t]*$)", re.MULTILINE
)
_NEARLY = re.compile(r"\s*(?!---\s*$)[-–—_=*]{2,}\s*")
# Only text that holds one of these can hold an anchor, an alias or a tag.
_SUSPECT = re.compile(r"(?:^|[\s\[{,])[&*!]\S", re.MULTILINE)
# A comment with a space after # is meant as one, but not before a number: `Session # 2`.
_LOST = re.compile(r"\s*(?<=\s)#([^\s#]\S*|\s+\d.*)")
_NAME = re.compile(r"[A-Za-z_]+:( |$)")
_ITEM = re.compile(r" *-(?= )")
_TAB = re.compile(r"^ *\t", re.MULTILINE)
# It looks like a space, and comes with text pasted from a web page or typed in French.
_WIDE_COLON = re.compile(r"^[ -]*(\w+)[ \u3000]*\uff1a", re.MULTILINE)
_HARD_SPACE = re.compile(r"^[ -]*\xa0|^[ -]*\w+\xa0*:\xa0|^[ -]*\w+\xa0+:", re.MULTILINE)


@dataclass(frozen=True)
class FrontMatter:
    """The fields of one file: nested mappings, lists and strings; an empty value is None.

    `marks` holds line and column (from 1) of every key and list item. `body` is the text below,
    `body_line` the line it begins on. Where the fields cannot be told, `readable` is false and
    `values` is empty. `told` are the places of values that are known to be wrong.
    """

    file: str
    values: dict[str, Any]
    marks: dict[Place, tuple[int, int]]
    body: str
    body_line: int
    readable: bool = True
    told: frozenset[Place] = frozenset()

    def texts(self, name: str) -> list[str]:
        """The items of a list, empty where one is no text; quotes can keep spaces around one."""
        items = self.values.get(name)
        texts = items if isinstance(items, list) else []
        return [text.strip() if isinstance(text, str) else "" for text in texts]

    def problem(self, place: Place, message: str, remedy: str) -> Problem:
        """A problem at the value, or at the nearest thing around it that was written."""
        while place and place not in self.marks:
            place = place[:-1]
        line, column = self.marks.get(place, (1, 1))
        return Problem(self.file, line, column, message, remedy)

    def problem_in_body(self, offset: int, message: str, remedy: str) -> Problem:
        """A problem at an offset of the body."""
        before = self.body[:offset]
        line = self.body_line + before.count("\n")
        return Problem(self.file, line, offset - before.rfind("\n"), message, remedy)


def unreadable(file: str, body: str = "", body_line: int = 1) -> FrontMatter:
    """The front matter of a file whose fields cannot be told."""
    return FrontMatter(file, {}, {}, body, body_line, readable=False)


def read(text: str, file: str, problems: list[Problem]) -> FrontMatter:
    """The front matter and body of a file; with problems as much as can be read."""
    lines = text.split("\n")
    if conflict := _found(_CONFLICT, text, "<" * 7, ">" * 7):
        message = "two edits of this file met here, and neither was chosen"
        remedy = "Keep one of the two texts; delete the lines of <<<<<<<, ======= and >>>>>>>."
        line = text.count("\n", 0, conflict.start()) + 1
        problems.append(Problem(file, line, 1, message, remedy))
        return unreadable(file)
    if not _FENCE.fullmatch(lines[0]):
        message = "the file does not begin with its fields"
        remedy = "Put three hyphens --- alone on the first line, the fields below, then --- again."
        problems.append(Problem(file, 1, 1, message, remedy))
        return unreadable(file)
    end = next((i for i, line in enumerate(lines) if i and _FENCE.fullmatch(line)), None)
    if end is None:
        message = "nothing says where the fields end"
        remedy = "Put a line with three hyphens --- alone below the last field."
        line = _last_field(lines)
        if nearly := next((i for i, text in enumerate(lines, 1) if _NEARLY.fullmatch(text)), None):
            line, message = nearly, "this line does not end the fields"
            remedy = "Write three hyphens and nothing else: ---"
        problems.append(Problem(file, line, 1, message, remedy))
        return unreadable(file)
    body, body_line = "\n".join(lines[end + 1 :]), end + 2
    if again := _FIELDS_AGAIN.match(body):
        message = "here the fields begin a second time"
        remedy = "Keep each field once, above the --- that ends them."
        line = body_line + again.group().count("\n")
        problems.append(Problem(file, line, 1, message, remedy))
    if end > LINES or sum(map(len, lines[1:end])) > BUDGET:
        message = f"the fields are longer than {BUDGET:,} characters or {LINES:,} lines"
        problems.append(Problem(file, 1, 1, message, "Put the long part below them, as text."))
        return unreadable(file, body, body_line)
    reading = _Reading(file, "\n".join(lines[1:end]))
    values = reading.values()
    problems.extend(reading.problems)
    if not reading.readable:
        return unreadable(file, body, body_line)
    told = frozenset(reading.told)
    return FrontMatter(file, values, reading.marks, body, body_line, told=told)


def _found(pattern: re.Pattern[str], text: str, *signs: str) -> re.Match[str] | None:
    """What fits a pattern, which holds one of these signs: they are found more quickly."""
    return pattern.search(text) if any(sign in text for sign in signs) else None


def _last_field(lines: list[str]) -> int:
    """The number of the line that is probably the last field: above the first empty one."""
    empty = next((i for i, line in enumerate(lines) if i and not line.strip()), len(lines))
    return max(empty, 1)


def _on_one_line(node: Node) -> bool:
    return bool(node.start_mark.line == node.end_mark.line)


@dataclass
class _Reading:
    """One front matter while it is read."""

    file: str
    front: str
    marks: dict[Place, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    told: set[Place] = field(default_factory=set)
    readable: bool = True

    @cached_property
    def lines(self) -> list[str]:
        return self.front.split("\n")

    def values(self) -> dict[str, Any]:
        self.refuse_strange_space()
        try:
            if len(self.front) > SAFE or _found(_SUSPECT, self.front, *"&*!"):
                self.refuse_shorthand_and_depth()
            if self.problems:
                self.readable = False
                return {}
            node = yaml.compose(self.front, Loader=_Loader)
        except yaml.YAMLError as error:
            self.problems.append(yaml_errors.told(error, self.front, self.file))
            self.readable = False
            return {}
        except RecursionError:
            self.too_deep((_FIRST_LINE, 1))
            return {}
        if node is None:
            return {}
        if not isinstance(node, MappingNode):
            message = "these are not fields"
            self.tell(_mark(node), message, "Write one field a line: name: value")
            self.readable = False
            return {}
        return self.mapping(node, ())

    def value(self, node: Node, place: Place) -> Any:
        if len(place) > DEEPEST:
            self.too_deep(_mark(node))
            return None
        if isinstance(node, CollectionNode) and node.flow_style:
            self.refuse_lost_text(node, place)
        if isinstance(node, MappingNode):
            return self.mapping(node, place)
        if isinstance(node, SequenceNode):
            return self.sequence(node, place)
        return self.scalar(node, place) if isinstance(node, ScalarNode) else None

    def scalar(self, node: ScalarNode, place: Place) -> str | None:
        text: str = node.value
        if node.style in ("|", ">"):
            return text
        self.refuse_lost_text(node, place)
        if node.style:
            self.refuse_swallowed_fields(node)
            return text
        self.refuse_swallowed_items(node, place)
        return None if text in ("", "~", "null") else text

    def sequence(self, node: SequenceNode, place: Place) -> list[Any]:
        self.marks.update({(*place, i): _mark(item) for i, item in enumerate(node.value)})
        return [self.value(item, (*place, index)) for index, item in enumerate(node.value)]

    def mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, mark = key_node.value, _mark(key_node)
            if not isinstance(key_node, ScalarNode):  # title: {{ title }}
                self.refuse_beginning(_mark(node), "{")
                self.told.add(place)
            elif key in values:
                remedy = f"Keep one; the first is on line {self.marks[(*place, key)][0]}."
                if place and isinstance(place[-1], int):
                    remedy = f"{remedy} Or begin a new item with - in front."
                self.tell(mark, f"{key} stands here twice", remedy)
            else:
                self.marks[(*place, key)] = mark
                values[key] = self.value(value_node, (*place, key))
        return values

    def refuse_strange_space(self) -> None:
        if tab := _found(_TAB, self.front, "\t"):
            message = "there is a tab at the beginning of this line"
            self.tell(self.mark_at(tab.end() - 1), message, "Use spaces instead.")
        if wide := _found(_WIDE_COLON, self.front, "\uff1a"):
            message = "this colon is not an ordinary one (U+FF1A)"
            self.tell(self.mark_at(wide.end() - 1), message, f"Write {wide[1]}: and a space.")
        if hard := _found(_HARD_SPACE, self.front, "\xa0"):
            message = "there is a space here that is not an ordinary one (U+00A0)"
            at = self.front.index("\xa0", hard.start())
            self.tell(self.mark_at(at), message, "Delete it and type a space again.")
        # libyaml takes them for ends of lines, and counts on from there.
        if strange := LINE_END.search(self.front):
            message = f"there is a character here that cannot be seen (U+{ord(strange[0]):04X})"
            remedy = "Delete it and write the word again."
            self.tell(self.mark_at(strange.start()), message, remedy)

    def refuse_shorthand_and_depth(self) -> None:
        """Anchors, aliases and tags: abbreviations of YAML that no editor means to write.

        A few lines of them, or of brackets, can stand for more than a machine can hold.
        """
        depth = 0
        for event in yaml.parse(self.front, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST + 1:
                self.too_deep(_mark(event))
                return
            if isinstance(event, yaml.AliasEvent):
                sign = "*"
            else:
                anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
                sign = "&" if anchor else "!" if tag else ""
            if sign:
                self.refuse_beginning(_mark(event), sign)

    def refuse_beginning(self, mark: tuple[int, int], sign: str) -> None:
        # Characters that libyaml takes for ends of lines, told already, make it count too many.
        line = "".join(self.lines[mark[0] - _FIRST_LINE : mark[0] - _FIRST_LINE + 1])
        remedy = yaml_errors.in_quotes(line, line[mark[1] - 1 :])
        self.tell(mark, f"a text cannot begin with {sign}", remedy)

    def refuse_swallowed_fields(self, node: ScalarNode) -> None:
        """A quotation mark that is closed by one further down makes the fields between a text."""
        first, last = node.start_mark.line, node.end_mark.line
        between = self.lines[first + 1 : last + 1]
        if any(map(_NAME.match, between)):
            message = f"the quotation mark that opens here closes only on line {last + _FIRST_LINE}"
            self.tell(_mark(node), message, "Close it at the end of the text.")
            self.readable = False

    def refuse_swallowed_items(self, node: ScalarNode, place: Place) -> None:
        """An item further right than the one above it makes both one text: `heat - power`."""
        first, last = node.start_mark.line, node.end_mark.line
        for row in range(first + 1, last + 1):
            if place and isinstance(place[-1], int) and (item := _ITEM.match(self.lines[row])):
                message = "this item begins further right than the one above it"
                remedy = "Begin each item of a list at the same column."
                self.tell((row + _FIRST_LINE, item.end()), message, remedy)
                self.told.add(place)

    def refuse_lost_text(self, node: Node, place: Place) -> None:
        """A # after a space makes the rest of the line a comment: `title: Meeting #3`."""
        if "#" not in self.front:
            return
        line = self.lines[node.end_mark.line : node.end_mark.line + 1]
        if line and (lost := _LOST.match(line[0], node.end_mark.column)):
            message = f"everything from {lost[0].strip()} on is lost here"
            remedy = "Write it within the brackets"
            if isinstance(node, ScalarNode):
                remedy = "Write it within the quotes"
                if not node.style:
                    text = line[0][node.start_mark.column :] if _on_one_line(node) else ""
                    remedy = yaml_errors.in_quotes(line[0], text or lost[0])
            remedy = f"{remedy}; a note of your own begins with # and a space."
            mark = node.end_mark.line + _FIRST_LINE, line[0].index("#", lost.start()) + 1
            self.tell(mark, message, remedy)
            self.told.add(place)

    def too_deep(self, mark: tuple[int, int]) -> None:
        message = "fields are nested too deeply here"
        self.tell(mark, message, "Write the fields as the README shows them.")
        self.readable = False

    def mark_at(self, offset: int) -> tuple[int, int]:
        line = self.front.count("\n", 0, offset) + _FIRST_LINE
        return line, offset - self.front.rfind("\n", 0, offset)

    def tell(self, mark: tuple[int, int], message: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, *mark, message, remedy))


def _mark(thing: Node | yaml.Event) -> tuple[int, int]:
    mark = thing.start_mark
    return (mark.line + _FIRST_LINE, mark.column + 1) if mark else (1, 1)
