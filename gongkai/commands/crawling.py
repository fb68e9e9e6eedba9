"""``gongkai crawl`` and ``gongkai status``: fetch what is due, and show how far the archive reaches."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.registry import RegistryError, read_bodies, read_sites, registry
from crawler.run import CrawlOptions, CrawlRefused
from crawler.run import crawl as run_crawl
from gongkai.settings import Settings


@click.command()
@click.argument("site_ids", metavar="[SITE]...", nargs=-1)
@click.option(
    "--sites",
    "sites_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Crawl the sites of this CSV instead of the registry's.",
)
@click.option("--all", "all_due", is_flag=True, help="Crawl also what is not due yet.")
@click.option("--max-pages", type=click.IntRange(min=1), help="At most so many pages a site.")
@click.option("--years", help="Only reports of these years, as 2021 or 2019-2024.")
@click.option("--allow-loopback", is_flag=True, help="Let 127.0.0.0/8 be contacted, for tests and replicas.")
@click.option("--delay", type=click.FloatRange(min=0), help="Seconds between requests to one host.")
@click.pass_context
def crawl(
    context: click.Context,
    site_ids: tuple[str, ...],
    sites_file: Path | None,
    all_due: bool,
    max_pages: int | None,
    years: str | None,
    allow_loopback: bool,
    delay: float | None,
) -> None:
    """Fetch what is due from the registry's sites, or only from those named SITE.

    An interrupted crawl goes on where it stopped. Exit status 1 when a site failed or gave
    suspiciously little.

    \b
    Examples:
      gongkai crawl                                    every site that is due
      gongkai crawl 640200-wjw --years 2019-2024       one body's site
      gongkai crawl --sites replicas.csv --allow-loopback --delay 0
    """
    raise NotImplementedError
