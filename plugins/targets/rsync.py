"""A folder on another machine, over SSH: the same releases beside a link as in a folder here.

One session holds the lock of the releases there, and gives the orders: whoever loses it can turn
nothing any more, and what is left of it frees the lock. Meanwhile rsync uploads the files, into a
folder that bears the session's number, so that no orphan of an upload gets into another's.

Everything is told to `sh` through its input: no path ever reaches the login shell of that machine.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO, cast

from targets.releases import Releases, prepare, releases_in
from targets.target import CannotSend, Finished, Sent

_PLACE = re.compile(r"((?:\w[\w.-]*@)?[A-Za-z0-9][\w.-]*):(/.*)", re.ASCII)
"""A host, as the user's SSH knows it, and an absolute path."""

_MISREAD = re.compile(r"[*?\[\\\x00-\x1f\x7f]|/\.{0,2}(/|$)")
"""In paths, what rsync takes for others, what would break a line, and what has no name."""

SSH = (
    *("ssh", "-T", "-a", "-x", "-o", "BatchMode=yes", "-o", "ClearAllForwardings=yes"),
    *("-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=3"),
)
"""Everything else is the user's own configuration: keys, names, ports, which hosts are known."""

# Without --times, a file that is equal stays the very file that it was.
RSYNC = (
    *("rsync", "--recursive", "--checksum", "--perms", "--chmod=D755,F644", "--partial"),
    *("--secluded-args", "--timeout=300", f"--rsh={' '.join(SSH)}"),
)

_REMEDIES = {
    "Host key verification failed": "Connect once by hand, and compare its key: ssh {host}",
    "Permission denied (": "Give it your public key: ssh-copy-id {host}",
}

# What a killed upload has left is put together, for the next not to send it again.
_HOLD = """\
umask 022
[ -L {link} ] || [ ! -e {link} ] || {{ echo no-link; exit 0; }}
[ -d {releases} ] || mkdir {releases}
cd {releases}
exec 9<.
flock -n 9 || {{ echo held; exit 0; }}
rm -rf leaving
for left in incoming.*; do
  [ -d "$left" ] || continue
  mkdir -p partial
  cp -alf "$left/." partial/ 2>&- || rm -rf partial
  rm -rf "$left"
done
now=$(readlink {link}) || now=
echo "$$" "published:${{now##*/}}" *"""

# Whatever dies while it counts, counts too few: the release is then taken for another.
_COUNT = """\
cd {now}
same=$(find . -type f -exec sh -c \
'for f do [ "$f" -ef "$0/$f" ] && echo; done' ../{incoming} {{}} + | wc -l)
there=$(find . -type f -exec sh -c \
'for f do [ -e "$0/$f" ] && echo; done' ../{incoming} {{}} + | wc -l)
all=$(find . -type f | wc -l)
cd ..
echo "$same" "$there" "$all"
"""

_TURN = """\
rm -f turned
ln -s {name}/{number} turned
mv -T turned {link}
echo turned"""

# A file can be whole in memory and not on the disk; the link must not lead to nothing.
_RELEASE = """\
rm -rf partial
sync
mv -T {incoming} {number}
{turn}"""

# One that is half removed must not look like a release.
_FORGET = """\
for old in {numbers}; do
  mv -T "$old" leaving
  rm -rf leaving
done
echo forgotten"""


