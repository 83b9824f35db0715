"""Registration: the address of the form, filled, and its state from minute to minute."""

from __future__ import annotations

import runpy
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml
from factories import BRUSSELS, a_front, a_meeting, a_service, a_site, at
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workgroups.fields import RegistrationFields
from workgroups.problems import Problem
from workgroups.registration import FACTS, Form, Registration, offer
from workgroups.site import Site
from workgroups.times import When, in_zone, state_at, zone

SITE = a_site(form_services={"forms": a_service(reserved=frozenset({"token"}))})
AFTERNOON = at("2026-03-12 14:00", "2026-03-12 17:00")
TWO_DAYS = at("2026-03-12", "2026-03-13")
EXAMPLE: Site = runpy.run_path(str(Path(__file__).parents[1] / "pelicanconf.py"))["WORKGROUPS"]


def a_form(
    when: When = AFTERNOON, status: str = "confirmed", site: Site = SITE, **fields: Any
) -> Form:
    """What an editor wrote; a form of the example service unless a url is given."""
    if "url" not in fields:
        fields = {"service": "forms", "form": "a"} | fields
    front = a_front(yaml_of(fields))
    return Form(RegistrationFields.model_validate(fields), when, status, site, front)


def yaml_of(fields: dict[str, Any]) -> str:
    return yaml.safe_dump({"registration": fields}, sort_keys=False)


def a_registration(
    when: When = AFTERNOON, status: str = "confirmed", **fields: Any
) -> Registration:
    form = a_form(when, status, **fields)
    registration = form.registration()
    assert registration is not None, form.problems
    return registration


def problems_of(when: When = AFTERNOON, **fields: Any) -> list[Problem]:
    form = a_form(when, **fields)
    assert (form.registration() is None) == bool(form.problems)
    return form.problems


# ---- The state over time -------------------------------------------------------------------------


def wall(text: str) -> datetime:
    """The instant of a wall time in Brussels."""
    return in_zone(datetime.fromisoformat(text), BRUSSELS).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-01-31 23:59", "not-open"),
        ("2026-02-01 00:00", "open"),
        ("2026-03-07 23:59", "open"),
        ("2026-03-08 00:00", "closing-soon"),
        ("2026-03-10 23:59", "closing-soon"),
        ("2026-03-11 00:00", "closed"),
        ("2026-03-12 16:59", "closed"),
        ("2026-03-12 17:00", "past"),
    ],
)
def test_each_state_has_its_time(now: str, state: str) -> None:
    """Days given alone: open from the first minute of one to the last minute of the other."""
    registration = a_registration(opens="2026-02-01", closes="2026-03-10")
    assert state_at(registration.timeline, wall(now)) == state


def test_it_closes_with_the_start_unless_told_otherwise() -> None:
    timeline = a_registration().timeline
    assert state_at(timeline, wall("2026-03-12 13:59")) == "closing-soon"
    assert state_at(timeline, wall("2026-03-12 14:00")) == "closed"


def test_closing_on_the_day_of_the_meeting_is_closing_with_its_start() -> None:
    registration = a_registration(closes="2026-03-12")
    assert registration.timeline == a_registration().timeline
    assert registration.closes == AFTERNOON.start


def test_days_alone_are_open_to_the_end_of_the_first() -> None:
    timeline = a_registration(TWO_DAYS).timeline
    assert state_at(timeline, wall("2026-03-12 23:59")) == "closing-soon"
    assert state_at(timeline, wall("2026-03-13 00:00")) == "closed"
    assert state_at(timeline, wall("2026-03-14 00:00")) == "past"


@pytest.mark.parametrize("when", [AFTERNOON, TWO_DAYS])
@pytest.mark.parametrize("closes", [None, "2026-03-10", "2026-03-10 12:00", "2026-03-12"])
def test_what_is_told_is_when_it_closes(when: When, closes: str | None) -> None:
    registration = a_registration(when, closes=closes)
    [closed] = [moment for moment, state in registration.timeline if state == "closed"]
    told = registration.closes
    if not isinstance(told, datetime):  # a day, to its end
        told = in_zone(datetime.combine(told + timedelta(days=1), time()), BRUSSELS)
    assert told == closed


