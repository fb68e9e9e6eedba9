"""``gongkai status``: coverage of bodies by years, the last runs, what is due."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from archive.standing import coverage_of, due_at, last_runs
from archive.times import now
from crawler.proposals import waiting
from crawler.registry import registry
from gongkai.commands.archived import need_archive
from gongkai.settings import Settings
from gongkai.standing_tables import Standing, show_standing


@click.command()
@click.option(
    "--body", "bodies", multiple=True, metavar="BODY", help="Only this body (id or part of its name)."
)
@click.option("--province", metavar="PROVINCE", help="Only this province: its name or GB/T 2260 code.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
@click.pass_obj
def status(settings: Settings, bodies: tuple[str, ...], province: str | None, as_json: bool) -> None:
    """Show which reports are there, which are missing, how the last crawls went and what is due.

    Coverage is that of the last gongkai publish; runs and what is due are read from the archive now.
    Many bodies are summed up a province a line; name a body or a province to see each. What crawls
    propose to change in the registry is counted below.

    \b
    Examples:
      gongkai status
      gongkai status --province 宁夏
      gongkai status --body 640200-wjw --json
    """
    standing = read_standing(settings.data, bodies, province)
    if as_json:
        click.echo(json.dumps(asdict(standing) | {"totals": standing.totals()}, ensure_ascii=False))
    else:
        show_standing(standing, each=bool(bodies) or province is not None)


def read_standing(folder: Path, bodies: tuple[str, ...], province: str | None) -> Standing:
    """Collect what is to be shown; raises ``click.UsageError`` without archive or body."""
    need_archive(folder)
    try:
        coverage, published = coverage_of(folder, bodies, province), True
    except FileNotFoundError:
        coverage, published = [], False
    if published and not coverage and (bodies or province is not None):
        meant = ", ".join([*bodies, *([province] if province is not None else [])])
        raise click.UsageError(f"no body of reports.db fits {meant}; gongkai status lists the provinces")
    due = due_at(folder, now())
    crawled = {site.site for site in due}
    kept = registry()
    known, proposed = kept.sites, waiting(folder, kept)
    if bodies or province is not None:
        meant_ids = {body.body_id for body in coverage}
        due = [site for site in due if site.body_id in meant_ids]
        known = tuple(site for site in known if site.body_id in meant_ids)
    never = sum(site.site_id not in crawled for site in known)
    runs = tuple(last_runs(folder))
    return Standing(published, tuple(coverage), runs, tuple(due), never, dict(sorted(proposed.items())))
