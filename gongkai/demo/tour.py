"""The demo's crawl: a fresh archive of the replica sites in the data folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from crawler.options import CrawlOptions, CrawlSummary
from crawler.run import crawl
from gongkai.demo.mark import MARK
from gongkai.demo.replica import ReplicaSites
from gongkai.summaries import show_summary

SEED = 2026


class DemoRefused(RuntimeError):
    """The data folder holds somebody's archive; the message names it."""


def crawl_replicas(data: Path) -> CrawlSummary:
    """Start the replica sites, crawl them into ``data`` with no delay, and show what came of it.

    Raises :class:`DemoRefused` when the folder holds anything the demo did not make.
    """
    _make_room(data)
    with ReplicaSites(seed=SEED, families="tour") as replicas:
        options = CrawlOptions(allow_loopback=True, delay=0, progress=True)
        summary = crawl(data, replicas.sites, replicas.bodies, options)
    show_summary(summary)
    return summary


def _make_room(data: Path) -> None:
    if data.exists() and any(data.iterdir()):
        if not (data / MARK).is_file():
            raise DemoRefused(f"{data} holds an archive that is not the demo's; give another with --data")
        shutil.rmtree(data)
    data.mkdir(parents=True, exist_ok=True)
    (data / MARK).write_text(
        "This archive was made by `gongkai demo` and may be deleted.\n", encoding="utf-8"
    )
