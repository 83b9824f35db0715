"""A real nginx on this machine, with the configuration that we ship."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sites
import system_tools

SHIPPED = sites.ROOT / "deploy" / "nginx.conf"

READERS = 2_000
"""The most at one time."""

AROUND = """\
{user}
daemon off;
{modules}
worker_processes 1;
worker_rlimit_nofile {files};
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections {connections}; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
"""What Debian's nginx.conf has around the site, with all its files in a folder of the test."""


@contextmanager
def nginx(site: Path, folder: Path) -> Iterator[str]:
    """Serve a site as the shipped configuration says; the address. Its own files go to `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conf = SHIPPED.read_text(encoding="utf-8")
    program = os.environ.get("NGINX") or system_tools.nginx()
    assert program
    brotli = os.environ.get("NGINX_BROTLI") or system_tools.nginx_brotli()
    for theirs, ours in {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "/srv/www/site;": f"{site};",
        "/srv/www/site/.redirects": f"{site}/.redirects",
        # As it tells those to do who have not got the module.
        "brotli_static on;": "brotli_static on;" if brotli else "",
    }.items():
        assert conf.count(theirs) == 1
        conf = conf.replace(theirs, ours)
    folder.mkdir()
    (folder / "site.conf").write_text(conf, encoding="utf-8")
    # As root, its workers would be someone else, who cannot read what a test wrote.
    user = "user root;" if os.geteuid() == 0 else ""
    modules = f"load_module {brotli};" if brotli else ""
    around = AROUND.format(
        user=user, modules=modules, folder=folder, connections=READERS, files=2 * READERS
    )
    (folder / "nginx.conf").write_text(around, encoding="utf-8")
    log = (folder / "errors.log").open("wb")
    command = [program, "-p", folder, "-e", "stderr", "-c", folder / "nginx.conf"]
    process = subprocess.Popen(command, stderr=log)
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)
        log.close()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once something answers at the port."""
    for _ in range(200):
        assert process.poll() is None, "nginx did not start"
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer")
