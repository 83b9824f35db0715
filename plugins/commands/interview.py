"""The interview: which questions a meeting, a series and a group raise, and in which order."""

from __future__ import annotations

import contextlib
import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from commands import questions
from commands.build import Misused
from commands.drafts import Content, Drafts, next_steps, write
from commands.questions import Answers, Question
from workgroups.countries import country_of, country_of_zone
from workgroups.days_off import institutions_closed, public_holiday
from workgroups.drafting import draft, folder_name
from workgroups.fields import Fields, GroupFields, MeetingFields
from workgroups.precedent import Precedent, precedent_of
from workgroups.problems import Problem
from workgroups.series import (
    EXAMPLES,
    NO_GAPS,
    Gaps,
    Rule,
    Series,
    SeriesError,
    read_month,
    read_rule,
    series,
)
from workgroups.signs import SLUG, slug
from workgroups.site import FormService
from workgroups.times import TimeError, in_words, read_date, read_moment

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


def write_new(
    kind: str,
    settings: Mapping[str, Any],
    given: Mapping[str, Any],
    fresh: Callable[[], UUID],
    *,
    asking: bool,
) -> str:
    """Write a new meeting, series or group; what to do next. Raises Misused.

    `given` are the options of the command, `fresh` makes a uid that no other has; `asking` says
    whether somebody sits at the terminal.
    """
    content = Content.at(Path(settings["PATH"]), settings["WORKGROUPS"])
    answers = Answers(given, asking)
    if kind == "group":
        drafts = new_group(content, answers)
    else:
        drafts = {"meeting": new_meeting, "series": new_series}[kind](content, answers, fresh)
    if asking:
        print("", next(iter(drafts.values())), sep="\n")
    if not answers.agree("Write this?"):
        raise Misused("Nothing was written.")
    options = {name: given[name] for name in ("content", "settings") if given[name]}
    rest = shlex.join([part for name, way in options.items() for part in (f"--{name}", way)])
    return next_steps(write(content, drafts), rest)


# ---- The three kinds -----------------------------------------------------------------------------


def new_meeting(content: Content, answers: Answers, fresh: Callable[[], UUID]) -> Drafts:
    """One meeting. Raises Misused."""
    answers.refuse_missing("group", "title", "start")
    sheet = Sheet(content, answers, MeetingFields)
    before = ask_meeting(sheet)
    ask_start(sheet, before)
    ask_end(sheet, before)
    ask_details(sheet, before)
    day = read_date(sheet.values["start"][:10])
    [folder] = ask_folders(sheet, sheet.values["title"], [day])
    return {folder: meeting_text(sheet, sheet.values, fresh)}


def new_series(content: Content, answers: Answers, fresh: Callable[[], UUID]) -> Drafts:
    """A meeting for each day of a series, all at the same time on the wall. Raises Misused."""
    last = "count" if answers.given.get("count") else "until"
    answers.refuse_missing("group", "title", "every", "from_", last)
    sheet = Sheet(content, answers, MeetingFields)
    before = ask_meeting(sheet)
    found = ask_days(answers, _days_off(sheet, before))
    tell_days(found)
    if not answers.agree("Are these the days?"):
        raise Misused("Nothing was written.")
    clock = ask_clock(sheet, f"{found.days[0]:%Y-%m-%d}", "start", before)
    ask_end(sheet, before)
    ask_details(sheet, before)
    folders = ask_folders(sheet, sheet.values["title"], found.days)
    drafts = {}
    for folder, day in zip(folders, found.days, strict=True):
        start = f"{day:%Y-%m-%d} {clock}".strip()
        end = _moved(sheet.values.get("end"), day - found.days[0])
        values = {**sheet.values, "start": start, "end": end}
        drafts[folder] = meeting_text(sheet, values, fresh)
    return drafts


def _moved(end: str | None, by: timedelta) -> str | None:
    """An end that names its day, so many days later; a time alone stays."""
    if end is None or "-" not in end:
        return end
    return f"{read_date(end[:10]) + by:%Y-%m-%d}{end[10:]}"


def new_group(content: Content, answers: Answers) -> Drafts:
    """One group. Raises Misused."""
    answers.refuse_missing("name")
    sheet = Sheet(content, answers, GroupFields, name="groups/new")
    name = sheet.ask("name", Question("name", "Name of the group", needed=True))
    sheet.ask("short", Question("short", "Short name, where there is little room"))
    sheet.ask("parent", Question("parent", "Folder name of the group above it"))
    words = "Chairs, as Role, organisation; with ; between several"
    sheet.ask("chairs", Question("chairs", words, questions.chairs))
    words = "Contact, as Secretariat <mail@organisation.eu>"
    sheet.ask("contact", Question("contact", words, questions.contact))
    words = "Mailing list: its address, or where people join"
    sheet.ask("mailing_list", Question("mailing_list", words))
    words = f"Time zone, if not {content.site.timezone}"
    sheet.ask("timezone", Question("timezone", words))
    [folder] = ask_folders(sheet, name)
    return {folder: draft(GroupFields, sheet.values, answers.given.get("text") or "")}


# ---- Days of a series ----------------------------------------------------------------------------


