"""Plugin for stock Pelican: a calendar of each meeting, of each group, and of all."""

from datetime import UTC, datetime
from pathlib import Path

from icalendar import Calendar, Event
from pelican import signals


def event_of(article):
    """A meeting as a calendar has it."""
    event = Event()
    event.add("uid", f"{article.slug}@harbours.example")
    event.add("dtstamp", article.date.astimezone(UTC))
    event.add("dtstart", article.date.astimezone(UTC))
    event.add("dtend", datetime.fromisoformat(article.end).astimezone(UTC))
    event.add("summary", article.title)
    event.add("description", article.summary.removeprefix("<p>").removesuffix("</p>"))
    event.add("location", article.place)
    event.add("url", f"{article.settings['SITEURL']}/{article.url}")
    return event


def write_calendar(file, events):
    """Events as a file."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//harbours.example//EN")
    for event in events:
        calendar.add_component(event)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(calendar.to_ical())


def write_calendars(generator, writer):
    """All of them, when the pages are written."""
    site = Path(generator.output_path)
    events = {article.slug: event_of(article) for article in generator.articles}
    for slug, event in events.items():
        write_calendar(site / "meetings" / slug / "meeting.ics", [event])
    for category, articles in generator.categories:
        of_group = [events[article.slug] for article in articles]
        write_calendar(site / "groups" / category.slug / "calendar.ics", of_group)
    write_calendar(site / "calendar.ics", events.values())


def register():
    """Called by Pelican."""
    signals.article_writer_finalized.connect(write_calendars)
