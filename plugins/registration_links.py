"""Door: templates get each meeting's registration link and its state.

Puts `offer_of` into Pelican's context, which gives the `Offer` of a meeting; None without a link.
"""

from __future__ import annotations

from pelican import signals
from pelican.generators import Generator

from workgroups.meeting import Meeting
from workgroups.registration import Offer, offer


def offer_registrations(generators: list[Generator]) -> None:
    """When every generator has its context and none has written anything."""
    context = generators[0].context
    address, now = context["address"], context["now"]

    def offer_of(meeting: Meeting) -> Offer | None:
        link = meeting.registration
        return offer(link, meeting.facts(address), now) if link else None

    context["offer_of"] = offer_of


def register() -> None:
    """Called by Pelican."""
    signals.all_generators_finalized.connect(offer_registrations)
