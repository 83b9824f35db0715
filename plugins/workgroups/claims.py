"""Claims: what a text says of its meeting that the fields do not know, or know otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from .meeting import Meeting
from .mentions import Day, Hours, clock_at, days_in, hours_in
from .phrases import Phrases, phrases_of
from .problems import Problem
from .times import When, in_words
from .words import Passage, Words, sentence_around
from .written import Written

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_LINK = re.compile(r"\]\(|\]\[|https?://|<a\s")
_LINK_TO_FILE = re.compile(
    r"\]\([^()\s]+\.(?:pdf|docx?|odt|pptx?|odp|xlsx?|ods|zip)\b", re.IGNORECASE
)
_ROW = re.compile(r"[ \t]*(?:(?:[-+*•]|\d{1,9}[.)])[ \t]|\||#)")
_LIST_OR_HEADING = re.compile(r"^[ \t]*(?:(?:[-+*•]|\d{1,9}[.)])[ \t]|\||#)", re.MULTILINE)
_ZONE = re.compile(
    r"[ \t]*\(?(?:(?P<short>[A-Z]{2,4}T|UTC|GMT)\b|(?P<city>[A-Z]\w+)\s+time\b|local\b)"
)
_CLOSED = re.compile(r"[ \t]*(?:[.;)\n]|$)")
_APART = re.compile(
    r"(?:[-–—:,|(]|\b(?:meeting|réunion|sitzung)(?:\s+(?:of|on|du|am|vom))?)\s*$", re.IGNORECASE
)

_NEAR = timedelta(days=250)
"""How far from the meeting a day can lie that is written without its year."""

_SLIP = timedelta(days=400)
"""How far a title's day can lie from the meeting and be meant for it: a year, or a month."""


def paper_missing(written: Written) -> Iterator[Problem]:
    """A text says that papers are enclosed, or sends people to an agenda, and there is none."""
    for words, meeting, phrases in _meeting_words(written):
        if not words.has_one_of((*phrases.enclosed_stems, *phrases.agenda_stems)):
            continue
        has_agenda = _has_agenda(words, meeting, phrases)
        has_papers = bool(meeting.documents or _LINK_TO_FILE.search(words.front.body))
        for passage in words.sentences:
            for offset, agenda, others in _papers_claimed(passage, phrases):
                no_agenda, no_papers = agenda and not has_agenda, others and not has_papers
                if no_agenda and no_papers:
                    message = "the text says that an agenda and a document are enclosed, but there"
                    remedy = "Put agenda.pdf and the document beside this file, or leave"
                    yield passage.problem(
                        offset, f"{message} are none", f"{remedy} the sentence out."
                    )
                elif no_agenda:
                    message = "the text speaks of an agenda that is here, but there is none"
                    remedy = "Put agenda.pdf beside this file, write the field agenda, or leave"
                    yield passage.problem(offset, message, f"{remedy} the sentence out.")
                elif no_papers:
                    message = "the text says that a document is enclosed, but there is none"
                    remedy = "Put the document beside this file, or leave the sentence out."
                    yield passage.problem(offset, message, remedy)
                has_agenda |= agenda
                has_papers |= others


def _papers_claimed(passage: Passage, phrases: Phrases) -> Iterator[tuple[int, bool, bool]]:
    """Where papers are said to be; whether an agenda is among them, and whether others are."""
    patterns = [phrases.enclosed] if passage.has_one_of(phrases.enclosed_stems) else []
    if passage.has_one_of(phrases.agenda_stems) and not _is_written_out(passage):
        patterns.append(phrases.see_agenda)
    for pattern in patterns:
        for found in pattern.finditer(passage.text):
            begin, end = sentence_around(passage.text, found.start(), found.end())
            sentence = passage.text[begin:end]
            # What will be attached is a promise, and a link says where the paper is.
            if phrases.later.search(sentence) or _LINK.search(_as_written(passage, begin, end)):
                continue
            agenda = bool(phrases.agenda.search(sentence))
            # A draft agenda is no draft beside an agenda.
            others = pattern is phrases.enclosed and bool(
                not agenda or phrases.other_papers.search(phrases.agenda.sub(" ", sentence))
            )
            yield found.start(), agenda, others


def _is_written_out(passage: Passage) -> bool:
    """Whether the text has lists or headings, which may well be the agenda that it speaks of."""
    return len(_LIST_OR_HEADING.findall(passage.front.body)) > 2


def _has_agenda(words: Words, meeting: Meeting, phrases: Phrases) -> bool:
    """Whether an agenda is among the fields and documents, or a file that the text links to."""
    if meeting.agenda or words.front.values.get("agenda"):
        return True
    if any(
        document.role.key == "agenda" or phrases.agenda.search(document.title)
        for document in meeting.documents
    ):
        return True
    body = words.front.body
    return bool(_LINK_TO_FILE.search(body) and phrases.agenda.search(body))


