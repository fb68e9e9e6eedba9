"""The commands that need an archive, or one without invented reports, say so in the same words."""

from __future__ import annotations

from pathlib import Path

import click

from archive.database import NAME
from gongkai.demo.mark import MARK


def need_archive(folder: Path) -> None:
    """Refuse a data folder without an archive as misuse: a mistyped ``--data`` must not make one."""
    if not (folder / NAME).exists() and not (folder / "warc").is_dir():
        raise click.UsageError(f"no archive in {folder}: run gongkai crawl, or name the folder by --data")


def refuse_demo(folder: Path) -> None:
    """Keep real reports out of the demo's folder: it holds invented ones, and the next demo deletes it."""
    if (folder / MARK).exists():
        raise click.UsageError(
            f"{folder} holds the demo's invented reports and is made anew by each demo:"
            " name another folder by --data or GONGKAI_DATA"
        )
