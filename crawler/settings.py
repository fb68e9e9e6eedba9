"""Scrapy's settings for every crawl, each with its reason. Secure defaults; nothing is read from outside."""

from __future__ import annotations

from typing import Any

from crawler.options import CrawlOptions
from crawler.robots import AGENT


def user_agent(options: CrawlOptions) -> str:
    """The name we go by, with the operator's contact where one is set."""
    contact = f"; {options.operator_contact}" if options.operator_contact else ""
    return f"{AGENT}/0.1 (annual disclosure reports of health commissions{contact})"


def scrapy_settings(options: CrawlOptions) -> dict[str, Any]:
    """The settings of a run."""
    handler = "crawler.wire.WireHandler"
    return {
        "BOT_NAME": AGENT,
        "USER_AGENT": user_agent(options),
        # Doors that must stay shut: one runs code over HTTP (on by default since 2.19), one is a console.
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        # Only http and https, and only through our own handler, which guards, paces and keeps the bytes.
        "DOWNLOAD_HANDLERS": {
            "http": handler,
            "https": handler,
            "file": None,
            "data": None,
            "ftp": None,
            "s3": None,
        },
        "DOWNLOAD_MAXSIZE": options.max_answer,
        "DOWNLOAD_TIMEOUT": options.timeout,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        # An answer gives one request; Scrapy would start a hundred tasks to take in what each gives.
        "CONCURRENT_ITEMS": 1,
        # One request a host at a time; the pause between two is kept by crawler.pace, not by slots.
        "CONCURRENT_REQUESTS": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_DELAY_JITTER": 0,
        # The spider itself follows redirects, reads robots.txt and tries again, so that every hop is
        # archived, guarded, counted and remembered in the ledger.
        "ROBOTSTXT_OBEY": False,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "RETRY_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        "COMPRESSION_ENABLED": False,
        "COOKIES_ENABLED": False,
        # A proxy from the environment would carry requests past the address guard.
        "HTTPPROXY_ENABLED": False,
        # The spider names the page a link stands on; Scrapy would name whatever was answered last.
        "REFERER_ENABLED": False,
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
            "Accept-Encoding": "gzip, deflate",
        },
        "LOG_LEVEL": "WARNING",
        "LOG_INSTALL_ROOT_HANDLER": True,
        "LOGSTATS_INTERVAL": 0,
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "MEMUSAGE_ENABLED": False,
        "STATS_DUMP": False,
    }
