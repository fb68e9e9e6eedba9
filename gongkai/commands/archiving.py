"""``gongkai verify`` and ``gongkai sites check``: is what we hold, and what we are told to crawl, sound?"""

from __future__ import annotations

from pathlib import Path

import click

from archive.repair import repair
from archive.verify import VerifyResult
from archive.verify import verify as verify_archive
from crawler.registry import check_file
from gongkai.commands.archived import need_archive
from gongkai.counted import counted
from gongkai.settings import Settings


@click.command()
@click.option("--repair", "mend", is_flag=True, help="Repair what can be; damaged files are kept aside.")
@click.pass_context
def verify(context: click.Context, mend: bool) -> None:
    """Read every byte of the archive and compare WARC files, archive.db and reports.db.

    One line a damage: its kind, file, byte, what was seen and the cure. Exit status 1 while anything
    is wrong, after the repair too. Nothing is changed without --repair.

    \b
    Examples:
      gongkai verify                what is damaged, and where
      gongkai verify --repair       salvage sound records, index again; what is lost is fetched again
    """
    settings: Settings = context.obj
    need_archive(settings.data)
    if mend:
        repaired = repair(settings.data)
        _tell("before", repaired.before)
        _tell("after", repaired.after)
        result = repaired.after
    else:
        result = verify_archive(settings.data)
        _tell(str(settings.data), result)
    context.exit(0 if result.sound else 1)


def _tell(title: str, result: VerifyResult) -> None:
    for damage in result.findings:
        click.echo(str(damage))
    wrong = counted(len(result.findings), "damaged place") if result.findings else "sound"
    read = (counted(result.files, "file"), counted(result.records, "record"), counted(result.bytes, "byte"))
    click.echo(f"{title}: {', '.join(read)}: {wrong}")


@click.group()
def sites() -> None:
    """Look after lists of sites and bodies.

    \b
    Example:
      gongkai sites check my-sites.csv
    """


@sites.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def check(context: click.Context, file: Path) -> None:
    """Say what is wrong in a list of sites or of bodies, each with its line and column.

    A file with a column start_url is read as sites, another as bodies. Exit status 1 when anything is wrong.

    \b
    Examples:
      gongkai sites check my-sites.csv
      gongkai sites check crawler/bodies.csv
    """
    found, problems = check_file(file)
    for problem in problems:
        click.echo(problem)
    wrong = counted(len(problems), "problem") if problems else "sound"
    listed = f"{counted(len(found.sites), 'site')}, {counted(len(found.bodies), 'body')}"
    click.echo(f"{file}: {listed}: {wrong}")
    context.exit(1 if problems else 0)
