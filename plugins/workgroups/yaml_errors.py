"""YAML's own errors, told to someone who has never heard of YAML.

libyaml says where it gave up; the mistake is often a line above. So the lines are looked at first,
for the mistakes that people make, and what libyaml says is a last resort.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml

from .problems import Problem

# What libyaml says (a part of it), what an editor is told, and the remedy.
_TOLD = (
    (
        "mapping values are not allowed",
        "this line does not fit the one above it",
        "Write name: value on every line, fields that belong together at one column.",
    ),
    (
        "found unexpected end of stream",
        "a quotation mark opens here and never closes",
        "Close it at the end of the text, or put the whole text in the other kind of quotes.",
    ),
    (
        "could not find expected ':'",
        "this line is not a field",
        "Write name: value. Where the fields end, put a line with --- alone.",
    ),
    (
        "cannot start any token",
        "a text cannot begin with this character",
        "Put the text in quotes.",
    ),
    (
        "expected ',' or ']'",
        "a list opens with [ and does not close",
        "Put commas between its items and ] at the end.",
    ),
    (
        "expected ',' or '}'",
        "a { opens here and does not close",
        "Put commas between its fields and } at the end, or the whole text in quotes.",
    ),
    (
        "did not find expected '-'",
        "this line is not in line with the list above it",
        "Begin each item with - at one column, and its fields two columns further right.",
    ),
    (
        "document start",
        "this line is not in line with the fields around it",
        "Begin the fields that belong together at the same column.",
    ),
    (
        "did not find expected key",
        "this line is not in line with the fields around it",
        "Begin the fields that belong together at the same column.",
    ),
    (
        "did not find expected node content",
        "something is missing before this character",
        "Write the item there, or delete one comma.",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot begin on this line",
        "Begin it on the next line, each item with - in front; put a text in quotes.",
    ),
    (
        "escape character",
        "a backslash in double quotes has a special meaning",
        "Use single quotes, or write the backslash twice.",
    ),
    (
        "escape code",
        "a backslash in double quotes has a special meaning",
        "Use single quotes, or write the backslash twice.",
    ),
    (
        "control characters are not allowed",
        "there is a character here that cannot be seen",
        "Delete it and write the word again.",
    ),
)
# For these libyaml's own mark is where it gave up; the mark of the context is where it began.
_AT_CONTEXT = ("unexpected end of stream", "expected ':'", "or ']'", "or '}'")

_FIRST_LINE = 2  # of the YAML, in the file: the first holds ---
_VALUE = re.compile(r"\s*(?:- +)*(?:[\w-]+: +|(?<=- ))(?P<value>\S.*)")
_NO_SPACE = re.compile(r"\s*(?:- +)*(?P<name>[A-Za-z_]+):(?P<value>[^\s:/].*)")
_FIELD = re.compile(r" *[A-Za-z_]+:( |$)")
_NO_NAME = re.compile(r"\s*(?:- +)*:(\s|$)")
_LOST = re.compile(r"\s(#\S+)")
_TWO_FIELDS = re.compile(r"[\d:.-]+ +[a-z_]+: ")
_SPECIAL = "[{&*!|>%@`?,"
# Quotation marks that open, and those that then close.
_PAIRS = (('"', '"'), ("'", "'"), ("“„‟”", "”“"), ("‘‚", "’‘"), ("«", "»"), ("»", "«"))


@dataclass(frozen=True)
class _Trouble:
    """Where libyaml gave up (`row`, `column`) and where what it was reading began, from 0."""

    lines: list[str]
    said: str
    row: int
    column: int
    began: int

    @property
    def line(self) -> str:
        return self.lines[self.row]

    @property
    def before(self) -> str:
        """The part of the line that could be read."""
        return self.line[: self.column]


_Found = tuple[int, int, str, str]
"""Row, column, message and remedy."""


def told(error: yaml.YAMLError, front: str, file: str) -> Problem:
    """The problem behind the error; `front` is the YAML, which begins on line 2 of the file."""
    trouble = _trouble(error, front)
    found = (look(trouble) for look in _LOOKS)
    row, column, message, remedy = next(filter(None, found), None) or _in_other_words(trouble)
    return Problem(file, row + _FIRST_LINE, column + 1, message, remedy)


def _trouble(error: yaml.YAMLError, front: str) -> _Trouble:
    lines = front.split("\n")
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    context = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None)
    if any(pattern in said for pattern in _AT_CONTEXT):
        mark = context or mark
    if mark is None:
        before = front[: getattr(error, "position", 0)]
        row, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    else:
        row, column = mark.line, mark.column
    row = min(row, len(lines) - 1)
    return _Trouble(lines, said, row, column, min(context.line, row) if context else row)


def _first_line_indented(trouble: _Trouble) -> _Found | None:
    """Spaces before the first field: those below it then stand too far left."""
    first = next((row for row, line in enumerate(trouble.lines) if line.strip()), 0)
    line = trouble.lines[first]
    if "document start" not in trouble.said or not line.startswith(" "):
        return None
    column = len(line) - len(line.lstrip())
    return first, column, "there are spaces before this field", "Delete them."


def _too_far_right(trouble: _Trouble) -> _Found | None:
    """A field that begins further right than the one above it, which has a value already."""
    above = trouble.lines[trouble.row - 1] if trouble.row else ""
    column, wanted = (len(line) - len(line.lstrip()) for line in (trouble.line, above))
    if "mapping values" not in trouble.said or column <= wanted or not _FIELD.match(trouble.line):
        return None
    if not _VALUE.fullmatch(above) or above.lstrip().startswith("-"):
        return None
    message = "this field begins further right than the one above it"
    spaces = {0: "without a space", 1: "after one space"}.get(wanted, f"after {wanted} spaces")
    return trouble.row, column, message, f"Begin it {spaces}, straight below the other."


def _item_out_of_line(trouble: _Trouble) -> _Found | None:
    """An item of a list that begins left of the one above it."""
    if not trouble.line.lstrip().startswith("- ") or "expected key" not in trouble.said:
        return None
    message = "this item is not in line with the list above it"
    return trouble.row, trouble.column, message, "Begin each item of a list at the same column."


def _no_space_after_colon(trouble: _Trouble) -> _Found | None:
    """`title:Energy`, which YAML takes for a text that goes on in the next line."""
    for row in range(max(trouble.row - 1, 0), trouble.row + 1):
        if found := _NO_SPACE.fullmatch(trouble.lines[row]):
            remedy = f"Write {found['name']}: {found['value']}"
            return row, found.end("name"), "there is no space after this colon", remedy
    return None


def _quotes_over_lines(trouble: _Trouble) -> _Found | None:
    """A quotation mark that is closed by the next one below, which was to open another text."""
    for start, end in _quoted_over_lines("\n".join(trouble.lines)):
        if end.line == trouble.row:
            message = f"the quotation mark that opens here closes only on line {end.line + 2}"
            return start.line, start.column, message, "Close it at the end of the text."
    return None


def _quoted_over_lines(front: str) -> Iterator[tuple[yaml.Mark, yaml.Mark]]:
    try:
        for token in yaml.scan(front, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            quoted = isinstance(token, yaml.ScalarToken) and token.style in ("'", '"')
            if quoted and token.start_mark.line != token.end_mark.line:
                yield token.start_mark, token.end_mark
    except yaml.YAMLError:
        return


def _text_after_quotes(trouble: _Trouble) -> _Found | None:
    """`'The city's plan'`, or `"Energy" and more`."""
    read = _VALUE.fullmatch(trouble.before.rstrip())
    whole = _VALUE.fullmatch(trouble.line)
    if not (read and whole and re.fullmatch(r"(['\"]).*\1", read["value"])):
        return None
    message = "the text goes on after its closing quotation mark"
    return trouble.row, trouble.column, message, in_quotes(trouble.line, whole["value"])


def _special_beginning(trouble: _Trouble) -> _Found | None:
    """A sign that means something else to YAML: `[Draft] Energy`, `@home`, `*Please* come`."""
    whole = _VALUE.fullmatch(trouble.line)
    if not whole or whole["value"][0] not in _SPECIAL:
        return None
    sign = whole["value"][0]
    read = trouble.line[whole.start("value") : trouble.column]
    if sign in "[{" and not whole["value"].startswith(("{{", "{%")) and not _closed(sign, read):
        return None
    remedy = in_quotes(trouble.line, whole["value"])
    return trouble.row, whole.start("value"), f"a text cannot begin with {sign}", remedy


def _closed(sign: str, read: str) -> bool:
    return 0 < read.count(sign) <= read.count("]" if sign == "[" else "}")


def _other_bullet(trouble: _Trouble) -> _Found | None:
    """`* heat`, an item as Markdown has it."""
    if not re.match(r"\s*\*\s", trouble.line):
        return None
    column = trouble.line.index("*")
    return trouble.row, column, "an item of a list cannot begin with *", "Write - instead of *."


def _lost_in_list(trouble: _Trouble) -> _Found | None:
    """`[first, number #2]`: the # hides the end of the list."""
    lost = _LOST.search(trouble.line, trouble.column)
    if not lost or "or ']'" not in trouble.said:
        return None
    message = f"everything from {lost[1]} on is lost here"
    return trouble.row, lost.start(1), message, "Put each item that holds a # in quotes."


