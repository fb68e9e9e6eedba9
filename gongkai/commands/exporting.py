"""``gongkai export``: the archive as WACZ, the database in the formats researchers open."""

from __future__ import annotations

from pathlib import Path

import click

from archive.wacz import export_wacz
from gongkai.commands.archived import need_archive
from gongkai.counted import counted
from gongkai.progress import bar
from gongkai.settings import Settings

# Those of archive.export.FORMATS, which is not read here: it would load pandas for every other command.
FORMATS = {
    "parquet": "Parquet: figures long and wide, reports, findings, coverage",
    "csv": "The same tables as gzipped CSV, formulas in cells made harmless",
    "stata": "Wide tables for Stata 14 and later, with labels and missing values .a to .f",
    "sqlite": "A copy of reports.db",
    "datapackage": "A Frictionless data package: the CSV files with their descriptions",
}


@click.group()
def export() -> None:
    """Write the archive or the database into files others can open.

    All but wacz go into exports/YYYY-MM-DD of the data folder, named by the day of the last capture, with
    codebook.csv, datapackage.json, a README, a citation and SHA256SUMS. The same database gives the same
    files.

    \b
    Examples:
      gongkai export all                        every format of the database
      gongkai export wacz --body 640200-wjw     one body's captures
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
    need_archive(settings.data)
    name = "-".join(filter(None, (body_id, run_id))) or "archive"
    target = output if output is not None else settings.data / "exports" / f"{name}.wacz"
    target.parent.mkdir(parents=True, exist_ok=True)
    done = export_wacz(settings.data, target.absolute(), body_id=body_id, run_id=run_id)
    click.echo(f"{target}: {counted(done.captures, 'capture')}, {counted(done.pages, 'page')}")


def _export(settings: Settings, formats: tuple[str, ...]) -> None:
    # Here, not above: pandas and pyarrow take a second to load.
    from archive.export import export as write_exports

    try:
        with bar("export", None) as steps:
            done = write_exports(
                settings.reports_db,
                settings.data / "exports",
                formats,
                progress=lambda name: steps.step(name),
            )
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from error
    except ValueError as error:  # a value that a format cannot hold
        raise click.ClickException(str(error)) from error
    click.echo(f"{done.folder}: version {done.version}, {counted(len(done.files), 'file')}")
    for name in done.files:
        click.echo(f"  {name}")


def _command(name: str, words: str, formats: tuple[str, ...]) -> click.Command:
    @click.pass_obj
    def run(settings: Settings) -> None:
        _export(settings, formats)

    help_text = f"{words}.\n\n\b\nExample:\n  gongkai export {name}"
    return click.Command(name, callback=run, help=help_text)


for format_name, format_words in FORMATS.items():
    export.add_command(_command(format_name, format_words, (format_name,)))
export.add_command(_command("all", "Every format of the database", tuple(FORMATS)))
