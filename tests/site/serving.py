"""Starts the site as the command serves it, for tests that need a real port and a real browser."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.serve import Addresses

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
SERVE = (
    "import sys; from pathlib import Path; from gongkai.serve import Addresses, serve;"
    "raise SystemExit(serve(Path(sys.argv[1]),"
    " Addresses(port=int(sys.argv[2]), viewer_port=int(sys.argv[3])),"
    " ready=lambda at: print('ready', flush=True)))"
)


def free_port() -> int:
    """A port of loopback nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path) -> Iterator[Addresses]:
    """The site and the viewer of a data folder on free ports; stopped by SIGTERM, which must end both."""
    at = Addresses(port=free_port(), viewer_port=free_port())
    command = [sys.executable, "-c", SERVE, str(folder), str(at.port), str(at.viewer_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        yield at
        child.terminate()
        assert child.wait(40) == 0
    for port in (at.port, at.viewer_port):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0, "a server outlived the command"
