"""What came of long work, shown to people on standard error."""

from __future__ import annotations

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crawler.options import CrawlSummary
from gongkai.convert import INSTALL
from gongkai.counted import counted
from gongkai.pipeline import ParseSummary

MOST_TOLD = 20
"""Damaged records named one by one."""


def show_summary(summary: CrawlSummary) -> None:
    """Print one line a site, and below it what looked wrong."""
    table = Table(box=None, pad_edge=False)
    for heading in ("site", "fetched", "reports", "failures", "ended"):
        table.add_column(heading, justify="left" if heading in ("site", "ended") else "right")
    for site in summary.sites:
        ended = site.stopped + (f" ({', '.join(site.blocked)})" if site.blocked else "")
        table.add_row(escape(site.site_id), str(site.fetched), str(site.reports), str(site.failures), ended)
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(table)
    for site in summary.sites:
        for suspicion in site.suspicions:
            console.print(f"{site.site_id}: {suspicion}", style="yellow", markup=False)
    console.print(
        f"{summary.fetched} answers, {summary.reports} that look like reports, {summary.seconds:.1f} s"
        + (", interrupted: run it again to go on" if summary.interrupted else "")
    )


def show_unread(summary: ParseSummary) -> None:
    """Say which archived documents were not read, and what to do."""
    for damage in summary.damaged[:MOST_TOLD]:
        click.echo(damage, err=True)
    if summary.damaged:
        click.echo(
            f"damaged in the archive and not read: {counted(len(summary.damaged), 'document')};"
            " gongkai verify tells each damage and its cure",
            err=True,
        )
    if summary.waiting:
        click.echo(
            f"waiting for LibreOffice: {counted(summary.waiting, 'document')}; install it: {INSTALL}",
            err=True,
        )
