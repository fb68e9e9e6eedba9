"""The command line: the group that holds the verbs of ``gongkai.commands``.

Exit status: 0 good, 1 findings or failures, 2 misuse.
"""

from __future__ import annotations

import errno
import signal
import sqlite3
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from archive.errors import ArchiveError
from gongkai.settings import SettingsError, read_settings

VERBS = {
    "demo": "publishing",
    "crawl": "crawling",
    "parse": "parsing",
    "publish": "publishing",
    "serve": "publishing",
    "status": "status",
    "verify": "archiving",
    "archive": "keeping",
    "sites": "archiving",
    "export": "exporting",
}
"""The commands in the order of the work, each with its module of ``gongkai.commands``."""


class Verbs(click.Group):
    """Loads only the command asked for, and tells in one line what ended it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the work instead of the alphabet."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; nothing of the others is loaded."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(import_module(f"gongkai.commands.{VERBS[cmd_name]}"), cmd_name)
        return command

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Run as the shell does: SIGTERM ends a command as Ctrl-C does, so that it leaves nothing behind."""
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        if isinstance(sys.stdout, TextIOWrapper):
            # A file's name may be no UTF-8 (GBK, often): told as \udcc4, which JSON reads too.
            sys.stdout.reconfigure(errors="backslashreplace")
        return super().__call__(*arguments, **options)

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
