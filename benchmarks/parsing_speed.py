"""Speed and memory on whole HTML reports: beside pandas.read_html of their tables, one worker beside two."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
from rich.console import Console
from rich.table import Table

from benchmarks.made_up import BODIES
from gongkai.demo import documents
from gongkai.demo.html_page import page
from gongkai.settings import MEGABYTE, ParseLimits
from gongkai.workers import Job, parse_all
from parsers import parse

REPORTS = 60
ROUNDS = 5
SLOWER = 2.0
"""How many times the time of pandas.read_html a whole report may take."""
FASTER = 1.8
"""How much faster two workers must be than one."""
MEMORY = 300
"""Megabytes a worker may hold without recognising pictures."""


def pages() -> list[str]:
    """Whole pages of made-up reports on the forms of 2019 and 2021."""
    made = []
    for number in range(REPORTS):
        name, level, province, code = BODIES[number % len(BODIES)]
        year = (2020, 2023)[number % 2]
        report = documents.report(name, level, province, code, year, seed=number)  # type: ignore[arg-type]
        made.append(page(report, nested=number % 5 == 0))
    return made


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """The best of some rounds: what else the machine does only adds time."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = clock()
        work()
        best = min(best, clock() - begun)
    return best


def workers(texts: list[str], count: int) -> float:
    """Seconds on the wall for many reports with so many workers, started and warm."""
    jobs = [Job(str(number), text.encode()) for number, text in enumerate(texts * 10)]
    limits = replace(ParseLimits(), workers=count)
    warm = 4 * count
    begun = 0.0
    for number, _ in enumerate(parse_all(jobs, limits), start=1):
        if number == warm:
            begun = time.perf_counter()
    return (time.perf_counter() - begun) / (len(jobs) - warm)


def held() -> float:
    """Megabytes a fresh process holds at most while it parses every page."""
    program = "import benchmarks.parsing_speed as speed; print(speed.peak())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def peak() -> float:
    """Parse every page in this process and give the most it held, in megabytes."""
    for text in pages():
        parse(text.encode())
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE


def main() -> int:
    """Print the table; 1 where a goal was missed."""
    texts = pages()
    data = [text.encode() for text in texts]
    own = seconds(lambda: [parse(document) for document in data]) / len(texts)
    tables = seconds(lambda: [pd.read_html(io.StringIO(text), flavor="lxml") for text in texts]) / len(texts)
    one, two = workers(texts, 1), workers(texts, 2)
    memory = held()
    slower, faster = own / tables, one / two
    goals = (
        (f"pandas.read_html, tables alone: {1000 * tables:.1f} ms", "", True),
        (
            f"parse, the whole report: {1000 * own:.1f} ms",
            f"{slower:.2f} ×, goal < {SLOWER} ×",
            slower < SLOWER,
        ),
        (f"one worker: {1 / one:.0f} reports a second", "", True),
        (
            f"two workers: {1 / two:.0f} reports a second",
            f"{faster:.2f} ×, goal ≥ {FASTER} ×",
            faster >= FASTER,
        ),
        (f"memory of a parsing process: {memory:.0f} MB", f"goal ≤ {MEMORY} MB", memory <= MEMORY),
    )
    table = Table("what", "ratio and goal", "met")
    for what, goal, met in goals:
        table.add_row(what, goal, "" if not goal else "yes" if met else "no")
    Console().print(table)
    return int(not all(met for _, _, met in goals))
