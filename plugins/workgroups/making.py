"""Making: one group, meeting or page, from its folder and what its files say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from . import frontmatter, prose
from .attachments import Attachments
from .fields import (
    AgendaFields,
    Fields,
    GroupFields,
    MeetingFields,
    PageFields,
    TranslationFields,
)
from .frontmatter import FrontMatter
from .group import Chair, Contact, Group, Link, group_address
from .meeting import (
    AgendaItem,
    Meeting,
    Online,
    Place,
    Speaker,
    Translation,
    meeting_address,
)
from .page import Page, page_address
from .problems import Problem, did_you_mean
from .prose import Prose
from .registration import Form, Registration
from .site import Site
from .sources import Folder, read_text
from .surroundings import Surroundings
from .times import TimeError, When, in_words, moment_in_zone
from .validation import valid_documents, validate

OUTSIDE = timedelta(hours=2)
"""How far from the meeting an item of its agenda can lie: doors open, people have dinner."""

F = TypeVar("F", bound=Fields)


@dataclass(frozen=True)
class Text(Generic[F]):
    """One Markdown file: where it lies, its front matter, and its fields where all are valid."""

    folder: Path
    front: FrontMatter
    fields: F | None


@dataclass(frozen=True)
class Making:
    """One thing while it is made; `problems` are those found in it."""

    site: Site
    around: Surroundings
    problems: list[Problem] = field(default_factory=list)

    def text(self, path: Path, shown: str, model: type[F]) -> Text[F]:
        """The file's front matter and fields; what cannot be read of it is empty."""
        self.around.stamp(path)
        text = read_text(path, shown, self.problems)
        front = frontmatter.unreadable(shown)
        if text is not None:
            front = frontmatter.read(text, shown, self.problems)
        return Text(path.parent, front, validate(model, front, self.problems))

    def tell_rest(self, folder: Folder, text: Text[F], address: str) -> None:
        """Tell what is wrong beside fields that are wrong, so that all comes at once."""
        self.prose(text, address)
        entries = valid_documents(text.front)
        self.attachments(folder, address, text.front).documents(entries)

    def prose(self, text: Text[F], at: str) -> Prose:
        """The body of a file, published at an address."""
        body, problems = prose.render(
            text.front.body,
            file=text.front.file,
            first_line=text.front.body_line,
            at=at,
            resolve=partial(self.around.address, folder=text.folder, at=at),
        )
        self.problems.extend(problems)
        return body

    def language(self, lang: str | None, front: FrontMatter) -> str:
        """The language of a text; one that the site does not have is a problem."""
        if lang and lang not in self.site.languages:
            remedy = did_you_mean(lang, self.site.languages)
            message = f"{lang} is not a language of this site"
            self.problems.append(front.problem(("lang",), message, remedy))
        return lang or self.site.language

    def attachments(self, folder: Folder, address: str, front: FrontMatter) -> Attachments:
        for path in folder.files:
            self.around.stamp(path)
        asked = self.around.last_day, self.around.editions, self.around.inside
        return Attachments(folder, address, front, *asked, self.site.document_budget, self.problems)

    def group(self, folder: Folder, text: Text[GroupFields]) -> Group | None:
        """The group; None where its fields are wrong."""
        fields, front = text.fields, text.front
        for lang in folder.texts:
            if lang:
                path = folder.show(folder.texts[lang])
                message = "a group has one text, in one language"
                self.problems.append(Problem(path, 1, 1, message, "Write it into index.md."))
        address = group_address(folder.slug)
        if fields is None:
            self.tell_rest(folder, text, address)
            return None
        return Group(
            slug=folder.slug,
            name=fields.name,
            mission=self.prose(text, address),
            timezone=fields.timezone or self.site.timezone,
            lang=self.language(fields.lang, front),
            source=front.file,
            short=fields.short,
            parent=fields.parent,
            chairs=tuple(Chair.of(chair) for chair in fields.chairs),
            contact=Contact.of(fields.contact) if fields.contact else None,
            mailing_list=fields.mailing_list,
            colour=fields.colour,
            closed=fields.closed,
            links=tuple(Link(link.title, link.url) for link in fields.links),
            documents=self.attachments(folder, address, front).documents(fields.documents),
            aliases=fields.aliases,
        )

    def meeting(
        self,
        folder: Folder,
        text: Text[MeetingFields],
        others: Mapping[str, Text[TranslationFields]],
    ) -> Meeting | None:
        """The meeting; None where its fields are wrong, or its times cannot be.

        `others` are its texts in other languages, in the order of the site's.
        """
        fields, front = text.fields, text.front
        address = meeting_address(folder.slug)
        if fields is None:
            self.tell_rest(folder, text, address)
            list(self.translations(folder, self.site.language, others, None))
            return None
        groups = (self.around.group(slug) for slug in dict.fromkeys(fields.groups))
        own = tuple(group for group in groups if group)
        lang = self.language(fields.lang, front)
        body = self.prose(text, address)
        documents = self.attachments(folder, address, front).documents(fields.documents)
        self.check_type(fields, front)
        when = self.when(fields, front, own)
        translations = tuple(self.translations(folder, lang, others, when))
        if when is None:
            return None
        contact = Contact.of(fields.contact) if fields.contact else None
        return Meeting(
            slug=folder.slug,
            uid=fields.uid,
            title=fields.title,
            groups=own,
            when=when,
            lang=lang,
            body=body,
            source=front.file,
            type=fields.type,
            status=fields.status,
            notice=fields.notice,
            replaced_by=fields.replaced_by,
            place=Place(**fields.place.model_dump()) if fields.place else None,
            online=Online(**fields.online.model_dump()) if fields.online else None,
            contact=contact or next((group.contact for group in own if group.contact), None),
            speakers=tuple(Speaker(**speaker.model_dump()) for speaker in fields.speakers),
            agenda=self.agenda(fields.agenda, when, front),
            registration=self.registration(fields, when, front),
            documents=documents,
            tags=fields.tags,
            aliases=fields.aliases,
            draft=fields.draft,
            translations=translations,
            revision=self.around.revision(fields.uid),
        )

    def when(
        self, fields: MeetingFields, front: FrontMatter, groups: Iterable[Group]
    ) -> When | None:
        zones = (group.timezone for group in groups)
        zone_name = fields.timezone or next(zones, self.site.timezone)
        end = fields.end or fields.start
        moments: list[date | datetime] = []
        for name, moment in (("start", fields.start), ("end", end)):
            try:
                moments.append(moment_in_zone(moment, zone_name))
            except TimeError as error:
                self.problems.append(front.problem((name,), str(error), error.remedy))
        return When(moments[0], moments[1], zone_name) if len(moments) == 2 else None

    def agenda(
        self, items: Iterable[AgendaFields], when: When, front: FrontMatter
    ) -> tuple[AgendaItem, ...]:
        agenda: list[AgendaItem] = []
        for index, item in enumerate(items):
            day = item.day or (agenda[-1].day if agenda else when.first_day)
            place = ("agenda", index)
            if not when.first_day <= day <= when.last_day:
                message = f"{in_words(day)} is not a day of this meeting"
                remedy = "Write a day between start and end."
                self.problems.append(front.problem((*place, "day"), message, remedy))
            elif agenda and (day, item.time) < (agenda[-1].day, agenda[-1].time):
                message = f"this item is at {item.time:%H:%M}, before the one above it"
                remedy = "Put the items in the order of their times; name the day of a second day."
                self.problems.append(front.problem((*place, "time"), message, remedy))
            elif far := _far_outside(day, item.time, when):
                remedy = "Correct the time of the item, or start and end of the meeting."
                message = f"this item is at {item.time:%H:%M}, long {far}"
                self.problems.append(front.problem((*place, "time"), message, remedy))
            agenda.append(AgendaItem(day, item.time, item.title, item.speaker))
        return tuple(agenda)

    def registration(
        self, fields: MeetingFields, when: When, front: FrontMatter
    ) -> Registration | None:
        if fields.registration is None:
            return None
        form = Form(fields.registration, when, fields.status, self.site, front)
        registration = form.registration()
        self.problems.extend(form.problems)
        return registration

    def check_type(self, fields: MeetingFields, front: FrontMatter) -> None:
        types = self.site.meeting_types
        if fields.type and fields.type not in types:
            message = f"{fields.type} is not a type of meeting"
            problem = front.problem(("type",), message, did_you_mean(fields.type, types))
            self.problems.append(problem)

    def translations(
        self,
        folder: Folder,
        lang: str,
        others: Mapping[str, Text[TranslationFields]],
        when: When | None,
    ) -> Iterable[Translation]:
        """Its other languages; without `when` they are only checked."""
        for code, path in folder.texts.items():
            if code and (code not in self.site.languages or code == lang):
                message = f"{code} is not another language of this site"
                remedy = f"The languages are: {', '.join(self.site.languages)}."
                if (small := code.lower()) != code and small in self.site.languages:
                    remedy = f"Write its language in small letters: index.{small}.md"
                self.problems.append(Problem(folder.show(path), 1, 1, message, remedy))
        for code, text in others.items():
            fields, body = text.fields, self.prose(text, f"/{code}{meeting_address(folder.slug)}")
            if fields and when:
                agenda = self.agenda(fields.agenda, when, text.front)
                yield Translation(code, fields.title, body, fields.notice, agenda)

    def page(self, path: Path, text: Text[PageFields]) -> Page | None:
        """The page; None where its fields are wrong."""
        fields, body = text.fields, self.prose(text, page_address(path.stem))
        if fields is None:
            return None
        return Page(
            slug=path.stem,
            title=fields.title,
            body=body,
            lang=self.language(fields.lang, text.front),
            source=text.front.file,
            summary=fields.summary,
            order=fields.order,
            aliases=fields.aliases,
            draft=fields.draft,
        )


def _far_outside(day: date, clock: time, when: When) -> str:
    """How a wall time lies more than OUTSIDE before or after the meeting; empty if it does not."""
    if not (isinstance(when.start, datetime) and isinstance(when.end, datetime)):
        return ""
    begins, start, end = (
        datetime.combine(day, clock),
        when.start.replace(tzinfo=None),
        when.end.replace(tzinfo=None),
    )
    if begins < start - OUTSIDE:
        return f"before the meeting begins at {start:%H:%M}"
    return f"after the meeting ends at {end:%H:%M}" if begins > end + OUTSIDE else ""
