"""The site of this project that writes what its peers write, and nothing else."""

from pathlib import Path

import pelican_settings
from pelican_settings import *
from workgroups.site import Site

HERE = Path(pelican_settings.__file__).parents[1] / "tests" / "bench" / "equal"

WORKGROUPS = Site(
    name="Network of Harbours",
    description="Working groups of harbours",
    timezone="Europe/Brussels",
    registration_hosts=("forms.example",),
)
SITEURL = "https://harbours.example"
PLUGIN_PATHS = [str(HERE)]
PLUGINS = ["equal_site"]
THEME_TEMPLATES_OVERRIDES = [str(HERE / "templates")]
