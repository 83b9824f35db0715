"""Settings of the example site. What a network decides is in WORKGROUPS; the rest is Pelican's."""

from jinja2 import StrictUndefined

from workgroups.site import FormService, Site

# ---- The network ---------------------------------------------------------------------------------

WORKGROUPS = Site(
    name="European Regions Network",
    description="Meetings, papers and calendars of the working groups of an example network.",
    timezone="Europe/Brussels",
    languages=("en", "fr"),
    meeting_types={
        "assembly": {"en": "General assembly", "fr": "Assemblée générale"},
        "site-visit": {"en": "Site visit", "fr": "Visite de terrain"},
        "webinar": {"en": "Webinar", "fr": "Webinaire"},
        "working-group": {"en": "Working group meeting", "fr": "Réunion du groupe de travail"},
        "workshop": {"en": "Workshop", "fr": "Atelier"},
    },
    form_services={
        "eusurvey": FormService(
            name="EUSurvey",
            hosts=("ec.europa.eu",),
            address="https://ec.europa.eu/eusurvey/runner/{form}",
            date_format="%d/%m/%Y",
            language_parameter="surveylanguage",
            reserved=frozenset({"token"}),
            edit_paths=("/management/overview", "/editform"),
        ),
        "google-forms": FormService(
            name="Google Forms",
            hosts=("docs.google.com",),
            address="https://docs.google.com/forms/d/e/{form}/viewform",
            key="entry.{key}",
            language_parameter="hl",
            fixed={"usp": "pp_url"},
            reserved=frozenset({"usp"}),
            short_hosts=("forms.gle",),
            edit_paths=("/edit",),
        ),
        "microsoft-forms": FormService(
            name="Microsoft Forms",
            hosts=("forms.office.com", "forms.cloud.microsoft"),
            address="https://forms.office.com/Pages/ResponsePage.aspx?id={form}",
            language_parameter="lang",
            reserved=frozenset({"id", "lang"}),
            edit_paths=("/Pages/DesignPageV2.aspx", "/Pages/DesignPage.aspx"),
        ),
        "limesurvey": FormService(
            name="LimeSurvey",
            hosts=("survey.regions.example",),
            address="https://survey.regions.example/index.php/{form}",
            language_parameter="lang",
            # Without it, a reader who has begun before is put back into the old answers.
            fixed={"newtest": "Y"},
            reserved=frozenset({"action", "gid", "lang", "newtest", "qid", "seed", "sid", "token"}),
            edit_paths=("/surveyAdministration/view",),
        ),
        "drupal-webform": FormService(
            name="Drupal Webform",
            hosts=("www.regions.example",),
            address="https://www.regions.example/form/{form}",
            edit_paths=("/edit", "/build"),
        ),
    },
    registration_hosts=("events.regions.example", "pretix.eu"),
)

SITENAME = WORKGROUPS.name
TIMEZONE = WORKGROUPS.timezone
DEFAULT_LANG = WORKGROUPS.language

# Where the site is while it is being written; publishconf.py has the real address.
SITEURL = "http://127.0.0.1:8000"

# ---- Folders and doors ---------------------------------------------------------------------------

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
THEME_STATIC_DIR = "theme"
PLUGIN_PATHS = ["plugins"]
# Without a list, Pelican turns on every plugin that happens to be installed.
PLUGINS = [
    "event_pages",
    "calendar_feeds",
    "next_meetings",
    "change_feeds",
    "programme_listing",
    "attachment_listings",
    "registration_links",
]

# ---- What Pelican does by itself: nothing --------------------------------------------------------

# By default the blog's own readers take every file below PATH.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
ARCHIVES_SAVE_AS = ""
AUTHORS_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
CATEGORIES_SAVE_AS = ""
CATEGORY_SAVE_AS = ""
INDEX_SAVE_AS = ""
TAGS_SAVE_AS = ""
TAG_SAVE_AS = ""
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None

# `pelican` alone would empty the output before it has read a single page; tasks.py never does.
DELETE_OUTPUT_DIRECTORY = False
# The cache looks at a file's time only: a changed plugin or setting would serve stale pages.
CACHE_CONTENT = False
LOAD_CONTENT_CACHE = False
# What git was asked: deleted, it is read again.
CACHE_PATH = ".cache"
# Links stand as the theme writes them, relative to the page.
RELATIVE_URLS = False
# Same bytes on every machine: no locale of the machine, whose names Babel gives instead.
LOCALE = ["C"]

JINJA_ENVIRONMENT = {
    # Off by default, in Jinja and in Pelican.
    "autoescape": True,
    # A name that does not exist stops the build instead of printing nothing.
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}
