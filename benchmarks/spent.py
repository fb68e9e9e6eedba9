"""What a crawl in a process of its own takes: by the clock, of the processor, of memory."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from archive.model import Body, Site
from crawler.job import Work
from crawler.options import CrawlOptions

BODY = Body("410724-wjw", "获嘉县卫生健康委员会", "county", "河南", "新乡市", "获嘉县", "410724")


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took: seconds by the clock, seconds of processor, its largest memory in MB.

    ``answers`` is how many it told of having got.
    """

    seconds: float
    processor: float
    memory: float
    answers: int

    def less(self, other: Spent) -> Spent:
        """The times without another's."""
        return replace(self, seconds=self.seconds - other.seconds, processor=self.processor - other.processor)


def run(command: list[str], given: bytes = b"") -> Spent:
    """Run a Python module whose last line on standard output is JSON that holds ``fetched``.

    Raises CalledProcessError when it fails.
    """
    started = time.monotonic()
    with tempfile.TemporaryFile() as told:
        child = subprocess.Popen([sys.executable, "-m", *command], stdin=subprocess.PIPE, stdout=told)
        assert child.stdin is not None
        child.stdin.write(given)
        child.stdin.close()
        _, status, used = os.wait4(child.pid, 0)
        took = time.monotonic() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, command)
        told.seek(0)
        last = json.loads(told.read().splitlines()[-1])
    sites = last["summary"]["sites"] if "summary" in last else [last]
    answers = sum(site["fetched"] for site in sites)
    return Spent(took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, answers)


def ours(starts: list[str], at_once: int = 64, program: tuple[str, ...] = ("crawler.job",)) -> Spent:
    """Crawl the start pages' sites into a fresh archive, without delay."""
    sites = tuple(Site(f"s{number}", BODY.body_id, start) for number, start in enumerate(starts))
    options = CrawlOptions(allow_loopback=True, delay=0, max_pages=10_000, sites_at_once=at_once)
    with tempfile.TemporaryDirectory() as folder:
        work = Work(Path(folder), sites, (BODY,), options)
        return run([*program], pickle.dumps(work))
