"""The five seed reports on a plain loopback server, crawled as anyone's site would be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.store import Archive
from crawler.registry import read_sites
from crawler.run import CrawlOptions, CrawlSummary, crawl


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def seeds_url(shared: Path) -> Iterator[str]:
    """A bare directory listing of the seeds."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(shared / "seeds")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def crawled(seeds_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CrawlSummary]:
    """An archive after one crawl from a list of sites."""
    folder = tmp_path_factory.mktemp("seeds")
    rows = f"site_id,body,level,division_code,start_url\nseeds,刚察县卫生健康局,county,632224,{seeds_url}\n"
    (folder / "sites.csv").write_text(rows, encoding="utf-8")
    found = read_sites(folder / "sites.csv")
    options = CrawlOptions(allow_loopback=True, delay=0)
    return folder / "data", crawl(folder / "data", found.sites, found.bodies, options)


def test_every_seed_is_fetched_and_seen_as_a_report(crawled: tuple[Path, CrawlSummary]) -> None:
    _, summary = crawled
    (site,) = summary.sites
    assert (site.reports, site.failures, site.pending, site.stopped) == (5, 0, 0, "exhausted")
    assert summary.good, summary


def test_payloads_equal_what_was_sent(
    crawled: tuple[Path, CrawlSummary], shared: Path, seeds_url: str
) -> None:
    folder, _ = crawled
    with Archive.open(folder) as archive:
        captures = {c.url: c for c in archive.unparsed("none") if c.url.endswith(".txt")}
        assert len(captures) == 5
        for file in sorted((shared / "seeds").glob("*.txt")):
            capture = captures[seeds_url + file.name]
            assert archive.wire_bytes(capture) == file.read_bytes()
