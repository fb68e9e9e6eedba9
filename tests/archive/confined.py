"""Run a program where the disk is read-only or small in earnest, for itself alone, with or without root."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_NAMESPACES = (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"])
_READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
_SMALL = 'mount -t tmpfs -o size=3m tmpfs "$0" && exec "$@"'


def _works(command: list[str]) -> bool:
    return subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0


def mounted(folder: Path, script: str) -> list[str] | None:
    """What to put before a command so that it sees its own mount; ``None`` where nobody lets us mount."""
    ways = ([*way, "sh", "-c", script, str(folder)] for way in _NAMESPACES)
    return next((way for way in ways if _works(way)), None)


def read_only(folder: Path) -> list[str]:
    """What to put before a command so that the folder stands on a read-only medium for it."""
    return mounted(folder, _READ_ONLY) or unwritable(folder)


def unwritable(folder: Path) -> list[str]:
    """What to put before a command so that the folder is another user's; root lays its powers down."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search", "--"]


def small(folder: Path) -> list[str] | None:
    """What to put before a command so that the folder holds 3 MB and no more; ``None``: not allowed here."""
    return mounted(folder, _SMALL)
