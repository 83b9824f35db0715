"""The pages of the example site that stand for each kind of page, built for sites.NOW."""

from __future__ import annotations

PAGES = {
    "home": "/",
    "group, active, with a parent": "/groups/urban-mobility/",
    "group, parent": "/groups/transport/",
    "group, closed": "/groups/ict/",
    "group, a year": "/groups/transport/2026/",
    "archive": "/archive/",
    "archive, in French": "/fr/archive/",
    "archive, this year": "/archive/2026/",
    "next meeting": "/groups/smart-cities/next/",
    "next meeting, none": "/groups/ict/next/",
    "calendar": "/calendar/",
    "calendar, a month": "/calendar/2026-12/",
    "calendar, in French": "/fr/calendar/2027-04/",
    "calendar, a month without meetings": "/calendar/2026-08/",
    "type of meeting": "/types/webinar/",
    "documents": "/documents/",
    "documents of a year": "/documents/2026/",
    "subscribe": "/subscribe/",
    "search": "/search/",
    "text": "/accessibility/",
    "text, with long code": "/first-meeting/",
    "text, with a table and code": "/fields/",
    "not found": "/404.html",
}
MEETINGS = {
    "open, hybrid": "/meetings/2026-12-01-mission-after-2027/",
    "open, in French": "/fr/meetings/2026-12-01-mission-after-2027/",
    "not open yet": "/meetings/2027-01-21-work-plan-2027/",
    "closing soon, online": "/meetings/2026-11-30-keeping-nurses/",
    "full, waiting list": "/meetings/2026-12-03-last-mile-deliveries/",
    "full": "/meetings/2026-12-08-chatbots-at-the-counter/",
    "closed": "/meetings/2026-12-10-one-stop-shops/",
    "over": "/meetings/2020-01-21-climate-neutral-cities/",
    "over, with a picture": "/meetings/2026-02-12-positive-energy-districts/",
    "over, in French only": "/meetings/2024-05-23-tourisme-de-montagne/",
    "cancelled": "/meetings/2027-02-04-regional-biobanks/",
    "postponed": "/meetings/2026-12-01-next-generation-s3-postponed/",
    "save the date": "/meetings/2027-06-09-innovation-days-groningen/",
    "joint, tentative": "/meetings/2027-06-03-data-centres/",
    "two days": "/meetings/2027-04-15-street-space-vienna/",
}
"""Every status and state of registration, and every way to meet."""

EVERY = {**PAGES, **{f"meeting, {kind}": address for kind, address in MEETINGS.items()}}
