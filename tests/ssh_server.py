"""A server of SSH on this machine with keys of its own, and a line to it that can be cut."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import system_tools

COMMANDS = (
    *("cat", "cp", "find", "flock", "ln", "mkdir", "mv", "readlink", "rm", "rsync", "sync", "wc"),
)
"""What a shell there is told to run: each is a step at which it can be killed.

Not where the user's own start-up file runs it.
"""

STEP = """\
#!/bin/sh
read -r parent </proc/$PPID/comm
if [ -s {steps} ] && [ "$parent" != bash ]; then
  read -r left <{steps}
  left=$((left - 1))
  echo $left >{steps}
  if [ $left = 0 ]; then kill -9 $PPID; exit 9; fi
fi
if [ {name} = rsync ] && [ -e {full} ]; then trap '' XFSZ; ulimit -f 64; fi
exec {program} "$@"
"""

SERVER = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/mine.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
SetEnv PATH={folder}/steps:{path}
"""

# Without a known host, without a key, and where nobody listens.
CLIENT = """\
Host unknown
  UserKnownHostsFile /dev/null
Host stranger
  IdentityFile {folder}/host
Host nobody
  Port 1
Host !stranger *
  IdentityFile {folder}/mine
Host *
  HostName 127.0.0.1
  Port {line}
  IdentitiesOnly yes
  UserKnownHostsFile {folder}/known
  GlobalKnownHostsFile /dev/null
  HostKeyAlias machine
"""


@dataclass
class Line:
    """A way to a port that is cut once so many bytes have gone there, while `left` is a number."""

    port: int
    gone: int = 0
    left: int | None = None
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    def run(self) -> None:
        """Carry each connection, until the listener is closed."""
        with suppress(OSError):
            while True:
                Thread(target=self._connect, args=(self.listener.accept()[0],), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        with near, socket.create_connection(("127.0.0.1", self.port)) as far:
            back = Thread(target=self._carry, args=(far, near, False), daemon=True)
            back.start()
            self._carry(near, far, True)
            back.join()

    def _carry(self, source: socket.socket, to: socket.socket, counts: bool) -> None:
        with suppress(OSError):
            while data := source.recv(8192):
                to.sendall(data)
                self.gone += len(data) if counts else 0
                if self.left is not None and self.gone >= self.left:
                    break
        for end in (source, to):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut_after(self, count: int | None) -> None:
        """Count from now on, and let no more than about so many bytes through."""
        self.gone, self.left = 0, count


@dataclass(frozen=True)
class Server:
    """A server that runs; `folder` has its keys, and the PATH on which `ssh` finds it."""

    folder: Path
    line: Line

    @property
    def programs(self) -> Path:
        return self.folder / "programs"

    def kill_at(self, step: int | None) -> None:
        """Have the shell that comes to a step killed; with None, none any more."""
        (self.folder / "left").write_text(f"{step}\n" if step else "")

    def was_killed(self) -> bool:
        """Whether that step was come to."""
        return int((self.folder / "left").read_text()) <= 0

    @contextmanager
    def with_full_disk(self) -> Iterator[None]:
        """Meanwhile no file can be written that is larger than 32 kB."""
        (self.folder / "full").touch()
        yield
        (self.folder / "full").unlink()


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Run a server while this is open."""
    sshd = os.environ.get("SSHD") or system_tools.sshd()
    assert sshd, "There is no server of SSH."
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for key in ("host", "mine"):
        make = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / key))
        subprocess.run(make, check=True)
    line = Line(port)
    (folder / "known").write_text(f"machine {(folder / 'host.pub').read_text()}")
    names = {"folder": folder, "port": port, "line": line.listener.getsockname()[1]}
    (folder / "server").write_text(SERVER.format(**names, path=os.defpath))
    (folder / "client").write_text(CLIENT.format(**names))
    _write_programs(folder)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    libraries = os.pathsep.join(map(str, Path(sshd).parents[1].glob("lib/*-linux-gnu")))
    daemon = subprocess.Popen(
        [sshd, "-D", "-q", "-f", str(folder / "server")],
        env={**os.environ, "LD_LIBRARY_PATH": libraries},
    )
    Thread(target=line.run, daemon=True).start()
    try:
        _wait_for(port)
        yield Server(folder, line)
    finally:
        daemon.terminate()
        daemon.wait()
        with suppress(OSError):
            line.listener.shutdown(socket.SHUT_RDWR)
        line.listener.close()


def _write_programs(folder: Path) -> None:
    (folder / "left").touch()
    for name in COMMANDS:
        write_program(
            folder / "steps" / name,
            STEP.format(
                name=name,
                program=shutil.which(name),
                steps=folder / "left",
                full=folder / "full",
            ),
        )
    ssh = f'#!/bin/sh\nexec {shutil.which("ssh")} -F {folder}/client "$@"\n'
    write_program(folder / "programs" / "ssh", ssh)


def write_program(file: Path, text: str) -> None:
    """Write a script that can be run."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise TimeoutError("The server does not answer.")
