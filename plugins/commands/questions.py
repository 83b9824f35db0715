"""Questions: what a new file has to know, answered by flags or by who sits at the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from commands.outcomes import Misused
from workgroups.problems import Problem
from workgroups.series import SeriesError
from workgroups.times import TimeError

NONE = "-"
"""The answer that leaves out what is suggested."""

NEEDED = "This is needed."
LEAVE = "Ctrl+C leaves, and writes nothing."

Check = Callable[[Any], Iterable[Problem]]


def no_check(_: Any) -> tuple[Problem, ...]:
    """What is found wrong with an answer that only has to be read."""
    return ()


@dataclass(frozen=True)
class Question:
    """One question. `flag` answers it in a script; `read` makes of the answer what is written."""

    flag: str
    words: str
    read: Callable[[str], Any] = str
    needed: bool = False


@dataclass(frozen=True)
class Answers:
    """The flags that were given, and whether somebody can be asked for the rest."""

    given: Mapping[str, Any]
    asking: bool

    def refuse_missing(self, *flags: str) -> None:
        """Where nobody can be asked: name all that is missing at once. Raises Misused."""
        missing = [named(flag) for flag in flags if not self.given.get(flag)]
        if missing and not self.asking:
            raise Misused(f"Nobody can be asked here; add {', '.join(missing)}.")

    def to(
        self, question: Question, check: Check = no_check, suggested: Any = None, shown: str = ""
    ) -> Any:
        """What is to be written; None for nothing. Raises Misused for a flag that is wrong.

        `shown` is how what is `suggested` is offered.
        """
        typed = self.given.get(question.flag)
        if typed:
            typed = clean(typed)
            answer, told = _read(question, typed, check)
            for line in told:
                raise Misused(f"{named(question.flag)} {typed}: {line}")
            return answer
        while self.asking:
            offer = f" [{shown or suggested}]" if suggested else ""
            typed = clean(input(f"{question.words}{offer}: "))
            if not typed and suggested and not list(check(suggested)):
                return suggested
            answer, told = _read(question, typed or shown or str(suggested or NONE), check)
            if not told:
                return answer
            way_out = f" {LEAVE}" if told == [NEEDED] else ""
            print(*(f"    {line}{way_out}" for line in told), sep="\n")
        return suggested

    def agree(self, words: str) -> bool:
        """Whether the person agrees; without one, it was agreed to before."""
        return not self.asking or clean(input(f"{words} [yes/no]: ")).casefold() in {"y", "yes"}


def _read(question: Question, typed: str, check: Check) -> tuple[Any, list[str]]:
    """What the answer means, and what is wrong with it."""
    if typed in (NONE, ""):
        return None, [NEEDED] if question.needed else []
    try:
        answer = question.read(typed)
    except (SeriesError, TimeError) as error:
        return None, [f"{error}. {error.remedy}"]
    return answer, [f"{problem.message}. {problem.remedy}" for problem in sorted(check(answer))]


def named(flag: str) -> str:
    """The flag as it is written in a command."""
    return f"--{flag.strip('_').replace('_', '-')}"


def clean(text: str) -> str:
    """What was typed, on one line. Raises Misused for letters that the terminal has broken."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Misused("These letters are not in UTF-8; set the terminal to it.") from None
    return " ".join(text.split())


# ---- How answers are read ------------------------------------------------------------------------


def names(answer: str) -> list[str]:
    """Several words or names, with commas between them."""
    return [part.strip() for part in answer.split(",") if part.strip()]


def contact(answer: str) -> dict[str, str]:
    """`Secretariat <mail@organisation.eu>`, as mail programs write it."""
    if found := re.fullmatch(r"(.*?)\s*<([^<>]*)>", answer):
        return {"name": found[1], "email": found[2].strip()}
    return {"email": answer} if "@" in answer else {"name": answer}


def online(answer: str) -> dict[str, str]:
    """The address of the call, or a note on how to get it."""
    return {"address" if "://" in answer else "note": answer}


def chairs(answer: str) -> list[dict[str, str]]:
    """`Role, organisation`, with semicolons between several."""
    found = []
    for part in answer.split(";"):
        name, _, organisation = part.partition(",")
        chair = {"name": name.strip(), "organisation": organisation.strip()}
        found.append({key: value for key, value in chair.items() if value})
    return found


def said(value: Any) -> str:
    """How a contact or an online address is offered as an answer."""
    if not isinstance(value, Mapping):
        return str(value)
    if "email" in value and "name" in value:
        return f"{value['name']} <{value['email']}>"
    return str(next(iter(value.values()), ""))
