"""Exports reports.db into files for researchers: one folder a version, named by the day of the last capture.

Nothing here looks at a clock: the same database gives the same files, byte for byte.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from archive.errors import ArchiveError
from archive.export_files import write_csv, write_csv_gz, write_parquet, write_sqlite
from archive.export_package import (
    PACKAGE,
    SUMS,
    Release,
    citation_file,
    data_package,
    readme,
)
from archive.export_stata import write_stata
from archive.export_tables import CODEBOOK, EXPORTS
from archive.records import sha256_of
from archive.reports import need_this_schema
from archive.times import from_text

FORMATS: dict[str, str] = {
    "parquet": "Parquet: the long table of figures, wide tables and the others",
    "csv": "gzipped CSV of the same tables; formulas in cells are made harmless",
    "stata": "Stata 14+: wide tables with labels and extended missing values",
    "sqlite": "a copy of reports.db",
    "datapackage": "a Frictionless data package: the CSV files and datapackage.json",
}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_SUFFIXES = (".csv.gz", ".parquet", ".dta")
_NAMES = (
    "codebook.csv",
    "reports.db",
    *(f"{table.name}{suffix}" for table in EXPORTS for suffix in _SUFFIXES),
)
_TEXTS = (PACKAGE, "README.md", "CITATION.cff", SUMS)


@dataclass(frozen=True, slots=True)
class Export:
    """The folder that was written into, the names of all exported files there, and the version."""

    folder: Path
    files: tuple[str, ...]
    version: str


def release_of(db: sqlite3.Connection, database_sha256: str) -> Release:
    """What a database is a release of; raises ``ArchiveError`` when it holds no report."""
    (created,) = db.execute(
        "SELECT max(moment) FROM (SELECT max(fetched_at) AS moment FROM capture"
        " UNION ALL SELECT max(captured_at) FROM report)"
    ).fetchone()
    if created is None:
        raise ArchiveError("reports.db holds no report yet: crawl, parse and publish first")
    counts = "SELECT count(DISTINCT body_id), count(*), min(year), max(year) FROM report WHERE latest = 1"
    (parser,) = db.execute("SELECT value FROM build WHERE key = 'parser_version'").fetchone() or ("",)
    return Release(created[:10], created, database_sha256, parser, *db.execute(counts).fetchone())


def _stamp(created: str) -> str:
    moment = from_text(created)
    return f"{moment.day:02} {_MONTHS[moment.month - 1]} {moment.year} {moment.hour:02}:{moment.minute:02}"


@contextmanager
def _in_place(target: Path) -> Iterator[Path]:
    """A file written aside and renamed when it is whole."""
    aside = target.with_name(f".{target.name}.new")
    try:
        yield aside
        aside.rename(target)
    finally:
        aside.unlink(missing_ok=True)


def _made_from(folder: Path, release: Release) -> bool:
    try:
        told = json.loads((folder / PACKAGE).read_text("utf-8"))
    except (FileNotFoundError, ValueError):  # never finished, or damaged: nothing there can be relied on
        return False
    return isinstance(told, dict) and told.get("database_sha256") == release.database_sha256


def _forget_other(folder: Path, release: Release) -> None:
    """Remove what an export of another database with the same day left: its files would contradict ours."""
    if not _made_from(folder, release):
        for name in (*_NAMES, *_TEXTS):
            (folder / name).unlink(missing_ok=True)


def export(
    database: Path,
    exports: Path,
    formats: Sequence[str],
    *,
    progress: Callable[[str], None] = lambda name: None,
) -> Export:
    """Write ``formats`` (of ``FORMATS``) into a folder of ``exports`` named by the day of the last capture.

    Files of other formats that stand there from the same database stay, and are described with the new
    ones. ``progress`` is told each file's name before it is written. Raises ``FileNotFoundError`` without
    a database, ``ArchiveError`` for one without reports, of another schema, or published anew meanwhile.
    """
    if not database.exists():
        raise FileNotFoundError(f"{database} is not there; run gongkai publish")
    need_this_schema(database)
    before = database.stat()
    digest = sha256_of(database)
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as db:
        release = release_of(db, digest)
        folder = exports / release.version
        folder.mkdir(parents=True, exist_ok=True)
        _forget_other(folder, release)
        for name, write in _files(db, database, release, formats):
            progress(name)
            with _in_place(folder / name) as aside:
                write(aside)
    after = database.stat()
    if (before.st_ino, before.st_mtime_ns, before.st_size) != (
        after.st_ino,
        after.st_mtime_ns,
        after.st_size,
    ):
        raise ArchiveError(f"{database} was published anew during the export; run it again")
    return Export(folder, _describe(folder, release), release.version)


def _files(
    db: sqlite3.Connection, database: Path, release: Release, formats: Sequence[str]
) -> Iterator[tuple[str, Callable[[Path], object]]]:
    """Name and writer of every file of the formats asked for."""
    about = {"version": release.version, "database_sha256": release.database_sha256}
    stamp = _stamp(release.created)
    yield "codebook.csv", partial(write_csv, db, CODEBOOK)
    for table in EXPORTS:
        if "parquet" in formats:
            yield f"{table.name}.parquet", partial(write_parquet, db, table, about=about)
        if "csv" in formats or "datapackage" in formats:
            yield f"{table.name}.csv.gz", partial(write_csv_gz, db, table)
        if "stata" in formats and table.wide:
            yield f"{table.name}.dta", partial(write_stata, db, table, stamp=stamp)
    if "sqlite" in formats:
        yield "reports.db", partial(write_sqlite, database)


def _describe(folder: Path, release: Release) -> tuple[str, ...]:
    """Write descriptor, texts and checksums of the exported files in the folder; returns all their names."""
    data = [folder / name for name in sorted(_NAMES) if (folder / name).exists()]
    sums = {path.name: sha256_of(path) for path in data}
    texts = (data_package(release, data, sums), readme(release), citation_file(release))
    for name, text in zip(_TEXTS, texts, strict=False):  # the checksums come last
        with _in_place(folder / name) as aside:
            aside.write_text(text, encoding="utf-8")
        sums[name] = sha256_of(folder / name)
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    with _in_place(folder / SUMS) as aside:
        aside.write_text(lines, encoding="utf-8")
    return (*sorted(sums), SUMS)
