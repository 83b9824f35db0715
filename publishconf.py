"""Settings of the published site: those of the example site, at the address it is read under."""

import os
import sys
from pathlib import Path

# Pelican does not look beside this file for pelicanconf.
sys.path.append(str(Path(__file__).parent))

from pelicanconf import *

# Feeds, OpenGraph and JSON-LD need the whole address; pages themselves work under any.
SITEURL = os.environ.get("SITEURL", "").rstrip("/")
if not SITEURL.startswith("https://"):
    raise ValueError("Set SITEURL to the address of the site, such as https://groups.example.eu")

# Addresses that were published and may vanish, each with all that is below it: "/meetings/old/".
# Any other stops `preview` and `publish`, which have every address in the site's addresses.txt.
WITHDRAWN: list[str] = []

# Subscribers would get calendars that tell of no change.
WHOLE_HISTORY = True

# Where `python3 tasks.py publish` sends the site, if --to does not say it: folder:/srv/www/site,
# rsync:web@host:/srv/www/site, git:origin/gh-pages, s3://bucket/prefix, netlify:DIR, cloudflare:DIR
PUBLISH_TO = ""