def ask_days(answers: Answers, day_off: Callable[[date], str]) -> Series:
    """The days of a series, as its rule and what is left out have them."""
    rule = answers.to(Question("every", f"Every: {EXAMPLES}", read_rule, needed=True))
    first = answers.to(Question("from_", "From, as 2027-01-01", read_date, needed=True))
    gaps = NO_GAPS
    words = "Leave out public holidays, and days on which the European institutions are closed?"
    if answers.given.get("skip_holidays") or (answers.asking and answers.agree(words)):
        gaps = Gaps(day_off=day_off)
    flag = "count" if answers.given.get("count") else "until"
    words = "Until, as 2027-12-31, or how many meetings"
    until = answers.to(
        Question(flag, words, _last, needed=True), lambda answer: _wrong(rule, first, answer, gaps)
    )
    words = "Months to leave out, with commas, such as August"
    months = answers.to(
        Question("skip_month", words, _months),
        lambda answer: _wrong(rule, first, until, replace(gaps, months=answer)),
    )
    gaps = replace(gaps, months=months or ())
    words = "Days to leave out, with commas, such as 2027-05-06"
    days = answers.to(
        Question("skip", words, _days),
        lambda answer: _wrong(rule, first, until, replace(gaps, days=answer)),
    )
    return series(rule, first, until, replace(gaps, days=days or ()))


def _days_off(sheet: Sheet, before: Precedent | None) -> Callable[[date], str]:
    """Why nobody works on a day where the group meets, or in the European institutions."""
    given, written = sheet.answers.given, sheet.content.written
    last = before.values if before else {}
    zones = (group.timezone for group, _ in written.groups if group.slug in sheet.values["groups"])
    zone = given.get("timezone") or last.get("timezone") or next(zones, written.site.timezone)
    address = given.get("address") or (last.get("place") or {}).get("address") or ""
    country = country_of(address, written.site.languages) or country_of_zone(zone)

    def day_off(day: date) -> str:
        celebrated = public_holiday(day, country) if country else ""
        closed = "the European institutions are closed" if institutions_closed(day) else ""
        return celebrated or closed

    return day_off


def _wrong(rule: Rule, first: date, until: date | int, gaps: Gaps) -> Iterator[Problem]:
    """Why this cannot be a series."""
    try:
        series(rule, first, until, gaps)
    except SeriesError as error:
        yield Problem("", 1, 1, str(error), error.remedy)


def _last(answer: str) -> date | int:
    return int(answer) if re.fullmatch("[1-9][0-9]{0,3}", answer) else read_date(answer)


def _months(answer: str) -> list[int]:
    return [read_month(name) for name in questions.names(answer)]


def _days(answer: str) -> list[date]:
    return [read_date(day) for day in questions.names(answer)]


def tell_days(found: Series) -> None:
    """Show the days before anything is written."""
    for day in found.days:
        print(f"{day:%a} {in_words(day)}")
    for day, reason in found.left_out:
        print(f"left out: {day:%a} {in_words(day)} ({reason})")
    print(f"{len(found.days)} meetings")


# ---- Texts and folders ---------------------------------------------------------------------------


def meeting_text(sheet: Sheet, values: Mapping[str, Any], fresh: Callable[[], UUID]) -> str:
    """The index.md of a meeting, with a uid that no other has."""
    site, day = sheet.content.site, str(values["start"])[:10]
    clock = str(values["start"])[11:] or "10:00"
    examples: dict[str, Any] = {"agenda": [{"time": clock, "title": "Welcome"}]}
    if site.meeting_types:
        examples["type"] = next(iter(site.meeting_types))
    if site.form_services:
        service = sheet.service or next(iter(site.form_services))
        examples["registration"] = {"service": service, "form": "Example2027", "closes": day}
    text = sheet.answers.given.get("text") or ""
    return draft(MeetingFields, {**values, "uid": str(fresh())}, text, examples)


def ask_folders(sheet: Sheet, title: str, days: Sequence[date] = ()) -> list[str]:
    """Where it is written, of a series all: `meetings/2027/2027-02-09-heat-plans`.

    Asked only where the name that the title makes is taken.
    """
    written = sheet.content.written
    taken = written.meeting_slugs if days else written.group_slugs

    def folders(name: str) -> list[str]:
        if days:
            return [f"meetings/{day:%Y}/{folder_name(day, name)}" for day in days]
        return [f"groups/{folder_name(None, name)}"]

    def check(name: str) -> Iterator[Problem]:
        if not re.fullmatch(SLUG, name):
            remedy = f"Use small letters a to z, digits and hyphens: {slug(name) or 'a-short-name'}"
            yield Problem("", 1, 1, f"{name} cannot be part of an address", f"{remedy}.")
        for folder in folders(name):
            if Path(folder).name in taken or (sheet.content.path / folder).exists():
                message = f"there is a folder {Path(folder).name} already"
                yield Problem("", 1, 1, message, "Choose another name with --folder.")
                return

    own = slug(title) or ("meeting" if days else "group")
    if not sheet.answers.given.get("folder") and not list(check(own)):
        return folders(own)
    words = f"The folder {Path(folders(own)[0]).name} is there already. Another name"
    sheet.answers.refuse_missing("folder")
    return folders(sheet.answers.to(Question("folder", words, needed=True), check))
