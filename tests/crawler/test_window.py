"""The hours of a run, sites with a recorded exception to certificates, and what a crawl proposes."""

from __future__ import annotations

import csv
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.model import Body, LedgerRow, Site
from crawler.options import CrawlRefused
from crawler.proposals import NAME, proposal, waiting, write
from crawler.registry import Registry
from crawler.run import CrawlOptions, crawl
from crawler.window import CHINA, seconds_left
from gongkai.demo.replica import ReplicaSites

BODY = Body(
    "410724-wjw", "获嘉县卫生健康委员会", "county", "河南", "新乡市", "获嘉县", "410724", ("获嘉县卫生局",)
)


@pytest.mark.parametrize(
    ("window", "hour", "left"),
    [
        ((21, 6), 20, 0),
        ((21, 6), 21, 9),
        ((21, 6), 5, 1),
        ((21, 6), 6, 0),
        ((9, 17), 12, 5),
        ((0, 24), 3, 21),
    ],
)
def test_windows_run_by_the_clock_of_china(window: tuple[int, int], hour: int, left: float) -> None:
    moment = datetime(2026, 6, 1, hour, tzinfo=CHINA)
    assert seconds_left(window, moment) == left * 3600
    assert seconds_left(window, moment.astimezone(UTC)) == left * 3600


def test_a_closed_window_asks_for_nothing_and_says_so(tmp_path: Path) -> None:
    now = datetime.now(CHINA)
    closed = ((now + timedelta(hours=2)).hour, (now + timedelta(hours=3)).hour)
    with ReplicaSites(5, noise=2) as replicas:
        options = CrawlOptions(allow_loopback=True, delay=0, window=closed)
        summary = crawl(tmp_path, replicas.sites, replicas.bodies, options)
        assert {site.stopped for site in summary.sites} == {"window"} and summary.fetched == 0
        assert len(summary.sites) == len(replicas.sites) and not summary.interrupted
        assert not any(replicas.requests.values())


def test_hours_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CrawlRefused, match="window"):
        crawl(tmp_path, [], [], CrawlOptions(window=(21, 30)))


class Page(BaseHTTPRequestHandler):
    """One page over TLS."""

    def do_GET(self) -> None:
        """Say something."""
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[str]:
    """A server whose certificate nobody vouches for."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout".split()
    subprocess.run([*command, str(key), "-out", str(certificate)], check=True, capture_output=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("note", "fetched"), [("", 0), ("tls=unverified 2026-11: own certificate", 2)])
def test_certificates_are_verified_but_for_a_recorded_exception(
    self_signed: str, tmp_path: Path, note: str, fetched: int
) -> None:
    site = Site("s", BODY.body_id, self_signed, note=note)
    options = CrawlOptions(allow_loopback=True, delay=0, timeout=10)
    summary = crawl(tmp_path / "data", [site], [BODY], options)
    assert summary.sites[0].fetched in (fetched, fetched // 2)
    assert (summary.sites[0].failures == 0) == bool(fetched)


def row(url: str, anchor: str, found_on: str) -> LedgerRow:
    """A fetched address."""
    return LedgerRow(url, "s", "fetched", 30, 3, found_on, anchor)


def test_a_crawl_confirms_or_corrects_a_row_of_the_registry() -> None:
    rows = [
        row(f"http://a/{year}", f"获嘉县卫生健康委员会{year}年政府信息公开工作年度报告", "http://a/nb/")
        for year in (2021, 2022)
    ]
    others = [row("http://a/x", "获嘉县教育局2022年政府信息公开工作年度报告", "http://a/bm/")]
    confirms = proposal(Site("s", BODY.body_id, "http://a/"), BODY, rows + others, "2026-11")
    assert confirms is not None and (confirms.verdict, confirms.reports) == ("confirms", 2)
    assert confirms.column_url == "http://a/nb/" and "column confirmed by a crawl 2026-11" in confirms.note
    known = Site("s", BODY.body_id, "http://a/", column_url="http://a/old/")
    corrects = proposal(known, BODY, rows, "2026-11")
    assert corrects is not None and (corrects.verdict, corrects.column_now) == ("corrects", "http://a/old/")
    assert proposal(known, BODY, others, "2026-11") is None
    same = Site("s", BODY.body_id, "http://a/", column_url="http://A:80/nb/#list")
    told = proposal(same, BODY, rows, "2026-11")
    assert told is not None and told.verdict == "confirms", "the same address, otherwise written"


def test_proposals_wait_until_the_registry_says_them(tmp_path: Path) -> None:
    assert waiting(tmp_path, Registry((), ())) == {}
    rows = [row("http://a/2021", "获嘉县卫生健康委员会2021年政府信息公开工作年度报告", "http://a/nb/")]
    old = Site("s", BODY.body_id, "http://a/", column_url="http://a/old/", note="derived 2026-11")
    write(tmp_path, filter(None, [proposal(old, BODY, rows, "2026-11")]))
    assert waiting(tmp_path, Registry((), ())) == {"corrects": 1}
    assert waiting(tmp_path, Registry((old,), (BODY,))) == {"corrects": 1}
    said = replace(old, column_url="http://a/nb/", note="column confirmed by a crawl 2026-11")
    assert waiting(tmp_path, Registry((said,), (BODY,))) == {}
    assert waiting(tmp_path, Registry((said,), (replace(BODY, name="另一委员会"),))) == {"corrects": 1}


def test_the_proposals_stand_in_a_file_beside_the_archive(tmp_path: Path) -> None:
    with ReplicaSites(5, noise=4, families="all", only=("portal", "trs")) as replicas:
        crawl(tmp_path, replicas.sites, replicas.bodies, CrawlOptions(allow_loopback=True, delay=0))
        starts = {site.site_id: site.start_url for site in replicas.sites}
    with (tmp_path / NAME).open(encoding="utf-8", newline="") as file:
        found = {line["site_id"]: line for line in csv.DictReader(file)}
    assert {line["verdict"] for line in found.values()} == {"confirms"}
    assert found["replica-trs"]["column_url"] == starts["replica-trs"] + "zfxxgk/zfxxgknb/"
    assert found["replica-portal"]["column_url"].startswith(starts["replica-portal"] + "bm/16/nb/")
    assert found["replica-portal-2"]["column_url"].startswith(starts["replica-portal"] + "bmnb/")