@pytest.mark.parametrize(
    ("status", "full", "states"),
    [
        ("confirmed", "yes", ["full", "closed", "past"]),
        ("tentative", "no", ["open", "closing-soon", "closed", "past"]),
        ("cancelled", "no", ["cancelled"]),
        ("cancelled", "yes", ["cancelled"]),
        ("postponed", "no", ["closed"]),
    ],
)
def test_states_in_their_order(status: str, full: str, states: list[str]) -> None:
    timeline = a_registration(status=status, full=full).timeline
    assert [state for _, state in timeline] == states


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
CLOCKS = st.sampled_from([time(9), time(12, 30), time(23, 59)])  # never when the clocks change
MOMENTS = DAYS | st.builds(datetime.combine, DAYS, CLOCKS)


@dataclass(frozen=True)
class Case:
    """A registration and its meeting, which lasts some hours, or as many days as they fill."""

    first: date
    hours: int
    opens: date | None
    closes: date | None
    full: bool
    status: str

    @property
    def when(self) -> When:
        if not isinstance(self.first, datetime):
            return When(self.first, self.first + timedelta(days=self.hours // 24), BRUSSELS)
        start = in_zone(self.first, BRUSSELS)
        end = start.astimezone(UTC) + timedelta(hours=self.hours)
        return When(start, end.astimezone(zone(BRUSSELS)), BRUSSELS)

    @property
    def form(self) -> Form:
        moments = {"opens": self.opens, "closes": self.closes}
        texts = {name: str(moment)[:16] for name, moment in moments.items() if moment}
        return a_form(self.when, self.status, full="yes" if self.full else "no", **texts)

    def state(self, now: datetime) -> str:
        """What holds at an instant: the first question with a yes, by the clock on the wall."""
        questions = {
            "closed for now": self.status == "postponed",
            "cancelled": self.status == "cancelled",
            "past": now >= self.when.ends,
            "closed": self.over(now),
            "full": self.full,
            "not-open": self.opens is not None and not reached(self.opens, now),
            "closing-soon": self.over(now + timedelta(hours=72)),
            "open": True,
        }
        return next(state for state, yes in questions.items() if yes).removesuffix(" for now")

    def over(self, now: datetime) -> bool:
        """Whether the start is there, or the last minute in which one could register is gone."""
        return any(
            reached(moment if isinstance(moment, datetime) else moment + timedelta(days=1), now)
            for moment in (self.first, self.closes)
            if moment
        )


def reached(moment: date, now: datetime) -> bool:
    """Whether a clock on a wall in Brussels shows this wall time or day, or a later one."""
    shown = now.astimezone(zone(BRUSSELS)).replace(tzinfo=None)
    return shown >= moment if isinstance(moment, datetime) else shown.date() >= moment


CASES = st.builds(
    Case,
    first=MOMENTS,
    hours=st.integers(1, 90),
    opens=st.none() | MOMENTS,
    closes=st.none() | MOMENTS,
    full=st.booleans(),
    status=st.sampled_from(["confirmed", "tentative", "cancelled", "postponed"]),
)


@given(CASES, st.lists(st.integers(0, 60 * 24 * 400), min_size=20, max_size=20))
@example(Case(datetime(2026, 3, 12, 9), 3, None, date(2026, 3, 12), False, "confirmed"), [145_980])
@settings(max_examples=200, deadline=None)
def test_any_minute(case: Case, minutes: list[int]) -> None:
    """The timeline says what one finds who asks each question again at that minute."""
    registration = case.form.registration()
    if registration is None:
        assert case.opens or case.closes  # which contradict each other, or the start
        return
    begins = [moment for moment, _ in registration.timeline]
    assert begins[0] is None
    assert all(a <= b for a, b in pairwise(begins[1:]))
    for minute in minutes:
        now = datetime(2025, 12, 1, tzinfo=UTC) + timedelta(minutes=minute)
        assert state_at(registration.timeline, now) == case.state(now)


# ---- The address ---------------------------------------------------------------------------------

VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
TEMPLATES = st.lists(
    st.sampled_from([f"{{{fact}}}" for fact in FACTS]) | st.text("aé&=,+#?% {{}}ß😀", max_size=4)
    .map(lambda text: text.replace("{", "{{").replace("}", "}}"))
    .filter(str.strip),
    min_size=1,
    max_size=3,
).map("".join)  # fmt: skip


KEYS = st.from_regex(r"[A-Za-z_]\w{0,5}", fullmatch=True)


@given(
    facts=st.fixed_dictionaries(dict.fromkeys(FACTS, VALUES) | {"date": DAYS}),
    prefill=st.dictionaries(KEYS, TEMPLATES, min_size=1),
    form=st.sampled_from(
        ["https://forms.example/a", "https://forms.example/a?", "https://forms.example/a?x=1%20%26",
         "https://forms.example/a#top", "https://forms.example/a?x=1#top"]
    ),
)  # fmt: skip
def test_what_the_service_reads_is_what_was_meant(
    facts: dict[str, Any], prefill: dict[str, str], form: str
) -> None:
    """Whatever stands in a title, the service gets those facts, and nothing else."""
    registration = Registration(form, None, date(2026, 1, 1), (), a_service(), prefill)
    parts, before = urlsplit(registration.address(facts)), urlsplit(form)
    written = {**facts, "date": facts["date"].isoformat()}
    assert parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True) == [
        *parse_qsl(before.query),
        *((key, template.format(**written)) for key, template in prefill.items()),
    ]
    assert parts[:3] == before[:3]
    assert parts.fragment == before.fragment


MEETING = a_meeting(title="A & b", uid="4c1f", when=AFTERNOON)


@pytest.mark.parametrize(
    ("service", "form", "prefill", "address"),
    [
        (
            "eusurvey",
            "EnergyWG2026",
            {"m": "{title}", "day": "{date}"},
            "https://ec.europa.eu/eusurvey/runner/EnergyWG2026?m=A%20%26%20b&day=12%2F03%2F2026",
        ),
        (
            "google-forms",
            "1FAIpQL_x-9",
            {"842": "{date}"},
            "https://docs.google.com/forms/d/e/1FAIpQL_x-9/viewform?usp=pp_url&entry.842=2026-03-12",
        ),
        (
            "microsoft-forms",
            "cZYxzedSaEqv",
            {"rf840c1": "{uid}"},
            "https://forms.office.com/Pages/ResponsePage.aspx?id=cZYxzedSaEqv&rf840c1=4c1f",
        ),
        (
            "limesurvey",
            "816",
            {"Q1": "{start}-{end}"},
            "https://survey.regions.example/index.php/816?newtest=Y&Q1=14%3A00-17%3A00",
        ),
        (
            "drupal-webform",
            "registration",
            {"meeting": "{uid}"},
            "https://www.regions.example/form/registration?meeting=4c1f",
        ),
    ],
)
def test_addresses_of_the_services(
    service: str, form: str, prefill: dict[str, str], address: str
) -> None:
    registration = a_registration(site=EXAMPLE, service=service, form=form, prefill=prefill)
    assert registration.address(MEETING.facts("https://network.example")) == address


def test_a_question_may_be_named_as_the_service_shows_it() -> None:
    google = {"site": EXAMPLE, "service": "google-forms", "form": "a"}
    addresses = {
        a_registration(**google, prefill={key: "{uid}"}).address({"uid": "4c1f"})
        for key in ("842", "entry.842")
    }
    [address] = addresses
    assert address.endswith("?usp=pp_url&entry.842=4c1f")
    [problem] = problems_of(**google, prefill={"842": "{uid}", "entry.842": "{date}"})
    assert "filled already" in problem.message


def test_a_form_of_no_service_is_linked_as_it_is() -> None:
    site = a_site(registration_hosts=("other.example",))
    registration = a_registration(site=site, url="https://other.example/f?a=b")
    assert registration.address({}) == "https://other.example/f?a=b"


def test_a_url_of_a_service_is_filled_like_its_forms() -> None:
    registration = a_registration(url="https://forms.example/b", prefill={"m": "{uid}"})
    assert registration.address({"uid": "4c1f"}) == "https://forms.example/b?m=4c1f"


def test_facts_are_of_the_meeting_and_all_there() -> None:
    facts = MEETING.facts("https://network.example")
    assert tuple(facts) == FACTS


# ---- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"service": "form", "form": "a"}, "service"),
        ({"service": "forms", "form": "a?b=c"}, "form"),
        ({"service": "forms", "form": "a b"}, "form"),
        ({"url": "https://elsewhere.example/a"}, "url"),
        ({"waiting_list": "https://elsewhere.example/a"}, "waiting_list"),
        ({"prefill": {"token": "x"}}, "token"),
        ({"prefill": {"m": "{name}"}}, "m"),
        ({"prefill": {"m": "{title.__class__}"}}, "m"),
        ({"prefill": {"m": "{title[0]}"}}, "m"),
        ({"prefill": {"m": "{title!r}"}}, "m"),
        ({"prefill": {"m": "{title:>{uid}}"}}, "m"),
        ({"prefill": {"m": "{title"}}, "m"),
        ({"prefill": {"m": "{}"}}, "m"),
        ({"prefill": {"m": "{0}"}}, "m"),
        ({"closes": "2026-03-12 14:01"}, "closes"),
        ({"closes": "2026-03-13"}, "closes"),
        ({"opens": "2026-03-12 14:00"}, "opens"),
        ({"opens": "2026-03-12 15:00", "closes": "2026-03-12"}, "opens"),
        ({"opens": "2026-03-10", "closes": "2026-03-09"}, "opens"),
    ],
)
def test_refused(fields: dict[str, Any], place: str) -> None:
    problems = problems_of(**fields)
    defaults = {} if "url" in fields else {"service": "forms", "form": "a"}
    front = a_front(yaml_of(defaults | fields))
    marks = {key[-1]: mark for key, mark in front.marks.items()}
    assert [(problem.line, problem.column) for problem in problems] == [marks[place]]


