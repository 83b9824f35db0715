"""Python-Markdown alone: its processor time for texts, with the extensions that Pelican uses.

Run with the peers' Python; takes the JSON file of a list of texts, prints seconds. Knows nothing of
the others here, for that Python does not.
"""

import json
import sys
import time
from pathlib import Path

from markdown import Markdown
from pelican.settings import DEFAULT_CONFIG


def main() -> None:
    """One instance for all texts."""
    given = DEFAULT_CONFIG["MARKDOWN"]
    markdown = Markdown(extensions=list(given["extension_configs"]), **given)
    texts = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    started = time.process_time()
    for text in texts:
        markdown.reset().convert(text)
    print(time.process_time() - started)


if __name__ == "__main__":
    main()
