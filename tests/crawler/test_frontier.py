"""The order of fetching, the budget, and the traps that must not swallow it."""

from __future__ import annotations

import pytest

from archive.model import LedgerRow, Site
from crawler.address import endless, normal, scope, template
from crawler.challenge import challenge
from crawler.frontier import PATIENCE, TEMPLATE_LIMIT, Frontier

SITE = Site("s", "640200-wjw", "http://a.gov.cn/")


def row(url: str, score: float = 0.0, depth: int = 1) -> LedgerRow:
    """A discovered address."""
    return LedgerRow(url, "s", "discovered", score, depth)


def test_the_best_comes_first_and_equals_in_order() -> None:
    frontier = Frontier(SITE, 10)
    for url, points in (("http://a/1", 1.0), ("http://a/2", 9.0), ("http://a/3", 1.0)):
        assert frontier.offer(row(url, points))
    taken = [frontier.take() for _ in range(3)]
    assert [one.url for one in taken if one] == ["http://a/2", "http://a/1", "http://a/3"]
    assert frontier.take() is None and frontier.stop_reason() == "exhausted"


def test_an_address_is_queued_once() -> None:
    frontier = Frontier(SITE, 10)
    assert frontier.offer(row("http://a/1")) and not frontier.offer(row("http://a/1"))


def test_the_budget_ends_it() -> None:
    frontier = Frontier(SITE, 2)
    for number in range(5):
        frontier.offer(row(f"http://a/{number}"))
    frontier.count_fetch()
    assert frontier.stop_reason() is None
    frontier.count_fetch()
    assert frontier.stop_reason() == "budget"


def test_a_calendar_does_not_swallow_the_budget() -> None:
    frontier = Frontier(SITE, 10)
    queued = sum(frontier.offer(row(f"http://a/calendar?day={day}")) for day in range(2 * TEMPLATE_LIMIT))
    assert queued == TEMPLATE_LIMIT
    assert frontier.offer(row("http://a/calendar?day=99999", 12)), "a strong reason goes before the limit"


def test_loops_in_the_path_are_left() -> None:
    assert endless("http://a/x/x/x/index.html") and endless("http://a/" + "y/z" * 12)
    assert not endless("http://a/xxgk/xxgk/xxgknb/t20220126_1.html")
    assert not Frontier(SITE, 10).offer(row("http://a/x/x/x/"))


def test_enough_is_when_reports_were_found_and_only_weak_links_wait() -> None:
    frontier = Frontier(SITE, 1000)
    frontier.offer(row("http://a/weak"))
    frontier.count_report("http://a/r", 2020)
    for _ in range(PATIENCE):
        frontier.count_fetch()
    assert frontier.stop_reason() == "enough"
    frontier.offer(row("http://a/strong", 12))
    assert frontier.stop_reason() is None


def test_the_years_asked_for_complete_it() -> None:
    frontier = Frontier(SITE, 1000, (2020, 2021))
    frontier.offer(row("http://a/weak"))
    frontier.count_report("http://a/1", 2020)
    assert frontier.stop_reason() is None
    frontier.count_report("http://a/2", 2021)
    frontier.count_report("http://a/2", 2021)
    assert frontier.reports == 2 and frontier.stop_reason() == "complete"


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("./P020210105.pdf", "http://a.gov.cn/xxgk/P020210105.pdf"),
        ("/A/B.htm;jsessionid=1F?x=1&jsessionid=2#top", "http://a.gov.cn/A/B.htm?x=1"),
        ("HTTP://A.GOV.CN:80/Q", "http://a.gov.cn/Q"),
        ("//b.gov.cn:8123/x", "http://b.gov.cn:8123/x"),
        ("t 1.html", "http://a.gov.cn/xxgk/t%201.html"),
        ("javascript:void(0)", None),
        ("mailto:a@b.cn", None),
        ("file:///etc/passwd", None),
        ("#top", None),
        ("style.css?v=2", None),
        ("http://[::1", None),
        ("http://a.gov.cn/" + "x" * 3000, None),
    ],
)
def test_addresses_are_made_comparable(reference: str, url: str | None) -> None:
    assert normal("http://a.gov.cn/xxgk/index.html", reference) == url


def test_scope_and_template() -> None:
    assert scope("http://wjw.beijing.gov.cn/a") == scope("https://zfxxgk.beijing.gov.cn/b")
    assert scope("http://127.0.0.1:80/") != scope("http://127.0.0.1:81/")
    assert template("http://a/2021/t20210105_12.html") == template("http://a/1999/t19990101_3.html")


@pytest.mark.parametrize(
    ("status", "body", "headers", "vendor"),
    [
        (412, b"<script>$_ts=window['$_ts'];</script>", (), "riversecurity"),
        (202, b"<html></html>", (("Set-Cookie", "xY80S=abc; path=/"),), "riversecurity"),
        (521, b"<script>document.cookie=('x')</script>", (), "jiasule"),
        (200, b'go({"bts":1,"tn":"__jsl_clearance_s"})', (), "jiasule"),
        (200, "<title>WAF检查浏览器</title>".encode(), (), "waf"),
        (200, b"var arg1='A'; acw_sc__v2", (), "aliyun"),
        (200, "<title>政府信息公开年报</title>".encode(), (), None),
        (404, b"not here", (), None),
        (200, b"acw_sc__v2" + b" " * 70_000, (), None),
    ],
)
def test_challenges_are_known_by_content(
    status: int, body: bytes, headers: tuple[tuple[str, str], ...], vendor: str | None
) -> None:
    assert challenge(status, headers, body) == vendor


def test_a_report_that_speaks_of_a_firewall_is_no_challenge() -> None:
    told = "我局部署了网站防火墙，认真做好政府信息公开工作。" * 60
    assert challenge(200, (), f"<html><style>{'a' * 5000}</style>网站防火墙".encode()) == "waf"
    assert challenge(200, (), f"<html><p>{told}".encode()) is None
