"""The site for stock Pelican: meetings are articles, groups are categories."""

import json
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).parent
NOW = datetime.fromisoformat((HERE / "now.txt").read_text(encoding="utf-8"))
MISSIONS = json.loads((HERE / "missions.json").read_text(encoding="utf-8"))

SITENAME = "Network of Harbours"
SITEURL = "https://harbours.example"
TIMEZONE = "Europe/Brussels"
DEFAULT_LANG = "en"
PATH = "content"
OUTPUT_PATH = "output"
ARTICLE_PATHS = ["meetings"]
STATIC_PATHS = ["papers"]
WITH_FUTURE_DATES = True
THEME = "theme"
THEME_STATIC_DIR = ""
PLUGIN_PATHS = ["."]
PLUGINS = ["meeting_calendars"]
ARTICLE_URL = "meetings/{slug}/"
ARTICLE_SAVE_AS = "meetings/{slug}/index.html"
CATEGORY_URL = "groups/{slug}/"
CATEGORY_SAVE_AS = "groups/{slug}/index.html"
DIRECT_TEMPLATES = ["index"]
DEFAULT_PAGINATION = False
# Nobody else writes a page for each tag or author.
AUTHOR_SAVE_AS = ""
TAG_SAVE_AS = ""
FEED_MAX_ITEMS = 20
FEED_ALL_ATOM = "feed.atom"
CATEGORY_FEED_ATOM = "groups/{slug}/feed.atom"
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
