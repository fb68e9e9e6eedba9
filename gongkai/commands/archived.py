"""The commands that need an archive say so in the same words."""

from __future__ import annotations

from pathlib import Path

import click

from archive.database import NAME


def need_archive(folder: Path) -> None:
    """Refuse a data folder without an archive as misuse: a mistyped ``--data`` must not make one."""
    if not (folder / NAME).exists() and not (folder / "warc").is_dir():
        raise click.UsageError(f"no archive in {folder}: run gongkai crawl, or name the folder by --data")
