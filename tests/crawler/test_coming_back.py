"""What a site refuses, breaks off or hides for a day is asked for again; nothing is given up for good."""

from __future__ import annotations

import gzip
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.database import connect_reader
from archive.model import Body, Exchange, LedgerRow, Site
from archive.rebuild import rebuild
from archive.store import Archive
from crawler.frontier import Frontier
from crawler.run import CrawlOptions, CrawlSummary, crawl
from crawler.waiting import waiting_rows
from tests.crawler.scripted import Answer, Scripted, page, running

BODY = Body("370302-wjw", "淄川区卫生健康局", "county", "山东", "淄博市", "淄川区", "370302")
REPORT = "2021年政府信息公开工作年度报告"


def go(folder: Path, *servers: Scripted, all_due: bool = False, timeout: float = 5) -> CrawlSummary:
    """One crawl of them, a site each."""
    sites = [Site(f"s{n}", BODY.body_id, server.url + "/") for n, server in enumerate(servers)]
    options = CrawlOptions(allow_loopback=True, delay=0, all_due=all_due, timeout=timeout, sites_at_once=1)
    return crawl(folder, sites, [BODY], options)


def row(folder: Path, url: str) -> LedgerRow:
    """What the ledger says of an address."""
    with Archive.open(folder) as archive:
        found = archive.ledger.known(url)
    assert found is not None, url
    return found


@pytest.mark.parametrize("status", [403, 500])
def test_an_error_is_due_again(tmp_path: Path, status: int) -> None:
    with running() as server:
        server.pages = {"/": page("<a href='/a.html'>a</a>"), "/a.html": (status, {}, b"no")}
        go(tmp_path, server)
        found = row(tmp_path, server.url + "/a.html")
    assert found.state == "failed" and found.next_fetch is not None


def test_rules_that_nobody_could_read_today_close_a_site_for_today_only(tmp_path: Path) -> None:
    with running() as server:
        server.pages = {
            "/": page("<a href='/a.html'>a</a><a href='/b.html'>b</a>"),
            "/a.html": page("a"),
            "/b.html": page("b"),
            "/robots.txt": (503, {}, b""),
        }
        first = go(tmp_path, server).sites[0]
        assert (first.fetched, first.stopped, first.blocked) == (0, "unreachable", ())
        server.paths()
        server.pages["/robots.txt"] = (404, {}, b"")
        go(tmp_path, server)
        assert sorted(server.paths()) == ["/", "/a.html", "/b.html"]


def test_a_host_without_an_answer_is_told_of_the_address_that_was_to_be_asked(tmp_path: Path) -> None:
    """Two addresses of the same rank wait, on two hosts; only the other host is down."""
    with running() as server, running("127.0.0.2") as down:
        down.server.server_close()
        report = f"<p><a href='{down.url}/r.html'>{REPORT}</a> <a href='/r.html'>{REPORT}</a></p>"
        server.pages = {"/": page(report), "/r.html": page("a report of few words")}
        site = Site("s", BODY.body_id, server.url + "/", column_url=down.url + "/")
        crawl(tmp_path, [site], [BODY], CrawlOptions(allow_loopback=True, delay=0, timeout=5))
        assert "/r.html" in server.paths()
        assert row(tmp_path, server.url + "/r.html").state == "fetched"


def test_a_file_broken_off_is_fetched_whole_next_time(tmp_path: Path) -> None:
    """Its ETag is that of the whole file: a server asked whether that has changed says no."""
    whole = b"%PDF-1.4 " + bytes(range(256)) * 20

    def file(headers: dict[str, str]) -> Answer:
        named = {"Content-Type": "application/pdf", "ETag": '"1"'}
        if headers.get("if-none-match") == '"1"':
            return 304, named, b""
        return 200, named, whole

    with running() as server:
        server.pages = {
            "/": page(f"<a href='/r.pdf'>{REPORT}</a>"),
            "/r.pdf": (200, {"ETag": '"1"', "Content-Length": str(len(whole))}, whole[:99]),
        }
        go(tmp_path, server)
        assert row(tmp_path, server.url + "/r.pdf").state == "failed"
        server.pages["/r.pdf"] = file
        go(tmp_path, server, all_due=True)
    with Archive.open(tmp_path) as archive:
        kept = [archive.payload(one) for one in archive.unparsed("none") if one.url.endswith(".pdf")]
    assert whole in kept


