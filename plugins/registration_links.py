"""Door: templates get each meeting's registration link and its state.

Puts `registrations` into Pelican's context: an `Offer` by the meeting's slug.
"""

from __future__ import annotations

from pelican import signals
from pelican.generators import Generator

from workgroups.registration import offer


def offer_registrations(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    context["registrations"] = {
        meeting.slug: offer(meeting.registration, meeting.facts(context["address"]), context["now"])
        for meeting in context["programme"].meetings
        if meeting.registration
    }


def register() -> None:
    """Called by Pelican."""
    signals.all_generators_finalized.connect(offer_registrations)
