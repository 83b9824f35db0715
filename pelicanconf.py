"""What the example network has decided; Pelican's own settings are the same for every site."""

from pelican_settings import *
from workgroups.form_services import (
    EUSURVEY,
    GOOGLE_FORMS,
    MICROSOFT_FORMS,
    drupal_webform,
    limesurvey,
)
from workgroups.site import Site

WORKGROUPS = Site(
    name="European Regions Network",
    description="Meetings, papers and calendars of the working groups of an example network.",
    timezone="Europe/Brussels",
    languages=("en", "fr", "de"),
    meeting_types={
        "assembly": {
            "en": "General assembly",
            "fr": "Assemblée générale",
            "de": "Generalversammlung",
        },
        "site-visit": {"en": "Site visit", "fr": "Visite de terrain", "de": "Ortstermin"},
        "webinar": {"en": "Webinar", "fr": "Webinaire", "de": "Webinar"},
        "working-group": {
            "en": "Working group meeting",
            "fr": "Réunion du groupe de travail",
            "de": "Sitzung der Arbeitsgruppe",
        },
        "workshop": {"en": "Workshop", "fr": "Atelier", "de": "Workshop"},
    },
    form_services={
        "eusurvey": EUSURVEY,
        "google-forms": GOOGLE_FORMS,
        "microsoft-forms": MICROSOFT_FORMS,
        "limesurvey": limesurvey("survey.regions.example"),
        "drupal-webform": drupal_webform("www.regions.example"),
    },
    registration_hosts=("events.regions.example", "pretix.eu"),
)