def registration_missing(written: Written) -> Iterator[Problem]:
    """A text asks people to register, and the page has nothing to do it with."""
    for words, meeting, phrases in _meeting_words(written):
        if meeting.registration or not meeting.happens:
            continue
        if not words.has_one_of(phrases.register_stems):
            continue
        for passage in words.sentences:
            if (offset := _asks_to_register(passage, phrases)) is not None:
                message = "the text asks people to register, but the meeting has no registration"
                remedy = "Write the field registration with the form: the page then has its button."
                yield passage.problem(offset, message, remedy)
                break


def _asks_to_register(passage: Passage, phrases: Phrases) -> int | None:
    for found in phrases.register.finditer(passage.text):
        # The end of the sentence before may be part of what was found.
        start = found.end() - len(found[0].lstrip(" \t\n.!?:;,–—-"))
        begin, end = sentence_around(passage.text, start, found.end())
        written = _as_written(passage, begin, end)
        if not (phrases.other_way.search(written) or _LINK.search(written)):
            return start
    return None


def other_hours(written: Written) -> Iterator[Problem]:
    """A text says from when to when the meeting is, and start and end say otherwise.

    Only a sentence that is about the whole meeting is looked at: hours within it are an agenda's.
    """
    for words, meeting, phrases in _meeting_words(written):
        when = meeting.when
        if not (when.one_day and meeting.status == "confirmed"):
            continue
        for passage in words.sentences:
            if passage.place is not None and passage.place != ("notice",):
                continue
            for hours in hours_in(passage.text):
                if _is_other(hours, passage, when, phrases, words.lang):
                    said = f"{hours.first:%H:%M} to {hours.last:%H:%M}"
                    message = f"the text says {said}, but the meeting is {_span(when)}"
                    remedy = "Correct the text, or start and end: calendars take those."
                    yield passage.problem(hours.begin, message, remedy)
            for offset, clock in _other_starts(passage, when, phrases, words.lang):
                message = f"the text says {clock:%H:%M}, but the meeting is {_span(when)}"
                remedy = "Correct the text, or start and end: calendars take those."
                yield passage.problem(offset, message, remedy)


def _other_starts(
    passage: Passage, when: When, phrases: Phrases, lang: str
) -> Iterator[tuple[int, time]]:
    """Where the meeting is said to start at another time."""
    clocks = _clocks(when)
    for found in phrases.starts.finditer(passage.text) if clocks else ():
        clock = clock_at(passage.text, found.end())
        if clock is None or clocks is None or _in_other_zone(passage.text, clock[0], when):
            continue
        # Many write 2:30 for 14:30.
        same = clock[1].minute == clocks[0].minute and (clock[1].hour - clocks[0].hour) % 12 == 0
        begin, end = sentence_around(passage.text, found.start(), clock[0])
        sentence = passage.text[begin:end]
        if same or phrases.another.search(sentence):
            continue
        if all(_is_day_of(day, when) for day in days_in(sentence, lang)):
            yield found.end(), clock[1]


def _is_other(hours: Hours, passage: Passage, when: When, phrases: Phrases, lang: str) -> bool:
    if (hours.first, hours.last) == _clocks(when) or _in_other_zone(passage.text, hours.end, when):
        return False
    begin, end = sentence_around(passage.text, hours.begin, hours.end)
    sentence = passage.text[begin:end]
    only = len(list(islice(hours_in(sentence), 2))) == 1
    if not only or phrases.another.search(passage.text, begin, hours.begin):
        return False
    days = list(days_in(sentence, lang))
    if not all(_is_day_of(day, when) for day in days):
        return False
    day_ends = begin + days[-1].end if days else None
    if _is_of_the_whole(hours, passage, phrases, begin, day_ends):
        return True
    # What lies within the meeting may be a part of it.
    clocks = _clocks(when)
    within = clocks and clocks[0] <= hours.first and hours.last <= clocks[1]
    return bool(clocks) and not within and _is_alone(hours, passage, phrases, begin)


def _is_of_the_whole(
    hours: Hours, passage: Passage, phrases: Phrases, begin: int, day_ends: int | None
) -> bool:
    """Whether hours are those of the meeting, not of an item: behind `When:`, behind `the meeting
    takes place`, or closing a sentence behind the meeting's day."""
    line = passage.text.rfind("\n", 0, hours.begin) + 1
    if re.match(rf"\W*{phrases.when}\s*:", passage.text[line : hours.begin], re.IGNORECASE):
        return True
    if passage.place is None and _ROW.match(passage.front.body, line):
        return False
    takes_place = rf"(?:{phrases.meeting}).*?{phrases.takes_place}"
    if re.search(takes_place, passage.text[begin : hours.begin], re.IGNORECASE | re.DOTALL):
        return True
    behind_day = day_ends is not None and hours.begin - day_ends in range(15)
    return behind_day and bool(_CLOSED.match(passage.text, hours.end))


