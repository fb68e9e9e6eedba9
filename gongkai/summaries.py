"""What came of long work, shown to people on standard error."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from crawler.options import CrawlSummary


def show_summary(summary: CrawlSummary) -> None:
    """Print one line a site, and below it what looked wrong."""
    table = Table(box=None, pad_edge=False)
    for heading in ("site", "fetched", "reports", "failures", "ended"):
        table.add_column(heading, justify="left" if heading in ("site", "ended") else "right")
    for site in summary.sites:
        ended = site.stopped + (f" ({', '.join(site.blocked)})" if site.blocked else "")
        table.add_row(site.site_id, str(site.fetched), str(site.reports), str(site.failures), ended)
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(table)
    for site in summary.sites:
        for suspicion in site.suspicions:
            console.print(f"[yellow]{site.site_id}: {suspicion}[/yellow]")
    console.print(
        f"{summary.fetched} answers, {summary.reports} that look like reports, {summary.seconds:.1f} s"
        + (", interrupted: run it again to go on" if summary.interrupted else "")
    )
