"""The notation of targets: `folder:/srv/www/site`, as publishconf.py and --to have it."""

from __future__ import annotations

from pathlib import Path

from targets.branch import branch_of
from targets.folder import Folder
from targets.rsync import remote_of
from targets.target import CannotSend, Target
from targets.upload import HOSTS, Upload

NOTATIONS = (
    "folder:/srv/www/site",
    "rsync:web@host:/srv/www/site",
    "git:origin/gh-pages",
    "s3://bucket/prefix",
    "netlify:DIR",
    "cloudflare:DIR",
)
"""One of each kind, for people."""


def target_of(text: str, keep: int, content: Path = Path()) -> Target:
    """What a text names; `keep` releases are kept where there are releases. Raises CannotSend.

    `content` lies in the repository whose branches are meant.
    """
    kind, _, where = text.partition(":")
    if kind == "folder" and where and (link := Path(where).absolute()).name not in {"", ".."}:
        return Folder(link, keep)
    if kind == "rsync" and (remote := remote_of(where, keep)):
        return remote
    if kind == "git" and (branch := branch_of(where, content)):
        return branch
    if kind in HOSTS and where:
        return Upload(Path(where).absolute(), kind)
    if kind == "s3" and where.startswith("//") and where.strip("/"):
        return _bucket(*where.strip("/").partition("/")[::2])
    raise CannotSend(f"{text} names no target; {' and '.join(NOTATIONS)} do.")


def _bucket(name: str, prefix: str) -> Target:
    try:
        from targets.bucket import Bucket
    except ImportError:
        raise CannotSend(
            "To publish to an object store, its library is missing. Install it once:\n"
            "  .venv/bin/pip install boto3"
        ) from None
    return Bucket(name, f"{prefix}/" if prefix else "")
