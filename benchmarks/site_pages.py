"""Page times of the site on 60,000 reports and 15 million figures, at rest and under the heaviest SQL.

Goals: the build takes at most 10 minutes and 1 GB of memory, the file at most 1.5 GB; median warm page at
most 200 ms, a report 50 ms; 95th percentile with 8 readers while 4 others run the heaviest allowed SQL at
most 1 s. ``GONGKAI_BENCH_REPORTS`` makes it smaller.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import yaml

from benchmarks.site_database import build
from gongkai.serve import SITE, WARM, Addresses, _wait_open, inspect_file, site_command

REPORTS = int(os.environ.get("GONGKAI_BENCH_REPORTS", "60000"))
PAGES = {
    "home": "/",
    "report": "/report/112400-wjw-2022",
    "body": "/body/112400-wjw",
    "province": f"/province?name={quote('宁夏')}",
    "list with facets": f"/reports/report?latest=1&province={quote('宁夏')}&year=2022",
    "list, all": "/reports/report?latest=1",
    "search, a word": f"/search?q={quote('诉讼政策')}",
    "search, in every text": f"/search?q={quote('公开')}",
    "search, a province": f"/search?q={quote('政策解读')}&province={quote('宁夏')}&year=2022",
    "rate": "/rate/granted",
    "codebook": "/codebook",
    "feed": "/feeds/findings.atom",
}
READ = ("home", "report", "body", "list with facets", "search, a word")
HEAVIEST = (
    "select count(*) from figure a, figure b, figure c",
    "select v.code, avg(f.value), count(*) from figure f join variable v on v.n = f.variable group by 1",
    "select group_concat(hex(zeroblob(90000))) from figure a, figure b",
    "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t",
)
ROUNDS = 7
SECONDS = 30


def main() -> int:
    """Build, serve and measure; 1 when a goal was missed."""
    with tempfile.TemporaryDirectory(prefix="gongkai-site-") as folder:
        database = Path(folder) / "reports.db"
        missed = _built(database)
        return int(measure(database) or missed)


def _built(database: Path) -> bool:
    started = time.monotonic()
    child = multiprocessing.get_context("spawn").Process(target=build, args=(database, REPORTS, REPORTS // 4))
    child.start()
    child.join()
    seconds = time.monotonic() - started
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = database.stat().st_size / 1e9
    print(f"build {seconds:.0f} s (goal 600), {memory:.0f} MB (goal 1024), file {size:.2f} GB (goal 1.5)")
    return bool(child.exitcode) or seconds > 600 or memory > 1024 or size > 1.5


def measure(database: Path) -> bool:
    """Page times on an existing database; prints a table and tells whether a goal was missed."""
    at = Addresses(port=18701, viewer_port=18702)
    command = site_command(database, inspect_file(database), at)
    environment = {**os.environ, "GONGKAI_VIEWER": at.viewer, "GONGKAI_EXPORTS": "", "PYTHONSAFEPATH": "1"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_open(at.host, at.port, [server], _Never())
        for path in WARM:
            _get(at, "/" + path)
        missed = _medians(at)
        return _crowd(at) or missed
    finally:
        server.terminate()
        server.wait(30)


class _Never:
    asked = False


def _get(at: Addresses, path: str) -> tuple[float, int]:
    started = time.monotonic()
    try:
        with urllib.request.urlopen(at.site.rstrip("/") + path, timeout=60) as answer:
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as error:
        error.read()
        status = error.code
    return time.monotonic() - started, status


def _medians(at: Addresses) -> bool:
    queries = yaml.safe_load((SITE / "metadata.yaml").read_text("utf-8"))["databases"]["reports"]["queries"]
    missed = False
    print(f"{'page':34}{'first ms':>10}{'median ms':>11}")
    for name, path in (PAGES | {f"query {q}": f"/reports/{q}" for q in queries}).items():
        first, status = _get(at, path)
        median = statistics.median(_get(at, path)[0] for _ in range(ROUNDS))
        goal = 0.05 if name == "report" else 0.2
        wrong = median > goal or status != 200
        missed |= wrong
        print(f"{name:34}{first * 1000:10.0f}{median * 1000:11.0f}{'  missed' if wrong else ''} {status}")
    return missed


def _crowd(at: Addresses) -> bool:
    """Eight readers turn pages while four others send the heaviest SQL, for half a minute."""
    end = time.monotonic() + SECONDS
    times: list[float] = []
    wrong: list[int] = []

    def read(number: int) -> None:
        turn = number
        while time.monotonic() < end:
            seconds, status = _get(at, PAGES[READ[turn % len(READ)]])
            times.append(seconds)
            if status != 200:
                wrong.append(status)
            turn += 1

    def burden(number: int) -> None:
        while time.monotonic() < end:
            _get(at, "/reports.json?sql=" + quote(HEAVIEST[number % len(HEAVIEST)]))

    people = [threading.Thread(target=read, args=(n,)) for n in range(8)]
    people += [threading.Thread(target=burden, args=(n,)) for n in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    late = sorted(times)[int(len(times) * 0.95)]
    middle = statistics.median(times)
    print(
        f"8 readers, 4 of the heaviest SQL: {len(times)} pages, median {middle * 1000:.0f} ms,"
        f" p95 {late * 1000:.0f} ms (goal 1000), {len(wrong)} errors"
    )
    return late > 1 or bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
