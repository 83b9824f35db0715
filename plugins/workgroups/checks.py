"""Checks across the programme: what no file can know of itself, a function each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from .addresses import PAGE_ENDINGS, old_address
from .frontmatter import FrontMatter, Place
from .gone import address_gone
from .problems import Problem, did_you_mean
from .published import uid_changed
from .remedies import new_uid
from .signs import SLUG
from .times import in_words
from .values import LONGEST_ADDRESS
from .written import Written

RESERVED = frozenset(
    (
        *("archive", "calendar", "changes", "documents", "groups", "meetings", "search"),
        *("styleguide", "subscribe", "theme", "types"),
    )
)
"""First parts of addresses that the site itself uses."""

_SHARED = ("documents", "groups", "meetings")

_ANY_SITE = "https://" + "x" * 92
"""Stands for the address of the site, which content must not depend on; few are longer."""


def uid_given_twice(written: Written) -> Iterator[Problem]:
    """Calendars take two meetings with one uid for one."""
    seen: dict[str, str] = {}
    for meeting, front in written.meetings:
        first = seen.setdefault(meeting.uid, front.file)
        if first != front.file:
            message = f"this uid belongs to {first}"
            remedy = f"Give the newer of the two a new one, such as {new_uid(front)}"
            yield front.problem(("uid",), message, remedy)


def folder_name_used_twice(written: Written) -> Iterator[Problem]:
    """A meeting's folder name is its address, whatever folders stand around it."""
    seen: dict[str, str] = {}
    for meeting, front in written.meetings:
        first = seen.setdefault(meeting.slug, front.file)
        if first != front.file:
            message = f"the folder {meeting.slug} has the same name as that of {first}"
            yield front.problem((), message, "Rename one of the two folders.")


def unknown_group(written: Written) -> Iterator[Problem]:
    for front in (*(front for _, front in written.meetings), *written.unmade):
        groups = front.texts("groups")
        for index, slug in enumerate(groups):
            if not re.fullmatch(SLUG, slug):
                continue  # Told where the fields were read.
            if slug not in written.group_slugs:
                place = ("groups", index)
                remedy = did_you_mean(slug, written.group_slugs)
                yield front.problem(place, f"there is no group {slug}", remedy)
            elif slug in groups[:index]:
                yield front.problem(("groups", index), f"{slug} is named twice", "Keep one.")


def group_name_used_twice(written: Written) -> Iterator[Problem]:
    """Members could not tell one from the other."""
    seen: dict[str, str] = {}
    for group, front in written.groups:
        first = seen.setdefault(group.name.casefold(), front.file)
        if first != front.file:
            message = f"the group in {first} has the same name"
            yield front.problem(("name",), message, "Change one of the two.")


def unknown_parent(written: Written) -> Iterator[Problem]:
    """A parent that is not there, or a line of parents that never ends."""
    parents = {group.slug: group.parent for group, _ in written.groups}
    for group, front in written.groups:
        if group.parent is None:
            continue
        if group.parent not in written.group_slugs:
            remedy = did_you_mean(group.parent, written.group_slugs)
            yield front.problem(("parent",), f"there is no group {group.parent}", remedy)
            continue
        if _comes_back(group.slug, parents):
            message = f"{group.slug} would be above itself"
            yield front.problem(("parent",), message, "Name a parent that is not below this group.")


def _comes_back(slug: str, following: Mapping[str, str | None]) -> bool:
    """Whether going from one to the next leads to where it began."""
    seen: set[str] = set()
    here = following.get(slug)
    while here and here != slug and here not in seen:
        seen.add(here)
        here = following.get(here)
    return here == slug


def replaced_by_nothing(written: Written) -> Iterator[Problem]:
    """A replacement that is not there, or a line of them that leads back."""
    after = {meeting.slug: meeting.replaced_by for meeting, _ in written.meetings}
    for meeting, front in written.meetings:
        if meeting.replaced_by is None:
            continue
        if meeting.replaced_by not in written.meeting_slugs:
            yield _no_meeting(meeting.replaced_by, front, written)
        elif _comes_back(meeting.slug, after):
            message = "a meeting cannot replace itself"
            if meeting.replaced_by != meeting.slug:
                message = f"{meeting.replaced_by} is itself replaced by this meeting"
            yield front.problem(("replaced_by",), message, "Name the folder of the new meeting.")
        elif meeting.happens:
            message = f"the meeting is {meeting.status}, yet another replaces it"
            remedy = "Write status: postponed or cancelled, or delete replaced_by."
            yield front.problem(("replaced_by",), message, remedy)


