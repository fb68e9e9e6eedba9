"""Politeness: pauses, back-off, Retry-After, and what may not be asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from archive.model import Site
from crawler.options import MINIMUM_DELAY, CrawlOptions, CrawlRefused
from crawler.pace import LONGEST_PAUSE, Pace, retry_seconds
from crawler.run import crawl
from crawler.settings import scrapy_settings, user_agent


def test_three_seconds_between_requests() -> None:
    pace = Pace(3)
    assert pace.wait("a", 100) == 0
    pace.answered("a", 100, 0.1, 200, None)
    assert pace.wait("a", 100) == 3
    assert pace.wait("a", 102) == 1
    assert pace.wait("b", 100) == 0


def test_a_slow_host_is_asked_five_times_more_slowly() -> None:
    pace = Pace(3)
    pace.answered("a", 0, 2.0, 200, None)
    assert pace.wait("a", 0) == 10


def test_crawl_delay_and_retry_after_are_obeyed() -> None:
    pace = Pace(3)
    pace.crawl_delay("a", 20)
    pace.answered("a", 0, 0.1, 200, None)
    assert pace.wait("a", 0) == 20
    pace.answered("a", 0, 0.1, 503, "120")
    assert pace.wait("a", 0) == 120


def test_refusals_double_the_pause_until_a_good_answer() -> None:
    pace = Pace(3)
    waits = []
    for _ in range(3):
        pace.answered("a", 0, 0.1, 429, None)
        waits.append(pace.wait("a", 0))
    assert waits == [6, 12, 24]
    pace.answered("a", 0, 0.1, 200, None)
    assert pace.wait("a", 0) == 3


def test_failures_back_off_too() -> None:
    pace = Pace(3)
    pace.failed("a", 0)
    pace.failed("a", 0)
    assert pace.wait("a", 0) == 12


def test_a_very_long_wish_ends_the_turn() -> None:
    pace = Pace(3)
    pace.answered("a", 0, 0.1, 503, "86400")
    assert pace.deferred("a") and pace.wait("a", 0) == LONGEST_PAUSE
    assert not pace.deferred("b")


def test_retry_after_is_read_in_both_forms() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 80 < retry_seconds(soon) <= 90
    assert retry_seconds("17") == 17
    assert retry_seconds("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert retry_seconds("soon") == retry_seconds(None) == 0
    assert retry_seconds("Wed, 21 Oct 99999999999 07:28:00 GMT") == 0


def test_no_delay_below_the_minimum_without_loopback() -> None:
    assert CrawlOptions().pause() == MINIMUM_DELAY
    assert CrawlOptions(delay=0, allow_loopback=True).pause() == 0
    with pytest.raises(CrawlRefused, match="below the polite"):
        CrawlOptions(delay=1).pause()
    with pytest.raises(CrawlRefused, match="makes no sense"):
        CrawlOptions(delay=-1, allow_loopback=True).pause()
    with pytest.raises(CrawlRefused, match="makes no sense"):
        CrawlOptions(delay=float("nan")).pause()


OUTSIDE = Site("a", "640200-wjw", "http://wjw.shizuishan.gov.cn/")
INSIDE = Site("b", "640200-wjw", "http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("sites", "options", "said"),
    [
        ([], CrawlOptions(), "no site"),
        ([OUTSIDE], CrawlOptions(), "set a contact"),
        ([INSIDE], CrawlOptions(), "needs --allow-loopback"),
        (
            [INSIDE, OUTSIDE],
            CrawlOptions(delay=0, allow_loopback=True, operator_contact="mail@example.org"),
            "polite minimum",
        ),
    ],
)
def test_an_impolite_crawl_does_not_start(
    tmp_path: object, sites: list[Site], options: CrawlOptions, said: str
) -> None:
    from pathlib import Path

    with pytest.raises(CrawlRefused, match=said):
        crawl(Path(str(tmp_path)), sites, [], options)


def test_dangerous_doors_are_shut() -> None:
    settings = scrapy_settings(CrawlOptions(operator_contact="mail@example.org"))
    assert settings["REMOTE_CONTROL_ENABLED"] is False and settings["TELNETCONSOLE_ENABLED"] is False
    handlers = settings["DOWNLOAD_HANDLERS"]
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}
    assert all(handlers[scheme] is None for scheme in ("file", "data", "ftp", "s3"))
    assert settings["HTTPPROXY_ENABLED"] is False and settings["DOWNLOAD_VERIFY_CERTIFICATES"] is True
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1


def test_the_user_agent_names_the_contact() -> None:
    assert "mail@example.org" in user_agent(CrawlOptions(operator_contact="mail@example.org"))