class Session:
    """A shell on another machine, for as long as its input is open."""

    def __init__(self, host: str) -> None:
        self.host = host
        self._said: IO[bytes] = TemporaryFile()  # noqa: SIM115  Closed with the session.
        line = [*SSH, "--", host, "exec sh"]
        pipe = subprocess.PIPE
        try:
            self._shell = subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=self._said)
        except OSError:
            self._said.close()
            raise CannotSend("There is no ssh on this machine.") from None
        self._told = cast("IO[bytes]", self._shell.stdin)
        self._answers = cast("IO[bytes]", self._shell.stdout)

    def ask(self, order: str) -> str:
        """The first line of what an order says. What fails in it ends the session."""
        # In braces, so that nothing of an order is done before all of it is there.
        with suppress(BrokenPipeError):
            self._told.write(f"{{ set -e\n{order}\n}}\n".encode())
            self._told.flush()
        answer = self._answers.readline()
        if not answer.endswith(b"\n"):
            raise CannotSend(f"{self.host}: {self._reason()}")
        return answer.decode(errors="surrogateescape").removesuffix("\n")

    def take(self, size: int) -> bytes:
        """The next bytes of what an order says."""
        taken = self._answers.read(size)
        if len(taken) < size:
            raise CannotSend(f"{self.host}: {self._reason()}")
        return taken

    def _reason(self) -> str:
        self._shell.wait()
        self._said.seek(0)
        return reason(self._said.read(), self.host) or "the connection was lost."

    def close(self) -> None:
        """End the shell, and with it whatever it holds."""
        with suppress(BrokenPipeError):
            self._shell.communicate()
        self._said.close()


def reason(said: bytes, host: str) -> str:
    """What a program said last, in a line, and what to do about it where that is known."""
    lines = [line.strip() for line in said.decode(errors="replace").splitlines()]
    last = next((line for line in reversed(lines) if line), "")
    remedies = (remedy for sign, remedy in _REMEDIES.items() if sign in last)
    return " ".join([last, *(remedy.format(host=host) for remedy in remedies)])


