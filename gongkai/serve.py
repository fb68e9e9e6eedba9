"""``gongkai serve``: Datasette on the published database and the viewer of originals, as one command.

Both run as child processes: the viewer reads hostile bytes and must not share memory with the site. When one
ends, or Ctrl-C or SIGTERM comes, both are stopped.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from types import FrameType

from archive.reports import need_this_schema

_HERE = Path(__file__).resolve().parent
SITE = _HERE / "site" if (_HERE / "site").is_dir() else _HERE.parent / "datasette"
"""The site's pages: inside the installed package, or beside it in a checkout."""
PATIENCE = 30.0
"""Seconds the servers have to open their ports, and to end when asked."""
WARM = ("", "search", "rate/granted", "rate/denied", "rate/not_held", "rate/natural_persons")


class ServeError(RuntimeError):
    """The site cannot be served; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the two origins listen; ``viewer_public`` is the viewer's address as browsers reach it."""

    host: str = "127.0.0.1"
    port: int = 8001
    viewer_port: int = 8002
    viewer_public: str | None = None

    @property
    def site(self) -> str:
        """The site's address."""
        return f"http://{self.host}:{self.port}/"

    @property
    def viewer(self) -> str:
        """The viewer's origin."""
        return self.viewer_public or f"http://{self.host}:{self.viewer_port}"


def inspect_file(database: Path) -> Path | None:
    """Write the row counts Datasette wants of an immutable database, once a build; returns the file.

    ``None`` in a folder that may not be written: Datasette counts at each start then. Raises
    :class:`ServeError` when Datasette cannot read the database.
    """
    target = database.with_suffix(".inspect.json")
    if not os.access(database.parent, os.W_OK):
        return None
    # The time of the last change counts a rename too: a build may be older than the file it replaces.
    if target.exists() and target.stat().st_ctime_ns > database.stat().st_ctime_ns:
        return target
    before = database.stat()
    command = [sys.executable, "-m", "datasette", "inspect", database.name]
    done = subprocess.run(command, cwd=database.parent, capture_output=True, text=True, timeout=600)
    if done.returncode:
        why = done.stderr.strip().rpartition("\n")[2]
        raise ServeError(f"{database} cannot be read ({why}); gongkai verify tells more")
    found = json.loads(done.stdout)
    if database.stat().st_ino != before.st_ino:
        return None  # published anew meanwhile: these are another file's counts
    fresh = target.with_suffix(".new")
    fresh.write_text(json.dumps(found), encoding="utf-8")
    fresh.replace(target)
    return target


def site_command(database: Path, inspect: Path | None, addresses: Addresses) -> list[str]:
    """The command that starts Datasette with our pages on ``database``."""
    settings = json.loads((SITE / "settings.json").read_text(encoding="utf-8"))
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(database.resolve())]
    command += ["-h", addresses.host, "-p", str(addresses.port)]
    if inspect is not None:
        command += ["--inspect-file", str(inspect.resolve())]
    command += ["--metadata", str(SITE / "metadata.yaml"), "--template-dir", str(SITE / "templates")]
    command += ["--plugins-dir", str(SITE / "plugins"), "--static", f"static:{SITE / 'static'}"]
    for name, value in settings.items():
        text = ("on" if value else "off") if isinstance(value, bool) else str(value)
        command += ["--setting", name, text]
    return command


def serve(
    data: Path,
    addresses: Addresses | None = None,
    *,
    ready: Callable[[Addresses], None] = lambda addresses: None,
) -> int:
    """Serve ``data`` until stopped; ``ready`` is called when both origins answer. Returns the exit status.

    Raises ``FileNotFoundError`` without a database, ``ArchiveError`` for one that another version built,
    :class:`ServeError` when a port is taken or a server does not start.
    """
    at = addresses or Addresses()
    database = data / "reports.db"
    if not database.is_file():
        raise FileNotFoundError(f"{database} is not there; run gongkai publish")
    need_this_schema(database)
    if not (SITE / "metadata.yaml").is_file():
        raise ServeError(f"the site's pages are missing: expected {SITE}; install gongkai again")
    if at.port == at.viewer_port:
        raise ServeError(
            f"the site and the viewer cannot share port {at.port}; give another by --viewer-port"
        )
    for port in (at.port, at.viewer_port):
        _need_free(at.host, port)
    viewer = [
        sys.executable,
        "-m",
        "gongkai.viewer_server",
        str(data.resolve()),
        at.host,
        str(at.viewer_port),
    ]
    environment = {
        **os.environ,
        "GONGKAI_VIEWER": at.viewer,
        "GONGKAI_EXPORTS": str(data.resolve() / "exports"),
        "PYTHONSAFEPATH": "1",
    }
    commands = (site_command(database, inspect_file(database), at), viewer)
    with _Stopping() as stopping:
        children: list[subprocess.Popen[bytes]] = []
        try:
            for command in commands:
                children.append(_started(command, environment))
            for port in (at.port, at.viewer_port):
                _wait_open(at.host, port, children, stopping)
            if not stopping.asked:
                ready(at)
                threading.Thread(target=_warm, args=(at,), daemon=True).start()
            while not stopping.asked and all(child.poll() is None for child in children):
                time.sleep(0.1)
            return 0 if stopping.asked else 1
        finally:
            _stop(children)


def _warm(at: Addresses) -> None:
    """Ask for the pages whose sums over the whole database are kept, so that no reader waits for them."""
    for path in WARM:
        try:
            with urllib.request.urlopen(at.site + path, timeout=120) as answer:
                answer.read()
        except (OSError, HTTPException):  # stopped meanwhile, or a page that fails for its reader too
            return


class _Stopping:
    """Turns SIGINT and SIGTERM into a flag for the while of ``serve``."""

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[int, object] = {}

    def __enter__(self) -> _Stopping:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._ask)
        return self

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def __exit__(self, *error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]


def _started(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches us alone, and we stop both in order.
    return subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL, start_new_session=True)


def _need_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServeError(
                f"port {port} of {host} cannot be used ({error.strerror});"
                " give another by --port or --viewer-port"
            ) from error


def _wait_open(
    host: str, port: int, children: Sequence[subprocess.Popen[bytes]], stopping: _Stopping
) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not stopping.asked:
        if any(child.poll() is not None for child in children):
            raise ServeError(f"a server ended before port {port} was open; its message stands above")
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.05)
    if not stopping.asked:
        raise ServeError(f"nothing answers on port {port} of {host} after {PATIENCE:.0f} seconds")


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
