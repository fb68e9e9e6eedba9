"""``gongkai export``: the archive as WACZ, the database in the formats researchers open."""

from __future__ import annotations

from pathlib import Path

import click

from archive.database import NAME as ARCHIVE
from archive.errors import ArchiveError
from archive.wacz import export_wacz
from gongkai.settings import Settings


@click.group()
def export() -> None:
    """Write the archive or the database into files others can open.

    \b
    Examples:
      gongkai export wacz --body 640200-wjw
    """


@export.command()
@click.option("--body", "body_id", metavar="ID", help="Only the captures of this body's sites.")
@click.option("--run", "run_id", metavar="ID", help="Only what this crawl captured.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write (default: exports/ID.wacz in the data folder).",
)
@click.pass_obj
def wacz(settings: Settings, body_id: str | None, run_id: str | None, output: Path | None) -> None:
    """Pack captures into one WACZ file that replays by itself.

    \b
    Examples:
      gongkai export wacz                                     the whole archive
      gongkai export wacz --body 640200-wjw --output shizuishan.wacz
      gongkai export wacz --run 20260131T020000Z-1a2b3c4d
    """
    if not (settings.data / ARCHIVE).exists():
        raise click.UsageError(f"no archive in {settings.data}: run gongkai crawl, or name it by --data")
    name = "-".join(filter(None, (body_id, run_id))) or "archive"
    target = output if output is not None else settings.data / "exports" / f"{name}.wacz"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        done = export_wacz(settings.data, target.absolute(), body_id=body_id, run_id=run_id)
    except (ArchiveError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{target}: {done.captures} captures, {done.pages} pages")
