"""Registration: a link to a form at a service we do not run, and its state over time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from string import Formatter
from urllib.parse import quote, urlencode, urlsplit

from .fields import RegistrationFields
from .frontmatter import FrontMatter
from .problems import Problem, did_you_mean
from .site import FormService, Site
from .times import TimeError, Timeline, When, in_words, in_zone, instant, state_at

FACTS = ("title", "date", "start", "end", "group", "place", "page", "uid")
"""What prefill may send: facts of the meeting, never of a person, as addresses are logged."""

SHORT_LINKS = frozenset(
    """
    aka.ms bit.ly bitly.com buff.ly cutt.ly goo.gl is.gd lnkd.in ow.ly rb.gy rebrand.ly
    shorturl.at t.co t.ly tiny.cc tinyurl.com urlz.fr
    """.split()  # noqa: SIM905  Names in rows are easier to read than one a line.
)

_WRITTEN = ", ".join(f"{{{fact}}}" for fact in FACTS)
_FORM = re.compile(r"[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)*")


@dataclass(frozen=True)
class Registration:
    """The form of one meeting.

    `form` is the form's address without prefill. `opens` and `closes` are aware datetimes in the
    meeting's zone, or days; `closes` is never after the start. `timeline` holds its states:
    not-open, open, closing-soon, full, closed, cancelled, past.
    """

    form: str
    opens: datetime | date | None
    closes: datetime | date
    timeline: Timeline
    service: FormService | None = None
    prefill: Mapping[str, str] = field(default_factory=dict)
    waiting_list: str | None = None
    note: str | None = None

    def address(self, facts: Mapping[str, str | date]) -> str:
        """The form's address, its questions filled with facts of the meeting."""
        if self.service is None:
            return self.form
        parameters = dict(self.service.fixed)
        written = {
            name: fact.strftime(self.service.date_format) if isinstance(fact, date) else fact
            for name, fact in facts.items()
        }
        for key, template in self.prefill.items():
            parameters[self.service.parameter(key)] = template.format_map(written)
        if not parameters:
            return self.form
        parts = urlsplit(self.form)
        filled = urlencode(parameters, quote_via=quote)
        query = f"{parts.query}&{filled}" if parts.query else filled
        return parts._replace(query=query).geturl()


@dataclass(frozen=True)
class Offer:
    """Registration as a page shows it at one instant: its state, and where the button leads.

    `form` is that address without prefill, which people can type from paper.
    """

    state: str
    address: str
    form: str
    host: str
    opens: datetime | date | None
    closes: datetime | date
    waiting_list: str | None
    note: str | None
    timeline: Timeline


def offer(registration: Registration, facts: Mapping[str, str | date], now: datetime) -> Offer:
    """What the meeting's page offers at `now` (UTC)."""
    return Offer(
        state=state_at(registration.timeline, now),
        address=registration.address(facts),
        form=registration.form,
        host=urlsplit(registration.form).hostname or "",
        opens=registration.opens,
        closes=registration.closes,
        waiting_list=registration.waiting_list,
        note=registration.note,
        timeline=registration.timeline,
    )


def _closing_instant(closes: datetime | date, zone_name: str) -> datetime:
    """A day given alone is open to its end."""
    if not isinstance(closes, datetime):
        closes += timedelta(days=1)
    return instant(closes, zone_name)


