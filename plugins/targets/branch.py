"""A branch of a git repository, from which GitHub, GitLab and others publish pages.

It holds one commit without a parent, of the finished site: what was, the content's own history
knows, and a branch that kept every night's build would soon be larger than all the rest. The
commit is as old as the newest of the content: the same site makes the same commit anywhere.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from targets.target import CannotSend, Finished, Sent
from workgroups.git import SAFELY

_PLACE = re.compile(r"([\w][\w.-]*)/([\w][\w./-]*)", re.ASCII)

_MADE = "refs/workgroups/made"
"""Where the commit lies until it is pushed."""

_HOSTS_OWN = (".github.io", ".gitlab.io")
"""Addresses of the hosts themselves, which nobody has to claim with a file CNAME."""


@dataclass
class Branch:
    """A branch of a remote of the repository around `content`.

    `published` is its commit, known while it is held; empty where there is none.
    """

    content: Path
    remote: str
    name: str
    published: str | None = None

    def __str__(self) -> str:
        return f"{self.remote}/{self.name}"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Remember what is published: a push replaces that and nothing else."""
        self.published = self._fetched()
        try:
            if self.published and self._is_related(self.published):
                raise CannotSend(f"{self} shares its history with the content, and is no copy.")
            yield
        finally:
            self.published = None

    def read(self, name: str) -> bytes | None:
        """What a file of the published site holds."""
        commit = self._fetched() if self.published is None else self.published
        blob = f"{commit}:{name}"
        if not commit or self._run("cat-file", "-e", blob).returncode:
            return None
        return self._git("cat-file", "blob", blob)

    def send(self, finished: Finished) -> Sent:
        """Push a commit of the site; nothing where the branch holds it already."""
        commit = self._commit(files_of(finished))
        before, after = self._blobs(self.published or ""), self._blobs(commit)
        same = len(before.items() & after.items())
        if not before or same != len(before.keys() | after.keys()):
            self._push(commit)
        removed = len(before.keys() - after.keys())
        return Sent(str(self), len(after) - same, same, removed)

    def _push(self, commit: str) -> None:
        """Replace what was published when it was held, in one step."""
        ref = f"refs/heads/{self.name}"
        lease = f"--force-with-lease={ref}:{self.published or ''}"
        done = self._run("push", "--porcelain", lease, "--", self.remote, f"{commit}:{ref}")
        if b"(stale info)" in done.stdout:
            raise CannotSend(f"Somebody else has published to {self} meanwhile. Publish once more.")
        if done.returncode:
            refused = [line for line in done.stdout.splitlines() if line.startswith(b"!")]
            why = refused[0].rpartition(b"\t")[2] if refused else done.stderr
            raise CannotSend(f"{self} cannot be pushed: {_last_line(why)}")

    def _fetched(self) -> str:
        """The commit of the branch as it is there now, brought here."""
        ref = f"refs/heads/{self.name}"
        listed = self._git("ls-remote", "--", self.remote, ref).split()
        if not listed:
            return ""
        # Not with less of its history: that would make the content's history incomplete, too.
        self._git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", self.remote, ref)
        return listed[0].decode()

    def _is_related(self, commit: str) -> bool:
        return self._run("merge-base", "HEAD", commit).returncode == 0

    def _blobs(self, commit: str) -> dict[bytes, bytes]:
        """The files of a commit: by their ways, their modes and names of what they hold."""
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", commit) if commit else b""
        entries = (entry.partition(b"\t") for entry in listed.split(b"\0") if entry)
        return {way: blob for blob, _, way in entries}

    def _commit(self, files: dict[str, bytes]) -> str:
        """Make the commit; its name."""
        form = "--format=%an <%ae> %ct +0000"
        who = self._git("-c", "log.showSignature=false", "log", "-1", form).strip()
        told = [
            b"commit %s\nauthor %s\ncommitter %s\n" % (_MADE.encode(), who, who),
            _data(b"Site"),
        ]
        told += [
            b"M 100644 inline %s\n%s" % (_quoted(way), _data(files[way])) for way in sorted(files)
        ]
        # A branch of its own in each run, so that the commit has no parent.
        line = ("fast-import", "--quiet", "--force", "--date-format=raw")
        self._git(*line, given=b"".join((*told, b"done\n")))
        commit = self._git("rev-parse", "--verify", _MADE).decode().strip()
        self._git("update-ref", "-d", _MADE)
        return commit

    def _git(self, *words: str, given: bytes = b"") -> bytes:
        done = self._run(*words, given=given)
        if done.returncode:
            raise CannotSend(f"{self}: git {words[0]} failed: {_last_line(done.stderr)}")
        return done.stdout

    def _run(self, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        # In English, and in the folder's repository also where a hook of another calls this.
        hooks = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
        environment = {name: held for name, held in os.environ.items() if name not in hooks}
        try:
            return subprocess.run(
                ["git", *SAFELY, *words],
                cwd=self.content,
                env=environment | {"LC_ALL": "C"},
                input=given,
                capture_output=True,
                check=False,
            )
        except OSError:
            raise CannotSend("There is no git on this machine.") from None


def branch_of(place: str, content: Path) -> Branch | None:
    """What `origin/gh-pages` names; None where it is something else."""
    found = _PLACE.fullmatch(place)
    return Branch(content, found[1], found[2]) if found else None


def files_of(finished: Finished) -> dict[str, bytes]:
    """The files of the branch: those of the site, and those that tell the host how to take them."""
    tree = finished.tree
    files = (file for file in tree.rglob("*") if file.is_file())
    found = {file.relative_to(tree).as_posix(): file.read_bytes() for file in files}
    found[".nojekyll"] = b""  # GitHub would leave out what begins with _
    at = urlsplit(finished.address)
    # Below an address of another site, that one has the file.
    if at.hostname and not at.hostname.endswith(_HOSTS_OWN) and at.path in {"", "/"}:
        found["CNAME"] = f"{at.hostname}\n".encode()
    return found


def _data(held: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(held), held)


def _quoted(way: str) -> bytes:
    text = os.fsencode(way).replace(b"\\", rb"\\").replace(b'"', rb"\"").replace(b"\n", rb"\n")
    return b'"%s"' % text


def _last_line(said: bytes) -> str:
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it says nothing."