@pytest.mark.parametrize("moment", ["2026-03-29 02:30", "2026-10-25 02:30"])
@pytest.mark.parametrize("name", ["opens", "closes"])
def test_a_time_the_clocks_skip_or_repeat_is_refused(name: str, moment: str) -> None:
    [problem] = problems_of(at("2026-12-01 14:00", "2026-12-01 15:00"), **{name: moment})
    assert "02:30" in problem.message


def test_a_form_that_nobody_knows_how_to_fill_is_refused() -> None:
    site = a_site(registration_hosts=("other.example",))
    [problem] = problems_of(site=site, url="https://other.example/f", prefill={"m": "{uid}"})
    assert "prefill" in problem.message


@pytest.mark.parametrize("name", ["url", "waiting_list"])
@pytest.mark.parametrize(
    "address", ["https://forms.gle/Ab3", "https://docs.google.com/forms/d/1x/edit"]
)
def test_an_address_that_people_cannot_fill_in_is_refused(name: str, address: str) -> None:
    fields = (
        {name: address} if name == "url" else {"service": "eusurvey", "form": "a", name: address}
    )
    [problem] = problems_of(site=EXAMPLE, **fields)
    assert "Google Forms" in problem.message or "edited" in problem.message


# ---- The offer -----------------------------------------------------------------------------------


def test_a_page_offers_what_holds_at_that_instant() -> None:
    registration = a_registration(
        opens="2026-02-01", waiting_list="https://forms.example/w", note="Bring a badge."
    )
    shown = offer(registration, {}, wall("2026-01-31 12:00"))
    assert (shown.state, shown.address) == ("not-open", "https://forms.example/a")
    assert (shown.host, shown.note) == ("forms.example", "Bring a badge.")
    assert shown.form == "https://forms.example/a"
    assert (shown.opens, shown.closes) == (date(2026, 2, 1), AFTERNOON.start)
    assert shown.waiting_list == "https://forms.example/w"
    assert shown.timeline == registration.timeline


def test_on_paper_a_form_has_the_address_that_can_be_typed() -> None:
    registration = a_registration(prefill={"meeting": "{title}"})
    shown = offer(registration, a_meeting().facts(""), wall("2026-01-31 12:00"))
    assert shown.address.startswith(f"{shown.form}?")
    assert "?" not in shown.form
