"""The site of this project with all that it can do, in three languages."""

from pelican_settings import *
from workgroups.site import Site

WORKGROUPS = Site(
    name="Network of Harbours",
    description="Working groups of harbours",
    timezone="Europe/Brussels",
    languages=("en", "fr", "de"),
    meeting_types={
        "working-group": {
            "en": "Working group meeting",
            "fr": "Réunion du groupe de travail",
            "de": "Sitzung der Arbeitsgruppe",
        },
    },
    registration_hosts=("forms.example",),
)
SITEURL = "https://harbours.example"