@dataclass
class Remote:
    """The releases of the site at `link` on a host, of which `keep` stay.

    The rest is known while it is held: the session, what is there, and the folder to upload into;
    `left` is whether an upload that was cut short has left something.
    """

    host: str
    link: PurePosixPath
    keep: int
    session: Session | None = None
    releases: Releases = field(default_factory=lambda: Releases(frozenset(), None))
    incoming: str = ""
    left: bool = False

    def __str__(self) -> str:
        return f"{self.host}:{self.link}"

    @property
    def folder(self) -> str:
        return f"{self.link}.releases"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other publishers away, also those on other machines."""
        session = Session(self.host)
        try:
            self._hold(session)
            yield
        finally:
            self.session = None
            session.close()

    def _hold(self, session: Session) -> None:
        link, folder = shlex.quote(str(self.link)), shlex.quote(self.folder)
        answer = session.ask(_HOLD.format(link=link, releases=folder))
        if answer == "no-link":
            raise CannotSend(f"{self} is no symbolic link. Move it away once, into {self.folder}/1")
        if answer == "held":
            raise CannotSend(f"Somebody else is publishing to {self} at this moment.")
        found = re.fullmatch(r"(\d+) published:(\S*) (.*)", answer)
        if not found:
            raise CannotSend(f"{self.host} says {answer!r} where a shell should answer.")
        self.incoming = f"incoming.{found[1]}"
        names = found[3].split()
        self.releases, self.left = releases_in(names, found[2]), "partial" in names
        self.session = session

    def read(self, name: str) -> bytes | None:
        """What a file of the published site holds."""
        if self.session:
            return self._read(self.session, self.link / name)
        session = Session(self.host)
        try:
            return self._read(session, self.link / name)
        finally:
            session.close()

    def read_all(self, name: str) -> list[bytes]:
        """What a file holds in each release that has it."""
        session, folder = self._held_session(), PurePosixPath(self.folder)
        files = (folder / str(number) / name for number in sorted(self.releases.numbers))
        held = [self._read(session, file) for file in files]
        return [data for data in held if data is not None]

    @staticmethod
    def _read(session: Session, path: PurePosixPath) -> bytes | None:
        file = shlex.quote(str(path))
        size = session.ask(f"if [ -f {file} ]; then wc -c <{file}; cat {file}; else echo none; fi")
        return None if size == "none" else session.take(int(size))

    def send(self, finished: Finished) -> Sent:
        """Upload a release and turn the link to it; nothing where it would be the same again."""
        session = self._held_session()
        if back := self.releases.taken_back:
            session.ask(_FORGET.format(numbers=" ".join(map(str, back))))
            self.releases = Releases(self.releases.numbers - {*back}, self.releases.published)
        prepare(finished)
        files = sum(file.is_file() for file in finished.tree.rglob("*"))
        self._upload(finished.tree)
        same, gone = self._compared(session)
        if self.releases.published and same == files and not gone:
            session.ask(f"rm -rf {self.incoming} partial\necho removed")
            return Sent(str(self), 0, same, 0)
        self._release(session)
        return Sent(str(self), files - same, same, gone)

    def _compared(self, session: Session) -> tuple[int, int]:
        """How many files are those of the release before, and how many of its are gone."""
        if not self.releases.published:
            return 0, 0
        order = _COUNT.format(incoming=self.incoming, now=self.releases.published)
        same, there, before = map(int, session.ask(order).split())
        return same, before - there

    def _release(self, session: Session) -> None:
        number = self.releases.next
        order = _RELEASE.format(
            incoming=self.incoming,
            number=number,
            link=shlex.quote(str(self.link)),
            turn=self._turn_to(number),
        )
        try:
            session.ask(order)
        except CannotSend as error:
            raise CannotSend(f"{error} Publish again: it is not known how far this came.") from None
        self.releases = Releases(self.releases.numbers | {number}, number)
        forgotten = " ".join(map(str, self.releases.to_forget(self.keep)))
        with suppress(CannotSend):  # The site is published; the next time forgets them as well.
            session.ask(_FORGET.format(numbers=forgotten))

    def roll_back(self) -> Sent:
        """Publish the release before the one that is published now."""
        session = self._held_session()
        number = self.releases.before
        if number is None:
            raise CannotSend(f"{self} has no release before this one.")
        files = int(session.ask(f"find {number} -type f | wc -l"))
        session.ask(self._turn_to(number))
        return Sent(f"{self} is release {number} again", 0, files, 0)

    def _held_session(self) -> Session:
        if self.session is None:
            raise CannotSend(f"{self} is not held.")
        return self.session

    def _turn_to(self, number: int) -> str:
        """The order that turns the link to a release, in one step."""
        name, link = shlex.quote(f"{self.link.name}.releases"), shlex.quote(str(self.link))
        return _TURN.format(name=name, number=number, link=link)

    def _upload(self, tree: Path) -> None:
        """Have rsync send what is neither in the release before nor in what an upload has left."""
        bases = [self.releases.published, "partial" if self.left else None]
        links = (f"--link-dest={self.folder}/{base}" for base in bases if base)
        to = f"{self.host}:{self.folder}/{self.incoming}/"
        line = [*RSYNC, *links, "--", f"{tree}/", to]
        try:
            done = subprocess.run(line, capture_output=True, check=False, stdin=subprocess.DEVNULL)
        except OSError:
            raise CannotSend("There is no rsync on this machine.") from None
        if done.returncode:
            self._tidy(done.returncode)
            raise CannotSend(f"{self}: {upload_reason(done.returncode, done.stderr, self.host)}")

    def _tidy(self, code: int) -> None:
        """Remove an upload that would only fill the disk; any other is gone on with next time."""
        if self.session and code == DISK:
            with suppress(CannotSend):
                self.session.ask(f"rm -rf {self.incoming} partial\necho removed")


DISK = 11
"""What rsync ends with when it cannot write."""


def upload_reason(code: int, said: bytes, host: str) -> str:
    """Why an upload failed: the first that rsync said; later lines say that it gives up."""
    lines = [line for line in said.splitlines() if line.strip()]
    if lines:
        return reason(lines[0], host)
    # What the other side said can be lost with the connection.
    return "its disk takes no more." if code == DISK else "the upload was cut short."


def remote_of(place: str, keep: int) -> Remote | None:
    """What `web@host:/srv/www/site` names; None where it is something else."""
    found = _PLACE.fullmatch(place.rstrip("/"))
    if not found or _MISREAD.search(found[2]):
        return None
    return Remote(found[1], PurePosixPath(found[2]), keep)
