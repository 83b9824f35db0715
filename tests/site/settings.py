"""Settings of the small site: a network of three groups."""

from pelican_settings import *  # noqa: F403
from workgroups.site import FormService, Site

WORKGROUPS = Site(
    name="Network of Towns",
    description="Meetings, papers and calendars of three groups of towns.",
    timezone="Europe/Brussels",
    languages=("en", "fr"),
    meeting_types={
        "working-group": {"en": "Working group meeting", "fr": "Réunion du groupe de travail"},
        "workshop": {"en": "Workshop", "fr": "Atelier"},
    },
    form_services={
        "eusurvey": FormService(
            name="EUSurvey",
            hosts=("ec.europa.eu",),
            address="https://ec.europa.eu/eusurvey/runner/{form}",
            date_format="%d/%m/%Y",
        ),
    },
)

SITEURL = "https://groups.example"
