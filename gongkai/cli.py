"""The command line: the group that holds the verbs of ``gongkai.commands``.

Exit status: 0 good, 1 findings or failures, 2 misuse.
"""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Any

import click

from archive.errors import ArchiveError
from gongkai.commands import archiving, crawling, exporting, keeping, parsing, publishing
from gongkai.commands import status as standing
from gongkai.settings import SettingsError, read_settings


class Verbs(click.Group):
    """Lists the commands in the order of the work, and tells in one line what ended one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order they were added."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what the archive, a database or the disk refuses is a failure, not a defect."""
        try:
            return super().invoke(ctx)
        except ArchiveError as error:
            raise click.ClickException(str(error)) from error
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
                raise
            raise click.ClickException(
                f"a database in {ctx.obj.data} cannot be read or written ({error});"
                " gongkai verify tells which one, and the cure"
            ) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # click ends quietly when nobody reads on
                raise
            place = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{place}{error.strerror or error}") from error


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gongkai", prog_name="gongkai")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data folder (default: $GONGKAI_DATA, then data/).",
)
@click.pass_context
def main(context: click.Context, data: Path | None) -> None:
    """Archive, parse and publish the 政府信息公开工作年度报告 of China's health commissions.

    \b
    Examples:
      gongkai demo                              the whole way, on built-in replica sites
      gongkai crawl --sites my-sites.csv        crawl the sites of a list
      gongkai parse report.html --json          read one file
      gongkai publish && gongkai serve          build the database and browse it
    """
    try:
        context.obj = read_settings(data)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


for verb in (
    publishing.demo,
    crawling.crawl,
    parsing.parse,
    publishing.publish,
    publishing.serve,
    standing.status,
    archiving.verify,
    keeping.archive,
    archiving.sites,
    exporting.export,
):
    main.add_command(verb)
