"""The interview: a new meeting, series or group, from the first question to the written file."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from commands import questions
from commands.days import ask_days, days_off, tell_days
from commands.drafts import Content, Drafts, next_steps, write
from commands.outcomes import Misused
from commands.questions import Answers, Question
from commands.sheet import Sheet, ask_clock, ask_details, ask_end, ask_meeting, ask_start
from workgroups.drafting import draft, folder_name
from workgroups.fields import GroupFields, MeetingFields
from workgroups.problems import Problem
from workgroups.reports import as_text
from workgroups.signs import SLUG, slug
from workgroups.times import read_date


def write_new(  # noqa: PLR0913  What only the door knows is given.
    kind: str,
    settings: Mapping[str, Any],
    given: Mapping[str, Any],
    fresh: Callable[[], UUID],
    today: date,
    *,
    asking: bool,
) -> str:
    """Write a new meeting, series or group; what to do next. Raises Misused.

    `given` are the options of the command, `fresh` makes a uid that no other has; `today` is the
    day in the site's zone; `asking` says whether somebody sits at the terminal.
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
    before = content.advice(today)
    folders = write(content, drafts)
    advice = sorted(Content.at(content.path, content.site).advice(today) - before)
    return "\n".join([next_steps(folders, rest), *_advised(advice, content)])


def _advised(advice: Sequence[Problem], content: Content) -> Iterator[str]:
    """What was not advised before: mostly at the new files, but of two at one time at the later."""
    if advice:
        yield "\nIt can stay so, but look at this again:"
        yield as_text(advice, content.path.parent)


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
    if answers.given.get("count") and answers.given.get("until"):
        raise Misused("--count and --until both say when it ends; write one of them.")
    last = "count" if answers.given.get("count") else "until"
    answers.refuse_missing("group", "title", "every", "from_", last)
    sheet = Sheet(content, answers, MeetingFields)
    before = ask_meeting(sheet)
    found = ask_days(answers, days_off(sheet, before))
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
    sheet = Sheet(content, answers, GroupFields, name="groups/not-yet-named")
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
