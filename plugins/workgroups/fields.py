"""Fields: what an editor may write in front matter, and what each field is for.

The models read the text values of `frontmatter`; they are also the source of the JSON Schemas
that editors' tools read.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from .slips import clock_meant, lasting_meant
from .times import in_words
from .values import (
    Clock,
    Colour,
    Date,
    Language,
    Line,
    Mailbox,
    MailingList,
    Moment,
    MomentOrClock,
    PartOfDate,
    Phone,
    SiteAddress,
    Slug,
    Tags,
    Text,
    Uid,
    WebAddress,
    WholeNumber,
    YesOrNo,
    Zone,
    wrong,
)

LONGEST = timedelta(days=62)
"""Of a meeting; more is a wrong year or month in one of its two dates."""

Status = Literal["confirmed", "tentative", "postponed", "cancelled"]
RoleKey = Literal["agenda", "paper", "minutes", "slides", "recording", "other"]


def _given(*names: str, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """JSON Schema: these fields have a value, those have none."""
    values = {name: {"not": {"type": "null"}} for name in names}
    return {
        "required": list(names),
        "properties": values | {name: {"type": "null"} for name in without},
    }


def _where(name: str, holds: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    """JSON Schema: where this field has such a value, more must hold."""
    return {"if": {"required": [name], "properties": {name: holds}}, "then": then}


class Fields(BaseModel):
    """A mapping of fields; one that is not named here is a problem."""

    # Defaults are validated too: "end is missing" is found by the validator of end.
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class ContactFields(Fields):
    name: Line = Field(description="Person or role to ask")
    email: Mailbox | None = Field(None, description="Mail address of the role")
    phone: Phone | None = Field(None, description="Telephone of the office")


class PlaceFields(Fields):
    name: Line = Field(description="Who hosts, or the name of the building")
    address: Line | None = Field(None, description="Street, postal code, town")
    room: Line | None = Field(None, description="Room or floor")


class OnlineFields(Fields):
    model_config = ConfigDict(json_schema_extra={"anyOf": [_given("address"), _given("note")]})

    address: WebAddress | None = Field(None, description="Address of the call, if it may be public")
    note: Line | None = Field(None, description="How to get the link otherwise")

    @field_validator("note")
    @classmethod
    def _says_something(cls, note: str | None, info: ValidationInfo) -> str | None:
        if note is None and info.data.get("address", "") is None:
            remedy = "Write address, or a note that says how to get the link."
            raise wrong("nothing says how to join online", remedy)
        return note


class SpeakerFields(Fields):
    name: Line = Field(description="Person or role")
    organisation: Line | None = Field(None, description="For whom they speak")
    topic: Line | None = Field(None, description="On what")


class AgendaFields(Fields):
    time: Clock = Field(description="When the item begins")
    title: Line = Field(description="What it is")
    speaker: Line | None = Field(None, description="Who leads it")
    day: Date | None = Field(None, description="Its day, where a meeting has several")


class RegistrationFields(Fields):
    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                _given("url", without=("service", "form")),
                _given("service", "form", without=("url",)),
            ]
        }
    )

    url: WebAddress | None = Field(None, description="Address of the form")
    service: Line | None = Field(None, description="Name of the form service, with form")
    form: Line | None = Field(None, description="The form's own name or number at the service")
    prefill: dict[Line, Line] = Field(
        default_factory=dict, description="Questions of the form filled with facts of the meeting"
    )
    opens: Moment | None = Field(None, description="From when people can register")
    closes: Moment | None = Field(None, description="Until when; else until the start")
    full: YesOrNo = Field(False, description="Whether all places are taken")
    waiting_list: WebAddress | None = Field(None, description="Form of the waiting list")
    note: Line | None = Field(None, description="What people should know before they register")

    @field_validator("form")
    @classmethod
    def _one_form(cls, form: str | None, info: ValidationInfo) -> str | None:
        if not {"url", "service"} <= info.data.keys():
            return form
        url, service = info.data["url"], info.data["service"]
        if url and (service or form):
            remedy = "Keep either url, or service and form."
            raise wrong("the form is named twice", remedy)
        if not url and not (service and form):
            remedy = "Write url, or service and form."
            raise wrong("nothing says where the form is", remedy)
        return form


class DocumentFields(Fields):
    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [_given("file", without=("url",)), _given("url", "title", without=("file",))]
        }
    )

    file: Line | None = Field(None, description="Name of a file in this folder")
    url: WebAddress | None = Field(None, description="Address of a document kept elsewhere")
    title: Line | None = Field(None, description="What people read; else made from the file's name")
    role: RoleKey | None = Field(None, description="What it is; else guessed from the file's name")
    order: WholeNumber | None = Field(None, description="Place among the documents of its role")
    lang: Language | None = Field(None, description="Its language")
    date: Date | None = Field(None, description="Its date; else that of its last change")
    version: Line | None = Field(None, description="Its version, where it replaces another: 2")

    @field_validator("url")
    @classmethod
    def _one_place(cls, url: str | None, info: ValidationInfo) -> str | None:
        file = info.data.get("file", "")
        if url and file:
            remedy = "Keep file for the one here, or url for the one elsewhere."
            raise wrong("this document is both here and elsewhere", remedy)
        if url is None and file is None:
            remedy = "Write its name in file, or its address in url."
            raise wrong("nothing says which document this is", remedy)
        return url

    @field_validator("title")
    @classmethod
    def _title_given(cls, title: str | None, info: ValidationInfo) -> str | None:
        if title is None and info.data.get("url"):
            remedy = "Add title: and what people should read."
            raise wrong("a document kept elsewhere needs a title", remedy)
        return title


class LinkFields(Fields):
    title: Line = Field(description="What people read")
    url: WebAddress = Field(description="Where it leads")


class ChairFields(Fields):
    name: Line = Field(description="Person or role")
    organisation: Line | None = Field(None, description="Where they come from")
    since: PartOfDate | None = Field(None, description="Year, month or day they began")
    until: PartOfDate | None = Field(None, description="Year, month or day they ended")

    @field_validator("until")
    @classmethod
    def _after_since(cls, until: str | None, info: ValidationInfo) -> str | None:
        since = info.data.get("since")
        # 2021 and 2021-05 are compared as far as both say.
        if since and until and until < since[: len(until)]:
            raise wrong(f"{until} is before {since}", "Put the later one in until.")
        return until


class MeetingFields(Fields):
    """The front matter of a meeting's index.md."""

    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                _where("status", {"enum": ["cancelled", "postponed"]}, _given("notice")),
                _where("start", {"pattern": ":"}, _given("end")),
                _where("start", {"pattern": ":"}, {"properties": {"end": {"pattern": ":"}}}),
                _where(
                    "start", {"pattern": "^[^:]+$"}, {"properties": {"end": {"pattern": "^[^:]+$"}}}
                ),
            ]
        }
    )

    uid: Uid = Field(description="Written once, never changed: calendars know the meeting by it")
    title: Line = Field(description="Title of the meeting")
    groups: tuple[Slug, ...] = Field(min_length=1, description="Folder names of its groups")
    type: Line | None = Field(None, description="One of the site's meeting types")
    start: Moment = Field(description="Day and wall time, or the day alone")
    end: MomentOrClock | None = Field(None, description="The same, or the time alone")
    timezone: Zone | None = Field(None, description="IANA zone; else the group's, else the site's")
    status: Status = Field("confirmed", description="confirmed, tentative, postponed or cancelled")
    notice: Text | None = Field(None, description="Why it will not be held, or what to know")
    replaced_by: Slug | None = Field(None, description="Folder name of the meeting held instead")
    place: PlaceFields | None = Field(None, description="Where it is")
    online: OnlineFields | None = Field(None, description="How to join from elsewhere")
    contact: ContactFields | None = Field(None, description="Whom to ask; else the group's contact")
    speakers: tuple[SpeakerFields, ...] = Field((), description="Who speaks")
    agenda: tuple[AgendaFields, ...] = Field((), description="Items with their times")
    registration: RegistrationFields | None = Field(None, description="The form, and its times")
    documents: tuple[DocumentFields, ...] = Field((), description="What to say of the files beside")
    tags: Tags = Field((), description="Topics")
    lang: Language | None = Field(None, description="Language of the text; else the site's")
    aliases: tuple[SiteAddress, ...] = Field((), description="Old addresses that lead here")
    draft: YesOrNo = Field(False, description="Checked, but not published")

    @field_validator("end", mode="before")
    @classmethod
    def _on_the_same_day(cls, end: object, info: ValidationInfo) -> object:
        """A time alone is one of the day of the start, also one that is badly written: `17h`."""
        start = info.data.get("start")
        if isinstance(end, str) and isinstance(start, datetime):
            _refuse_duration(end, start)
        if not isinstance(end, str) or "-" in end or not (":" in end or _is_clock(end)):
            return end
        return f"{start:%Y-%m-%d} {end}" if start else None

    @field_validator("end")
    @classmethod
    def _end_fits_start(cls, end: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("start")
        if start is None:
            return end
        timed = isinstance(start, datetime)
        if timed and end is None:
            remedy = "Write below it when the meeting ends: end: 17:00"
            raise wrong("the end is missing", remedy, at="start")
        if end is not None and isinstance(end, datetime) != timed:
            message = "start and end must both have a time, or both be days alone"
            raise wrong(message, "Write both as 2026-03-09 14:00, or both as 2026-03-09.")
        if end is not None and end <= start and (timed or end < start):
            found = "end is not after start" if end == start else "end is before start"
            remedy = "Put the later one in end, with its day where that is another."
            raise wrong(f"{found}: {_span(start, end)}", remedy)
        if end is not None and end - start > LONGEST:
            message = f"the meeting would last {(end - start).days} days: {_span(start, end)}"
            raise wrong(message, "Correct the year or the month of start or end.")
        return end

    @field_validator("notice")
    @classmethod
    def _notice_given(cls, notice: str | None, info: ValidationInfo) -> str | None:
        status = info.data.get("status")
        if notice is None and status in ("cancelled", "postponed"):
            message = f"nothing says why the meeting is {status}"
            remedy = "Write the reason in notice; members read it first."
            raise wrong(message, remedy, at="status")
        return notice


class TranslationFields(Fields):
    """The front matter of a meeting in another language; all else stands once, in index.md."""

    title: Line = Field(description="Title in this language")
    notice: Text | None = Field(None, description="Notice in this language")
    agenda: tuple[AgendaFields, ...] = Field((), description="Agenda in this language")


class GroupFields(Fields):
    """The front matter of a group's index.md; the text below it is the group's mission."""

    model_config = ConfigDict(
        json_schema_extra={
            **_where("status", {"const": "closed"}, _given("closed")),
            "else": _given(without=("closed",)),
        }
    )

    name: Line = Field(description="Name of the group")
    short: Line | None = Field(None, description="Name where there is little room")
    parent: Slug | None = Field(None, description="Folder name of the group above it")
    chairs: tuple[ChairFields, ...] = Field((), description="Who chairs, since when, until when")
    contact: ContactFields | None = Field(None, description="Whom to ask")
    mailing_list: MailingList | None = Field(None, description="Its mail address, or where to join")
    colour: Colour | None = Field(None, description="Its colour, in quotes")
    timezone: Zone | None = Field(None, description="IANA zone of its meetings; else the site's")
    status: Literal["active", "closed"] = Field("active", description="active or closed")
    closed: Date | None = Field(None, description="The day it closed")
    links: tuple[LinkFields, ...] = Field((), description="Pages elsewhere")
    documents: tuple[DocumentFields, ...] = Field((), description="What to say of the files beside")
    lang: Language | None = Field(None, description="Language of the text; else the site's")
    aliases: tuple[SiteAddress, ...] = Field((), description="Old addresses that lead here")

    @field_validator("closed")
    @classmethod
    def _closed_with_day(cls, closed: date | None, info: ValidationInfo) -> date | None:
        status = info.data.get("status")
        if status == "closed" and closed is None:
            remedy = "Write the day below it: closed: 2021-12-31"
            raise wrong("nothing says when the group closed", remedy, at="status")
        if status == "active" and closed is not None:
            raise wrong("the group has a closing day but is active", "Add status: closed")
        return closed


class PageFields(Fields):
    """The front matter of an ordinary page."""

    title: Line = Field(description="Title of the page")
    summary: Line | None = Field(None, description="One sentence for search engines")
    order: WholeNumber | None = Field(None, description="Place in the menu; without, not in it")
    lang: Language | None = Field(None, description="Language of the text; else the site's")
    aliases: tuple[SiteAddress, ...] = Field((), description="Old addresses that lead here")
    draft: YesOrNo = Field(False, description="Checked, but not published")


@cache
def inner_model(model: type[Fields], name: str) -> type[Fields] | None:
    """The model of the mapping, or of each mapping in the list, that a field holds."""
    return _model_in(model.model_fields[name].annotation)


def _model_in(annotation: object) -> type[Fields] | None:
    if isinstance(annotation, type) and issubclass(annotation, Fields):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _is_clock(text: str) -> bool:
    """Whether it is as short as a time, or was to be one."""
    return len(text) <= len("5 p.m.") or bool(clock_meant(text))


def _refuse_duration(end: str, start: datetime) -> None:
    """`2 hours`, where the time is wanted at which the meeting ends."""
    lasts = lasting_meant(end)
    if lasts is None or clock_meant(end) > f"{start:%H:%M}":
        return
    ends = start + lasts
    day = "" if ends.date() == start.date() else f"{ends:%Y-%m-%d} "
    message = f"{end} says how long the meeting lasts, not when it ends"
    raise wrong(message, f"Write when it ends: {day}{ends:%H:%M}")


def _span(start: date, end: date) -> str:
    if isinstance(start, datetime) and isinstance(end, datetime):
        if start.date() == end.date():
            return f"{start:%H:%M} to {end:%H:%M} on {in_words(start)}"
        return f"{start:%H:%M} on {in_words(start)} to {end:%H:%M} on {in_words(end)}"
    return f"{in_words(start)} to {in_words(end)}"
