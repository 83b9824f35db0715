"""YAML's own errors, told to someone who has never heard of YAML."""

from __future__ import annotations

import yaml

from .problems import Problem

# What libyaml says (a part of it), what an editor is told, and the remedy.
_COLON = "there is a colon inside this text"
_TOLD = (
    (
        "mapping values are not allowed",
        _COLON,
        'Put the text in quotes: title: "Towards: the mission"',
    ),
    (
        "found unexpected end of stream",
        "a quotation mark opens here and never closes",
        "Close it at the end of the text.",
    ),
    (
        "found unexpected document indicator",
        "a quotation mark opens here and never closes",
        "Close it at the end of the text.",
    ),
    (
        "could not find expected ':'",
        "this line is not a field",
        "Write name: value, or put a long text in quotes.",
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
        "Put commas between its fields and } at the end.",
    ),
    (
        "did not find expected '-'",
        "this line is not in line with the list above it",
        "Begin each item of a list with - at the same column.",
    ),
    (
        "did not find expected key",
        "this line is not in line with the fields around it",
        "Begin the fields that belong together at the same column; close every quotation mark.",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot begin on this line",
        "Begin the list on the next line, each item with - in front.",
    ),
    (
        "escape character",
        "a backslash in double quotes has a special meaning",
        "Use single quotes, or write the backslash twice.",
    ),
    (
        "control characters are not allowed",
        "there is a character here that cannot be seen",
        "Delete it and write the word again.",
    ),
    (
        "found undefined alias",
        "a text that begins with * has a special meaning in YAML",
        "Put the text in quotes.",
    ),
)
# For these libyaml's own mark is the end of the file; the mark of the context is where it began.
_AT_CONTEXT = ("unexpected end of stream", "unexpected document indicator", "or ']'", "or '}'")


def told(error: yaml.YAMLError, front: str, file: str) -> Problem:
    """The problem behind the error; `front` is the YAML, which begins on line 2 of the file."""
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    message, remedy = next(
        ((told, remedy) for pattern, told, remedy in _TOLD if pattern in said),
        ("this line cannot be read", "Write name: value, and put a long text in quotes."),
    )
    mark = getattr(error, "problem_mark", None)
    if message is _COLON and mark and ":" not in front.split("\n")[mark.line][: mark.column]:
        message = "this line does not fit the one above it"
        remedy = "Write name: value on every line, fields that belong together at one column."
    if any(pattern in said for pattern in _AT_CONTEXT):
        mark = getattr(error, "context_mark", None) or mark
    if mark is None:
        position = getattr(error, "position", 0)
        before = front[:position]
        return Problem(file, before.count("\n") + 2, position - before.rfind("\n"), message, remedy)
    return Problem(file, min(mark.line, front.count("\n")) + 2, mark.column + 1, message, remedy)
