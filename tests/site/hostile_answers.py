"""What an original may do to the process that shows it; importable by child processes."""

from __future__ import annotations

import os
import time

from gongkai.viewer import Answer


def misbehave(path: str) -> Answer:
    """Do what the path's last part says: sleep, eat memory, kill the process, raise, or answer."""
    match path.rpartition("/")[2]:
        case "sleep":
            time.sleep(60)
        case "eat":
            bytearray(8 * 1024**3)
        case "die":
            os.abort()
        case "raise":
            raise KeyError("gone")
    return Answer(200, "text/plain", path.encode())
