"""``gongkai parse``: files to JSON lines, or the archive to its cache of parsed documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape

from gongkai.commands.archived import need_archive
from gongkai.counted import counted
from gongkai.pipeline import parse_archived, parse_files
from gongkai.settings import Settings
from gongkai.summaries import show_unread

DOUBTS = ("error", "warning")
STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line instead of a summary.")
@click.pass_context
def parse(context: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Read FILES and print what they say; without FILES, read the archive.

    A file may hold several reports (a ZIP, a page of two years): each is told by itself, its path going
    on with the member's name (reports.zip!/2021.docx) or its number (page.html#2).

    Exit status 1 when a document has an error or a warning among its findings, or is no report.

    \b
    Examples:
      gongkai parse report.html                     a summary for people
      gongkai parse *.html *.txt --json > out.jsonl one JSON object a line
      gongkai parse                                 every archived document not yet read
    """
    settings: Settings = context.obj
    if not files:
        if as_json:
            raise click.UsageError("--json needs FILES: without them the results go into the archive")
        _parse_archive(context, settings)
        return
    doubtful = False
    for result in parse_files(files, settings.limits):
        for line in result.lines:
            answer = json.loads(line)
            doubtful |= answer["report"] is None
            doubtful |= any(finding["severity"] in DOUBTS for finding in answer["findings"])
            if as_json:
                click.echo(line)
            else:
                _show(answer)
    context.exit(1 if doubtful else 0)


def _parse_archive(context: click.Context, settings: Settings) -> None:
    need_archive(settings.data)
    summary = parse_archived(settings)
    click.echo(
        f"parsed {counted(summary.parsed, 'report')}, {counted(summary.not_reports, 'other document')},"
        f" {counted(summary.failed, 'failure')}"
    )
    show_unread(summary)
    context.exit(1 if summary.failed or summary.waiting or summary.damaged else 0)


def _show(answer: dict[str, Any]) -> None:
    console = Console(soft_wrap=True)
    report = answer["report"]
    console.print(f"[bold]{escape(answer['document']['path'])}[/bold]  {answer['document']['media_type']}")
    if report is not None:
        place = report["province"] or "省份不明"
        code = report["division_code"] or "------"
        year = f"{report['year']}年" if report["year"] is not None else "年度不明"
        form = f"{report['form']}表" if report["form"] is not None else "格式不明"
        console.print(
            f"  {escape(report['body'])}（{place} {code}） {year}  {form}\n  {escape(report['title'])}"
        )
        figures = answer["figures"]
        numbers = sum(figure["value"] is not None for figure in figures)
        unsure = sum(figure["confidence"] != "stated" for figure in figures)
        told = f"{counted(len(figures), 'figure')}: {counted(numbers, 'number')}"
        console.print(f"  {told}, {unsure} not stated outright")
    for finding in answer["findings"]:
        style = STYLES[finding["severity"]]
        console.print(
            f"  [{style}]{finding['severity']:7} {finding['check']}[/{style}]  {escape(finding['message'])}"
        )
