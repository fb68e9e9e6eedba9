"""Bare Scrapy, to measure against: its own download handler, its link extractor, nothing kept.

A spider as its tutorial has it: robots.txt is obeyed, one request a host at a time, no delay; every link
that the link extractor finds on a page is followed (Scrapy leaves out what it has seen), files too, and
each page gives an item with its address and text. With ``--wire`` our download handler takes the place of
Scrapy's and everything else stays, which shows what keeping the bytes as sent costs.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import TextResponse
from scrapy.linkextractors import LinkExtractor

from crawler.guard import Guard
from crawler.pace import Pace
from crawler.wire import WireRules

EXTRACTOR = LinkExtractor(deny_extensions=())
SETTINGS: dict[str, Any] = {
    "LOG_LEVEL": "WARNING",
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
}
HANDLERS = dict.fromkeys(("http", "https"), "crawler.wire.WireHandler")


class BareSpider(Spider):
    """Follows every link of the start pages."""

    name = "bare"

    def __init__(self, starts: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = starts
        self.fetched = 0
        guard = Guard(starts, allow_loopback=True)
        self.wire = WireRules(guard, Pace(0), 60, 64 * 1024 * 1024, asyncio.Event())

    def parse(self, response: Any, **kwargs: Any) -> Iterator[Request | dict[str, str]]:
        """Give a page's text and ask for what it links to."""
        self.fetched += 1
        if isinstance(response, TextResponse):
            yield {"url": response.url, "text": response.text}
            for link in EXTRACTOR.extract_links(response):
                yield Request(link.url)


def main(words: list[str]) -> None:
    """Crawl from the home pages given."""
    wire = words[0] == "--wire"
    process = CrawlerProcess(SETTINGS | ({"DOWNLOAD_HANDLERS": HANDLERS} if wire else {}))
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler, starts=words[wire:])
    process.start()
    spider = crawler.spider
    print(json.dumps({"fetched": spider.fetched if isinstance(spider, BareSpider) else 0}))


if __name__ == "__main__":
    main(sys.argv[1:])
