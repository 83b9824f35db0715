"""A sheet: one new index.md while its questions are asked, those of a meeting in their order."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from commands import questions
from commands.drafts import Content
from commands.questions import Answers, Question
from workgroups.drafting import draft
from workgroups.fields import Fields, GroupFields, MeetingFields
from workgroups.precedent import Precedent, precedent_of
from workgroups.problems import Problem
from workgroups.site import FormService
from workgroups.times import TimeError, read_moment

_STAND_IN = {
    MeetingFields: {"uid": "not-yet-known", "title": "Title", "start": "2027-01-11"},
    GroupFields: {"name": "A group that has no name yet"},
}
"""What answers are checked beside, as long as the others are not known."""


@dataclass
class Sheet:
    """One index.md while its questions are asked."""

    content: Content
    answers: Answers
    model: type[Fields]
    values: dict[str, Any] = field(default_factory=dict)
    stand_in: dict[str, Any] = field(default_factory=dict)
    name: str = "meetings/new"
    service: str = ""
    """The form service of the group's last meeting."""

    def ask(self, place: str, question: Question, suggested: Any = None) -> Any:
        """Ask for one field, `place.room` for an inner one, and keep the answer."""
        key, _, inner = place.partition(".")

        def kept(answer: Any) -> Any:
            return {**self.values.get(key, {}), inner: answer} if inner else answer

        def check(answer: Any) -> Iterator[Problem]:
            return self.problems({key: kept(answer)})

        shown = questions.said(suggested) if suggested else ""
        answer = self.answers.to(question, check, suggested, shown)
        if answer is not None:
            self.values[key] = kept(answer)
        return answer

    def check_start(self, answer: str) -> Iterator[Problem]:
        """What is wrong with a start whose end is not known yet."""
        with contextlib.suppress(TimeError):
            if isinstance(start := read_moment(answer), datetime):
                next_noon = f"{start + timedelta(days=1):%Y-%m-%d} 12:00"
                return self.problems({"start": answer, "end": next_noon})
        return self.problems({"start": answer})

    def problems(self, values: Mapping[str, Any]) -> Iterator[Problem]:
        """What is wrong with these values beside those known already."""
        stand_in = {**_STAND_IN[self.model], **self.stand_in}
        text = draft(self.model, {**stand_in, **self.values, **values})
        return self.content.problems_in(self.name, text, tuple(values))


def ask_meeting(sheet: Sheet) -> Precedent | None:
    """The questions about which meeting it is; what its group did before."""
    known = ", ".join(sorted(sheet.content.written.group_slugs))
    sheet.stand_in["groups"] = sorted(sheet.content.written.group_slugs)[:1] or ["none"]
    words = "Folder name of its group, or several with commas"
    if sheet.answers.asking:
        print(f"Groups: {known}")
    groups = sheet.ask("groups", Question("group", words, questions.names, needed=True))
    sheet.ask("title", Question("title", "Title", needed=True))
    written, types = sheet.content.written, sheet.content.site.meeting_types
    before = precedent_of(written, groups)
    suggested = before.values.get("type") if before else None
    kind = None
    if types:
        kind = sheet.ask("type", Question("type", f"Type: {', '.join(types)}"), suggested)
    return precedent_of(written, groups, kind)


def ask_start(sheet: Sheet, before: Precedent | None) -> None:
    """From when one meeting is."""
    words = "Day and time, as 2027-02-09 14:00, or the day alone"
    start = sheet.answers.to(Question("start", words, needed=True), sheet.check_start)
    given = sheet.answers.given.get("start")
    sheet.values["start"] = start
    if not given and len(start) == len("2027-02-09"):
        ask_clock(sheet, start, "begins", before)


def ask_clock(sheet: Sheet, day: str, flag: str, before: Precedent | None) -> str:
    """At what time of the day it begins; empty for whole days."""
    clock = sheet.answers.to(
        Question(flag, "Begins at, as 14:00, or - for whole days"),
        lambda answer: sheet.check_start(f"{day} {answer}"),
        before.begins if before else None,
    )
    sheet.values["start"] = f"{day} {clock or ''}".strip()
    return clock or ""


def ask_end(sheet: Sheet, before: Precedent | None) -> None:
    """When it ends; as long after the start as last time, where nobody says otherwise."""
    start = read_moment(sheet.values["start"])
    suggested = None
    timed = isinstance(start, datetime)
    if isinstance(start, datetime) and before and before.begins:
        suggested = before.end(start)
    if timed and not suggested:
        sheet.answers.refuse_missing("end")
    words = "Ends at, as 17:00" if timed else "Last day, if it is another"
    sheet.ask("end", Question("end", words, needed=timed), suggested)


def ask_details(sheet: Sheet, before: Precedent | None) -> None:
    """Where it is, how to join, whom to ask, how to register: as last time, if nobody says else."""
    last = before.values if before else {}
    place, asking = last.get("place") or {}, sheet.answers
    name = sheet.ask("place.name", Question("place", "Place: host or building"), place.get("name"))
    if name:
        # Another building has another address.
        known = place if name == place.get("name") else {}
        words = "Street, postal code, town"
        sheet.ask("place.address", Question("address", words), known.get("address"))
        sheet.ask("place.room", Question("room", "Room or floor"), known.get("room"))
    if asking.given.get("timezone") or last.get("timezone"):
        sheet.ask("timezone", Question("timezone", "Time zone"), last.get("timezone"))
    words = "Online: address of the call, or how to get it"
    sheet.ask("online", Question("online", words, questions.online), last.get("online"))
    words = "Contact, as Secretariat <mail@organisation.eu>, if not the group's"
    sheet.ask("contact", Question("contact", words, questions.contact), last.get("contact"))
    sheet.service = before.service if before else ""
    known_as = f", or the form's name at {sheet.service}" if sheet.service else ""
    words = f"Registration: address of the form{known_as}"
    read = partial(_registration, sheet.service, sheet.content.site.form_services)
    sheet.ask("registration", Question("registration", words, read))
    if asking.given.get("draft"):
        sheet.values["draft"] = "yes"


def _registration(service: str, services: Mapping[str, FormService], answer: str) -> dict[str, str]:
    """The form by its service where its address shows it: then it can be filled."""
    for key, each in services.items():
        before, _, after = each.address.partition("{form}")
        form = answer.removeprefix(before).removesuffix(after)
        if answer.startswith(before) and not set(form) & set("?&#/"):
            return {"service": key, "form": form}
        if answer.startswith(f"{key} "):
            return {"service": key, "form": answer.removeprefix(key).strip()}
    if "://" in answer or not service:
        return {"url": answer}
    return {"service": service, "form": answer}