def _is_alone(hours: Hours, passage: Passage, phrases: Phrases, begin: int) -> bool:
    """Whether the sentence says nothing but `the meeting, from 9:00 to 11:00`, once in the text."""
    if passage.place is None and _ROW.match(
        passage.front.body, passage.text.rfind("\n", 0, hours.begin) + 1
    ):
        return False
    before = rf"\W*(?:(?:the|la|die)\s+)?(?:(?:{phrases.meeting})\W+)?(?:from|de|von)\s+"
    if not re.fullmatch(before, passage.text[begin : hours.begin], re.IGNORECASE):
        return False
    return bool(_CLOSED.match(passage.text, hours.end)) and (
        len(list(islice(hours_in(passage.text), 2))) == 1
    )


def _in_other_zone(text: str, at: int, when: When) -> bool:
    """Whether hours are told in the time of another place."""
    zone = _ZONE.match(text, at)
    if not zone or not isinstance(when.start, datetime):
        return False
    if zone["short"]:  # Many write CET all the year.
        return zone["short"].replace("S", "") != (when.start.tzname() or "").replace("S", "")
    return zone["city"] != when.zone_name.rpartition("/")[2]


def _is_day_of(day: Day, when: When) -> bool:
    return any(
        (day.day, day.month) == (known.day, known.month) and day.year in (None, known.year)
        for known in (when.first_day, when.last_day)
    )


def _clocks(when: When) -> tuple[time, time] | None:
    if isinstance(when.start, datetime) and isinstance(when.end, datetime):
        return when.start.time(), when.end.time()
    return None


def _span(when: When) -> str:
    clocks = _clocks(when)
    return f"{clocks[0]:%H:%M} to {clocks[1]:%H:%M}" if clocks else "of days without hours"


def wrong_weekday(written: Written) -> Iterator[Problem]:
    """A text names a weekday beside a day that is another one."""
    for words in written.words:
        around = words.thing.when.first_day if isinstance(words.thing, Meeting) else None
        others = [lang for lang in written.site.languages if lang != words.lang]
        for passage in words.sentences:
            foreign = (day for lang in others for day in _in_full(passage.text, lang))
            for day in (*days_in(passage.text, words.lang), *foreign):
                if day.weekday is None:
                    continue
                candidates = _candidates(day, around)
                if candidates and day.weekday not in {each.weekday() for each in candidates}:
                    named, true = candidates[0], _WEEKDAYS[candidates[0].weekday()]
                    said = _WEEKDAYS[day.weekday]
                    message = f"the text says {said}, but {in_words(named)} is a {true}"
                    yield passage.problem(day.begin, message, "Correct the weekday, or the date.")


def _in_full(text: str, lang: str) -> Iterator[Day]:
    """Days in another language than the text's: abbreviations are words there, as the German So."""
    for day in days_in(text, lang):
        if re.match(r"\w{5}", text[day.begin : day.end]):
            yield day


def _candidates(day: Day, around: date | None) -> list[date]:
    """What a day can mean, the nearest first; without a year, what lies around the meeting."""
    if day.year:
        named = day.in_year(day.year)
        return [named] if named else []
    if around is None:
        return []
    years = (around.year, around.year + 1, around.year - 1)
    days = [named for year in years if (named := day.in_year(year))]
    near = [named for named in days if abs(named - around) < _NEAR]
    return sorted(near, key=lambda named: abs(named - around))


def title_of_another_day(written: Written) -> Iterator[Problem]:
    """A title begins or ends with a day that is not the meeting's."""
    for words, meeting, _ in _meeting_words(written):
        title = str(words.front.values.get("title", ""))
        for day in days_in(title, words.lang):
            if not _names_the_meeting(title, day) or _within(day, meeting.when):
                continue
            named = day.in_year(day.year or meeting.year)
            if named is None or abs(named - meeting.when.first_day) > _SLIP:
                continue
            first = in_words(meeting.when.first_day)
            message = f"the title says {in_words(named)}, but the meeting is on {first}"
            remedy = "Leave the day out of the title, which every page shows beside it."
            yield words.front.problem(("title",), message, remedy)


def _names_the_meeting(title: str, day: Day) -> bool:
    """Whether the day stands apart: at the beginning, or at the end behind a sign."""
    if not title[: day.begin].strip(" ("):
        return bool(re.match(r"\s*(?:[-–—:,)]|$)", title[day.end :]))
    return bool(_APART.search(title[: day.begin])) and not title[day.end :].strip(" ).")


def _within(day: Day, when: When) -> bool:
    years = (day.year,) if day.year else (when.first_day.year, when.last_day.year)
    named = (day.in_year(year) for year in years)
    return any(each and when.first_day <= each <= when.last_day for each in named)


def _as_written(passage: Passage, begin: int, end: int) -> str:
    """The stretch with its links; the words of a field are written as they are."""
    return (passage.front.body if passage.place is None else passage.text)[begin:end]


def _meeting_words(written: Written) -> Iterator[tuple[Words, Meeting, Phrases]]:
    """The texts of meetings in languages whose phrases are known."""
    for words in written.words:
        phrases = phrases_of(words.lang)
        if phrases and isinstance(words.thing, Meeting):
            yield words, words.thing, phrases