def test_a_request_names_no_page_that_does_not_lead_there(tmp_path: Path) -> None:
    with running() as first, running("127.0.0.2") as second:
        for server in (first, second):
            server.pages = {"/": page("<a href='/a.html'>a</a>"), "/a.html": page("a")}
        go(tmp_path, first, second)
        for server in (first, second):
            named = [(path, headers.get("referer")) for path, headers in server.seen]
            assert named == [("/robots.txt", None), ("/", None), ("/a.html", server.url + "/")]


def test_a_host_that_wants_a_day_of_rest_does_not_end_the_walk_of_another(tmp_path: Path) -> None:
    with running() as server, running("127.0.0.2") as tired:
        tired.pages = {"/robots.txt": (404, {"Retry-After": "86400"}, b""), "/": (503, {}, b"")}
        tired.pages["/"] = (503, {"Retry-After": "86400"}, b"")
        server.pages = {"/": page("<a href='/a.html'>a</a>"), "/a.html": page("a")}
        site = Site("s", BODY.body_id, server.url + "/", column_url=tired.url + "/")
        summary = crawl(tmp_path, [site], [BODY], CrawlOptions(allow_loopback=True, delay=0)).sites[0]
        assert server.paths() == ["/", "/a.html"]
        assert summary.stopped == "deferred"


def test_a_site_that_moved_in_two_steps_is_at_home_where_it_ends(tmp_path: Path) -> None:
    """http to https, then to another domain, as sites do."""
    with running() as old, running("127.0.0.2") as new:
        old.pages = {"/": (301, {"Location": "/new"}, b""), "/new": (301, {"Location": new.url + "/"}, b"")}
        new.pages = {"/": page("<a href='/a.html'>a</a>"), "/a.html": page("a")}
        go(tmp_path, old)
        assert new.paths() == ["/", "/a.html"]
        assert row(tmp_path, new.url + "/").next_fetch is not None, "the real home page is watched"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_redirect_to_an_address_in_bare_bytes_is_followed(tmp_path: Path, encoding: str) -> None:
    raw = "/信息公开/".encode(encoding)
    target = "".join(f"%{byte:02X}" if byte > 127 else chr(byte) for byte in raw)
    with running() as server:
        server.pages = {"/": (302, {"Location": raw.decode("latin-1")}, b""), target: page("here")}
        go(tmp_path, server)
        assert server.paths() == ["/", target]


@pytest.mark.parametrize(
    "hostile",
    [
        "<a href='/x?__wb_method=POST&__wb_post_data=A'>年度报告</a>",  # no base64
        "<a href='/x?__wb_method=POST&id=1'>年度报告</a>",  # would be sent as a form
        "<!-- c -->" * 60 + "<p>a page of comments</p>",
        "<record>" * 40_000,
    ],
)
def test_a_page_made_to_hurt_costs_a_few_seconds_and_itself(tmp_path: Path, hostile: str) -> None:
    with running() as server, running("127.0.0.2") as beside:
        server.pages = {"/": page(hostile)}
        beside.pages = {"/": page("<a href='/a.html'>a</a>"), "/a.html": page("a")}
        go(tmp_path, server, beside)
        assert beside.paths() == ["/", "/a.html"]
        assert server.paths() == ["/"]
        assert row(tmp_path, server.url + "/").state == "fetched"


def waiting(folder: Path, site: Site, later: timedelta) -> list[str]:
    """What waits on a site when it is asked so much later, after a run in between."""
    with Archive.open(folder) as archive:
        frontier = Frontier(site, 400)
        list(waiting_rows(frontier, archive.ledger, {}, all_due=False))
        return [it.url for it in archive.ledger.pending(site.site_id, datetime.now(UTC) + later)]


@pytest.mark.parametrize("fate", ["blocked", "gone", "failed"])
def test_a_home_page_is_never_given_up(tmp_path: Path, fate: str) -> None:
    site = Site("s", BODY.body_id, "http://a.gov.cn/")
    with Archive.open(tmp_path) as archive:
        archive.ledger.discover([LedgerRow(site.start_url, "s", "discovered", 1, 0)])
        for _ in range(6):
            if fate == "blocked":
                archive.ledger.block(site.start_url, "waf")
            elif fate == "gone":
                archive.ledger.gone(site.start_url)
            else:
                archive.ledger.fail(site.start_url, "no answer")
    assert waiting(tmp_path, site, timedelta(0)) == []
    assert waiting(tmp_path, site, timedelta(days=31)) == [site.start_url]


