"""What a publish costs: compressing the example site, and a thousand subscribers who then poll it.

One meeting moves. Every subscriber asks for every feed twice, with the ETag from before the publish
and then with the new one. Needs nginx and wrk, as the tests do.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import sites
from polling import costs, etags, feeds_of, many_open_files, poll
from web_server import nginx

from workgroups.serving import is_compressible
from workgroups.variants import SMALLEST, Variants, add_variants

READERS = 1_000
MEETING = "meetings/2026/2026-12-01-mission-after-2027/index.md"


@dataclass(frozen=True)
class Network:
    """The example site's content in a clone; `now` is when what it holds was committed last."""

    content: Path
    now: str

    @classmethod
    def at(cls, folder: Path) -> Network:
        subprocess.run(["git", "clone", "--quiet", sites.ROOT, folder], check=True)
        log = ["git", "log", "-1", "--format=%cI"]
        now = subprocess.run(log, cwd=folder, check=True, capture_output=True, text=True).stdout
        return cls(folder / "content", now.strip())

    def build(self, output: Path) -> None:
        sites.build(self.content, output, settings=sites.EXAMPLE, now=self.now)

    def move_meeting(self) -> None:
        """Let one meeting begin ten minutes later."""
        file = self.content / MEETING
        text = file.read_text("utf-8")
        [start] = [line for line in text.splitlines() if line.startswith("start: ")]
        file.write_text(text.replace(start, start[:-2] + "10"), encoding="utf-8")
        sites.commit(self.content.parent, self.now, "content")


def compress(site: Path, earlier: Path | None = None) -> tuple[Variants, float]:
    """Compress a site; what was done, and in how many seconds."""
    started = time.perf_counter()
    return add_variants(site, earlier), time.perf_counter() - started


def sizes(site: Path) -> str:
    """The bytes of all that is worth compressing, plain and compressed."""
    texts = [
        file
        for file in site.rglob("*.*")
        if is_compressible(file.as_posix()) and file.stat().st_size >= SMALLEST
    ]
    plain = sum(file.stat().st_size for file in texts)
    packed = (sum(file.stat().st_size for file in site.rglob(f"*.{kind}")) for kind in ("gz", "br"))
    return "{} files of {:,} bytes; gzip {:,}, Brotli {:,}".format(len(texts), plain, *packed)


def main() -> None:
    """Build, publish a change, poll, print the figures."""
    with tempfile.TemporaryDirectory() as name, many_open_files():
        folder = Path(name)
        network = Network.at(folder / "network")
        site, earlier = folder / "site", folder / "earlier"
        network.build(site)
        done, seconds = compress(site)
        print(sizes(site))
        print(f"all compressed in         {seconds:6.2f} s, {done.made} made")
        shutil.copytree(site, earlier)
        published = folder / "published"
        published.symlink_to(earlier)
        with nginx(published, folder / "nginx") as server:
            feeds = feeds_of(site)
            before = etags(server, feeds)
            network.move_meeting()
            network.build(site)
            done, seconds = compress(site, earlier)
            print(f"after one meeting moved   {seconds:6.2f} s, {done.made} made, {done.kept} kept")
            published.unlink()
            published.symlink_to(site)
            after = etags(server, feeds)
            started = time.perf_counter()
            report = poll(server, before, after, folder / "nginx", READERS)
            seconds = time.perf_counter() - started
        tell(folder / "nginx", report, seconds)


def tell(folder: Path, report: str, seconds: float) -> None:
    """Print what the polls cost."""
    assert "Socket errors" not in report, report
    found = costs(folder)
    print(f"\n{READERS} subscribers, {len(found)} feeds; {seconds:.1f} s on this machine")
    print(f"{'feed':50} {'200':>7} {'304':>7} {'bytes':>12}")
    rows = [(feed, cost) for feed, cost in sorted(found.items()) if cost.full]
    for feed, cost in rows:
        print(f"{feed:50} {cost.full:7} {cost.unchanged:7} {cost.content:12,}")
    others = [cost for cost in found.values() if not cost.full]
    for what, these in ((f"{len(others)} others", others), ("all", [*found.values()])):
        full, same = sum(c.full for c in these), sum(c.unchanged for c in these)
        print(f"{what:50} {full:7} {same:7} {sum(c.content for c in these):12,}")


if __name__ == "__main__":
    sys.exit(main())
