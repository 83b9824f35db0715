"""Every page of a site: well made, and every link of it leads somewhere."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import builds
import html5lib
from pages import Page, text

from workgroups.meeting import Meeting, Translation
from workgroups.programme import Programme
from workgroups.register import Register
from workgroups.wording import Wording

ADDRESS = builds.settings()["SITEURL"]
Pages = dict[str, Page]


def file_at(address: str) -> str:
    """The file that a web server answers with."""
    return address.lstrip("/") + ("index.html" if address.endswith("/") else "")


# ---- Each page -----------------------------------------------------------------------------------


def test_there_is_a_page_for_everything(pages: Pages, programme: Programme) -> None:
    texts = [m.address_in(text.lang) for m in programme.meetings for text in m.texts]
    things = [thing.address for thing in (*programme.groups, *programme.pages)]
    old = [address for address, _ in programme.redirects]
    things += [f"{group.address}next/" for group in programme.groups]
    old += [f"{way}next/" for way in old if way.startswith("/groups/")]
    site = ["/", "/404.html", "/subscribe/", "/search/"]
    site += [page.address for page in Register.of(programme).pages]
    site += [f"/types/{kind}/" for kind in programme.types]
    wanted = set(map(file_at, [*texts, *things, *old, *site]))
    assert wanted <= pages.keys()
    # All others are of the site itself, or in its other languages.
    folders = {file.split("/")[0] for file in pages.keys() - wanted}
    assert folders <= {*FOLDERS, *programme.site.languages}


FOLDERS = {"archive", "calendar", "documents", "groups", "search", "types"}


def test_html_has_no_error(pages: Pages) -> None:
    assert {page.file: page.errors for page in pages.values() if page.errors} == {}


def test_every_page_says_what_it_is(pages: Pages, programme: Programme) -> None:
    for page in pages.values():
        assert page.html.get("lang") in programme.site.languages, page.file
        assert text(page.one("h1")), page.file
        assert text(page.one("title")).startswith(text(page.one("h1"))), page.file
        if page.file != "404.html" and not page.is_redirect:
            assert page.one("link[@rel='canonical']").get("href") == ADDRESS + page.address


def test_every_page_can_be_found_and_shared(content_pages: list[Page]) -> None:
    for page in content_pages:
        description = page.one("meta[@name='description']").get("content", "")
        assert description.strip(), page.file
        shared = {
            str(meta.get("property")): " ".join(str(meta.get("content")).split())
            for meta in page.every("meta")
            if meta.get("property")
        }
        assert shared["og:description"] == " ".join(description.split()), page.file
        assert text(page.one("title")).startswith(shared["og:title"]), page.file
        assert shared["og:locale"], page.file
        if page.file != "404.html":
            assert shared["og:url"] == ADDRESS + page.address, page.file
        calendars = page.every("link[@rel='alternate'][@type='text/calendar']")
        assert calendars, page.file
        assert all(link.get("title") for link in calendars), page.file


def test_headings_leave_no_level_out(content_pages: list[Page]) -> None:
    for page in content_pages:
        levels = [
            int(tag[1]) for e in page.html.iter() if re.fullmatch("h[1-6]", tag := str(e.tag))
        ]
        steps = [below - above for above, below in pairwise(levels)]
        assert levels[0] == 1, page.file
        assert max(steps, default=0) <= 1, f"{page.file}: {levels}"


def test_no_id_is_given_twice(pages: Pages) -> None:
    for page in pages.values():
        ids = Counter(element.get("id") for element in page.html.iter() if element.get("id"))
        assert [name for name, count in ids.items() if count > 1] == [], page.file


NAMING = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "for",
    "data-filled",
    "data-empty",
)


def test_every_element_that_is_named_is_there(pages: Pages) -> None:
    for page in pages.values():
        ids = {element.get("id") for element in page.html.iter()}
        for element in page.html.iter():
            named = " ".join(element.get(attribute, "") for attribute in NAMING).split()
            assert set(named) <= ids, f"{page.file}: {element.tag} {named}"


def test_nothing_runs_but_the_themes_own_scripts(pages: Pages) -> None:
    """The policy in each page forbids it; here is nothing that the policy would have to stop."""
    for page in pages.values():
        policy = page.one("meta[@http-equiv='Content-Security-Policy']").get("content", "")
        assert policy.startswith("default-src 'none';"), page.file
        assert "unsafe" not in policy, page.file
        assert not page.every("style"), page.file
        for element in page.html.iter():
            bad = [name for name in element.attrib if re.match(r"(style$|on)", str(name))]
            assert not bad, f"{page.file}: {element.tag} {bad}"
        for script in page.every("script"):
            if script.get("type") != "application/ld+json":
                assert script.get("src"), page.file
                assert not text(script), page.file


# ---- Links ---------------------------------------------------------------------------------------

LINKING = ("href", "src", "srcset", "action", "poster", "data", "cite", "formaction")


def links(page: Page) -> Iterator[tuple[str, str]]:
    """Every address in a page, made whole, with the name of its element."""
    here = ADDRESS + page.address
    for element in page.html.iter():
        for name in LINKING:
            if (link := element.get(name)) is not None:
                yield str(element.tag), urljoin(here, link)
        if element.get("http-equiv") == "refresh":
            yield "a", urljoin(here, element.get("content", "").partition("url=")[2])


def is_ours(address: str) -> bool:
    return address.startswith(f"{ADDRESS}/")


def test_every_link_within_the_site_leads_somewhere(pages: Pages, site: Path) -> None:
    there = builds.files(site)
    ids = {page.file: {str(e.get("id")) for e in page.html.iter()} for page in pages.values()}
    for page in pages.values():
        for _, address in links(page):
            if not is_ours(address):
                continue
            parts = urlsplit(address)
            file = file_at(unquote(parts.path))
            assert file in there, f"{page.file} links to {address}"
            assert not parts.query or parts.path.endswith("/documents/"), (
                f"{page.file} links to {address}"
            )
            if parts.fragment:
                assert parts.fragment in ids[file], f"{page.file} links to {address}"


def test_pages_load_nothing_from_elsewhere(pages: Pages) -> None:
    for page in pages.values():
        loaded = {address for tag, address in links(page) if tag != "a"}
        assert all(map(is_ours, loaded)), page.file


def test_links_stay_in_the_site_wherever_it_lies(content_pages: list[Page]) -> None:
    """Relative ones only, but for what other programs read; the 404 page is served at any depth."""
    for page in content_pages:
        if page.file == "404.html":
            continue
        for element in page.html.iter():
            absolute = [v for n in LINKING if (v := element.get(n, "")).startswith(("/", ADDRESS))]
            read_by_others = element.get("rel") == "canonical" or element.get("hreflang")
            assert not absolute or read_by_others, f"{page.file}: {absolute}"


def elsewhere(programme: Programme) -> set[str]:
    """Every address of others that the content names, and those of the forms it names."""
    found: set[str | None] = set()
    bodies = [group.mission.html for group in programme.groups]
    bodies += [page.body.html for page in programme.pages]
    for group in programme.groups:
        found |= {link.url for link in group.links}
        found |= {group.mailing_list, f"mailto:{group.mailing_list}"}
        found |= contact_links(group.contact.email, group.contact.phone) if group.contact else set()
        found |= {document.address for document in group.documents}
    for meeting in programme.meetings:
        bodies += [each.body.html for each in meeting.texts]
        found |= {document.address for document in meeting.documents}
        found |= {meeting.online.address} if meeting.online else set()
        found |= {meeting.place.on_map} if meeting.place else set()
        if meeting.contact:
            found |= contact_links(meeting.contact.email, meeting.contact.phone)
        if meeting.registration:
            found |= {meeting.registration.address(meeting.facts(ADDRESS))}
            found |= {meeting.registration.waiting_list}
    for body in bodies:
        fragment = html5lib.parseFragment(body, namespaceHTMLElements=False)
        found |= {link.get("href") for link in fragment.iter("a")}
    return {address for address in found if address}


def contact_links(email: str | None, phone: str | None) -> set[str | None]:
    return {f"mailto:{email}", f"tel:{phone}".replace(" ", "")}


CALENDARS = (
    "https://calendar.google.com/calendar/",
    "https://calendar.yahoo.com/?",
    "https://outlook.live.com/calendar/0/",
    "https://outlook.office.com/calendar/0/",
)
"""Where people are led to add a meeting or follow a feed."""


def test_links_to_elsewhere_are_those_of_the_content(
    pages: Pages, programme: Programme, site: Path
) -> None:
    known = elsewhere(programme)
    feeds = f"webcal:{ADDRESS.partition(':')[2]}/"
    for page in pages.values():
        for _, address in links(page):
            if address.startswith(feeds):
                assert (site / address.removeprefix(feeds)).is_file(), address
            elif address.startswith(CALENDARS):
                asked = parse_qs(urlsplit(address).query)
                for feed in asked.get("url", ()):
                    assert (site / feed.removeprefix(f"{ADDRESS}/")).is_file(), feed
            elif address.startswith("mailto:?"):
                (letter,) = parse_qs(urlsplit(address).query)["body"]
                assert letter.endswith(f"\r\n{ADDRESS}{page.address}"), page.file
            elif not is_ours(address):
                assert address in known, f"{page.file} links to {address}"


def test_styles_and_scripts_ask_nobody_else(site: Path) -> None:
    for name, data in builds.files(site).items():
        if name.endswith((".css", ".js")):
            code = data.decode()
            for way in re.findall(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", code):
                named = (site / name).parent / "".join(way)
                assert named.is_file(), f"{name} asks for {named}"
            assert not re.search(r"https?:|[\"'(]//", code), name


# ---- Meetings ------------------------------------------------------------------------------------

STATUSES = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}


def meeting_pages(pages: Pages, programme: Programme) -> list[tuple[Meeting, Translation, Page]]:
    return [
        (meeting, each, pages[file_at(meeting.address_in(each.lang))])
        for meeting in programme.meetings
        for each in meeting.texts
    ]


def test_meetings_say_in_data_what_they_say_in_words(
    pages: Pages, programme: Programme, wordings: dict[str, Wording]
) -> None:
    for meeting, words, page in meeting_pages(pages, programme):
        data = json.loads(text(page.one("script[@type='application/ld+json']")))
        moved = "previousStartDate" in data
        status = STATUSES.get(meeting.status, f"Event{'Rescheduled' if moved else 'Scheduled'}")
        wanted = {
            "@type": "Event",
            "name": words.title,
            "startDate": meeting.when.start.isoformat(),
            "endDate": meeting.when.end.isoformat(),
            "eventStatus": f"https://schema.org/{status}",
            "inLanguage": words.lang,
            "url": ADDRESS + page.address,
        }
        assert {name: data.get(name) for name in wanted} == wanted, page.file
        (when,) = {
            time.get("datetime")
            for time in page.section(wordings[words.lang].t("meeting.when")).iter("time")
        }
        assert when == data["startDate"], page.file
        assert page.html.get("lang") == words.lang, page.file
        assert text(page.one("h1")[0]) == words.title, page.file


def test_translations_name_each_other(pages: Pages, programme: Programme) -> None:
    for meeting, _, page in meeting_pages(pages, programme):
        every = {(other.lang, ADDRESS + meeting.address_in(other.lang)) for other in meeting.texts}
        found = {
            (link.get("hreflang"), urljoin(ADDRESS + page.address, link.get("href", "")))
            for link in page.every("link[@rel='alternate'][@hreflang]")
        }
        assert found == (every if len(every) > 1 else set()), page.file
