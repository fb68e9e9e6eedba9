"""Memory of a crawl of 500 sites at once, and how long one machine takes for all 3,400.

Goal: at most 200 MB at 500 sites.
"""

from __future__ import annotations

import heapq
import random

from benchmarks.serving import Plan, hosts
from benchmarks.spent import ours
from crawler.options import MINIMUM_DELAY
from crawler.pace import LATENCY_FACTOR

SITES = 3_400
MOST_MEMORY = 200


def national(requests: list[int], at_once: int, latency: float) -> float:
    """Hours until every site was asked so many times: each waits between requests, so many run at once."""
    pause = max(MINIMUM_DELAY, LATENCY_FACTOR * latency) + latency
    running: list[float] = [0.0] * at_once
    for wanted in requests:
        heapq.heapreplace(running, running[0] + wanted * pause)
    return max(running) / 3600


def main() -> int:
    """Print both; 1 when the crawl took more memory than it may."""
    with hosts(500, Plan(2_000, 2, 3)) as starts:
        many = ours(starts, at_once=500)
    print(f"500 sites at once: {many.memory:.0f} MB (goal {MOST_MEMORY}), {many.seconds:.0f} s")
    dice = random.Random(1)
    first = [max(5, round(dice.lognormvariate(4.3, 0.5))) for _ in range(SITES)]
    later = [max(2, round(dice.lognormvariate(1.6, 0.4))) for _ in range(SITES)]
    print(f"{SITES} sites, a first crawl of {sum(first)} requests, one in January of {sum(later)}: hours")
    for at_once in (64, 200, 500):
        for latency in (0.4, 1.5):
            hours, again = national(first, at_once, latency), national(later, at_once, latency)
            rate = sum(first) / hours / 3600
            print(f"  {at_once:3} at once, answers in {latency} s: {hours:5.1f} first, ", end="")
            print(f"{again:4.1f} in January, {rate:5.1f} requests a second")
    return int(many.memory > MOST_MEMORY)


if __name__ == "__main__":
    raise SystemExit(main())