def _no_name(trouble: _Trouble) -> _Found | None:
    if not _NO_NAME.match(trouble.line):
        return None
    column = trouble.line.index(":")
    return trouble.row, column, "there is no name before this colon", "Write name: value."


def _colon_in_text(trouble: _Trouble) -> _Found | None:
    whole = _VALUE.fullmatch(trouble.line)
    if "mapping values" not in trouble.said or not whole or whole.start("value") > trouble.column:
        return None
    remedy = in_quotes(trouble.line, whole["value"].strip())
    if _TWO_FIELDS.match(whole["value"]):
        remedy = "Begin a new line for each field."
    return trouble.row, trouble.column, "there is a colon inside this text", remedy


def in_quotes(line: str, text: str) -> str:
    """The remedy that quotes are, with the field as it would then stand."""
    text = without_outer_quotes(text.strip())
    quote = '"' if '"' not in text and "\\" not in text else "'"
    remedy = "Put the whole text in quotes"
    if quote in text:
        remedy = "Put the whole text in single quotes, and write each ' inside it twice"
        text = text.replace(quote, quote * 2)
    begins = _VALUE.fullmatch(line)
    name = line[: begins.start("value")].lstrip(" -") if begins else ""
    return f"{remedy}: {name}{quote}{text}{quote}"


