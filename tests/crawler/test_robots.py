"""robots.txt as RFC 9309 has it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.model import Exchange
from crawler.robots import LIFETIME, Robots, counted_as, robots_url

PAGE = "http://a.gov.cn/xxgk/nb.html"


def rules(status: int, body: bytes = b"") -> Robots:
    """The rules after one answer."""
    robots = Robots()
    robots.answered(robots_url(PAGE), status, body)
    return robots


def test_the_file_stands_at_the_root_of_the_host_and_port() -> None:
    assert robots_url("http://a.gov.cn:81/x/y?z=1") == "http://a.gov.cn:81/robots.txt"


def test_rules_are_read() -> None:
    robots = rules(200, b"User-agent: *\nDisallow: /xxgk/\nCrawl-delay: 7\n")
    assert not robots.allows(PAGE) and robots.allows("http://a.gov.cn/other")
    assert robots.delay(PAGE) == 7


def test_our_own_name_goes_before_the_star() -> None:
    robots = rules(200, b"User-agent: *\nDisallow: /\n\nUser-agent: gongkai\nAllow: /\n")
    assert robots.allows(PAGE)


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (429, False), (500, False), (503, False)]
)
def test_other_answers(status: int, allowed: bool) -> None:
    assert rules(status).allows(PAGE) is allowed
    assert rules(status).delay(PAGE) == 0


def test_no_answer_allows_nothing() -> None:
    robots = Robots()
    assert not robots.known(PAGE)
    robots.unreachable(robots_url(PAGE))
    assert robots.known(PAGE) and not robots.allows(PAGE)


def test_a_page_in_place_of_the_file_forbids_nothing() -> None:
    assert rules(200, "<html><body>首页</body></html>".encode()).allows(PAGE)


def test_rules_are_read_again_after_a_day() -> None:
    """RFC 9309, 2.4: no copy older than that is relied on."""
    now = [0.0]
    robots = Robots(lambda: now[0])
    robots.answered(robots_url(PAGE), 200, b"")
    now[0] = LIFETIME - 1
    assert robots.known(PAGE)
    now[0] = LIFETIME
    assert not robots.known(PAGE)


@pytest.mark.parametrize(
    ("status", "truncated", "readable", "counted"),
    [
        (200, None, True, 200),
        (200, "time", True, 503),
        (200, "length", True, 200),
        (200, None, False, 503),  # rules in a coding that cannot be undone are not no rules
        (404, "disconnect", False, 404),
        (302, None, True, 404),
        (500, None, True, 500),
    ],
)
def test_rules_that_cannot_be_read_whole_are_no_answer(
    status: int, truncated: str | None, readable: bool, counted: int
) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    told = Exchange(PAGE, "GET", moment, (), "HTTP/1.1", status, "", (), b"x", truncated=truncated)
    assert counted_as(told, readable=readable) == counted


def test_only_what_nobody_knows_is_closed() -> None:
    assert rules(503).closed(PAGE) and not rules(404).closed(PAGE)
    assert not rules(200, b"User-agent: *\nDisallow: /\n").closed(PAGE)