def replaced_by_nothing_beside_other_mistakes(written: Written) -> Iterator[Problem]:
    """As above, where other fields of the meeting are wrong: all of a file comes at once."""
    for front in written.unmade:
        slug = front.values.get("replaced_by")
        if not isinstance(slug, str) or not re.fullmatch(SLUG, slug):
            continue
        if slug not in written.meeting_slugs:
            yield _no_meeting(slug, front, written)


def _no_meeting(slug: str, front: FrontMatter, written: Written) -> Problem:
    others = (each for each in written.meeting_slugs if f"/{each}/" not in front.file)
    remedy = did_you_mean(slug, others)
    return front.problem(("replaced_by",), f"there is no meeting {slug}", remedy)


def address_used_twice(written: Written) -> Iterator[Problem]:
    """Pages that would lie on each other, and aliases that would hide a page."""
    used = {thing.address: front.file for thing, front in written.things}
    for meeting, front in written.meetings:
        used |= {meeting.address_in(text.lang): front.file for text in meeting.translations}
    for thing, front in written.things:
        for index, alias in enumerate(thing.aliases):
            address = old_address(alias)
            place: Place = ("aliases", index)
            if address in used:
                message = f"{alias} already leads to {used[address]}"
                yield front.problem(place, message, "Delete it in one of the two places.")
            elif _is_the_sites_own(address.strip("/").split("/")):
                message = f"{alias} is an address of the site itself"
                yield front.problem(place, message, "Delete it; it need not be written.")
            elif "." in address.rpartition("/")[0]:
                message = f"{alias} is not the address of a page"
                ends = ", ".join(PAGE_ENDINGS)
                remedy = f"Delete it, or take its dots out: it can only end with one of {ends}."
                yield front.problem(place, message, remedy)
            used.setdefault(address, front.file)


def _is_the_sites_own(parts: list[str]) -> bool:
    if parts in ([""], ["404.html"]):
        return True
    if parts[0] == "groups" and parts[2:] == ["next"]:
        return True
    # Under these three, other addresses can be old ones of this site.
    return parts[0] in RESERVED and (len(parts) == 1 or parts[0] not in _SHARED)


def page_on_reserved_address(written: Written) -> Iterator[Problem]:
    for page, front in written.pages:
        if page.slug in RESERVED or page.slug in written.site.languages:
            message = f"the site itself uses the address {page.address}"
            yield front.problem((), message, "Rename the file.")


def link_to_draft(written: Written) -> Iterator[Problem]:
    drafts = {meeting.slug for meeting, _ in written.meetings if meeting.draft}
    for meeting, front in written.meetings:
        if meeting.replaced_by in drafts and not meeting.draft:
            message = f"{meeting.replaced_by} is a draft and will not be published"
            remedy = "Delete draft: yes there, or name it here later."
            yield front.problem(("replaced_by",), message, remedy)


def meeting_of_a_closed_group(written: Written) -> Iterator[Problem]:
    for meeting, front in written.meetings:
        for group in meeting.groups:
            if group.closed and meeting.when.first_day > group.closed:
                place = ("groups", front.texts("groups").index(group.slug))
                message = f"{group.name} closed on {in_words(group.closed)}, before this meeting"
                yield front.problem(place, message, "Correct one of the two dates.")


def filled_address_too_long(written: Written) -> Iterator[Problem]:
    """A form's address that some mail programs and form services would cut."""
    for meeting, front in written.meetings:
        if meeting.registration is None:
            continue
        address = meeting.registration.address(meeting.facts(_ANY_SITE))
        if len(address) > LONGEST_ADDRESS:
            message = f"the filled address would be longer than {LONGEST_ADDRESS} characters"
            yield front.problem(("registration", "prefill"), message, "Fill fewer questions.")


Check = Callable[[Written], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    uid_given_twice,
    folder_name_used_twice,
    unknown_group,
    group_name_used_twice,
    unknown_parent,
    replaced_by_nothing,
    replaced_by_nothing_beside_other_mistakes,
    address_used_twice,
    page_on_reserved_address,
    link_to_draft,
    meeting_of_a_closed_group,
    filled_address_too_long,
    uid_changed,
    address_gone,
)
"""Every check; a new one is a function above and a name here."""


def problems_of(written: Written, checks: Iterable[Check] = CHECKS) -> Iterator[Problem]:
    """What checks find, each under the name of its check: `uid-given-twice`."""
    for check in checks:
        rule = check.__name__.replace("_", "-")
        for problem in check(written):
            yield replace(problem, rule=rule)