def without_outer_quotes(text: str) -> str:
    """The text without quotation marks around the whole of it; those of a part of it stay."""
    signs = next((s for s in _PAIRS if text[:1] in s[0] and text[-1:] in s[1]), None)
    inner = text[1:-1].strip()
    if not (signs and len(text) > 1 and inner):
        return text
    # An apostrophe, as in "the city's", is no quotation mark.
    marks = re.findall(f"(?<!\\w)[{signs[0]}{signs[1]}]|[{signs[0]}{signs[1]}](?!\\w)", inner)
    if len(marks) % 2 or not marks:
        return inner
    # `"He said "no" to us"` opens another inside, `"Heat" and "Water"` closes the first.
    first = next(i for i, sign in enumerate(inner) if sign == marks[0])
    opens = marks[0] in signs[0] and inner[max(first - 1, 0)] in " (" + signs[0]
    return inner if opens else text


def _in_other_words(trouble: _Trouble) -> _Found:
    """What libyaml says, translated."""
    message, remedy = next(
        ((told, remedy) for pattern, told, remedy in _TOLD if pattern in trouble.said),
        ("this line cannot be read", "Write name: value, and put a long text in quotes."),
    )
    column = trouble.column
    if "mapping values" in trouble.said:
        column = len(trouble.line) - len(trouble.line.lstrip())
    return trouble.row, column, message, remedy


_LOOKS: tuple[Callable[[_Trouble], _Found | None], ...] = (
    _first_line_indented,
    _no_space_after_colon,
    _too_far_right,
    _item_out_of_line,
    _quotes_over_lines,
    _text_after_quotes,
    _special_beginning,
    _other_bullet,
    _lost_in_list,
    _no_name,
    _colon_in_text,
)
