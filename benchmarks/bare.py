"""The same pages fetched by Scrapy alone: its own handler, its link extractor, nothing kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

EXTRACTOR = LinkExtractor()


class BareSpider(Spider):
    """Follows every link of the start pages."""

    name = "bare"

    def parse(self, response: Any, **kwargs: Any) -> Iterator[Request]:
        """Ask for what the page links to; Scrapy itself leaves out what it has seen."""
        for link in EXTRACTOR.extract_links(response):
            yield Request(link.url)


if __name__ == "__main__":
    BareSpider.start_urls = sys.argv[1:]
    process = CrawlerProcess(
        {
            "LOG_LEVEL": "WARNING",
            "REMOTE_CONTROL_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
        }
    )
    process.crawl(BareSpider)
    process.start()
