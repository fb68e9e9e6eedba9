"""What a hostile document may do to the process that reads it; importable by child processes."""

from __future__ import annotations

import os
import time

from gongkai.workers import Job, Outcome


def misbehave(job: Job) -> tuple[str, Outcome, float]:
    """Do what the job's bytes say: sleep, spin, eat memory, kill the process, raise, or answer."""
    match job.data:
        case b"sleep":
            time.sleep(60)
        case b"spin":
            while True:
                pass
        case b"eat":
            bytearray(8 * 1024**3)
        case b"die":
            os._exit(3)
        case b"raise":
            raise KeyError("gone")
    return f'{{"echo": "{job.name}"}}', "parsed", 0.0
