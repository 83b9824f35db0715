"""Pelican's settings, the same for every site: pelicanconf.py takes them all with `import *`.

What a network decides stands in its pelicanconf.py, below that line, and wins. It imports little:
settings are looked at even when nothing is built.
"""

from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]

# Where the site is while it is being written; publishconf.py has the real address.
LOCAL = "http://127.0.0.1:"
SITEURL = f"{LOCAL}8000"

# ---- Folders and doors ---------------------------------------------------------------------------

PATH = "content"
OUTPUT_PATH = "output"
# What git was asked: deleted, it is read again.
CACHE_PATH = ".cache"
THEME = str(_ROOT / "theme")
PLUGIN_PATHS = [str(_ROOT / "plugins")]
# Without a list, Pelican turns on every plugin that happens to be installed.
PLUGINS = [
    "event_pages",
    "theme_assets",
    "calendar_feeds",
    "next_meetings",
    "calendar_pages",
    "archive_pages",
    "change_feeds",
    "programme_listing",
    "attachment_listings",
    "search_pages",
    "registration_links",
    "styleguide",
]

# ---- What a network has of its own instead of the theme's: overrides/ ----------------------------

OVERRIDES = str(_ROOT / "overrides")
THEME_TEMPLATES_OVERRIDES = [str(_ROOT / "overrides" / "templates")]
# theme_assets publishes them.
THEME_STATIC_PATHS: list[str] = []

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
# It warns where there is none; meetings have their own.
TIMEZONE = "UTC"

# `pelican` alone would empty the output before it has read a single page; tasks.py never does.
DELETE_OUTPUT_DIRECTORY = False
# The cache looks at a file's time only: a changed plugin or setting would serve stale pages.
CACHE_CONTENT = False
LOAD_CONTENT_CACHE = False
# Links stand as the theme writes them, relative to the page.
RELATIVE_URLS = False
# Same bytes on every machine: no locale of the machine, whose names Babel gives instead.
LOCALE = ["C"]
JINJA_ENVIRONMENT = {
    # Off by default, in Jinja and in Pelican.
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
}
