"""robots.txt as RFC 9309 has it."""

from __future__ import annotations

import pytest

from crawler.robots import Robots, robots_url

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
