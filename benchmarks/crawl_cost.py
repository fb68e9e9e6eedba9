"""What archiving and bookkeeping cost beside bare Scrapy, memory at 500 sites, a national crawl's time.

Goals: at most 20 % more time than bare Scrapy on pages of 60 KB; at most 200 MB at 500 sites at once.
"""

from __future__ import annotations

import heapq
import os
import pickle
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from archive.model import Body, Site
from benchmarks.serving import hosts
from crawler.job import Work
from crawler.options import MINIMUM_DELAY, CrawlOptions
from crawler.pace import LATENCY_FACTOR

PAGE = 60_000
PAGES = 250
ROUNDS = 2
BODY = Body("410724-wjw", "获嘉县卫生健康委员会", "county", "河南", "新乡市", "获嘉县", "410724")


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took: seconds by the clock, seconds of processor, its largest memory in MB."""

    seconds: float
    processor: float
    memory: float


def run(command: list[str], given: bytes = b"") -> Spent:
    """Run a process to its end; raises CalledProcessError when it fails."""
    started = time.monotonic()
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert child.stdin is not None
    child.stdin.write(given)
    child.stdin.close()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return Spent(time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def ours(starts: list[str], at_once: int = 64) -> Spent:
    """Crawl the start pages' sites into a fresh archive, without delay."""
    sites = tuple(Site(f"s{number}", BODY.body_id, start) for number, start in enumerate(starts))
    options = CrawlOptions(allow_loopback=True, delay=0, max_pages=10_000, sites_at_once=at_once)
    with tempfile.TemporaryDirectory() as folder:
        work = Work(Path(folder), sites, (BODY,), options)
        return run([sys.executable, "-P", "-m", "crawler.job"], pickle.dumps(work))


def bare(starts: list[str]) -> Spent:
    """The same pages by Scrapy alone."""
    return run([sys.executable, "-m", "benchmarks.bare", *starts])


def national(requests: list[int], at_once: int, latency: float) -> float:
    """Hours until every site was asked so many times: each waits between requests, so many run at once."""
    pause = max(MINIMUM_DELAY, LATENCY_FACTOR * latency) + latency
    running: list[float] = [0.0] * at_once
    for wanted in requests:
        heapq.heapreplace(running, running[0] + wanted * pause)
    return max(running) / 3600


def _best(rounds: list[tuple[Spent, Spent]], side: int) -> Spent:
    return min((one[side] for one in rounds), key=lambda one: one.processor)


def _less(whole: Spent, start: Spent) -> Spent:
    return Spent(whole.seconds - start.seconds, whole.processor - start.processor, whole.memory)


def main() -> int:
    """Print the three tables; 1 when a goal was missed."""
    with hosts(4, PAGE, 1) as starts:  # what starting the two programs takes is not the pages' cost
        idle = [(bare(starts), ours(starts)) for _ in range(ROUNDS)]
    with hosts(4, PAGE, PAGES) as starts:
        rounds = [(bare(starts), ours(starts)) for _ in range(ROUNDS)]
    alone, kept = (_less(_best(rounds, side), _best(idle, side)) for side in (0, 1))
    pages = 4 * (PAGES - 1)
    cost = kept.processor / alone.processor - 1
    print(f"{pages} pages, most of {PAGE // 1000} KB, best of {ROUNDS}: seconds by the clock, of processor")
    print(f"  bare Scrapy {alone.seconds:6.1f} {alone.processor:6.1f}")
    print(f"  ours        {kept.seconds:6.1f} {kept.processor:6.1f}   {cost:+.0%} processor (goal +20 %)")
    with hosts(500, 2_000, 2, 3) as starts:
        many = ours(starts, at_once=500)
    print(f"500 sites at once: {many.memory:.0f} MB (goal 200), {many.seconds:.0f} s")
    dice = random.Random(1)
    first = [max(5, round(dice.lognormvariate(4.3, 0.5))) for _ in range(3_400)]
    later = [max(2, round(dice.lognormvariate(1.6, 0.4))) for _ in range(3_400)]
    print(f"3400 sites, a first crawl of {sum(first)} requests, one in January of {sum(later)}: hours")
    for at_once in (64, 200, 500):
        for latency in (0.4, 1.5):
            hours, again = national(first, at_once, latency), national(later, at_once, latency)
            rate = sum(first) / hours / 3600
            print(f"  {at_once:3} at once, answers in {latency} s: {hours:5.1f} first, ", end="")
            print(f"{again:4.1f} in January, {rate:5.1f} requests a second")
    return int(cost > 0.2 or many.memory > 200)


if __name__ == "__main__":
    raise SystemExit(main())
