"""Clashes: two things at one time, meetings on days on which nobody works, groups closed early."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date, timedelta

from .countries import country_name, country_of, country_of_zone
from .days_off import institutions_closed, public_holiday
from .frontmatter import FrontMatter
from .meeting import Meeting
from .problems import Problem
from .times import in_words
from .written import Written

_Entry = tuple[Meeting, FrontMatter]


def group_meets_twice(written: Written) -> Iterator[Problem]:
    """Two meetings of one group at one time; a joint meeting is one."""
    for (meeting, front), (other, known) in _at_one_time(written, _groups_of):
        group = next(group for group in meeting.groups if group in other.groups)
        message = f"{group.name} has another meeting at this time: {known.file}"
        remedy = "Move one of the two. A joint meeting is written once, with all its groups."
        yield front.problem(("start",), message, remedy)


def room_taken_twice(written: Written) -> Iterator[Problem]:
    """Two meetings in one room at one time."""
    for (meeting, front), (other, known) in _at_one_time(written, _rooms_of):
        if meeting.place and not _share_a_group(meeting, other):
            message = f"{meeting.place.room} is taken at this time by {known.file}"
            remedy = "Choose another room or time, or correct the room in one of the two."
            yield front.problem(("place", "room"), message, remedy)


def contact_in_two_places(written: Written) -> Iterator[Problem]:
    """One contact at two places at one time.

    Only where both meetings name their contact themselves: that of a group is its office.
    """
    named = {id(meeting) for meeting, front in written.coming if front.values.get("contact")}
    for (meeting, front), (other, known) in _at_one_time(
        written, lambda meeting: _contacts_of(meeting) if id(meeting) in named else ()
    ):
        if meeting.contact and _apart(meeting, other) and not _share_a_group(meeting, other):
            message = f"{meeting.contact.name} is the contact of {known.file} at this time too"
            remedy = "Name somebody else in one of the two, or move one."
            yield front.problem(("contact",), message, remedy)


def group_closed_too_early(written: Written) -> Iterator[Problem]:
    """A group that is to close on a day to come: what is published of it says that it has."""
    for group, front in written.groups:
        if written.today and group.closed and group.closed > written.today:
            message = f"{group.name} is shown as closed already, before {in_words(group.closed)}"
            remedy = "Take out closed and its status until that day, or correct the day."
            yield front.problem(("closed",), message, remedy)


def meeting_on_a_day_off(written: Written) -> Iterator[Problem]:
    """A meeting to come on a public holiday of its country or of the European institutions."""
    for meeting, front in written.coming:
        country, certain = _country(meeting, written.site.languages)
        for day in _days(meeting.when.first_day, meeting.when.last_day):
            said = [] if country is None else list(_celebrated(day, country))
            if institutions_closed(day):
                said.append("the European institutions are closed")
            if said:
                message = f"on {in_words(day)}, {' and '.join(said)}"
                remedy = "Choose another day, unless this one is meant."
                if not certain and said[0].startswith("there is"):
                    remedy += " In another country, name it at the end of the place's address."
                yield front.problem(("start",), message, remedy)
                break


def _celebrated(day: date, country: str) -> Iterator[str]:
    if name := public_holiday(day, country):
        yield f"there is a public holiday ({country_name(country)}: {name})"


def _country(meeting: Meeting, languages: tuple[str, ...]) -> tuple[str | None, bool]:
    """Where people travel to, and whether that was written; nowhere for a call."""
    if meeting.place is None:
        return None, False
    named = country_of(meeting.place.address or "", languages)
    return (named, True) if named else (country_of_zone(meeting.when.zone_name), False)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _at_one_time(
    written: Written, keys_of: Callable[[Meeting], Iterable[Hashable]]
) -> Iterator[tuple[_Entry, _Entry]]:
    """Two meetings to come that share a key and some of their time, the later one first.

    A day alone holds no hours: it can only meet another day.
    """
    going_on: dict[Hashable, list[_Entry]] = defaultdict(list)
    for meeting, front in sorted(written.coming, key=lambda e: (e[0].when.begins, e[1].file)):
        told: set[str] = set()
        for key in keys_of(meeting):
            begun = going_on[key, meeting.when.all_day]
            begun[:] = [entry for entry in begun if entry[0].when.ends > meeting.when.begins]
            for other, known in begun:
                if known.file not in told:
                    told.add(known.file)
                    yield (meeting, front), (other, known)
            begun.append((meeting, front))


def _groups_of(meeting: Meeting) -> Iterable[Hashable]:
    return [group.slug for group in meeting.groups]


def _rooms_of(meeting: Meeting) -> Iterable[Hashable]:
    place = meeting.place
    if place is None or place.room is None:
        return ()
    whole = (place.name, place.address)
    return [(place.room.casefold(), part.casefold()) for part in whole if part]


def _contacts_of(meeting: Meeting) -> Iterable[Hashable]:
    contact = meeting.contact
    return [(contact.email or contact.name).casefold()] if contact and meeting.place else ()


def _apart(meeting: Meeting, other: Meeting) -> bool:
    """Whether they are in different places, as far as is written."""
    if meeting.place is None or other.place is None:
        return False
    here, there = (
        {part.casefold() for part in (place.name, place.address) if part}
        for place in (meeting.place, other.place)
    )
    return not here & there


def _share_a_group(meeting: Meeting, other: Meeting) -> bool:
    """Whether it is told already that one group has both."""
    return any(group in other.groups for group in meeting.groups)