def test_a_report_that_failed_too_often_is_asked_when_a_list_names_it_again(tmp_path: Path) -> None:
    with running() as server:
        server.pages = {"/": page(f"<a href='/r.html'>{REPORT}</a>"), "/r.html": (500, {}, b"")}
        go(tmp_path, server)
        with Archive.open(tmp_path) as archive:
            for _ in range(4):
                archive.ledger.fail(server.url + "/r.html", "status 500")
        server.paths()
        go(tmp_path, server, all_due=True)
        assert "/r.html" in server.paths()
        assert row(tmp_path, server.url + "/r.html").next_fetch is not None, "also where no list changes"


def test_a_file_whose_coding_does_not_fit_is_asked_for_again_and_whole(tmp_path: Path) -> None:
    spoilt = gzip.compress(b"%PDF-1.4 " * 500)[:-20]
    told = {"Content-Encoding": "gzip", "ETag": '"1"'}
    with running() as server:
        server.pages = {"/": page(f"<a href='/r.pdf'>{REPORT}</a>"), "/r.pdf": (200, told, spoilt)}
        summary = go(tmp_path, server).sites[0]
        assert any("cannot be undone" in words for words in summary.suspicions) and summary.failures == 1
        found = row(tmp_path, server.url + "/r.pdf")
    assert found.state == "failed" and found.next_fetch is not None and found.etag is None


def test_a_forgotten_validator_is_not_sent(tmp_path: Path) -> None:
    """An answer without ETag takes the place of one that had it."""
    url = "http://a.gov.cn/"
    with Archive.open(tmp_path) as archive:
        for number, headers in enumerate(((("ETag", '"1"'),), ())):
            body = b"answer %d" % number
            archive.store(
                Exchange(url, "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "OK", headers, body),
                site="s",
                found_on=None,
            )
        found = archive.ledger.known(url)
    assert found is not None and found.etag is None


def test_a_site_that_sends_challenges_only_is_left_and_asked_again_in_a_month(tmp_path: Path) -> None:
    with running() as server:
        links = "".join(f"<a href='/zwgk/{n}.html'>政务公开 {n}</a>" for n in range(30))
        server.pages = {"/": page(links)}
        for n in range(30):
            server.pages[f"/zwgk/{n}.html"] = page("<title>安全验证</title>")
        summary = go(tmp_path, server).sites[0]
        asked = server.paths()
        assert summary.stopped == "blocked" and summary.blocked == ("captcha",)
        assert len(asked) == 6, "five in a row say enough"
        with Archive.open(tmp_path) as archive:
            later = archive.ledger.pending("s0", datetime.now(UTC) + timedelta(days=31))
        assert {server.url + path for path in asked} < {one.url for one in later}
        with closing(connect_reader(tmp_path)) as db:
            left = db.execute("SELECT id FROM registry WHERE kind = 'partial'").fetchall()
        assert left == [("s0",)], "a report not seen may still be there"
        for n in range(30):
            server.pages[f"/zwgk/{n}.html"] = page("a page")
        assert len(go(tmp_path, server).sites) == 1 and len(server.paths()) == 25, "those not asked yet"


def test_after_a_rebuild_the_lists_are_watched_as_before(tmp_path: Path) -> None:
    """The WARC files do not tell what a link said, nor when its page was due."""
    with running() as server:
        server.pages = {
            "/": page("<a href='/nb/'>政府信息公开年报</a>"),
            "/nb/": page(f"<a href='/1.html'>{REPORT}</a>"),
            "/1.html": page("a report of few words"),
        }
        go(tmp_path, server)
        (tmp_path / "archive.db").unlink()
        rebuild(tmp_path)
        server.pages["/nb/"] = page(f"<a href='/1.html'>{REPORT}</a><a href='/2.html'>2022年{REPORT[5:]}</a>")
        server.pages["/2.html"] = page("another")
        server.paths()
        go(tmp_path, server, all_due=True)
        assert "/2.html" in server.paths()
        go(tmp_path, server)
        assert server.paths() == [], "once"
