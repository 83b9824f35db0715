"""Claims: what a text says against the fields is told where it says it; what is nearly so is not.

The mistakes themselves are in `mistakes/claims/`; here are their nearest neighbours that are right.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from factories import a_document, a_meeting, at
from hypothesis import example, given, settings
from hypothesis import strategies as st
from texts import texts_with, told_of

from workgroups.claims import (
    other_hours,
    paper_missing,
    registration_missing,
    title_of_another_day,
    wrong_weekday,
)
from workgroups.documents import ROLE
from workgroups.meeting import AgendaItem
from workgroups.registration import Registration

PAPER = a_document("/meetings/2026-01-21-energy/paper.pdf", title="Paper", role=ROLE["paper"])
AGENDA = AgendaItem(date(2026, 1, 21), time(14, 0), "Welcome")
FORM = Registration("https://forms.example/x", None, date(2026, 1, 20), ((None, "open"),))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Please find enclosed the agenda.", ["find enclosed"]),
        ("The slides are attached.", ["slides are"]),
        ("You will find the paper annexed.", ["find the"]),
        ("Have a look at the attached draft paper.", ["the attached"]),
        ("See the agenda for the order of speakers.", ["See the"]),
        ("The programme: agenda below.", ["agenda below"]),
        ("Read the note attached to this invitation.", ["note attached"]),
        ("The draft agenda is attached.", ["draft agenda"]),
        ("Please find enclosed the agenda and the draft.", ["find enclosed"]),
        ("The programme is below.", ["programme is"]),
        ("The agenda is below.", ["agenda is"]),
        ("Please see attached. The attachment has all details.", ["see attached"]),
        ("The attachment has all details.", ["The attachment"]),
        ("See the annex for the draft.", ["See the"]),
        ("The minutes can be found here.", ["minutes can"]),
    ],
)
def test_papers_that_are_not_there(text: str, where: list[str]) -> None:
    assert told_of(paper_missing, text) == where


@pytest.mark.parametrize(
    "text",
    [
        "The region is attached to its forests, and attaches conditions to the report.",
        "The comparison table is annexed to the minutes.",
        "Which data are attached to the samples? The report attached great weight to it.",
        "The agenda will be attached a week before. The papers are to be enclosed later.",
        "The slides are attached once the speakers have agreed.",
        "Enclosed spaces need other sensors. A paper on the enclosed sea.",
        "Please find attached [the paper](https://europa.eu/paper).",
        "The paper is [attached](paper.pdf).",
        "`Please find enclosed the agenda.`",
        "<!-- Please find enclosed the agenda. -->",
        "See the agenda of the Commission for 2027. On the agenda: the work plan.",
        "The group has had it on its agenda, and the new European innovation agenda is out.",
        "See the agenda below.\n\n## Agenda\n\n- Welcome\n- Paper",
        "The last agenda is below the line.",
        "The agenda below the surface of cohesion policy. The programme below supports cities.",
        "A programme is below its target. The attachment of people to their towns has grown.",
        "See the annex for the draft regulation of 2024. The attachment has held for long.",
        'The minutes can be found <a href="/minutes/">here</a>.',
        "The minutes can be found [here](/minutes/). The reports can be found here and there.",
        "The minutes will be found here.",
    ],
)
def test_papers_that_nobody_promised(text: str) -> None:
    assert told_of(paper_missing, text) == []


def test_papers_that_are_there() -> None:
    both = "Please find enclosed the agenda and the draft."
    assert told_of(paper_missing, both, a_meeting(agenda=(AGENDA,), documents=(PAPER,))) == []
    assert told_of(paper_missing, both, a_meeting(documents=(a_document(),))) == []
    assert told_of(paper_missing, both, a_meeting(documents=(PAPER,))) == ["find enclosed"]
    assert told_of(paper_missing, both, a_meeting(agenda=(AGENDA,))) == ["find enclosed"]
    named = replace(PAPER, title="Draft agenda of the day")
    assert told_of(paper_missing, "See the agenda.", a_meeting(documents=(named,))) == []


@pytest.mark.parametrize(
    ("lang", "text", "where"),
    [
        ("fr", "Vous trouverez ci-joint la note.", ["ci-joint la"]),
        ("fr", "La note est en pièce jointe.", ["en pièce"]),
        ("fr", "L'ordre du jour figure ci-dessous.", ["ordre du"]),
        ("fr", "La liste en annexe du règlement. Les conclusions conjointes.", []),
        ("fr", "L'ordre du jour sera joint. À l'ordre du jour : le plan de travail.", []),
        ("fr", "Le projet d'ordre du jour est en pièce jointe.", ["en pièce"]),
        ("de", "Anbei finden Sie die Tagesordnung.", ["Anbei finden"]),
        ("de", "Anbei der Entwurf der Tagesordnung.", ["Anbei der"]),
        ("de", "Siehe die Tagesordnung.", ["Siehe die"]),
        ("de", "Das steht im Anhang der Verordnung. Die Unterlagen werden beigefügt.", []),
        ("nl", "Please find enclosed the agenda.", []),
    ],
)
def test_papers_in_other_languages(lang: str, text: str, where: list[str]) -> None:
    assert told_of(paper_missing, text, lang=lang) == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('Press the "Register" button on the right.', ["Press the"]),
        ("Click on **register**.", ["Click on"]),
        ("Please sign up by Friday.", ["Please sign"]),
        ("To register, log in first.", ["To register"]),
        ("Everybody can register until Friday.", ["can register"]),
        ("Prior registration is required.", ["Prior registration"]),
        ("Registration is open.", ["Registration is"]),
        ("Fill in the registration form.", ["Fill in"]),
        ("Sign up with the form by 3 May.", ["Sign up"]),
        ("Write to your region with the list of 3 May. Registration is open.", ["Registration is"]),
    ],
)
def test_registration_that_is_not_there(text: str, where: list[str]) -> None:
    assert told_of(registration_missing, text) == where
    assert told_of(registration_missing, text, a_meeting(registration=FORM)) == []
    assert told_of(registration_missing, text, a_meeting(status="cancelled")) == []


@pytest.mark.parametrize(
    "text",
    [
        "No registration is required. You need not register. Please do not register twice.",
        "Registration will open on this page. It is not open; please register later.",
        "Those who registered have received the paper. Please register at the reception.",
        "Please register by e-mail. To register, write to heat@regions.example.",
        "Please register [with this form](https://forms.example/x).",
        "Members can register their projects. Please register your projects with the observatory.",
        "A register of buildings, a cash register, and a registration scheme.",
        "Where product registration is required, towns wait. One street, three registers.",
        "Nobody wants to register a car in a city of bicycles.",
        "`Please register.`",
        "Those who want a slot say so when registering.",
        "RSVP to the secretariat by Friday. Sign up with the secretariat by Friday.",
        "Towns sign up to the charter with the form of 2020.",
    ],
)
def test_registration_that_nobody_asked_for(text: str) -> None:
    assert told_of(registration_missing, text) == []


@pytest.mark.parametrize(
    ("lang", "text", "where"),
    [
        ("fr", "Cliquez sur le bouton « S'inscrire ».", ["Cliquez sur"]),
        ("fr", "L'inscription est obligatoire.", ["inscription est"]),
        ("fr", "Inscrivez-vous avant vendredi.", ["Inscrivez-vous avant"]),
        ("fr", "Ce projet s'inscrit dans le plan. L'inscription n'est pas obligatoire.", []),
        ("fr", "Pour s'inscrire dans la durée, il faut un plan. Les personnes inscrites.", []),
        ("de", "Melden Sie sich bis Freitag an.", ["Melden Sie"]),
        ("de", "Eine Anmeldung ist nicht erforderlich. Keine Anmeldung nötig.", []),
    ],
)
def test_registration_in_other_languages(lang: str, text: str, where: list[str]) -> None:
    assert told_of(registration_missing, text, lang=lang) == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("The meeting takes place from 2 pm to 4.30 pm.", ["2 pm"]),
        ("The meeting will take place on 21st January between 14:00-16:00, with a drink.",
         ["14:00-16:00, with"]),
        ("- **Time:** 14:00-16:30", ["14:00-16:30"]),
        ("When: Wednesday 21 January, 13:00 – 17:00", ["13:00 –"]),
        ("We meet on 21 January 2026, 14:00-16:30", ["14:00-16:30"]),
        ("The meeting is held from 14:00 to 16:30 CET.", ["14:00 to"]),
        ("From 9:00 to 11:00.", ["9:00 to"]),
        ("The meeting starts at 9:00.", ["9:00"]),
        ("On 21 January we start at 1 pm, in room 4.", ["1 pm"]),
        ("The meeting is held from 14:00 to 16:30 Brussels time.", ["14:00 to"]),
    ],
)  # fmt: skip
def test_hours_that_the_fields_do_not_know(text: str, where: list[str]) -> None:
    assert told_of(other_hours, text) == where


@pytest.mark.parametrize(
    "text",
    [
        "The meeting takes place from 14:00 to 17:00, or 2 pm to 5 pm.",
        "- 14:00-14:30 Welcome\n- 14:30-16:00 Paper\n\n| 16:00-16:30 | Coffee |",
        "From 14:00 to 15:00 the Commission presents its paper, and 15:00-16:00 is for questions.",
        "On 21 January, from 12:30 to 13:30, there is a lunch.",
        "After the meeting there is a drink from 17:00 to 18:30.",
        "The next meeting takes place on 5 March from 10:00 to 12:00.",
        "The workshop of 5 March takes place from 10:00 to 12:00.",
        "The meeting takes place from 13:00 to 16:00 UTC.",
        "The meeting takes place from 13:00 to 16:00 Lisbon time.",
        "The meeting takes place in two parts, 14:00-15:00 and 15:30-17:00.",
        "The meeting runs until 17:00, with a break at 15:30.",
        "The office is open from 9:00 to 17:30.",
        "We meet 10 to 12 people. It is held in room 14-16.",
        "`The meeting takes place from 10:00 to 12:00.`",
        "The meeting starts at 14:00. We start at 2:00, or 2 pm. The meeting starts at 9 o'clock.",
        "The next meeting starts at 9:00. The meeting starts at 13:00 UTC. We start at 100 sites.",
        "The drink starts at 18:00. The meeting starts at 10:00 on 5 March.",
        "From 14:30 to 15:00.",
        "From 9:00 to 11:00. From 11:00 to 12:00.",
        "- From 9:00 to 11:00.",
        "The office: from 9:00 to 11:00.",
    ],
)
def test_hours_within_and_around_a_meeting(text: str) -> None:
    assert told_of(other_hours, text) == []


def test_hours_of_other_kinds_of_meetings() -> None:
    text = "The meeting takes place from 10:00 to 12:00."
    assert told_of(other_hours, text, a_meeting(when=at("2026-01-21"))) == ["10:00 to"]
    two_days = at("2026-01-21 14:00", "2026-01-22 12:00")
    for other in (
        a_meeting(when=two_days),
        a_meeting(when=at("2026-01-21"), status="tentative"),
        a_meeting(status="postponed", notice="The room is closed."),
    ):
        assert told_of(other_hours, text, other) == []


def test_hours_in_other_languages() -> None:
    french = "La réunion aura lieu le mercredi 21 janvier de 14h00 à 16h30."
    assert told_of(other_hours, french, lang="fr") == ["14h00 à"]
    assert told_of(other_hours, "Réunion de 9h00 à 11h00.", lang="fr") == ["9h00 à"]
    assert told_of(other_hours, "De 9 h à 11 h.", lang="fr") == ["9 h"]
    assert told_of(other_hours, "La réunion commence à 9 h.", lang="fr") == ["9 h"]
    assert told_of(other_hours, "Die Sitzung beginnt um 9 Uhr.", lang="de") == ["9 Uhr"]
    german = "Die Sitzung findet von 14 bis 16 Uhr statt."
    assert told_of(other_hours, german, lang="de") == ["14 bis"]
    french = "La réunion aura lieu le mercredi 21 janvier de 14h00 à 17h00."
    assert told_of(other_hours, french, lang="fr") == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Comments until Friday 22 January.", ["Friday 22"]),
        ("It was agreed on Monday, 3 June 2024.", []),
        ("It was agreed on Tuesday, 3 June 2024.", ["Tuesday, 3"]),
        # The nearest Wednesday 9 December before a meeting in January is that of 2026's past year.
        ("It was agreed on Tuesday 9 December.", []),
        ("It was agreed on Monday 9 December.", ["Monday 9"]),
        # Far from the meeting, nobody knows the year.
        ("Anybody may write until Monday 21 August.", ["Monday 21"]),
        ("`Monday 22 January`", []),
        ("The sun 3 times, on Sunday at 10, on Wednesday the 22nd", []),
        ("There is no Monday 31 February.", []),
    ],
)
def test_weekdays(text: str, where: list[str]) -> None:
    assert told_of(wrong_weekday, text) == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Le lundi 4 mai 2027.", ["lundi 4"]),
        ("Am Montag, den 4. Mai 2027.", ["Montag, den"]),
        ("Le mardi 4 mai 2027. Am Dienstag, den 4. Mai 2027. Il lunedì 4 maggio 2027.", []),
        ("So 4 April 2027 it is. We do 3 April 2025, mi 4 April 2025.", []),
        ("On Monday 4 May 2027.", ["Monday 4"]),
    ],
)
def test_weekdays_in_every_language_of_the_site(text: str, where: list[str]) -> None:
    assert told_of(wrong_weekday, text, languages=("en", "fr", "de")) == where


def test_weekdays_in_fields() -> None:
    wrong = {"registration": {"url": "https://forms.example/x", "note": "Until Friday 22 January."}}
    assert told_of(wrong_weekday, "", **wrong) == ["note:"]
    assert told_of(wrong_weekday, "", title="Cities, Friday 21 January 2026") == ["title:"]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Cities, 22 January 2026", True),
        ("Cities (22/01/2026)", True),
        ("Cities – 22 January", True),
        ("22 January 2026: Cities", True),
        ("Meeting of 21 February 2026", True),
        ("Cities, 21 January 2025", True),
        ("Cities, 21 January 2026", False),
        ("21 January: Cities", False),
        ("What the regulation of 13 June 2024 changes", False),
        ("Back to the strategy of 9 May 2025", False),
        ("Ten years on: 12 December 2015", False),
        ("Europe Day: 9 May in our cities", False),
        ("Cities, 30 February 2026", False),
    ],
)
def test_days_in_titles(title: str, told: bool) -> None:
    assert told_of(title_of_another_day, "", title=title) == ["title:"] * told


def test_a_title_can_name_each_day_of_a_long_meeting() -> None:
    meeting = a_meeting(when=at("2026-01-21", "2026-01-23"))
    assert told_of(title_of_another_day, "", meeting, title="Cities, 21-23 January 2026") == []
    assert told_of(title_of_another_day, "", meeting, title="Cities, 21-24 January 2026") == []
    assert told_of(title_of_another_day, "", meeting, title="Cities, 25 January 2026") == ["title:"]


def test_the_agenda_may_be_in_the_translation_alone() -> None:
    fields = {"agenda": [{"time": "14:00", "title": "Accueil"}]}
    assert told_of(paper_missing, "Consultez l'ordre du jour.", lang="fr", **fields) == []


TEXTS = texts_with(
    *("Please find enclosed the agenda. ", "The slides are attached. ", "Please register here. "),
    *("The meeting starts at 10:00. ", "on Monday 21 January 2026 ", "from 9:00 to 11:30 "),
    *("enclosed ", "the agenda ", "attached ", "please register ", "starts at ", "14:00", "99:99"),
    *("9h30", "25.00 ", " to ", "Monday ", "21 January ", "31 February 2026", "2026-01-21", "UTC "),
    *("21/13/2026 ", "lundi ", "1er ", "from ", "noon", "00:00", "29 February"),
)
CHECKS = (paper_missing, registration_missing, other_hours, wrong_weekday, title_of_another_day)


@settings(max_examples=60)
@given(TEXTS, TEXTS, st.sampled_from(["en", "fr", "de"]), st.booleans())
@example("Monday 30 February 2026, 24:00 to 25:61", "31.04.2026", "en", False)
def test_any_text_is_looked_at_and_told_where_something_stands(
    text: str, title: str, lang: str, has_paper: bool
) -> None:
    papers = (PAPER,) if has_paper else ()
    meeting = a_meeting(lang=lang, title=f"T{title}".replace("\n", " "), documents=papers)
    for check in CHECKS:
        assert all(told_of(check, text, meeting, lang, ("en", "fr", "de")))
