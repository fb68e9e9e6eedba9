"""``gongkai archive add`` and ``archive mirror``: what comes into the archive, what is copied elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from archive.adding import add as add_to_archive
from archive.adding_sites import by_address
from archive.mirror import mirror as mirror_archive
from archive.store import Archive
from crawler.registry import Registry, RegistryError, read_sites, registry
from gongkai.commands.archived import need_archive, refuse_demo
from gongkai.settings import Settings


@click.group()
def archive() -> None:
    """Add what others saved to the archive, or copy its files elsewhere.

    \b
    Examples:
      gongkai archive add wjw-2015.warc.gz
      gongkai archive mirror s3://backups/gongkai
    """


@archive.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--sites",
    "sites_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="List of sites to which addresses are counted (default: the registry).",
)
@click.option("--site", "site_id", help="Count every address to this site, whatever its host.")
@click.pass_context
def add(
    context: click.Context, paths: tuple[Path, ...], sites_file: Path | None, site_id: str | None
) -> None:
    """Take over web archives (WARC, ARC; gzipped or not), WACZ files, or folders of documents.

    A folder holds the documents and one CSV, UTF-8, with the columns file and url, and where known
    fetched_at (2021-03-01, UTC), media_type and site. Each record keeps its id and names its origin;
    what is there already is not added again. Only sound records are taken: the rest is told, one line
    each with file, byte and reason, and the exit status is 1 then.

    \b
    Examples:
      gongkai archive add wjw-2015.warc.gz old.arc.gz collection.wacz
      gongkai archive add saved-by-hand/ --site 640200-wjw
      gongkai parse && gongkai publish             read and publish what was added
    """
    settings: Settings = context.obj
    refuse_demo(settings.data)
    problems = 0
    try:
        known: Registry = registry() if sites_file is None else read_sites(sites_file)
        site_of = by_address(known.sites)
        listed = Registry((), ()) if sites_file is None else known
        with Archive.open(settings.data) as opened:
            for path in paths:
                told = add_to_archive(
                    opened,
                    path,
                    site_of=(lambda url: site_id) if site_id else site_of,
                    sites=listed.sites,
                    bodies=listed.bodies,
                )
                problems += len(told.problems)
                for problem in told.problems:
                    click.echo(str(problem))
                click.echo(
                    f"{path}: {told.captures} added, {told.known} known, {told.other} of no web address,"
                    f" {len(told.problems)} not taken over"
                )
    except RegistryError as error:
        raise click.UsageError(str(error)) from error
    context.exit(1 if problems else 0)


@archive.command()
@click.argument("target")
@click.pass_context
def mirror(context: click.Context, target: str) -> None:
    """Copy every sealed WARC file with its manifest to TARGET, a folder or an s3:// address.

    Each copy is read back and compared by checksum; what is there already stays. For S3, keys and the
    server come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_ENDPOINT_URL.

    \b
    Examples:
      gongkai archive mirror /mnt/backup/gongkai
      gongkai archive mirror s3://backups/gongkai
    """
    settings: Settings = context.obj
    need_archive(settings.data)
    try:
        done = mirror_archive(settings.data, target)
    except (ValueError, ImportError) as error:  # an address fsspec does not know, or lacks a package for
        raise click.ClickException(str(error)) from error
    click.echo(f"{target}: {len(done.copied)} copied, {len(done.present)} were there")
