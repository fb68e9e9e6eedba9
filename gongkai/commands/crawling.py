"""``gongkai crawl``: fetch what is due into the archive."""

from __future__ import annotations

import re
from pathlib import Path

import click

from crawler.options import CrawlOptions
from crawler.registry import Registry, RegistryError, read_sites, registry
from crawler.run import CrawlFailed, CrawlRefused
from crawler.run import crawl as run_crawl
from gongkai.commands.archived import refuse_demo
from gongkai.settings import Settings
from gongkai.summaries import show_summary


class Years(click.ParamType[tuple[int, ...]]):
    """Years of reports, as ``2021``, ``2019-2024`` or ``2019,2021``."""

    name = "years"

    def convert(
        self, value: object, param: click.Parameter | None, context: click.Context | None
    ) -> tuple[int, ...]:
        """Turn the text into the years it names, in order."""
        if isinstance(value, tuple):
            return value
        years: set[int] = set()
        for part in str(value).split(","):
            match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", part.strip())
            if match is None:
                self.fail(f"{part!r} is no year; write 2021, 2019-2024 or 2019,2021", param, context)
            first, last = int(match[1]), int(match[2] or match[1])
            if not 2008 <= first <= last <= 2100:
                self.fail(f"{part!r}: years run upward from 2008", param, context)
            years.update(range(first, last + 1))
        return tuple(sorted(years))


class Hours(click.ParamType[tuple[int, int]]):
    """The hours of a day in which to crawl, as ``21-6``, in China's time."""

    name = "hours"

    def convert(
        self, value: object, param: click.Parameter | None, context: click.Context | None
    ) -> tuple[int, int]:
        """Turn the text into first and last hour."""
        if isinstance(value, tuple):
            return value
        match = re.fullmatch(r"(\d{1,2})-(\d{1,2})", str(value).strip())
        if match is None or int(match[1]) > 23 or int(match[2]) > 23 or match[1] == match[2]:
            self.fail(f"{value!r} names no hours; write 21-6 or 9-18", param, context)
        return int(match[1]), int(match[2])


@click.command()
@click.argument("site_ids", metavar="[SITE]...", nargs=-1)
@click.option(
    "--sites",
    "sites_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Crawl the sites of this CSV instead of the registry's.",
)
@click.option("--all", "all_due", is_flag=True, help="Fetch known addresses again though they are not due.")
@click.option("--max-pages", type=click.IntRange(min=1), help="At most so many fetches a site.")
@click.option("--years", type=Years(), default=(), help="Only reports of these years: 2021, 2019-2024.")
@click.option("--hours", type=Hours(), help="Only in these hours of China's day, as 21-6; then stop.")
@click.option("--allow-loopback", is_flag=True, help="Let 127.0.0.0/8 be contacted: replicas and tests.")
@click.option("--delay", type=click.FloatRange(min=0), help="Seconds between requests to one host.")
@click.pass_context
def crawl(
    context: click.Context,
    site_ids: tuple[str, ...],
    sites_file: Path | None,
    all_due: bool,
    max_pages: int | None,
    years: tuple[int, ...],
    hours: tuple[int, int] | None,
    allow_loopback: bool,
    delay: float | None,
) -> None:
    """Fetch what is due from the registry's sites, or only from those named SITE.

    An interrupted crawl goes on where it stopped. Exit status 1 when a site failed, was blocked or
    gave suspiciously little.

    \b
    Examples:
      gongkai crawl                                    every site that is due
      gongkai crawl 640200-wjw --years 2019-2024       one body's site
      gongkai crawl --all --hours 21-6                 by night, also what is not due
      gongkai crawl --sites replicas.csv --allow-loopback --delay 0
    """
    settings: Settings = context.obj
    if not allow_loopback:
        refuse_demo(settings.data)
    try:
        known = registry() if sites_file is None else read_sites(sites_file)
        chosen = choose_sites(known, site_ids, sites_file or Path("crawler/sites.csv"))
        summary = run_crawl(
            settings.data,
            chosen.sites,
            chosen.bodies,
            CrawlOptions(
                max_pages=max_pages,
                years=years,
                window=hours,
                allow_loopback=allow_loopback,
                delay=delay,
                operator_contact=settings.contact,
                all_due=all_due,
                progress=True,
            ),
        )
    except (RegistryError, CrawlRefused) as error:
        raise click.UsageError(str(error)) from error
    except CrawlFailed as error:
        raise click.ClickException(str(error)) from error
    show_summary(summary)
    context.exit(0 if summary.good else 1)


def choose_sites(known: Registry, site_ids: tuple[str, ...], source: Path) -> Registry:
    """Keep the sites named, by site or body id; all of them when none is named.

    Raises RegistryError for a name the registry does not have; ``source`` is where it can be looked up.
    """
    if not site_ids:
        return known
    wanted = set(site_ids)
    sites = tuple(site for site in known.sites if site.site_id in wanted or site.body_id in wanted)
    unknown = wanted - {site.site_id for site in sites} - {site.body_id for site in sites}
    if unknown:
        raise RegistryError(f"no site is called {', '.join(sorted(unknown))}; see {source}")
    return Registry(sites, known.bodies)