@dataclass
class Form:
    """What an editor wrote of a registration, while it is read.

    `when` and `status` are those of the meeting.
    """

    fields: RegistrationFields
    when: When
    status: str
    site: Site
    front: FrontMatter
    problems: list[Problem] = field(default_factory=list)

    def registration(self) -> Registration | None:
        """The registration; None where there are `problems`."""
        service, form = self.form()
        self.check_prefill(service, form)
        opens, closes = self.span()
        if self.problems:
            return None
        return Registration(
            form=form,
            opens=opens,
            closes=self.closing(closes),
            timeline=self.timeline(opens, closes),
            service=service,
            prefill=self.fields.prefill,
            waiting_list=self.fields.waiting_list,
            note=self.fields.note,
        )

    def timeline(self, opens: datetime | date | None, closes: datetime | date) -> Timeline:
        """The states one after the other; every rule of what holds when is here."""
        if self.status == "cancelled":
            return ((None, "cancelled"),)
        if self.status == "postponed":
            return ((None, "closed"),)
        last = self.last(closes)
        after = ((last, "closed"), (self.when.ends, "past"))
        if self.fields.full:
            return ((None, "full"), *after)
        soon = last - timedelta(hours=self.site.closing_soon)
        if opens is None:
            return ((None, "open"), (soon, "closing-soon"), *after)
        first = instant(opens, self.when.zone_name)
        return ((None, "not-open"), (first, "open"), (max(soon, first), "closing-soon"), *after)

    def last(self, closes: datetime | date) -> datetime:
        """The instant from which it is closed."""
        return _closing_instant(self.closing(closes), self.when.zone_name)

    def closing(self, closes: datetime | date) -> datetime | date:
        """Until when, as people are told; once they sit together it is too late."""
        last = _closing_instant(closes, self.when.zone_name)
        late = not self.when.all_day and last > self.when.begins
        return self.when.start if late else closes

    def tell(self, name: str, message: str, remedy: str, *rest: str) -> None:
        self.problems.append(self.front.problem(("registration", name, *rest), message, remedy))

    def form(self) -> tuple[FormService | None, str]:
        """The service, where one is known, and the form's address."""
        if self.fields.waiting_list:
            self.check_host("waiting_list", self.fields.waiting_list)
        if self.fields.url:
            service = self.service_of(self.fields.url)
            self.check_host("url", self.fields.url)
            return service, self.fields.url
        key, form = self.fields.service or "", self.fields.form or ""
        if key not in self.site.form_services:
            remedy = did_you_mean(key, self.site.form_services)
            self.tell("service", f"{key} is not a form service of this site", remedy)
            return None, ""
        if not _FORM.fullmatch(form):
            remedy = "Write only the part of its address that names the form, or use url."
            self.tell("form", f"{form} is not the name of a form", remedy)
            return None, ""
        service = self.site.form_services[key]
        return service, service.address.format(form=form)

    def service_of(self, url: str) -> FormService | None:
        host = urlsplit(url).hostname
        services = self.site.form_services.values()
        return next((service for service in services if host in service.hosts), None)

    def check_host(self, name: str, url: str) -> None:
        parts = urlsplit(url)
        for service in self.site.form_services.values():
            if parts.hostname in service.short_hosts:
                message = f"{url} is a short address of {service.name}"
                self.tell(name, message, "Open it and copy the long address that it leads to.")
                return
            if parts.hostname in service.hosts and service.edits(parts.path):
                message = f"{url} is where the form is edited"
                self.tell(name, message, "Copy the address that people fill in.")
                return
        if parts.hostname in SHORT_LINKS:
            message = f"{url} is a short link, which hides where it leads"
            self.tell(name, message, "Open it and copy the long address that it leads to.")
            return
        host = parts.hostname if parts.port in (None, 443) else f"{parts.hostname}:{parts.port}"
        if host not in self.site.hosts:
            message = f"{host} is not a host that registrations may lead to"
            known = ", ".join(sorted(self.site.hosts))
            remedy = f"Use a form on one of these: {known}. The site's settings can allow others."
            self.tell(name, message, remedy)

    def check_prefill(self, service: FormService | None, form: str) -> None:
        if not self.fields.prefill or not form:
            return
        if service is None:
            remedy = "Name the service and the form instead of url, or leave prefill out."
            self.tell("prefill", "prefill works with a form service only", remedy)
            return
        filled: set[str] = set()
        for key, template in self.fields.prefill.items():
            parameter = service.parameter(key)
            if parameter in filled:
                message = f"{key} fills a question that is filled already"
                self.tell("prefill", message, "Keep one of the two.", key)
            filled.add(parameter)
            if service.owns(key):
                message = f"{key} belongs to {service.name} itself"
                self.tell("prefill", message, "Fill a question of the form.", key)
            for name in _facts_in(template):
                if name not in FACTS:
                    remedy = did_you_mean(name, FACTS) if name else f"Write one of {_WRITTEN}."
                    self.tell("prefill", f"{template} is not a fact of the meeting", remedy, key)

    def span(self) -> tuple[datetime | date | None, datetime | date]:
        opens = self.in_zone("opens", self.fields.opens)
        closes = self.in_zone("closes", self.fields.closes) or self.when.start
        if self.problems:
            return opens, closes
        last = _closing_instant(closes, self.when.zone_name)
        if self.fields.closes and last > max(self.when.begins, self.day_of_start()):
            remedy = "Close it before the meeting, or leave closes out."
            self.tell("closes", f"registration closes after the start: {_said(closes)}", remedy)
        if opens and instant(opens, self.when.zone_name) >= self.last(closes):
            message = f"registration opens after it closes: {_said(opens)}, {_said(closes)}"
            self.tell("opens", message, "Put the earlier one in opens.")
        return opens, closes

    def day_of_start(self) -> datetime:
        """The end of the day of the start: closing on that day, given alone, is right too."""
        if isinstance(self.fields.closes, datetime):
            return self.when.begins
        return _closing_instant(self.when.first_day, self.when.zone_name)

    def in_zone(self, name: str, moment: date | datetime | None) -> date | datetime | None:
        if not isinstance(moment, datetime):
            return moment
        try:
            return in_zone(moment, self.when.zone_name)
        except TimeError as error:
            self.tell(name, str(error), error.remedy)
            return None


def _facts_in(template: str) -> list[str]:
    """The names in braces; an empty name where the braces are doubled or do not match."""
    if "{{" in template or "}}" in template:
        return [""]
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return [""]
    return [
        "" if specification or conversion else name
        for _, name, specification, conversion in parts
        if name is not None
    ]


def _said(moment: date | datetime) -> str:
    clock = f"{moment:%H:%M} on " if isinstance(moment, datetime) else ""
    return clock + in_words(moment)
