"""Specimens: groups, meetings and offers in every state that the theme shows differently.

The style guide is made of them, and the tests of the theme. All of them are seen at one instant,
NOW, so that a meeting of that afternoon is always just being held.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from workgroups.documents import KINDS, ROLES, Document
from workgroups.group import Chair, Contact, Group, Link
from workgroups.meeting import AgendaItem, Meeting, Online, Place, Speaker, Translation
from workgroups.prose import Prose
from workgroups.registration import Offer
from workgroups.story import Event, Revision
from workgroups.times import When, in_zone
from workgroups.version import Version

NOW = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
ZONE = "Europe/Brussels"
CONTACT = Contact("Ada Example", "ada@network.example", "+32 2 555 01 00")


def at(start: str, end: str) -> When:
    """From and to, written `2026-01-21 14:00` or `2026-01-21`, in Brussels."""
    return When(_moment(start), _moment(end), ZONE)


def _moment(text: str) -> date | datetime:
    if len(text) == len("2026-01-21"):
        return date.fromisoformat(text)
    return in_zone(datetime.fromisoformat(text), ZONE)


# ---- Groups --------------------------------------------------------------------------------------


def a_group(slug: str, name: str, **facts: Any) -> Group:
    """An open group."""
    group = Group(
        slug=slug,
        name=name,
        mission=Prose("<p>What we are for.</p>"),
        timezone=ZONE,
        lang="en",
        source=f"content/groups/{slug}/index.md",
    )
    return replace(group, **facts)


def a_document(address: str, **facts: Any) -> Document:
    """A PDF at an address of the site, or a page elsewhere where the address is a whole one."""
    kept = None if "://" in address else Path(Path(address).name)
    kind = KINDS[".pdf"]
    paper = Document("Agenda", ROLES[0], address, 0, kind.label, kind.media_type, source=kept)
    return replace(paper, **facts)


SMART = a_group(
    "smart-cities",
    "Smart Cities",
    colour="#0b6e4f",
    mission=Prose("<p>Cities share what they learn.</p>"),
    chairs=(
        Chair("Ada Example", "Region of Examples", "2021-05", None),
        Chair("Bo Former", None, "2018", "2021"),
    ),
    contact=CONTACT,
    mailing_list="list@network.example",
    links=(Link("The mission", "https://europa.example/mission"),),
    documents=(a_document("/groups/smart-cities/plan.pdf", title="Work plan", role=ROLES[2]),),
)
MOBILITY = a_group("urban-mobility", "Urban Mobility", colour="#b3541e", parent="smart-cities")
QUIET = a_group("water", "Water", closed=date(2024, 6, 30))
BARE = a_group("health", "Health")
GROUPS = (SMART, MOBILITY, QUIET, BARE)

# ---- Meetings ------------------------------------------------------------------------------------

PAPERS = (
    a_document("/meetings/full/agenda.pdf", size=212_000, pages=2, date=date(2026, 11, 14)),
    a_document(
        "/meetings/full/projet.docx",
        title="Projet de contribution",
        role=ROLES[2],
        label="DOCX",
        download_name='Projet "1".docx',
        size=1_240_000,
        lang="fr",
    ),
    a_document("https://video.example/1", title="Recording", role=ROLES[4], label=""),
)


def a_meeting(slug: str, when: When, **facts: Any) -> Meeting:
    """A confirmed meeting at a place in Brussels."""
    meeting = Meeting(
        slug=slug,
        uid=f"{slug}@network.example",
        title="Energy in cities",
        groups=(SMART,),
        when=when,
        lang="en",
        body=Prose("<p>We look at energy.</p>"),
        source=f"content/meetings/2026/{slug}/index.md",
        place=Place("House of Regions", "Rue de l'Exemple 1, 1000 Brussels", "Room 3"),
    )
    return replace(meeting, **facts)


def _said(day: str) -> Version:
    times = f"start: {day} 14:00", f"end: {day} 17:00"
    return Version({"start": times[0], "end": times[1], "place": "place: {name: House}"})


_FIRST, _THEN = (datetime(2026, 10, day, tzinfo=UTC) for day in (1, 20))
FULL = a_meeting(
    "full",
    at("2026-12-03 14:00", "2026-12-03 17:00"),
    revision=Revision(
        _FIRST,
        _THEN,
        1,
        (
            Event("announced", _FIRST, "c1", after=_said("2026-11-26")),
            Event("moved", _THEN, "c2", _said("2026-11-26"), _said("2026-12-03")),
            Event("papers", _THEN, "c2", papers=('Projet "1".docx',)),
        ),
    ),
    title="Towards the mission",
    groups=(SMART, MOBILITY),
    type="working-group",
    body=Prose("<p>We look at it.</p><h3>Questions</h3><ol><li>Which cities?</li></ol>"),
    online=Online("https://meet.example/1", "The passcode comes by mail."),
    contact=CONTACT,
    speakers=(Speaker("Cy Example", "Commission", "State of play"), Speaker("Di Example")),
    agenda=(
        AgendaItem(date(2026, 12, 3), time(14), "Welcome"),
        AgendaItem(date(2026, 12, 3), time(14, 30), "The mission", "Cy Example"),
    ),
    documents=PAPERS,
    tags=("missions",),
    translations=(Translation("fr", "Vers la mission", Prose("<p>Nous y sommes.</p>")),),
)
PAST = a_meeting("past", at("2026-03-03 09:00", "2026-03-03 12:00"), documents=PAPERS[:1])
HELD_NOW = a_meeting("now", at("2026-11-23 14:00", "2026-11-23 17:00"), groups=(MOBILITY,))
CANCELLED = a_meeting(
    "cancelled",
    at("2026-11-24 14:00", "2026-11-24 17:00"),
    status="cancelled",
    notice="The house is closed",
    replaced_by="full",
    online=Online("https://meet.example/2"),
    translations=(Translation("fr", "L'énergie en ville", Prose()),),
)
POSTPONED = a_meeting(
    "postponed", at("2027-03-12", "2027-03-13"), status="postponed", notice="Ill."
)
SAVED_DATE = a_meeting(
    "tentative",
    at("2027-05-30", "2027-06-01"),
    status="tentative",
    place=None,
    online=Online(None, None),
    agenda=(
        AgendaItem(date(2027, 5, 30), time(9), "Arrival"),
        AgendaItem(date(2027, 5, 31), time(9), "Plenary"),
    ),
)
GERMAN = a_meeting(
    "deutsch",
    at("2026-12-08 09:00", "2026-12-09 12:00"),
    title="Klimaneutrale Städte",
    lang="de",
    place=Place("Haus"),
)
MEETINGS = (
    FULL,
    PAST,
    a_meeting("older", at("2025-03-03 09:00", "2025-03-03 12:00")),
    HELD_NOW,
    CANCELLED,
    POSTPONED,
    SAVED_DATE,
    GERMAN,
)

PLAIN = a_meeting("plain", at("2026-12-10 10:00", "2026-12-10 12:30"), documents=PAPERS[:1])
TENTATIVE = replace(PLAIN, slug="to-be-confirmed", status="tentative", documents=())
NOTED = replace(PLAIN, slug="noted", notice="Bring a badge.")
LONG = replace(
    PLAIN,
    slug="long",
    title="What becomes of the Cities Mission after 2027, and of the agreements that a hundred and "
    "twelve cities have signed for the years until 2030?",
)
LONG_WORD = replace(PLAIN, slug="word", title="Nachhaltigkeitsberichterstattungsverordnungsentwurf")
NOWHERE = replace(PLAIN, slug="nowhere", place=None)

# ---- Registration --------------------------------------------------------------------------------

OPENS, CLOSES = datetime(2026, 11, 1, 8, tzinfo=UTC), datetime(2026, 11, 30, 17, tzinfo=UTC)
_COURSE = (
    (None, "not-open"),
    (OPENS, "open"),
    (CLOSES - timedelta(days=3), "closing-soon"),
    (CLOSES, "closed"),
    (FULL.when.ends, "past"),
)
OFFER = Offer(
    state="open",
    address="https://forms.example/runner?a=1&b=2",
    form="https://forms.example/runner",
    host="forms.example",
    opens=OPENS,
    closes=CLOSES,
    waiting_list="https://forms.example/waiting",
    note="For members.",
    timeline=_COURSE,
)
OFFER_WHEN_FULL = replace(
    OFFER,
    state="full",
    closes=date(2026, 11, 30),
    timeline=((None, "full"), (CLOSES, "closed")),
)
OFFER_CANCELLED = replace(OFFER, state="cancelled", timeline=((None, "cancelled"),))
OFFERS = {
    "Not open yet": replace(OFFER, state="not-open"),
    "Open": OFFER,
    "Closing soon": replace(OFFER, state="closing-soon"),
    "Full, with a waiting list": OFFER_WHEN_FULL,
    "Full": replace(OFFER_WHEN_FULL, waiting_list=None, note=None),
    "Closed": replace(OFFER, state="closed"),
    "Cancelled": OFFER_CANCELLED,
    "Past": replace(OFFER, state="past"),
}
"""Registration in each of its states."""
