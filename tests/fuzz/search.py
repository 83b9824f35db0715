"""A search for bytes that break a promise: search.py SECONDS, over all targets, one after another.

What finds new paths through the code joins the corpus; what breaks a promise is left in
`test-results/`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
LEFT = HERE.parents[1] / "test-results"
LONGEST = 3000
"""Bytes of an input, so that the corpus is quick to try."""


def search(target: str, seconds: int, corpus: Path, left: Path) -> int:
    """Look for so long; how many inputs joined the corpus. Raises CalledProcessError."""
    before = len(list(corpus.iterdir()))
    line = [sys.executable, str(HERE / "fuzzer.py"), target, f"-max_total_time={seconds}"]
    # How often a path is taken is not counted: nearly every input would be new.
    how = (f"-max_len={LONGEST}", f"-dict={HERE / 'words.dict'}", "-use_counters=0")
    where = ("-reduce_inputs=0", f"-artifact_prefix={left}/{target}-", str(corpus))
    subprocess.run([*line, *how, *where], check=True)
    return len(list(corpus.iterdir())) - before


def main() -> None:
    """Search each target for its share of the seconds."""
    targets = sorted(folder.name for folder in CORPUS.iterdir())
    LEFT.mkdir(exist_ok=True)
    broken = []
    for target in targets:
        try:
            joined = search(target, int(sys.argv[1]) // len(targets) + 1, CORPUS / target, LEFT)
        except subprocess.CalledProcessError:
            broken.append(target)
        else:
            print(f"{target}: {joined} inputs joined the corpus.", flush=True)
    if broken:
        sys.exit(f"A promise is broken, of {', '.join(broken)}; the inputs are in {LEFT}.")


if __name__ == "__main__":
    main()
