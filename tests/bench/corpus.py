"""The corpus: groups and meetings out of a seed, which every site of a comparison is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

NAME = "Network of Harbours"
ADDRESS = "https://harbours.example"
ZONE = "Europe/Brussels"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
"""The moment that sites are built for: what is to come stays so."""

FIRST, LAST = date(2016, 1, 4), date(2027, 6, 1)
"""Between these days meetings are spread evenly."""

# fmt: off
_QUALITIES = (
    "shared", "early", "quiet", "outer", "local", "common", "modest", "recent", "narrow", "steady",
    "public", "urgent", "former", "gentle", "second", "rising", "patient", "central", "ordinary",
)
_THINGS = (
    "quay", "tide", "ferry", "crane", "pilot", "berth", "lock", "buoy", "dredger", "customs office",
    "warehouse", "breakwater", "timetable", "tariff", "permit", "survey", "channel", "shipyard",
    "lighthouse", "mooring", "cargo list", "rail link", "crew", "storm plan", "shore power",
    "fleet", "fish market", "anchorage", "depot", "passenger hall", "harbour fund",
    "container yard",
)
_DEEDS = (
    "compare", "renew", "describe", "count", "repair", "widen", "finance", "measure", "open",
    "inspect", "share", "replace", "extend", "train", "publish", "protect", "plan", "test",
)
_DETERMINERS = ("the", "every", "one", "this", "our", "their", "each", "no other")
_JOINTS = ("before", "beside", "without", "through", "against", "beyond", "near", "after")
_HOUSES = ("Pilot House", "Old Customs", "Rope Walk", "Tide Hall", "Quay Office", "Signal Tower")
_STREETS = ("Rue du Port", "Kaaistraat", "Rua do Cais", "Hafenstraße", "Via della Darsena")
_OFFICES = ("Secretariat", "Harbour office", "Chair's office", "Planning office", "Pilots' office")
_TAGS = ("energy", "fishing", "freight", "funding", "safety", "tourism", "training", "weather")
_PAPERS = ("agenda", "minutes", "slides", "draft-position")
# fmt: on


@dataclass(frozen=True)
class Group:
    """A working group; its mission is a plain sentence."""

    slug: str
    name: str
    mission: str


@dataclass(frozen=True)
class Paper:
    """A file beside a meeting."""

    file: str
    title: str
    data: bytes


@dataclass(frozen=True)
class Meeting:
    """A meeting. `summary` is plain, `body` is Markdown; `start` and `end` are aware."""

    slug: str
    title: str
    group: Group
    start: datetime
    end: datetime
    house: str
    street: str
    contact: str
    summary: str
    tags: tuple[str, ...]
    form: str
    papers: tuple[Paper, ...]
    body: str

    @property
    def place(self) -> str:
        return f"{self.house}, {self.street}"


@dataclass(frozen=True)
class Corpus:
    """Groups by name, meetings by day."""

    groups: tuple[Group, ...]
    meetings: tuple[Meeting, ...]

    @property
    def papers(self) -> int:
        """How many files lie beside its meetings."""
        return sum(len(meeting.papers) for meeting in self.meetings)


def corpus(size: int, *, groups: int | None = None, first: date = FIRST, seed: int = 1) -> Corpus:
    """So many meetings from a day on, the same each time.

    Unless told otherwise, of as many groups as a network of that size has.
    """
    author = _Author(Random(f"{seed} of {size}"))
    holders = tuple(author.groups(groups or min(40, max(4, size // 100))))
    days = (first + (LAST - first) * number // size for number in range(size))
    made = (author.meeting(holders, number, day) for number, day in enumerate(days))
    return Corpus(holders, tuple(made))


class _Author:
    """Who writes it, by chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.one_of = chance.choice

    def groups(self, count: int) -> Iterator[Group]:
        for number in range(count):
            thing = _THINGS[number % len(_THINGS)]
            quality = _QUALITIES[number * 7 % len(_QUALITIES)]
            name = f"{quality} {thing}s".capitalize()
            yield Group(name.lower().replace(" ", "-"), name, self.sentence(plain=True))

    def meeting(self, groups: tuple[Group, ...], number: int, day: date) -> Meeting:
        group = self.one_of(groups)
        hour = timedelta(hours=self.chance.randrange(8, 17), minutes=self.one_of((0, 15, 30)))
        start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONE)) + hour
        return Meeting(
            slug=f"{day}-{group.slug}-{number:05d}",
            title=f"{group.name}: how to {self.one_of(_DEEDS)} the {self.thing()}",
            group=group,
            start=start,
            end=start + timedelta(minutes=self.one_of((60, 90, 120, 180))),
            house=self.one_of(_HOUSES),
            street=f"{self.one_of(_STREETS)} {self.chance.randrange(1, 200)}, 1000 Brussels",
            contact=self.one_of(_OFFICES),
            summary=self.paragraph(2, plain=True),
            tags=tuple(sorted(self.chance.sample(_TAGS, self.chance.randrange(1, 4)))),
            form=f"https://forms.example/meeting/{number:05d}",
            papers=tuple(map(self.paper, _PAPERS[: number % 5])),
            body=self.body(),
        )

    def paper(self, name: str) -> Paper:
        text = f"{self.paragraph(4, plain=True)}\n\n".encode()
        size = self.chance.randrange(600, 6000)
        title = name.replace("-", " ").capitalize()
        return Paper(f"{name}.txt", title, (text * (size // len(text) + 1))[:size])

    def body(self) -> str:
        """What a secretariat writes: paragraphs, two headings, three lists, some links."""
        questions = (f"{n}. {self.thing().capitalize()}: {self.sentence()}" for n in (1, 2, 3))
        brought = (f"- {self.phrase().capitalize()} {self.aside()}" for _ in range(5))
        practical = (f"- {self.sentence()}" for _ in range(3))
        blocks = (
            self.paragraph(5),
            self.paragraph(5),
            "## Questions",
            "Three of them are for the afternoon:",
            "\n".join(questions),
            "Whoever comes brings:",
            "\n".join(brought),
            "## Before you travel",
            self.paragraph(4),
            "\n".join(practical),
            self.paragraph(4),
            f"What was said before is [with the {self.thing()}]({self.link()}), with *its papers*.",
        )
        return "\n\n".join(blocks) + "\n"

    def paragraph(self, sentences: int, *, plain: bool = False) -> str:
        return " ".join(self.sentence(plain=plain) for _ in range(sentences))

    def sentence(self, *, plain: bool = False) -> str:
        """Subject, verb, object; in four of ten with an emphasis or a link, unless plain."""
        said = self.phrase() if plain or self.chance.random() < 0.6 else self.marked(self.thing())
        words = f"{self.phrase()} has to {self.one_of(_DEEDS)} {said} {self.aside()}"
        if self.chance.random() < 0.4:
            words += f", and to {self.one_of(_DEEDS)} {self.phrase()}"
        return f"{words[0].upper()}{words[1:]}."

    def marked(self, text: str) -> str:
        return self.one_of((f"the **{text}**", f"the *{text}*", f"[the {text}]({self.link()})"))

    def link(self) -> str:
        thing = self.one_of(_THINGS).replace(" ", "-")
        return f"https://library.example/{thing}-{self.chance.randrange(900)}"

    def phrase(self) -> str:
        return f"{self.one_of(_DETERMINERS)} {self.thing()}"

    def thing(self) -> str:
        return f"{self.one_of(_QUALITIES)} {self.one_of(_THINGS)}"

    def aside(self) -> str:
        return f"{self.one_of(_JOINTS)} {self.phrase()}"
